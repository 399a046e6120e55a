"""Builders of ranges: from one time to another."""

from __future__ import annotations

from dataclasses import replace

from newsledger.extract.time.builders import builds, direction, ordinal_of, whole, with_time
from newsledger.extract.time.meaning import ANCHOR, CalendarTime, Meaning, PartOf, ShiftedTime, TimeRange, TimeSpan
from newsledger.extract.time.patterns import Item, Match

_PARTS = frozenset({"TMO", "TAF", "TEV", "TNI"})
_HOURS = 24
_AFTER_NOON = _PARTS - {"TMO"}


def _as_span(
    match: Match, item: Item, meaning: Meaning, *, end: int | None = None, start: int | None = None
) -> TimeSpan:
    tokens = match.tokens
    first = tokens.starts[item.start if start is None else start]
    last = tokens.ends[(item.end if end is None else end) - 1]
    return TimeSpan(tokens.text[first:last], first, last, meaning, rule="end of a range")


@builds("day_range")
def _day_range(match: Match) -> Meaning | None:
    """Build "5-7 September" and "September 5-7, 2022": one end is a whole date, the other a day."""
    day, known = ordinal_of(match, "day"), match.value("first") or match.value("last")
    if not isinstance(known, CalendarTime) or not known.month or not known.day or not day or not 1 <= day <= 31:
        return None
    if known.time:  # "from 5 to 6 p.m. on April 22" is a range of hours
        return None
    known_day = known.day
    year = match.value("year")
    if year is not None and year != CalendarTime(year=getattr(year, "year", None)):
        return None
    known = replace(known, year=year.year if year else known.year)
    other = replace(known, day=day, weekday=None, time=None)
    bare = match.items("day")[0]
    if match.items("first") and day > known_day:
        last = _as_span(match, bare, other, end=match.span()[1])
        return TimeRange(_as_span(match, match.items("first")[0], known), last)
    if match.items("last") and day < known_day:
        return TimeRange(_as_span(match, bare, other), _as_span(match, match.items("last")[0], known))
    return None


@builds("days_of_which_month")
def _days_of_which_month(match: Match) -> Meaning | None:
    """Build "between the 4th and the 22nd of this month"."""
    first, last = ordinal_of(match, "first") or 0, ordinal_of(match, "last") or 0
    if not 1 <= first < last <= 31:
        return None
    month = ShiftedTime("month", direction(match), direction(match))
    one, two = match.items("first")[0], match.items("last")[0]
    return TimeRange(
        _as_span(match, one, PartOf("day", first, month)), _as_span(match, two, PartOf("day", last, month))
    )


@builds("hour_range")
def _hour_range(match: Match) -> Meaning | None:
    """Build "5 to 8 p.m." and "3:00 to 4:00 tomorrow": both ends share the day and, where it fits, the half of it."""
    evening = match.value("evening")
    part = getattr(evening, "time", None)
    if evening is not None and part not in _PARTS:
        return None
    last, first = match.value("last"), match.value("first")
    start, end = _end_hour(match, "first"), _end_hour(match, "last")
    day = evening or (last if isinstance(last, CalendarTime | ShiftedTime) else first)
    if start is None or end is None or not isinstance(day, CalendarTime | ShiftedTime):
        return None
    stated = _stated(match, "first")
    shift = 12 if part in _AFTER_NOON and end < 12 else 0
    if _stated(match, "last") or isinstance(last, CalendarTime | ShiftedTime):
        end_clock = getattr(last, "time", "")
    else:
        shift = 12 if not shift and end < start < 13 else shift
        end_clock = f"T{end + shift:02d}"
    end = int(end_clock[1:3])
    early = start < 12 and ((shift and part) or (end > 12 and not stated and start + 12 <= end))
    minutes = getattr(first, "time", "T00")[3:] if first is not None else ""
    start_clock = f"T{start + 12 if early else start:02d}{minutes}"
    return TimeRange(
        _as_span(match, match.items("first")[0], replace(day, time=start_clock)),
        _as_span(match, match.items("last")[0], replace(day, time=end_clock)),
    )


def _end_hour(match: Match, name: str) -> int | None:
    """Return the hour of one end: of a clock time, or a number that may be one."""
    value = match.value(name)
    if value is not None and not isinstance(value, float):
        return _hour_of(value)
    hour = whole(match, name)
    return hour if hour is not None and 0 <= hour <= _HOURS else None


def _stated(match: Match, name: str) -> bool:
    """Tell whether an end says which half of the day it lies in."""
    item = match.items(name)[0]
    return match.tokens.words[item.end - 1] in {"am", "pm"}


def _hour_of(meaning: object) -> int | None:
    """Return the hour of a meaning that has a clock time, or None."""
    time = meaning.time if isinstance(meaning, CalendarTime | ShiftedTime) else None
    return int(time[1:3]) if time and time[1:3].isdigit() else None


@builds("dated_range")
def _dated_range(match: Match) -> Meaning | None:
    """Give the hours of a range the day beside them."""
    date, hours = match.value("date"), match.value("range")
    ends = (hours.first.meaning, hours.last.meaning)
    if not all(isinstance(end, CalendarTime) and end == CalendarTime(time=end.time) for end in ends):
        return None
    first, last = (with_time(date, end.time) for end in ends)
    if (
        first is None
        or last is None
        or (isinstance(date, CalendarTime) and not (date.day or date.weekday or date.feast))
    ):
        return None
    return TimeRange(replace(hours.first, meaning=first), replace(hours.last, meaning=last))


@builds("time_range")
def _time_range(match: Match) -> Meaning | None:
    first, last = match.items("first")[0], match.items("last")[0]
    one, two = first.value, last.value
    if isinstance(one, CalendarTime) and isinstance(two, CalendarTime):
        clocks = bool(one.time and not one.day) == bool(two.time and not two.day)
        if not clocks or (two.era and one.era != two.era and one.year is None):
            return None
        if one.year is None and two.year is not None and one.month and one.base == ANCHOR and one.year_offset is None:
            later = (one.month, one.day or 0) > (two.month or 12, two.day or 31)
            one = replace(one, year=two.year - 1 if later else two.year)
    return TimeRange(_as_span(match, first, one), _as_span(match, last, two))


@builds("two_weekdays")
def _two_weekdays(match: Match) -> Meaning | None:
    """Build "Friday and Saturday"; two days that do not follow each other are two times."""
    first, last = match.items("first")[0], match.items("last")[0]
    one, two = first.value, last.value
    if not isinstance(one, CalendarTime) or one != CalendarTime(weekday=one.weekday) or not one.weekday:
        return None
    if two != CalendarTime(weekday=one.weekday % 7 + 1):
        return None
    return TimeRange(_as_span(match, first, one), _as_span(match, last, two))


@builds("year_range")
def _year_range(match: Match) -> Meaning | None:
    first, year = match.value("first"), match.word("year") or ""
    if not isinstance(first, CalendarTime) or first.year is None or first != CalendarTime(year=first.year):
        return None
    last = first.year - first.year % 100 + int(year)
    if len(year) != 2 or last <= first.year or match.around(1) == "-":
        return None
    return TimeRange(
        _as_span(match, match.items("first")[0], first),
        _as_span(match, match.items("year")[0], CalendarTime(year=last)),
    )
