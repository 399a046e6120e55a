"""Builders of calendar times: dates, months, years, decades, weekdays, times of day."""

from __future__ import annotations

import re
from dataclasses import replace

from newsledger.extract.time.builders import builds, full_year, month_of, ordinal_of, weekday_of, whole
from newsledger.extract.time.data import context
from newsledger.extract.time.meaning import ANCHOR, COMING, LOOSE, RUNNING, CalendarTime, Meaning, PartOf, ShiftedTime
from newsledger.extract.time.named_days import with_known_year
from newsledger.extract.time.patterns import Match
from newsledger.extract.time.words import word_tables

_WEEKS = 53
#: A number of four digits that opens a clause is a year within these, even before a counted noun.
_FIRST_YEAR, _LAST_YEAR = 1800, 2099
_FIRST_SAID, _AFTER_LAST_SAID = 1000, 2200


_OWNERS = frozenset({"his", "her", "their", "my", "our", "your", "its"})
_PART_OF_LIFE = frozenset({"early", "mid", "middle", "late", "-"})


@builds("calendar")
def _calendar(match: Match) -> Meaning | None:
    day = ordinal_of(match, "day")
    month, year = month_of(match), whole(match, "year")
    short = match.word("short_year")
    if short:
        year = full_year(short[-2:])
    if day is not None and not 1 <= day <= 31:
        return None
    weak = word_tables().value("weak_month", match.word("month")) is not None and match.raw().islower()
    if weak and day is None and match.around(-1) not in context("before_weak_month"):
        return None
    era = "BC" if word_tables().value("era", match.word("era")) == "BC" else None
    last = match.items("day") and match.items("day")[0].end == match.span()[1]
    if last and match.around(1) in context("counted") and match.around(-1) != "on":  # "in March 16 people died"
        return None
    meaning = CalendarTime(year=year, era=era, month=month, day=day)
    return with_known_year(meaning, match.tokens.words, match.span()[1])


@builds("spoken_date")
def _spoken_date(match: Match) -> Meaning | None:
    """Build a date whose day or year is written in words: "the third of May, nineteen sixty-eight"."""
    day, month, year = ordinal_of(match, "day"), month_of(match), whole(match, "year")
    if match.word("short"):
        year = full_year(match.word("short") or "")
    if match.items("year") and (year is None or not _FIRST_SAID <= year < _AFTER_LAST_SAID):
        return None
    if match.items("day") and (day is None or not 1 <= day <= 31):
        return None
    if match.around(1) in context("counted"):
        return None
    return CalendarTime(year=year, month=month, day=day, part=word_tables().value("season", match.word("season")))


@builds("numbered_week")
def _numbered_week(match: Match) -> Meaning | None:
    week = whole(match, "week") or 0
    return CalendarTime(year=whole(match, "year"), week=week) if 1 <= week <= _WEEKS else None


@builds("bare_month")
def _bare_month(match: Match) -> Meaning | None:
    word, before, after = match.word("month"), match.around(-1), match.around(1)
    meaning = CalendarTime(month=month_of(match))
    if word_tables().value("weak_month", word) is None:
        name = word in {"april", "june"} and match.around_raw(1)[:1].isupper() and before not in context("before_year")
        return None if name else meaning
    capital = match.raw()[:1].isupper()
    if before in context("before_weak_month") or (capital and before in context("before_month")):
        return meaning
    noun = capital and before == "the" and after.isalpha() and after not in context("after_no_month")
    name = match.around_raw(-1)[:1].isupper() and before not in context("before_year")  # "Theresa May's plan"
    return meaning if noun or (capital and after == "'s" and not name) else None


@builds("iso")
def _iso(match: Match) -> Meaning | None:
    word = match.word("iso") or ""
    year, month, day = int(word[:4]), int(word[5:7]), int(word[8:10])
    if not (1 <= month <= 12 and 1 <= day <= 31 and year > 0):
        return None
    time = "T" + word[11:].rstrip("z") if len(word) > 10 else None
    return CalendarTime(year=year, month=month, day=day, time=time)


@builds("numeric")
def _numeric(match: Match) -> Meaning | None:
    parts = [int(p) for p in re.split(r"[/.-]", match.word("numeric_date") or "")]
    if parts[0] > 31:
        year, month, day = parts
    else:
        first, second, year = parts
        month, day = (second, first) if first > 12 or "." in (match.word("numeric_date") or "") else (first, second)
    if year < 100:
        year = full_year(f"{year:02d}")
    return CalendarTime(year=year, month=month, day=day) if 1 <= month <= 12 and 1 <= day <= 31 and year else None


@builds("day_of_renown")
def _day_of_renown(match: Match) -> Meaning | None:
    """Build "9/11" anywhere, and "26/11" or "7/7" where the words show what happened then."""
    one, two = whole(match, "month") or 0, whole(match, "day") or 0
    if (one, two) == (9, 11):
        return CalendarTime(year=2001, month=9, day=11)
    month, day = (two, one) if one > 12 else (one, two)
    named = with_known_year(CalendarTime(month=month, day=day), match.tokens.words, match.span()[1])
    return named if named.known_year else None


@builds("month_day_digits")
def _month_day_digits(match: Match) -> Meaning | None:
    month, day = whole(match, "month") or 0, whole(match, "day") or 0
    if month > 12:
        month, day = day, month
    if (month, day) == (9, 11):
        return _day_of_renown(match)
    return CalendarTime(month=month, day=day) if 1 <= month <= 12 and 1 <= day <= 31 else None


@builds("month_year_digits")
def _month_year_digits(match: Match) -> Meaning | None:
    month, year = whole(match, "month") or 0, whole(match, "year") or 0
    season = match.raw()[:4].isdigit() and month > year % 100  # "2008-09" is a stretch of two years
    return CalendarTime(year=year, month=month) if 1 <= month <= 12 and not season else None


@builds("day_of_month_unit")
def _day_of_month_unit(match: Match) -> Meaning | None:
    day = ordinal_of(match, "day")
    shift = int(word_tables().value("which", match.word("which")) or 0)
    return PartOf("day", day, ShiftedTime("month", shift, shift)) if day and 1 <= day <= 31 else None


@builds("part_this_year")
def _part_this_year(match: Match) -> Meaning | None:
    shift = int(word_tables().value("which", match.word("which")) or 0)
    part = _part_of_year(match)
    return replace(part, year_offset=shift) if isinstance(part, CalendarTime) else None


@builds("era_year")
def _era_year(match: Match) -> Meaning | None:
    era = word_tables().value("era", match.word("era"))
    year = whole(match, "year")
    if not year or year > 9999:
        return None
    return CalendarTime(year=year, era="BC" if era == "BC" else None)


def _opens_with_year(match: Match) -> bool:
    """Whether a clause opens with a preposition and a year: "In 2014 police arrested him"."""
    at = match.items("year")[0].start
    words = match.tokens.words
    opens = at == 1 or words[at - 2] in context("opens_clause")
    return opens and words[at - 1] in context("before_opening_year") and _FIRST_YEAR <= int(words[at]) <= _LAST_YEAR


@builds("bare_year")
def _bare_year(match: Match) -> Meaning | None:
    year = whole(match, "year")
    before, after = match.around(-1), match.around(1)
    if year is None or before in context("no_date_before") or before == after == "-":
        return None
    if after in context("counted") and not _opens_with_year(match):
        return None
    shown = before in context("before_year") or after in {"'s", ")"} or (before == "for" and not after.isalpha())
    likely = 1800 <= year <= 2100 or (after == "-" and year >= 1500)
    return CalendarTime(year=year) if shown or likely else None


@builds("short_year")
def _short_year(match: Match) -> Meaning | None:
    return CalendarTime(year=full_year((match.word("short_year") or "")[-2:]))


def _is_age(match: Match) -> bool:
    """Whether a decade is somebody's: "in her 40s", "in their mid-30s"."""
    words, at = match.tokens.words, min(i.start for name in ("decade", "short_decade") for i in match.items(name))
    before = [w for w in words[max(0, at - 4) : at] if w not in _PART_OF_LIFE]
    return bool(before) and before[-1] in _OWNERS


@builds("decade")
def _decade(match: Match) -> Meaning | None:
    era = word_tables().value("era", match.word("era"))
    word = match.word("decade") or match.word("short_decade")
    if word is None:
        tens = word_tables().value("decade_word", match.word("decade_word"))
        return CalendarTime(digits=f"19{tens}")
    digits = re.sub(r"[^0-9]", "", word)[:-1]
    if era == "BC":
        return CalendarTime(digits=digits.rjust(3, "0"), era="BC")
    if len(digits) == 1 and _is_age(match):
        return None
    if len(digits) == 1:
        digits = ("19" if int(digits) >= 3 else "20") + digits
    return CalendarTime(digits=digits) if len(digits) == 3 else None


@builds("century")
def _century(match: Match) -> Meaning | None:
    nth = ordinal_of(match, "nth")
    if nth is None or not 1 <= nth <= 99:
        return None
    era = word_tables().value("era", match.word("era"))
    return CalendarTime(digits=f"{nth - 1:02d}", era="BC" if era == "BC" else None)


@builds("part_of_year")
def _part_of_year(match: Match) -> Meaning | None:
    year = whole(match, "year")
    halves = match.items("half_number") or "half" in match.words()
    nth = ordinal_of(match, "ordinal") or whole(match, "quarter") or whole(match, "half_number")
    if match.items("last"):
        return CalendarTime(year=year, part="H2")
    limit = 2 if halves else 4
    if nth == -1:
        nth = limit
    if nth is None or not 1 <= nth <= limit:
        return None
    letter = "H" if halves else "Q"
    return CalendarTime(year=year, part=f"{letter}{nth}")


@builds("season")
def _season(match: Match) -> Meaning | None:
    word, before = match.word("season"), match.around(-1)
    part = word_tables().value("season", word)
    year = whole(match, "year")
    era = "BC" if word_tables().value("era", match.word("era")) == "BC" else None
    if match.around(1) in context("games"):
        return None
    if year is None and word == "fall" and before not in {"last", "next", "this"}:
        return None
    if year is None and (before in context("no_season_before") or match.around(1) == "of"):
        return None
    return CalendarTime(year=year, era=era, part=part)


@builds("weekday")
def _weekday(match: Match) -> Meaning | None:
    if len(match.word("weekday") or "") == 3 and match.words()[-1] != ".":
        before, after = match.around(-1), match.around_raw(1)
        if before not in context("before_short_weekday") and (
            after[:1].isupper() and word_tables().value("month", after.lower()) is None
        ):
            return None
    return CalendarTime(weekday=weekday_of(match))


@builds("weekday_day")
def _weekday_day(match: Match) -> Meaning | None:
    day = ordinal_of(match, "day")
    return CalendarTime(weekday=weekday_of(match), day=day) if day and 1 <= day <= 31 else None


@builds("month_of_year")
def _month_of_year(match: Match) -> Meaning | None:
    that = match.items("that")
    offset = 0 if that else int(word_tables().value("which", match.word("which")) or 0)
    base = RUNNING if that or match.word("which") in context("running") else ANCHOR
    season = word_tables().value("season", match.word("season"))
    return CalendarTime(month=month_of(match), day=ordinal_of(match, "day"), part=season, year_offset=offset, base=base)


@builds("which_calendar")
def _which_calendar(match: Match) -> Meaning | None:
    which = match.word("which")
    first = match.words()
    if match.items("that"):
        return CalendarTime(month=month_of(match), year_offset=0, base=RUNNING)
    nth = int(word_tables().value("which", which) or 0)
    if which is None:
        nth = -1 if {"past", "last"} & set(first) else 1 if {"coming", "next"} & set(first) else 0
    if nth == 1 and context("coming") & set(first):
        nth = COMING
    running = which in context("running") or (first[0] == "the" and which == "next")
    base = LOOSE if running else ANCHOR
    part = word_tables().value("season", match.word("season"))
    mod = "START" if "early" in first else None
    return CalendarTime(weekday=weekday_of(match), month=month_of(match), part=part, nth=nth, base=base, mod=mod)


@builds("weekday_in_week")
def _weekday_in_week(match: Match) -> Meaning | None:
    which = word_tables().value("which", match.word("which"))
    if which is None:  # "Monday week"
        coming = CalendarTime(weekday=weekday_of(match), nth=COMING)
        return ShiftedTime("week", 1, 1, whole=False, base=coming)
    offset = int(which)
    return ShiftedTime("week", offset, offset, weekday=weekday_of(match))


@builds("clock")
def _clock(match: Match) -> Meaning | None:
    ampm = word_tables().value("ampm", match.word("ampm"))
    words, text = match.words(), match.word("clock") or (match.word("decimal") or "").replace(".", ":")
    if match.items("part"):
        ampm = _half_of_day(word_tables().value("part", match.word("part")) or "")
    elif "m" in words[-2:]:  # "3 p . m ."
        ampm = "12" if "p" in words else "0"
    four = match.word("four_digits")
    if four:
        text = f"{four[:2]}:{four[2:]}"
    if not text:
        hour = whole(match, "hour")
        text = str(hour) if hour is not None else ""
    written = text.split(":")
    if not all(p.isdecimal() for p in written):  # no hour at all, a thousand of something ("1,200 GMT"), ".7 a.m."
        return None
    parts = [int(p) for p in written]
    clock = _clock_of(parts[0], ampm, "".join(f":{p:02d}" for p in parts[1:]))
    return CalendarTime(time=clock) if clock and all(p < 60 for p in parts[1:]) else None


@builds("past_the_hour")
def _past_the_hour(match: Match) -> Meaning | None:
    """Build "half past seven", "ten past nine", "a quarter past three in the afternoon"."""
    hour, minutes = whole(match, "hour"), whole(match, "minutes")
    if minutes is None:
        minutes = 30 if "half" in match.words() else 15
    part = word_tables().value("part", match.word("part"))
    shift = word_tables().value("ampm", match.word("ampm")) or (None if part is None else _half_of_day(part))
    if hour is None or not 0 <= minutes < 60:
        return None
    clock = _clock_of(hour, shift, f":{minutes:02d}")
    return CalendarTime(time=clock) if clock else None


def _half_of_day(part: str) -> str:
    return "0" if part == "TMO" else "12"


def _clock_of(hour: int, shift: str | None, rest: str = "") -> str | None:
    """Return the TIMEX3 time of an hour; ``shift`` is 0 before and 12 after noon, None where the words do not say."""
    if shift is not None:
        if hour > 12:
            return None
        hour = hour % 12 + int(shift)
    return f"T{hour:02d}{rest}" if 0 <= hour <= 24 else None


@builds("noon")
def _noon(match: Match) -> Meaning | None:
    midnight = match.words()[-1] == "midnight"
    return CalendarTime(time="T24:00" if midnight else "T12:00")


@builds("part_of_day")
def _part_of_day(match: Match) -> Meaning | None:
    if match.raw()[:1].isupper() and match.span()[0] > 1:
        return None
    part = word_tables().value("part", match.word("part")) or "TMO"
    mod = word_tables().value("modifier", match.word("modifier"))
    return CalendarTime(time=part, mod=mod)
