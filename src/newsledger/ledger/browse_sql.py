"""A question in SQL from a browser: the views of the ledger and nothing else, for a few seconds, for so many rows."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from newsledger.errors import QueryError
from newsledger.ledger.query import ASKED_MEMORY, VIEWS, check_reads, connect

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

SECONDS, ROWS = 10.0, 1000
_AT_ONCE = 2
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question: no two columns have one name; ``cut`` is True when it has more rows than are shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool


class Desk:
    """Answers questions in SQL, a few at a time.

    Args:
        ledger: The ledger.
        seconds: How long a question may take.
        rows: How many rows an answer may have.
    """

    def __init__(self, ledger: Ledger, *, seconds: float = SECONDS, rows: int = ROWS) -> None:
        self._ledger, self._seconds, self._rows = ledger, seconds, rows
        self._key: object = None
        self._views: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def ask(self, sql: str, *, key: object) -> Answered:
        """Answer one SELECT statement.

        Args:
            sql: The statement.
            key: Names the state of the ledger: the views are made anew when it is another one.

        Raises:
            QueryError: It is no single SELECT, takes too long, or DuckDB refuses it.
        """
        import duckdb

        if len(sql) > _LONGEST:
            raise QueryError("the statement is too long", hint=f"at most {_LONGEST} characters")
        if not self._places.acquire(timeout=self._seconds):
            raise QueryError("other questions are still being answered", hint="try again in a few seconds")
        try:
            cursor = self._cursor(key)
            bell = threading.Timer(self._seconds, cursor.interrupt)
            bell.start()
            try:
                check_reads(cursor, sql)
                found = cursor.execute(sql)
                columns = _told_apart([column[0] for column in found.description or ()])
                rows = found.fetchmany(self._rows + 1)
            finally:
                bell.cancel()
                cursor.close()
        except duckdb.InterruptException:
            hint = "ask for less, or ask on the command line: newsledger query"
            raise QueryError(f"the question took more than {self._seconds:g} seconds", hint=hint) from None
        except duckdb.Error as error:
            raise QueryError(_first_line(error), hint="the views are " + ", ".join(VIEWS)) from error
        finally:
            self._places.release()
        return Answered(columns, tuple(rows[: self._rows]), len(rows) > self._rows)

    def _cursor(self, key: object) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._views is None or key != self._key:
                self._views, self._key = connect(self._ledger, memory=ASKED_MEMORY), key
            return self._views.cursor()


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """Return names of columns of which those that come again have a number: a, a_1."""
    found: dict[str, None] = {}
    for name in names:
        free = (told for n in count() if (told := f"{name}_{n}" if n else name) not in found)
        found[next(t for t in free if t == name or t not in names)] = None
    return tuple(found)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n\nLINE ")[0].strip()
