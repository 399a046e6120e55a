"""Panels for statistics: a row a unit and a period, with zeros where nothing happened.

Units are directed pairs of countries, or countries; periods are days or months. An event counts once in a cell, however
many mentions it has, and only if its time lies within one period; all others are counted apart.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from newsledger.errors import InputError
from newsledger.export.countries import state_numbers
from newsledger.export.merged import Merged
from newsledger.export.network import QUADS
from newsledger.export.rows import csv_line
from newsledger.export.settings import Settings, clean
from newsledger.ontology import load
from newsledger.ontology.crosswalks import goldstein

Unit = tuple[str, ...]
"""The code of a country, or those of an actor and a recipient."""


@dataclass(slots=True)
class Cell:
    """What happened between or to one unit in one period."""

    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    types: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    sources: int = 0
    intensity: float = 0.0
    goldstein: float = 0.0
    as_actor: int = 0
    as_recipient: int = 0

    def add(self, event: Merged) -> None:
        """Count an event."""
        sample = event.sample
        self.quads[int(sample.quad_code) - 1] += 1
        self.types[event.event_type] += 1
        self.mentions += len(event.reports)
        self.sources += event.source_count
        self.intensity += sample.intensity
        self.goldstein += goldstein(sample.cameo_code) or 0.0

    def values(self) -> list[Any]:
        """Return the columns that all panels share; the mean of nothing is empty, not zero."""
        events = sum(self.quads)
        return [
            events,
            self.mentions,
            self.sources,
            *self.quads,
            *(self.types[t.code] for t in load().types),
            round(self.intensity, 4),
            round(self.intensity / events, 4) if events else None,
            round(self.goldstein, 4),
            round(self.goldstein / events, 4) if events else None,
        ]


def value_columns() -> list[str]:
    """Return the names of :meth:`Cell.values`."""
    types = [t.code.lower() for t in load().types]
    scores = ["intensity_sum", "intensity_mean", "goldstein_sum", "goldstein_mean"]
    return ["events", "mentions", "independent_sources", *QUADS, *types, *scores]


DYAD_COLUMNS = ("actor", "recipient", "actor_cow", "recipient_cow", "actor_gw", "recipient_gw")
COUNTRY_COLUMNS = ("country", "cow", "gw", "as_actor", "as_recipient")


def dyad_day_lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield the panel of directed pairs by day."""
    return _dyad_lines(events, settings, period="day")


def dyad_month_lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield the panel of directed pairs by month."""
    return _dyad_lines(events, settings, period="month")


def _dyad_lines(events: Iterable[Merged], settings: Settings, *, period: str) -> Iterator[str]:
    cells: dict[tuple[str, Unit], Cell] = {}
    span = _Span(settings, period)
    for event, when in span.dated(events):
        pairs = sorted({(a, b) for a, b in map(_codes, event.dyads) if a and b and a != b})
        if not pairs:
            settings.notes["events not counted because they are not between two countries or organisations"] += 1
        for pair in pairs:
            cells.setdefault((when, pair), Cell()).add(event)
    whens = span.periods()
    units = _asked_pairs(settings.selection.countries) or sorted({unit for when, unit in cells if when in whens})
    yield csv_line([period, *DYAD_COLUMNS, *value_columns()])
    for when in whens:
        for unit in units:
            numbers = [state_numbers(code, _day_of(when)) for code in unit]
            codes = [*unit, numbers[0][0], numbers[1][0], numbers[0][1], numbers[1][1]]
            yield _line(when, codes, cells.get((when, unit), _NOTHING))


def country_month_lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield the panel of countries by month: events in which the country takes part, on either side."""
    cells: dict[tuple[str, Unit], Cell] = {}
    span = _Span(settings, "month")
    for event, when in span.dated(events):
        mention = event.lead.mention
        acting = {p.country for p in mention.actors if p.country}
        receiving = {p.country for p in mention.recipients if p.country}
        if not acting | receiving:
            settings.notes["events not counted because no party has a country or organisation code"] += 1
        for code in sorted(acting | receiving):
            cell = cells.setdefault((when, (code,)), Cell())
            cell.add(event)
            cell.as_actor += code in acting
            cell.as_recipient += code in receiving
    units: Sequence[Unit] = [(c,) for c in sorted(set(settings.selection.countries))]
    whens = span.periods()
    units = units or sorted({unit for when, unit in cells if when in whens})
    yield csv_line(["month", *COUNTRY_COLUMNS, *value_columns()])
    for when in whens:
        for unit in units:
            cell = cells.get((when, unit), _NOTHING)
            codes = [unit[0], *state_numbers(unit[0], _day_of(when)), cell.as_actor, cell.as_recipient]
            yield _line(when, codes, cell)


PANELS: dict[str, Callable[[Iterable[Merged], Settings], Iterator[str]]] = {
    "dyad-day": dyad_day_lines,
    "dyad-month": dyad_month_lines,
    "country-month": country_month_lines,
}
_WORDS = {"day", "month", "actor", "recipient", "country"}
"""Columns of a panel that are no numbers."""


def panel_rows(lines: Iterable[str]) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the columns and the rows of a panel; an empty cell is None."""
    reader = csv.DictReader(lines)
    rows = [{name: cell if name in _WORDS else _number(cell) for name, cell in row.items()} for row in reader]
    return list(reader.fieldnames or ()), rows


def _number(cell: str) -> int | float | None:
    if not cell:
        return None
    value = float(cell)
    return int(value) if value.is_integer() and "." not in cell else value


_NOTHING = Cell()


def _line(when: str, codes: Sequence[Any], cell: Cell) -> str:
    return csv_line(clean(v) for v in [when, *codes, *cell.values()])


_BEYOND = (
    "events not counted because they took place more than a month before the first report, or after the last; "
    "--from and --to widen the span"
)


@dataclass(slots=True)
class _Span:
    """The periods of a panel: those asked for; an end that was left open is that of the events.

    No open end lies more than a month before the first report, or behind the last: a zero says that the pages tell of
    nothing, and for the years of a war that the news of 2031 recalls there are no pages.
    """

    settings: Settings
    period: str
    events: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)

    def dated(self, events: Iterable[Merged]) -> Iterator[tuple[Merged, str]]:
        """Yield events with their period; those of none, or of none asked for, are counted apart."""
        first, last = self._asked()
        notes = self.settings.notes
        for event in events:
            self.reports.update(m.document_creation_time[:10] for m in event.mentions if m.document_creation_time)
            when = event.when(report_day=self.settings.report_day)
            cell = when.day if self.period == "day" else when.month
            if cell is None:
                hint = "" if self.settings.report_day else "; --undated report-day takes that of the report"
                notes[f"events not counted because the text does not give the {self.period}{hint}"] += 1
            elif (first and cell < first) or (last and cell > last):
                notes["events not counted because they took place before or after the span"] += 1
            else:
                self.events[cell] += 1
                yield event, cell

    def periods(self) -> dict[str, None]:
        """Return every period of the span, in order; events beyond an open end are counted apart.

        Raises:
            InputError: An end is no date.
        """
        first, last = self._asked()
        earliest, latest = self._reported()
        near = [when for when in self.events if earliest <= when <= latest]
        first, last = first or min(near, default=""), last or max(near, default="")
        beyond = sum(n for when, n in self.events.items() if not first <= when <= last)
        if beyond:
            self.settings.notes[_BEYOND] += beyond
        return dict.fromkeys(_between(first, last, self.period) if first and last else ())

    def _reported(self) -> tuple[str, str]:
        """Return the first day of the month before the first report, and the last report."""
        if not self.reports:
            return "", "9999"
        start = date.fromisoformat(min(self.reports)).replace(day=1)
        if start > date.min:
            start = (start - timedelta(days=1)).replace(day=1)
        return start.isoformat()[: self._letters], max(self.reports)[: self._letters]

    @property
    def _letters(self) -> int:
        return 10 if self.period == "day" else 7

    def _asked(self) -> tuple[str, str]:
        chosen = self.settings.selection
        return (chosen.since or "")[: self._letters], (chosen.until or "")[: self._letters]


def _between(first: str, last: str, period: str) -> Iterator[str]:
    try:
        day, end = date.fromisoformat(_day_of(first)), date.fromisoformat(_day_of(last))
    except ValueError as error:
        raise InputError(f"no span of dates: {first} to {last}", hint="give --from and --to") from error
    while day <= end:
        yield day.isoformat()[: len(first)]
        day = day + timedelta(days=1) if period == "day" else (day + timedelta(days=31)).replace(day=1)


def _codes(pair: Any) -> tuple[str | None, str | None]:
    return pair.actor and pair.actor.country, pair.recipient and pair.recipient.country


def _asked_pairs(countries: Sequence[str]) -> list[Unit]:
    """Return all directed pairs of the countries asked for, none where fewer than two are."""
    return [(a, b) for a, b in permutations(sorted(set(countries)), 2)]


def _day_of(period: str) -> str:
    return period if len(period) == 10 else f"{period}-01"
