"""Stretches of the calendar: TIMEX3 values with their first and last day, and the arithmetic between them.

Weeks are those of ISO 8601. Seasons are the meteorological ones of the north; winter begins in December of its year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_VALUE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?|W(?P<week>[0-9]{2})(?P<weekend>-WE)?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?(?P<time>T[0-9A-Z:.]+)?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days.

    Attributes:
        value: TIMEX3 value.
        first: First day, or None when it lies outside what dates can hold (before the year 1).
        last: Last day, or None.
        granularity: As in :class:`newsledger.records.TimeExpression`.
    """

    value: str
    first: date | None
    last: date | None
    granularity: str


def day_period(day: date) -> Period:
    """Return one day."""
    return Period(day.isoformat(), day, day, "day")


def week_period(day: date) -> Period:
    """Return the ISO week that holds a day."""
    year, week, weekday = day.isocalendar()
    monday = add_days(day, 1 - weekday)
    return Period(f"{year:04d}-W{week:02d}", monday, add_days(monday, 6), "week")


def weekend_period(day: date) -> Period:
    """Return Saturday and Sunday of the ISO week that holds a day."""
    week = week_period(day)
    monday = week.first or day
    return Period(f"{week.value}-WE", add_days(monday, 5), add_days(monday, 6), "range")


def month_period(year: int, month: int) -> Period:
    """Return a month."""
    last = calendar.monthrange(year, month)[1]
    return Period(f"{year:04d}-{month:02d}", date(year, month, 1), date(year, month, last), "month")


def part_period(year: int, part: str) -> Period:
    """Return a quarter (``Q3``), a half (``H1``) or a season (``SU``) of a year."""
    if part in _SEASON_MONTHS:
        start, end = _SEASON_MONTHS[part]
        last = month_period(year + (end < start), end).last if year < 9999 else date(9999, 12, 31)
        return Period(f"{year:04d}-{part}", date(year, start, 1), last, "season")
    months = 3 if part[0] == "Q" else 6
    end = int(part[1]) * months
    granularity = "quarter" if part[0] == "Q" else "range"
    return Period(f"{year:04d}-{part}", date(year, end - months + 1, 1), month_period(year, end).last, granularity)


def year_period(year: int) -> Period:
    """Return a year."""
    return Period(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), "year")


def digits_period(digits: str) -> Period:
    """Return a decade (three digits) or a century (two)."""
    span = 10 ** (4 - len(digits))
    start = int(digits) * span
    first = date(max(start, 1), 1, 1)
    return Period(digits, first, date(min(start + span - 1, 9999), 12, 31), "decade" if span == 10 else "century")


def range_period(first: date, last: date) -> Period:
    """Return all days from one to another."""
    return Period(f"{first.isoformat()}/{last.isoformat()}", first, last, "range")


def _quarter_period(day: date) -> Period:
    return part_period(day.year, f"Q{(day.month + 2) // 3}")


_UNIT_PERIODS: dict[str, Callable[[date], Period]] = {
    "day": day_period,
    "week": week_period,
    "weekend": weekend_period,
    "month": lambda day: month_period(day.year, day.month),
    "quarter": _quarter_period,
    "year": lambda day: year_period(day.year),
    "decade": lambda day: digits_period(f"{day.year:04d}"[:3]),
    "century": lambda day: digits_period(f"{day.year:04d}"[:2]),
}


def unit_period(unit: str, day: date) -> Period | None:
    """Return the calendar unit that holds a day, or None for units without one."""
    build = _UNIT_PERIODS.get(unit)
    return build(day) if build else None


def add_days(day: date, days: int) -> date:
    """Add days, stopping at the ends of the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def add_months(day: date, months: int) -> date:
    """Add months; the day of the month is lowered where the month is too short."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
_DAYS = {"day": 1, "week": 7, "weekend": 7}


def add_units(day: date, unit: str, amount: float) -> date | None:
    """Add a number of units to a day; fractions of longer units become months or days.

    Returns:
        The day, or None for units shorter than a day.
    """
    if unit in _DAYS:
        return add_days(day, round(_clamp(amount) * _DAYS[unit]))
    if unit in _MONTHS:
        return add_months(day, round(_clamp(amount) * _MONTHS[unit]))
    return None


def _clamp(amount: float) -> float:
    return max(min(amount, 1e7), -1e7)


def parse_value(value: str | None) -> Period | None:
    """Read a TIMEX3 or ISO 8601 value of the calendar; None for anything else."""
    if not value:
        return None
    if "/" in value:
        if value.count("/") > 1:
            return None
        ends = [parse_value(part) for part in value.split("/")]
        first, last = ends[0], ends[1]
        if first and last and first.first and last.last and first.first <= last.last:
            return Period(value, first.first, last.last, "range")
        return None
    if re.fullmatch(r"[0-9]{2,3}", value):
        return digits_period(value)
    match = _VALUE.fullmatch(value)
    return _parsed(match) if match else None


def _parsed(match: re.Match[str]) -> Period | None:
    part = match.groupdict()
    year = int(part["year"])
    try:
        if part["day"]:
            return day_period(date(year, int(part["month"]), int(part["day"])))
        if part["month"]:
            return month_period(year, int(part["month"]))
        if part["week"]:
            monday = date.fromisocalendar(year, int(part["week"]), 1)
            return weekend_period(monday) if part["weekend"] else week_period(monday)
        if part["quarter"] or part["half"] or part["season"]:
            return part_period(
                year, part["season"] or (f"Q{part['quarter']}" if part["quarter"] else f"H{part['half']}")
            )
        return year_period(year)
    except ValueError:
        return None


def easter(year: int) -> date:
    """Return Western Easter Sunday by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Return Orthodox Easter Sunday: the Julian computus of Meeus, as a Gregorian date."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the n-th weekday (1 Monday to 7) of a month, counted from its end when negative; None if it has none."""
    last = calendar.monthrange(year, month)[1]
    days = [day for day in range(1, last + 1) if date(year, month, day).isoweekday() == weekday]
    index = nth - 1 if nth > 0 else nth
    return date(year, month, days[index]) if -len(days) <= index < len(days) else None
