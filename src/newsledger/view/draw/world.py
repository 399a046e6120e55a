"""The bundled map of the world: shapes of countries, and the part of the map that some points need."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from newsledger.view.draw.projection import WIDTH

BORDERS = (
    "Borders are those of Natural Earth at 1:110 million, as revised by Visionscarto after United Nations maps. They "
    "are a background and no statement: dashed outlines are disputed or partly recognised, and events of such a region "
    "count for the state that claims it, as PLOVER codes them."
)
"""The policy on borders, to be shown under every map."""
BOTTOM = 4_560.0
"""Where the map ends: below the southern tip of the Americas."""
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, in its units."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Tell whether two parts overlap."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A country as drawn: several shapes may have one code (Somaliland is kept under SOM)."""

    code: str
    name: str
    disputed: bool
    path: str
    box: Box


@cache
def shapes() -> tuple[Shape, ...]:
    """Return all shapes of the map."""
    packed = resources.files("newsledger.view").joinpath("data", "world.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    return tuple(Shape(code, name, bool(disputed), path, _box(path)) for code, name, disputed, path in rows)


def _box(path: str) -> Box:
    xs: list[int] = []
    ys: list[int] = []
    for ring in path.split("M")[1:]:
        numbers = [int(n) for n in _NUMBER.findall(ring)]
        x, y = numbers[:2]
        xs.append(x)
        ys.append(y)
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def part(points: Sequence[tuple[float, float]], boxes: Iterable[Box], shape: float) -> Box:
    """Return the part of the map that holds some points and boxes, of a given ratio of width to height."""
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    for box in boxes:
        xs += [box.x, box.x + box.width]
        ys += [box.y, box.y + box.height]
    whole = Box(0.0, 0.0, WIDTH, BOTTOM)
    if not xs or max(xs) - min(xs) > 0.55 * WIDTH:
        return whole
    wide, high = max(1500.0, (max(xs) - min(xs)) * 1.25), max(900.0, (max(ys) - min(ys)) * 1.3)
    wide, high = max(wide, high * shape), max(high, wide / shape)
    if wide >= WIDTH * 0.8 or high >= BOTTOM:
        return whole
    x = min(max((min(xs) + max(xs)) / 2 - wide / 2, 0.0), WIDTH - wide)
    y = min(max((min(ys) + max(ys)) / 2 - high / 2, 0.0), BOTTOM - high)
    return Box(x, y, wide, high)
