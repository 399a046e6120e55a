"""What a time expression is resolved against, and how an answer or an open question is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from newsledger.extract.time.meaning import ANCHOR, LOOSE
from newsledger.extract.time.periods import Period, parse_value

NO_ANCHOR = "no document creation time"
NO_RUNNING = "no earlier time in the text to count from"


class OpenTimeError(Exception):
    """Raised inside the resolver where a value stays open; its message is the reason of the record."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A resolved time: its period, the time of day, and the rule and anchor that gave it.

    Attributes:
        period: The days.
        reason: Rule and anchor.
        time: TIMEX3 time of day, or None.
        value: TIMEX3 value where it is not that of the period.
        granularity: The same for the granularity.
    """

    period: Period
    reason: str
    time: str | None = None
    value: str | None = None
    granularity: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The anchors of one resolution.

    Attributes:
        anchor: Day of the document creation time, or None.
        instant: The document creation time where it is given to the minute, or None.
        running: The last time that the text gave, or None.
        tense: ``past``, ``present``, ``future`` or None.
    """

    anchor: date | None
    running: Period | None
    tense: str | None
    instant: datetime | None = None

    @property
    def future(self) -> bool:
        """True when the event is still to come."""
        return self.tense == "future"

    @property
    def narrative(self) -> bool:
        """True when a text without a date of its own tells of a running time."""
        return self.anchor is None and self.running is not None

    def day(self, base: str) -> tuple[date, str]:
        """Return the day that a base stands for, with its name for the reason.

        Raises:
            OpenTimeError: There is no such anchor.
        """
        if self.anchor is not None and (base == ANCHOR or (base == LOOSE and self.running is None)):
            return self.anchor, f"document creation time {self.anchor.isoformat()}"
        if self.running is not None and self.running.first is not None and self.running.last is not None:
            day = self.running.last if self.running.granularity == "range" else self.running.first
            return day, f"running time {self.running.value}"
        raise OpenTimeError(NO_ANCHOR if base == ANCHOR else NO_RUNNING)

    def period(self, base: str) -> Period | None:
        """Return the running period where the base is it, None where the base is the anchor day."""
        return self.running if base != ANCHOR or self.anchor is None else None


def make_frame(anchor: str | None, previous: str | None, tense: str | None) -> Frame:
    """Build a frame from ISO values; what cannot be read counts as missing."""
    anchored = parse_value(anchor[:10]) if anchor else None
    day = anchored.first if anchored is not None and anchored.granularity == "day" else None
    return Frame(day, parse_value(previous), tense, _instant(anchor) if day else None)


def _instant(anchor: str | None) -> datetime | None:
    """Read a date-time; its zone is dropped, since the text counts in the same one."""
    try:
        return (
            datetime.fromisoformat(anchor).replace(tzinfo=None) if anchor and len(anchor) > len("2016-07-08") else None
        )
    except ValueError:
        return None
