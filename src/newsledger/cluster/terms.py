"""What a text is about, as a few weighted words: rare ones, names and what stands at the top count most."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from newsledger.cluster.rarity import rarity

Vector = dict[str, float]
"""Terms in alphabetical order with their weights; the squares add up to one."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,]*\d|\d")
_OPENS = re.compile(r"(?:^|[.!?:\n\"“”])[ \t]*\Z")
_LEAD = 2500
"""Characters that are read: what a story is about stands in its opening."""
_HALF = 600
"""A word here counts half of one at the very top."""
_NAME = 1.5
_TITLE = 2.0
_COMMON = 0.05
_CAPITALS = 0.6
_ENDINGS = ("ing", "ed", "es", "s")
_STEM = 4
SIZE = 80
"""Terms that are kept of a text."""


def text_vector(text: str, *, title: str | None = None, size: int = SIZE) -> Vector:
    """Return what a text is about.

    Args:
        text: The text; its opening counts.
        title: The headline, when it is known apart from the text.
        size: Terms to keep.
    """
    counts: dict[str, float] = defaultdict(float)
    named: dict[str, float] = defaultdict(float)
    for word, weight, is_name in _occurrences(title or "", text):
        counts[word] += weight
        named[word] += weight * is_name
    weights: dict[str, float] = defaultdict(float)
    for word, count in counts.items():
        rare = rarity(word)
        if rare > _COMMON:
            is_name = named[word] > count / 2
            weights[word if is_name else stem(word)] += math.log1p(count) * rare * rare * (_NAME if is_name else 1.0)
    return normal(weights, size)


def normal(weights: Vector, size: int = SIZE) -> Vector:
    """Return the heaviest terms at length one."""
    kept = sorted(sorted(weights), key=lambda t: -weights[t])[:size]
    length = math.sqrt(sum(weights[t] ** 2 for t in kept)) or 1.0
    return {t: weights[t] / length for t in sorted(kept)}


def cosine(one: Vector, other: Vector) -> float:
    """Return how much two texts are about the same, 0 to 1."""
    if len(other) < len(one):
        one, other = other, one
    total = 0.0
    for term, weight in one.items():
        if term in other:
            total += weight * other[term]
    return total


def heaviest(vector: Vector, number: int) -> list[str]:
    """Return the terms of most weight, heaviest first."""
    return sorted(vector, key=lambda t: (-vector[t], t))[:number]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a folded word without its commonest endings."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def words(text: str) -> Iterator[tuple[str, int, bool]]:
    """Yield folded words with their offsets and whether they are written as names."""
    shouted = _shouted(text)
    for match in _WORD.finditer(text):
        word = match.group().replace("’", "'").removesuffix("'s")
        if len(word) < 2:
            continue
        is_name = (
            word[0].isupper() and not shouted and not _OPENS.search(text, max(0, match.start() - 3), match.start())
        )
        yield word.casefold(), match.start(), is_name


def plain_words(text: str) -> list[str]:
    """Return the same folded words without telling which are names."""
    found = (word.removesuffix("'s") for word in _WORD.findall(text.replace("’", "'")))
    return [word.casefold() for word in found if len(word) > 1]


def _occurrences(title: str, text: str) -> Iterator[tuple[str, float, bool]]:
    for word, _, is_name in words(title):
        yield word, _TITLE, is_name
    for word, at, is_name in words(text[:_LEAD]):
        yield word, 1.0 / (1.0 + at / _HALF), is_name


def _shouted(text: str) -> bool:
    """Tell whether most words are capitalised, as in many headlines: then capitals mark no names."""
    parts = text.split()
    return sum(p[:1].isupper() for p in parts) > _CAPITALS * max(1, len(parts))
