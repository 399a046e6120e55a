"""The event mention: who did what to whom, when, where, how much, on whose word, how sure, under which rule.

Field names are the column names of the ledger. ``start`` and ``end`` are half-open code-point offsets into
``Document.text``; both are None for a party that the sentence does not name.
"""

from __future__ import annotations

from dataclasses import dataclass

AUXILIARY_MODES = ("historical", "future", "hypothetical", "negation")
ATTRIBUTION_KINDS = ("named_person", "office", "unnamed_person", "media", "document", "other")
FACTUALITY_VALUES = ("CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "UU")

RESTS, RESTS_NOT, CERTAINTY = "attribution:", "no-attribution:", "certainty:"
"""What precedes the names of some rules in ``provenance.rules``: it linked a source, it turned down a source that the
reader linked, it said how sure the event is. A name without a prefix is that of a rewriting rule."""
PLANNED = CERTAINTY + "told-as-a-plan"
"""The rule that tells what is only announced from what is promised."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A piece of the document's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or recipient.

    Attributes:
        text: The words, or None when the sentence does not name the party.
        start: Offset of the words, or None.
        end: End offset of the words, or None.
        name: Canonical name when resolved.
        country: ISO 3166 alpha-3, or a PLOVER organisation code (UNO, EUR, NGO, ISM, IMG, MNC, IGO), or None.
        sector: Primary PLOVER sector, or None.
        sectors: All PLOVER sectors, primary first.
        actor_id: Id in the knowledge base, or None.
        reason: How the codes were found, or why they are missing.
    """

    text: str | None
    start: int | None
    end: int | None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    actor_id: str | None = None
    reason: str = "not resolved"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """When the event takes place, as the text gives it.

    Attributes:
        text: The words.
        start: Offset of the words.
        end: End offset of the words.
        value: TIMEX3 value (``2025-04-09``, ``2022-07``, ``2022-09-05/2022-09-07``, ``PRESENT_REF``), or None.
        earliest: First ISO date that the value admits, or None.
        latest: Last ISO date that the value admits, or None.
        granularity: ``day``, ``week``, ``month``, ``quarter``, ``season``, ``year``, ``decade``, ``century``,
            ``time``, ``range``, ``duration``, ``set``, ``reference``, or None.
        reason: The rule and the anchor, or why the value is open.
        time_of_day: TIMEX3 time within the day of ``value`` (``T05:30``, ``TMO``), or None.
    """

    text: str
    start: int
    end: int
    value: str | None
    earliest: str | None
    latest: str | None
    granularity: str | None
    reason: str
    time_of_day: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the event takes place, only if the sentence says so."""

    text: str
    start: int
    end: int
    name: str | None = None
    country: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    granularity: str | None = None
    reason: str = "not resolved"
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that belongs to the event; ``low`` equals ``high`` for a single number.

    ``unit`` is an ISO 4217 code for money, ``percent``, a unit of measure, or the noun counted; ``measures`` says what
    the number counts (``killed``, ``arrested``, ``rate``, ``distance`` …), or None.
    """

    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None
    measures: str | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source on whose word the event stands.

    Attributes:
        text: The words that name the source.
        start: Offset of the words.
        end: End offset of the words.
        cue: The words that attribute ("said", "according to"), or None.
        kind: One of :data:`ATTRIBUTION_KINDS`.
        anonymous: True when the text does not name the person.
        name: Canonical name when resolved.
        country: ISO 3166 alpha-3 or organisation code, or None.
        sector: PLOVER sector, or None.
        anonymity_reason: The words that say why the person is not named, or None.
        authority: The words that claim standing ("senior", "familiar with the matter").
        quoted: True when the event's words stand in the source's quotation marks, False for a paraphrase; in a claim,
            True when the sentence quotes the source at all.
        first_reported: True for the one who had the report first ("was first reported by").
    """

    text: str
    start: int
    end: int
    cue: TextSpan | None
    kind: str
    anonymous: bool
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    anonymity_reason: TextSpan | None = None
    authority: tuple[TextSpan, ...] = ()
    quoted: bool = False
    first_reported: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A score of the reading model for one field, between 0 and 1."""

    field: str
    value: str
    score: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the record: model, rules that fired in order, scores behind the fields, and version."""

    model: str
    rules: tuple[str, ...]
    version: str
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event as one sentence reports it: the contract of ``newsledger code … --format jsonl``.

    ``factuality`` is how sure the source is, ``article_factuality`` what the article itself commits to: ``UU`` where it
    only relays. ``own_type`` and ``own_mode`` are the code in a codebook of the user's own, where one is used and fits.
    """

    event_mention_id: str
    event_id: str
    document_id: str
    external_id: str | None
    article_index: int
    sentence_index: int
    document_creation_time: str | None
    text: str
    sentence_start: int
    sentence_end: int
    event_type: str
    event_mode: str | None
    contexts: tuple[str, ...]
    auxiliary: tuple[str, ...]
    cameo_code: str | None
    quad_code: str
    intensity: float
    trigger: TextSpan
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    time: TimeExpression | None
    place: Place | None
    quantities: tuple[Quantity, ...]
    attributions: tuple[Attribution, ...]
    factuality: str
    confidence: float
    provenance: Provenance
    article_factuality: str = "UU"
    own_type: str | None = None
    own_mode: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A source cited in a sentence, whether or not an event rests on it.

    ``event_mention_ids`` are the mentions of the same sentence that it covers; ``position`` is its place in the chain
    of nested sources, 0 for the outermost. ``continued_event_mention_ids`` are mentions of later sentences in which the
    same source still speaks, by the rules of ``continued_rules`` (one each): their own sentences name no source.
    """

    claim_id: str
    document_id: str
    article_index: int
    sentence_index: int
    attribution: Attribution
    position: int
    event_mention_ids: tuple[str, ...]
    continued_event_mention_ids: tuple[str, ...] = ()
    continued_rules: tuple[str, ...] = ()
