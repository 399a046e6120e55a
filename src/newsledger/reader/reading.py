"""What the reader hands on: raw scored spans and links, offsets in the document, no codes decided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawSpan:
    """A piece of text with the probability that the model gives it."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class RawSource:
    """A cited source: its words, its cue, and how its kind is scored."""

    span: RawSpan
    cue: RawSpan | None
    kind: str
    kind_score: float
    anonymous: float


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An event that the model proposes.

    Attributes:
        trigger: Words that carry the event; the score is that of the type.
        event_type: PLOVER type.
        mode: Best mode of the type, or None.
        mode_score: Its probability among the modes of the type.
        auxiliary: Probability of each auxiliary mode.
        implicit_actor: Probability that the actor is only named in an earlier sentence.
        implicit_recipient: The same for the recipient.
        arguments: Role (actor, recipient, time, place, quantity) and span, best first within a role.
        sources: Index into the sentence's sources and the link's score.
    """

    trigger: RawSpan
    event_type: str
    mode: str | None
    mode_score: float
    auxiliary: tuple[tuple[str, float], ...]
    implicit_actor: float
    implicit_recipient: float
    arguments: tuple[tuple[str, RawSpan], ...]
    sources: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class RawMeasure:
    """A measure that the model proposes: a sanction, a truce, a tariff.

    Attributes:
        cue: Words that name it; the score is that of its being reported.
        kind: One of :data:`newsledger.records.measure.MEASURE_KINDS`.
        status: Most probable status.
        sides: Side (issuer, target) and span, in text order.
    """

    cue: RawSpan
    kind: str
    status: str
    sides: tuple[tuple[str, RawSpan], ...]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """All that was read in one sentence of an article."""

    sentence_index: int
    events: tuple[RawEvent, ...]
    sources: tuple[RawSource, ...]
    measures: tuple[RawMeasure, ...] = ()
