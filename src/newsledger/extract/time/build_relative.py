"""Builders of times that are counted from another time: durations, windows, shifts, parts, ranges, references."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from newsledger.extract.time.build_calendar import month_of, number_of, ordinal_of, weekday_of, whole, with_time
from newsledger.extract.time.meaning import (
    ANCHOR,
    EVENT,
    LOOSE,
    RUNNING,
    CalendarTime,
    Duration,
    Meaning,
    PartOf,
    Recurring,
    Reference,
    ShiftedTime,
    TimeRange,
    TimeSpan,
    Window,
    duration_value,
    read_duration,
)
from newsledger.extract.time.patterns import Item, Match
from newsledger.extract.time.words import word_tables

RELATIVE_BUILDERS: dict[str, Callable[[Match], Meaning | None]] = {}
_RUNNING_WORDS = frozenset("previous preceding following subsequent ensuing".split())
_MORE, _LESS, _ABOUT = ("MORE_THAN", "LESS_THAN", "APPROX")
_MODS = {"more": _MORE, "over": _MORE, "least": _MORE, "less": _LESS, "under": _LESS, "about": _ABOUT, "almost": _ABOUT,
         "nearly": _ABOUT, "around": _ABOUT, "roughly": _ABOUT, "approximately": _ABOUT, "some": _ABOUT}  # fmt: skip
_UNIT_FACTORS = {"fortnight": ("week", 2.0)}


def relative(name: str) -> Callable[[Callable[[Match], Meaning | None]], Callable[[Match], Meaning | None]]:
    """Register a builder under the name that ``rules.toml`` uses."""

    def register(build: Callable[[Match], Meaning | None]) -> Callable[[Match], Meaning | None]:
        RELATIVE_BUILDERS[name] = build
        return build

    return register


def _unit(match: Match, name: str = "unit") -> str | None:
    word = match.word(name)
    return word_tables().value("unit", word) or word_tables().value("whole_unit", word)


def _amount(match: Match, name: str = "amount") -> float | None:
    if match.word(name) == "couple":
        return 2.0
    return number_of(match, name)


def _scaled(unit: str, amount: float | None) -> tuple[str, float | None]:
    unit, factor = _UNIT_FACTORS.get(unit, (unit, 1.0))
    return unit, None if amount is None else amount * factor


def _which(match: Match) -> int:
    tables, word = word_tables(), match.word("which")
    value = tables.value("which", word) or tables.value("past_last", word)
    return int(value or 0)


# ------------------------------------------------------------------------------------------------ durations and sets
@relative("duration")
def _duration(match: Match) -> Meaning | None:
    unit, words = _unit(match), match.words()
    if unit is None or match.around(1) == "old" or (match.around(1) == "-" and "old" in _next_words(match)):
        return None
    amount = _amount(match)
    if unit == "quarter" and (amount or 1.0) <= 3:
        return None
    if match.items("units") and match.around(-1) in word_tables().values["daypart"]:
        return None
    if amount is None and not match.items("vague") and not match.items("units"):
        amount = 1.0
    if match.items("vague_unit") or (match.items("units") and not match.items("amount")):
        amount = None
    if "half" in words and not match.items("amount"):
        amount = 0.5 if "and" not in words else (amount or 1.0) + 0.5
    if "couple" in words:
        amount = 2.0
    singular = match.word("unit") in word_tables().values["whole_unit"] and "-" not in words
    if amount is not None and (amount > 1e9 or (singular and amount >= 100)):
        return None
    mod = next((_MODS[w] for w in words if w in _MODS), None)
    return Duration(duration_value(*_scaled(unit, amount)), mod)


def _next_words(match: Match) -> tuple[str, ...]:
    end = match.span()[1]
    return match.tokens.words[end : end + 3]


@relative("age")
def _age(match: Match) -> Meaning | None:
    unit, amount = _unit(match), _amount(match)
    return Duration(duration_value(unit, amount)) if unit and amount is not None else None


@relative("compound_duration")
def _compound_duration(match: Match) -> Meaning | None:
    first, second = _unit(match), _unit(match, "unit2")
    one, two = _amount(match), _amount(match, "amount2")
    if not first or not second or one is None or two is None or match.around(1) == "old":
        return None
    head, tail = duration_value(*_scaled(first, one)), duration_value(*_scaled(second, two))
    joined = tail[2:] if head.startswith("PT") and tail.startswith("PT") else tail[1:]
    return Duration(head + joined)


@relative("recurring")
def _recurring(match: Match) -> Meaning | None:
    tables = word_tables()
    frequency = tables.value("frequency", match.word("frequency"))
    if frequency:
        return Recurring(frequency)
    weekday, month, part = weekday_of(match), month_of(match), tables.value("part", match.word("part"))
    if weekday:
        return Recurring(f"XXXX-WXX-{weekday}")
    if month:
        return Recurring(f"XXXX-{month:02d}")
    if part:
        return Recurring(part)
    season = tables.value("season", match.word("season"))
    if season:
        return Recurring(f"XXXX-{season}")
    amount = _amount(match) or ordinal_of(match, "skip") or (2.0 if "other" in match.words() else 1.0)
    unit = _unit(match)
    return Recurring(duration_value(*_scaled(unit, float(amount)))) if unit and amount > 0 else None


# -------------------------------------------------------------------------------------------------------- references
@relative("reference")
def _reference(match: Match) -> Meaning | None:
    words = match.words()
    if words == ("present",) and match.around(-1) in {"to", "at", "were", "was", "be", "are", "is"}:
        return None
    if words == ("current",) and match.around(1) in {"affairs", "of"}:
        return None
    return Reference("PRESENT_REF")


@relative("that_time")
def _that_time(match: Match) -> Meaning | None:
    after = match.around(1)
    if match.words()[0] == "this" and match.words()[-1] == "time" and match.around(-1) not in {"by", "during", "at"}:
        return None
    return ShiftedTime("time", 0, 0, base=RUNNING) if after != "of" else None


@relative("past_reference")
def _past_reference(match: Match) -> Meaning | None:
    return Reference("PAST_REF")


@relative("future_reference")
def _future_reference(match: Match) -> Meaning | None:
    return None if match.words() == ("soon",) and match.around(1) in {"after", "as"} else Reference("FUTURE_REF")


# -------------------------------------------------------------------------------------------- units around the anchor
@relative("deictic")
def _deictic(match: Match) -> Meaning | None:
    words = match.words()
    if words[0] == "the":
        days = -2 if "before" in words else 2
    else:
        days = int(word_tables().value("deictic", match.word("deictic")) or 0)
    return ShiftedTime("day", days, days)


@relative("tonight")
def _tonight(match: Match) -> Meaning | None:
    if match.words()[0] == "overnight":
        return ShiftedTime("night", 0, 0)
    return ShiftedTime("day", 0, 0, time="TNI")


@relative("which_unit")
def _which_unit(match: Match) -> Meaning | None:
    unit, words = _unit(match), match.words()
    if unit is None:
        return None
    if unit == "season" or (unit == "day" and words[:1] == ("one",)):
        return None
    if match.items("follow"):
        if match.around(-1) == "in":
            return None
        shift = int(word_tables().value("follow", match.word("follow")) or 0)
        return ShiftedTime(unit, shift, shift, base=RUNNING)
    if match.items("that"):
        return ShiftedTime(unit, 0, 0, base=RUNNING)
    if words[0] == "this" and not match.items("which"):
        shift = -1 if words[1] == "past" else 1
        return ShiftedTime(unit, shift, shift)
    shift, which = _which(match), match.word("which")
    running = which in _RUNNING_WORDS or (words[0] == "the" and which == "next")
    loose = RUNNING if unit in {"day", "hour", "minute"} else LOOSE
    return ShiftedTime(unit, shift, shift, base=loose if running else ANCHOR)


@relative("window")
def _window(match: Match) -> Meaning | None:
    unit, words = _unit(match), match.words()
    if unit is None or unit == "weekend":
        return None
    amount = 2.0 if "couple" in words else _amount(match)
    sign = -1 if "recent" in words or match.items("window_end") else _which(match)
    single = match.items("which") and words[-1] in word_tables().values["whole_unit"] and amount is None
    if single and "few" not in words:
        amount = 1.0
    if sign == 0:
        return None
    running = match.word("which") in _RUNNING_WORDS
    unit, amount = _scaled(unit, amount)
    return Window(unit, amount, sign, LOOSE if running else ANCHOR)


@relative("unit_reference")
def _unit_reference(match: Match) -> Meaning | None:
    unit = _unit(match)
    return ShiftedTime(unit, 0, 0) if unit and unit != "season" else None


@relative("then")
def _then(match: Match) -> Meaning | None:
    return ShiftedTime("time", 0, 0, base=RUNNING)


@relative("which_part")
def _which_part(match: Match) -> Meaning | None:
    part = word_tables().value("part", match.word("part"))
    that = match.items("that") or match.words()[:2] == ("the", "same")
    which = 0 if that else _which(match)
    running = bool(that) or match.word("which") in _RUNNING_WORDS or match.words()[0] == "the"
    return ShiftedTime("day", which, which, base=RUNNING if running else ANCHOR, time=part)


# ------------------------------------------------------------------------------------------------------------ shifts
def _shift(match: Match, sign: int, base: str | Meaning) -> Meaning | None:
    duration = match.value("duration")
    if duration is None:
        word = match.word("units") or match.word("unit")
        unit = word_tables().value("unit", word)
        amount: float | None = 1.0 if match.items("unit") else None
    else:
        unit, amount = read_duration(duration.value)
    if unit is None:
        return None
    signed = None if amount is None else amount * sign
    return ShiftedTime(unit, signed, sign, whole=False, base=base)


@relative("ago")
def _ago(match: Match) -> Meaning | None:
    return _shift(match, -1, ANCHOR)


@relative("earlier")
def _earlier(match: Match) -> Meaning | None:
    if match.items("unit") and match.value("unit") is None and match.word("unit") not in {"day", "week", "month", "year"}:
        return None
    return _shift(match, -1, _event_or_running(match))


@relative("later")
def _later(match: Match) -> Meaning | None:
    return _shift(match, 1, _event_or_running(match))


def _event_or_running(match: Match) -> str:
    """Return EVENT when words follow that say before or after what: "a day after troops entered"."""
    if match.words()[-1] not in {"before", "after", "prior"}:
        return RUNNING
    return RUNNING if match.around(1) in {"", ".", ",", ";", "\n", ")", "and", "in", "on", "at", "that"} else EVENT


@relative("from_now")
def _from_now(match: Match) -> Meaning | None:
    return _shift(match, 1, ANCHOR)


@relative("before_date")
def _before_date(match: Match) -> Meaning | None:
    return _shift(match, -1, match.value("date"))


@relative("after_date")
def _after_date(match: Match) -> Meaning | None:
    return _shift(match, 1, match.value("date"))


# ------------------------------------------------------------------------------------------------------ parts, ranges
@relative("part")
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
    unit = "half" if words[-1] == "half" else _unit(match)
    if unit is None:
        return None
    if ordinal is None:
        return PartOf("week holding" if unit == "week" else unit, 1, whole_time)
    return PartOf(unit, ordinal, whole_time, count=number_of(match, "count") or 1)


@relative("part_of")
def _part_of(match: Match) -> Meaning | None:
    time = match.value("whole") or ShiftedTime(match.words()[-1], 0, 0)
    piece = match.value("piece")
    return replace(piece, whole=time) if isinstance(piece, PartOf) else None


@relative("modified")
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


@relative("earlier_within")
def _earlier_within(match: Match) -> Meaning | None:
    meaning = match.value("date")
    if not isinstance(meaning, CalendarTime | ShiftedTime):
        return None
    return replace(meaning, mod="LATER" if match.words()[0] in {"later", "sooner"} else "EARLIER")


@relative("weekday_date")
def _weekday_date(match: Match) -> Meaning | None:
    weekday, date = match.value("weekday"), match.value("date")
    if not (isinstance(weekday, CalendarTime) and weekday.weekday and isinstance(date, CalendarTime)):
        return None
    if weekday != CalendarTime(weekday=weekday.weekday, nth=weekday.nth, base=weekday.base) or not date.day:
        return None
    return replace(date, weekday=weekday.weekday)


@relative("timed")
def _timed(match: Match) -> Meaning | None:
    tables = word_tables()
    clock, date = match.value("clock"), match.value("date")
    part = tables.value("daypart", match.word("daypart"))
    if isinstance(date, CalendarTime) and not (date.day or date.weekday or date.feast):
        return None
    if isinstance(date, ShiftedTime) and date.unit != "day" and not date.weekday:
        return None
    time = clock.time if isinstance(clock, CalendarTime) else part
    mod = clock.mod if isinstance(clock, CalendarTime) else None
    return with_time(date, time, mod) if time else None


@relative("part_of_unit")
def _part_of_unit(match: Match) -> Meaning | None:
    clock = match.value("clock")
    return clock if isinstance(clock, CalendarTime) else None


def _as_span(match: Match, item: Item, meaning: Meaning, *, end: int | None = None, start: int | None = None) -> TimeSpan:
    tokens = match.tokens
    first = tokens.starts[item.start if start is None else start]
    last = tokens.ends[(item.end if end is None else end) - 1]
    return TimeSpan(tokens.text[first:last], first, last, meaning, rule="end of a range")


@relative("day_range")
def _day_range(match: Match) -> Meaning | None:
    day = ordinal_of(match, "day")
    known = match.value("first") or match.value("last")
    if not isinstance(known, CalendarTime) or not known.month or not known.day or not day or not 1 <= day <= 31:
        return None
    year = whole(match, "year") or known.year
    known = replace(known, year=year)
    other = replace(known, day=day, weekday=None, time=None)
    bare, full = match.items("day")[0], (match.items("first") or match.items("last"))[0]
    if match.items("first"):
        if day < known.day:
            return None
        end = match.span()[1]
        return TimeRange(_as_span(match, full, known), _as_span(match, bare, other, end=end))
    return TimeRange(_as_span(match, bare, other), _as_span(match, full, known)) if day < known.day else None


@relative("hour_range")
def _hour_range(match: Match) -> Meaning | None:
    hour, last = whole(match, "hour"), match.value("last")
    if hour is None or not isinstance(last, CalendarTime) or not last.time or last.day or not last.time[1:3].isdigit():
        return None
    end = int(last.time[1:3])
    start = hour + 12 if end > 12 and hour < 12 and hour + 12 <= end else hour
    meaning = replace(last, time=f"T{start:02d}")
    return TimeRange(
        _as_span(match, match.items("hour")[0], meaning), _as_span(match, match.items("last")[0], last)
    )


@relative("time_range")
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


@relative("year_range")
def _year_range(match: Match) -> Meaning | None:
    first, year = match.value("first"), match.word("year") or ""
    if not isinstance(first, CalendarTime) or first.year is None or first != CalendarTime(year=first.year):
        return None
    last = first.year - first.year % 100 + int(year)
    if len(year) != 2 or last <= first.year or match.around(1) == "-":
        return None
    return TimeRange(
        _as_span(match, match.items("first")[0], first), _as_span(match, match.items("year")[0], CalendarTime(year=last))
    )
