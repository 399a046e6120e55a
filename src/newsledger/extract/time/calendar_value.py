"""Time values in the plain form that event tables use: days, months, years and ranges of days."""

from __future__ import annotations

import re

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
        return expression.earliest
    if _PLAIN.fullmatch(value):
        return value
    if expression.earliest and expression.latest:
        return f"{expression.earliest}/{expression.latest}"
    return None
