"""What a time expression means before it is anchored: plain records, one class a kind of meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

#: What a meaning is counted from: the document creation time; the running time of the text; the running time, or the
#: document creation time at its start; or an event that the words name.
ANCHOR, RUNNING, LOOSE, EVENT = "anchor", "running", "loose", "event"
#: "This coming Friday": the one that comes first, in this week or the next.
COMING = 2


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """A place on the calendar, as far as the words name it; what is missing comes from the anchor.

    Attributes:
        year: Year, or None; negative numbers do not occur, ``era`` says ``BC``.
        era: ``BC`` or None.
        digits: Leading digits of a century (``19``) or decade (``199``), or None.
        part: ``Q1`` to ``Q4``, ``H1``, ``H2``, ``SP``, ``SU``, ``FA`` or ``WI``, or None.
        month: 1 to 12, or None.
        week: ISO week of the year, or None.
        day: Day of the month, or None.
        weekday: 1 (Monday) to 7, or None.
        feast: Key of ``feasts.toml``, or None.
        time: TIMEX3 time of day with its ``T`` (``T14:30``, ``TMO``), or None.
        mod: ``START``, ``MID``, ``END`` or None.
        nth: -1 for the last such time, 1 for the next, 0 for this one, :data:`COMING` for the one that comes first,
            None when the words do not say.
        year_offset: Year relative to that of the base ("May of last year": -1), or None.
        base: :data:`ANCHOR`, :data:`RUNNING` or :data:`LOOSE`.
        known_year: Year of the event whose name the day is ("the October 7 attack"), or None.
        surely: True where both the noun behind the day and the sentence show that event.
    """

    year: int | None = None
    era: str | None = None
    digits: str | None = None
    part: str | None = None
    month: int | None = None
    week: int | None = None
    day: int | None = None
    weekday: int | None = None
    feast: str | None = None
    time: str | None = None
    mod: str | None = None
    nth: int | None = None
    year_offset: int | None = None
    base: str = ANCHOR
    known_year: int | None = None
    surely: bool = False


@dataclass(frozen=True, slots=True)
class ShiftedTime:
    """A time so many units from a base.

    Attributes:
        unit: ``second`` to ``century``, or ``weekend``.
        amount: Signed number of units; None when vague.
        sign: -1 before the base, 1 after it, 0 the unit that holds it.
        whole: True for calendar units ("last month"), False for a distance ("a month ago").
        base: :data:`ANCHOR`, :data:`RUNNING`, :data:`LOOSE`, :data:`EVENT` or the time
            that the words name ("two days after July 4").
        weekday: Weekday in the week reached ("Wednesday next week"), or None.
        time: Time of day, or None.
        mod: ``START``, ``MID``, ``END``, or ``EARLIER`` and ``LATER`` ("earlier this month").
        more: Further units and amounts, all of the same sign ("two years and a month ago").
    """

    unit: str
    amount: float | None
    sign: int
    whole: bool = True
    base: str | Meaning = ANCHOR
    weekday: int | None = None
    time: str | None = None
    mod: str | None = None
    more: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PartOf:
    """A part of a longer time: the first week of May, the last Monday of the month, the rest of the year.

    Attributes:
        unit: ``day``, ``week``, ``weekend``, ``month``, ``quarter``, ``half``, ``weekday`` or ``rest``.
        position: 1 for the first, -1 for the last.
        whole: The longer time.
        count: How many units ("the first three weeks").
        weekday: The weekday when ``unit`` is ``weekday``.
    """

    unit: str
    position: int
    whole: Meaning
    count: float = 1
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time with no place on the calendar; ``value`` is TIMEX3 (``P3D``, ``PT2H``, ``PXW``)."""

    value: str
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch that touches the base: the past three days (sign -1), the next two weeks (1)."""

    unit: str
    amount: float | None
    sign: int
    base: str = ANCHOR

    @property
    def duration(self) -> str:
        """The length as TIMEX3."""
        return duration_value(self.unit, self.amount)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A set of times: every Monday (``XXXX-WXX-1``), daily (``P1D``)."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """``PAST_REF``, ``PRESENT_REF`` or ``FUTURE_REF``; ``day`` when news means the day of publication by it."""

    value: str


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From one time to another, both included."""

    first: TimeSpan
    last: TimeSpan


Meaning = CalendarTime | ShiftedTime | PartOf | Duration | Window | Recurring | Reference | TimeRange


#: Characters between a time and the noun that it stands before.
_NOUN_PHRASE = 12


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression in a text, not yet anchored.

    Attributes:
        text: The words, without prepositions ("in", "on").
        start: First character.
        end: One past the last character.
        meaning: What the words say.
        signal: ``since``, ``from``, ``until``, ``by``, ``before``, ``after``, ``in``, ``within``, ``for``, or
            ``since clause`` (a clause that begins with "since" ends in the time), or None.
        lead: The signal's words as they stand before ``text``, with the space between, or an empty string.
        rule: Name of the rule that read it.
    """

    text: str
    start: int
    end: int
    meaning: Meaning
    signal: str | None = None
    lead: str = ""
    rule: str = ""

    def for_event(self, trigger_start: int, trigger_end: int) -> TimeSpan:
        """Return the expression as it bears on an event.

        "Since the army took over in 2021" bounds the events outside its clause, and dates the event inside it.

        Args:
            trigger_start: Offset of the event's trigger, on the scale of ``start``.
            trigger_end: End offset of the trigger.
        """
        inside = self.start - len(self.lead) <= trigger_start and trigger_end <= self.start
        if self.signal == "since" and self.lead.endswith("the ") and 0 <= trigger_start - self.end <= _NOUN_PHRASE:
            return self.bare()  # "since the 2014 shooting" dates the shooting
        if self.signal == "since clause":
            return self.bare() if inside else replace(self, signal="since")
        return self

    def bare(self) -> TimeSpan:
        """Return the expression without its signal."""
        return replace(self, signal=None, lead="")


def annotated_spans(spans: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Return spans as TIMEX3 annotators mark them: no signals, each end of a range by itself, windows as durations."""
    out: list[TimeSpan] = []
    for span in spans:
        if isinstance(span.meaning, TimeRange):
            out += [span.meaning.first, span.meaning.last]
        elif isinstance(span.meaning, Window):
            out.append(replace(span.bare(), meaning=Duration(span.meaning.duration)))
        else:
            out.append(span.bare())
    return tuple(out)


UNIT_CODES = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "weekend": "WE",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "millennium": "ML",
}


def duration_value(unit: str, amount: float | None) -> str:
    """Return a TIMEX3 duration; the amount is ``X`` when vague."""
    code = UNIT_CODES[unit]
    number = "X" if amount is None else f"{amount:g}" if amount < 1e6 else f"{amount:.0f}"
    return f"PT{number}{code[1]}" if code[0] == "T" else f"P{number}{code}"


def compound_value(parts: Iterable[tuple[str, float | None]]) -> str:
    """Return a TIMEX3 duration of several units, the biggest first: ``P2Y1M21D``."""
    order = list(UNIT_CODES)
    days, clock = "", ""
    for unit, amount in sorted(parts, key=lambda part: -order.index(part[0])):
        value = duration_value(unit, amount)
        days, clock = (days, clock + value[2:]) if value.startswith("PT") else (days + value[1:], clock)
    return f"P{days}T{clock}" if clock else f"P{days}"


def split_duration(value: str) -> tuple[tuple[str, float], ...]:
    """Return the units and amounts of a TIMEX3 duration, the biggest first; empty where one is vague."""
    days, _, clock = value.removeprefix("P").partition("T")
    parts: list[tuple[str, float]] = []
    for prefix, text in (("", days), ("T", clock)):
        for number, code in re.findall(r"([0-9.]+|X)([A-Z]+)", text):
            unit = _UNIT_OF_CODE.get(prefix + code)
            if unit is None or number == "X":
                return ()
            parts.append((unit, float(number)))
    return tuple(parts)


_DURATION = re.compile(r"P(T?)([0-9.]+|X)([A-Z]+)")
_UNIT_OF_CODE = {code: unit for unit, code in UNIT_CODES.items()}


def read_duration(value: str) -> tuple[str | None, float | None]:
    """Return unit and amount of a simple TIMEX3 duration; compound ones have no unit."""
    match = _DURATION.fullmatch(value)
    if not match:
        return None, None
    timed, number, code = match.groups()
    return _UNIT_OF_CODE.get(timed + code), None if number == "X" else float(number)
