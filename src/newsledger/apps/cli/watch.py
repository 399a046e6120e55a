"""``newsledger watch``: feeds in, ledger out, for as long as it is let run."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.words import counted

if TYPE_CHECKING:
    from types import FrameType

    from newsledger.engine.watch import Status
    from newsledger.ingest.web.fetch import Fetcher
    from newsledger.ingest.web.manners import WallClock
    from newsledger.ingest.web.state import FeedState
    from newsledger.ingest.web.watch import Terms
    from newsledger.ontology.own import OwnCodebook
    from newsledger.resolve import Actor

    _Own = tuple[tuple[Actor, ...], OwnCodebook | None]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LEAST = 60.0


def _duration(_: click.Context, __: click.Parameter, value: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd]?)", value.strip().lower())
    if found is None:
        raise click.BadParameter(f"{value!r} is no duration; write 90s, 15m, 2h or 1d")
    seconds = float(found[1]) * _UNITS[found[2] or "s"]
    if seconds < _LEAST:
        raise click.BadParameter("look at a feed once a minute at most")
    return seconds


@click.command("watch")
@click.argument("feeds", nargs=-1, metavar="FEED...")
@options.ledger
@click.option("--once", is_flag=True, help="Look once, read what is new, and end.")
@click.option(
    "--every", default="15m", show_default=True, callback=_duration, metavar="TIME", help="Time between two looks."
)
@click.option(
    "--feeds", "listed", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
    help="Read more feeds from this file, one a line; # begins a remark.",
)  # fmt: skip
@click.option("--since", type=options.Day("first"), metavar="DATE", help="Leave out items dated earlier.")
@click.option("--delay", type=click.FloatRange(0, 300), default=1.0, show_default=True, metavar="SECONDS",
    help="Least time between two requests to a host.",
)  # fmt: skip
@click.option("--contact", help="E-mail or URL of yours, told to the servers in the User-Agent.")
@options.allow_private
@click.option(
    "--actors", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Your own actors, as for code."
)
@options.codebook
@click.option("--list", "show", is_flag=True, help="Show what is known of the feeds, and end; nothing is fetched.")
@options.quiet
def command(
    feeds: tuple[str, ...],
    *,
    ledger: Path,
    once: bool,
    every: float,
    listed: Path | None,
    since: str | None,
    delay: float,
    contact: str | None,
    allow_private: tuple[str, ...],
    actors: Path | None,
    codebook: Path | None,
    show: bool,
    quiet: bool,
) -> None:
    """Watch feeds, and code what is new in them into a ledger.

    FEED is the URL of an RSS, Atom or JSON feed or of a sitemap, or a folder of pages. Each new page is fetched, dated
    by its feed, coded and committed. robots.txt is obeyed; feeds are asked only for what changed. Ctrl-C or SIGTERM
    ends it cleanly, and the same command goes on where it ended.
    """
    from newsledger.ingest.web.address import Gate
    from newsledger.ingest.web.fetch import Fetcher
    from newsledger.ingest.web.watch import Terms
    from newsledger.ontology.own import read_codebook

    names = (*feeds, *_lines(listed))
    if not names and not show:
        raise click.UsageError("name a feed, or a file of feeds with --feeds FILE")
    if show:
        _print_feeds(ledger)
        return
    _check(names)
    own = (_actors(actors), read_codebook(codebook) if codebook else None)
    terms = Terms(every=every, once=once, since=since, delay=delay)
    _watch(names, ledger, terms, fetcher=Fetcher(Gate(allow_private), contact=contact), own=own, quiet=quiet)


def _watch(names: tuple[str, ...], ledger: Path, terms: Terms, *, fetcher: Fetcher, own: _Own, quiet: bool) -> None:
    """Watch until all is done or a signal comes, with the status on one line."""
    from newsledger.engine.apart import Apart
    from newsledger.engine.watch import Watcher
    from newsledger.engine.work import LoadCoder
    from newsledger.ingest.web.manners import WallClock
    from newsledger.ingest.web.state import WatchState
    from newsledger.ingest.web.watch import Watch
    from newsledger.ledger import Ledger

    book, clock = Ledger(ledger), WallClock()
    with ExitStack() as stack:
        stack.enter_context(fetcher)
        state = stack.enter_context(WatchState(ledger))
        caught = stack.enter_context(_signals(clock, fetcher))
        line = stack.enter_context(_Line(quiet=quiet, once=terms.once))
        coder = stack.enter_context(Apart(LoadCoder(*own), book.known))
        watch = Watch(names, state, fetcher, clock=clock, terms=terms)
        watcher = Watcher(watch, book, coder.work, clock=clock, terms=terms, stopped=lambda: clock.stopped)
        for status in watcher.run():
            line(status)
        line.end(watcher.status)
    if signal.SIGINT in caught:
        raise KeyboardInterrupt
    _judge(watcher.status, stopped=bool(caught))


def _lines(listed: Path | None) -> tuple[str, ...]:
    if listed is None:
        return ()
    lines = (line.partition(" #")[0].strip() for line in listed.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _check(names: tuple[str, ...]) -> None:
    """Tell at once of a name that can be neither a feed nor a folder."""
    from newsledger.errors import InputError
    from newsledger.ingest.files import is_url

    for name in names:
        if not is_url(name) and not Path(name).is_dir():
            hint = (
                "a list of feeds is given with --feeds FILE" if Path(name).is_file() else "a URL begins with https://"
            )
            raise InputError(f"{name} is neither a URL nor a folder", hint=hint)


def _actors(path: Path | None) -> tuple[Actor, ...]:
    from newsledger.resolve import read_actors

    return read_actors(path) if path else ()


def _judge(status: Status, *, stopped: bool) -> None:
    """End with exit code 3 when no feed at all could be read."""
    if not stopped and status.feeds and status.failing == status.feeds:
        raise SystemExit(3)


@contextmanager
def _signals(clock: WallClock, fetcher: Fetcher) -> Iterator[set[int]]:
    """Let SIGINT and SIGTERM end a sleep or a fetch at once, and anything else when it is whole."""
    from newsledger.ingest.web.manners import StoppedError

    caught: set[int] = set()

    def handle(number: int, _: FrameType | None) -> None:
        if caught and number == signal.SIGINT:
            raise KeyboardInterrupt
        caught.add(number)
        clock.stop()
        if fetcher.busy:
            raise StoppedError

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Line:
    """One line of status on standard error: kept up to date on a terminal, and told once a look elsewhere."""

    def __init__(self, *, quiet: bool, once: bool) -> None:
        from rich.console import Console
        from rich.status import Status as Spinner

        self._console = Console(stderr=True, highlight=False)
        self._quiet, self._once = quiet, once
        live = self._console.is_terminal and not quiet
        self._spinner = Spinner("looking …", console=self._console) if live else None
        self._last = ""

    def __enter__(self) -> Self:
        if self._spinner:
            self._spinner.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._spinner:
            self._spinner.stop()

    def __call__(self, status: Status) -> None:
        """Show where the watch stands; troubles get a line of their own."""
        from newsledger.apps.cli.screen import plain

        for problem in () if self._quiet else status.problems:
            self._console.print(plain(f"  {problem}"), markup=False, soft_wrap=True, style="yellow")
        told = _told(status, ended=self._once)
        if self._spinner:
            self._spinner.update(told)
        elif status.idle and not self._quiet and told != self._last:
            self._last = told
            click.echo(told, err=True)

    def end(self, status: Status) -> None:
        """Show the totals at the end."""
        if self._spinner:
            self._spinner.stop()
        told = _told(status, ended=True)
        if not self._quiet and told != self._last:
            click.echo(told, err=True)


def _told(status: Status, *, ended: bool = False) -> str:
    """Return the status as a line."""
    feeds = counted(status.feeds, "feed") + (f" ({status.failing} failing)" if status.failing else "")
    parts = [
        feeds,
        f"{counted(status.new, 'new page')}",
        f"{status.documents} coded, {counted(status.mentions, 'event mention')}",
    ]
    if status.skipped:
        parts.append(f"{status.skipped} skipped")
    if status.waiting:
        parts.append(f"{status.waiting} waiting")
    if not ended and status.next_look not in {0.0, float("inf")}:
        parts.append(f"next look {datetime.fromtimestamp(status.next_look).astimezone():%H:%M}")
    return " · ".join(parts)


def _print_feeds(ledger: Path) -> None:
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.apps.cli.screen import print_rows
    from newsledger.ingest.web.state import known_feeds

    feeds = known_feeds(ledger)
    if not feeds:
        open_ledger(ledger)
        click.echo("No feed was watched into this ledger yet.")
        return
    columns = ("feed", "kind", "title", "last asked", "last changed", "state")
    print_rows(
        columns,
        [(f.location or f.url, f.kind, f.title, _time(f.checked), _time(f.changed), _state(f)) for f in feeds],
    )


def _time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}" if seconds else "never"


def _state(feed: FeedState) -> str:
    if feed.gone:
        return "gone for good (410)"
    return feed.problem or "well"
