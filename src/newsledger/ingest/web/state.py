"""What a watch remembers between two looks, in one SQLite file of the ledger folder.

Every change is a transaction, so a process killed at any moment leaves a state from which the next one goes on. The
folder is locked by the process that watches. Pages that no feed lists any more are forgotten after a month, so the file
is as large as the feeds are, not as old as the watch.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsledger.errors import LedgerError
from newsledger.ingest.media import plain_url
from newsledger.ingest.web.feed import Item
from newsledger.ingest.web.manners import host_of

FILE = "watch.sqlite"
LOCK = "watch.lock"
KEEP_SECONDS = 30 * 86400.0
_VERSION = 1
_TABLES = """
create table if not exists feeds (
    url text primary key, parent text, location text, kind text, title text, etag text, modified text,
    checked real not null default 0, changed real not null default 0, next real not null default 0,
    failures integer not null default 0, problem text, gone integer not null default 0, stamp text
);
create table if not exists items (
    key text primary key, feed text not null, host text, url text, title text, publisher text, published text,
    updated text, waiting integer not null, attempts integer not null default 0, next real not null default 0,
    seen real not null
);
create index if not exists items_waiting on items (host, next) where waiting;
"""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed; times are seconds since 1970, 0 for never.

    Attributes:
        url: As the user, or a sitemap index, names it.
        parent: The sitemap index that lists it, or None.
        location: Where it moved for good, or None.
        kind: What it turned out to be, or None.
        title: Its name, or None.
        etag: Validator of the last answer, or None.
        modified: The same, as a date.
        checked: When it was last asked.
        changed: When it was last read.
        next: When it may be asked again.
        failures: Failures in a row.
        problem: What went wrong the last time, or None.
        gone: True when the server said that it is gone for good.
        stamp: ``lastmod`` of a listed sitemap when it was last read.
    """

    url: str
    parent: str | None = None
    location: str | None = None
    kind: str | None = None
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    checked: float = 0.0
    changed: float = 0.0
    next: float = 0.0
    failures: int = 0
    problem: str | None = None
    gone: bool = False
    stamp: str | None = None


_COLUMNS = tuple(FeedState.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that waits to be read."""

    key: str
    feed: str
    host: str
    item: Item
    attempts: int


def item_key(url: str) -> str:
    """Return the key of a page: a hash of its address."""
    return hashlib.blake2b(plain_url(url).encode("utf-8", "replace"), digest_size=10).hexdigest()


def known_feeds(folder: Path) -> list[FeedState]:
    """Return all feeds that were ever watched into a ledger, an index before its sitemaps; a running watch may go on.

    Raises:
        LedgerError: The state file is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return []
    query = f"select {', '.join(_COLUMNS)} from feeds order by coalesce(parent, url), parent is not null, url"
    with _told_as_ledger_errors(path), closing(_open(path)) as db:
        return [_feed(row) for row in db.execute(query).fetchall()]


def _feed(row: Sequence[Any]) -> FeedState:
    known = dict(zip(_COLUMNS, row, strict=True))
    return FeedState(**known | {"gone": bool(known["gone"])})


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=10, isolation_level=None)


def _locked(folder: Path) -> sqlite3.Connection:
    """Return a lock on the folder, which ends with the process however it ends."""
    lock = None
    try:
        lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
        lock.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        if lock is not None:
            lock.close()
        if "locked" not in str(error):
            raise _unwritable(folder, error) from error
        hint = "stop it first, or name another --ledger DIR"
        raise LedgerError(f"another process watches into {folder}", hint=hint) from error
    return lock


def _unwritable(folder: Path, error: Exception) -> LedgerError:
    why = (error.strerror or error) if isinstance(error, OSError) else error
    return LedgerError(f"cannot write to {folder}: {why}", hint="name a folder of your own with --ledger DIR")


@contextmanager
def _told_as_ledger_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LedgerError(f"cannot use {path}: {error}", hint="is the disk full?") from error
    except sqlite3.DatabaseError as error:
        hint = "delete it: the ledger is whole without it, only pages are fetched once more"
        raise LedgerError(f"{path} is damaged: {error}", hint=hint) from error


class WatchState:
    """The state file of a ledger folder; use it in a ``with`` statement.

    Raises:
        LedgerError: Another process watches into this ledger, or the file is damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        self.path = folder / FILE
        self._lock = _locked(folder)
        with _told_as_ledger_errors(self.path):
            self._db = _open(self.path)
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self._db.execute(f"pragma user_version = {_VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._lock.close()

    def feed(self, url: str) -> FeedState:
        """Return what is known of a feed."""
        row = self._db.execute(f"select {', '.join(_COLUMNS)} from feeds where url = ?", [url]).fetchone()
        return _feed(row) if row else FeedState(url)

    def children(self, url: str) -> list[FeedState]:
        """Return the sitemaps that an index listed."""
        rows = self._db.execute("select url from feeds where parent = ? order by url", [url]).fetchall()
        return [self.feed(row[0]) for row in rows]

    def read(self, feed: FeedState, items: Iterable[Item], now: float, *, since: str | None = None) -> int:
        """Keep a feed that was read, and its items, in one transaction; return how many are new."""
        fresh = 0
        with self._transaction():
            self._put(feed)
            for item in items:
                fresh += self._see(feed.url, item, now, since)
        return fresh

    def keep(self, feed: FeedState, children: Sequence[FeedState] | None = None) -> None:
        """Keep what is known of a feed; with ``children``, those are the sitemaps that it lists now."""
        with self._transaction():
            self._put(feed)
            if children is None:
                return
            listed = {child.url for child in children}
            for old in self.children(feed.url):
                if old.url not in listed:
                    self._db.execute("delete from feeds where url = ?", [old.url])
            for child in children:
                self._put(child)

    def hosts(self, now: float) -> list[str]:
        """Return the hosts with pages that may be asked for."""
        query = "select distinct host from items where waiting and next <= ? order by host"
        return [row[0] for row in self._db.execute(query, [now])]

    def next_page(self, host: str, now: float, *, besides: AbstractSet[str] = frozenset()) -> Waiting | None:
        """Return the oldest page of a host that waits, besides those that are in hand."""
        rows = self._db.execute(
            "select key, feed, host, attempts, url, title, publisher, published, updated from items "
            "where waiting and host = ? and next <= ? order by rowid limit ?",
            [host, now, len(besides) + 1],
        ).fetchall()
        row = next((r for r in rows if r[0] not in besides), None)
        return Waiting(row[0], row[1], row[2], Item(*row[4:]), row[3]) if row else None

    def soonest(self) -> list[tuple[str, float]]:
        """Return for each host with waiting pages when the first of them may be asked for."""
        return self._db.execute("select host, min(next) from items where waiting group by host").fetchall()

    def waiting(self) -> int:
        """Return how many pages wait."""
        return int(self._db.execute("select count(*) from items where waiting").fetchone()[0])

    def done(self, keys: Iterable[str]) -> None:
        """Note that pages were read, or given up: of them only the key is kept."""
        with self._transaction():
            for key in keys:
                self._db.execute(
                    "update items set waiting = 0, url = null, title = null, publisher = null, published = null, "
                    "updated = case when host = '' then updated end, attempts = 0 where key = ?",
                    [key],
                )

    def again(self, key: str, at: float) -> None:
        """Put a page off."""
        with self._transaction():
            self._db.execute("update items set attempts = attempts + 1, next = ? where key = ?", [at, key])

    def forget(self, now: float) -> None:
        """Drop pages that their feed has not listed for a month."""
        with self._transaction():
            self._db.execute(
                "delete from items where not waiting and seen < ? and seen < "
                "coalesce((select changed from feeds where feeds.url = items.feed), seen + 1)",
                [now - KEEP_SECONDS],
            )

    def _see(self, feed: str, item: Item, now: float, since: str | None) -> int:
        key, dated = item_key(item.url), item.published or item.updated
        if since and dated and dated[:10] < since:
            return 0
        done = self._db.execute(
            "insert into items (key, feed, host, url, title, publisher, published, updated, waiting, seen) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?) on conflict (key) do nothing",
            [key, feed, host_of(item.url), item.url, item.title, item.publisher, item.published, item.updated, now],
        )
        if done.rowcount:
            return 1
        self._db.execute("update items set seen = ?, feed = ? where key = ?", [now, feed, key])
        return 0

    def see_file(self, folder: str, path: str, stamp: str, now: float) -> int:
        """Note a file of a watched folder; return 1 when it is new or changed."""
        key = hashlib.blake2b(f"file {path}".encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
        with self._transaction():
            done = self._db.execute(
                "insert into items (key, feed, host, url, updated, waiting, seen) values (?, ?, '', ?, ?, 1, ?) "
                "on conflict (key) do update set url = excluded.url, updated = excluded.updated, waiting = 1 "
                "where items.updated is not excluded.updated",
                [key, folder, path, stamp, now],
            )
            self._db.execute("update items set seen = ? where key = ?", [now, key])
        return done.rowcount

    def _put(self, feed: FeedState) -> None:
        values = [getattr(feed, name) for name in _COLUMNS]
        marks = ", ".join("?" * len(_COLUMNS))
        self._db.execute(f"insert or replace into feeds ({', '.join(_COLUMNS)}) values ({marks})", values)

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """All or nothing, durable when it ends."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("begin immediate")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.execute("commit" if kind is None else "rollback")
