"""Times and quantities of a sentence, found once, and given to the events that the reader links them with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from newsledger.extract.quantity import find_quantities
from newsledger.extract.time import TimeSpan, calendar_value, find_times, guess_tense, resolve_time, running_time
from newsledger.reader.reading import RawSpan
from newsledger.records import Quantity, TextSpan, TimeExpression

_NAMED_PERIODS = frozenset({"week", "quarter", "season", "range"})
"""Granularities whose value is written as first and last day, so that tables can be sorted and joined."""


@dataclass(slots=True)
class Clock:
    """The times of one article: its anchor, and the running time that "the day before" counts from."""

    anchor: str | None
    running: str | None = None


@dataclass(slots=True)
class SentenceArguments:
    """The times and quantities of one sentence; ``start`` is its offset in the document."""

    text: str
    start: int
    clock: Clock
    times: tuple[TimeSpan, ...] = field(init=False)
    quantities: tuple[Quantity, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.times = find_times(self.text, offset=self.start)
        self.quantities = find_quantities(self.text, offset=self.start, times=self.times)

    def time_of(self, span: RawSpan, trigger: TextSpan) -> TimeExpression:
        """Return the time that a raw span stands for, as it bears on an event."""
        found = [t for t in self.times if _overlap(t, span) > 0]
        if not found:
            words = self.text[span.start - self.start : span.end - self.start]
            return TimeExpression(words, span.start, span.end, None, None, None, None, "no rule reads this expression")
        best = max(found, key=lambda t: _overlap(t, span)).for_event(trigger.start, trigger.end)
        at = (best.start - self.start, best.end - self.start)
        tense = guess_tense(self.text, trigger.start - self.start, trigger.end - self.start, time=at)
        resolved = resolve_time(best, anchor=self.clock.anchor, tense=tense, previous=self.clock.running)
        self.clock.running = running_time(self.clock.running, resolved)
        if resolved.granularity in _NAMED_PERIODS:
            return replace(resolved, value=calendar_value(resolved) or resolved.value)
        return resolved

    def quantities_of(self, spans: Iterable[RawSpan]) -> tuple[Quantity, ...]:
        """Return the quantities that raw spans point at, each once."""
        linked = list(spans)
        return tuple(q for q in self.quantities if any(_overlap(q, s) > 0 for s in linked))


def _overlap(one: TimeSpan | Quantity, other: RawSpan) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
