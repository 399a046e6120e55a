"""Lists of a ledger, a page at a time: each page begins after the last row of the one before, however long the list.

A cursor names that row by its key and its id, so that it holds when rows are added, and the thousandth page is as quick
as the first.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from newsledger.errors import InputError
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import (
    MentionFilter,
    Where,
    has_words,
    numbers_of,
    search_words,
    until_of,
    where_listed,
    words_needle,
)

_BACK = "back"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_RARE = 1000
"""Rows that have a rare word, at most."""

ORDERS = ("newest", "oldest", "updated")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list.

    Attributes:
        rows: Its rows.
        total: How many rows the whole list has.
        after: Cursor of the next page, None on the last one.
        before: Cursor of the page before, None on the first one.
        columns: Names of the columns, for a page without rows.
    """

    rows: tuple[dict[str, Any], ...]
    total: int
    after: str | None
    before: str | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What a list is made of.

    Attributes:
        table: Table or view.
        key: SQL of what it is sorted by, never null.
        name: Column of the id.
        descending: The greatest key first; ids always ascend.
        columns: What is read of each row.
        counted: The key is a whole number, otherwise a text.
    """

    table: str
    key: str
    name: str
    descending: bool = True
    columns: str = "*"
    counted: bool = False


_MENTIONS = {
    "newest": Source("listed", "known_at", "event_mention_id", columns="event_mention_id"),
    "oldest": Source("listed", "known_at", "event_mention_id", descending=False, columns="event_mention_id"),
    "updated": Source("listed", "updated_at", "event_mention_id", columns="event_mention_id"),
}
DOCUMENTS = Source(
    "documents", "coalesce(document_creation_time, '')", "document_id",
    columns="document_id, external_id, title, publisher, url, language, document_creation_time, "
    "document_creation_time_basis, left(text, 200) as opening, length(text) as length",
)  # fmt: skip
EVENTS = {
    "newest": Source("events", "coalesce(first_reported_at, '')", "event_id"),
    "oldest": Source("events", "coalesce(first_reported_at, '')", "event_id", descending=False),
    "sources": Source("events", "(independent_count * 1000000 + document_count)", "event_id", counted=True),
    "updated": Source("events", "coalesce(updated_at, '')", "event_id"),
}
STORIES = Source("story_list", "documents", "story_id", counted=True)
SPEAKERS = Source(
    "speakers", "mentions", "speaker_id",
    columns="speaker_id, speaker, kind, country, sector, anonymous, mentions, events, documents, example_id",
    counted=True,
)  # fmt: skip
CLAIMS = Source(
    "claim_list", "known_at", "claim_id",
    columns="* exclude (kind, country, anonymous, words, known_at), known_at as document_creation_time",
)  # fmt: skip
MEASURES = Source("measure_mentions", "measure_id", "measure_mention_id", descending=False)
FINDINGS = Source("findings", "basis", "finding_id")
SKIPPED = Source("skipped", "origin", "skip_id", descending=False)


def page_of(
    snapshot: Snapshot, source: Source, where: Where, *, after: str | None, limit: int, total: int | None = None
) -> Listing:
    """Return the rows after a cursor, or before it when it is that of a page before.

    Args:
        snapshot: The ledger.
        source: What the list is made of.
        where: Which rows.
        after: The cursor, None for the first page.
        limit: Rows of a page.
        total: How many rows there are, where it is known.

    Raises:
        InputError: The cursor is none of ours.
    """
    back = after is not None and leads_back(after)
    descending = source.descending != back
    ordered = f"{source.key} {'desc' if descending else 'asc'}, {source.name} {'desc' if back else 'asc'}"
    condition, values = where.sql, dict(where.values)
    if after:
        values["after_key"], values["after_id"] = read_cursor(after, counted=source.counted)
        sign, beyond = "<" if descending else ">", "<" if back else ">"
        condition += (
            f" and {source.key} {sign}= $after_key "
            f"and ({source.key} {sign} $after_key or {source.name} {beyond} $after_id)"
        )
    sql = (
        f"select {source.columns}, {source.key} as list_key, {source.name} as list_id from {source.table} "
        f"where {condition} order by {ordered} limit $limit"
    )
    names, rows = snapshot.named_rows(sql, values | {"limit": limit + 1})
    shown, more = rows[:limit], len(rows) > limit
    if back:
        shown.reverse()
    if total is None:
        total = _total(snapshot, source.table, where)
    following = _cursor_of(shown, -1) if back or more else None
    before = _cursor_of(shown, 0, back=True) if (more if back else after) else None
    columns = tuple(name for name in names if name not in {"list_key", "list_id"})
    return Listing(tuple({c: row[c] for c in columns} for row in shown), total, following, before, columns)


def _cursor_of(rows: Sequence[Mapping[str, Any]], place: int, *, back: bool = False) -> str | None:
    return write_cursor(rows[place]["list_key"], rows[place]["list_id"], back=back) if rows else None


def _total(snapshot: Snapshot, table: str, where: Where) -> int:
    key = ("total", table, where.sql, json.dumps(where.values, sort_keys=True))
    sql = f"select count(*) from {table} where {where.sql}"
    return snapshot.kept(key, lambda: int(snapshot.value(sql, where.values)))


def mentions_page(
    snapshot: Snapshot,
    chosen: MentionFilter,
    *,
    after: str | None = None,
    limit: int = 50,
    order: str = "newest",
    total: int | None = None,
) -> Listing:
    """Return event mentions as whole rows; ``order`` is one of :data:`ORDERS`."""
    found = page_of(snapshot, _MENTIONS[order], _asked(snapshot, chosen), after=after, limit=limit, total=total)
    names = [row["event_mention_id"] for row in found.rows]
    return Listing(tuple(mention_rows(snapshot, names)), found.total, found.after, found.before)


def _asked(snapshot: Snapshot, chosen: MentionFilter) -> Where:
    """Return the condition of a filter, in which rare words are the rows that have them: fewer are then looked at."""
    single = [words for words in search_words(chosen.q or "") if words.isalnum()]
    looked_up = {words: snapshot.kept(("word", words), partial(_places, snapshot, words)) for words in single}
    return where_listed(chosen, places={words: found for words, found in looked_up.items() if len(found) <= _RARE})


def _places(snapshot: Snapshot, words: str) -> tuple[int, ...]:
    sql = f"select distinct number from ({numbers_of(0)} limit $most) order by number"
    return tuple(row["number"] for row in snapshot.rows(sql, {"q0": words, "most": _RARE + 1}))


def mention_rows(snapshot: Snapshot, names: list[str]) -> list[dict[str, Any]]:
    """Return the mentions with some ids, in their order."""
    found = snapshot.rows("from event_mentions where event_mention_id in (select unnest($ids))", {"ids": names})
    rows = {row["event_mention_id"]: row for row in found}
    return [rows[name] for name in names]


def documents_where(
    *, q: str | None, publisher: tuple[str, ...], since: str | None, until: str | None, updated_since: datetime | None
) -> Where:
    """Return which documents are asked for: words of the title or text, outlets, days, when they were committed."""
    parts, values = [], {}
    for n, words in enumerate(search_words(q or "")):
        parts.append(f"document_id in (select document_id from pages where contains(words, {words_needle(n)}))")
        values[f"q{n}"] = words
    if publisher:
        parts.append("list_contains($publisher, publisher)")
        values["publisher"] = list(publisher)  # type: ignore[assignment]
    if since:
        parts.append("left(document_creation_time, 10) >= $since")
        values["since"] = since
    if until:
        parts.append(until_of("document_creation_time"))
        values["until"] = until
    if updated_since:
        parts.append("document_id in (select document_id from held where commit_id >= $moment)")
        values["moment"] = _commit_at(updated_since)
    return Where(" and ".join(parts) or "true", values)


def _commit_at(moment: datetime) -> str:
    """Return the least id of a commit at a moment: commit ids begin with it, in milliseconds."""
    return f"{max(0, (moment - _EPOCH) // timedelta(milliseconds=1)):012x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are asked for.

    Attributes:
        type: PLOVER types.
        party: Codes of a party on either side; all of them must take part.
        stage: ``planned``, ``possible``, ``happened``, ``denied`` or ``open``.
        since: First ISO day of the first report.
        until: Last ISO day of it; a month or year counts whole.
        updated_since: ISO 8601 instant, or version of the ledger, from which on the event changed.
        sources: Least number of independent sources.
        differing: Only events whose reports contradict each other.
        unnamed: Only events that rest on unnamed sources alone.
        q: Words of one of the sentences.
    """

    type: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    updated_since: str | None = None
    sources: int = 1
    differing: bool = False
    unnamed: bool = False
    q: str | None = None


def events_where(chosen: EventFilter) -> Where:
    """Return the condition of an event filter on the view ``events``."""
    parts: list[str] = ["first_mention_id is not null"]
    values: dict[str, Any] = {}

    def add(sql: str, **bound: Any) -> None:
        parts.append(sql)
        values.update(bound)

    if chosen.type:
        add("list_contains($type, event_type)", type=list(chosen.type))
    if chosen.party:
        add("list_has_all(actors || recipients, $party)", party=list(chosen.party))
    if chosen.stage:
        add("list_contains($stage, stage)", stage=list(chosen.stage))
    if chosen.since:
        add("left(first_reported_at, 10) >= $since", since=chosen.since)
    if chosen.until:
        add(until_of("first_reported_at"), until=chosen.until)
    if chosen.updated_since:
        version = chosen.updated_since.isdecimal()
        add(f"updated_{'in' if version else 'at'} >= $moment",
            moment=int(chosen.updated_since) if version else chosen.updated_since)  # fmt: skip
    if chosen.sources > 1:
        add("independent_count >= $sources", sources=chosen.sources)
    if chosen.differing:
        add("len(versions) > 0")
    if chosen.unnamed:
        add("event_id in (select event_id from unnamed_events)")
    for n, words in enumerate(search_words(chosen.q or "")):
        add(f"event_id in (select event_id from listed where {has_words(n, words)})", **{f"q{n}": words})
    return Where(" and ".join(parts), values)


def is_text(text: str) -> bool:
    """Tell whether a text can be written: half a character, as JSON may have it, cannot."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def write_cursor(key: object, name: str, *, back: bool = False) -> str:
    """Return a cursor for the row of a key and an id; ``back`` leads to the rows before it."""
    return base64.urlsafe_b64encode(json.dumps([key, name, *([_BACK] if back else [])]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, counted: bool = False) -> tuple[str | int, str]:
    """Return key and id of a cursor.

    Raises:
        InputError: It is none of ours.
    """
    match _parts(cursor):
        case [str() | int() as key, str(name)] | [str() | int() as key, str(name), "back"]:
            fits = isinstance(key, int if counted else str) and not isinstance(key, bool)
            if fits and is_text(f"{key}{name}"):
                return key, name
    raise InputError("the page to go on from cannot be read", hint="begin at the first page")


def leads_back(cursor: str) -> bool:
    """Tell whether a cursor leads to the rows before it."""
    parts = _parts(cursor)
    return isinstance(parts, list) and parts[2:] == [_BACK]


def _parts(cursor: str) -> Any:
    try:
        return json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error):
        return None


def facets(snapshot: Snapshot, chosen: MentionFilter, *, most: int = 12) -> Mapping[str, list[tuple[str, int]]]:
    """Return the values that the filtered mentions have of each field, with how many have it, frequent ones first."""
    where = _asked(snapshot, chosen)
    key = ("facets", where.sql, json.dumps(where.values, sort_keys=True), most)
    return snapshot.kept(key, lambda: _facets(snapshot, where, most))


_FACETS = ("type", "quad", "publisher", "certainty", "actor", "recipient", "sector", "word_of")


def _facets(snapshot: Snapshot, where: Where, most: int) -> Mapping[str, list[tuple[str, int]]]:
    """Count sets of codes, which are few, and then their codes."""
    columns = ", ".join(f"{name}_set" for name in _FACETS)
    counts = (f"select {name}_set as set_id, count(*) as n from found group by all" for name in _FACETS)
    counted = " union all ".join(counts)
    sql = f"""
        with found as materialized (select {columns} from listed where {where.sql}), counted as ({counted})
        select field, code, sum(n)::bigint as total
        from counted join sets using (set_id), unnest(codes) as c(code) group by field, code
        qualify row_number() over (partition by field order by sum(n) desc, code) <= $most
    """
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in _FACETS}
    for row in snapshot.rows(sql, {**where.values, "most": most}):
        found[row["field"]].append((row["code"], row["total"]))
    return {name: sorted(values, key=lambda v: (-v[1], v[0])) for name, values in found.items()}
