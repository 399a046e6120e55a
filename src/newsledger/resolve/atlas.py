"""Points on the map for names that are no big city: countries, provinces, districts, small places, seas, islands.

The table is one sorted text, searched by halves without an index: a name costs some ten microseconds, and nothing is
loaded before the first one is asked for.
"""

from __future__ import annotations

import csv
import gzip
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt

_EARTH_KM = 6371.0
_PLAIN = str.maketrans("øØłŁđĐıƏəßæÆ’‘", "oOlLdDiAasaA''")
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Spot:
    """A named point.

    Attributes:
        name: Its name.
        kind: ``country``, ``admin1``, ``admin2``, ``city``, or a kind of ``points.csv`` (``sea``, ``island`` …).
        country: ISO 3166 alpha-3, or "" where it belongs to none or to several.
        admin1: GeoNames code of the first-level area that holds it, or "".
        latitude: Degrees north.
        longitude: Degrees east.
        population: People of a city; the number of places of an area.
        geonames_id: GeoNames id, or 0.
    """

    name: str
    kind: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int = 0
    geonames_id: int = 0

    def distance(self, other: Spot) -> float:
        """Kilometres to another point, along a great circle."""
        one, two = radians(self.latitude), radians(other.latitude)
        half = sin((two - one) / 2) ** 2
        half += cos(one) * cos(two) * sin(radians(other.longitude - self.longitude) / 2) ** 2
        return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


class Atlas:
    """The table of points."""

    @staticmethod
    @cache
    def load() -> Atlas:
        """The one atlas of the process; its table is read on first use."""
        return Atlas()

    @cached_property
    def _table(self) -> bytes:
        path = resources.files("newsledger.resolve").joinpath("data", "atlas.tsv.gz")
        return gzip.decompress(path.read_bytes())

    @cached_property
    def _points(self) -> dict[str, list[Spot]]:
        path = resources.files("newsledger.resolve").joinpath("data", "points.csv")
        points: dict[str, list[Spot]] = {}
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            names = row["names"].split("|")
            spot = Spot(names[0], row["kind"], row["country"], "", float(row["latitude"]), float(row["longitude"]))
            for name in names:
                points.setdefault(plain_letters(name), []).append(spot)
        return points

    def country(self, code: str) -> Spot | None:
        """The point that stands for a country."""
        return next(iter(self._rows(f"={code}")), None)

    def lookup(self, name: str) -> tuple[Spot, ...]:
        """All points of a name, without big cities; points of the hand-made table take the place of areas beside them.

        Args:
            name: As the text spells it; letters are compared without their marks.
        """
        return _lookup(self, plain_letters(name))

    def find(self, key: str) -> tuple[Spot, ...]:
        """All points under a name in plain letters."""
        rows = self._rows(key)
        areas = {row.country: row for row in rows if row.kind == "admin1"}
        by_hand = [
            replace(p, admin1=areas[p.country].admin1) if p.country in areas else p for p in self._points.get(key, [])
        ]
        return (*by_hand, *(row for row in rows if not (row.kind == "admin1" and _among(row, by_hand))))

    def _rows(self, key: str) -> list[Spot]:
        """The rows of a key, found by halving the table."""
        table, wanted = self._table, key.encode()
        low, high = 0, len(table) - 1  # low always stands at the line break before a row
        while True:
            middle = table.rfind(b"\n", low, (low + high) // 2 + 1)
            if middle <= low:
                break
            if table[middle + 1 : table.find(b"\t", middle)] < wanted:
                low = middle
            else:
                high = middle
        rows = []
        while low < len(table) - 1:
            end = table.find(b"\n", low + 1)
            cells = table[low + 1 : end].decode().split("\t")
            if cells[0] == key:
                rows.append(_spot(cells))
            elif cells[0].encode() > wanted:
                break
            low = end
        return rows


@lru_cache(maxsize=_KEPT)
def _lookup(atlas: Atlas, key: str) -> tuple[Spot, ...]:
    return atlas.find(key)


def _among(area: Spot, points: list[Spot]) -> bool:
    return any(point.country == area.country for point in points)


def _spot(cells: list[str]) -> Spot:
    key, kind, country, admin1, lat, lon, size, geonames_id, name = cells
    return Spot(name or key, kind, country, admin1, float(lat), float(lon), int(size), int(geonames_id))


def plain_letters(text: str) -> str:
    """A name without accents and with straight apostrophes."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in parts if not unicodedata.combining(c))
