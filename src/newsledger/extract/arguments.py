"""Times and quantities of a sentence, found once, and given to the events that the reader links them with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from newsledger.extract.quantity import find_quantities
from newsledger.extract.quantity.belongs import casualties, counted_by, listed_with, parts_settled
from newsledger.extract.time import (
    TimeSpan,
    calendar_value,
    find_times,
    guess_tense,
    resolve_time,
    running_time,
    tense_of_time,
)
from newsledger.extract.time.meaning import (
    ANCHOR,
    EVENT,
    CalendarTime,
    Duration,
    Meaning,
    Recurring,
    Reference,
    ShiftedTime,
    Window,
    read_duration,
)
from newsledger.reader.reading import RawEvent, RawSpan
from newsledger.records import Quantity, Sentence, TextSpan, TimeExpression

_NAMED_PERIODS = frozenset({"week", "quarter", "season", "range", "decade", "century"})
"""Granularities whose value is written as first and last day, so that tables can be sorted and joined."""
_NO_STRETCH = frozenset({"duration", "set", "reference"})
"""Granularities that say how long, how often, or only before or after: no time that an event could be put at."""


_NOT_DATED = (Duration, Recurring, Reference)
_NEAR = 6
"""Words between a trigger and a time behind it that still belongs to it."""
_OPENING = 8
"""Characters before a time that opens its sentence: a preposition, a quotation mark."""
_POINTING = frozenset({"that time", "since then"})
_DETERMINER = re.compile(r"\b(?:the|a|an|his|her|its|their|our|this) $", re.IGNORECASE)
_AFTER_TIME = (
    r" (?:in|at|on|by|to|for|from|and|or|but|with|after|before|when|as|of|that|was|were|is|are|has|had|the|a|he|she|it"
    r"|they)\b"
)
_POSSESSIVE = 20
"""Characters between a time with "'s" and the event that it dates."""
_PERFECT = re.compile(r"\b(?:has|have)\b|['’]ve\b")
_CLAUSE_ENDS = re.compile(r"[,;:”—–()]| - ")
_NOW = re.compile(r"\b(?:has|have|is|are|continues?|remains?|goes|go)\b|[’'](?:re|ve)\b")
_BOUNDARY = re.compile(
    r"[,;:“”\"—–()]| - |\b(?:that|who|which|as|while|after|when|where|before|since|until|but|and|said|saying)\b"
    r"|\bto (?!the |a |an |[A-Z0-9$])"
)
_ASIDE = re.compile(
    r"[;:“”\"—–()]| - |\b(?:that|who|which|as|while|after|when|where|before|since|until|but|said|saying|will)\b"
    r"|\b(?:of|to|in) (?!the |[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Running:
    """The running time of a text: the last time that it gave, and the last that was not still to come.

    What happened "hours later" in a text that last spoke of next week was hours after the time before that.
    """

    last: str | None = None
    past: str | None = None

    def of(self, tense: str | None) -> str | None:
        """Return the running time that an event of a tense counts from."""
        return self.past if tense == "past" else self.last


@dataclass(slots=True)
class Clock:
    """The times of one article: its anchor, and the running time that "the day before" counts from.

    Args:
        anchor: Document creation time, or None.
        text: The document's text.
        sentences: The article's sentences, in order.
    """

    anchor: str | None
    text: str = ""
    sentences: Sequence[Sentence] = ()
    _running: Running = Running()
    _next: int = 0
    _found: dict[int, tuple[TimeSpan, ...]] = field(default_factory=dict)

    def times_in(self, start: int, text: str) -> tuple[TimeSpan, ...]:
        """Return the times of the sentence that begins at an offset."""
        if start not in self._found:
            self._found[start] = find_times(text, offset=start)
        return self._found[start]

    def running_before(self, start: int) -> Running:
        """Return the running time at the start of the sentence at an offset: the last calendar time before it."""
        stop = bisect_left([s.start for s in self.sentences], start)
        while self._next < stop:
            sentence = self.sentences[self._next]
            words = self.text[sentence.start : sentence.end]
            self._running = self.after(self._running, self.times_in(sentence.start, words), words, sentence.start)
            self._next += 1
        return self._running

    def after(self, running: Running, times: Iterable[TimeSpan], text: str, start: int) -> Running:
        """Return the running time after some times of a sentence, given with its text and offset."""
        for span in times:
            tense = tense_of_time(text, span.start - start)
            last = self._then(span, running.last, tense)
            past = last if running.past == running.last else self._then(span, running.past, tense)
            reached = running.past if self._ahead(past) else running_time(running.past, past)
            running = Running(running_time(running.last, last), reached)
        return running

    def _then(self, span: TimeSpan, previous: str | None, tense: str | None) -> TimeExpression:
        return resolve_time(span.bare(), anchor=self.anchor, tense=tense, previous=previous)

    def _ahead(self, time: TimeExpression) -> bool:
        """Tell whether a time lies after the anchor."""
        return bool(self.anchor and time.earliest and time.earliest > self.anchor[: len("2016-07-08")])


@dataclass(slots=True)
class SentenceArguments:
    """The times and quantities of one sentence.

    Attributes:
        text: The sentence.
        start: Its offset in the document.
        clock: The times of the article.
        events: All its events, as the reader found them.
    """

    text: str
    start: int
    clock: Clock
    events: Sequence[RawEvent] = ()
    times: tuple[TimeSpan, ...] = field(init=False)
    quantities: tuple[Quantity, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.times = self.clock.times_in(self.start, self.text)
        self.quantities = find_quantities(self.text, offset=self.start, times=self.times)

    def time_of(self, span: RawSpan | None, trigger: TextSpan) -> TimeExpression | None:
        """Return the time that a raw span stands for, as it bears on an event; without one, the time beside it."""
        if span is None:
            return self._beside(trigger)
        found = [t for t in self.times if _overlap(t, span) > 0]
        if not found:
            words = self.text[span.start - self.start : span.end - self.start]
            return TimeExpression(words, span.start, span.end, None, None, None, None, "no rule reads this expression")
        return self._resolved(max(found, key=lambda t: _overlap(t, span)), trigger)

    def _beside(self, trigger: TextSpan) -> TimeExpression | None:
        """Return the time that stands so close to an event that it is its time, though the reader did not link it.

        That is a time at most a few words behind the trigger in the same clause, or one that opens the sentence before
        its first event.
        """
        starts = self._others(trigger)
        for time in self.times:
            if isinstance(time.meaning, _NOT_DATED) or time.rule in _POINTING or self._attributive(time):
                continue
            behind, opens = time.start >= trigger.end, time.start - len(time.lead) - self.start <= _OPENING
            low, high = (trigger.end, time.start) if behind else (time.end, trigger.start)
            if any(low <= start < high for start in starts):
                continue
            gap = self.text[low - self.start : high - self.start]
            if (behind and not _BOUNDARY.search(gap) and len(gap.split()) <= _NEAR) or (
                not behind and opens and not _ASIDE.search(gap)
            ):
                resolved = self._resolved(time, trigger)
                return replace(resolved, reason=f"{resolved.reason}; beside the event, not linked by the reader")
        return None

    def _attributive(self, time: TimeSpan) -> bool:
        """Tell whether a time stands before a noun that it dates: "last week's coup", "the 23 October ceasefire"."""
        before, after = self.text[: time.start - self.start], self.text[time.end - self.start :]
        noun = re.match(r" [a-z]+", after) and not re.match(_AFTER_TIME, after)
        determined = _DETERMINER.search(before) or time.text[:4].lower() == "the "
        return bool(re.match("['’]s", after) or (noun and determined and _dated(time)))

    def _resolved(self, time: TimeSpan, trigger: TextSpan) -> TimeExpression:
        span = time.for_event(trigger.start, trigger.end)
        if 0 <= trigger.start - time.end <= _POSSESSIVE and self.text[time.end - self.start :][1:2] == "s":
            span = time.bare()  # "after last week's protests": the week of the protests
        span = self._counted_back(self._lasting(span), trigger)
        at = (span.start - self.start, span.end - self.start)
        tense = guess_tense(self.text, trigger.start - self.start, trigger.end - self.start, time=at)
        before = self.clock.running_before(self.start)
        running = self.clock.after(before, (t for t in self.times if t.start < time.start), self.text, self.start)
        return tabular(resolve_time(span, anchor=self.clock.anchor, tense=tense, previous=running.of(tense)))

    def _counted_back(self, time: TimeSpan, trigger: TextSpan) -> TimeSpan:
        """Read "a week after the vote" for the vote: a week before what the sentence tells of.

        That is at the other date of the sentence, or now where it speaks of the present: "a year after the invasion
        began, the siege goes on". What happened a week after the vote stays open.
        """
        shift = time.meaning
        if not isinstance(shift, ShiftedTime) or shift.base != EVENT or shift.amount is None:
            return time
        behind = self.text[time.end - self.start : trigger.start - self.start]
        outside = self.text[: time.start - self.start] + self.text[trigger.end - self.start :]
        base = self._told_for(time)
        if trigger.start < time.end or _CLAUSE_ENDS.search(behind) or (base == ANCHOR and not _NOW.search(outside)):
            return time
        more = tuple((unit, -amount) for unit, amount in shift.more)
        return replace(time, meaning=replace(shift, amount=-shift.amount, sign=-shift.sign, base=base, more=more))

    def _told_for(self, time: TimeSpan) -> str | Meaning:
        """The one other date of a sentence, or the anchor."""
        dated = [t.meaning for t in self.times if t != time and isinstance(t.meaning, CalendarTime)]
        return dated[0] if len(dated) == 1 else ANCHOR

    def _lasting(self, time: TimeSpan) -> TimeSpan:
        """Read "has been held for three years" as the three years up to the anchor."""
        if time.signal != "for" or not isinstance(time.meaning, Duration):
            return time
        unit, amount = read_duration(time.meaning.value)
        if not unit or not amount or not _PERFECT.search(self.text):
            return time
        return replace(time, meaning=Window(unit, amount, -1))

    def quantities_of(self, spans: Iterable[RawSpan], trigger: TextSpan) -> tuple[Quantity, ...]:
        """Return the quantities that raw spans point at, those that the trigger counts, and their list neighbours.

        The one violent event of a sentence takes all its casualties.
        """
        pointed = list(spans)
        linked = {q for q in self.quantities if any(_overlap(q, s) > 0 for s in pointed)}
        at = (trigger.start, trigger.end)
        linked.update(counted_by(self.quantities, at, trigger.text, self._others(trigger)))
        violent = [e.trigger.start for e in self.events if e.event_type == "ASSAULT"]
        if violent == [trigger.start]:
            linked.update(casualties(self.quantities))
        whole = listed_with(self.quantities, linked, self.text, self.start)
        return tuple(parts_settled(self.quantities, whole, at, self.text, offset=self.start))

    def _others(self, trigger: TextSpan) -> list[int]:
        """Offsets of the sentence's other triggers."""
        return [e.trigger.start for e in self.events if e.trigger.start != trigger.start]


def tabular(time: TimeExpression) -> TimeExpression:
    """Return a time whose value can be sorted and joined: days, months, years or ranges of days, or the present.

    The time of day moves into a field of its own; a stretch with a name of its own (a week, a season) becomes its days;
    what names no stretch of the calendar ("for weeks", "recently") leaves the value open, and the reason tells it.
    """
    if time.granularity == "time" and time.value and "T" in time.value:
        day, _, clock = time.value.partition("T")
        return replace(time, value=day, time_of_day=f"T{clock}")
    if time.granularity in _NAMED_PERIODS:
        return replace(time, value=calendar_value(time) or time.value)
    if time.granularity in _NO_STRETCH and time.value not in {None, "PRESENT_REF"}:
        return replace(time, value=None, reason=f"{time.reason}; {time.value} names no date")
    return time


def _dated(time: TimeSpan) -> bool:
    return isinstance(time.meaning, CalendarTime) and not time.meaning.weekday


def _overlap(one: TimeSpan | Quantity, other: RawSpan) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
