"""From feeds to commits: pages are taken, coded and committed in small batches, and only then noted as done.

A process that is killed at any moment loses nothing: what was not committed is fetched again, and what was committed
but not noted is coded again to the same ids, which adds nothing. Pages are coded apart (``engine/apart.py``): one that
crashes what codes it, or never ends, does not end the watch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from newsledger.engine.shards import Item, Result
from newsledger.ingest.web.manners import Clock, StoppedError
from newsledger.ingest.web.state import FeedState
from newsledger.ingest.web.watch import Taken, Terms, Watch
from newsledger.ledger import Ledger, refresh
from newsledger.records import Document, Skip

BATCH = 16
"""Pages of one commit, at most."""

_COMPACT_SECONDS = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Status:
    """Where a watch stands: totals since it started, and what is ahead.

    Attributes:
        feeds: Number of feeds and folders.
        failing: Those of them that could not be read the last time.
        new: Pages that were new in their feeds.
        documents: Pages coded.
        mentions: Event mentions in them.
        skipped: Pages left out, with a reason in the ledger.
        waiting: Pages still to be read.
        next_look: When something is to be done again, in seconds since 1970.
        idle: True when all that could be done now is done.
        problems: What went wrong since the last status, a line each.
    """

    feeds: int = 0
    failing: int = 0
    new: int = 0
    documents: int = 0
    mentions: int = 0
    skipped: int = 0
    waiting: int = 0
    next_look: float = 0.0
    idle: bool = False
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Watcher:
    """Runs a watch.

    Attributes:
        watch: What hands out the pages.
        ledger: Where the codings go.
        work: Codes pages, but for those whose coding the ledger holds; first called when the first page is there.
        clock: The time.
        terms: How to watch.
        stopped: Asked between two pages; True ends the watch after what was read is committed.
    """

    watch: Watch
    ledger: Ledger
    work: Callable[[Sequence[Item]], Result]
    clock: Clock
    terms: Terms
    stopped: Callable[[], bool] = lambda: False
    status: Status = field(default_factory=Status)
    _told: dict[str, str | None] = field(default_factory=dict)
    _compacted: float = 0.0
    _grouped: int = 0

    def run(self) -> Iterator[Status]:
        """Watch, and yield the status whenever it changes; endless unless the terms say once."""
        self._compacted = self.clock.now()
        while not self.stopped():
            yield from self._look()
            yield from self._pages()
            if self.terms.once or self.watch.next_look() == float("inf"):
                return
            self._compact()
            try:
                self.clock.sleep(self.status.next_look - self.clock.now())
            except StoppedError:
                return

    def _look(self) -> Iterator[Status]:
        try:
            for feed, new in self.watch.look():
                told = self._problem(feed)
                self._update(new=self.status.new + new, problems=(told,) if told else ())
                yield self.status
                if self.stopped():
                    return
        except StoppedError:
            return
        self._update(problems=tuple(filter(None, map(self._problem, self.watch.feeds()))))
        yield self.status

    def _problem(self, feed: FeedState) -> str | None:
        """Return what went wrong with a feed, once for each new trouble, and once when it is over."""
        before, self._told[feed.url] = self._told.get(feed.url), feed.problem
        if feed.problem == before:
            return None
        if feed.problem is None:
            return f"{feed.url}: well again"
        return f"{feed.url}: {feed.problem}" + (" – it is not asked again" if feed.gone else "")

    def _pages(self) -> Iterator[Status]:
        """Take pages and commit them in batches until none is ready or the next look is due."""
        batch: list[Taken] = []
        due = float("inf") if self.terms.once else self.clock.now() + self.terms.every
        while not self.stopped() and self.clock.now() < due and (taken := self._take()) is not None:
            if taken.is_file:
                yield from self._file(taken)
                continue
            batch.append(taken)
            if len(batch) >= BATCH:
                yield self._commit(batch)
                batch = []
        if batch:
            yield self._commit(batch)
        if self.status.documents > self._grouped:
            refresh(self.ledger)
            self._grouped = self.status.documents
        self._update(idle=True)
        yield self.status

    def _take(self) -> Taken | None:
        try:
            return self.watch.take()
        except StoppedError:
            return None

    def _commit(self, batch: list[Taken]) -> Status:
        """Code and commit pages, then note them as done."""
        self._code([item for taken in batch for item in taken.found])
        self.watch.done(batch)
        self._update()
        return self.status

    def _file(self, taken: Taken) -> Iterator[Status]:
        """Code and commit a file piece by piece, however large; what the ledger holds already is passed over."""
        rest = iter(taken.found)
        while piece := list(islice(rest, BATCH)):
            self._code(piece)
            yield self.status
        self.watch.done([taken])

    def _code(self, found: Sequence[Document | Skip]) -> None:
        skips = tuple(item for item in found if isinstance(item, Skip))
        result = Result(skips=skips) if len(skips) == len(found) else self.work(found)
        rows = result.packed().once()
        self.ledger.commit_rows(rows, result.skips)
        self._update(
            documents=self.status.documents + len(rows),
            mentions=self.status.mentions + rows.mentions,
            skipped=self.status.skipped + len(result.skips),
        )

    def _update(self, *, problems: tuple[str, ...] = (), idle: bool = False, **counts: int) -> None:
        feeds = self.watch.feeds()
        self.status = replace(
            self.status,
            feeds=len(feeds),
            failing=sum(bool(f.failures) or f.gone for f in feeds),
            waiting=self.watch.waiting(),
            next_look=self.watch.next_look(),
            idle=idle,
            problems=problems,
            **counts,
        )

    def _compact(self) -> None:
        if self.clock.now() - self._compacted >= _COMPACT_SECONDS:
            self._compacted = self.clock.now()
            self.ledger.compact()
