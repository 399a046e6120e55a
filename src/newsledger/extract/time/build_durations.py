"""Builders of durations, sets, references and windows."""

from __future__ import annotations

from newsledger.extract.time.builders import (
    amount_of,
    builds,
    direction,
    month_of,
    ordinal_of,
    scaled,
    unit_of,
    weekday_of,
)
from newsledger.extract.time.data import context, load_toml
from newsledger.extract.time.meaning import (
    ANCHOR,
    LOOSE,
    RUNNING,
    UNIT_CODES,
    CalendarTime,
    Duration,
    Meaning,
    PartOf,
    Recurring,
    Reference,
    ShiftedTime,
    Window,
    compound_value,
    duration_value,
)
from newsledger.extract.time.patterns import Match
from newsledger.extract.time.words import word_tables


def _lasting(match: Match, name: str = "unit") -> str | None:
    """Return the unit that a group names, if a length can be told in it: TIMEX3 has no letter for a season."""
    unit = unit_of(match, name)
    return unit if unit and scaled(unit, None)[0] in UNIT_CODES else None


@builds("duration")
def _duration(match: Match) -> Meaning | None:
    unit, words = _lasting(match), match.words()
    if unit is None or match.around(1) == "old" or (match.around(1) == "-" and "old" in _next_words(match)):
        return None
    amount = amount_of(match)
    if unit == "hour" and (match.word("amount") or "").startswith("0") and (amount or 0.0) >= 1:  # "at 0315 hours"
        return None
    if unit == "quarter" and (amount or 1.0) <= 3:
        return None
    if match.items("units") and match.around(-1) in word_tables().values["daypart"]:
        return None
    if amount is None and not match.items("vague") and not match.items("units"):
        amount = 1.0
    counted = match.items("vague") or match.items("amount") or {"a", "an", "one", "another"} & set(words)
    if match.items("vague_unit") or (not counted and match.word("unit") in word_tables().values["units"]):
        amount = None
    if "couple" in words:
        amount = 2.0
    singular = match.word("unit") in word_tables().values["whole_unit"] and "-" not in words
    if amount is not None and (amount > 1e9 or (singular and amount >= 100)):
        return None
    return Duration(duration_value(*scaled(unit, amount)), _modifier(words))


def _modifier(words: tuple[str, ...]) -> str | None:
    """Return the TIMEX3 modifier of words such as "more than"."""
    return next((mod for mod, cues in load_toml("context.toml")["durations"].items() if set(cues) & set(words)), None)


def _next_words(match: Match) -> tuple[str, ...]:
    end = match.span()[1]
    return match.tokens.words[end : end + 3]


@builds("whole_duration")
def _whole_duration(match: Match) -> Meaning | None:
    unit = _lasting(match)
    return Duration(duration_value(*scaled(unit, 1.0))) if unit and unit != "quarter" else None


@builds("half_duration")
def _half_duration(match: Match) -> Meaning | None:
    unit = _lasting(match)
    return Duration(duration_value(*scaled(unit, 0.5))) if unit else None


@builds("quarter_century")
def _quarter_century(_: Match) -> Meaning | None:
    return Duration(duration_value("year", 25.0))


@builds("duration_and_half")
def _duration_and_half(match: Match) -> Meaning | None:
    unit, amount = _lasting(match), amount_of(match)
    return Duration(duration_value(*scaled(unit, (amount or 1.0) + 0.5))) if unit else None


@builds("age")
def _age(match: Match) -> Meaning | None:
    unit, amount = _lasting(match), amount_of(match)
    return Duration(duration_value(unit, amount)) if unit and amount is not None else None


@builds("compound_duration")
def _compound_duration(match: Match) -> Meaning | None:
    """Build "two years, a month and ten days", the biggest unit first."""
    parts = [(unit_of(match, f"unit{n}"), amount_of(match, f"amount{n}")) for n in ("", "2", "3")]
    given = [(unit, amount) for unit, amount in parts if unit]
    if match.around(1) == "old" or any(amount is None for _, amount in given):
        return None
    return Duration(compound_value([scaled(unit, amount) for unit, amount in given]))


_HALVED = {"bi": "P2M", "semi": "P0.5Y"}


@builds("timed_set")
def _timed_set(match: Match) -> Meaning | None:
    """Build "Thursdays at 5:30 p.m."."""
    days, clock = match.value("set"), match.value("clock")
    weekly = isinstance(days, Recurring) and days.value.startswith("XXXX-WXX-") and "T" not in days.value
    return Recurring(f"{days.value}{clock.time}") if weekly and isinstance(clock, CalendarTime) else None


@builds("recurring")
def _recurring(match: Match) -> Meaning | None:
    tables = word_tables()
    frequency = tables.value("frequency", match.word("frequency"))
    if frequency:
        return Recurring(_HALVED.get(match.words()[0], frequency))
    value = _calendar_set(match)
    if value:
        return Recurring(value)
    amount = amount_of(match) or ordinal_of(match, "skip") or (2.0 if "other" in match.words() else 1.0)
    unit = _lasting(match)
    return Recurring(duration_value(*scaled(unit, float(amount)))) if unit and amount > 0 else None


def _calendar_set(match: Match) -> str | None:
    """Return the value of a set of calendar days, months, seasons or parts of the day."""
    tables, words = word_tables(), match.words()
    weekday, month, season = weekday_of(match), month_of(match), tables.value("season", match.word("season"))
    day = ordinal_of(match, "day")
    found = {
        "XXXX-WXX-WE": words == ("weekends",) or unit_of(match) == "weekend",
        "P1WD": "weekday" in words,
        f"XXXX-XX-{day or 0:02d}": day,
        f"XXXX-WXX-{weekday}": weekday,
        f"XXXX-{month or 0:02d}": month,
        f"XXXX-{season}": season,
    }
    return next((value for value, named in found.items() if named), None) or tables.value("part", match.word("part"))


@builds("reference")
def _reference(match: Match) -> Meaning | None:
    words = match.words()
    if words == ("present",) and match.around(-1) in {"to", "at", "were", "was", "be", "are", "is"}:
        return None
    if words == ("current",) and match.around(1) in {"affairs", "of"}:
        return None
    return Reference("PRESENT_REF")


@builds("that_time")
def _that_time(match: Match) -> Meaning | None:
    after = match.around(1)
    if match.words()[0] == "this" and match.words()[-1] == "time" and match.around(-1) not in {"by", "during", "at"}:
        return None
    return ShiftedTime("time", 0, 0, base=RUNNING) if after != "of" else None


@builds("past_reference")
def _past_reference(_: Match) -> Meaning | None:
    return Reference("PAST_REF")


@builds("future_reference")
def _future_reference(match: Match) -> Meaning | None:
    return None if match.words() == ("soon",) and match.around(1) in {"after", "as"} else Reference("FUTURE_REF")


@builds("window")
def _window(match: Match) -> Meaning | None:
    unit, words = _lasting(match), match.words()
    if unit is None or unit == "weekend":
        return None
    if words[-1] == "date":
        return PartOf("to date", 1, ShiftedTime(unit, 0, 0))
    if match.word("which") == "last" and match.around(-1) in context("before_verb"):  # "talks could last two hours"
        return None
    amount = 2.0 if "couple" in words else amount_of(match)
    sign = -1 if "recent" in words or match.items("window_end") else direction(match)
    single = match.items("which") and words[-1] in word_tables().values["whole_unit"] and amount is None
    if single and "few" not in words:
        amount = 1.0
    if sign == 0:
        return None
    if unit in {"quarter", "century"} and amount == 1.0:
        return ShiftedTime(unit, sign, sign)
    running = match.word("which") in context("running")
    unit, amount = scaled(unit, amount)
    return Window(unit, amount, sign, LOOSE if running else ANCHOR)
