"""Manners: robots.txt, a pause between two requests to a host, growing pauses after failures."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

from newsledger.ingest.web.fetch import ROBOT, Fetcher, FetchError

_ROBOTS_LIMIT = 500 * 1024
_ROBOTS_SECONDS = 86400.0
_ROBOTS_RETRY = 1800.0
_HOSTS = 512
_LONGEST_DELAY = 300.0


class StoppedError(Exception):
    """Raised out of a sleep or a fetch when the user ends the program."""


class Clock(Protocol):
    """The time and the way to let it pass; tests have one of their own."""

    def now(self) -> float:
        """Return the seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class WallClock:
    """The real clock; :meth:`stop` ends a sleep at once, and every later one."""

    def __init__(self) -> None:
        self._stopped = Event()

    @property
    def stopped(self) -> bool:
        """True after :meth:`stop`."""
        return self._stopped.is_set()

    def now(self) -> float:
        """Return the seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            StoppedError: The clock was stopped.
        """
        if self._stopped.wait(max(0.0, seconds)):
            raise StoppedError

    def stop(self) -> None:
        """End the sleep."""
        self._stopped.set()


def pause(attempt: int, *, first: float, longest: float, key: str) -> float:
    """Return the seconds to wait after the n-th failure: doubling, and spread by a hash so that no crowd forms."""
    digest = hashlib.blake2b(f"{key} {attempt}".encode("utf-8", "replace"), digest_size=4).digest()
    spread = 0.75 + 0.5 * int.from_bytes(digest, "big") / 2**32
    return min(longest, first * 2.0 ** min(attempt - 1, 30)) * spread


def host_of(url: str) -> str:
    """Return the host and port of a URL, in lower case."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


class Pace:
    """When each host may be asked again; the memory of hosts is bounded."""

    def __init__(self, clock: Clock, *, delay: float) -> None:
        self._clock, self._delay = clock, delay
        self._next: dict[str, float] = {}

    def ready_at(self, host: str) -> float:
        """Return the time from which a host may be asked."""
        return self._next.get(host, 0.0)

    def asked(self, host: str, delay: float | None) -> None:
        """Note that a host was asked now; ``delay`` is what its robots.txt wants."""
        self.hold(host, min(max(self._delay, delay or 0.0), _LONGEST_DELAY))

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds."""
        now = self._clock.now()
        if len(self._next) >= _HOSTS:
            self._next = {h: t for h, t in self._next.items() if t > now}
        self._next[host] = max(self._next.get(host, 0.0), now + seconds)


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego | None
    problem: FetchError | None
    until: float


class Robots:
    """The robots.txt of hosts (RFC 9309), each read once a day; the newest are remembered."""

    def __init__(self, fetcher: Fetcher, clock: Clock, *, before: Callable[[str], None] | None = None) -> None:
        self._fetcher, self._clock, self._before = fetcher, clock, before
        self._known: OrderedDict[str, _Rules] = OrderedDict()

    def check(self, url: str) -> None:
        """Raise when a URL may not be fetched.

        Raises:
            FetchError: Its host forbids it, or the rules cannot be read, which forbids everything for the time being.
        """
        found = self._of(url)
        host = host_of(url)
        if found.problem and found.problem.lasting:
            raise FetchError(found.problem.args[0], hint=found.problem.hint, lasting=True)
        if found.problem:
            wait = max(0.0, found.until - self._clock.now())
            raise FetchError(f"robots.txt of {host} cannot be read: {found.problem.args[0]}", retry_after=wait)
        if found.rules and not found.rules.can_fetch(url, ROBOT):
            hint = "save the page with a browser, and code the file"
            raise FetchError(f"robots.txt of {host} forbids this page", hint=hint, lasting=True)

    def delay(self, url: str) -> float | None:
        """Return the pause that a host asks for, as far as its rules are known."""
        found = self._known.get(_origin(url))
        return float(found.rules.crawl_delay(ROBOT) or 0.0) if found and found.rules else None

    def _of(self, url: str) -> _Rules:
        origin = _origin(url)
        found = self._known.get(origin)
        if found is None or found.until <= self._clock.now():
            found = self._known[origin] = self._read(origin)
        self._known.move_to_end(origin)
        while len(self._known) > _HOSTS:
            self._known.popitem(last=False)
        return found

    def _read(self, origin: str) -> _Rules:
        now = self._clock.now()
        try:
            got = self._fetcher.get(f"{origin}/robots.txt", limit=_ROBOTS_LIMIT, cut=True, before=self._before)
        except FetchError as error:
            if error.status is not None and error.status < 500 and error.status != 429:
                return _Rules(None, None, now + _ROBOTS_SECONDS)  # RFC 9309: no such file, no rules
            wait = _ROBOTS_SECONDS if error.lasting else max(_ROBOTS_RETRY, error.retry_after or 0.0)
            return _Rules(None, error, now + wait)
        return _Rules(Protego.parse(got.body.decode("utf-8", "replace")), None, now + _ROBOTS_SECONDS)


class Manners:
    """Both together: what to do before each request."""

    def __init__(self, fetcher: Fetcher, clock: Clock, *, delay: float) -> None:
        self._clock = clock
        self.pace = Pace(clock, delay=delay)
        self.robots = Robots(fetcher, clock, before=self._wait)

    def may_ask(self, url: str) -> None:
        """Read the host's robots.txt, and wait until the host may be asked again.

        Raises:
            FetchError: The host forbids it.
        """
        self.robots.check(url)
        self._wait(url)

    def _wait(self, url: str) -> None:
        host = host_of(url)
        self._clock.sleep(self.pace.ready_at(host) - self._clock.now())
        self.pace.asked(host, self.robots.delay(url))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{host_of(url)}"
