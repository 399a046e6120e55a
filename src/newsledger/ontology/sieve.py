"""Which of many expressions may match a text? Most sentences hold the words of none of them.

Every match of ``lev(?:y|ies)`` holds ``lev``, every match of ``tariffs?|import tax`` one of ``tariff``, ``import tax``.
Such words are derived from each expression once, and one pass over a text (Aho and Corasick 1975) then tells which
expressions are worth trying. Regular-expression engines with such a filter call it a prefilter (RE2's ``FilteredRE2``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as codes
from re import _parser as parser
from typing import Any

from ahocorasick_rs import AhoCorasick

_SHORTEST = 3
"""Fewest letters of a word that is worth looking for: shorter ones are in every sentence."""
_LOWER = str.maketrans({"İ": "i", "ſ": "s", "\u212a": "k"})
"""What an expression that ignores case takes for a plain letter, and ``str.lower`` does not."""


class Sieve:
    """Finds the expressions that may match a text."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        holders: dict[str, set[int]] = {}
        always: set[int] = set()
        for number, pattern in enumerate(patterns):
            for word in words_of(pattern):
                holders.setdefault(word, set()).add(number)
            if not words_of(pattern):
                always.add(number)
        self._always = frozenset(always)
        self._holders = [frozenset(numbers) for numbers in holders.values()]
        self._words = AhoCorasick(list(holders)) if holders else None

    def candidates(self, text: str) -> frozenset[int] | set[int]:
        """Return the numbers of all expressions that may match in ``text``; the others do not."""
        plain = (text if text.isascii() else text.translate(_LOWER)).lower()
        found = {n for n, _, _ in self._words.find_matches_as_indexes(plain, overlapping=True)} if self._words else ()
        return self._always.union(*(self._holders[n] for n in found)) if found else self._always


def words_of(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return words in lower case of which every match holds one; none where the expression has no such words."""
    return _of_sequence(parser.parse(pattern.pattern, pattern.flags)) or frozenset()


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Return the best set of words of a sequence: the one whose shortest word is longest."""
    sets: list[frozenset[str]] = []
    run = ""
    for code, value in [*parts, (None, None)]:
        if code is codes.LITERAL:
            run += chr(value).lower()
            continue
        if len(run) >= _SHORTEST:
            sets.append(frozenset({run}))
        run = ""
        found = _of_part(code, value)
        if found:
            sets.append(found)
    return max(sets, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _of_part(code: Any, value: Any) -> frozenset[str] | None:
    if code is codes.SUBPATTERN:
        return _of_sequence(value[-1])
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT} and value[0] > 0:
        return _of_sequence(value[-1])
    if code is codes.BRANCH:
        branches = [_of_sequence(branch) for branch in value[1]]
        return frozenset().union(*(b for b in branches if b)) if all(branches) else None
    return None
