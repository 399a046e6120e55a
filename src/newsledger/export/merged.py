"""A report and an event as the formats of the field want them: one row for all that several reports tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from newsledger.export.dates import OPEN, When, when_of
from newsledger.export.dyads import Dyad, dyads
from newsledger.records import EventMention, Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Report:
    """A mention with what is known of its page and of its event.

    Attributes:
        mention: The mention.
        publisher: Outlet, or None.
        url: Address, or None.
        title: Headline, or None.
        language: ISO 639-1, or None.
        text_length: Length of the document's text in code points.
        independent_count: Independent sources of the event, or None where events were not grouped.
        updated_at: When the event was changed last, as ISO time, or None.
    """

    mention: EventMention
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    text_length: int = 0
    independent_count: int | None = None
    updated_at: str | None = None


@dataclass(frozen=True)
class Merged:
    """An event with the selected mentions that report it, the first report first."""

    event_id: str
    reports: tuple[Report, ...]

    @cached_property
    def lead(self) -> Report:
        """The report whose mention says most of who did it to whom; the first of several."""
        return max(self.reports, key=lambda r: bool(r.mention.actors) + bool(r.mention.recipients))

    @property
    def mentions(self) -> list[EventMention]:
        """The mentions, first report first."""
        return [report.mention for report in self.reports]

    @cached_property
    def event_type(self) -> str:
        """The PLOVER type that most mentions have."""
        return _most(m.event_type for m in self.mentions) or self.lead.mention.event_type

    @cached_property
    def sample(self) -> EventMention:
        """The mention that stands for the event's codes: of its type, the lead one if it is."""
        return next(m for m in (self.lead.mention, *self.mentions) if m.event_type == self.event_type)

    @cached_property
    def place(self) -> Place | None:
        """The place that most mentions give, with a point before one without."""
        places = [m.place for m in self.mentions if m.place and m.place.country]
        name = _most((p.country, p.name) for p in places if p.latitude is not None) or _most(
            (p.country, p.name) for p in places
        )
        return next((p for p in places if (p.country, p.name) == name), None)

    def when(self, *, report_day: bool = False) -> When:
        """When it took place, as most mentions that say so have it; see :func:`newsledger.export.dates.when_of`."""
        told = [w for w in map(when_of, self.mentions) if w.first]
        if not told and report_day:
            told = [w for w in (when_of(m, report_day=True) for m in self.mentions) if w.first][:1]
        return _most(told) or OPEN

    @cached_property
    def dyads(self) -> list[Dyad]:
        """The pairs of the lead mention."""
        return dyads(self.lead.mention)

    @property
    def document_count(self) -> int:
        """Number of documents that report it."""
        return len({m.document_id for m in self.mentions})

    @property
    def source_count(self) -> int:
        """Number of independent sources, never more than there are selected documents."""
        known = self.reports[0].independent_count
        return min(known or self.document_count, self.document_count)

    @property
    def first_reported_at(self) -> str | None:
        """Document creation time of the first report that has one."""
        return next((m.document_creation_time for m in self.mentions if m.document_creation_time), None)

    def count(self, measures: str) -> tuple[float, float | None] | None:
        """Return the least and the most of a count (``killed`` …) over all reports, or None; most is None if open.

        A mention that counts twice (12 soldiers and 3 civilians) tells of no fewer than its highest number.
        """
        told = [[q for q in m.quantities if q.measures == measures and q.low is not None] for m in self.mentions]
        lows = [max(q.low for q in found if q.low is not None) for found in told if found]
        highs = [q.high for found in told for q in found]
        return (min(lows), None if None in highs else max(h or 0 for h in highs)) if lows else None


def _most(values: Iterable[T]) -> T | None:
    """Return the most frequent value, the first of several, or None of none."""
    counted = Counter(values)
    return max(counted, key=lambda v: counted[v]) if counted else None
