"""Who acts on whom: parties as nodes, events as arcs from actor to recipient, one a quad."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import log2, sqrt

from markupsafe import Markup

from newsledger.records import Event
from newsledger.view.draw.layout import place
from newsledger.view.draw.scales import fit, width_of
from newsledger.view.draw.svg import NARROW, WIDE, Twin, figure, label, line, linked, swatch
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import group, number, said, tag
from newsledger.view.names import name_of
from newsledger.view.words import QUADS, quad

MOST = 60
_MOST_NARROW = 18
_MOST_ARCS, _MOST_ARCS_NARROW = 110, 50
_NAME = 15
_BOLD = 1.12
"""Names are bold, and so wider than plain ones."""
_SMALLEST, _GROWTH, _LARGEST, _LARGEST_NARROW = 5.0, 2.4, 24.0, 13.0
"""Radii: the area of a circle grows with its events, that of the largest is bounded."""
_AIRY = 24
"""Up to so many nodes there is room between them for several arcs."""
_RAISED = 8.0
"""A circle lies so far above the middle of its room, which holds its name as well."""
_BOW = 0.16
_WIDEST, _APART = 40.0, 15.0
"""How far an arc bends from the straight way at most, and from the next arc, in pixels."""
_Spots = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Edge:
    """Events of one quad from an actor to a recipient; a party may act on itself."""

    actor: str
    recipient: str
    quad_code: str
    count: int


def edges_of(events: Iterable[Event]) -> list[Edge]:
    """Return the arcs of events: from each actor to each recipient, and both ways between those who act together.

    An event told as denied is left out: it joins nobody.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for event in events:
        if event.stage == "denied":
            continue
        pairs = {(a, r) for a in event.actors for r in event.recipients}
        if not event.recipients:
            pairs = set(permutations(event.actors, 2))
        counts.update((a, r, event.quad_code) for a, r in pairs)
    return [Edge(*key, n) for key, n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))]


def network(edges: Sequence[Edge], *, links: Links = NOWHERE, names: Mapping[str, str] | None = None) -> Markup:
    """Return a network of at most :data:`MOST` parties, those with the most events."""
    if not edges:
        return tag("p", "No two parties meet in an event.", class_="nl-empty")
    weights = _weights(edges)
    ranked = sorted(weights, key=lambda n: (-weights[n], n))
    joined, _ = _shown(edges, ranked, WIDE)
    left = len(ranked) - len(joined)
    notes = [f"The {left} parties with the fewest events are left out." if left > 0 else ""]
    shown = set(ranked[:MOST])
    if sum(e.actor in shown and e.recipient in shown for e in edges) > _MOST_ARCS:
        notes.append(f"Of the arcs between them the {_MOST_ARCS} with the most events are drawn; the table has more.")
    if len(ranked) > _MOST_NARROW:
        notes.append(f"On a narrow screen the {_MOST_NARROW} with the most events are drawn; the table has more.")
    about = (
        f"{len(joined)} parties; an arc bends to the right of its way from actor to recipient, and the more "
        "events it stands for, the wider it is."
    )
    rows = [
        (said(name_of(e.actor, names)), said(name_of(e.recipient, names)), quad(e.quad_code).word, e.count)
        for e in edges
    ]
    return figure(
        "Who acts on whom", about, lambda width: _draw(edges, ranked, weights, width, links, names), legend=_legend(),
        twin=Twin(("actor", "recipient", "quad", "events"), rows), notes=notes,
    )  # fmt: skip


def _shown(edges: Sequence[Edge], ranked: Sequence[str], width: float) -> tuple[list[str], list[Edge]]:
    """Return the parties with the most events that an arc joins to another one or to itself, and these arcs."""
    nodes = ranked[: _MOST_NARROW if width == NARROW else MOST]
    kept = _heaviest(edges, nodes, width)
    joined = {e.actor for e in kept} | {e.recipient for e in kept}
    return [n for n in nodes if n in joined] or list(nodes), kept


def _heaviest(edges: Sequence[Edge], nodes: Sequence[str], width: float) -> list[Edge]:
    """The arcs between some nodes that are drawn: where there are too many to be told apart, those of most events."""
    found = [e for e in edges if e.actor in nodes and e.recipient in nodes]
    ranked = sorted(found, key=lambda e: (-e.count, e.actor, e.recipient, e.quad_code))
    return ranked[: _MOST_ARCS_NARROW if width == NARROW else _MOST_ARCS]


def _weights(edges: Iterable[Edge]) -> dict[str, int]:
    weights: Counter[str] = Counter()
    for edge in edges:
        weights[edge.actor] += edge.count
        weights[edge.recipient] += edge.count if edge.recipient != edge.actor else 0
    return dict(weights)


def _draw(
    edges: Sequence[Edge], ranked: Sequence[str], weights: Mapping[str, int], width: float, links: Links,
    names: Mapping[str, str] | None,
) -> tuple[float, Markup]:  # fmt: skip
    nodes, kept = _shown(edges, ranked, width)
    height = 150 + 52.0 * sqrt(len(nodes)) * (1.9 if width == NARROW else 1.0)
    grow = min(_GROWTH, (_LARGEST_NARROW if width == NARROW else _LARGEST) / sqrt(weights[nodes[0]]))
    radii = {n: _SMALLEST + grow * sqrt(weights[n]) for n in nodes}
    words = {n: fit(name_of(n, names), _NAME * 6.8) for n in nodes}
    air = 38.0 if len(nodes) <= _AIRY and width != NARROW else 14.0
    sizes = {n: (max(2 * radii[n], _BOLD * width_of(words[n])) + air, 2 * radii[n] + 34 + air / 2) for n in nodes}
    ties: Counter[tuple[str, str]] = Counter()
    for e in kept:
        ties[min(e.actor, e.recipient), max(e.actor, e.recipient)] += e.count
    spots = {n: (x, y - _RAISED) for n, (x, y) in place(nodes, ties, width=width, height=height, sizes=sizes).items()}
    between: defaultdict[tuple[str, str], list[Edge]] = defaultdict(list)
    for e in kept:
        between[e.actor, e.recipient].append(e)
    arcs = [_arc(e, n, spots, radii) for pair in sorted(between) for n, e in enumerate(between[pair])]
    dots = [_node(n, spots[n], radii[n], words[n], weights[n], links, name_of(n, names)) for n in nodes]
    return height, group(arcs, dots)


def _arc(edge: Edge, nth: int, spots: _Spots, radii: Mapping[str, float]) -> Markup:
    style = f"nl-arc nl-line-q{edge.quad_code}"
    wide = 1.2 + 1.1 * log2(edge.count)
    words = f"{edge.actor} → {edge.recipient}: {edge.count} × {quad(edge.quad_code).word}"
    if edge.actor == edge.recipient:
        return linked(None, words, _loop(spots[edge.actor], radii[edge.actor] + 3.5 * nth, style, wide))
    (x1, y1), (x2, y2) = spots[edge.actor], spots[edge.recipient]
    dx, dy = x2 - x1, y2 - y1
    length = sqrt(dx * dx + dy * dy) or 1.0
    bow = min(_BOW * length, _WIDEST) + min(0.11 * length, _APART) * nth
    mid_x, mid_y = (x1 + x2) / 2 - dy / length * bow, (y1 + y2) / 2 + dx / length * bow
    start = _toward((x1, y1), (mid_x, mid_y), radii[edge.actor] + 2)
    tip = _toward((x2, y2), (mid_x, mid_y), radii[edge.recipient] + 3)
    end = _toward(tip, (mid_x, mid_y), 6 + wide)
    way = f"M{_xy(start)}Q{_xy((mid_x, mid_y))} {_xy(end)}"
    head = _head(tip, end, 3.2 + wide * 0.8, edge.quad_code)
    return linked(None, words, tag("path", d=way, class_=style, stroke_width=wide), head)


def _head(tip: tuple[float, float], back: tuple[float, float], half: float, code: str) -> Markup:
    dx, dy = tip[0] - back[0], tip[1] - back[1]
    length = sqrt(dx * dx + dy * dy) or 1.0
    side = (-dy / length * half, dx / length * half)
    corners = (tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    return tag("polygon", points=" ".join(_xy(c).replace(" ", ",") for c in corners), class_=f"nl-fill-q{code}")


def _loop(spot: tuple[float, float], radius: float, style: str, wide: float) -> Markup:
    x, y = spot[0] - radius * 0.75, spot[1] - radius * 0.75
    return tag("circle", cx=x, cy=y, r=7.0, class_=style, stroke_width=wide)


def _toward(start: tuple[float, float], end: tuple[float, float], far: float) -> tuple[float, float]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = sqrt(dx * dx + dy * dy) or 1.0
    return start[0] + dx / length * far, start[1] + dy / length * far


def _xy(point: tuple[float, float]) -> str:
    return f"{number(float(point[0]))} {number(float(point[1]))}"


def _node(
    code: str, spot: tuple[float, float], radius: float, words: str, weight: int, links: Links, name: str
) -> Markup:
    x, y = spot
    shape = tag("circle", cx=x, cy=y, r=radius, class_="nl-node")
    named = label(words, x, y + radius + 14, class_="nl-node-name", anchor="middle")
    return linked(links.to_party(code), f"{name} ({code}), in {weight} counted pairs of parties", shape, named)


def _legend() -> list[Markup]:
    lines = [
        swatch(line(1, 8, 25, 8, f"nl-arc nl-line-q{q}", stroke_width=2.5), look.word) for q, look in QUADS.items()
    ]
    loop = swatch(tag("circle", cx=13, cy=8, r=6, class_="nl-arc nl-line-q4", stroke_width=2), "within one country")
    return [*lines, loop]
