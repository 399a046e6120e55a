"""Ids: each is the hash of what it names, and stands once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from newsledger.ledger.verify import NOTE, Check, verdict
from newsledger.records import Document, coding_id, content_id, from_row

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

_BATCH = 20_000
Row = dict[str, Any]


def check_ids(db: duckdb.DuckDBPyConnection, _: Ledger) -> Iterator[Check]:
    """Yield what is found on ids that follow from content."""
    for table, query, expected in _HASHED:
        bad, total, example = _compare(db, query, expected)
        yield verdict(table, "ids follow from the content", bad, total, example=example)
    yield from _codings(db)


_HASHED: tuple[tuple[str, str, Callable[[Row], str]], ...] = (
    (
        "documents",
        "select document_id as id, text, url, publisher, external_id from documents",
        lambda r: content_id("d", r["text"], r["url"], r["publisher"], r["external_id"]),
    ),
    (
        "articles",
        'select article_id as id, document_id, start, "end" as stop from articles',
        lambda r: content_id("a", r["document_id"], r["start"], r["stop"]),
    ),
    (
        "event_mentions",
        """
        select event_mention_id as id, document_id, trigger.start as start, trigger."end" as stop,
            coalesce([s."value" for s in provenance.scores if s.field = 'event_type'][1], event_type) as read_type
        from event_mentions
        """,
        lambda r: content_id("m", r["document_id"], r["start"], r["stop"], r["read_type"]),
    ),
    (
        "claims",
        'select claim_id as id, document_id, attribution.start as start, attribution."end" as stop from claims',
        lambda r: content_id("c", r["document_id"], r["start"], r["stop"]),
    ),
    (
        "skipped",
        "select skip_id as id, origin, reason from skipped",
        lambda r: content_id("s", r["origin"], r["reason"]),
    ),
)
"""Each table with a query for what its ids are hashes of; the type in a mention's id is the one that was read."""


def _compare(db: duckdb.DuckDBPyConnection, query: str, expected: Callable[[Row], str]) -> tuple[int, int, str]:
    bad = total = 0
    example = ""
    for batch in db.sql(query).to_arrow_reader(_BATCH):
        for row in batch.to_pylist():
            total += 1
            if row["id"] != expected(row):
                bad += 1
                example = example or str(row["id"])
    return bad, total, example


def _codings(db: duckdb.DuckDBPyConnection) -> Iterator[Check]:
    """Which coder made a coding stands in no table: those of the installed one can be told, the others only counted."""
    from newsledger.errors import ModelError
    from newsledger.extract import VERSION
    from newsledger.measures import VERSION as MEASURES_VERSION
    from newsledger.reader.model import Reader

    try:
        coder = f"{Reader.load().name}/rules-{VERSION}/measures-{MEASURES_VERSION}"
    except ModelError:
        return
    ours = total = 0
    for batch in db.sql("from stored_documents").to_arrow_reader(_BATCH):
        for row in batch.to_pylist():
            total += 1
            ours += row["coding_id"] == coding_id(from_row(Document, row), coder)
    if total > ours:
        told = f"of {total} documents; the others by {coder}. Coding the same pages again renews them"
        yield Check("documents", "coded by another version, codebook or actors", NOTE, total - ours, told)
    else:
        yield verdict("documents", "coded by the installed version", 0, total)


_KEYS = {
    "documents": "document_id", "articles": "article_id", "event_mentions": "event_mention_id", "claims": "claim_id",
    "measure_mentions": "measure_mention_id", "findings": "finding_id", "events": "event_id",
}  # fmt: skip


def check_duplicates(db: duckdb.DuckDBPyConnection, _: Ledger) -> Iterator[Check]:
    """Yield ids that stand more than once where readers look."""
    for table, key in _KEYS.items():
        query = f"""
            select count(*) filter (where n > 1), coalesce(sum(n), 0), min(id) filter (where n > 1)
            from (select {key} as id, count(*) as n from {table} group by 1)
        """
        bad, total, example = db.execute(query).fetchall()[0]
        yield verdict(table, "ids stand once", int(bad), int(total), example=str(example or ""))
