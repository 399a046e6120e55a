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
_LIGHT = frozenset(
    "be is are was were been being have has had having get gets got do does did done make makes made take takes took "
    "taken give gives gave given go goes went gone come comes came will would could should may might must can not to "
    "of in on at by for from with up out off over down away back into the a an his her its their this that it as".split()
)


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """Return the root of a folded word, by a table of irregular forms and by endings."""
    known = _table().get(word)
    if known:
        word = known
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            word = word[: -len(ending)]
            break
    if len(word) > _LEAST and word[-1] == word[-2]:
        word = word[:-1]
    return word


@lru_cache(maxsize=100_000)
def roots(text: str) -> frozenset[str]:
    """Return the roots of the words of a trigger; its light words ("took", "up") only when there are no others."""
    words = [w.casefold() for w in _WORD.findall(text)]
    heavy = [w for w in words if w not in _LIGHT]
    return frozenset(root(w) for w in heavy or words)


@cache
def _table() -> dict[str, str]:
    file = resources.files("newsledger.cluster").joinpath("data", "roots.csv")
    with file.open(encoding="utf-8", newline="") as rows:
        return {form: row["root"] for row in csv.DictReader(rows) for form in row["forms"].split()}
