"""Events and measures on a map: circles where events took place, countries filled by score or by measure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from newsledger.measures.fold import State
from newsledger.records import Event
from newsledger.records.measure import EVERYONE
from newsledger.resolve.atlas import Atlas
from newsledger.view.draw.dyads import mean_interval, score_of
from newsledger.view.draw.projection import project
from newsledger.view.draw.scales import fit, width_of
from newsledger.view.draw.svg import NARROW, WIDE, Twin, figure, ident, label, line, linked, rect, swatch
from newsledger.view.draw.world import BORDERS, Box, part, shapes
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import classes, group, link, number, said, signed, tag, verbatim
from newsledger.view.measures import day_words
from newsledger.view.names import name_of

_CLASSES = (
    (-10.0, -5.0, "c3"),
    (-5.0, -2.0, "c2"),
    (-2.0, 0.0, "c1"),
    (0.0, 2.0, "k1"),
    (2.0, 5.0, "k2"),
    (5.0, 10.1, "k3"),
)
"""Classes of the score: low, high, and the end of the name of the style."""
_WORDS = {
    "c3": "−10 to −5", "c2": "−5 to −2", "c1": "−2 to 0", "k1": "0 to 2", "k2": "2 to 5", "k3": "5 to 10",
    "holds": "in force or due", "ahead": "announced or proposed", "ended": "suspended, lifted or expired",
}  # fmt: skip
_HATCHED = frozenset({"c1", "c2", "c3", "holds"})
_CODE = 3
_SMALL = 90.0
"""Countries narrower than this, in units of the map, are drawn as a ring as well."""
_HALF_A_WORLD = 3000.0
_RATIO, _RATIO_NARROW = 2.0, 1.1
_BIGGEST = 26.0
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Point:
    """Events at one place; ``coarse`` is True where only a country or region is known."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    count: int
    coarse: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """A country with the mean score of its events, -10 to 10, and their number."""

    country: str
    value: float
    count: int


def points_of(events: Iterable[Event]) -> list[Point]:
    """Return the places of events with the number of events at each; events without coordinates give none."""
    counts: Counter[tuple[str, str | None, float, float, bool]] = Counter()
    for event in events:
        place = event.place
        if place is not None and place.latitude is not None and place.longitude is not None:
            coarse = place.granularity in {"country", "admin1", "sea", "region"}
            counts[place.name or place.text, place.country, place.latitude, place.longitude, coarse] += 1
    ordered = sorted(counts.items(), key=lambda x: (-x[1], x[0][0], x[0][2]))
    return [Point(name, country, lat, lon, n, coarse) for (name, country, lat, lon, coarse), n in ordered]


def fills_of(events: Iterable[Event]) -> list[Fill]:
    """Return the mean score of the events in which each country takes part, as actor or recipient.

    Only what is told as happened counts.
    """
    scores: dict[str, list[float]] = defaultdict(list)
    for event in events:
        if event.stage == "happened" and (score := score_of(event)) is not None:
            for code in sorted({*event.actors, *event.recipients}):
                scores[code].append(score)
    return [Fill(code, mean_interval(values)[0], len(values)) for code, values in sorted(scores.items())]


def event_map(
    points: Sequence[Point],
    fills: Sequence[Fill] = (),
    *,
    links: Links = NOWHERE,
    names: Mapping[str, str] | None = None,
) -> Markup:
    """Return a map of events; it shows the part of the world that they need."""
    known = [f for f in fills if _shaped(f.country)]
    if not points and not known:
        return tag("p", "No event has a place on the map.", class_="nl-empty")
    styles = {f.country: _class(f.value) for f in known}
    told = {
        f.country: f"{name_of(f.country, names)}: mean score {signed(round(f.value, 1))}, {_events(f.count)}"
        for f in known
    }
    rows = [(said(p.name), said(p.country and name_of(p.country, names)) or "–", p.count) for p in points]
    rows += [(link(name_of(f.country, names), links.to_party(f.country)), _score(f), f.count) for f in known]
    used = [s for _, _, s in _CLASSES if s in styles.values()]
    legend = [_filled(s) for s in used]
    if points:
        legend.append(swatch(tag("circle", cx=13, cy=8, r=6, class_="nl-spot"), "events at a place"))
    if any(p.coarse for p in points):
        legend.append(swatch(tag("circle", cx=13, cy=8, r=6, class_="nl-spot is-coarse"), "only the region is known"))
    about = (
        f"{_events(sum(p.count for p in points))} at {len(points)} places; countries are filled by the mean score of "
        "the events in which they take part, from conflict (orange and hatched) to cooperation (blue)."
    )
    return figure(
        "Where events took place", about, lambda width: _draw(width, points, styles, told, links), legend=legend,
        twin=Twin(("place", "country or score", "events"), rows), notes=[_beyond(fills, known, names), BORDERS],
        shared=_ground(points, styles, ()),
    )  # fmt: skip


def measure_map(
    states: Sequence[State], *, on: str, links: Links = NOWHERE, names: Mapping[str, str] | None = None
) -> Markup:
    """Return a map of the countries at which measures are aimed on a day; those that take them are outlined."""
    styles: dict[str, str] = {}
    told: dict[str, list[str]] = defaultdict(list)
    issuers: set[str] = set()
    for state in sorted(states, key=lambda s: (_standing(s) != "ended", _standing(s) != "ahead", s.measure_id)):
        report = state.report or state.history[-1]
        by = ", ".join(name_of(p.country, names) for p in report.issuers if p.country) or "?"
        issuers |= {p.country for p in report.issuers if p.country}
        for party in report.targets:
            if party.country and party.country != EVERYONE:
                styles[party.country] = _standing(state)
                told[party.country].append(f"{report.kind.replace('_', ' ')} by {by}, {state.status.replace('_', ' ')}")
    if not any(_shaped(code) for code in styles):
        return tag("p", "No measure is aimed at a country on the map.", class_="nl-empty")
    shown = {c: f"{name_of(c, names)}: {'; '.join(sorted(set(words)))}" for c, words in told.items()}
    rows = [
        (link(name_of(c, names), links.to_party(c)), "; ".join(sorted(set(words)))) for c, words in sorted(told.items())
    ]
    legend = [_filled(s) for s in ("holds", "ahead", "ended") if s in styles.values()]
    legend.append(swatch(rect(4, 3, 18, 10, "nl-issuer"), "takes a measure"))
    about = f"Countries at which tariffs, sanctions, bans and the like are aimed, as they stand {day_words(on)}."
    return figure(
        f"Measures {day_words(on)}", about, lambda width: _draw(width, (), styles, shown, links, issuers),
        legend=legend, twin=Twin(("country", "measures"), rows), notes=[BORDERS], shared=_ground((), styles, issuers),
    )  # fmt: skip


def _standing(state: State) -> str:
    if state.status in {"in_force", "due"}:
        return "holds"
    return "ahead" if state.status in {"announced", "proposed"} else "ended"


def _score(fill: Fill) -> str:
    return f"mean score {signed(round(fill.value, 1))}"


def _class(value: float) -> str:
    return next((style for low, high, style in _CLASSES if low <= value < high), "k3")


def _filled(style: str) -> Markup:
    lines = [line(x, 14, x + 6, 2, "nl-hatch", stroke_width=1.1) for x in (4, 9, 14)] if style in _HATCHED else []
    return swatch(group(rect(3, 2, 20, 12, f"nl-area nl-fill-{style}"), lines), _WORDS[style])


def _shaped(code: str) -> bool:
    return any(s.code == code for s in shapes()) or _centre(code) is not None


def _events(count: int) -> str:
    return f"{count} event" if count == 1 else f"{count} events"


def _beyond(fills: Sequence[Fill], known: Sequence[Fill], names: Mapping[str, str] | None) -> str:
    rest = [name_of(f.country, names) for f in fills if f not in known]
    more = f" and {len(rest) - 12} more" if len(rest) > 12 else ""
    return f"Not on the map, but counted elsewhere: {', '.join(rest[:12])}{more}." if rest else ""


def _draw(
    width: float, points: Sequence[Point], styles: Mapping[str, str], told: Mapping[str, str], links: Links,
    outlined: Iterable[str] = (),
) -> tuple[float, Markup]:  # fmt: skip
    issuers = set(outlined)
    spots = [(p, project(p.latitude, p.longitude)) for p in points]
    view = _view(width, points, styles, issuers)
    scale = width / view.width
    height = view.height * scale
    land, disputed = _ground_ids(points, styles, issuers)
    areas = [
        linked(links.to_party(s.code), told.get(s.code, s.name),
               tag("path", d=verbatim(s.path), class_=_area(s.code, styles, issuers)),
               tag("path", d=verbatim(s.path), fill=f"url(#{land}-h)") if styles.get(s.code) in _HATCHED else None)
        for s in shapes() if s.box.meets(view) and (s.code in styles or s.code in issuers)
    ]  # fmt: skip
    moved = f"scale({scale:.5f}) translate({number(-view.x)} {number(-view.y)})"
    earth = tag(
        "g", tag("use", href=f"#{land}", class_="nl-land"), areas,
        tag("use", href=f"#{disputed}", class_="nl-disputed"), transform=moved,
    )  # fmt: skip
    frame = ident("frame", str(width), number(view.x), number(view.y), number(height))
    clip = tag("clipPath", tag("rect", x=0, y=0, width=width, height=height, rx=6), id=frame)
    place = _Placer(view, scale)
    rings = [_ring(c, place, styles, told) for c in sorted(styles)]
    inner = group(rect(0, 0, width, height, "nl-sea"), earth, rings, _circles(spots, place, width))
    return height, group(clip, tag("g", inner, clip_path=f"url(#{frame})"))


@dataclass(frozen=True, slots=True)
class _Placer:
    """From units of the map to pixels of a drawing."""

    view: Box
    scale: float

    def __call__(self, spot: tuple[float, float]) -> tuple[float, float]:
        return (spot[0] - self.view.x) * self.scale, (spot[1] - self.view.y) * self.scale


def _area(code: str, styles: Mapping[str, str], issuers: Iterable[str]) -> str:
    fill = f"nl-fill-{styles[code]}" if code in styles else None
    return classes("nl-area", fill, "nl-issuer" if code in issuers else None)


def _view(width: float, points: Sequence[Point], styles: Mapping[str, str], issuers: Iterable[str]) -> Box:
    """The part of the world that a drawing shows: all places, or without places all countries that count."""
    codes = sorted({*styles, *issuers})
    spots = [project(p.latitude, p.longitude) for p in points]
    spots += [xy for code in codes if (xy := _centre(code)) is not None]
    whole = [] if points else [s.box for s in shapes() if s.code in codes and s.box.width < _HALF_A_WORLD]
    return part(spots, whole, _RATIO_NARROW if width == NARROW else _RATIO)


def _ground(points: Sequence[Point], styles: Mapping[str, str], issuers: Iterable[str]) -> Markup:
    """The land behind both drawings, and the outlines of what is disputed."""
    views = [_view(width, points, styles, issuers) for width in (WIDE, NARROW)]
    seen = [s for s in shapes() if any(s.box.meets(view) for view in views)]
    land, disputed = _ground_ids(points, styles, issuers)
    dashed = "".join(s.path for s in seen if s.disputed)
    return group(
        tag("path", id=land, d=verbatim("".join(s.path for s in seen))), tag("path", id=disputed, d=verbatim(dashed)),
        hatch(f"{land}-h", views[0].width / WIDE),
    )  # fmt: skip


def hatch(named: str, unit: float) -> Markup:
    """Return a pattern of slanted lines, so that conflict is seen without its colour; ``unit`` is a pixel."""
    step = 6 * unit
    return tag(
        "pattern", tag("path", d=f"M0 0V{number(step)}", class_="nl-hatch", stroke_width=1.1 * unit), id=named,
        width=step, height=step, patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip


def _ground_ids(points: Sequence[Point], styles: Mapping[str, str], issuers: Iterable[str]) -> tuple[str, str]:
    parts = [*(f"{p.latitude},{p.longitude}" for p in points), *sorted(styles.items()), *sorted(issuers)]
    named = ident("land", *map(str, parts))
    return named, f"{named}-d"


def _centre(code: str) -> tuple[float, float] | None:
    spot = Atlas.load().country(code) if len(code) == _CODE and code.isascii() else None
    return project(spot.latitude, spot.longitude) if spot else None


def _ring(code: str, place: _Placer, styles: Mapping[str, str], told: Mapping[str, str]) -> Markup | None:
    """A ring for a country that is too small to be seen, or that the map lacks."""
    own = [s for s in shapes() if s.code == code]
    if any(max(s.box.width, s.box.height) * place.scale > 9 and s.box.width > _SMALL / 4 for s in own):
        return None
    centre = _centre(code)
    if centre is None:
        return None
    x, y = place(centre)
    return linked(
        None, told.get(code, code), tag("circle", cx=x, cy=y, r=6, class_=f"nl-area nl-ring nl-fill-{styles[code]}")
    )


def _circles(spots: Sequence[tuple[Point, tuple[float, float]]], place: _Placer, width: float) -> Markup:
    """Circles as large as their number of events; numbers and names lie above all of them."""
    if not spots:
        return group()
    most = max(p.count for p, _ in spots)
    drawn = [(p, *place(xy), _radius(p.count, most)) for p, xy in spots]
    taken = [(x - r, y - r, x + r, y + r) for _, x, y, r in drawn]
    circles = [
        linked(None, f"{p.name}: {_events(p.count)}",
               tag("circle", cx=x, cy=y, r=r, class_="nl-spot is-coarse" if p.coarse else "nl-spot"))
        for p, x, y, r in drawn
    ]  # fmt: skip
    counts = [
        label(
            str(p.count), x, y + 4, class_=classes("nl-spot-count", "is-coarse" if p.coarse else None), anchor="middle"
        )
        for p, x, y, r in drawn
        if r > 9
    ]
    most_names = _NAMED if width == NARROW else 3 * _NAMED
    names = [_named(p, x + r + 4, y + 4, taken, width) for p, x, y, r in drawn[:most_names]]
    return group(circles, counts, names)


def _radius(count: int, most: int) -> float:
    """Areas are as the numbers; where they are large, the largest circle has a fixed size."""
    return max(4.5, 5.5 * sqrt(count) if most < 22 else _BIGGEST * sqrt(count / most))


def _named(
    point: Point, x: float, y: float, taken: list[tuple[float, float, float, float]], width: float
) -> Markup | None:
    words = fit(point.name, 130.0, 11.5)
    box = (x, y - 11, x + width_of(words, 11.5), y + 3)
    if box[2] > width or any(a < box[2] and c > box[0] and b < box[3] and d > box[1] for a, b, c, d in taken):
        return None
    taken.append(box)
    return label(words, x, y, class_="nl-place-name")
