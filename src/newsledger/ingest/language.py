"""Whether a page is English at all: the reader knows no other language, and would see events in any."""

from __future__ import annotations

import re
from itertools import pairwise

from newsledger.errors import InputError

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    """
    the of and to in is was for that with by from said has have had are were be been it its this these their they he she
    his her will would which who after not but as at on an more than about over into against
    """.split()  # noqa: SIM905
)
_FOREIGN = frozenset(
    """
    una por para con en que se su das und ist hat sind nicht mit dem ein eine im bei nach les des est dans pour
    une et qui sur il che per non sono nel ha gli os uma em com het een zijn niet op voor dan dengan untuk dari
    ini itu je na od ve bir ile och som att det av og til
    """.split()  # noqa: SIM905
)
"""Words that Spanish, German, French, Italian, Portuguese, Dutch, Indonesian, Slavic, Turkish and Nordic texts have in
almost every sentence."""
_PARTICLES = frozenset("el la los las del de der die den von van le du di della da do dos al y".split())  # noqa: SIM905
"""Such words that stand in names too ("Ursula von der Leyen"): there a capital follows."""
_READ = 5000
_TOO_FEW = 25
_TOO_MANY = 2
_LAST_LATIN = "\u024f"
_LEAST_SHARE = 0.08
"""Share of the commonest words. Of 2,500 English releases and news stories none has less than .17."""


def refuse_other_languages(text: str) -> None:
    """Refuse a page with hardly any of the commonest English words, or a short one in the words of another language.

    A short text that says neither, as most headlines, is let pass.

    Raises:
        InputError: The page is not English.
    """
    written = _WORD.findall(text[:_READ])
    words = [w.lower() for w in written]
    common = sum(w in _COMMON for w in words)
    short = len(set(words)) < _TOO_FEW
    if (short and not common and _is_foreign(written)) or (not short and common < _LEAST_SHARE * len(words)):
        raise InputError("this is not English, the one language that is read", hint="translate it first")


def _is_foreign(words: list[str]) -> bool:
    """Tell whether a few words are of another language: by its script, or by its commonest words."""
    letters = "".join(words)
    other_script = sum(c > _LAST_LATIN for c in letters) > len(letters) / 2
    opening = [words[0].lower(), *words[1:]] if words else []
    articles = sum(
        one in _PARTICLES and other.islower() and other not in _PARTICLES for one, other in pairwise(opening)
    )
    return other_script or articles + sum(word in _FOREIGN for word in opening) >= _TOO_MANY
