"""Reviewing in a browser: which mention comes next, and verdicts written as the command line writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import Any

from newsledger.errors import InputError
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import MentionFilter, where_listed
from newsledger.ledger.browse_lists import is_text, read_cursor
from newsledger.ledger.corrections import correct
from newsledger.ledger.refresh import refresh
from newsledger.ledger.store import Ledger
from newsledger.records import Document, EventMention
from newsledger.records.verdict import MENTION_KINDS, VERDICT_KINDS, make_verdict

_MOST_PAIRS = 5000
_OPEN = "event_mention_id not in (select event_mention_id from reviewed)"


def next_open(snapshot: Snapshot, chosen: MentionFilter, *, after: str | None = None) -> dict[str, Any] | None:
    """Return the newest mention that nobody decided on, as its id and its place in the list; None when all are done.

    Args:
        snapshot: The ledger.
        chosen: Which mentions are reviewed.
        after: Cursor of the mention that was passed over.
    """
    where = where_listed(chosen)
    condition, values = f"({where.sql}) and {_OPEN}", dict(where.values)
    if after:
        values["key"], values["name"] = read_cursor(after)
        condition += " and known_at <= $key and (known_at < $key or event_mention_id > $name)"
    sql = (
        f"select event_mention_id, known_at from listed where {condition} "
        "order by known_at desc, event_mention_id limit 1"
    )
    return next(iter(snapshot.rows(sql, values)), None)


def progress(snapshot: Snapshot, chosen: MentionFilter) -> tuple[int, int]:
    """Return how many of the chosen mentions were decided on, and how many there are."""
    where = where_listed(chosen)
    sql = f"select count(*) as total, count(*) filter (not ({_OPEN})) as done from listed where {where.sql}"
    row = snapshot.rows(sql, where.values)[0]
    return row["done"], row["total"]


def as_corrected(snapshot: Snapshot, mention_id: str) -> EventMention | None:
    """Return a mention with the corrections of earlier verdicts put in."""
    query = "select * exclude (verdict, reviewer) from judged_mentions where event_mention_id = $id"
    return next(iter(snapshot.records(EventMention, query, {"id": mention_id})), None)


def decide(
    ledger: Ledger,
    snapshot: Snapshot,
    kind: str,
    ids: Sequence[str],
    *,
    reviewer: str,
    decided_at: str,
    note: str | None,
) -> int:
    """Write verdicts of one kind: one a mention, or one on all together for merge and split.

    An event that is split from others stays whole: each of its mentions is put apart from each of theirs.

    Returns:
        How many were written.

    Raises:
        InputError: The kind is none, an id is none of the ledger, or nobody decides.
    """
    if kind not in VERDICT_KINDS or kind == "correct":
        raise InputError(f"{kind!r} is no decision", hint="accept, reject, merge or split")
    members = _members(snapshot, ids)
    mentions = list(dict.fromkeys(m for group in members for m in group))
    if kind in MENTION_KINDS:
        groups: list[tuple[str, ...]] = [(m,) for m in mentions]
    elif kind == "split" and any(len(group) > 1 for group in members):
        groups = _pairs(members)
    else:
        groups = [tuple(mentions)]
    verdicts = [make_verdict(kind, g, reviewer=reviewer, decided_at=decided_at, note=note) for g in groups]
    written = ledger.add_verdicts(verdicts)
    if kind not in MENTION_KINDS:
        refresh(ledger)
    snapshot.read_verdicts(ledger)
    return written


def _pairs(members: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return all pairs of mentions that were named apart.

    Raises:
        InputError: There are none, or too many.
    """
    found = {tuple(sorted(pair)) for a, b in combinations(members, 2) for pair in product(a, b) if len(set(pair)) == 2}
    if not found:
        raise InputError("split needs two or more event mentions")
    if len(found) > _MOST_PAIRS:
        raise InputError(f"these are {len(found)} pairs of mentions", hint="choose a mention or two of the event")
    return sorted(found)


def correct_mention(
    ledger: Ledger,
    snapshot: Snapshot,
    mention_id: str,
    *,
    field: str,
    value: str,
    reviewer: str,
    decided_at: str,
    note: str | None,
) -> int:
    """Write the right value of a field, and what follows from it.

    Returns:
        How many verdicts were written.

    Raises:
        InputError: The value does not fit the field, or the text.
        OntologyError: A code that the codebook does not have.
    """
    ((first, *_), *_) = _members(snapshot, [mention_id])
    snapshot.read_verdicts(ledger)
    mention = as_corrected(snapshot, first)
    assert mention is not None
    document = snapshot.records(Document, "from documents where document_id = $id", {"id": mention.document_id})[0]
    found = correct(mention, field, value, text=document.text, reviewer=reviewer)
    if not all(is_text(json.dumps(json.loads(c.value), ensure_ascii=False)) for c in found):
        raise InputError("the value has half a character in it", hint="write it anew")
    verdicts = [
        make_verdict(
            "correct", (mention_id,), reviewer=reviewer, decided_at=decided_at, field=c.field, value=c.value,
            note=note if n == 0 else f"follows from {found[0].field}",
        )
        for n, c in enumerate(found)
    ]  # fmt: skip
    written = ledger.add_verdicts(verdicts)
    snapshot.read_verdicts(ledger)
    return written


def _members(snapshot: Snapshot, ids: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the mentions that each id names: itself, or those of the event.

    Raises:
        InputError: The ledger has no such mention or event.
    """
    found: list[tuple[str, ...]] = []
    for name in dict.fromkeys(i for i in ids if i):
        column = "event_id" if name.startswith("e-") else "event_mention_id"
        rows = snapshot.rows(f"select event_mention_id from listed where {column} = $id order by all", {"id": name})
        if not rows:
            raise InputError(f"there is no {name!r} in this ledger", hint="its page may have been coded again")
        found.append(tuple(row["event_mention_id"] for row in rows))
    if not found:
        raise InputError("nothing was chosen", hint="choose at least one mention")
    return found
