"""What a person decided about a row: data beside the coding, which no rerun overwrites."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from newsledger.errors import InputError
from newsledger.records.ids import content_id

VERDICT_KINDS = ("accept", "reject", "correct", "merge", "split")
MENTION_KINDS = ("accept", "reject", "correct")
"""Kinds that decide on mentions one by one; the others decide on which mentions are one event."""


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


def decided(verdict: Verdict) -> datetime:
    """Return the instant of a decision; a time without offset is UTC.

    Raises:
        InputError: ``decided_at`` is no ISO 8601 date-time.
    """
    try:
        instant = datetime.fromisoformat(verdict.decided_at)
    except ValueError:
        raise InputError(
            f"{verdict.decided_at!r} is not a date and time", hint="write ISO 8601, for example 2031-03-12T10:00:00Z"
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def check_verdict(verdict: Verdict) -> Verdict:
    """Return a verdict that keeps the rules of its kind.

    Raises:
        InputError: It does not; the message says which rule.
    """
    kind, count = verdict.kind, len(verdict.event_mention_ids)
    decided(verdict)
    if kind not in VERDICT_KINDS:
        raise InputError(f"{kind!r} is no kind of verdict", hint="one of " + ", ".join(VERDICT_KINDS))
    least = 1 if kind in MENTION_KINDS else 2
    if count < least:
        raise InputError(f"{kind} needs {'an event mention' if least == 1 else 'two or more event mentions'}")
    if not verdict.reviewer.strip():
        raise InputError("a verdict needs a reviewer", hint="say who decides: --reviewer NAME")
    if (verdict.field is not None and verdict.value is not None) != (kind == "correct"):
        raise InputError("a field and its value belong to a correction, and only there")
    if verdict.value is not None:
        _check_json(verdict.value)
    return verdict


def _check_json(value: str) -> None:
    try:
        json.loads(value)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the value of a correction is not JSON: {error}") from None
