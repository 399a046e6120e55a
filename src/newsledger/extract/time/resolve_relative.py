"""Resolve times that are counted from another time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from newsledger.extract.time.frame import NO_RUNNING, Answer, Frame, OpenTimeError
from newsledger.extract.time.meaning import (
    ANCHOR,
    EVENT,
    Meaning,
    PartOf,
    ShiftedTime,
    Window,
)
from newsledger.extract.time.periods import (
    Period,
    add_days,
    add_units,
    day_period,
    digits_period,
    month_period,
    nth_weekday,
    part_period,
    range_period,
    unit_period,
    week_period,
    weekend_period,
    year_period,
)
from newsledger.extract.time.resolve_calendar import narrowed

Resolve = Callable[[Meaning, Frame], Answer]
_SHORT = frozenset({"second", "minute", "hour"})
#: How fine a time must be known for a distance in a unit to be counted from it.
_FINENESS = {"day": 0, "time": 0, "week": 1, "range": 1, "month": 2, "quarter": 3, "season": 3, "year": 4,
             "decade": 5, "century": 6}  # fmt: skip
_NEEDED = {"day": 0, "week": 1, "weekend": 1, "month": 2, "quarter": 3, "year": 4, "decade": 5, "century": 6}


def resolve_shift(meaning: ShiftedTime, frame: Frame, resolve: Resolve) -> Answer:
    """Resolve "last month", "three days ago", "two weeks after July 4".

    Raises:
        OpenTimeError: Its base is missing, vaguer than the unit, or an event without a date.
    """
    if meaning.base == EVENT:
        raise OpenTimeError("counted from an event, not from a date")
    if meaning.unit == "time":
        return _then(frame)
    if isinstance(meaning.base, str):
        day, name = frame.day(meaning.base)
        holder = frame.period(meaning.base)
    else:
        base = resolve(meaning.base, frame)
        if base.period.first is None or base.period.last is None:
            raise OpenTimeError("counted from a time that stays open")
        day = base.period.first if meaning.sign < 0 else base.period.last
        holder, name = base.period, f"{base.period.value}, {base.reason}"
    if meaning.amount is None:
        return _vague(meaning, day, name)
    if frame.instant and meaning.base == ANCHOR and meaning.unit in _SHORT and not meaning.whole:
        return _to_the_minute(meaning.unit, meaning.amount, frame.instant)
    if frame.instant and meaning.base == ANCHOR and meaning.unit in _SHORT and abs(meaning.amount) == 1:
        clocked = _minutes(meaning, frame.instant, meaning.sign)
        if clocked:
            return clocked
    if holder is not None and _FINENESS.get(holder.granularity, 9) > _NEEDED.get(meaning.unit, 0):
        raise OpenTimeError(f"counted from {holder.value}, which is no {meaning.unit}")
    if meaning.mod == "EARLIER" and meaning.amount == 0 and _begins(meaning.unit, day):
        day = add_days(day, -1)
    period = _shifted(meaning, day, frame)
    answer = Answer(period, f"counted from {name}", time=meaning.time)
    return narrowed(answer, meaning.mod, frame)


def _to_the_minute(unit: str, amount: float, instant: datetime) -> Answer:
    seconds = min(max(amount, -1e6), 1e6) * {"second": 1, "minute": 60, "hour": 3600}[unit]
    try:
        reached = instant + timedelta(seconds=seconds)
    except OverflowError:
        raise OpenTimeError("a time outside the calendar") from None
    period = day_period(reached.date())
    return Answer(period, f"counted from document creation time {instant.isoformat()}", f"T{reached:%H:%M}")


def _then(frame: Frame) -> Answer:
    """Return the running time itself."""
    if frame.running is None:
        raise OpenTimeError(NO_RUNNING)
    return Answer(frame.running, f"running time {frame.running.value}")


def _begins(unit: str, day: date) -> bool:
    """Tell whether a longer unit begins on a day, so that "earlier" in it means the one before."""
    period = unit_period(unit, day)
    return period is not None and unit != "day" and period.first == day


def _vague(meaning: ShiftedTime, day: date, name: str) -> Answer:
    if meaning.unit in _SHORT:
        return Answer(day_period(day), f"within the day of {name}")
    first = day if meaning.sign > 0 else None
    last = day if meaning.sign < 0 else None
    value = "FUTURE_REF" if meaning.sign > 0 else "PAST_REF"
    return Answer(Period(value, first, last, "reference"), f"an unknown number of units from {name}")


def _shifted(meaning: ShiftedTime, day: date, frame: Frame) -> Period:
    amount = meaning.amount or 0.0
    if meaning.unit == "night":
        return range_period(add_days(day, -1), day)
    if meaning.unit in _SHORT:
        return day_period(add_days(day, int(amount // 24) if meaning.unit == "hour" and abs(amount) >= 24 else 0))
    if meaning.unit == "weekend":
        return weekend_period(day) if amount == 0 and meaning.sign > 0 else _weekend(day, amount, frame)
    if not meaning.whole:
        return _compound(((meaning.unit, amount), *meaning.more), day)
    reached = add_units(day.replace(day=1) if meaning.unit == "month" else day, meaning.unit, amount)
    period = unit_period(meaning.unit, reached) if reached else None
    if period is None:
        raise OpenTimeError(f"a {meaning.unit} is no unit of the calendar here")
    if meaning.weekday and period.first is not None:
        return day_period(add_days(period.first, meaning.weekday - 1))
    return period


def _weekend(day: date, amount: float, frame: Frame) -> Period:
    """Return a weekend: "this" and "the" weekend is the coming one only when the event is still to come."""
    this = weekend_period(day)
    if amount == 0:
        return this if frame.future or day.isoweekday() >= 6 else weekend_period(add_days(day, -7))
    return weekend_period(add_days(day, int(amount) * 7))


def _distance(unit: str, amount: float, day: date) -> Period:
    """Return the time at a distance, as fine as its unit says: three years ago is a year, ten days ago a day."""
    reached = add_units(day, unit, amount)
    if reached is None:
        raise OpenTimeError(f"no distance in {unit}s")
    if unit in {"day", "week"} or (amount != int(amount) and unit == "month"):
        return day_period(reached)
    if unit in {"month", "quarter"} or amount != int(amount):
        return month_period(reached.year, reached.month)
    if unit == "century":
        return digits_period(f"{reached.year:04d}"[:2])
    return year_period(reached.year)


def _compound(parts: tuple[tuple[str, float], ...], day: date) -> Period:
    """Return the time at a distance of several units, as fine as the smallest."""
    for unit, amount in parts[:-1]:
        day = add_units(day, unit, amount) or day
    unit, amount = parts[-1]
    return day_period(day) if unit in _SHORT else _distance(unit, amount, day)


def _minutes(meaning: Window | ShiftedTime, instant: datetime, sign: int) -> Answer | None:
    """Return the hours or minutes before or after an instant; None where they leave the calendar."""
    seconds = min(abs(meaning.amount or 0.0), 1e6) * {"second": 1, "minute": 60, "hour": 3600}[meaning.unit]
    try:
        other = instant + timedelta(seconds=seconds * sign)
    except OverflowError:
        return None
    one, two = sorted((instant, other))
    value = f"{_to_second(one)}/{_to_second(two)}"
    return Answer(Period(value, one.date(), two.date(), "range"), f"window from {instant.isoformat()}")


def _to_second(at: datetime) -> str:
    return at.isoformat(timespec="seconds" if at.second else "minutes")


def resolve_window(meaning: Window, frame: Frame) -> Answer:
    """Resolve "the past three months", "the next two weeks": a range that touches the anchor."""
    day, name = frame.day(meaning.base)
    if meaning.unit in _SHORT and frame.instant and meaning.amount and meaning.base == ANCHOR:
        clocked = _minutes(meaning, frame.instant, meaning.sign)
        if clocked:
            return clocked
    if meaning.unit in _SHORT:
        hours = (meaning.amount or 0.0) if meaning.unit == "hour" else 0.0
        other = add_days(day, meaning.sign * round(min(hours, 1e6) / 24))
        return Answer(range_period(min(day, other), max(day, other)), f"window from {name}, in whole days")
    if meaning.amount is None:
        return _vague(ShiftedTime(meaning.unit, None, meaning.sign), day, name)
    end = add_units(day, meaning.unit, meaning.amount * meaning.sign)
    if end is None:
        raise OpenTimeError(f"no window of {meaning.unit}s")
    first, last = (end, day) if meaning.sign < 0 else (add_days(day, 1), end)
    return Answer(range_period(min(first, last), last), f"window from {name}")


def resolve_part(meaning: PartOf, frame: Frame, resolve: Resolve) -> Answer:
    """Resolve "the first week of May", "the last Monday of the month", "the rest of the year"."""
    whole = resolve(meaning.whole, frame)
    first, last = whole.period.first, whole.period.last
    if first is None or last is None:
        raise OpenTimeError("a part of a time that stays open")
    reason = f"part of {whole.period.value}, {whole.reason}"
    anchor = frame.anchor
    named = {
        "rest": lambda: range_period(anchor if anchor and first <= anchor <= last else first, last),
        "to date": lambda: range_period(first, anchor or last),
        "week holding": lambda: week_period(first),
        "weekend at": lambda: _weekend_at(first),
    }.get(meaning.unit)
    if named:
        return Answer(named(), reason)
    if meaning.unit == "half":
        if whole.period.granularity == "year":
            return Answer(part_period(first.year, f"H{2 if meaning.position in {2, -1} else 1}"), reason)
        mod = "END" if meaning.position in {2, -1} else "START"
        half = narrowed(whole, mod, frame).period
        return Answer(range_period(half.first or first, half.last or last), reason)
    period = _piece(meaning, first, last)
    if period is None or period.first is None or period.first > last:
        raise OpenTimeError("no such part")
    return Answer(period, reason)


def _weekend_at(day: date) -> Period:
    """Return the weekend next to a feast, with the feast where it touches it."""
    nearest = min(
        (weekend_period(add_days(day, shift)).first or day for shift in (-7, 0, 7)), key=lambda d: abs(d - day)
    )
    first, last = nearest, add_days(nearest, 1)
    touches = add_days(first, -1) <= day <= add_days(last, 1)
    return range_period(min(first, day), max(last, day)) if touches else range_period(first, last)


def _piece(meaning: PartOf, first: date, last: date) -> Period | None:
    if meaning.unit == "weekday":
        day = nth_weekday(first.year, first.month, meaning.weekday or 1, meaning.position)
        return day_period(day) if day else None
    if meaning.unit in {"week", "weekend"}:
        return _week_of(meaning, first, last)
    if meaning.position > 0:
        start = add_units(first, meaning.unit, meaning.position - 1)
    else:
        start = add_units(add_days(last, 1), meaning.unit, -meaning.count)
    if start is None:
        return None
    if meaning.count == 1:
        return unit_period(meaning.unit, start)
    end = add_units(start, meaning.unit, meaning.count)
    return range_period(start, add_days(end, -1)) if end else None


def _week_of(meaning: PartOf, first: date, last: date) -> Period:
    """Count weeks as ISO does: a week belongs to the month or year that holds its Thursday."""
    build = week_period if meaning.unit == "week" else weekend_period
    if meaning.position < 0:
        day = last if last.isoweekday() >= 4 else add_days(last, -7)
        start = add_days(day, -7 * int(meaning.count - 1))
    else:
        start = first if first.isoweekday() <= 4 else add_days(first, 7)
        start = add_days(start, 7 * (meaning.position - 1))
    if meaning.count == 1:
        return build(start)
    monday = week_period(start).first or start
    return range_period(monday, add_days(monday, 7 * int(meaning.count) - 1))
