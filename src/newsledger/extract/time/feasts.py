"""Dates of feasts and named days."""

from __future__ import annotations

from datetime import date

from newsledger.extract.time.data import load_toml
from newsledger.extract.time.periods import add_days, easter, nth_weekday, orthodox_easter


def feast_date(key: str, year: int) -> date | None:
    """Return the date of a feast in a year, or None when it cannot be computed."""
    feast = load_toml("feasts.toml")[key]
    day: date | None = None
    if "date" in feast:
        month, number = feast["date"].split("-")
        day = date(year, int(month), int(number))
    elif "easter" in feast:
        day = add_days(easter(year), feast["easter"])
    elif "orthodox" in feast:
        day = add_days(orthodox_easter(year), feast["orthodox"])
    elif "nth" in feast:
        day = nth_weekday(year, *feast["nth"])
    return add_days(day, feast["shift"]) if day and "shift" in feast else day


def why_open(key: str) -> str | None:
    """Return why a feast has no computable date, or None when it has one."""
    reason = load_toml("feasts.toml")[key].get("open")
    return None if reason is None else str(reason)
