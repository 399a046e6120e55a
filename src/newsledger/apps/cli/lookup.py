"""What the asking commands share: a ledger opened, records found by an id or the start of one, records as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsledger.cluster.folding import report_order
from newsledger.errors import LedgerError
from newsledger.ledger import Ledger, connect, refresh_if_writable
from newsledger.records import Document, Event, EventMention, from_row
from newsledger.records.rule import Finding

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def open_ledger(path: Path) -> Ledger:
    """Open a ledger that exists.

    Raises:
        LedgerError: There is none.
    """
    book = Ledger(path)
    book.must_exist()
    return book


def open_grouped(path: Path) -> Ledger:
    """Open a ledger that exists, with its stories and events brought up to date, where it may be written.

    Raises:
        LedgerError: There is none.
    """
    book = open_ledger(path)
    if not refresh_if_writable(book):
        told = f"cannot write to {path}: pages that are not grouped yet are left out"
        click.secho(told, fg="yellow", err=True)
    return book


_EVENT_IDS = (
    "select event_id from events where starts_with(event_id, $1)",
    "select replaced_by from event_changes where removed and starts_with(event_id, $1)",
    """select x.event_id from event_members as x join stored_event_mentions as m using (event_mention_id)
    where starts_with(m.event_id, $1) or starts_with(event_mention_id, $1)""",
)
"""Where the start of an id is looked for, first match first: what is an event, what was one, what ``code`` printed."""


def find_event(book: Ledger, key: str) -> tuple[Event, list[EventMention]]:
    """Return an event with its mentions in the order of their reports.

    Args:
        book: The ledger.
        key: An event id, also one that ``code`` printed or that was replaced since, a mention id, or the start of one.

    Raises:
        LedgerError: No event, or more than one.
    """
    with connect(book) as db:
        query = "select * from events where first_mention_id is not null and event_id in ({}) order by event_id limit 5"
        found = next(filter(None, (_rows(db, query.format(known), key) for known in _EVENT_IDS)), [])
        event = from_row(Event, _only(found, key, "event", "event_id"))
        query = "select * from event_mentions where event_id = ?"
        mentions = [from_row(EventMention, m) for m in _rows(db, query, event.event_id)]
    return event, sorted(mentions, key=report_order)


def find_pages(book: Ledger, event: Event) -> tuple[dict[str, Document], dict[str, str]]:
    """Return the documents of an event with the originals of copies among them, and who is a copy of whom, by id."""
    with connect(book) as db:
        query = "select document_id, original_id from copies where document_id in (select unnest(?))"
        originals = {row["document_id"]: row["original_id"] for row in _rows(db, query, list(event.document_ids))}
        query = "select * from documents where document_id in (select unnest(?))"
        wanted = sorted({*event.document_ids, *originals.values()})
        pages = [from_row(Document, d) for d in _rows(db, query, wanted)]
    return {page.document_id: page for page in pages}, originals


def find_mention(book: Ledger, key: str) -> EventMention:
    """Return the mention with an id, or with the only id that starts so.

    Raises:
        LedgerError: No mention, or more than one.
    """
    with connect(book) as db:
        query = "select * from event_mentions where starts_with(event_mention_id, ?) order by event_mention_id limit 5"
        rows = _rows(db, query, key)
    return from_row(EventMention, _only(rows, key, "event mention", "event_mention_id"))


def find_mention_ids(book: Ledger, keys: Sequence[str]) -> list[str]:
    """Return the ids of mentions, given by their own ids, by those of their events, or by the start of one.

    Raises:
        LedgerError: A key means nothing, or more than one thing.
    """
    found: list[str] = []
    for key in keys:
        if not key.startswith("e-"):
            found.append(find_mention(book, key).event_mention_id)
            continue
        found.extend(find_event(book, key)[0].event_mention_ids)
    return list(dict.fromkeys(found))


def find_finding(book: Ledger, key: str) -> Finding:
    """Return the finding with an id, or with the only id that starts so.

    Raises:
        LedgerError: No finding, or more than one.
    """
    with connect(book) as db:
        rows = _rows(db, "select * from findings where starts_with(finding_id, ?) order by finding_id limit 5", key)
    return from_row(Finding, _only(rows, key, "finding", "finding_id"))


def find_document(book: Ledger, key: str) -> tuple[Document, list[EventMention]]:
    """Return a document by its id, the start of it, or the id given on input, with its mentions in text order.

    Raises:
        LedgerError: No document, or more than one.
    """
    with connect(book) as db:
        query = (
            "select * from documents where starts_with(document_id, $1) or external_id = $1 "
            "order by document_id limit 5"
        )
        row = _only(_rows(db, query, key), key, "document", "document_id")
        query = "select * from event_mentions where document_id = ? order by trigger.start, event_mention_id"
        mentions = _rows(db, query, row["document_id"])
    return from_row(Document, row), [from_row(EventMention, m) for m in mentions]


def _rows(db: duckdb.DuckDBPyConnection, query: str, value: object) -> list[dict[str, Any]]:
    table: pa.Table = db.sql(query, params=[value]).to_arrow_table()
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _only(rows: list[dict[str, Any]], key: str, what: str, column: str) -> dict[str, Any]:
    if len(rows) == 1:
        return rows[0]
    if not rows:
        query = f"newsledger query 'select {column} from {what.replace(' ', '_')}s'"
        raise LedgerError(f"no {what} {key!r} in this ledger", hint=query)
    raise LedgerError(f"more than one {what} starts with {key!r}", hint="give more of the id")


def print_json(*records: object, indent: int | None = None) -> None:
    """Print records as JSON objects, one a line unless they are indented."""
    import json

    from newsledger.records import to_row

    for record in records:
        click.echo(json.dumps(to_row(record), ensure_ascii=False, indent=indent))
