"""Words that bring a measure or a protest to an end: "cut its duties", "called off the strike" (``ending.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from newsledger.ontology.cues import expand

_PHRASE = r"(?:(?!(?:by|after|over|under|despite|amid|with|from|to|against|for|at|in|on|and|or|as)\b)[\w’'-]+ )"
"""A word of a noun phrase: no preposition, no conjunction."""
_BEFORE_A_NOUN = re.compile(rf"^ {_PHRASE}{{0,4}}$", re.IGNORECASE)
_NOT_DONE = r"(?<!\bto )(?<!\bnot )(?<!n't )(?<!n’t )(?<!\bnever )(?<!\bwill )(?<!\bwould )(?<!\bcould )(?<!\bmay )"


def governs(sentence: str, verb_end: int, noun_start: int) -> bool:
    """Tell whether the words between a verb and a noun make the noun its object: "lifted the two-year-old ban"."""
    return _BEFORE_A_NOUN.match(sentence[verb_end:noun_start]) is not None


def ends(kind: str, words: str) -> bool:
    """Tell whether the words of an event close with a verb that ends a ``duty``, a ``protest`` or a ``measure``."""
    return re.search(rf"\b(?:{_any(kind, 'ends')})$", words, re.IGNORECASE) is not None


def imposes(words: str) -> bool:
    """Tell whether the words of an event are a verb that puts a measure in force."""
    return re.search(rf"\b(?:{_any('imposing', 'verbs')})$", words, re.IGNORECASE) is not None


def cuts_a_duty(sentence: str, start: int, end: int) -> bool:
    """Tell whether the event at ``start`` to ``end`` is a duty that is cut, by its verb or by its noun."""
    cut, duty = _any("duty", "ends"), _any("duty", "nouns")
    verb_first = rf"(?:{cut}) {_PHRASE}{{0,4}}?(?:{duty})\b"
    if re.match(rf"(?:agree\w* to )?{verb_first}", sentence[start:], re.IGNORECASE):
        return True
    before, words = sentence[:start], sentence[start:end]
    if re.match(rf"(?:{cut})\b", words, re.IGNORECASE):
        passive = rf"\b(?:{duty}) (?:[\w’'-]+ ){{0,5}}?(?:be|been|being|is|are|was|were) $"
        return re.search(passive, before, re.IGNORECASE) is not None
    noun = re.search(rf"\b(?:{duty})$", words, re.IGNORECASE)
    return bool(noun) and _done_before("duty", before) is not None


def ended_by_its_side(sentence: str, start: int, actors_end: int) -> bool:
    """Tell whether the protest at ``start`` is over, ended by the actor whose words close at ``actors_end``."""
    noun = re.match(rf"(?:{_any('protest', 'nouns')})\b", sentence[start:], re.IGNORECASE)
    verb = _done_before("protest", sentence[:start])
    if noun is None or verb is None:
        return False
    return (
        actors_end <= verb.start()
        and re.match(r"^(?: [\w’'-]+){0,3} ?$", sentence[actors_end : verb.start()]) is not None
    )


def _done_before(kind: str, before: str) -> re.Match[str] | None:
    return re.search(rf"{_NOT_DONE}\b(?:{_any(kind, 'ends')}) {_PHRASE}{{0,4}}$", before, re.IGNORECASE)


@cache
def _any(kind: str, part: str) -> str:
    """Return the words of a list as the inside of a pattern, longest first."""
    lines = _table()[kind][part].strip().splitlines()
    plain = sorted({phrase.strip() for line in lines for phrase in expand(line)}, key=lambda p: (-len(p), p))
    return "|".join(map(re.escape, plain)).replace(r"\ ", " ")


@cache
def _table() -> dict[str, dict[str, str]]:
    path = resources.files("newsledger.extract").joinpath("ending.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
