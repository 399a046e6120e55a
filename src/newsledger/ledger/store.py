"""The record itself: Delta Lake tables in a folder or an object store, written so that a commit is whole or absent.

A commit first appends the rows of all child tables under a fresh ``commit_id``, which never conflicts with another
writer, and then publishes its documents, each naming that ``commit_id``, in one atomic Delta commit. Readers only see
child rows whose commit a document names. So

- a process killed at any moment leaves rows that nobody sees, and a rerun writes them again;
- two runs may write at once: whichever document row wins, its children are those of one run;
- the versions of ``documents`` are the versions of the ledger, and old ones stay readable.

Publishing is an append where the ledger has none of the documents, and a merge where it has. Both carry the same Delta
transaction, so of two at once the slower one is refused, looks at what the other wrote, and tries again.
"""

from __future__ import annotations

import random
import re
import secrets
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from newsledger.errors import LedgerError
from newsledger.ledger.known import KnownCodings
from newsledger.ledger.location import UNUSABLE, Location
from newsledger.ledger.rows import CHILDREN, CodedRows
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES, stored_rows, table_schema
from newsledger.ledger.stored import stored_dataset, stored_table
from newsledger.records import DocumentCoding, Skip, from_row
from newsledger.records.run import RunStep
from newsledger.records.verdict import Verdict, check_verdict, decided

_RETRIES = 2_000
_APPEND_RETRIES = 500
_LONGEST_WAIT = 0.5
_FILES = 64
_FILE_BYTES = 64 * 2**20
_KEEP_HOURS = 168
_MENDING = "is the disk full, or the folder write-protected or damaged?"
_KEEP_LOG = {"delta.enableExpiredLogCleanup": "false"}
"""Old versions of a table stay readable only as long as its log does."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the ledger."""

    version: int
    timestamp_ms: int
    operation: str


class Ledger:
    """A ledger folder.

    Args:
        path: The folder, made on the first commit, or a URL of an object store (``s3://bucket/news``, ``gs://…``,
            ``abfss://…``, ``file://…``).
        storage_options: Options for the object store, as ``deltalake`` takes them; the environment gives the others.

    Raises:
        LedgerError: The path is a file, or holds something else than a ledger.
    """

    def __init__(self, path: Path | str = "ledger", *, storage_options: Mapping[str, str] | None = None) -> None:
        self.location = Location.of(path, storage_options)
        self.path = self.location.path
        self._tables: dict[str, DeltaTable] = {}
        self._known: KnownCodings | None = None
        self._known_files: frozenset[str] = frozenset()
        self._skips: KnownCodings | None = None
        if not self.location.is_local:
            return
        if UNUSABLE.search(str(self.path.absolute())):
            raise LedgerError(
                f"Delta Lake cannot write to {self.path}", hint="name a folder whose path has no [ ] # ? and no %20"
            )
        if self.path.is_file():
            raise LedgerError(f"{self.path} is a file, not a ledger folder", hint="name a folder with --ledger DIR")
        if self.path.is_dir() and any(self.path.iterdir()) and not self._looks_like_ledger():
            raise LedgerError(
                f"{self.path} holds other files and no ledger",
                hint="with --ledger DIR name the folder of a ledger, or an empty or new one to write to",
            )

    def _looks_like_ledger(self) -> bool:
        return any((self.path / name).exists() for name in (*TABLES, "watch.sqlite", "watch.lock"))

    def must_be_writable(self) -> None:
        """See that the folder can be written, or made, before any work is done for it.

        Raises:
            LedgerError: It cannot.
        """
        if not self.location.is_local:
            self.table("documents")
            return
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
        if self.location.is_local:
            return self.path.is_dir() and self._looks_like_ledger()
        return any(self.table(name) is not None for name in TABLES)

    def must_exist(self) -> None:
        """Refuse to answer from a folder without a ledger: a misspelt path is no empty ledger.

        Raises:
            LedgerError: Nothing was ever written there.
        """
        if not self.exists:
            where = self.location.uri
            raise LedgerError(f"there is no ledger in {where}", hint="make one: newsledger code INPUT --ledger DIR")

    def table(self, name: str, *, version: int | None = None) -> DeltaTable | None:
        """Return a Delta table, or None when it was never written.

        Raises:
            LedgerError: The version does not exist, or the table is damaged.
        """
        try:
            place, options = self.location.table(name), dict(self.location.options) or None
            return DeltaTable(place, version=version, storage_options=options)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError) as error:
            last = self.versions()[-1].version if version is not None else None
            if version is not None and last is not None and version > last:
                message = f"the ledger {self.path} has no version {version}"
                raise LedgerError(message, hint=f"versions 0 to {last} exist") from error
            raise self._cannot("open", name, error) from error

    def versions(self) -> list[Version]:
        """Return the versions of the ledger, oldest first."""
        table = self.table("documents")
        history = table.history() if table else []
        found = [Version(h["version"], h["timestamp"], h["operation"]) for h in history]
        return sorted(found, key=lambda v: v.version)

    def known(self) -> KnownCodings:
        """Return which coding the ledger holds of each document, brought up to date with what others wrote.

        The first call reads two columns of the table; later ones only files that were added since.
        """
        table = self._open("documents")
        if self._known is None:
            self._known = KnownCodings()
        elif table is not None:
            self._update(table)
        if table is not None and (files := frozenset(table.file_uris())) != self._known_files:
            if added := files - self._known_files:
                self._learn(table, added)
            self._known_files = files
        return self._known

    def _update(self, table: DeltaTable) -> None:
        try:
            table.update_incremental()
        except (DeltaError, OSError) as error:
            raise self._cannot("open", "documents", error) from error

    def _learn(self, table: DeltaTable, files: Collection[str]) -> None:
        assert self._known is not None
        columns = ["document_id", "coding_id"]
        dataset = stored_dataset(table)
        everything = len(files) == len(dataset.files)
        wanted = {name.rsplit("/", 1)[-1] for name in files}
        for fragment in dataset.get_fragments():
            if everything or fragment.path.rsplit("/", 1)[-1] in wanted:
                found = fragment.to_table(schema=pa.schema([(c, pa.string()) for c in columns]), columns=columns)
                self._known.put(found["document_id"], found["coding_id"])

    def coding_ids(self) -> frozenset[str]:
        """Return the ids of all codings that the ledger holds."""
        table = self.table("documents")
        if table is None:
            return frozenset()
        column = stored_table(table, ["coding_id"])["coding_id"]
        return frozenset(column.to_pylist())

    def commit(self, codings: Iterable[DocumentCoding], skips: Sequence[Skip] = ()) -> int:
        """Write codings and skips as one commit; a coding that the ledger holds already is left out.

        Returns:
            The number of documents written.

        Raises:
            LedgerError: The ledger cannot be written; then nothing of the commit is seen.
        """
        each = {c.document.document_id: c for c in codings}
        return self.commit_rows(CodedRows.of([each[key] for key in sorted(each)]), skips)

    def commit_rows(self, rows: CodedRows, skips: Sequence[Skip] = ()) -> int:
        """Write codings, given as rows with each document once, as one commit; the same as :meth:`commit`."""
        commit_id = _commit_id()
        if skips:
            self._add_skips(skips, commit_id)
        if not len(rows):
            return 0
        known = self.known()
        fresh = {coding for document, coding in rows.ids if not known.holds(document, coding)}
        if not fresh:
            return 0
        rows = rows if len(fresh) == len(rows) else rows.only(fresh)
        for name in CHILDREN:
            self._append(name, rows.of_commit(name, commit_id))
        return self._publish(rows.of_commit("documents", commit_id))

    def _add_skips(self, skips: Sequence[Skip], commit_id: str) -> None:
        """Write skips that the ledger has not: a run that goes on meets those of the run before again."""
        if self._skips is None:
            self._skips = KnownCodings()
            if (table := self.table("skipped")) is not None:
                ids = stored_table(table, ["skip_id"])["skip_id"]
                self._skips.put(ids, ids)
        fresh = {s.skip_id: s for s in skips if not self._skips.has_document(s.skip_id)}
        self._append("skipped", stored_rows("skipped", [(s, "") for s in fresh.values()], commit_id))
        for skip_id in fresh:
            self._skips.note(skip_id, skip_id)

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return all verdicts, oldest first, so that of two on the same matter the later in the row is the last word.

        The order is that of the instants at which they were decided, then of their ids.
        """
        table = self.table("verdicts")
        rows = stored_table(table).to_pylist() if table else []
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
            self._append("verdicts", stored_rows("verdicts", [(fresh[key], "") for key in sorted(fresh)], _commit_id()))
        return len(fresh)

    def add_run_step(self, step: RunStep) -> None:
        """Append where a run stands."""
        self._append("runs", stored_rows("runs", [(step, "")], _commit_id()))

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
                table.optimize.compact(target_size=_FILE_BYTES, max_concurrent_tasks=1)
                if name != "documents":
                    table.vacuum(_KEEP_HOURS, dry_run=False)
            except CommitFailedError:
                continue
            except (DeltaError, OSError) as error:
                raise self._cannot("compact", name, error) from error

    def _open(self, name: str) -> DeltaTable | None:
        """Return a table that this process keeps open, as it was when it was last looked at."""
        if name not in self._tables and (table := self.table(name)) is not None:
            self._tables[name] = table
        return self._tables.get(name)

    def _made(self, name: str) -> DeltaTable:
        """Return a table, made when it is missing; losing the race against another writer is fine."""
        if self._open(name) is None:
            try:
                place, options = self.location.table(name), dict(self.location.options) or None
                keep = _KEEP_LOG if name == "documents" else None
                schema = table_schema(name)
                DeltaTable.create(place, schema=schema, mode="ignore", configuration=keep, storage_options=options)
            except DeltaError:
                if self.table(name) is None:
                    raise
        table = self._open(name)
        assert table is not None
        return table

    def _append(self, name: str, rows: pa.Table, *, again: bool = True) -> None:
        """Append rows; where another version of Newsledger changed the columns meanwhile, the table is opened anew."""
        try:
            table = self._made(name)
            if rows.num_rows:
                tries = CommitProperties(max_commit_retries=_APPEND_RETRIES)
                write_deltalake(table, rows, mode="append", schema_mode="merge", commit_properties=tries)
        except (DeltaError, OSError) as error:
            self._tables.pop(name, None)
            if not (again and isinstance(error, CommitFailedError)):
                raise self._cannot("write", name, error) from error
            self._append(name, rows, again=False)

    def _publish(self, rows: pa.Table) -> int:
        """Write documents, and return how many; what others wrote in between is looked at first."""
        for attempt in range(_RETRIES):
            try:
                table = self._made("documents")
                known = self.known()
                ids = list(zip(rows["document_id"].to_pylist(), rows["coding_id"].to_pylist(), strict=True))
                found = rows.filter(pa.array([not known.holds(document, coding) for document, coding in ids]))
                if found.num_rows:
                    self._write_documents(table, found, replacing=any(known.has_document(d) for d, _ in ids))
            except CommitFailedError:
                time.sleep(random.uniform(0, min(_LONGEST_WAIT, 0.005 * 2 ** min(attempt, 10))))  # noqa: S311
            except (DeltaError, OSError) as error:
                self._tables.pop("documents", None)
                raise self._cannot("write", "documents", error) from error
            else:
                return int(found.num_rows)
        raise LedgerError(f"other runs keep writing to {self.path}", hint="try again")

    def _write_documents(self, table: DeltaTable, rows: pa.Table, *, replacing: bool) -> None:
        """Write documents onto the version that :meth:`known` looked at; no other publishing can be between."""
        assert self._known is not None
        once = Transaction("newsledger-documents", table.version() + 1)
        properties = CommitProperties(app_transactions=[once])
        if replacing:
            same = "t.document_id = s.document_id"
            merge = table.merge(
                rows, same, source_alias="s", target_alias="t", merge_schema=True, commit_properties=properties
            )
            merge.when_matched_update_all().when_not_matched_insert_all().execute()
        else:
            write_deltalake(table, rows, mode="append", schema_mode="merge", commit_properties=properties)
        self._known.put(rows["document_id"], rows["coding_id"])
        self._known_files = frozenset(table.file_uris())

    def _cannot(self, do: str, name: str, error: Exception) -> LedgerError:
        return LedgerError(f"cannot {do} {name} in {self.location.uri}: {_plain(error)}", hint=_MENDING)


def _commit_id() -> str:
    """Return a new id that sorts by time, so that statistics of files tell in which of them a commit can be."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def _plain(error: Exception) -> str:
    """The first line of an error of the storage layer, which may be followed by its inner causes."""
    return re.sub(r"\s*\b(?:Error|Caused by): .*", "", str(error).strip(), flags=re.DOTALL)
