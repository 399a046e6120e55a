"""Cue phrases: which labels do the words of a sentence point to?

A cue matches whole words; a space in it also stands for a hyphen or an apostrophe, while other punctuation breaks a
phrase. A word in lower case ignores case and allows a plural; a word with a capital matches as written.
``hack(er|ing)`` stands for ``hacker`` and ``hacking``. A label may have exceptions, phrases in which its cues do not
count: ``artificial intelligence`` for the label that ``intelligence`` points to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_END = ""
"""The key under which a node of the tree of phrases keeps the labels of the phrases that end there."""
_GROUP = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"[^\W_]+|[^\w\s'’-]")


class CueMatch(NamedTuple):
    """A cue found in a text: the range of its words, counted in words, and the label that it points to."""

    start: int
    end: int
    label: str


def phrases(cues: str) -> tuple[str, ...]:
    """Return the cues of a comma-separated list, in order."""
    return tuple(cue for part in cues.split(",") if (cue := " ".join(part.split())))


def expand(cue: str) -> list[str]:
    """Return the plain phrases that a cue with ``(a|b)`` groups stands for."""
    if "(" not in cue:
        return [cue]
    parts = _GROUP.split(cue)
    return ["".join(plain) for plain in product(*(p.split("|") if i % 2 else [p] for i, p in enumerate(parts)))]


def expansions(cue: str) -> int:
    """Return how many plain phrases a cue stands for, without making them."""
    return prod(group.count("|") + 1 for group in _GROUP.findall(cue))


def is_balanced(cue: str) -> bool:
    """Tell whether each parenthesis of a cue opens or closes a group, none of which stands in another."""
    return not any(mark in _GROUP.sub("", cue) for mark in "()|")


def has_words(cue: str) -> bool:
    """Tell whether there is anything in a cue that a text could hold."""
    return any(map(_WORD.search, expand(cue)))


class CueMatcher:
    """Finds the labels of a text by cue phrases."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}

    def add(self, label: str, cues: Iterable[str], exceptions: Iterable[str] = ()) -> None:
        """Let the ``cues`` point to ``label``, except where they touch one of the ``exceptions``."""
        for patterns, entry in ((cues, (label, True)), (exceptions, (label, False))):
            for phrase in (plain for pattern in patterns for plain in expand(pattern)):
                node = self._tree
                for word in _WORD.findall(phrase):
                    node = node.setdefault(word, {})
                node.setdefault(_END, []).append(entry)

    def matches(self, text: str) -> list[CueMatch]:
        """Return all cues in ``text`` that count, from left to right."""
        found: list[CueMatch] = []
        excepted: list[CueMatch] = []
        words = [_forms(word) for word in _WORD.findall(text)]
        starts = [start for start, forms in enumerate(words) if not self._tree.keys().isdisjoint(forms)]
        for start in starts:
            for end, label, counts in self._phrases_at(words, start):
                (found if counts else excepted).append(CueMatch(start, end, label))
        return [match for match in found if not any(_touch(match, other) for other in excepted)]

    def explain(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the words of each cue in ``text`` with the label that they point to."""
        words = _WORD.findall(text)
        return tuple((" ".join(words[match.start : match.end]), match.label) for match in self.matches(text))

    def _phrases_at(self, words: list[tuple[str, ...]], start: int) -> Iterator[tuple[int, str, bool]]:
        """Yield end, label and whether it counts, for each phrase that begins at the word ``start``."""
        nodes = [self._tree]
        for position in range(start, len(words)):
            nodes = [node[form] for form in words[position] for node in nodes if form in node]
            if not nodes:
                return
            for node in nodes:
                for label, counts in node.get(_END, ()):
                    yield position + 1, label, counts


def _touch(match: CueMatch, other: CueMatch) -> bool:
    return match.label == other.label and match.start < other.end and other.start < match.end


@lru_cache(maxsize=16_384)
def _forms(word: str) -> tuple[str, ...]:
    """Return the forms under which a word may stand in a cue: as written, in lower case, without a plural ending."""
    lower = word.lower()
    forms = (lower,) if word == lower else (word, lower)
    if len(lower) <= 3 or not lower.endswith("s") or lower.endswith("ss"):  # "gas", "was"
        return forms
    if lower.endswith("ies"):
        return (*forms, lower[:-1], lower[:-3] + "y")
    return (*forms, lower[:-1], lower[:-2]) if lower.endswith("es") else (*forms, lower[:-1])
