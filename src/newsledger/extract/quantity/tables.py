"""The word tables of quantities."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Phrase = tuple[str, ...]


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Read a TOML file that stands beside this module."""
    return tomllib.loads(files("newsledger.extract.quantity").joinpath(name).read_text(encoding="utf-8"))


class Phrases:
    """Phrases with a value each, matched longest first before or after a token."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._values: dict[Phrase, str] = {}
        for phrase, value in entries:
            self._values.setdefault(tuple(phrase.split()), value)
        self._longest = max((len(phrase) for phrase in self._values), default=0)

    def at(self, words: Sequence[str], start: int) -> tuple[str, int] | None:
        """Return value and end of the longest phrase that begins at a token."""
        for length in range(min(self._longest, len(words) - start), 0, -1):
            value = self._values.get(tuple(words[start : start + length]))
            if value is not None:
                return value, start + length
        return None

    def before(self, words: Sequence[str], end: int) -> tuple[str, int] | None:
        """Return value and start of the longest phrase that ends right before a token."""
        for length in range(min(self._longest, end), 0, -1):
            value = self._values.get(tuple(words[end - length : end]))
            if value is not None:
                return value, end - length
        return None


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: its plain plural, and what its number measures."""

    plural: str
    measures: str


@cache
def bounds() -> tuple[Phrases, Phrases]:
    """Return the phrases before and after a number, with the values ``low``, ``high`` and ``about``."""
    table = load_toml("bounds.toml")
    before = [(phrase, name) for name in ("low", "high", "about") for phrase in table[name]]
    after = [(phrase, name) for name in ("low", "high", "about") for phrase in table[f"{name}_after"]]
    return Phrases(before), Phrases(after)


@cache
def parted(name: str) -> frozenset[str]:
    """Return a list of words of ``bounds.toml`` that decide what "over" means."""
    return frozenset(load_toml("bounds.toml")[name].split())


@cache
def units() -> tuple[Phrases, Phrases, Mapping[str, str]]:
    """Return written units, units only written right behind digits, and what each unit measures."""
    rows = load_toml("units.toml")["unit"]
    written = Phrases((word, row["name"]) for row in rows for word in row["words"])
    glued = Phrases((word, row["name"]) for row in rows for word in row.get("glued", ()))
    return written, glued, {row["name"]: row["measures"] for row in rows}


@cache
def scaled() -> frozenset[str]:
    """Return what is measured on a scale: amounts of it can be compared only where their units are the same."""
    return frozenset(row["measures"] for row in load_toml("units.toml")["unit"])


@cache
def currencies() -> tuple[Mapping[str, str], Phrases]:
    """Return currency signs (as written, without spaces) and names, each with its ISO 4217 code."""
    table = load_toml("currencies.toml")
    signs = {sign: code for code, row in table.items() for sign in row["signs"]}
    signs |= {sign.lower(): code for sign, code in signs.items() if "$" in sign}
    return signs, Phrases((name, code) for code, row in table.items() for name in row["names"])


@cache
def shared_currencies() -> Mapping[str, Mapping[str, str]]:
    """Return the names of money that several states have: the ISO 4217 code by country."""
    rows = load_toml("shared_currencies.toml")["money"]
    return {
        name: {country: code for code, countries in row["of"].items() for country in countries.split()}
        for row in rows
        for name in row["names"]
    }


@cache
def nouns() -> tuple[Mapping[str, Noun], Mapping[str, Noun]]:
    """Return counted nouns by their singular and by their plural."""
    singular: dict[str, Noun] = {}
    plural: dict[str, Noun] = {}
    for measures, row in load_toml("nouns.toml").items():
        for entry in row["words"].split():
            one, _, many = entry.partition("=")
            noun = Noun(many or f"{one}s", measures)
            (plural if many and one.endswith("s") else singular).setdefault(one, noun)
            plural.setdefault(noun.plural, noun)
    return singular, plural


@cache
def cues() -> tuple[Phrases, Phrases, frozenset[str]]:
    """Return the cues before and after a count of people, and those that are transitive verbs as well."""
    table = load_toml("cues.toml")
    before = Phrases((cue, kind) for kind, row in table.items() for cue in (*row["before"], *row["both"]))
    after = Phrases((cue, kind) for kind, row in table.items() for cue in (*row["after"], *row["both"]))
    return before, after, frozenset(cue for row in table.values() for cue in row["both"])


@cache
def designators(name: str) -> frozenset[str]:
    """Return a list of ``designators.toml``."""
    return frozenset(load_toml("designators.toml")[name].split())


@cache
def stops(name: str) -> frozenset[str]:
    """Return a list of ``stops.toml``."""
    return frozenset(load_toml("stops.toml")[name].split())
