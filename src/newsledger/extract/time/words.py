"""The word tables, and the classes that the grammar of time builds from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from newsledger.extract.time.data import load_toml
from newsledger.extract.time.tokens import BREAK, SHAPES, Lexicon

#: One code for each kind of find; a stage's rules see the finds of earlier stages under these names.
KINDS = {
    kind: chr(0xE040 + index)
    for index, kind in enumerate(
        ("number", "ordnum", "date", "clock", "duration", "set", "ref", "window", "unitref", "range", "piece", "spoken")
    )
}
#: Classes made of other classes and kinds.
_UNIONS = {
    "any_month": ("month", "weak_month"),
    "any_weekday": ("weekday",),
    "day": ("d1", "d2", "d3"),
    "dayth": ("d1", "d2", "d3", "nth", "ordinal_number", "ordnum"),
    "anyth": ("nth", "nth_more", "ordinal_number", "ordnum"),
    "nth_word": ("ordinal_number", "nth", "ordnum"),
    "any_ordinal": ("ordinal", "nth", "ordnum"),
    "int": ("d1", "d2", "d3", "d4", "d5", "d6", "d7"),
    "num": ("d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "number"),
    "year": ("d6",),
    "hour": ("d1", "d2"),
    "two_digits": ("d1", "d2", "d3", "d4"),
    "four_digits": ("d6", "d7"),
    "date_or_unit": ("date", "unitref"),
}


@dataclass(frozen=True, slots=True)
class WordTables:
    """Word classes with the value of each word.

    Attributes:
        values: Class to word (in lower case) to value.
        classes: Class to words as written in the table.
    """

    values: Mapping[str, Mapping[str, str]]
    classes: Mapping[str, tuple[str, ...]]

    def value(self, name: str, word: str | None) -> str | None:
        """Return the value of a word in a class, or None."""
        return self.values[name].get(word) if word else None


@cache
def word_tables() -> WordTables:
    """Load ``words.toml``."""
    values: dict[str, dict[str, str]] = {}
    classes: dict[str, tuple[str, ...]] = {}
    for name, table in load_toml("words.toml").items():
        values[name] = {word.lower(): key for key, words in table.items() for word in words}
        classes[name] = tuple(word for words in table.values() for word in words)
    classes["ordinal_number"] = tuple(w for w in classes["ordinal"] if int(values["ordinal"][w]) > 0)
    return WordTables(values, classes)


def code_classes(lexicon: Lexicon) -> dict[str, str]:
    """Return every class that a pattern may name, with its codes."""
    codes = dict(lexicon.classes) | KINDS | {"break": BREAK} | SHAPES
    for name, parts in _UNIONS.items():
        codes[name] = "".join(codes[part] for part in parts)
    return codes


def code_weights(lexicon: Lexicon) -> dict[str, float]:
    """Return how common codes are in news, where they are not rare."""
    common = word_tables().values["common"]
    weights = {lexicon.code(word): float(level) for word, level in common.items()}
    return weights | {SHAPES[f"d{n}"]: 30.0 for n in range(1, 9)}
