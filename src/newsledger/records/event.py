"""The event: what several mentions report, with everything that they agree and disagree on."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.records.mention import Place

STAGES = ("planned", "possible", "happened", "denied", "open")
"""How an event stands by one mention: told as coming, as possible, as fact, as not so, or without commitment."""
VERSION_FIELDS = ("actor", "recipient", "whether", "how many", "when", "where")


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a mention is in the event: the mention before it that it agrees with best.

    Attributes:
        event_mention_id: The mention.
        with_mention_id: An earlier mention of the event.
        score: How sure it is that the two are one event, 0 to 1; 1 for a verdict.
        reasons: What speaks for and against, each with its points ("+2.0 parties: …").
    """

    event_mention_id: str
    with_mention_id: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountRange:
    """A count of the event over all reports: ``low`` is the least and ``high`` the most that a report gives.

    ``measures`` says what is counted (``killed``, ``arrested`` …), ``unit`` is the noun or the ISO 4217 code; ``high``
    is None when a report leaves it open ("at least 12").
    """

    measures: str | None
    unit: str | None
    low: float | None
    high: float | None
    event_mention_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """How the event stood from a day on: one of :data:`STAGES`, by the mention that first told it so."""

    known_at: str | None
    stage: str
    event_mention_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a field in which reports differ.

    Attributes:
        field: One of :data:`VERSION_FIELDS`, for a count with what is counted ("how many killed").
        value: What these reports say.
        event_mention_ids: The mentions that say so.
        told_by: On whose word: publishers, and the sources that they name.
    """

    field: str
    value: str
    event_mention_ids: tuple[str, ...]
    told_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One event with all its mentions.

    Attributes:
        event_id: Content hash of the first report, so that later reports do not change it.
        event_type: PLOVER type that most mentions have.
        event_mode: PLOVER mode, or None.
        actors: Country codes (or names where there is no code), sorted.
        recipients: The same for the recipients.
        time_value: TIMEX3 value that most mentions give, or None.
        place_country: ISO 3166 alpha-3, or None.
        event_mention_ids: Mentions, sorted.
        document_ids: Documents that report it, sorted.
        merge_reason: Why these mentions are one event, in one line.
        quad_code: Quad of the type.
        time_earliest: First ISO date that ``time_value`` admits, or None.
        time_latest: Last ISO date that it admits, or None.
        place: The place that most mentions give, or None.
        first_mention_id: The first report.
        first_reported_at: Its document creation time, or None.
        publishers: Outlets that report it, sorted.
        mention_count: Number of mentions.
        document_count: Number of documents.
        publisher_count: Number of publishers.
        independent_count: Number of sources that cannot be traced to a common one: copies, reports of one publisher and
            reports that rest on one named source count once.
        counts: Counts as ranges.
        stage: The newest stage, one of :data:`STAGES`.
        history: Changes of the stage over time, oldest first.
        versions: What reports tell differently, versions of one field side by side.
        merges: Why each mention but the first is in it.
        confidence: Highest confidence of its mentions.
    """

    event_id: str
    event_type: str
    event_mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    time_value: str | None
    place_country: str | None
    event_mention_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    merge_reason: str
    quad_code: str
    time_earliest: str | None
    time_latest: str | None
    place: Place | None
    first_mention_id: str
    first_reported_at: str | None
    publishers: tuple[str, ...]
    mention_count: int
    document_count: int
    publisher_count: int
    independent_count: int
    counts: tuple[CountRange, ...]
    stage: str
    history: tuple[Stage, ...]
    versions: tuple[Told, ...]
    merges: tuple[Merge, ...]
    confidence: float
