"""Where the nodes of a network lie: springs and repulsion, the same for the same input on every machine.

Fruchterman, T. and Reingold, E. (1991), Graph drawing by force-directed placement, Software: Practice and Experience
21(11), 1129-1164; begun on a sunflower spiral instead of at random, with a pull to the middle that keeps parts that
are not connected together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt

_ROUNDS = 220
_NEAR = 0.01
_GOLDEN = pi * (3 - sqrt(5))
_PULL = 0.11
_TIE = 0.045
_ROOM = 60
_LONGEST = 125.0
"""Pixels that a unit of the springs is drawn as at most, so that a few nodes stay together."""


def place(
    nodes: Sequence[str], ties: Mapping[tuple[str, str], float], *, width: float, height: float,
    sizes: Mapping[str, tuple[float, float]],
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Return the middle of each node within a rectangle.

    Args:
        nodes: Names, the weightiest first: they begin in the middle.
        ties: Weight of each pair that is connected.
        width: Of the rectangle.
        height: Of the rectangle.
        sizes: Width and height that each node needs with its label, so that none covers another.
    """
    where = _springs(nodes, ties)
    scaled = _stretched(where, width, height, sizes)
    return _apart(nodes, scaled, width=width, height=height, sizes=sizes)


def _springs(nodes: Sequence[str], ties: Mapping[tuple[str, str], float]) -> list[tuple[float, float]]:
    number = {name: n for n, name in enumerate(nodes)}
    pulls = [(number[a], number[b], 1 + sqrt(w) / 8) for (a, b), w in sorted(ties.items()) if a != b]
    xs = [sqrt(n + 0.5) * cos(n * _GOLDEN) for n in range(len(nodes))]
    ys = [sqrt(n + 0.5) * sin(n * _GOLDEN) for n in range(len(nodes))]
    for turn in range(_ROUNDS):
        heat = 0.5 * (1 - turn / _ROUNDS) + 0.01
        across, down = _pushed(xs, ys)
        for i, j, weight in pulls:
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            force = weight * sqrt(dx * dx + dy * dy) * _TIE
            across[i] += dx * force
            down[i] += dy * force
            across[j] -= dx * force
            down[j] -= dy * force
        for n, (dx, dy) in enumerate(zip(across, down, strict=True)):
            length = sqrt(dx * dx + dy * dy) or 1.0
            step = min(length, heat) / length
            xs[n] += dx * step
            ys[n] += dy * step
    return list(zip(xs, ys, strict=True))


def _pushed(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """How far every node is pushed by all others and pulled to the middle."""
    across, down = [-_PULL * x for x in xs], [-_PULL * y for y in ys]
    for i in range(1, len(xs)):
        x, y = xs[i], ys[i]
        sum_x = sum_y = 0.0
        for j in range(i):
            dx, dy = x - xs[j], y - ys[j]
            square = dx * dx + dy * dy
            if square < _NEAR:
                square = _NEAR
            dx /= square
            dy /= square
            sum_x += dx
            sum_y += dy
            across[j] -= dx
            down[j] -= dy
        across[i] += sum_x
        down[i] += sum_y
    return across, down


def _stretched(
    spots: Sequence[tuple[float, float]], width: float, height: float, sizes: Mapping[str, tuple[float, float]]
) -> list[list[float]]:
    """Fill the rectangle, turned so that the longer side of the cloud lies along its longer side."""
    xs, ys = [s[0] for s in spots], [s[1] for s in spots]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    turned = (wide > high) != (width > height)
    across, down = (ys, xs) if turned else (xs, ys)
    pad_x = max(s[0] for s in sizes.values()) / 2
    pad_y = max(s[1] for s in sizes.values()) / 2
    room_x, room_y = max(1.0, width - 2 * pad_x), max(1.0, height - 2 * pad_y)
    centre_x, centre_y = (max(across) + min(across)) / 2, (max(down) + min(down)) / 2
    grow_x = min(_LONGEST, room_x / (max(across) - min(across) or 1.0))
    grow_y = min(_LONGEST, room_y / (max(down) - min(down) or 1.0))
    return [
        [width / 2 + (x - centre_x) * grow_x, height / 2 + (y - centre_y) * grow_y]
        for x, y in zip(across, down, strict=True)
    ]


def _apart(
    nodes: Sequence[str], spots: list[list[float]], *, width: float, height: float,
    sizes: Mapping[str, tuple[float, float]],
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Move nodes that cover each other along the way that is shorter."""
    for _ in range(_ROOM):
        moved = False
        for i in range(len(nodes)):
            for j in range(i):
                moved |= _part(spots[i], spots[j], sizes[nodes[i]], sizes[nodes[j]])
        for name, spot in zip(nodes, spots, strict=True):
            half_x, half_y = sizes[name][0] / 2, sizes[name][1] / 2
            spot[0] = min(max(spot[0], half_x), max(half_x, width - half_x))
            spot[1] = min(max(spot[1], half_y), max(half_y, height - half_y))
        if not moved:
            break
    return {name: (round(s[0], 1), round(s[1], 1)) for name, s in zip(nodes, spots, strict=True)}


def _part(one: list[float], other: list[float], size: tuple[float, float], room: tuple[float, float]) -> bool:
    dx, dy = one[0] - other[0], one[1] - other[1]
    over_x = (size[0] + room[0]) / 2 - abs(dx)
    over_y = (size[1] + room[1]) / 2 - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return False
    along = 0 if over_x < over_y else 1
    push = (over_x, over_y)[along] / 2 + 0.5
    sign = 1.0 if (dx, dy)[along] >= 0 else -1.0
    one[along] += sign * push
    other[along] -= sign * push
    return True
