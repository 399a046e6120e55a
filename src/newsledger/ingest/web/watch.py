"""Feeds looked at in turn: what is new in them is noted, and handed out page by page as documents.

A look asks a feed only when it is due, and only for what changed (``ETag``, ``Last-Modified``). What a feed lists and
the validators of that answer are kept in one transaction, so that nothing is lost between them. A page is handed out
until :meth:`Watch.done` says that it was dealt with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsledger.errors import InputError
from newsledger.ingest.files import SUFFIXES, files_below, is_url, skip
from newsledger.ingest.media import content_type
from newsledger.ingest.raw import MAX_BYTES
from newsledger.ingest.read import read_inputs
from newsledger.ingest.web.feed import FEED_BYTES, Feed, read_feed
from newsledger.ingest.web.fetch import Fetched, Fetcher, FetchError
from newsledger.ingest.web.manners import Clock, Manners, pause
from newsledger.ingest.web.page import Told, page_document
from newsledger.ingest.web.state import FeedState, Waiting, WatchState
from newsledger.records import Document, Skip

ATTEMPTS = 8
_PAGE_PAUSE = 300.0
_DAY = 86400.0
_SETTLED = 2.0
_PATIENCE = 330.0


@dataclass(frozen=True, slots=True)
class Terms:
    """How to watch.

    Attributes:
        every: Seconds between two looks at a feed.
        once: Look at every feed now, and do not wait for a next time.
        since: ISO date; items that their feed dates earlier are left out.
        delay: Least seconds between two requests to a host.
    """

    every: float = 900.0
    once: bool = False
    since: str | None = None
    delay: float = 1.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A page, or a file, that was read: what came of it, to be coded and then noted with :meth:`Watch.done`."""

    key: str
    found: Iterable[Document | Skip]
    is_file: bool = False


class Watch:
    """Watches feeds and folders.

    Args:
        names: URLs of feeds and sitemaps, and paths of folders.
        state: What is remembered.
        fetcher: What fetches.
        clock: The time.
        terms: How to watch.
    """

    def __init__(
        self, names: tuple[str, ...], state: WatchState, fetcher: Fetcher, *, clock: Clock, terms: Terms
    ) -> None:
        self._state, self._fetcher, self._clock, self._terms = state, fetcher, clock, terms
        self._manners = Manners(fetcher, clock, delay=terms.delay)
        self._pace = self._manners.pace
        self._held: set[str] = set()
        self.urls = tuple(dict.fromkeys(n for n in names if is_url(n)))
        self.folders = tuple(dict.fromkeys(n for n in names if not is_url(n)))

    def feeds(self) -> list[FeedState]:
        """Return all feeds and folders: those named, and the sitemaps that an index lists."""
        named = [self._state.feed(name) for name in (*self.urls, *self.folders)]
        return named + [
            child for feed in named for child in self._state.children(feed.url) if child.url not in self.urls
        ]

    def look(self) -> Iterator[tuple[FeedState, int]]:
        """Look at all feeds that are due; yield each with the number of its new pages."""
        for folder in self.folders:
            yield self._look_into(folder)
        for url in self.urls:
            state = self._state.feed(url)
            if self._due(state):
                yield self._ask(state)
        for url in self.urls:
            for child in self._state.children(url):
                if child.url not in self.urls and self._due(child):
                    yield self._ask(child)
        self._state.forget(self._clock.now())

    def next_look(self) -> float:
        """Return the time at which something is to be done again."""
        times = [f.next for f in self.feeds() if not f.gone]
        times += [max(at, self._pace.ready_at(host)) for host, at in self._state.soonest()]
        return min(times, default=float("inf"))

    def waiting(self) -> int:
        """Return how many pages wait to be read."""
        return self._state.waiting()

    def take(self) -> Taken | None:
        """Read the next page that may be asked for, waiting for its host; None when there is none now."""
        while (page := self._next()) is not None:
            self._held.add(page.key)
            if page.host == "":
                return Taken(page.key, read_inputs([page.item.url]), is_file=True)
            try:
                return Taken(page.key, (self._read(page),))
            except InputError as error:
                left_out = self._put_off(page, error)
                if left_out:
                    return Taken(page.key, (left_out,))
        return None

    def done(self, taken: list[Taken]) -> None:
        """Note that pages were dealt with: coded and committed, or left out for good."""
        self._state.done(t.key for t in taken)
        self._held.difference_update(t.key for t in taken)

    def _next(self) -> Waiting | None:
        """Return a page of the host that may be asked first."""
        now = self._clock.now()
        for host in sorted(self._state.hosts(now), key=lambda h: (self._pace.ready_at(h), h)):
            if self._pace.ready_at(host) - now > _PATIENCE:
                return None
            page = self._state.next_page(host, now, besides=self._held)
            if page:
                return page
        return None

    def _read(self, page: Waiting) -> Document:
        item = page.item
        kind = self._state.feed(page.feed).kind or ""
        basis = "sitemap" if kind.startswith("sitemap") else "feed"
        told = Told(item.title, item.publisher, item.published, None if basis == "sitemap" else item.updated, basis)
        return page_document(self._get(item.url), told)

    def _put_off(self, page: Waiting, error: InputError) -> Skip | None:
        """Put a page off after a failure, or leave it out for good: then return why."""
        lasting = not isinstance(error, FetchError) or error.lasting
        if lasting or page.attempts + 1 >= ATTEMPTS:
            tries = "" if lasting else f" ({ATTEMPTS} times in a row)"
            return skip(page.item.url, error.args[0] + tries, error.hint)
        wait = pause(page.attempts + 1, first=_PAGE_PAUSE, longest=_DAY, key=page.key)
        asked_for = getattr(error, "retry_after", None)
        self._held.discard(page.key)
        if asked_for:
            self._pace.hold(page.host, asked_for)
        self._state.again(page.key, self._clock.now() + max(wait, asked_for or 0.0))
        return None

    def _due(self, feed: FeedState) -> bool:
        """Tell whether to ask a feed now; one that was asked without trouble is always due when looking once."""
        if feed.gone:
            return False
        now = self._clock.now()
        return feed.next <= now or (self._terms.once and not feed.failures and feed.parent is None)

    def _ask(self, feed: FeedState) -> tuple[FeedState, int]:
        url, now = feed.location or feed.url, self._clock.now()
        asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
        headers = {name: value for name, value in asked.items() if value}
        try:
            got = self._get(url, headers=headers, limit=FEED_BYTES)
            feed = replace(feed, location=got.moved or feed.location, checked=now, next=self._next_time(feed))
            if got.status == 304:
                feed = replace(feed, failures=0, problem=None)
                self._state.keep(feed)
                return feed, 0
            charset = content_type(got.headers.get("content-type"))[1]
            return self._listed(feed, got, read_feed(got.body, url=got.url, charset=charset))
        except InputError as error:
            feed = self._failed(feed, error)
            self._state.keep(feed)
            return feed, 0

    def _listed(self, feed: FeedState, got: Fetched, found: Feed) -> tuple[FeedState, int]:
        """Keep what a feed lists; a feed that is cut off is read again in full the next time."""
        now = self._clock.now()
        feed = replace(feed, kind=found.kind, title=found.title, changed=now, failures=0, problem=None)
        if found.whole:
            feed = replace(feed, etag=_validator(got, "etag"), modified=_validator(got, "last-modified"))
        else:
            feed = replace(feed, etag=None, modified=None, problem="the feed is cut off; its whole items were taken")
        if found.kind == "sitemap index":
            if feed.parent:
                raise InputError("a sitemap index inside another, which the standard forbids")
            self._state.keep(feed, self._sitemaps(feed, found))
            return feed, 0
        return feed, self._state.read(feed, found.items, now, since=self._terms.since)

    def _sitemaps(self, index: FeedState, found: Feed) -> list[FeedState]:
        """Return the sitemaps of an index; one whose ``lastmod`` is new is due at once, another is left alone."""
        known = {child.url: child for child in self._state.children(index.url)}
        out = []
        for item in found.items:
            if self._terms.since and item.updated and item.updated[:10] < self._terms.since:
                continue
            child = known.get(item.url) or FeedState(item.url, parent=index.url)
            changed = child.stamp != item.updated or not child.checked
            if changed:
                child = replace(child, stamp=item.updated, next=0.0)
            elif item.updated and not child.failures:
                child = replace(child, next=self._clock.now() + _DAY)
            out.append(child)
        return list({child.url: child for child in out}.values())

    def _failed(self, feed: FeedState, error: InputError) -> FeedState:
        failures, now = feed.failures + 1, self._clock.now()
        wait = pause(failures, first=self._terms.every, longest=_DAY, key=feed.url)
        wait = max(wait, getattr(error, "retry_after", None) or 0.0)
        told = error.args[0] + (f" ({error.hint})" if error.hint else "")
        gone = getattr(error, "status", None) == 410
        location = feed.location if failures % 3 else None  # it may have moved back
        return replace(
            feed, checked=now, failures=failures, problem=told, next=now + wait, gone=gone, location=location
        )

    def _next_time(self, feed: FeedState) -> float:
        """Return when to ask again: a little earlier or later for each feed, so that they do not come all at once.

        A sitemap whose index says when it last changed is asked when that changes, and once a day.
        """
        if feed.parent and feed.stamp:
            return self._clock.now() + _DAY
        return self._clock.now() + pause(1, first=self._terms.every, longest=_DAY, key=feed.url)

    def _get(self, url: str, *, headers: dict[str, str] | None = None, limit: int = MAX_BYTES) -> Fetched:
        """Fetch with manners: robots.txt first, and never sooner than the host likes."""
        return self._fetcher.get(url, headers=headers, limit=limit, before=self._manners.may_ask)

    def _look_into(self, folder: str) -> tuple[FeedState, int]:
        now, new = self._clock.now(), 0
        feed = replace(self._state.feed(folder), kind="folder", checked=now, next=now + self._terms.every)
        if not Path(folder).is_dir():
            feed = replace(feed, problem="no such folder", failures=feed.failures + 1)
            self._state.keep(feed)
            return feed, 0
        for file in files_below(Path(folder)):
            new += self._look_at(folder, file, now)
        feed = replace(feed, changed=now, problem=None, failures=0)
        self._state.keep(feed)
        return feed, new

    def _look_at(self, folder: str, file: Path, now: float) -> int:
        """Note a file that is new or changed; one that is still being written is left for the next look."""
        if file.suffix.lower() not in SUFFIXES:
            return 0
        try:
            found = file.stat()
            str(file).encode()
        except (OSError, UnicodeEncodeError):
            return 0
        if not self._terms.once and now - found.st_mtime < _SETTLED:
            return 0
        return self._state.see_file(folder, str(file), f"{found.st_mtime_ns}:{found.st_size}", now)


def _validator(got: Fetched, name: str) -> str | None:
    """Return what a server wants to be asked with the next time; what no header can carry is left out."""
    value = got.headers.get(name)
    return value if value and value.isascii() and value.isprintable() else None
