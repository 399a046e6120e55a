"""The record itself: Delta Lake tables in a folder, written so that a commit is whole or absent.

A commit first appends the rows of all child tables under a fresh ``commit_id`` and then, in one atomic Delta commit,
merges its documents, each naming that ``commit_id``. Readers only see child rows whose commit a document names. So

- a process killed at any moment leaves rows that nobody sees, and a rerun writes them again;
- two runs may write at once: whichever document row wins, its children are those of one run;
- the versions of ``documents`` are the versions of the ledger, and old ones stay readable.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from newsledger.errors import LedgerError
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES, stored_rows, table_schema
from newsledger.records import DocumentCoding, Skip, from_row
from newsledger.records.verdict import Verdict, check_verdict, decided

_RETRIES = 20
_FILES = 64
_KEEP_HOURS = 168
_MENDING = "is the disk full, or the folder write-protected or damaged?"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the ledger."""

    version: int
    timestamp_ms: int
    operation: str


class Ledger:
    """A ledger folder.

    Args:
        path: The folder; made on the first commit.

    Raises:
        LedgerError: The path is a file, or holds something else than a ledger.
    """

    def __init__(self, path: Path | str = "ledger") -> None:
        self.path = Path(path)
        if self.path.is_file():
            raise LedgerError(f"{self.path} is a file, not a ledger folder", hint="name a folder with --ledger DIR")
        if self.path.is_dir() and any(self.path.iterdir()) and not self._looks_like_ledger():
            raise LedgerError(
                f"{self.path} holds other files and no ledger", hint="name an empty or new folder with --ledger DIR"
            )

    def _looks_like_ledger(self) -> bool:
        return any((self.path / name).exists() for name in (*TABLES, "watch.sqlite", "watch.lock"))

    def must_be_writable(self) -> None:
        """See that the folder can be written, or made, before any work is done for it.

        Raises:
            LedgerError: It cannot.
        """
        absolute = self.path.absolute()
        try:
            with TemporaryFile(dir=next(p for p in (absolute, *absolute.parents) if p.exists())):
                pass
        except OSError as error:
            raise LedgerError(
                f"cannot write to {self.path}: {error.strerror}", hint="name a folder of your own with --ledger DIR"
            ) from error

    @property
    def exists(self) -> bool:
        """True once something was written, be it the reasons why nothing could be read."""
        return self.path.is_dir() and self._looks_like_ledger()

    def must_exist(self) -> None:
        """Refuse to answer from a folder without a ledger: a misspelt path is no empty ledger.

        Raises:
            LedgerError: Nothing was ever written there.
        """
        if not self.exists:
            raise LedgerError(f"there is no ledger in {self.path}", hint="make one: newsledger code INPUT --ledger DIR")

    def table(self, name: str, *, version: int | None = None) -> DeltaTable | None:
        """Return a Delta table, or None when it was never written.

        Raises:
            LedgerError: The version does not exist, or the table is damaged.
        """
        try:
            return DeltaTable(str(self.path / name), version=version)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError) as error:
            last = self.versions()[-1].version if version is not None else None
            if version is not None and last is not None and version > last:
                message = f"the ledger {self.path} has no version {version}"
                raise LedgerError(message, hint=f"versions 0 to {last} exist") from error
            raise LedgerError(f"cannot open {name} in {self.path}: {_plain(error)}", hint=_MENDING) from error

    def versions(self) -> list[Version]:
        """Return the versions of the ledger, oldest first."""
        table = self.table("documents")
        history = table.history() if table else []
        found = [Version(h["version"], h["timestamp"], h["operation"]) for h in history]
        return sorted(found, key=lambda v: v.version)

    def coding_ids(self) -> frozenset[str]:
        """Return the ids of all codings that the ledger holds, to tell what need not be coded again."""
        table = self.table("documents")
        if table is None:
            return frozenset()
        column = table.to_pyarrow_table(columns=["coding_id"])["coding_id"]
        return frozenset(column.to_pylist())

    def commit(self, codings: Iterable[DocumentCoding], skips: Sequence[Skip] = ()) -> int:
        """Write codings and skips as one commit; a coding that the ledger holds already is left out.

        Returns:
            The number of documents written.
        """
        known = self.coding_ids()
        fresh = {c.document.document_id: c for c in codings if c.coding_id not in known}
        commit_id = uuid.uuid4().hex
        if skips:
            self._append("skipped", [(s, "") for s in skips], commit_id)
        if not fresh:
            return 0
        ordered = [fresh[key] for key in sorted(fresh)]
        self._append("articles", [(a, c.coding_id) for c in ordered for a in c.articles], commit_id)
        self._append("event_mentions", [(m, c.coding_id) for c in ordered for m in c.mentions], commit_id)
        self._append("claims", [(x, c.coding_id) for c in ordered for x in c.claims], commit_id)
        self._append("measure_mentions", [(m, c.coding_id) for c in ordered for m in c.measures], commit_id)
        self._append("findings", [(f, c.coding_id) for c in ordered for f in c.findings], commit_id)
        self._publish(stored_rows("documents", [(c.document, c.coding_id) for c in ordered], commit_id))
        return len(ordered)

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return all verdicts, oldest first, so that of two on the same matter the later in the row is the last word.

        The order is that of the instants at which they were decided, then of their ids.
        """
        table = self.table("verdicts")
        rows = table.to_pyarrow_table().to_pylist() if table else []
        found = {row["verdict_id"]: from_row(Verdict, row) for row in rows}
        return tuple(sorted(found.values(), key=lambda v: (decided(v), v.verdict_id)))

    def add_verdicts(self, verdicts: Iterable[Verdict]) -> int:
        """Append verdicts; none that the ledger holds is ever changed, and the same one twice is one.

        Returns:
            The number of verdicts written.

        Raises:
            InputError: A verdict is of no known kind, or breaks the rules of its kind.
            LedgerError: The ledger cannot be written.
        """
        known = {v.verdict_id for v in self.verdicts()}
        fresh = {v.verdict_id: check_verdict(v) for v in verdicts if v.verdict_id not in known}
        if fresh:
            self._append("verdicts", [(fresh[key], "") for key in sorted(fresh)], uuid.uuid4().hex)
        return len(fresh)

    def compact(self) -> None:
        """Join the small files that many small commits leave, so that questions stay quick; no row changes.

        Old files of the child tables are deleted after a week; those of ``documents`` stay, for old versions need them.
        A table that another run writes at the same time is left for the next time.
        """
        for name in (*TABLES, *DERIVED_SCHEMAS):
            table = self.table(name)
            if table is None or len(table.file_uris()) < _FILES:
                continue
            try:
                table.optimize.compact()
                if name != "documents":
                    table.vacuum(_KEEP_HOURS, dry_run=False)
            except CommitFailedError:
                continue
            except (DeltaError, OSError) as error:
                raise LedgerError(f"cannot compact {name} in {self.path}: {error}", hint="is the disk full?") from error

    def _create(self, name: str) -> None:
        """Make an empty table; losing the race against another writer is fine."""
        try:
            DeltaTable.create(str(self.path / name), schema=table_schema(name), mode="ignore")
        except DeltaError:
            if self.table(name) is None:
                raise

    def _append(self, name: str, items: Sequence[tuple[Any, str]], commit_id: str) -> None:
        try:
            if self.table(name) is None:
                self._create(name)
            if items:
                rows = stored_rows(name, items, commit_id)
                write_deltalake(str(self.path / name), rows, mode="append", schema_mode="merge")
        except (DeltaError, OSError) as error:
            raise LedgerError(f"cannot write {name} in {self.path}: {_plain(error)}", hint=_MENDING) from error

    def _publish(self, rows: pa.Table) -> None:
        if self.table("documents") is None:
            self._create("documents")
        for attempt in range(_RETRIES):
            table = self.table("documents")
            assert table is not None
            try:
                merge = table.merge(rows, predicate="t.document_id = s.document_id", source_alias="s", target_alias="t")
                merge.when_matched_update_all().when_not_matched_insert_all().execute()
            except CommitFailedError as error:
                if attempt == _RETRIES - 1:
                    raise LedgerError(f"other runs keep writing to {self.path}: {error}", hint="try again") from error
            except (DeltaError, OSError) as error:
                raise LedgerError(f"cannot write to {self.path}: {_plain(error)}", hint=_MENDING) from error
            else:
                return


def _plain(error: Exception) -> str:
    """The first line of an error of the storage layer, which may be followed by its inner causes."""
    return re.sub(r"\s*\b(?:Error|Caused by): .*", "", str(error).strip(), flags=re.DOTALL)
