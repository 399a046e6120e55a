"""Anchor a time expression on the document creation time or on the running time of the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from newsledger.extract.time.frame import NO_ANCHOR, Answer, Frame, OpenTimeError, make_frame
from newsledger.extract.time.meaning import (
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
    read_duration,
)
from newsledger.extract.time.periods import Period, add_days, parse_value, range_period
from newsledger.extract.time.resolve_calendar import resolve_calendar
from newsledger.extract.time.resolve_relative import resolve_part, resolve_shift, resolve_window
from newsledger.records import TimeExpression

#: Words that make "before" reach to the last day of a stretch.
_AT_THE_END = re.compile(r"\b(?:end|close)\b", re.IGNORECASE)


def resolve_time(
    span: TimeSpan, *, anchor: str | None, tense: str | None, previous: str | None = None
) -> TimeExpression:
    """Give a time expression its value on the calendar; never by today's date.

    Args:
        span: What :func:`find_times` found.
        anchor: Document creation time as an ISO date or date-time, or None.
        tense: What :func:`guess_tense` told of the event: which Monday "on Monday" is.
        previous: The running time of the text, an ISO or TIMEX3 value, for "the day before" and "two days later". With
            no anchor it carries a whole narrative: "in April" is then the April next to it.

    Returns:
        The record. Its value follows TIMEX3 (ISO 8601 weeks, ``2022-Q3``, ``2022-SU``, decades ``199``), with
        ``first day/last day`` for ranges; it is None where the anchor is missing, and the reason says so.
    """
    frame = make_frame(anchor, previous, tense)
    try:
        answer = _signalled(span, frame)
    except OpenTimeError as error:
        return TimeExpression(span.text, span.start, span.end, None, None, None, None, f"{span.rule}: {error}")
    period = answer.period
    lead = span.lead if span.signal == "since" and period.granularity == "range" else ""
    return TimeExpression(
        text=lead + span.text,
        start=span.start - len(lead),
        end=span.end,
        value=period.value + (answer.time or ""),
        earliest=period.first.isoformat() if period.first else None,
        latest=period.last.isoformat() if period.last else None,
        granularity="time" if answer.time else period.granularity,
        reason=f"{span.rule}: {answer.reason}",
    )


def running_time(previous: str | None, expression: TimeExpression) -> str | None:
    """Return the running time of a text after an expression: its value when it names a place on the calendar."""
    if expression.granularity in {"duration", "set", "reference", "decade", "century", None}:
        return previous
    value = expression.value or ""
    if expression.granularity == "time":
        value = value.split("T")[0]
    return value if parse_value(value) else previous


def _signalled(span: TimeSpan, frame: Frame) -> Answer:
    meaning = span.meaning
    if isinstance(meaning, Duration) and span.signal in {"in", "within"} and frame.future:
        return _ahead(meaning, span.signal, frame)
    if span.signal == "since" and not frame.future:
        frame = replace(frame, tense="past")
    if span.signal in {"by", "until"} and frame.tense in {None, "timetable"}:
        frame = replace(frame, tense="future")
    answer = _answer(meaning, frame)
    period = answer.period
    if span.signal == "since":
        return _since(answer, frame)
    if answer.time and span.signal in {"before", "after"}:  # "just before 3 p.m. Monday" is on Monday
        return answer
    if span.signal in {"before", "after"}:
        return replace(answer, period=_beyond(span, period))
    return answer


def _beyond(span: TimeSpan, period: Period) -> Period:
    """Return the time before or after a period; before the end of a stretch is up to its last day."""
    if span.signal == "before" and period.last is not None and _AT_THE_END.search(span.text):
        return replace(period, first=None)
    if span.signal == "before" and period.first is not None:
        return replace(period, first=None, last=add_days(period.first, -1))
    if span.signal == "after" and period.last is not None:
        first = period.first if period.first == period.last else add_days(period.last, 1)
        return replace(period, first=first, last=None)
    return period


def _ahead(meaning: Duration, signal: str | None, frame: Frame) -> Answer:
    """Resolve "in two weeks" and "within a month" of what is to come."""
    unit, amount = read_duration(meaning.value)
    if unit is None:
        return _answer(meaning, frame)
    if signal == "in":
        return resolve_shift(ShiftedTime(unit, amount, 1, whole=False), frame, _answer)
    return resolve_window(Window(unit, amount, 1), frame)


def _since(answer: Answer, frame: Frame) -> Answer:
    period = answer.period
    if frame.anchor is None or period.first is None or period.first > frame.anchor:
        return replace(answer, period=replace(period, last=None), reason=f"{answer.reason}; since then, end open")
    whole = range_period(period.first, frame.anchor)
    return Answer(whole, f"{answer.reason}; since then until document creation time {frame.anchor.isoformat()}")


def _answer(meaning: Meaning, frame: Frame) -> Answer:
    match meaning:
        case CalendarTime():
            answer = resolve_calendar(meaning, frame)
        case ShiftedTime():
            answer = resolve_shift(meaning, frame, _answer)
        case PartOf():
            answer = resolve_part(meaning, frame, _answer)
        case Window():
            answer = resolve_window(meaning, frame)
        case TimeRange():
            answer = _range(meaning, frame)
        case Reference():
            answer = _reference(meaning, frame)
        case Duration() | Recurring():
            kind = "set" if isinstance(meaning, Recurring) else "duration"
            answer = Answer(Period(meaning.value, None, None, kind), "as written, on no place of the calendar")
    return answer


def _reference(meaning: Reference, frame: Frame) -> Answer:
    first = frame.anchor if meaning.value != "PAST_REF" else None
    last = frame.anchor if meaning.value != "FUTURE_REF" else None
    reason = f"seen from document creation time {frame.anchor}" if frame.anchor else NO_ANCHOR
    return Answer(Period(meaning.value, first, last, "reference"), reason)


def _range(meaning: TimeRange, frame: Frame) -> Answer:
    first = _answer(meaning.first.meaning, frame)
    last = _answer(meaning.last.meaning, frame)
    if _backwards(first, last):
        first, last = _in_order(meaning, frame, first, last)
    one, two = first.period, last.period
    if first.time and last.time and one == two:
        period = Period(f"{one.value}{first.time}/{two.value}{last.time}", one.first, two.last, "range")
        return Answer(period, first.reason)
    if first.time and last.time and one.first and two.last and not _backwards(first, last):
        period = Period(f"{one.value}{first.time}/{two.value}{last.time}", one.first, two.last, "range")
        return Answer(period, f"{first.reason} to {last.reason}")
    if one.first is None or two.last is None:
        return Answer(Period(f"{one.value}/{two.value}", one.first, two.last, "range"), first.reason)
    if _backwards(first, last):
        raise OpenTimeError("the range ends before it begins")
    return Answer(range_period(one.first, two.last), f"{first.reason} to {last.reason}")


def _backwards(first: Answer, last: Answer) -> bool:
    one, two = first.period.first, last.period.last
    return one is not None and two is not None and one > two


def _in_order(meaning: TimeRange, frame: Frame, first: Answer, last: Answer) -> tuple[Answer, Answer]:
    """Count one end from the other where tense alone would turn the range around ("Friday to Monday")."""
    resolve: Callable[[Meaning, Frame], Answer] = _answer
    if frame.future or frame.anchor is None:
        return first, resolve(meaning.last.meaning, replace(frame, anchor=first.period.first, tense="future"))
    return resolve(meaning.first.meaning, replace(frame, anchor=last.period.first, tense="past")), last
