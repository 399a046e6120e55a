"""What can be mended: events and groups are made anew, what killed runs left is dropped. No document is touched."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from deltalake.exceptions import DeltaError

from newsledger.errors import LedgerError
from newsledger.ledger.derived import OvertakenError, delete
from newsledger.ledger.location import file_path
from newsledger.ledger.query import connect
from newsledger.ledger.refresh import refresh
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES
from newsledger.ledger.verify import EVENTS, FILES, ROWS
from newsledger.ledger.verify_references import CHILDREN, ever_published

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

QUIET_SECONDS = 3600
"""Rows of a commit that is younger may belong to a run that still writes."""
_KEEP_HOURS = 168
_SECOND = 1000


def repair(ledger: Ledger, wanted: Collection[str], *, now: float | None = None) -> Iterator[str]:
    """Mend what was found, and yield what was done, a line each.

    Args:
        ledger: The ledger.
        wanted: The repairs of the checks: ``rows``, ``files``, ``events``.
        now: Seconds since 1970; this moment by default.

    Raises:
        LedgerError: A table cannot be written.
    """
    if EVENTS in wanted:
        for name in DERIVED_SCHEMAS:
            shutil.rmtree(ledger.path / name, ignore_errors=True)
        yield f"events and groups made anew from {refresh(ledger)} documents"
    if ROWS in wanted:
        yield from _drop_rows(ledger, time.time() if now is None else now)
    if FILES in wanted:
        yield from _drop_files(ledger)


def _drop_rows(ledger: Ledger, now: float) -> Iterator[str]:
    with connect(ledger) as db:
        published = ever_published(db, ledger)
        for name in CHILDREN:
            loose = {str(r[0]) for r in db.execute(f"select distinct commit_id from stored_{name}").fetchall()}
            loose -= published
            young = loose & _young(db, ledger, name, now)
            if young:
                yield f"{name}: rows of {len(young)} young commits are left: a run may still be writing them"
            if loose - young:
                yield _drop(ledger, name, loose - young)


def _drop(ledger: Ledger, name: str, commits: Collection[str]) -> str:
    table = ledger.table(name)
    try:
        delete(ledger, name, {"commit_id": sorted(commits)}, read=table.version() if table else None)
    except OvertakenError:
        return f"{name}: another run is writing; repair again when it has ended"
    return f"{name}: rows of {len(commits)} killed commits dropped"


def _young(db: duckdb.DuckDBPyConnection, ledger: Ledger, name: str, now: float) -> set[str]:
    """Commits with rows in files that were written within the last hour."""
    table = ledger.table(name)
    paths = [Path(file_path(uri)) for uri in table.file_uris()] if table else []
    fresh = [p for p in paths if now - p.stat().st_mtime < QUIET_SECONDS]
    if not fresh:
        return set()
    listed = ", ".join("'" + str(p).replace("'", "''") + "'" for p in fresh)
    return {str(r[0]) for r in db.execute(f"select distinct commit_id from read_parquet([{listed}])").fetchall()}


def _drop_files(ledger: Ledger) -> Iterator[str]:
    """Drop files that no version of a table names; those of ``documents`` stay, for old versions need them."""
    for name in (*TABLES, *DERIVED_SCHEMAS):
        table = ledger.table(name)
        if table is None or name == "documents":
            continue
        try:
            gone = table.vacuum(_KEEP_HOURS, dry_run=False, full=True)
        except (DeltaError, OSError) as error:
            raise LedgerError(
                f"cannot clean {name} in {ledger.path}: {error}", hint="is it write-protected?"
            ) from error
        if gone:
            yield f"{name}: {len(gone)} old files dropped"
