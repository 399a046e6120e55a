"""How rare an English word is in the news, from 0 (everywhere) to 1: by two fixed tables, the more common one decides.

- The order of the reading model's vocabulary: its whole words stand in the order of how often an encyclopedia and books
  have them.
- ``data/common.csv``: words of political news with the share of documents that have them; "minister", "spokesperson".

Fixed tables keep the likeness of two texts a function of these two alone: weights that are counted in the ledger would
change with every new page, and with them what was grouped before.
"""

from __future__ import annotations

import csv
import json
import math
from functools import cache, lru_cache
from importlib import resources

_FIRST = 1900
"""Ranks below are signs and single letters; the words follow."""
_COMMON = 60
"""So many words ("the", "of", "said") are as common as a word can be."""
_RARE_SHARE = 0.01
"""The smallest share in ``data/common.csv``; a word of that share is as rare as can be, as far as the news goes."""


@lru_cache(maxsize=100_000)
def rarity(word: str) -> float:
    """Return how rare a folded word is; one that no table holds is as rare as can be."""
    return min(_in_general(word), _in_the_news(word))


def _in_general(word: str) -> float:
    ranks = _ranks()
    rank = ranks.get(word)
    if rank is None:
        return 1.0
    place = max(rank - _FIRST, _COMMON)
    return math.log(place / _COMMON) / math.log((len(ranks) - _FIRST) / _COMMON)


def _in_the_news(word: str) -> float:
    share = _shares().get(word)
    return 1.0 if share is None else math.log(1.0 / share) / math.log(1.0 / _RARE_SHARE)


@cache
def _ranks() -> dict[str, int]:
    file = resources.files("newsledger.reader").joinpath("model", "tokenizer.json")
    ranks: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"]
    return ranks


@cache
def _shares() -> dict[str, float]:
    file = resources.files("newsledger.cluster").joinpath("data", "common.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["word"]: float(row["share"]) for row in rows}
