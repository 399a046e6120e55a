"""A DuckDB file with the ledger's views as tables, so that pages of a browser come at once.

The Delta tables are the record; the file only repeats them, in the order in which pages show them, beside a narrow
table of what can be filtered (``listed``). It is named after the versions of the tables that it was made from, is
written beside its place and moved there when it is whole, and can be deleted at any time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.ledger.browse_tables import CLAIMS, EMPTY, PAGES, SUMMARIES, listing, view_as
from newsledger.ledger.browse_update import update
from newsledger.ledger.query import connect
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES
from newsledger.records import content_id

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

FORMAT = 9
"""Counted up whenever a statement of this module changes."""

ORDERS = {
    "documents": "coalesce(document_creation_time, '') desc, document_id",
    "articles": "document_id, article_index",
    "event_mentions": "coalesce(document_creation_time, '') desc, event_mention_id",
    "claims": "document_id, article_index, sentence_index",
    "events": "coalesce(first_reported_at, '') desc, event_id",
    "event_changes": "event_id",
    "stories": "document_id",
    "copies": "document_id",
    "measure_mentions": "measure_id, measure_mention_id",
    "findings": "document_id, article_index, sentence_index, basis, finding_id",
    "skipped": "origin, skip_id",
}
"""The views that are copied, and the order of their rows."""

_COPIED = (
    "create table unnamed_events as from unnamed_only",
    f"create table claim_list as {CLAIMS} order by known_at desc, claim_id",
    "create table pages (document_id varchar, words varchar using compression uncompressed)",
    f"insert into pages {PAGES} order by coalesce(document_creation_time, '') desc, document_id",
)
_INDEXES = tuple(
    f"create index {table}_{column} on {table} ({column})"
    for table, column in (
        ("documents", "document_id"),
        ("event_mentions", "event_mention_id"),
        ("event_mentions", "document_id"),
        ("events", "event_id"),
        ("listed", "event_mention_id"),
        ("listed", "document_id"),
        ("listed", "event_id"),
    )
)

_HELD = "select document_id, coding_id, commit_id from stored_documents"

_FOLLOWING = ("on_whose_word", "unnamed_only", "measures")
"""Views that follow from copied ones by the ledger's own statements."""


def version_key(ledger: Ledger) -> str:
    """Return what names the state of all tables but the verdicts."""
    import duckdb

    tables = {name: ledger.table(name) for name in (*TABLES, *DERIVED_SCHEMAS) if name != "verdicts"}
    found = {name: table.version() if table else None for name, table in tables.items()}
    return content_id("c", FORMAT, duckdb.__version__, found)


def cache_folder(ledger: Ledger) -> Path:
    """Return the folder of a ledger's cache files in the user's cache folder (``XDG_CACHE_HOME``, ``LOCALAPPDATA``)."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "newsledger" / content_id("l", str(ledger.path.resolve()))


def build(ledger: Ledger, path: Path, *, old: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> None:
    """Write the ledger's views into a DuckDB file, whole or not at all.

    Args:
        ledger: The ledger.
        path: The file to be made.
        old: A cache of an older state, of which what did not change is taken.
        tell: Called with the name of each view before it is read.
    """
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.stem}.{os.getpid()}.tmp")
    made = made_of(ledger)
    try:
        if old is None or not _updated(old, unfinished, ledger, made=made, tell=tell):
            _forget(unfinished)
            with duckdb.connect(str(unfinished)) as target:
                fill(target, ledger, tell=tell)
                target.execute("create table made (make varchar, version bigint)")
                target.execute("insert into made values (?, ?)", made)
        unfinished.replace(path)
    finally:
        _forget(unfinished)


def made_of(ledger: Ledger) -> tuple[str, int | None]:
    """Return how caches are made, and the version of the ledger."""
    import duckdb

    table = ledger.table("documents")
    return f"{FORMAT} {duckdb.__version__}", table.version() if table else None


def _updated(
    old: Path, new: Path, ledger: Ledger, *, made: tuple[str, int | None], tell: Callable[[str], None]
) -> bool:
    """Bring an older cache up to date; one that is damaged, or too old, is made anew."""
    import duckdb

    try:
        return update(old, new, ledger, made=made, tell=tell)
    except (duckdb.Error, FileNotFoundError):
        return False


def _forget(unfinished: Path) -> None:
    unfinished.unlink(missing_ok=True)
    unfinished.with_name(unfinished.name + ".wal").unlink(missing_ok=True)


def fill(target: duckdb.DuckDBPyConnection, ledger: Ledger, *, tell: Callable[[str], None]) -> None:
    """Make the tables of a cache in an empty database."""
    target.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
    with connect(ledger) as db:
        for name, order in {**ORDERS, "held": "document_id"}.items():
            tell(name)
            stream = db.sql(_HELD if name == "held" else f"from {name}").to_arrow_reader(20_000)
            target.register("stream", stream)
            target.execute(f"create table {name} as from stream order by {order}")
            target.unregister("stream")
    for name in _FOLLOWING:
        target.execute(view_as(name))
    tell("listed")
    for statement in (*EMPTY, *listing("event_mentions"), *_COPIED, *SUMMARIES, *_INDEXES):
        target.execute(statement)
