"""Whether a page is English at all: the reader knows no other language, and would see events in any."""

from __future__ import annotations

import re

from newsledger.errors import InputError

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    """
    the of and to in is was for that with by from said has have had are were be been it its this these their they he she
    his her will would which who after not but as at on an more than about over into against
    """.split()  # noqa: SIM905
)
_READ = 5000
_TOO_FEW = 25
_LEAST_SHARE = 0.08
"""Share of the commonest words. Of 2,500 English releases and news stories none has less than .17."""


def refuse_other_languages(text: str) -> None:
    """Refuse a page that holds hardly any of the commonest English words; a text of few words is let pass.

    Raises:
        InputError: The page is not English.
    """
    words = [w.lower() for w in _WORD.findall(text[:_READ])]
    if len(set(words)) < _TOO_FEW:
        return
    if sum(w in _COMMON for w in words) < _LEAST_SHARE * len(words):
        raise InputError("this is not English, the one language that is read", hint="translate it first")
