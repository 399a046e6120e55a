"""Time values in the plain form that event tables use: days, months, years and ranges of days."""

from __future__ import annotations

import re

from newsledger.extract.time.periods import parse_value
from newsledger.records import TimeExpression

_PLAIN = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def calendar_value(expression: TimeExpression) -> str | None:
    """Return a value as the coding guide writes it.

    Args:
        expression: A resolved time.

    Returns:
        ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, ``first day/last day`` for all other stretches (weeks, weekends, seasons,
        quarters, decades, ranges), ``PRESENT`` for the present, or None for durations, sets and vague references.
    """
    value = expression.value
    if value is None or expression.granularity in {"duration", "set"}:
        return None
    if expression.granularity == "reference":
        return "PRESENT" if value == "PRESENT_REF" else None
    if expression.granularity == "time":
        return value.split("T")[0]
    if _PLAIN.fullmatch(value):
        return value
    period = parse_value(value)
    first: object = expression.earliest
    last: object = expression.latest
    if period and (not first or not last):  # "after last week": the stretch is named, the bounds say the rest
        first, last = period.first, period.last
    if first and last and str(first) == str(last):
        return str(first)
    return f"{first}/{last}" if first and last else None
