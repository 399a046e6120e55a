"""References: what one row says of another must be there; rows that no document names are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsledger.ledger.location import file_path
from newsledger.ledger.verify import EVENTS, ROWS, Check, note, verdict

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

CHILDREN = ("articles", "event_mentions", "claims", "measure_mentions", "findings")
"""Tables whose rows count only when a document names their commit."""
_KNOWN = "select event_mention_id from event_mentions"
_EVENTS = "select event_id from stored_events"
_DOCUMENTS = "select document_id from documents"
_NAMES: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("claims", "mentions that it covers", "unnest(event_mention_ids) as id from claims", _KNOWN, None),
    ("claims", "mentions that go on", "unnest(continued_event_mention_ids) as id from claims", _KNOWN, None),
    ("measure_mentions", "mentions", "unnest(event_mention_ids) as id from measure_mentions", _KNOWN, None),
    ("findings", "mentions", "unnest(event_mention_ids) as id from findings", _KNOWN, None),
    ("events", "mentions", "unnest(event_mention_ids) as id from stored_events where not removed", _KNOWN, EVENTS),
    ("events", "its heir", "replaced_by as id from stored_events where replaced_by is not null", _EVENTS, EVENTS),
    ("groups", "mentions", "item_id as id from stored_groups where kind = 'event'", _KNOWN, EVENTS),
    ("groups", "documents", "document_id as id from stored_groups", _DOCUMENTS, EVENTS),
)  # fmt: skip
"""Table, what it names, the names in SQL, what is there in SQL, and what mends a name that is not."""


def check_references(db: duckdb.DuckDBPyConnection, ledger: Ledger) -> Iterator[Check]:
    """Yield what is found on references between rows."""
    for table, what, named, known, repair in _NAMES:
        query = f"""
            select count(*) filter (where not there), count(*), min(id) filter (where not there)
            from (select id, id in ({known}) as there from (select {named}))
        """
        bad, total, example = db.execute(query).fetchall()[0]
        yield verdict(table, f"names {what}", int(bad), int(total), example=str(example or ""), repair=repair)
    yield from _events(db)
    yield from _verdicts(db)
    yield from _loose(db, ledger)


def _events(db: duckdb.DuckDBPyConnection) -> Iterator[Check]:
    query = """
        select count(*) from stored_documents as d left join stored_groups as g
            on g.kind = 'story' and g.item_id = d.document_id where g.commit_id is distinct from d.commit_id
    """
    waiting = int(db.execute(query).fetchall()[0][0])
    yield note("groups", "documents not grouped yet", waiting, "`newsledger events` groups them", repair=EVENTS)
    query = """
        select count(*), min(event_mention_id) from (
            select unnest(event_mention_ids) as event_mention_id from stored_events where not removed
            group by 1 having count(*) > 1
        )
    """
    bad, example = db.execute(query).fetchall()[0]
    members = int(db.execute("select count(*) from event_members").fetchall()[0][0])
    yield verdict("events", "a mention is in one event", int(bad), members, example=str(example or ""), repair=EVENTS)


def _verdicts(db: duckdb.DuckDBPyConnection) -> Iterator[Check]:
    query = f"select count(*) from (select unnest(event_mention_ids) as id from verdicts) where id not in ({_KNOWN})"
    lost = int(db.execute(query).fetchall()[0][0])
    yield note("verdicts", "on mentions that are no more", lost, "coded otherwise since; verdicts are never dropped")


def _loose(db: duckdb.DuckDBPyConnection, ledger: Ledger) -> Iterator[Check]:
    """Rows that no document names: of replaced codings, which older versions show, and of runs that were killed."""
    commits = list(ever_published(db, ledger))
    for table in CHILDREN:
        query = f"""
            select count(*) filter (where published), count(*) filter (where not published) from (
                select t.commit_id in (select unnest(?)) as published from stored_{table} as t
                anti join stored_documents using (coding_id, commit_id)
            )
        """
        replaced, killed = db.execute(query, [commits]).fetchall()[0]
        yield note(table, "rows of replaced codings", int(replaced), "kept for --as-of")
        yield note(table, "rows of killed runs", int(killed), "nobody sees them", repair=ROWS)


def ever_published(db: duckdb.DuckDBPyConnection, ledger: Ledger) -> set[str]:
    """Return the commits that this or an older version of the documents names."""
    table = ledger.table("documents")
    if table is None:
        return set()
    named = {str(row[0]) for row in db.execute("select distinct commit_id from stored_documents").fetchall()}
    folder = ledger.path / "documents"
    files = [str(p) for p in sorted(folder.rglob("*.parquet")) if "_delta_log" not in p.parts]
    files = files or [file_path(uri) for uri in table.file_uris()]
    listed = ", ".join("'" + f.replace("'", "''") + "'" for f in files)
    query = f"select distinct commit_id from read_parquet([{listed}], union_by_name = true)"
    return named | {str(row[0]) for row in db.execute(query).fetchall()}
