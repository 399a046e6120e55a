"""Changes: "rose from 120 to 310" is about 310, and "climbed by six to 44" about 44."""

from __future__ import annotations

from newsledger.extract.quantity.tables import stops
from newsledger.extract.time.numerals import read_number

Words = tuple[str, ...]
#: Tokens of signs and estimates before a number, tokens to its "to", and tokens before "from" with a word of change.
_SIGNS_BEFORE, _TO_REACH, _CHANGE_REACH = 3, 6, 8
#: How often the change goes into what it came to: "climbed by six to 44", but "fell by 20 to 30 points".
_TIMES_THE_CHANGE = 3


def left_behind(words: Words, core: int, end: int) -> bool:
    """Tell whether a number is what a change began with: "rose from 120 to 310"."""
    at = core
    while at and core - at < _SIGNS_BEFORE and words[at - 1] in stops("before_amounts"):
        at -= 1
    if words[at - 1 : at] != ("from",) or not _changes(words, at - 1):
        return False
    for to in range(end, min(end + _TO_REACH, len(words) - 1)):
        if words[to] in stops("clause_ends") or words[to] == ",":
            return False
        if words[to] == "to":
            return _number_follows(words, to + 1)
    return False


def by_so_much(words: Words, start: int, *, low: float, high: float) -> bool:
    """Tell whether "by six to 44" says by how much and to how much: 44 is many times six."""
    before = words[start - 2 : start] if start > 1 else ()
    return before[1:] == ("by",) and before[0] in stops("by_how_much") and high > _TIMES_THE_CHANGE * low


def _changes(words: Words, end: int) -> bool:
    """Tell whether a word of change stands in the clause before a token."""
    for at in range(end - 1, max(end - _CHANGE_REACH, 0) - 1, -1):
        if words[at] in stops("by_how_much"):
            return True
        if words[at] in stops("clause_ends") or words[at] == ",":
            return False
    return False


def _number_follows(words: Words, at: int) -> bool:
    """Tell whether a number begins at a token, perhaps behind a sign or "about"."""
    for index in range(at, min(at + _SIGNS_BEFORE + 1, len(words))):
        if words[index] not in {"a", "an"} and read_number(words, index):
            return True
        if words[index] not in stops("before_amounts"):
            return False
    return False
