"""A site on loopback, a ledger and a clock for the tests of watching."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from newsledger.engine.watch import Status, Watcher
from newsledger.engine.work import Worker
from newsledger.ingest.web.address import Gate
from newsledger.ingest.web.fetch import Fetcher
from newsledger.ingest.web.state import FeedState, WatchState, known_feeds
from newsledger.ingest.web.watch import Terms, Watch
from newsledger.ledger import Ledger, run_query
from newsledger.records import Document, DocumentCoding
from tests.builders import coding
from tests.web_server import HTML, Answer, FakeClock, Site

DAY = 86400.0


class Plain:
    """A coder for tests: one mention of the first "met" in a page, if any."""

    name = "plain"

    def __init__(self) -> None:
        self.coded: list[str] = []

    def coding_id(self, document: Document) -> str:
        return coding(document, trigger="met").coding_id

    def code(self, document: Document) -> DocumentCoding:
        self.coded.append(str(document.url or document.external_id))
        return coding(document, trigger="met")


@dataclass
class World:
    """A site, a ledger and a clock; each run is a process of its own as far as the ledger can tell."""

    site: Site
    folder: Path
    clock: FakeClock = field(default_factory=FakeClock)
    coder: Plain = field(default_factory=Plain)
    names: tuple[str, ...] = ("/feed",)
    problems: list[str] = field(default_factory=list)

    @contextmanager
    def watcher(self, *names: str, **terms: Any) -> Iterator[Watcher]:
        urls = tuple(n if n.startswith("http") or Path(n).is_dir() else self.site.root + n for n in names or self.names)
        rules = Terms(**{"once": True, "delay": 0.0} | terms)
        with WatchState(self.folder) as state, Fetcher(Gate([self.site.host]), now=self.clock.now) as fetcher:
            watch = Watch(urls, state, fetcher, clock=self.clock, terms=rules)
            book = Ledger(self.folder)
            yield Watcher(watch, book, lambda items: Worker(self.coder, book.known()).work(items), self.clock, rules)

    def run(self, *names: str, **terms: Any) -> Status:
        self.site.asked.clear()
        self.problems = []
        with self.watcher(*names, **terms) as watcher:
            for status in watcher.run():
                self.problems += status.problems
            return watcher.status

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in run_query(Ledger(self.folder), sql).to_pylist()]

    def feed(self, path: str = "/feed") -> FeedState:
        return next(f for f in known_feeds(self.folder) if f.url == self.site.root + path)

    def page(self, n: int, words: str = "") -> None:
        text = f"The ministers met the envoys of village {n} on Monday. {words} They parted late in the evening."
        self.site.put(f"/story-{n}", f"<html><body><article><p>{text}</p></article></body></html>", Content_Type=HTML)

    def publish(self, *numbers: int, path: str = "/feed", etag: str | None = None, extra: str = "") -> None:
        """Put a feed up that lists stories, newest first, and their pages."""
        items = ""
        for n in reversed(numbers):
            when = format_datetime(datetime.fromtimestamp(1_929_000_000 + n * DAY, UTC))
            items += f"<item><title>Story {n}</title><link>/story-{n}</link><pubDate>{when}</pubDate></item>"
            self.page(n)
        body = f"<rss version='2.0'><channel><title>Example Times</title>{extra}{items}</channel></rss>"
        self.site.answers[path] = Answer(body.encode(), headers={"ETag": etag} if etag else {})
