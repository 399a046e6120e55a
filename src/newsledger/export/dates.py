"""When an event took place, as far as a format can say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from newsledger.records import EventMention


@dataclass(frozen=True, slots=True)
class When:
    """First and last ISO day on which the event can lie, both None where the text leaves it open.

    ``of_report`` is True where the day of the report stands in, because the user asked for it.
    """

    first: str | None = None
    last: str | None = None
    of_report: bool = False

    @property
    def day(self) -> str | None:
        """The day, where it is one."""
        return self.first if self.first and self.first == self.last else None

    @property
    def month(self) -> str | None:
        """The month as ``2031-03``, where it lies within one."""
        return self._within(7)

    @property
    def year(self) -> str | None:
        """The year, where it lies within one."""
        return self._within(4)

    def _within(self, letters: int) -> str | None:
        if not self.first or not self.last or self.first[:letters] != self.last[:letters]:
            return None
        return self.first[:letters]

    @property
    def length(self) -> int | None:
        """Number of days that it may be, or None."""
        span = self.days
        return (span[1] - span[0]).days + 1 if span else None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day as dates, or None where one is open or no date of the calendar."""
        if not self.first or not self.last:
            return None
        try:
            return date.fromisoformat(self.first), date.fromisoformat(self.last)
        except ValueError:
            return None

    @property
    def middle(self) -> str | None:
        """The day in the middle, for formats that want one day and a precision."""
        span = self.days
        return (span[0] + timedelta(days=(span[1] - span[0]).days // 2)).isoformat() if span else None


OPEN = When()


def when_of(mention: EventMention, *, report_day: bool = False) -> When:
    """Return when a mention says that the event took place.

    Args:
        mention: The mention.
        report_day: Let the day of the report stand in where the text gives no time at all. It never stands in for what
            is told as history or as to come, nor where the text gives a time that could not be resolved.
    """
    time = mention.time
    if time and time.earliest and time.latest:
        return When(time.earliest[:10], time.latest[:10])
    told = mention.document_creation_time
    if report_day and told and time is None and not set(mention.auxiliary) & {"historical", "future", "hypothetical"}:
        return When(told[:10], told[:10], of_report=True)
    return OPEN
