"""Model output to readings: thresholds, links and extents, in numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsledger.reader.labels import (
    AUXILIARY,
    DISTANCES,
    EVENT_TYPES,
    EXTENTS,
    LINK_EXTENT,
    LINKS,
    MODE_LABELS,
    NO_MODE,
    READ_PAIRS,
    ROLES,
    SIDES,
    SOURCE_KINDS,
    columns,
    measure_columns,
    role_columns,
)
from newsledger.reader.reading import RawEvent, RawMeasure, RawSource, RawSpan, SentenceReading
from newsledger.reader.windows import MAX_PIECES, Window
from newsledger.records.measure import MEASURE_KINDS, MEASURE_STATUSES

Floats = NDArray[np.float32]
RoleNetwork = Callable[[Floats, int, int], Floats]
"""Reads one event: from its sentence's words [words, hidden], the trigger's place among them and the column of its type
to scores [words, columns of ROLE_COLUMNS]."""

_TYPE, _MODE = columns("type"), columns("mode")
_AUX, _IMPLICIT = role_columns("auxiliary"), role_columns("implicit")
_SOURCE, _KIND, _ANONYMOUS = (columns(n) for n in ("source", "kind", "anonymous"))
_MODE_COLUMNS = {t: [0, *(i for i, m in enumerate(MODE_LABELS) if m.startswith(t + "/"))] for t in EVENT_TYPES}
_SIDE, _REPORT, _STATUS = (measure_columns(n) for n in ("side", "report", "status"))
_FAINT, _REPORTED, _LINKED = 0.1, 0.1, 0.5
"""Probabilities from which a word is read as one that names a measure, is handed on as a report, is a side of it."""
_ARGUMENTS = ("actor", "recipient", "time", "place", "quantity")
_SENTENCE = {EVENT_TYPES.index(kind) for kind in ("COERCE", "SANCTION")}
"""The one pair of types that the coding guide puts on one trigger: a conviction that ends in prison."""
_SINGLE = {"time", "place", "cue"}
_FARTHEST = MAX_PIECES
_CUE = READ_PAIRS.index("cue")
_EXTENT = {kind: _CUE + 1 + n for n, kind in enumerate(EXTENTS)}
"""Row of each kind of extent in the scores of pairs."""
_BUCKETS = np.searchsorted(DISTANCES, np.arange(-_FARTHEST, _FARTHEST + 1), side="right")
"""Bucket of each distance between two words of a window."""
_LONGEST = {"trigger": 8, "party": 40, "time": 12, "place": 12, "quantity": 12, "source": 40, "cue": 8}
"""Longest span of each kind, in words."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities above which something is kept; stored with the model.

    ``repeat`` is that of a further event of a type that its sentence already has: the same event is often mentioned
    twice in a sentence and coded once.
    """

    type: tuple[float, ...]
    repeat: float = 0.5
    source: float = 0.5
    link: tuple[float, ...] = (0.5,) * len(LINKS)
    temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class Output:
    """Scores of one window: ``unary`` [words, columns], ``heads`` and ``dependents`` [words, pairs, rank],
    ``start`` [words, pairs], the model's ``distance`` bias [pairs, buckets]; ``paired`` [words, hidden] is what its
    ``roles`` and ``sides`` read, those of an event and of a measure; ``named`` [words, kinds] is whether a word names a
    measure, None where none are read."""  # noqa: D205, D209

    unary: Floats
    heads: Floats
    dependents: Floats
    start: Floats
    distance: Floats
    paired: Floats
    roles: RoleNetwork
    named: Floats | None = None
    sides: RoleNetwork | None = None

    def event(self, head: int, kind: int, first: int, last: int) -> Floats:
        """Return what is scored of the event of type ``kind`` at ``head`` [words, columns of ROLE_COLUMNS].

        The words are those from ``first`` to ``last`` (exclusive), the sentence of the event.
        """
        return self.roles(self.paired[first:last], head - first, kind)

    def pair(self, kind: int, head: int, first: int, last: int) -> Floats:
        """Score words ``first`` to ``last`` (exclusive) as dependents of ``head`` in one kind of pair, [words]."""
        bias = self.distance[kind, distance_buckets(head, first, last)]
        scores = self.dependents[first:last, kind] @ self.heads[head, kind] / self.heads.shape[-1] ** 0.5
        result: Floats = scores + self.start[first:last, kind] + bias
        return result


def distance_buckets(head: int, first: int, last: int) -> NDArray[np.int64]:
    """Return the bucket of the distance from ``head`` to each of the words ``first`` to ``last`` (exclusive)."""
    result: NDArray[np.int64] = _BUCKETS[_FARTHEST + first - head : _FARTHEST + last - head]
    return result


def sigmoid(x: Floats) -> Floats:
    """Return the logistic function, without overflow."""
    result: Floats = 0.5 * (1.0 + np.tanh(0.5 * x))
    return result


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max())
    result: Floats = e / e.sum()
    return result


def decode(window: Window, output: Output, thresholds: Thresholds) -> Iterator[SentenceReading]:
    """Yield the readings of the window's sentences that have an event, a source or a measure."""
    numbers = np.asarray(window.sentences)
    types = sigmoid(output.unary[:, _TYPE] / thresholds.temperature)
    source = sigmoid(output.unary[:, _SOURCE][:, 0])
    hits = types >= np.asarray(thresholds.type, dtype=np.float32)
    cited = source >= thresholds.source
    kinds, named = _named(output, len(numbers))
    for number in np.unique(numbers[hits.any(1) | cited | named]):
        first, last = window.bounds(int(number))
        heads = [first + int(w) for w in np.flatnonzero(cited[first:last])]
        sentence = _Sentence(window, output, thresholds, first, last)
        found = [(first + int(w), int(t)) for w, t in np.argwhere(hits[first:last])]
        proposed = [sentence.proposed(word, kind, float(types[word, kind])) for word, kind in found]
        events = tuple(sentence.event(p, heads) for p in _distinct(proposed, thresholds.repeat))
        sources = tuple(sentence.source(w, float(source[w])) for w in heads)
        measures = tuple(sentence.measures([(w, int(kinds[w])) for w in range(first, last) if named[w]]))
        if events or sources or measures:
            yield SentenceReading(int(number), events, sources, measures)


def _named(output: Output, words: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the likeliest kind of measure of each word, and whether it may name one."""
    if output.named is None:
        return np.zeros(words, dtype=np.int64), np.zeros(words, dtype=np.bool_)
    scores = sigmoid(output.named)
    return scores.argmax(1), scores.max(1) >= _FAINT


@dataclass(frozen=True, slots=True)
class Proposed:
    """An event before its roles are read: the first word and the words of its trigger, its type and mode."""

    word: int
    kind: int
    mode: str | None
    mode_score: float
    trigger: RawSpan


@dataclass(slots=True)
class _Sentence:
    window: Window
    output: Output
    thresholds: Thresholds
    first: int
    last: int

    def span(self, kind: str, word: int, score: float) -> RawSpan:
        end = min(self.last, word + _LONGEST[kind])
        last = word + int(self.output.pair(_EXTENT[kind], word, word, end).argmax())
        return RawSpan(self.window.starts[word], self.window.ends[last], score)

    def _linked(self, role: str, links: Floats) -> list[tuple[int, float]]:
        """Return the words that are linked, with their probability, from that of each word of the sentence."""
        threshold = self.thresholds.link[LINKS.index(role)]
        if role in _SINGLE:
            best = int(links.argmax())
            found = [best] if links[best] >= threshold else []
        else:
            found = np.flatnonzero(links >= threshold).tolist()
        return [(self.first + w, float(links[w])) for w in found]

    def source(self, word: int, score: float) -> RawSource:
        links = sigmoid(self.output.pair(_CUE, word, self.first, self.last))
        cue = [self.span("cue", w, s) for w, s in self._linked("cue", links)]
        kinds = _softmax(self.output.unary[word, _KIND])
        kind = int(kinds.argmax())
        anonymous = float(sigmoid(self.output.unary[word, _ANONYMOUS])[0])
        span = self.span("source", word, score)
        return RawSource(span, cue[0] if cue else None, SOURCE_KINDS[kind], float(kinds[kind]), anonymous)

    def proposed(self, word: int, kind: int, score: float) -> Proposed:
        allowed = _MODE_COLUMNS[EVENT_TYPES[kind]]
        modes = _softmax(self.output.unary[word, _MODE][allowed])
        label = MODE_LABELS[allowed[int(modes.argmax())]]
        mode = None if label == NO_MODE else label.partition("/")[2]
        return Proposed(word, kind, mode, float(modes.max()), self.span("trigger", word, score))

    def event(self, proposed: Proposed, sources: list[int]) -> RawEvent:
        word = proposed.word
        scores = sigmoid(self.output.event(word, proposed.kind, self.first, self.last))
        auxiliary, implicit = (scores[word - self.first, c] for c in (_AUX, _IMPLICIT))
        links = {role: self._linked(role, scores[:, n]) for n, role in enumerate(ROLES)}
        given = dict(links["source"])
        return RawEvent(
            trigger=proposed.trigger,
            event_type=EVENT_TYPES[proposed.kind],
            mode=proposed.mode,
            mode_score=proposed.mode_score,
            auxiliary=tuple((a, float(p)) for a, p in zip(AUXILIARY, auxiliary, strict=True)),
            implicit_actor=float(implicit[0]),
            implicit_recipient=float(implicit[1]),
            arguments=_one_side_each([(role, s) for role in _ARGUMENTS for s in self._arguments(role, links[role])]),
            sources=tuple((i, given[w]) for i, w in enumerate(sources) if w in given),
        )

    def measures(self, named: list[tuple[int, int]]) -> Iterator[RawMeasure]:
        """Yield what is reported of the measures that words of the sentence may name: (word, kind)."""
        for word, kind in named:
            assert self.output.sides is not None
            scores = self.output.sides(self.output.paired[self.first : self.last], word - self.first, kind)
            told = scores[word - self.first]
            report = float(sigmoid(told[_REPORT])[0])
            if report < _REPORTED:
                continue
            sides = sigmoid(scores[:, _SIDE])
            spans = [
                (side, self.span("party", self.first + int(w), float(sides[w, n])))
                for n, side in enumerate(SIDES)
                for w in np.flatnonzero(sides[:, n] >= _LINKED)
            ]
            cue, status = self.span("trigger", word, report), MEASURE_STATUSES[int(told[_STATUS].argmax())]
            yield RawMeasure(cue, MEASURE_KINDS[kind], status, _one_side_each(spans))

    def _arguments(self, role: str, links: list[tuple[int, float]]) -> list[RawSpan]:
        """Return the spans of a role in text order; of two that overlap, the better one."""
        spans = [self.span(LINK_EXTENT[role], w, s) for w, s in links]
        kept: list[RawSpan] = []
        for span in sorted(spans, key=lambda s: (-s.score, s.start)):
            if all(span.end <= k.start or span.start >= k.end for k in kept):
                kept.append(span)
        return sorted(kept, key=lambda s: s.start)


_OTHER_SIDE = {"actor": "recipient", "recipient": "actor", "issuer": "target", "target": "issuer"}


def _one_side_each(arguments: list[tuple[str, RawSpan]]) -> tuple[tuple[str, RawSpan], ...]:
    """Keep a party on the side where it scores better: nobody acts on himself in one event."""

    def beaten(role: str, span: RawSpan) -> bool:
        other = _OTHER_SIDE.get(role)
        return other is not None and any(
            r == other and s.start < span.end and span.start < s.end and (s.score, r) > (span.score, role)
            for r, s in arguments
        )

    return tuple((role, span) for role, span in arguments if not beaten(role, span))


def _distinct(proposed: list[Proposed], repeat: float) -> list[Proposed]:
    """Keep the surest reading of each trigger, and a second event of a type only when it is sure enough."""
    kept: list[Proposed] = []
    for event in sorted(proposed, key=lambda e: -e.trigger.score):
        repeated = any(k.kind == event.kind for k in kept)
        if not any(_same(event, k) for k in kept) and (not repeated or event.trigger.score >= repeat):
            kept.append(event)
    return sorted(kept, key=lambda e: (e.trigger.start, EVENT_TYPES[e.kind]))


def _same(one: Proposed, other: Proposed) -> bool:
    """Tell whether two readings are of one event: overlapping triggers of one type, or one word read as two types."""
    if one.kind == other.kind:
        return one.trigger.start < other.trigger.end and other.trigger.start < one.trigger.end
    sentenced = {one.kind, other.kind} == _SENTENCE and "convict" in (one.mode, other.mode)
    return one.trigger.start == other.trigger.start and not sentenced
