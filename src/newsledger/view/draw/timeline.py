"""Events along time, in four lanes; a day that is not known exactly is a bar as long as what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from newsledger.records import Event
from newsledger.view.draw.scales import Scale, day_of, day_ticks, extent, fit, span_words, width_of
from newsledger.view.draw.svg import (
    NARROW,
    Twin,
    days_axis,
    figure,
    label,
    line,
    linked,
    mark,
    rect,
    stage_mark,
    swatch,
)  # fmt: skip
from newsledger.view.event import kind
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import group, link, said, tag
from newsledger.view.names import names_of
from newsledger.view.words import QUADS, STAGES, quad

_LANES = ("2", "1", "3", "4")
"""Quads from deeds of cooperation down to deeds of conflict."""
_ROWS, _ROWS_FULL, _ROW = 9, 15, 19.0
_FULL = 40
"""Events of a lane from which on it may be higher."""
_MARK = 5.0
_LABEL = 25
_LISTED = 60
_LONG = 45
"""Longest range of days that still decides where the picture begins and ends; longer ones run over its edge."""
_LEFT, _RIGHT, _TOP = 14.0, 14.0, 6.0


@dataclass(frozen=True, slots=True)
class _Item:
    """An event with the days that it may lie on."""

    event: Event
    first: int
    last: int
    who: str

    @property
    def words(self) -> str:
        """What the event is, in one line."""
        when = span_words(self.first, self.last)
        sources = self.event.independent_count
        told = f"{sources} independent source{'' if sources == 1 else 's'}"
        return f"{kind(self.event)}: {self.who}; {when}; {self.event.stage}; {told}"


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where an item is drawn: its row, the ends of its bar, its label, and whether that stands before or after it."""

    item: _Item
    row: int
    start: float
    end: float
    label: str
    side: str


def timeline(events: Sequence[Event], *, links: Links = NOWHERE, names: Mapping[str, str] | None = None) -> Markup:
    """Return events along time; those without a day stand below, with the reason.

    Args:
        events: Events; those with the most sources are the first to be labelled.
        links: Where events lead.
        names: Names of codes that differ from the usual ones.
    """
    if not events:
        return tag("p", "No event to draw.", class_="nl-empty")
    dated, undated = _sorted_out(events, names)
    shown, far = _window(dated)
    distant = [i.event for i in far]
    apart = group(
        _apart(undated, "without a day", links, names), _apart(distant, "far from the others", links, names)
    )  # fmt: skip
    if not shown:
        return group(tag("p", "No report says on which day these events took place.", class_="nl-empty"), apart)
    near = [i for i in shown if i.last - i.first <= _LONG] or shown
    first, last = extent([d for i in near for d in (i.first, i.last)], 14)
    rows = [
        (span_words(i.first, i.last), link(kind(i.event), links.to_event(i.event.event_id)), said(i.who), i.event.stage,
         i.event.independent_count)
        for i in sorted(shown, key=lambda i: (i.first, i.last, i.event.event_id))
    ]  # fmt: skip
    columns = ("when", "event", "who", "told as", "independent sources")
    about = (
        f"{len(shown)} events from {span_words(first, last)}, cooperation above and conflict below; a bar covers the "
        "days on which an event may have taken place."
    )
    picture = figure(
        "Events over time", about, lambda width: _draw(shown, (first, last), width, links), legend=_legend(),
        twin=Twin(columns, rows),
    )  # fmt: skip
    return group(picture, apart)


def _sorted_out(events: Sequence[Event], names: Mapping[str, str] | None) -> tuple[list[_Item], list[Event]]:
    dated, undated = [], []
    for event in events:
        first, last = day_of(event.time_earliest), day_of(event.time_latest)
        if first is None or last is None or last < first:
            undated.append(event)
        else:
            dated.append(_Item(event, first, last, who(event, names)))
    return dated, undated


def who(event: Event, names: Mapping[str, str] | None = None) -> str:
    """Return who acts on whom, in names."""
    actors, recipients = names_of(event.actors, names) or "?", names_of(event.recipients, names)
    return f"{actors} → {recipients}" if recipients else actors


def _window(items: Sequence[_Item]) -> tuple[list[_Item], list[_Item]]:
    """Set the few events apart that lie so far away that all others would become one dot."""
    middles = sorted((i.first + i.last) // 2 for i in items)
    if len(middles) < 8:
        return list(items), []
    tenth = len(middles) // 10 or 1
    low, high = middles[tenth], middles[-1 - tenth]
    reach = max(high - low, 30)

    def is_near(i: _Item) -> bool:
        return low - reach <= (i.first + i.last) // 2 <= high + reach and i.last - i.first <= 3 * reach

    return [i for i in items if is_near(i)], [i for i in items if not is_near(i)]


def _draw(items: Sequence[_Item], days: tuple[int, int], width: float, links: Links) -> tuple[float, Markup]:
    at = Scale(days[0], days[1], _LEFT + 4, width - _RIGHT)
    parts: list[Markup] = []
    y = _TOP
    others = sorted({i.event.quad_code for i in items} - set(_LANES))
    for code in (*_LANES, *others):
        lane = [i for i in items if i.event.quad_code == code]
        if not lane:
            continue
        placed, crowded = _pack(lane, at, width)
        height = 24 + _ROW * (1 + max((p.row for p in placed), default=0))
        parts.append(rect(0, y, width, height - 3, f"nl-lane nl-lane-q{code}"))
        beyond = "more in the table" if width == NARROW else "more than fit, in the table"
        more = f" · {crowded} {beyond}" if crowded else ""
        words = f"{quad(code).sign} {quad(code).word} · {len(lane)}{more}"
        parts.append(label(words, 8, y + 14, class_=f"nl-lane-name nl-text-q{code}"))
        parts.extend(_item(p, y + 30 + _ROW * p.row, links) for p in placed)
        y += height
    ticks = day_ticks(days[0], days[1], 5 if width == NARROW else 12)
    return y + 18, group(days_axis(ticks, at, 2, y), parts)


def _pack(lane: Sequence[_Item], at: Scale, width: float) -> tuple[list[_Placed], int]:
    """Give each event of a lane a row; the weightiest come first and get labels, the rest fill what is free."""
    rows = _ROWS if len(lane) <= _FULL else _ROWS_FULL
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    placed: list[_Placed] = []
    ordered = sorted(
        lane, key=lambda i: (-i.event.independent_count, -i.event.mention_count, i.first, i.event.event_id)
    )
    for item in ordered:
        start, end = at(item.first), at(item.last)
        words = fit(item.who, _LABEL * 6.4, 11.5)
        room = width_of(words, 11.5) + 10
        ways = ((words, "after", start, end + room), (words, "before", start - room, end), ("", "after", start, end))
        for name, side, left, right in ways:
            span = (left - _MARK - 6, right + _MARK + 8)
            row = next((n for n, row in enumerate(taken) if not any(a < span[1] and b > span[0] for a, b in row)), None)
            if row is not None and (not name or (left > 0 and right < width - 4)):
                taken[row].append(span)
                placed.append(_Placed(item, row, start, end, name, side))
                break
    return placed, len(lane) - len(placed)


def _item(placed: _Placed, y: float, links: Links) -> Markup:
    event, middle = placed.item.event, (placed.start + placed.end) / 2
    bar = placed.end - placed.start
    shapes = [
        line(placed.start, y, placed.end, y, f"nl-range nl-line-q{event.quad_code}") if bar > 2 * _MARK else None,
        mark(event.quad_code, middle, y, _MARK),
        stage_mark(event.stage, middle, y, _MARK),
        _named(placed, y),
    ]  # fmt: skip
    return linked(links.to_event(event.event_id), placed.item.words, shapes)


def _named(placed: _Placed, y: float) -> Markup | None:
    if not placed.label:
        return None
    gap = _gap(placed.item.event)
    if placed.side == "before":
        return label(placed.label, placed.start - gap, y + 4, class_="nl-item-text", anchor="end")
    return label(placed.label, placed.end + gap, y + 4, class_="nl-item-text")


def _gap(event: Event) -> float:
    """Room between a sign and its label; what is not told as fact has a ring."""
    return _MARK + (6 if event.stage == "happened" else 9)


def _apart(events: Sequence[Event], why: str, links: Links, names: Mapping[str, str] | None) -> Markup | None:
    if not events:
        return None
    items = [
        tag("li", link(kind(e), links.to_event(e.event_id)), " ", said(who(e, names)), " – ", _reason(e))
        for e in events[:_LISTED]
    ]
    more = tag("li", f"… and {len(events) - _LISTED} more") if len(events) > _LISTED else None
    number = f"{len(events)} event{'' if len(events) == 1 else 's'} {why}"
    return tag("details", tag("summary", number), tag("ul", items, more), class_="nl-apart")


def _reason(event: Event) -> str:
    if event.time_value and event.time_earliest:
        return f"told for {event.time_value}"
    told = f"the reports only say {event.time_value}" if event.time_value else "no report says when"
    return f"{told}; first reported {event.first_reported_at or 'on an undated page'}"


def _legend() -> list[Markup]:
    entries = [swatch(mark(q, 13, 8), look.word) for q, look in QUADS.items()]
    for stage in ("planned", "possible", "denied"):
        dot = tag("circle", cx=13, cy=8, r=2.5, class_="nl-column")
        entries.append(swatch(group(dot, stage_mark(stage, 13, 8, 3)), STAGES[stage].word))
    return [*entries, swatch(group(line(2, 8, 24, 8, "nl-range nl-line-q2"), mark("2", 13, 8, 4)), "some day of these")]
