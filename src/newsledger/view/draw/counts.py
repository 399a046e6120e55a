"""How a count was told over time: each report by its day, and the range that all reports until then leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from markupsafe import Markup

from newsledger.records import Document, Event, EventMention, Quantity
from newsledger.view.cells import source_cell
from newsledger.view.draw.scales import Scale, day_of, day_ticks, day_words, extent, fit, steps, width_of
from newsledger.view.draw.svg import NARROW, Twin, days_axis, figure, label, line, linked, path, rect, swatch
from newsledger.view.event import outlet
from newsledger.view.markup import group, said, tag

_HEIGHT, _TOP, _LEFT, _RIGHT = 210.0, 22.0, 40.0, 16.0
_NO_COUNTS = frozenset({"rate", "distance"})
_OPEN = 1.12
"""How far a range without upper end reaches above the highest number, as a factor."""


@dataclass(frozen=True, slots=True)
class Told:
    """A count as one report tells it; ``high`` is None when the report leaves it open ("at least 12")."""

    day: int | None
    low: float
    high: float | None
    words: str
    outlet: str
    cited: str


def count_chart(event: Event, mentions: Sequence[EventMention], pages: Mapping[str, Document]) -> Markup:
    """Return a chart for each thing that several reports count (killed, arrested …); empty where none does."""
    charts = []
    for measures, tellings in counted(mentions, pages).items():
        dated = [t for t in tellings if t.day is not None]
        if len(dated) > 1:
            charts.append(_chart(measures, dated, len(tellings) - len(dated)))
    if not charts:
        return tag("p", "No number is told by two dated reports of this event.", class_="nl-empty")
    return tag("div", charts, class_="nl-counts", data_event=event.event_id)


def counted(mentions: Sequence[EventMention], pages: Mapping[str, Document]) -> dict[str, list[Told]]:
    """Return what reports count, by what is counted, in the order of the reports."""
    found: dict[str, list[Told]] = {}
    for mention in mentions:
        for quantity in mention.quantities:
            countable = quantity.low is not None and isfinite(quantity.low) and isfinite(quantity.high or 0.0)
            if quantity.measures and countable and quantity.measures not in _NO_COUNTS:
                found.setdefault(quantity.measures, []).append(_told(mention, quantity, quantity.low or 0.0, pages))
    for tellings in found.values():
        tellings.sort(key=lambda t: (t.day is None, t.day or 0, t.low, t.outlet))
    return found


def _told(mention: EventMention, quantity: Quantity, low: float, pages: Mapping[str, Document]) -> Told:
    cited = " < ".join(source_cell(a) for a in mention.attributions)
    day = day_of(mention.document_creation_time)
    return Told(day, low, quantity.high, quantity.text, outlet(mention, pages), cited)


def range_words(low: float | None, high: float | None) -> str:
    """Return a range as in "12", "9 to 14", "at least 12,000", "at most 700"; "open" without either end."""
    if low is None:
        return "open" if high is None else f"at most {amount(high)}"
    if high is None:
        return f"at least {amount(low)}"
    return amount(low) if low == high else f"{amount(low)} to {amount(high)}"


def amount(value: float) -> str:
    """Return a number as people read it: thousands apart, no more digits than it has."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")


def _chart(measures: str, tellings: Sequence[Told], undated: int) -> Markup:
    lows, highs = [t.low for t in tellings], [t.high or t.low for t in tellings]
    about = (
        f"{len(tellings)} reports tell a number {measures}: the least is {amount(min(lows))}, the most "
        f"{amount(max(highs))}. The band is the range that all reports until then leave open."
    )
    rows = [
        (day_words(t.day or 1), said(t.outlet), range_words(t.low, t.high), said(f"“{t.words}”"),
         said(t.cited) if t.cited else "the article")
        for t in tellings
    ]  # fmt: skip
    twin = Twin(("report of", "publisher", measures, "in its words", "on whose word"), rows)
    left = f"{undated} more on pages without a date." if undated else ""
    return figure(
        f"How many {measures}", about, lambda width: _draw(tellings, width), legend=_legend(), twin=twin, notes=[left]
    )  # fmt: skip


def _draw(tellings: Sequence[Told], width: float) -> tuple[float, Markup]:
    days = extent([t.day for t in tellings if t.day is not None], 4)
    room = width_of(_whole(tellings), 12.5) + 14
    at = Scale(days[0], days[1] + 0.5, _LEFT + 14, width - _RIGHT - room)
    top = max(t.high or t.low * _OPEN for t in tellings)
    up = Scale(0, max(1.0, top * 1.1), _HEIGHT, _TOP)
    grid = [
        (line(_LEFT, up(v), width - _RIGHT, up(v), "nl-grid"),
         label(amount(v), _LEFT - 6, up(v) + 4, class_="nl-axis-text", anchor="end"))
        for v in steps(0, up.high, 4)
    ]  # fmt: skip
    ticks = day_ticks(days[0], days[1], 4 if width == NARROW else 9)
    band = _band(tellings, at, up)
    marks = [_mark(t, x, up, top, named=width != NARROW) for t, x in _spread(tellings, at)]
    return _HEIGHT + 24, group(grid, days_axis(ticks, at, _TOP, _HEIGHT), band, marks)


def _whole(tellings: Sequence[Told]) -> str:
    """The range of all reports."""
    high = max(t.high or t.low for t in tellings)
    open_end = any(t.high is None and t.low == high for t in tellings)
    return range_words(min(t.low for t in tellings), high) + (" or more" if open_end else "")


def _band(tellings: Sequence[Told], at: Scale, up: Scale) -> Markup:
    """The range over all reports known by each day, as steps."""
    upper: list[tuple[float, float]] = []
    lower: list[tuple[float, float]] = []
    low = high = None
    for day in sorted({t.day for t in tellings if t.day is not None}):
        if low is not None and high is not None:
            upper.append((at(day), up(high)))
            lower.append((at(day), up(low)))
        known = [t for t in tellings if t.day is not None and t.day <= day]
        low, high = min(t.low for t in known), max(t.high or t.low for t in known)
        upper.append((at(day), up(high)))
        lower.append((at(day), up(low)))
    assert low is not None
    assert high is not None
    upper.append((at.end, up(high)))
    lower.append((at.end, up(low)))
    return group(
        path([*upper, *reversed(lower)], "nl-band", closed=True), path(upper, "nl-edge"), path(lower, "nl-edge"),
        label(_whole(tellings), at.end + 6, (up(low) + up(high)) / 2 + 4, class_="nl-panel-title"),
    )  # fmt: skip


def _spread(tellings: Sequence[Told], at: Scale) -> list[tuple[Told, float]]:
    """Reports of one day side by side; what one outlet tells twice on a day is one mark."""
    found = []
    seen: dict[int, int] = {}
    for told in {(t.day, t.outlet, t.low, t.high): t for t in tellings}.values():
        day = told.day or 1
        found.append((told, at(day) + 15.0 * seen.get(day, 0)))
        seen[day] = seen.get(day, 0) + 1
    return found


def _mark(told: Told, x: float, up: Scale, top: float, *, named: bool) -> Markup:
    low, high = up(told.low), up(told.high if told.high is not None else top)
    words = f"{told.outlet}, {day_words(told.day or 1)}: {range_words(told.low, told.high)}"
    words += f", citing {told.cited}" if told.cited else ""
    parts = (
        [line(x, low, x, high, "nl-told-range" if told.high is not None else "nl-told-range is-open")]
        if low != high
        else []
    )
    arrow = path([(x - 4, high + 6), (x, high), (x + 4, high + 6)], "nl-told-arrow") if told.high is None else None
    parts.append(tag("circle", cx=x, cy=low, r=4.5, class_="nl-dot nl-dot-count" + (" is-cited" if told.cited else "")))
    name = label(fit(told.outlet, 110.0, 11.0), x + 8, low + 14, class_="nl-item-text") if named else None
    return linked(None, words, parts, arrow, label(amount(told.low), x + 8, low - 5, class_="nl-panel-title"), name)


def _legend() -> list[Markup]:
    own = tag("circle", cx=13, cy=8, r=4.5, class_="nl-dot nl-dot-count")
    cited = tag("circle", cx=13, cy=8, r=4.5, class_="nl-dot nl-dot-count is-cited")
    least = group(line(13, 15, 13, 2, "nl-told-range is-open"), path([(9, 7), (13, 1), (17, 7)], "nl-told-arrow"))
    return [
        swatch(own, "told in the article’s own voice"),
        swatch(cited, "told on a source’s word"),
        swatch(least, "at least so many"),
        swatch(rect(2, 3, 22, 10, "nl-band"), "range of all reports so far"),
    ]
