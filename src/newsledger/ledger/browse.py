"""A ledger as a browser asks it: many short questions to its newest state, while other processes go on writing.

A :class:`Browser` hands out :class:`Snapshot` s. A snapshot is one state of the ledger's tables, kept in a DuckDB file
(:mod:`newsledger.ledger.browse_cache`), with the verdicts of the moment beside it. When a table changes on disk, the
next question starts to make a new file; it is answered from the old state unless the new one is ready at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from newsledger.errors import LedgerError
from newsledger.ledger.browse_cache import build, cache_folder, version_key
from newsledger.ledger.reviews import create_review_views
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES, to_arrow
from newsledger.records import from_row
from newsledger.records.verdict import Verdict

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from newsledger.ledger.store import Ledger

R = TypeVar("R")
T = TypeVar("T")

log = logging.getLogger(__name__)

_PATIENCE = 2.0
"""Seconds that a question waits for a new state before it is answered from the old one."""
_PAUSE = 10.0
"""Seconds after which a state that could not be read is tried again."""
_KEPT_ANSWERS = 256
_FEW_THREADS = 4


class Snapshot:
    """One state of the ledger; safe to be asked by several threads at once.

    Attributes:
        key: Names the state.
        version: Version of the ledger, None for an empty one.
    """

    def __init__(self, path: Path, *, key: str, version: int | None) -> None:
        import duckdb

        self.key, self.version = key, version
        self._verdicts: tuple[Verdict, ...] | None = None
        self._answers: dict[object, Any] = {}
        self._lock = threading.Lock()
        self._setting = threading.Lock()
        self._connection = duckdb.connect(":memory:", config={"threads": _FEW_THREADS})
        self._connection.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
        self._connection.execute(f"attach {duckdb.ConstantExpression(str(path))} as kept (read_only)")
        self._connection.execute("set enable_external_access = false")

    def read_verdicts(self, ledger: Ledger) -> None:
        """Put the verdicts of the moment beside the tables; read under a lock, so that older ones never come last."""
        with self._setting:
            self._set_verdicts(ledger.verdicts())

    def _set_verdicts(self, verdicts: tuple[Verdict, ...]) -> None:
        first = self._verdicts is None
        if verdicts == self._verdicts:
            return
        db = self._cursor()
        db.register("given", to_arrow(Verdict, verdicts))
        db.execute("create or replace table memory.main.verdicts as from given")
        db.unregister("given")
        if first:
            create_review_views(db)
        db.execute(
            "create or replace table memory.main.reviewed as "
            "select event_mention_id, verdict, reviewer, decided_at, note, corrections, verdict_count from reviews"
        )
        self._verdicts = verdicts
        self.forget()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """All verdicts, oldest first."""
        return self._verdicts or ()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        cursor.execute("set search_path = 'memory,kept'")
        return cursor

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a question; values are bound to its ``$name`` s."""
        return self.named_rows(sql, values)[1]

    def named_rows(
        self, sql: str, values: Mapping[str, Any] | None = None
    ) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
        """Return the names of the columns of a question, and its rows."""
        found = self._cursor().execute(sql, dict(values or {}))
        names = tuple(column[0] for column in found.description or ())
        return names, [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def value(self, sql: str, values: Mapping[str, Any] | None = None) -> Any:
        """Return the first value of the first row, or None without a row."""
        return next((next(iter(row.values())) for row in self.rows(sql, values)), None)

    def records(self, record: type[R], sql: str, values: Mapping[str, Any] | None = None) -> list[R]:
        """Return the rows of a question as records."""
        return [from_row(record, row) for row in self.rows(sql, values)]

    def arrow(self, sql: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        """Return the rows of a question as an Arrow table."""
        return self._cursor().sql(sql, params=dict(values or {})).to_arrow_table()

    def kept(self, key: object, answer: Callable[[], T]) -> T:
        """Return an answer that this state has given before, or give and keep it; the oldest is forgotten."""
        with self._lock:
            if key in self._answers:
                return cast("T", self._answers[key])
        found = answer()
        with self._lock:
            while len(self._answers) >= _KEPT_ANSWERS:
                self._answers.pop(next(iter(self._answers)))
            self._answers[key] = found
        return found

    def forget(self) -> None:
        """Forget the answers that were kept, so that each is found anew."""
        with self._lock:
            self._answers.clear()


class Browser:
    """The newest state of a ledger.

    Args:
        ledger: The ledger.
        folder: Where the cache files go; a folder in the user's cache by default.
        tell: Called with the name of each view that is read.

    Attributes:
        ledger: The ledger.
        writing: Held by who writes what follows from the verdicts before it, so that one after the other does.
    """

    def __init__(
        self, ledger: Ledger, *, folder: Path | None = None, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        self.ledger, self.writing = ledger, threading.Lock()
        self._folder = folder or cache_folder(ledger)
        self._told_to = tell
        self._closed = False
        self._lock = threading.Lock()
        self._ready = threading.Condition(self._lock)
        self._working = False
        self._seen: object = None
        self._snapshot: Snapshot | None = None
        self._failure: Exception | None = None
        self._failed: object = None
        self._failed_at = 0.0

    def snapshot(self, *, wait: float | None = None) -> Snapshot:
        """Return the newest state that is read; a newer one on disk is read meanwhile.

        Args:
            wait: Seconds to wait for a newer state; a little by default, as long as it takes for the first.

        Raises:
            LedgerError: The ledger cannot be read.
        """
        signature = self._signature()
        with self._ready:
            if signature != self._seen and not self._working and not self._pausing(signature):
                self._working = True
                # No daemon: one that is in DuckDB when the interpreter ends would bring the process down.
                threading.Thread(target=self._read, name="newsledger-browser").start()
            patience = None if self._snapshot is None else _PATIENCE if wait is None else wait
            self._ready.wait_for(lambda: self._seen == signature or not self._working, timeout=patience)
            if self._snapshot is None:
                raise self._failure or LedgerError("the ledger cannot be read")
            return self._snapshot

    def _pausing(self, signature: object) -> bool:
        """Tell whether this state could not be read a moment ago."""
        return signature == self._failed and time.monotonic() < self._failed_at + _PAUSE

    def open(self) -> None:
        """Read again, after :meth:`close`."""
        self._closed, self._failed = False, None

    def close(self) -> None:
        """Read no more: what is being read ends after the view at which it is."""
        self._closed = True

    def _tell(self, name: str) -> None:
        if self._closed:
            raise LedgerError("the ledger is no longer shown")
        self._told_to(name)

    @property
    def reading(self) -> bool:
        """True while a newer state is being read."""
        return self._working

    @property
    def failing(self) -> bool:
        """True while the newest state cannot be read."""
        return self._failure is not None

    def _signature(self) -> tuple[int, ...]:
        """The moments at which the tables' logs changed: cheap enough to be asked for each page."""
        logs = (self.ledger.path / name / "_delta_log" for name in (*TABLES, *DERIVED_SCHEMAS))
        return tuple(log.stat().st_mtime_ns if log.is_dir() else 0 for log in logs)

    def _read(self) -> None:
        """Read states until none is newer."""
        while True:
            signature = self._signature()
            failure: Exception | None = None
            snapshot = self._snapshot
            try:
                snapshot = self._newest()
            except Exception as error:
                failure = error
                if not self._closed:
                    log.error("the ledger cannot be read", exc_info=error)
            with self._ready:
                self._snapshot, self._failure = snapshot, failure
                if failure is None:
                    self._seen, self._failed = signature, None
                else:
                    self._failed, self._failed_at = signature, time.monotonic()
                done = failure is not None or self._signature() == signature
                self._working = not done
                self._ready.notify_all()
            if done:
                return

    def _newest(self) -> Snapshot:
        key = version_key(self.ledger)
        snapshot = self._snapshot
        if snapshot is None or snapshot.key != key:
            snapshot = self._opened(key)
        snapshot.read_verdicts(self.ledger)
        return snapshot

    def _opened(self, key: str) -> Snapshot:
        """Return a state from its file; the file is made when it is missing or damaged."""
        import duckdb

        path = self._folder / f"{key}.duckdb"
        table = self.ledger.table("documents")
        version = table.version() if table else None
        try:
            if not path.exists():
                build(self.ledger, path, old=self._newest_file(), tell=self._tell)
            try:
                found = Snapshot(path, key=key, version=version)
            except duckdb.Error:
                path.unlink()
                build(self.ledger, path, tell=self._tell)
                found = Snapshot(path, key=key, version=version)
        except OSError as error:
            hint = "is the disk full? XDG_CACHE_HOME names another folder for it"
            raise LedgerError(f"cannot write the cache in {self._folder}: {error.strerror}", hint=hint) from error
        self._forget_all_but(path)
        return found

    def _newest_file(self) -> Path | None:
        """The cache that was made last, of any state."""
        found: list[tuple[int, Path]] = []
        for old in self._folder.glob("c-*.duckdb"):
            with suppress(FileNotFoundError):  # another process has removed it
                found.append((old.stat().st_mtime_ns, old))
        return max(found, default=(0, None))[1]

    def _forget_all_but(self, path: Path) -> None:
        """Remove files of older states; one that another process still reads goes the next time."""
        for old in self._folder.glob("c-*.duckdb"):
            if old != path:
                try:
                    old.unlink()
                except OSError:
                    continue
