"""Time expressions: the table of cases, the grammar's own consistency, and properties on any text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.extract.time import annotated_spans, calendar_value, find_times, resolve_time
from newsledger.extract.time.grammar import grammar
from newsledger.extract.time.meaning import CalendarTime, Duration
from newsledger.extract.time.words import word_tables
from newsledger.records import TimeExpression

CASES = list(
    csv.DictReader(Path(__file__).with_name("test_extract_time_cases.csv").read_text(encoding="utf-8").splitlines())
)
PIECES = [
    "on", "in", "the", "last", "next", "Monday", "May", "5", "2016", "three", "weeks", "ago", "since", "early", "of",
    "-", "to", ",", "2016-02-30", "5:30", "p.m.", "99:99", "1990s", "Easter", "week", "year", "before", "after",
    "13/45/2016", "0", "a", "half", "from", "between", "and", "later", "the 31st of", "February", "BC", "480", "night",
    "٣", "²", "Ⅷ", "every", "past", "first", "rest of", "this", "that", "then", "2014-18", "'68", "Q3", "noon", "hours",
    "season", "season-long", "quarter", "fortnight", "each", "other", "whole", "couple", "few", "old", "century",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
ANCHORS = st.one_of(
    st.none(),
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["2016", "nonsense", "", "0001-01-01", "9999-12-31", "2020-02-29T10:00", "2010-01-01/2011-01-01"]),
)
TENSES = st.sampled_from([None, "past", "present", "future"])


def test_a_length_in_seasons_is_no_duration() -> None:
    assert [s.text for s in find_times("A season-long struggle wore the army down in two years.")] == ["two years"]


def resolved(case: dict[str, str]) -> list[TimeExpression]:
    return [
        resolve_time(
            span, anchor=case["anchor"] or None, tense=case["tense"] or None, previous=case["previous"] or None
        )
        for span in find_times(case["sentence"])
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['words']} {case['anchor']}".strip())
def test_case(case: dict[str, str]) -> None:
    found = [e for e in resolved(case) if e.text == case["words"]]
    assert len(found) == 1, [e.text for e in resolved(case)]
    expression = found[0]
    assert case["sentence"][expression.start : expression.end] == expression.text
    assert (expression.value or "") == case["value"], expression.reason
    assert (expression.earliest or "", expression.latest or "") == (case["earliest"], case["latest"])
    assert (expression.granularity or "") == case["granularity"]


@settings(max_examples=120, deadline=None)
@given(TEXTS, ANCHORS, ANCHORS, TENSES, st.integers(0, 1000))
def test_any_text(text: str, anchor: str | None, previous: str | None, tense: str | None, offset: int) -> None:
    spans = find_times(text, offset=offset)
    assert spans == find_times(text, offset=offset)
    end = offset
    for span in spans:
        assert end <= span.start < span.end <= offset + len(text)
        assert text[span.start - offset : span.end - offset] == span.text
        end = span.end
        expression = resolve_time(span, anchor=anchor, tense=tense, previous=previous)
        assert expression.reason
        assert text[expression.start - offset : expression.end - offset] == expression.text
        if expression.earliest and expression.latest:
            assert expression.earliest <= expression.latest
        calendar_value(expression)


@given(st.sampled_from(CASES), st.integers(1, 500))
def test_offset_only_moves_the_spans(case: dict[str, str], offset: int) -> None:
    plain, moved = find_times(case["sentence"]), find_times(case["sentence"], offset=offset)
    assert [(s.text, s.start + offset, s.end + offset, s.rule) for s in plain] == [
        (s.text, s.start, s.end, s.rule) for s in moved
    ]


def test_every_rule_has_a_builder_and_needs_something() -> None:
    for stage in grammar().stages:
        assert stage.rules
        assert not stage.always, "a rule that is tried on every sentence"


def test_word_tables_map_each_word_to_one_value() -> None:
    tables = word_tables()
    assert tables.value("month", "september") == "9"
    assert tables.value("weekday", "sunday") == "7"
    assert tables.value("unit", "decades") == "decade"
    assert tables.value("unit", None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The minister may march with April Jones and Sun Yu.",
        "She bought 2000 people lunch.",
        "They fired on the 12 men of unit 4.",
        "You may not!",
    ],
)
def test_no_time(text: str) -> None:
    assert find_times(text) == ()


def test_annotated_spans_split_ranges_and_drop_signals() -> None:
    spans = annotated_spans(find_times("Since 2014, and from 5 to 7 May, and for the past three years."))
    assert [s.text for s in spans] == ["2014", "5", "7 May", "the past three years"]
    assert all(s.signal is None for s in spans)
    assert spans[-1].meaning == Duration("P3Y")
    assert spans[1].meaning == CalendarTime(month=5, day=5)


def test_since_clause_bounds_only_the_events_outside_it() -> None:
    sentence = "Hundreds have fled since troops seized the port in 2016."
    (span,) = find_times(sentence)
    outside = span.for_event(sentence.index("fled"), sentence.index("fled") + 4)
    inside = span.for_event(sentence.index("seized"), sentence.index("seized") + 6)
    assert resolve_time(outside, anchor="2019-05-01", tense="past").value == "2016-01-01/2019-05-01"
    assert resolve_time(inside, anchor="2019-05-01", tense="past").value == "2016"


def test_long_input_is_linear() -> None:
    assert len(find_times("on Monday and " * 2000)) == 2000
    assert find_times("1" * 20_000) == ()
    assert find_times("early " * 2000) == ()


@pytest.mark.parametrize("text", ["a woman in her 40s", "two men in their mid-30s", "He was in his early 20s."])
def test_an_age_is_no_decade(text: str) -> None:
    assert not find_times(text)
    assert [t.text for t in find_times("Unrest came back in the 40s.")] == ["the 40s"]
