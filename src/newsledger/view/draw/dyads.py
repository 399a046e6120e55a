"""Two parties over time: the mean conflict-cooperation score of what each did to the other, by month or week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, stdev

from markupsafe import Markup

from newsledger.errors import OntologyError
from newsledger.ontology import load
from newsledger.records import Event
from newsledger.view.draw.scales import LAST_DAY, Scale, day_of, day_ticks, next_period, period_of
from newsledger.view.draw.svg import NARROW, Twin, days_axis, figure, label, line, linked, path, rect, swatch
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import group, link, signed, tag
from newsledger.view.names import name_of

_T95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12,
        2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042)  # fmt: skip
"""Two-sided 95 percent points of Student's t for 1 to 30 degrees of freedom."""
_WORST, _BEST = -10.0, 10.0
_PANEL, _COLUMNS, _GAP = 150.0, 34.0, 30.0
_LEFT, _RIGHT = 40.0, 12.0
CLOCKS = {"event": "day of the event", "report": "day of the first report"}
STEPS = ("month", "week")
_COARSE = {"month": 45, "week": 10}
"""Days that an event may be uncertain by and still count in a month or week, by the middle of them."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one party did to another in one period.

    Attributes:
        period: First ISO day of the month or week.
        actor: Code of who acts.
        recipient: Code of the other.
        count: Number of events.
        mean: Their mean conflict-cooperation score, -10 to 10.
        low: Lower end of the 95 percent interval of the mean (Student's t), None for a single event.
        high: Its upper end.
    """

    period: str
    actor: str
    recipient: str
    count: int
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two parties over time.

    Attributes:
        one: Code of the first party.
        other: Code of the second.
        step: One of :data:`STEPS`.
        clock: ``event`` (by the middle of the days that the event may lie on) or ``report`` (its first report).
        buckets: Periods with events, both directions.
        undated: Events that the clock gives no day, or not well enough.
        not_so: Events told as planned, possible or denied, which do not count.
    """

    one: str
    other: str
    step: str
    clock: str
    buckets: tuple[Bucket, ...]
    undated: int = 0
    not_so: int = 0


def dyad_of(events: Iterable[Event], one: str, other: str, *, step: str = "month", clock: str = "event") -> Dyad:
    """Return what two parties did to each other, by period.

    An event counts in a direction when one party is among its actors and the other among its recipients; one that both
    do together (a meeting) counts in both. Only what is told as happened counts.
    """
    scores: dict[tuple[int, str, str], list[float]] = defaultdict(list)
    undated = not_so = 0
    for event in events:
        ways = _ways(event, one, other)
        if not ways:
            continue
        day = _day(event, clock, step)
        if event.stage != "happened":
            not_so += 1
        elif day is None:
            undated += 1
        elif (score := score_of(event)) is not None:
            for way in ways:
                scores[(period_of(day, step), *way)].append(score)
    buckets = tuple(_bucket(key, values) for key, values in sorted(scores.items()))
    return Dyad(one, other, step, clock, buckets, undated, not_so)


def score_of(event: Event) -> float | None:
    """Return the conflict-cooperation score of an event's type and mode, -10 to 10; None for types without one."""
    try:
        return load().intensity(event.event_type, event.event_mode)
    except OntologyError:
        return None


def clock_for(events: Sequence[Event]) -> str:
    """Return the clock that places most events: their own days, unless fewer than half of them have one."""
    own = sum(_day(e, "event", "month") is not None for e in events)
    return "event" if 2 * own >= len(events) else "report"


def _ways(event: Event, one: str, other: str) -> list[tuple[str, str]]:
    actors, recipients = set(event.actors), set(event.recipients)
    if one in actors and other in actors and not {one, other} & recipients:
        return _directions(one, other)
    return [(a, b) for a, b in _directions(one, other) if a in actors and b in recipients]


def _directions(one: str, other: str) -> list[tuple[str, str]]:
    """Both directions of a dyad; those of a party with itself are one."""
    return list(dict.fromkeys([(one, other), (other, one)]))


def _day(event: Event, clock: str, step: str) -> int | None:
    """The day by which an event is put into a period; None where it is known too coarsely for that."""
    if clock == "report":
        return day_of(event.first_reported_at)
    first, last = day_of(event.time_earliest), day_of(event.time_latest)
    if first is None or last is None or last - first > _COARSE[step]:
        return None
    return (first + last) // 2


def _bucket(key: tuple[int, str, str], values: Sequence[float]) -> Bucket:
    mean, low, high = mean_interval(values)
    return Bucket(date.fromordinal(key[0]).isoformat(), key[1], key[2], len(values), mean, low, high)


def mean_interval(values: Sequence[float]) -> tuple[float, float | None, float | None]:
    """Return the mean of scores with its 95 percent interval, cut to what a score can be; None for one value."""
    mean = fmean(values)
    if len(values) < 2:
        return mean, None, None
    spread = _T95[min(len(values) - 1, len(_T95)) - 1] * stdev(values) / sqrt(len(values))
    return mean, max(_WORST, mean - spread), min(_BEST, mean + spread)


def dyad_view(dyad: Dyad, *, links: Links = NOWHERE, names: Mapping[str, str] | None = None) -> Markup:
    """Return the two directions of a dyad, one above the other."""
    one, other = name_of(dyad.one, names), name_of(dyad.other, names)
    head = tag(
        "p", link(one, links.to_party(dyad.one)), " and ", link(other, links.to_party(dyad.other)), class_="nl-note"
    )
    left = _left_out(dyad)
    if not dyad.buckets:
        return tag("p", f"No event between {one} and {other} can be drawn. {left}".strip(), class_="nl-empty")
    about = (
        f"Mean score of the events of each {dyad.step}, from −10 (conflict) to 10 (cooperation), by "
        f"{CLOCKS[dyad.clock]}; the band is the 95 percent interval of the mean, columns count events."
    )
    rows = [
        (b.period, f"{name_of(b.actor, names)} → {name_of(b.recipient, names)}", b.count, f"{b.mean:.1f}",
         "one event" if b.low is None else f"{b.low:.1f} to {b.high:.1f}")
        for b in dyad.buckets
    ]  # fmt: skip
    twin = Twin((f"{dyad.step} from", "direction", "events", "mean score", "95 percent interval"), rows)
    picture = figure(
        f"{one} and {other}", about, lambda width: _draw(dyad, width, (one, other)), legend=_legend(), twin=twin,
        notes=[left],
    )  # fmt: skip
    return group(picture, head if links.party else None)


def _left_out(dyad: Dyad) -> str:
    parts = []
    if dyad.undated:
        parts.append(f"{_events(dyad.undated)} whose day is not known well enough")
    if dyad.not_so:
        parts.append(f"{_events(dyad.not_so)} told as planned, possible or denied")
    return f"Not drawn: {' and '.join(parts)}." if parts else ""


def _events(count: int) -> str:
    return f"{count} event" if count == 1 else f"{count} events"


def _draw(dyad: Dyad, width: float, names: tuple[str, str]) -> tuple[float, Markup]:
    days = [day for b in dyad.buckets if (day := day_of(b.period)) is not None]
    first, end = min(days), next_period(max(days), dyad.step)
    if len(set(days)) == 1:
        first, end = max(1, first - (end - first)), min(LAST_DAY, end + (end - first))
    at = Scale(first, end, _LEFT, width - _RIGHT)
    parts = []
    ways = _directions(dyad.one, dyad.other)
    for n, (actor, recipient) in enumerate(ways):
        top = n * (_PANEL + _COLUMNS + _GAP + 22) + 24
        title = f"{names[n]} → {names[1 - n]}"
        found = [b for b in dyad.buckets if (b.actor, b.recipient) == (actor, recipient)]
        most = max(b.count for b in dyad.buckets)
        ticks = day_ticks(first, end, 4 if width == NARROW else 11)
        parts.append(label(title, 0, top - 10, class_="nl-panel-title"))
        parts.append(days_axis(ticks, at, top, top + _PANEL + _COLUMNS + 8))
        parts.append(_panel(found, at, top, width, dyad.step))
        parts.append(_columns(found, at, top + _PANEL + 8, most, dyad.step))
    return len(ways) * (_PANEL + _COLUMNS + _GAP + 22) + 8, group(parts)


def _panel(buckets: Sequence[Bucket], at: Scale, top: float, width: float, step: str) -> Markup:
    up = Scale(_WORST, _BEST, top + _PANEL, top)
    grid = [
        (line(_LEFT, up(v), width - _RIGHT, up(v), "nl-zero" if v == 0 else "nl-grid"),
         label(signed(v), _LEFT - 6, up(v) + 4, class_="nl-axis-text", anchor="end"))
        for v in (-10, -5, 0, 5, 10)
    ]  # fmt: skip
    spots = [(_middle(b, at, step), b) for b in buckets]
    bands, lines = [], []
    for run in _runs(spots, step):
        banded = [(x, b) for x, b in run if b.low is not None and b.high is not None]
        if len(banded) == len(run) > 1:
            upper = [(x, up(b.high or 0)) for x, b in banded]
            lower = [(x, up(b.low or 0)) for x, b in reversed(banded)]
            bands.append(path([*upper, *lower], "nl-band", closed=True))
        else:
            bands.extend(
                rect(x - 4, up(b.high or 0), 8, up(b.low or 0) - up(b.high or 0), "nl-band") for x, b in banded
            )
        if len(run) > 1:
            lines.append(path([(x, up(b.mean)) for x, b in run], "nl-mean"))
    dots = [_dot(x, up(b.mean), b) for x, b in spots]
    none = label("no event", _LEFT + 10, up(0) - 8, class_="nl-axis-text") if not buckets else None
    return group(grid, bands, lines, dots, none)


def _middle(bucket: Bucket, at: Scale, step: str) -> float:
    start = day_of(bucket.period) or 1
    return at((start + next_period(start, step)) / 2)


def _runs(spots: Sequence[tuple[float, Bucket]], step: str) -> list[list[tuple[float, Bucket]]]:
    """Buckets that follow each other without a gap: over empty periods no line is drawn."""
    runs: list[list[tuple[float, Bucket]]] = []
    expected: int | None = None
    for x, bucket in spots:
        day = day_of(bucket.period) or 1
        if day == expected:
            runs[-1].append((x, bucket))
        else:
            runs.append([(x, bucket)])
        expected = next_period(day, step)
    return runs


def _dot(x: float, y: float, bucket: Bucket) -> Markup:
    side = "conflict" if bucket.mean < 0 else "cooperation"
    style = f"nl-dot nl-dot-{side}" + (" is-single" if bucket.count == 1 else "")
    shape = tag("circle", cx=x, cy=y, r=4.5, class_=style)
    interval = "" if bucket.low is None else f" ({bucket.low:.1f} to {bucket.high:.1f})"
    return linked(None, f"{bucket.period}: {bucket.mean:.1f}{interval}, {_events(bucket.count)}", shape)


def _columns(buckets: Sequence[Bucket], at: Scale, top: float, most: int, step: str) -> Markup:
    up = Scale(0, most, top + _COLUMNS, top + 10)
    parts = []
    for b in buckets:
        start = day_of(b.period) or 1
        left, right = at(start) + 1, at(next_period(start, step)) - 1
        wide = min(right - left, 22.0)
        x = (left + right - wide) / 2
        parts.append(rect(x, up(b.count), wide, top + _COLUMNS - up(b.count), "nl-column"))
        if wide > 9:
            parts.append(
                label(str(b.count), x + wide / 2, up(b.count) - 2, class_="nl-axis-text nl-small", anchor="middle")
            )
    return group(line(at.start, top + _COLUMNS, at.end, top + _COLUMNS, "nl-grid"), parts)


def _legend() -> list[Markup]:
    circle = tag("circle", cx=13, cy=8, r=4.5, class_="nl-dot nl-dot-cooperation")
    lozenge = tag("circle", cx=13, cy=8, r=4.5, class_="nl-dot nl-dot-conflict")
    single = tag("circle", cx=13, cy=8, r=4.5, class_="nl-dot nl-dot-conflict is-single")
    return [
        swatch(circle, "above 0: cooperation"),
        swatch(lozenge, "below 0: conflict"),
        swatch(single, "a single event: no interval"),
        swatch(rect(2, 3, 22, 10, "nl-band"), "95 percent interval"),
        swatch(rect(9, 3, 8, 12, "nl-column"), "number of events"),
    ]
