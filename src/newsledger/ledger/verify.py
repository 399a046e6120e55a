"""Is a ledger sound? Files, ids, offsets, references and codes, each as one line with a count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

OK, NOTE, ERROR = "ok", "note", "error"
EVENTS, ROWS, FILES = "events", "rows", "files"
"""What ``--repair`` can do: make events and groups anew, drop rows of killed runs, drop files that no version names."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        table: The table.
        what: What was looked at.
        state: ``ok``; ``note`` for what is worth knowing and no fault; ``error``.
        count: Rows, files or spans looked at; of a note or an error those that it concerns.
        detail: The first of them, or what it means.
        repair: Which repair mends it, or None.
    """

    table: str
    what: str
    state: str
    count: int
    detail: str = ""
    repair: str | None = None


Checker = Callable[["duckdb.DuckDBPyConnection", "Ledger"], Iterator[Check]]


def verify(ledger: Ledger) -> Iterator[Check]:
    """Check a ledger, and yield what was found as it is found.

    A table that cannot be read is an error; what needs it is then not checked.

    Raises:
        LedgerError: There is no ledger.
    """
    from newsledger.ledger.verify_codes import check_codes
    from newsledger.ledger.verify_files import check_files
    from newsledger.ledger.verify_ids import check_duplicates, check_ids
    from newsledger.ledger.verify_references import check_references
    from newsledger.ledger.verify_spans import check_spans

    ledger.must_exist()
    readable = True
    for check in check_files(ledger):
        readable = readable and not (check.state == ERROR and check.repair is None)
        yield check
    if not readable:
        yield Check("ledger", "content", ERROR, 0, "not checked: a table cannot be read")
        return
    yield from _content(ledger, (check_ids, check_duplicates, check_spans, check_references, check_codes))


def _content(ledger: Ledger, checkers: tuple[Checker, ...]) -> Iterator[Check]:
    import duckdb

    from newsledger.errors import LedgerError
    from newsledger.ledger.query import connect

    try:
        with connect(ledger) as db:
            for checker in checkers:
                yield from checker(db, ledger)
    except (duckdb.Error, LedgerError) as error:
        yield Check("ledger", "content", ERROR, 0, f"not checked: {str(error).splitlines()[0]}")


def verdict(table: str, what: str, bad: int, looked_at: int, *, example: str = "", repair: str | None = None) -> Check:
    """Return a check that is an error when anything is bad."""
    if not bad:
        return Check(table, what, OK, looked_at)
    return Check(table, what, ERROR, bad, example, repair)


def note(table: str, what: str, count: int, detail: str, *, repair: str | None = None) -> Check:
    """Return a check that only tells; nothing to tell is well."""
    return Check(table, what, NOTE, count, detail, repair) if count else Check(table, what, OK, 0)
