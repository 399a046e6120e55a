"""Anchoring: bases, tense, running time, feasts, and the values that event tables use."""

from __future__ import annotations

import doctest
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.extract.time import calendar_value, find_times, guess_tense, resolve_time, running_time
from newsledger.extract.time.feasts import feast_date, why_open
from newsledger.extract.time.periods import add_units, easter, orthodox_easter, parse_value, unit_period
from newsledger.records import TimeExpression


def read(words: str, *, anchor: str | None = "2022-06-15", tense: str | None = "past") -> TimeExpression:
    (span,) = find_times(words)
    return resolve_time(span, anchor=anchor, tense=tense)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("last week", "2022-06-06/2022-06-12"),
        ("over the weekend", "2022-06-11/2022-06-12"),
        ("last summer", "2021-06-01/2021-08-31"),
        ("the 1990s", "1990-01-01/1999-12-31"),
        ("the third quarter of 2021", "2021-07-01/2021-09-30"),
        ("Monday night", "2022-06-13"),
        ("last month", "2022-05"),
        ("2014", "2014"),
        ("now", "PRESENT"),
        ("recently", None),
        ("three weeks", None),
        ("every day", None),
    ],
)
def test_calendar_value(words: str, value: str | None) -> None:
    assert calendar_value(read(words)) == value


def test_reason_names_rule_and_anchor() -> None:
    assert "2022-06-15" in read("last month").reason
    assert read("last month", anchor=None).reason.endswith("no document creation time")
    assert "moon" in read("Ramadan").reason


def test_running_time_follows_places_on_the_calendar_only() -> None:
    assert running_time("2022-01-01", read("three weeks")) == "2022-01-01"
    assert running_time("2022-01-01", read("the 1990s")) == "2022-01-01"
    assert running_time(None, read("Monday night")) == "2022-06-13"
    assert running_time(None, read("last month")) == "2022-05"


def test_range_ends_follow_each_other_when_tense_would_part_them() -> None:
    assert read("from November to February", tense="future").value == "2022-11-01/2023-02-28"
    assert read("from Monday to Wednesday", tense="future").value == "2022-06-20/2022-06-22"


@pytest.mark.parametrize(
    ("sentence", "trigger", "tense"),
    [
        ("The court will hear the case on Monday.", "hear", "future"),
        ("The ban is set to take effect on Monday.", "take effect", "future"),
        ("Talks in Geneva will resume on Monday.", "Talks", "future"),
        ("Planned protests on Monday worry the police.", "protests", "future"),
        ("Rebels attacked the base on Monday.", "attacked", "past"),
        ("The base was hit on Monday.", "hit", "past"),
        ("The envoy met rebels on Monday.", "met", "past"),
        ("The envoy is meeting rebels on Monday.", "meeting", "present"),
        ("The attack on Monday shocked many.", "attack", None),
    ],
)
def test_guess_tense(sentence: str, trigger: str, tense: str | None) -> None:
    at = sentence.index(trigger)
    assert guess_tense(sentence, at, at + len(trigger)) == tense


def test_guess_tense_knows_when_the_time_is_that_of_the_saying() -> None:
    sentence = "On Friday she announced that she would resign."
    at = sentence.index("resign")
    assert guess_tense(sentence, at, at + 6) == "future"
    assert guess_tense(sentence, at, at + 6, time=(0, 9)) == "past"


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The ceasefire [expires] in December.", "2030-12"),
        ("[Talks] resume in December.", "2030-12"),
        ("The two sides are [meeting] in December.", "2030-12"),
        ("Kenya [imposes] a 10 percent tariff from December 1.", "2030-12-01"),
        ("Kenya [agreed] to withdraw its troops by December.", "2030-12"),
        ("Kenya [announced] elections for December.", "2030-12"),
        ("The ministry said a [delegation] would arrive in December.", "2030-12"),
        ("Kenya may hold [talks] in December.", "2030-12"),
        ("Talks [will] open next December.", "2030-12"),
        ("The [strike], which began in December, goes on.", "2029-12"),
        ("In a report that would have stunned him, the [attack] in December is left out.", "2029-12"),
        ("Kenya [agreed] in December to withdraw its troops.", "2029-12"),
        ("Demonstrators [gather] in Kampala, September 30.", "2030-09-30"),
        ("Peru [hosts] a summit on Thursday.", "2030-10-10"),
        ("Ghana [votes] on Wednesday in a runoff.", "2030-10-09"),
        ("The truce [expires] on Sunday.", "2030-10-06"),
        ("Chad and Niger [agreed] to meet again on Monday.", "2030-10-07"),
        ("They fought on, and the truce [agreed] to on Monday broke.", "2030-09-30"),
        ("They lost three [votes] on Wednesday.", "2030-10-02"),
        ("Kenya says its troops [killed] 12 rebels on Wednesday.", "2030-10-02"),
    ],
)
def test_what_stands_in_the_timetable_lies_ahead(sentence: str, value: str) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    words = sentence.replace("[", "").replace("]", "")
    span = find_times(words)[-1]
    tense = guess_tense(words, start, end, time=(span.start, span.end))
    assert resolve_time(span, anchor="2030-10-05", tense=tense).value == value


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_guess_tense_takes_anything(sentence: str, start: int, end: int) -> None:
    assert guess_tense(sentence, start, end) in {None, "past", "present", "future", "timetable"}


def test_easter_tables() -> None:
    assert [easter(year) for year in (1961, 2000, 2019, 2025)] == [
        date(1961, 4, 2),
        date(2000, 4, 23),
        date(2019, 4, 21),
        date(2025, 4, 20),
    ]
    assert orthodox_easter(2025) == date(2025, 4, 20)
    assert orthodox_easter(2021) == date(2021, 5, 2)


def test_feasts() -> None:
    assert feast_date("black_friday", 2022) == date(2022, 11, 25)
    assert feast_date("memorial_day", 2022) == date(2022, 5, 30)
    assert feast_date("eid", 2022) is None
    assert why_open("eid")
    assert why_open("easter") is None


@given(st.dates(), st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]))
def test_units_hold_their_day_and_their_value_reads_back(day: date, unit: str) -> None:
    period = unit_period(unit, day)
    assert period is not None
    assert period.first is not None
    assert period.last is not None
    if unit != "weekend":
        assert period.first <= day <= period.last
    again = parse_value(period.value)
    assert again == period


@given(st.dates(), st.sampled_from(["day", "week", "month", "year", "decade"]), st.integers(-(10**9), 10**9))
def test_shifts_stay_in_the_calendar(day: date, unit: str, amount: int) -> None:
    assert add_units(day, unit, amount) is not None
    assert add_units(day, "hour", amount) is None


@pytest.mark.parametrize(
    "value", [None, "", "2022-13", "2022-02-30", "2022-W60", "P3D", "a/b", "2022/2021", "20220101"]
)
def test_unreadable_values(value: str | None) -> None:
    assert parse_value(value) is None


def test_page_of_the_docs() -> None:
    page = Path(__file__).parents[1] / "docs" / "time.md"
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0
