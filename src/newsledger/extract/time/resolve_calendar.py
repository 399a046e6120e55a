"""Resolve places on the calendar: what the words leave out comes from the anchor, by tense and news habit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from newsledger.extract.time.feasts import feast_date, why_open
from newsledger.extract.time.frame import NO_ANCHOR, Answer, Frame, OpenTimeError
from newsledger.extract.time.meaning import ANCHOR, COMING, RUNNING, CalendarTime
from newsledger.extract.time.periods import (
    Period,
    add_days,
    add_months,
    day_period,
    digits_period,
    month_period,
    part_period,
    week_period,
    year_period,
)

#: A date without a year that lies so close ahead is the coming one, unless its last occurrence is near as well.
_NEAR_AHEAD, _FAR = 45, 270


def resolve_calendar(meaning: CalendarTime, frame: Frame) -> Answer:
    """Resolve a calendar time.

    Raises:
        OpenTimeError: The anchor that it needs is missing, or the date does not exist.
    """
    answer = _dated(meaning, frame)
    return narrowed(replace(answer, time=meaning.time or answer.time), meaning.mod, frame)


def _dated(meaning: CalendarTime, frame: Frame) -> Answer:
    if meaning.era == "BC":
        return Answer(_before_christ(meaning), "stated in full")
    if meaning.digits:
        return Answer(digits_period(meaning.digits), "stated in full")
    if meaning.year_offset is not None:
        day, name = frame.day(meaning.base)
        year = day.year + meaning.year_offset
        return Answer(_in_year(replace(meaning, year_offset=None), year), f"year counted from {name}")
    if meaning.year is not None:
        return Answer(_in_year(meaning, meaning.year), "stated in full")
    return _incomplete(meaning, frame)


def _incomplete(meaning: CalendarTime, frame: Frame) -> Answer:
    """Resolve what has no year."""
    if meaning.week:
        day, name = frame.day(meaning.base)
        return Answer(_week(day.isocalendar().year, meaning.week), f"in the year of {name}")
    if meaning.month or meaning.part or meaning.feast:
        return _without_year(meaning, frame)
    if meaning.day:
        return _day_only(meaning, frame)
    return _weekday(meaning, frame) if meaning.weekday else _time_only(frame)


def _before_christ(meaning: CalendarTime) -> Period:
    digits = meaning.digits or f"{meaning.year:04d}"
    return Period(f"BC{digits}", None, None, {2: "century", 3: "decade"}.get(len(digits), "year"))


def _in_year(meaning: CalendarTime, year: int) -> Period:
    """Return the period that a meaning names in a year."""
    if not 1 <= year <= 9999:
        raise OpenTimeError("a year outside the calendar")
    if meaning.feast:
        day = feast_date(meaning.feast, year)
        if day is None:
            raise OpenTimeError(why_open(meaning.feast) or "no such feast that year")
        return day_period(day)
    if meaning.part:
        return part_period(year, meaning.part)
    if meaning.week:
        return _week(year, meaning.week)
    if meaning.month is None:
        return year_period(year)
    if meaning.day is None:
        return month_period(year, meaning.month)
    try:
        return day_period(date(year, meaning.month, meaning.day))
    except ValueError:
        raise OpenTimeError("no such day in the calendar") from None


def _week(year: int, week: int) -> Period:
    try:
        return week_period(date.fromisocalendar(year, week, 1))
    except ValueError:
        raise OpenTimeError("no such week that year") from None


def _without_year(meaning: CalendarTime, frame: Frame) -> Answer:
    if meaning.feast and why_open(meaning.feast):
        raise OpenTimeError(why_open(meaning.feast) or "")
    day, name = frame.day(meaning.base)
    years = [year for year in range(day.year - 8, day.year + 9) if 1 <= year <= 9999]
    periods = [p for p in (_maybe_in_year(meaning, year) for year in years) if p and p.first and p.last]
    if not periods:
        raise OpenTimeError("no such day in the calendar")
    if meaning.nth is not None:
        return _nth(meaning, periods, day, name)
    if meaning.known_year and not frame.future and _means_the_known(meaning, day):
        return Answer(_in_year(meaning, meaning.known_year), "the day of an event that goes by its date")
    if frame.narrative or meaning.base != ANCHOR:
        running = frame.running
        coarse = running is not None and running.granularity == "year"
        chosen = _in_narrative(periods, day, coarse=coarse)
        return Answer(chosen, f"nearest to {name}")
    if frame.future:
        return _ahead(periods, day, name, sure=meaning.feast is not None)
    return _by_habit(meaning, periods, day, name, tense=frame.tense)


def _means_the_known(meaning: CalendarTime, day: date) -> bool:
    """Tell whether a day is that of the event it is the name of: that lies back, and no such day has just been."""
    known = _in_year(meaning, meaning.known_year or day.year).last or date.max
    lately = (_maybe_in_year(meaning, year) for year in (day.year - 1, day.year))
    gaps = [(day - period.last).days for period in lately if period and period.last]
    return known <= day and (meaning.surely or not any(0 <= gap <= _NEAR_AHEAD for gap in gaps))


def _ahead(periods: list[Period], day: date, name: str, *, sure: bool) -> Answer:
    """Choose the coming occurrence, but for one that has just been while the next is most of a year away."""
    ahead = next((p for p in periods if p.last and p.last >= day), periods[-1])
    last = next((p for p in reversed(periods) if p.last and p.last < day), None)
    if (
        not sure
        and last
        and last.last
        and ahead.first
        and (day - last.last).days <= _NEAR_AHEAD
        and (ahead.first - day).days > _FAR
    ):
        return Answer(last, f"last before {name}; the next one is too far ahead")
    return Answer(ahead, f"future: next on or after {name}")


def _maybe_in_year(meaning: CalendarTime, year: int) -> Period | None:
    try:
        return _in_year(meaning, year)
    except OpenTimeError:
        return None


def _nth(meaning: CalendarTime, periods: list[Period], day: date, name: str) -> Answer:
    """Resolve "last June", "this June", "next June"."""
    if meaning.nth == 0:
        chosen = next((p for p in periods if p.value.startswith(f"{day.year:04d}")), periods[-1])
        return Answer(chosen, f"in the year of {name}")
    if meaning.nth == -1:
        before = [p for p in periods if p.last and p.last < day]
        return Answer((before or periods)[-1], f"last before {name}")
    after = [p for p in periods if p.first and p.first > day]
    return Answer((after or periods[-1:])[0], f"next after {name}")


def _in_narrative(periods: list[Period], day: date, *, coarse: bool) -> Period:
    """Choose the occurrence next to the running time; stories go forward, so one a little behind still counts."""
    if coarse:
        return next((p for p in periods if p.value.startswith(f"{day.year:04d}")), periods[-1])

    def distance(period: Period) -> int:
        if period.first is None or period.last is None:
            return 10**6
        if period.first <= day <= period.last:
            return 0
        ahead = (period.first - day).days
        return ahead if ahead > 0 else (day - period.last).days + _BEHIND

    return min(periods, key=distance)


_BEHIND = 0


def _by_habit(meaning: CalendarTime, periods: list[Period], day: date, name: str, *, tense: str | None) -> Answer:
    """Choose the last occurrence, or the coming one where it is near and the last is far."""
    past = [p for p in periods if p.first and p.first <= day]
    ahead = [p for p in periods if p.first and p.first > day]
    if not past:
        return Answer(ahead[0], f"next after {name}")
    last = past[-1]
    if meaning.weekday:
        fitting = [
            p for p in (last, *ahead[:1], *reversed(past)) if p.first and p.first.isoweekday() == meaning.weekday
        ]
        if fitting:
            return Answer(fitting[0], f"nearest to {name} that is such a weekday")
    if tense in {"present", "timetable"} and ahead and _gap(ahead[0], day) < _gap(last, day):
        return Answer(ahead[0], f"in the timetable: nearest to {name}")
    near = ahead and ahead[0].first and (ahead[0].first - day).days <= _NEAR_AHEAD
    far = last.last is not None and (day - last.last).days >= _FAR
    if near and far and tense != "past":
        return Answer(ahead[0], f"next after {name}; the last one is too far back")
    return Answer(last, f"last on or before {name}")


def _gap(period: Period, day: date) -> int:
    """Return the days between a day and a period, 0 within it."""
    if period.first is None or period.last is None:
        return 0
    return max((period.first - day).days, (day - period.last).days, 0)


def _day_only(meaning: CalendarTime, frame: Frame) -> Answer:
    """Resolve "on the 20th": in the month of the running time, else the last or, in the future, the next such day."""
    base = RUNNING if frame.running is not None else ANCHOR
    day, name = frame.day(base)
    firsts = [add_months(day.replace(day=1), shift) for shift in ((0,) if base == RUNNING else range(-12, 13))]
    months = ((_maybe_in_year(replace(meaning, month=first.month), first.year)) for first in firsts)
    days = [period.first for period in months if period]
    fitting = [d for d in days if d and (meaning.weekday is None or d.isoweekday() == meaning.weekday)]
    if base == RUNNING and fitting:
        return Answer(day_period(fitting[0]), f"in the month of {name}")
    if base == RUNNING:
        return _day_only(meaning, replace(frame, running=None))
    back, ahead = [d for d in fitting if d <= day], [d for d in fitting if d >= day]
    if frame.future and ahead:
        return Answer(day_period(ahead[0]), f"future: next on or after {name}")
    if not back:
        raise OpenTimeError("no such day near the anchor")
    return Answer(day_period(back[-1]), f"last on or before {name}")


def _weekday(meaning: CalendarTime, frame: Frame) -> Answer:
    day, name = frame.day(meaning.base)
    weekday = meaning.weekday or 1
    back = (day.isoweekday() - weekday) % 7
    running = meaning.base != ANCHOR or frame.narrative
    if meaning.nth == -1:
        return Answer(day_period(add_days(day, -(back or 7))), f"last before {name}")
    if meaning.nth == COMING:
        return Answer(day_period(add_days(day, (weekday - day.isoweekday()) % 7 or 7)), f"next after {name}")
    if meaning.nth == 1:
        ahead = add_days(day, (weekday - day.isoweekday()) % 7 or 7)
        week = week_period(day).first or day
        chosen = ahead if running else add_days(week, 6 + weekday)
        return Answer(day_period(chosen), f"next after {name}" if running else f"in the week after {name}")
    if meaning.nth == 0:
        week = week_period(day).first or day
        return Answer(day_period(add_days(week, weekday - 1)), f"in the week of {name}")
    if frame.future or running or frame.tense in {"present", "timetable"}:
        return Answer(day_period(add_days(day, (weekday - day.isoweekday()) % 7)), f"future: next on or after {name}")
    return Answer(day_period(add_days(day, -back)), f"last on or before {name}")


def _time_only(frame: Frame) -> Answer:
    running = frame.running
    if running is not None and running.first is not None and running.first == running.last:
        return Answer(day_period(running.first), f"time of day on the day of the running time {running.value}")
    if frame.anchor is None:
        raise OpenTimeError(NO_ANCHOR)
    return Answer(day_period(frame.anchor), f"time of day on the day of document creation time {frame.anchor}")


def narrowed(answer: Answer, mod: str | None, frame: Frame) -> Answer:
    """Narrow the days to the early, middle or late part that the words ask for; the value stays."""
    period = answer.period
    if mod is None or period.first is None or period.last is None or period.first == period.last:
        return answer
    first, last = period.first, period.last
    days = (last - first).days + 1
    if mod == "START":
        last = add_days(first, max(days // 2 - 1, 0))
    elif mod == "END":
        first = add_days(first, days // 2)
    elif mod == "MID":
        first, last = add_days(first, days // 4), add_days(last, -(days // 4))
    elif frame.anchor is not None and first <= frame.anchor <= last:
        first, last = (first, frame.anchor) if mod == "EARLIER" else (frame.anchor, last)
    return replace(answer, period=replace(period, first=first, last=last))
