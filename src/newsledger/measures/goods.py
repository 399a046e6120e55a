"""Classes of goods: which words of news name them, and which class stands below which."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from newsledger.errors import OntologyError
from newsledger.ontology.sieve import Sieve
from newsledger.records import TextSpan


@dataclass(frozen=True, slots=True)
class Goods:
    """Words that name goods, with their class."""

    goods_class: str
    words: TextSpan


@dataclass(frozen=True, slots=True, eq=False)
class GoodsTable:
    """All classes, their parents, and one pattern over all words."""

    parents: dict[str, str | None]
    classes: dict[str, str]
    pattern: re.Pattern[str]
    sieve: Sieve

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Return a class and all classes above it."""
        chain: list[str] = []
        current: str | None = name
        while current:
            chain.append(current)
            current = self.parents[current]
        return tuple(chain)

    def falls_under(self, name: str, classes: Iterable[str]) -> bool:
        """Tell whether goods of a class are goods of one of the other classes."""
        return bool(set(self.ancestors(name)) & set(classes))

    def find(self, text: str, *, offset: int = 0) -> tuple[Goods, ...]:
        """Return the goods that a text names, longest names first at each place; ``offset`` is added to offsets."""
        if not self.sieve.candidates(text):
            return ()
        return tuple(
            Goods(self.classes[m[0].lower()], TextSpan(m[0], m.start() + offset, m.end() + offset))
            for m in self.pattern.finditer(text)
        )


@cache
def load_goods() -> GoodsTable:
    """Read the table of goods.

    Raises:
        OntologyError: A parent is no class, or two classes share a word.
    """
    table = tomllib.loads(resources.files("newsledger.measures").joinpath("goods.toml").read_text(encoding="utf-8"))
    classes: dict[str, str] = {}
    for name, row in table.items():
        if row.get("parent") not in {None, *table}:
            raise OntologyError(f"goods.toml: {name} has the unknown parent {row['parent']!r}")
        for word in row["words"]:
            if classes.setdefault(word.lower(), name) != name:
                raise OntologyError(f"goods.toml: {word!r} stands in {classes[word.lower()]} and in {name}")
    longest = sorted(classes, key=lambda w: (-len(w), w))
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])", re.IGNORECASE)
    return GoodsTable({name: row.get("parent") for name, row in table.items()}, classes, pattern, Sieve([pattern]))
