"""From values to places on a picture: numbers, days, and the ticks between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LAST_DAY = date.max.toordinal()
_WIDE = 1.0
_LETTER = 0.56
"""Width of a letter in ems; East Asian letters take a whole one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value; one outside lies at the border."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


def steps(low: float, high: float, about: int = 5) -> list[float]:
    """Return round numbers between two values."""
    if high <= low:
        return [low]
    rough = (high - low) / max(1, about)
    power = 10.0 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    first = floor(low / step)
    found = [round(n * step, 10) for n in range(first, first + 10 * about + 20)]
    return [v for v in found if low - step * 1e-9 <= v <= high + step * 1e-9]


def day_of(iso: str | None) -> int | None:
    """Return the number of an ISO day, or None for what is none."""
    try:
        return date.fromisoformat((iso or "")[:10]).toordinal()
    except ValueError:
        return None


def day_words(day: int) -> str:
    """Return a day as in "18 Mar 2031"."""
    when = date.fromordinal(day)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def span_words(first: int, last: int) -> str:
    """Return a range of days; one day alone is no range."""
    return day_words(first) if first == last else f"{day_words(first)} – {day_words(last)}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A day with its label."""

    day: int
    label: str


def day_ticks(first: int, last: int, most: int) -> list[Tick]:
    """Return at most about so many days with labels: days, months, quarters or years, whatever fits."""
    span = max(1, last - first)
    if span <= most * 3:
        step = max(1, -(-span // most))
        return [Tick(d, _day_label(d, first)) for d in range(first, last + 1, step)]
    months = span / 30.4
    step = next((n for n in (1, 2, 3, 6) if months / n <= most), 0)
    if step:
        return [Tick(d.toordinal(), _month_label(d)) for d in _firsts(first, last, step)]
    years = max(1, -(-span // (365 * most)))
    step = next(n * 10**p for p in range(5) for n in (1, 2, 5) if n * 10**p >= years)
    low = date.fromordinal(first).year // step * step
    found = (date(y, 1, 1) for y in range(max(1, low), min(9999, date.fromordinal(last).year) + 1, step))
    return [Tick(d.toordinal(), str(d.year)) for d in found if first <= d.toordinal() <= last]


def _firsts(first: int, last: int, step: int) -> list[date]:
    start = date.fromordinal(first).replace(day=1)
    found = []
    month = (start.month - 1) // step * step
    year = start.year
    while year <= 9999 and (when := date(year, month + 1, 1)).toordinal() <= last:
        if when.toordinal() >= first:
            found.append(when)
        year, month = (year, month + step) if month + step < 12 else (year + 1, 0)
    return found


def _month_label(when: date) -> str:
    return f"{_MONTHS[when.month - 1]} {when.year}" if when.month == 1 else _MONTHS[when.month - 1]


def _day_label(day: int, first: int) -> str:
    when = date.fromordinal(day)
    month = f" {_MONTHS[when.month - 1]}" if day == first or when.day <= 2 else ""
    return f"{when.day}{month}"


def period_of(day: int, step: str) -> int:
    """Return the first day of the month or week (Monday) that a day lies in."""
    when = date.fromordinal(day)
    if step == "week":
        return day - when.weekday()
    return when.replace(day=1).toordinal()


def next_period(day: int, step: str) -> int:
    """Return the first day of the period after the one that begins on a day, or the last day that there is."""
    if step == "week":
        return min(day + 7, LAST_DAY)
    later = day + 32
    return date.fromordinal(later).replace(day=1).toordinal() if later <= LAST_DAY else LAST_DAY


def width_of(text: str, size: float = 12.0) -> float:
    """Return about how wide a text is, in pixels."""
    return size * sum(_WIDE if unicodedata.east_asian_width(c) in "WF" else _LETTER for c in text)


def fit(text: str, width: float, size: float = 12.0) -> str:
    """Return a text cut so that it fits a width."""
    if width_of(text, size) <= width:
        return text
    kept = ""
    used = size * _WIDE
    for char in text:
        used += width_of(char, size)
        if used > width:
            break
        kept += char
    return kept.rstrip() + "…"


def extent(values: Sequence[int], least: int) -> tuple[int, int]:
    """Return first and last of some days, at least so many days apart."""
    low, high = min(values), max(values)
    missing = max(0, least - (high - low))
    return max(1, low - (missing + 1) // 2), min(LAST_DAY, high + missing // 2)
