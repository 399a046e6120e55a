"""Cities by name: read on first use, looked up by runs of capitalised words."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from newsledger.resolve.words import word_set

_RUN = re.compile(
    r"[A-Z\u00c0-\u00de][\w'’-]*(?:[ -](?:[A-Z\u00c0-\u00de][\w'’-]*|de|del|la|el|al|da|do|dos|of|sur|am))*"
)
_LONGEST = 4
_POSSESSIVE = re.compile(r"['’]s?$")
_TWO_WORDS = frozenset({"Old City", "Hyde Park", "Palm Beach", "New City", "Green Zone", "Central Park"})
# Names that are ordinary words, first names or surnames in news far more often than cities.
_NOT_CITIES = word_set("not_cities") | _TWO_WORDS


@dataclass(frozen=True, slots=True)
class City:
    """A place of GeoNames."""

    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    geonames_id: int


@dataclass(frozen=True, slots=True)
class CityHit:
    """A stretch of text that may name a city; ``cities`` from the most populous down."""

    start: int
    end: int
    text: str
    cities: tuple[City, ...]

    @property
    def best(self) -> City:
        """The most populous."""
        return self.cities[0]


class Gazetteer:
    """Cities of 15,000 people and more."""

    @cached_property
    def _rows(self) -> list[str]:
        path = resources.files("newsledger.resolve").joinpath("data", "cities.csv.gz")
        return gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[1:]

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, row in enumerate(self._rows):
            name, _, rest = row.partition(",")
            if row.startswith('"') or not rest:
                continue
            for phrase in (name, *rest.partition(",")[0].split("|")):
                if phrase:
                    index.setdefault(phrase, []).append(number)
        return index

    @staticmethod
    @cache
    def load() -> Gazetteer:
        """The one gazetteer of the process; its table is read on first use."""
        return Gazetteer()

    def lookup(self, name: str) -> tuple[City, ...]:
        """Cities of that name, from the most populous down."""
        numbers = self._index.get(name, [])
        return tuple(self._city(n) for n in numbers)

    def _city(self, number: int) -> City:
        row = next(csv.reader([self._rows[number]]))
        return City(row[0], row[2], row[3], float(row[4]), float(row[5]), int(row[6]), int(row[7]))

    def find(self, text: str) -> list[CityHit]:
        """Runs of capitalised words, or parts of them, that name a city."""
        hits: list[CityHit] = []
        for run in _RUN.finditer(text):
            words = list(re.finditer(r"[^ ]+", run[0]))
            at = 0
            while at < len(words):
                at += self._longest(text, run.start(), words, at, hits)
        return hits

    def _longest(self, text: str, base: int, words: list[re.Match[str]], at: int, hits: list[CityHit]) -> int:
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            start, end = base + words[at].start(), base + words[at + length - 1].end()
            name = _POSSESSIVE.sub("", text[start:end])
            if len(name) > 3 and name in self._index and name not in _NOT_CITIES:
                hits.append(CityHit(start, start + len(name), name, self.lookup(name)))
                return length
        return 1
