"""What the sections of the time and quantity benchmark share: rows, rough sentences, scores."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Gov|Sen|Rep|St|vs|No|Inc|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"ca|c|approx|[ap]\.m|U\.S|B\.C)\.$"
)


@dataclass
class Score:
    """Counts of one section, with its errors by class."""

    name: str = ""
    gold: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def figure(self, name: str) -> float:
        """Return F1 where finds are counted, else the share of the gold."""
        whole = (self.gold + self.found) / 2 if self.found else self.gold
        return self.right[name] / whole if whole else 0.0

    def add(self, name: str, *, right: bool) -> None:
        """Count one item of the gold."""
        self.gold += 1
        self.right[name] += right

    def miss(self, kind: str, told: str) -> None:
        """Keep an error with its class."""
        self.errors.append((kind, told))


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a JSON Lines file, gzipped or not."""
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield start and text of rough sentences."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match.group() and _ABBREVIATION.search(text[start : match.start()]):
            continue
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Return how many characters two spans share; zero or less when they are apart."""
    return min(a[1], b[1]) - max(a[0], b[0])
