"""What a person decided about a row: data beside the coding, which no rerun overwrites."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.records.ids import content_id

VERDICT_KINDS = ("accept", "reject", "correct", "merge", "split")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision on an event mention (accept, reject, correct) or on which mentions are one event (merge, split).

    Attributes:
        verdict_id: Content hash of all other fields.
        kind: One of :data:`VERDICT_KINDS`.
        event_mention_ids: The mentions that it is about; two or more for ``merge`` and ``split``.
        field: For ``correct``, the column; else None.
        value: For ``correct``, the right value as JSON text; else None.
        reviewer: Who decided.
        decided_at: When, ISO 8601 with offset, as given by the caller.
        note: Why, or None.
    """

    verdict_id: str
    kind: str
    event_mention_ids: tuple[str, ...]
    field: str | None
    value: str | None
    reviewer: str
    decided_at: str
    note: str | None


def make_verdict(
    kind: str,
    event_mention_ids: tuple[str, ...],
    *,
    reviewer: str,
    decided_at: str,
    field: str | None = None,
    value: str | None = None,
    note: str | None = None,
) -> Verdict:
    """Build a verdict with its content-hash id; the order of the mentions does not matter."""
    ids = tuple(sorted(set(event_mention_ids)))
    identity = content_id("v", kind, ids, field, value, reviewer, decided_at, note)
    return Verdict(identity, kind, ids, field, value, reviewer, decided_at, note)
