"""Measures: tariffs, sanctions, bans and the like, as one sentence reports them, and as their reports add up.

A ``MeasureMention`` is to a measure what an event mention is to an event. Every field keeps its words; a field that the
text does not give is empty, and ``gaps`` says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.records.mention import Attribution, Party, TextSpan, TimeExpression

MEASURE_KINDS = (
    "tariff", "sanction", "embargo", "export_control", "travel_ban", "asset_freeze", "visa_rule", "entry_ban",
    "recognition", "treaty_joined", "treaty_left", "ceasefire", "emergency",
)  # fmt: skip
MEASURE_STATUSES = ("proposed", "announced", "in_force", "suspended", "lifted", "struck_down")
MEASURE_ASPECTS = ("measure", "exception")
RATE_KINDS = ("baseline", "additional", "replacing")
SCOPE_KINDS = ("goods", "persons", "sectors")
EVERYONE = "*"
"""Target code of "all countries" and "most trading partners"."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its words.

    Attributes:
        text: The words.
        start: Offset of the words.
        end: End offset of the words.
        value: The number.
        unit: ``percent``, an ISO 4217 code, or a unit of measure.
        kind: One of :data:`RATE_KINDS`, or None when the text does not say how it stands to other rates.
        previous: The rate that it replaces, when the text gives it.
        reason: The words or the rule behind ``kind``, or why it is open.
    """

    text: str
    start: int
    end: int
    value: float
    unit: str
    kind: str | None
    previous: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a measure covers: goods, persons or sectors, in the words of the text."""

    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that stays empty, or was taken from elsewhere in the article, and why."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeasureMention:
    """A measure as one sentence reports it.

    Attributes:
        measure_mention_id: Content hash of document, cue and target.
        measure_id: Content hash of kind, issuers, target and scope; reports of one measure share it.
        document_id: The page.
        article_index: Article on the page.
        sentence_index: Sentence in the article.
        document_creation_time: When the report became known, or None.
        text: The sentence.
        sentence_start: Offset of the sentence.
        sentence_end: End of the sentence.
        kind: One of :data:`MEASURE_KINDS`.
        aspect: ``measure``, or ``exception`` where the sentence only speaks of an exception from one.
        status: One of :data:`MEASURE_STATUSES`; None for an exception.
        status_words: Words behind the status, or None.
        cue: Words that name the measure.
        issuers: Who takes it; the parties themselves for a ceasefire or a treaty.
        targets: Whom it is aimed at; the code ``*`` is "all countries".
        instrument: Name of the decree, act, treaty or package, or None.
        scope: Goods, persons or sectors.
        rate: Rate of a tariff, or None.
        announced_on: When it was announced, or None.
        in_force_from: From when the status holds, or None.
        in_force_to: Until when, or None.
        exceptions: Words of exceptions.
        legal_basis: Words of the legal basis, or None.
        attributions: On whose word, outermost first; empty for the article's own voice.
        factuality: CT+, PR+ or PS+, and CT- where the source denies it.
        event_mention_ids: Event mentions of the same words.
        gaps: Empty fields, and fields taken from a neighbouring sentence, each with its reason.
        rules: Rules that fired, in order.
    """

    measure_mention_id: str
    measure_id: str
    document_id: str
    article_index: int
    sentence_index: int
    document_creation_time: str | None
    text: str
    sentence_start: int
    sentence_end: int
    kind: str
    aspect: str
    status: str | None
    status_words: TextSpan | None
    cue: TextSpan
    issuers: tuple[Party, ...]
    targets: tuple[Party, ...]
    instrument: TextSpan | None
    scope: tuple[Scope, ...]
    rate: Rate | None
    announced_on: TimeExpression | None
    in_force_from: TimeExpression | None
    in_force_to: TimeExpression | None
    exceptions: tuple[TextSpan, ...]
    legal_basis: TextSpan | None
    attributions: tuple[Attribution, ...]
    factuality: str
    event_mention_ids: tuple[str, ...]
    gaps: tuple[Gap, ...]
    rules: tuple[str, ...]
