"""The roots of the words that carry an event: "killed", "killing" and "killings" are one."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3
_ENDINGS = (
    "izations", "ization", "ations", "ation", "itions", "ition", "ments", "ment", "sions", "sion", "tions", "tion",
    "ings", "ing", "ers", "er", "ors", "or", "ies", "ied", "ed", "es", "al", "s", "e", "y",
)  # fmt: skip


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """Return the root of a folded word: by a table of forms and of words that news uses alike, then by endings."""
    shorter = _shortened(_table().get(word, word))
    while shorter != word:
        word, shorter = shorter, _shortened(shorter)
    return word


def _shortened(word: str) -> str:
    """Return a word without its ending and without a double last letter."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _LEAST and word[-1] == word[-2] else word


@lru_cache(maxsize=100_000)
def roots(text: str) -> frozenset[str]:
    """Return the roots of the words of a trigger; its light words ("took", "up") only when there are no others."""
    words = [w.casefold() for w in _WORD.findall(text)]
    heavy = [w for w in words if w not in _light()]
    return frozenset(root(w) for w in heavy or words)


def is_general(text: str) -> bool:
    """Tell whether a trigger is a noun that can stand for many acts: "attack", "operation"."""
    return text.casefold() in _general()


@cache
def _general() -> frozenset[str]:
    return frozenset(_read("general.txt").split())


@cache
def _table() -> dict[str, str]:
    rows = csv.DictReader(_read("roots.csv").splitlines())
    return {form: row["root"] for row in rows for form in row["forms"].split()}


@cache
def _light() -> frozenset[str]:
    return frozenset(_read("light.txt").split())


def _read(name: str) -> str:
    return resources.files("newsledger.cluster").joinpath("data", name).read_text(encoding="utf-8")
