"""Builders of times that are counted from another time: shifts, parts, modified times, times of day."""

from __future__ import annotations

from dataclasses import replace

from newsledger.extract.time.builders import (
    builds,
    direction,
    number_of,
    ordinal_of,
    unit_of,
    weekday_of,
    whole,
    with_time,
)
from newsledger.extract.time.data import context
from newsledger.extract.time.meaning import (
    ANCHOR,
    EVENT,
    LOOSE,
    RUNNING,
    CalendarTime,
    Meaning,
    PartOf,
    ShiftedTime,
    TimeRange,
    TimeSpan,
    read_duration,
    split_duration,
)
from newsledger.extract.time.patterns import Match
from newsledger.extract.time.words import word_tables


@builds("deictic")
def _deictic(match: Match) -> Meaning | None:
    words = match.words()
    if "day" in words:
        days = -2 if "before" in words else 2
    else:
        days = int(word_tables().value("deictic", match.word("deictic")) or 0)
    return ShiftedTime("day", days, days)


@builds("tonight")
def _tonight(match: Match) -> Meaning | None:
    if match.words()[0] == "overnight":
        return ShiftedTime("night", 0, 0)
    return ShiftedTime("day", 0, 0, time="TNI")


@builds("which_unit")
def _which_unit(match: Match) -> Meaning | None:
    words, which, pointed = match.words(), match.word("which"), match.value("unitref")
    base: str
    unit = pointed.unit if isinstance(pointed, ShiftedTime) else unit_of(match)
    if unit is None or unit == "season" or (match.items("follow") and match.around(-1) == "in"):
        return None
    if match.items("follow"):
        shift, base = int(word_tables().value("follow", match.word("follow")) or 0), _event_or_running(match)
    elif match.items("that"):
        shift, base = 0, RUNNING
    elif which is None:  # "this past week", "this coming month"
        shift, base = (-1 if words[1] == "past" else 1), ANCHOR
    else:
        shift, base = direction(match), ANCHOR
    if unit == "weekend" and context("coming") & set(words):
        return ShiftedTime("weekend", 0, 1)
    if which in context("running") or (words[0] == "the" and which == "next"):
        base = RUNNING if unit in {"day", "hour", "minute"} else LOOSE
    return ShiftedTime(unit, shift, shift, base=base)


@builds("unit_reference")
def _unit_reference(match: Match) -> Meaning | None:
    unit = unit_of(match)
    return ShiftedTime(unit, 0, 0) if unit and unit != "season" else None


@builds("then")
def _then(_: Match) -> Meaning | None:
    return ShiftedTime("time", 0, 0, base=RUNNING)


@builds("which_part")
def _which_part(match: Match) -> Meaning | None:
    part = word_tables().value("part", match.word("part"))
    that = match.items("that") or match.words()[:2] == ("the", "same")
    which = 0 if that else direction(match)
    running = bool(that) or match.word("which") in context("running") or match.words()[0] == "the"
    return ShiftedTime("day", which, which, base=RUNNING if running else ANCHOR, time=part)


def _shift(match: Match, sign: int, base: str | Meaning) -> Meaning | None:
    duration, pointed = match.value("duration"), match.value("unitref")
    unit: str | None
    amount: float | None
    if isinstance(pointed, ShiftedTime):
        unit, amount = pointed.unit, 1.0
    elif duration is None:
        unit, amount = word_tables().value("unit", match.word("units")), None
    else:
        unit, amount = read_duration(duration.value)
        parts = split_duration(duration.value)
        if unit is None and parts:
            unit, amount = parts[0]
            more = tuple((further, number * sign) for further, number in parts[1:])
            return ShiftedTime(unit, amount * sign, sign, whole=False, base=base, more=more)
    if unit is None:
        return None
    signed = None if amount is None else amount * sign
    return ShiftedTime(unit, signed, sign, whole=False, base=base)


@builds("ago")
def _ago(match: Match) -> Meaning | None:
    return _shift(match, -1, ANCHOR)


@builds("ago_from")
def _ago_from(match: Match) -> Meaning | None:
    """Build "a week ago Sunday", "36 years ago today" and "three years ago last month", as fine as the second time."""
    date = match.value("date")
    weekday = isinstance(date, CalendarTime) and date == CalendarTime(weekday=date.weekday, nth=date.nth)
    fine = "day" if weekday else date.unit if isinstance(date, ShiftedTime) and date.whole else None
    shift = _shift(match, -1, date)
    if fine not in {"day", "month"} or not isinstance(shift, ShiftedTime) or shift.amount is None:
        return None
    return replace(shift, more=(*shift.more, (fine, 0.0)))


@builds("this_time")
def _this_time(match: Match) -> Meaning | None:
    """Build "this time last year", as fine as the unit below."""
    unit, shift = unit_of(match), direction(match)
    fine = {"year": "month", "month": "day", "week": "day"}.get(unit or "")
    return ShiftedTime(unit, shift, shift, whole=False, more=((fine, 0.0),)) if unit and fine and shift else None


@builds("stretch_to")
def _stretch_to(match: Match) -> Meaning | None:
    """Build "the week to June 1" and "the year ending March 31": so long, with that day the last."""
    date, stretch = match.value("date"), match.value("stretch")
    if not isinstance(stretch, ShiftedTime) or not isinstance(date, CalendarTime) or not (date.day or date.weekday):
        return None
    tokens, (start, end) = match.tokens, match.span()
    first = ShiftedTime(stretch.unit, -1, -1, whole=False, base=date, more=(("day", 1.0),))
    at = match.items("stretch")[0].end
    one = TimeSpan(
        tokens.text[tokens.starts[start] : tokens.ends[at - 1]], tokens.starts[start], tokens.ends[at - 1], first
    )
    last = match.items("date")[0].start
    two = TimeSpan(
        tokens.text[tokens.starts[last] : tokens.ends[end - 1]], tokens.starts[last], tokens.ends[end - 1], date
    )
    return TimeRange(one, two)


@builds("turn_of")
def _turn_of(_: Match) -> Meaning | None:
    """Build "the turn of the century": its first year."""
    return PartOf("year", 1, ShiftedTime("century", 0, 0))


@builds("earlier")
def _earlier(match: Match) -> Meaning | None:
    return _shift(match, -1, _event_or_running(match))


@builds("later")
def _later(match: Match) -> Meaning | None:
    return _shift(match, 1, _event_or_running(match))


def _event_or_running(match: Match) -> str:
    """Return EVENT when words follow that say before or after what: "a day after troops entered"."""
    ends = match.words()[-1] not in {"before", "after", "prior"} or match.around(1) in context("clause_ends")
    return RUNNING if ends or not match.around(1).strip() else EVENT


@builds("from_now")
def _from_now(match: Match) -> Meaning | None:
    return _shift(match, 1, ANCHOR) if not match.items("now") or match.words()[-1] == "now" else None


@builds("before_date")
def _before_date(match: Match) -> Meaning | None:
    return _shift(match, -1, match.value("date"))


@builds("after_date")
def _after_date(match: Match) -> Meaning | None:
    return _shift(match, 1, match.value("date"))


@builds("part")
def _part(match: Match) -> PartOf | None:
    """Build a part whose whole is still to come: a day of year 1 stands in for it."""
    words, whole_time = match.words(), CalendarTime()
    if "rest" in words or "remainder" in words:
        return PartOf("rest", -1, whole_time)
    weekday, ordinal = weekday_of(match), ordinal_of(match, "ordinal")
    if match.items("last"):
        return PartOf("half", 2, whole_time)
    if weekday:
        return PartOf("weekday", ordinal or 1, whole_time, weekday=weekday)
    unit = "half" if words[-1] == "half" else unit_of(match)
    if unit is None:
        return None
    if ordinal is None:
        return PartOf("week holding" if unit == "week" else unit, 1, whole_time)
    return PartOf(unit, ordinal, whole_time, count=number_of(match, "count") or 1)


@builds("part_of")
def _part_of(match: Match) -> Meaning | None:
    time = match.value("whole") or ShiftedTime(match.words()[-1], 0, 0)
    piece = match.value("piece")
    return replace(piece, whole=time) if isinstance(piece, PartOf) else None


@builds("modified")
def _modified(match: Match) -> Meaning | None:
    tables, words = word_tables(), match.words()
    if words[-1] == "end" and ("year" in words or "month" in words):
        return ShiftedTime("year" if "year" in words else "month", 0, 0, mod="END")
    mod = tables.value("modifier", match.word("modifier")) or tables.value("stretch", match.word("stretch"))
    mod = mod or tables.value("early_late", match.word("modifier")) or "MID"
    meaning = match.value("date")
    if isinstance(meaning, CalendarTime | ShiftedTime):
        return replace(meaning, mod=mod)
    return None


@builds("beyond")
def _beyond(match: Match) -> Meaning | None:
    """Build "the year before last" and "the month after next"."""
    pointed, shift = match.value("unitref"), -2 if "before" in match.words() else 2
    return ShiftedTime(pointed.unit, shift, shift) if isinstance(pointed, ShiftedTime) else None


@builds("week_of")
def _week_of(match: Match) -> Meaning | None:
    date, stretch = match.value("date"), match.value("stretch")
    if stretch is not None and getattr(stretch, "unit", "") != "week":
        return None
    day = isinstance(date, CalendarTime) and (date.day or date.weekday or date.feast)
    return PartOf("week holding", 1, date) if day or (isinstance(date, ShiftedTime) and date.unit == "day") else None


@builds("feast_weekend")
def _feast_weekend(match: Match) -> Meaning | None:
    date = match.value("date")
    return PartOf("weekend at", 1, date) if isinstance(date, CalendarTime) and date.feast else None


@builds("date_of_year")
def _date_of_year(match: Match) -> Meaning | None:
    """Build "Easter of last year": a date without a year, in a year counted from the anchor."""
    date = match.value("date")
    if not isinstance(date, CalendarTime) or date.year or date.nth is not None or not (date.feast or date.month):
        return None
    base = RUNNING if match.word("which") in context("running") else ANCHOR
    return replace(date, year_offset=direction(match), base=base)


@builds("earlier_within")
def _earlier_within(match: Match) -> Meaning | None:
    meaning = match.value("date")
    if not isinstance(meaning, CalendarTime | ShiftedTime):
        return None
    return replace(meaning, mod="LATER" if match.words()[0] in {"later", "sooner"} else "EARLIER")


@builds("weekday_date")
def _weekday_date(match: Match) -> Meaning | None:
    weekday, date = match.value("weekday"), match.value("date")
    if not (isinstance(weekday, CalendarTime) and weekday.weekday and isinstance(date, CalendarTime)):
        return None
    if weekday != CalendarTime(weekday=weekday.weekday, nth=weekday.nth, base=weekday.base) or not date.day:
        return None
    return replace(date, weekday=weekday.weekday)


@builds("timed")
def _timed(match: Match) -> Meaning | None:
    tables = word_tables()
    if match.items("evening"):
        return _in_the_evening(match)
    clock, date = match.value("clock"), match.value("date")
    part = tables.value("daypart", match.word("daypart"))
    if match.items("night"):  # "overnight Saturday"
        part = "TNI" if getattr(match.value("night"), "unit", None) == "night" else None
    if isinstance(date, CalendarTime) and not (date.day or date.weekday or date.feast):
        return None
    if isinstance(date, ShiftedTime) and date.unit != "day" and not date.weekday:
        return None
    time = clock.time if isinstance(clock, CalendarTime) else part
    mod = clock.mod if isinstance(clock, CalendarTime) else None
    return with_time(date, time, mod) if time else None


def _in_the_evening(match: Match) -> Meaning | None:
    """Build "last night at 8": an hour without a half of the day, beside a part of the day."""
    date, hour = match.value("evening"), whole(match, "hour")
    part = getattr(date, "time", None)
    if hour is None or part not in {"TMO", "TAF", "TEV", "TNI"} or match.around(1) in context("counted"):
        return None
    return with_time(date, f"T{hour + 12 if part != 'TMO' and hour < 12 else hour:02d}")


@builds("part_of_unit")
def _part_of_unit(match: Match) -> Meaning | None:
    clock = match.value("clock")
    return clock if isinstance(clock, CalendarTime) else None
