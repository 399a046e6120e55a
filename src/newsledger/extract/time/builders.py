"""The register of builders, and what they share: how a match's groups are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from newsledger.extract.time.meaning import CalendarTime, Meaning, ShiftedTime
from newsledger.extract.time.numerals import digits_value, read_ordinal
from newsledger.extract.time.patterns import Match
from newsledger.extract.time.words import word_tables

Build = Callable[[Match], Meaning | None]
BUILDERS: dict[str, Build] = {}
_UNIT_FACTORS = {"fortnight": ("week", 2.0)}


def builds(name: str) -> Callable[[Build], Build]:
    """Register a builder under the name that ``rules.toml`` uses."""

    def register(build: Build) -> Build:
        BUILDERS[name] = build
        return build

    return register


def number_of(match: Match, name: str) -> float | None:
    """Return the number of a group: an earlier find's value or digits."""
    value = match.value(name)
    if value is not None:
        return float(value)
    word = match.word(name)
    return digits_value(word) if word else None


def whole(match: Match, name: str) -> int | None:
    """Return a whole number of a group, or None."""
    value = number_of(match, name)
    return int(value) if value is not None and value == int(value) else None


def ordinal_of(match: Match, name: str) -> int | None:
    """Return an ordinal or a plain number of a group; -1 for "last"."""
    value = match.value(name)
    if value is not None:
        return int(value)
    word = match.word(name)
    if word is None:
        return None
    table = word_tables().value("ordinal", word)
    if table is not None:
        return int(table)
    read = read_ordinal([word], 0)
    return int(read[0]) if read else whole(match, name)


def month_of(match: Match, name: str = "month") -> int | None:
    """Return the month that a group names, 1 to 12."""
    word = match.word(name)
    tables = word_tables()
    value = tables.value("month", word) or tables.value("weak_month", word) or tables.value("short_month", word)
    return int(value) if value else None


def weekday_of(match: Match, name: str = "weekday") -> int | None:
    """Return the weekday that a group names, 1 (Monday) to 7."""
    word = match.word(name)
    value = word_tables().value("weekday", word) or word_tables().value("weekdays", word)
    return int(value) if value else None


def full_year(digits: str) -> int:
    """Return the year of two digits: 69 and above lie in the 1900s."""
    value = int(digits)
    return value + (1900 if value >= 69 else 2000)


def unit_of(match: Match, name: str = "unit") -> str | None:
    """Return the unit of time that a group names."""
    word = match.word(name)
    return word_tables().value("unit", word) or word_tables().value("whole_unit", word)


def amount_of(match: Match, name: str = "amount") -> float | None:
    """Return the number of units of a group, or None."""
    return number_of(match, name)


def scaled(unit: str, amount: float | None) -> tuple[str, float | None]:
    """Return unit and amount in units that TIMEX3 has: a fortnight is two weeks."""
    unit, factor = _UNIT_FACTORS.get(unit, (unit, 1.0))
    return unit, None if amount is None else amount * factor


def direction(match: Match) -> int:
    """Return -1 for "last" and its like, 0 for "this", 1 for "next"."""
    tables, word = word_tables(), match.word("which")
    value = tables.value("which", word) or tables.value("past_last", word)
    return int(value or 0)


def with_time(meaning: Meaning, time: str | None, mod: str | None = None) -> Meaning | None:
    """Return a time with a time of day added, or None when it cannot take one."""
    if isinstance(meaning, CalendarTime | ShiftedTime):
        return replace(meaning, time=time or meaning.time, mod=mod or meaning.mod)
    return None
