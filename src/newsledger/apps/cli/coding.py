"""What ``newsledger code`` does, and ``newsledger runs --resume`` does again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.words import counted

if TYPE_CHECKING:
    from newsledger.engine import Item, Shard, Tally
    from newsledger.engine.log import RunLog
    from newsledger.ledger import Ledger
    from newsledger.ontology.own import OwnCodebook
    from newsledger.records import EventMention, Skip
    from newsledger.resolve import Actor

    _Own = tuple[tuple[Actor, ...], OwnCodebook | None]

TABLE_ROWS = 60
KEPT = (
    "date",
    "publisher",
    "jobs",
    "engine",
    "actors",
    "codebook",
    "allow_private",
    "group",
    "seconds",
    "form",
    "output",
)
"""Options that a run keeps in the ledger, for one that goes on."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be coded, how, and where to; the fields are the options of ``newsledger code``."""

    inputs: tuple[str, ...]
    ledger: Path | None
    date: str | None = None
    publisher: str | None = None
    jobs: int = 1
    engine: str = "local"
    actors: str | None = None
    codebook: str | None = None
    allow_private: tuple[str, ...] = ()
    group: bool = True
    seconds: float = 120.0
    form: str = "table"
    output: Path | None = None
    quiet: bool = False

    def kept(self) -> dict[str, Any]:
        """Return the options that the ledger keeps, as JSON has them."""
        return {name: getattr(self, name) for name in KEPT} | {"output": str(self.output) if self.output else None}


def code_inputs(job: Job, *, resumes: str | None = None) -> None:
    """Code, commit, print and tell; ends the command with its exit code where that is not 0."""
    from newsledger.engine import Tally

    options.keep_inputs(job.inputs, job.output)
    book = _open_ledger(job.ledger)
    own = _own(job)
    tally, skips = Tally(), list[Any]()
    rows = _Rows() if job.form == "table" else None
    with ExitStack() as stack:
        log = None
        if book is not None:
            from newsledger.engine.log import run_log

            log = stack.enter_context(run_log(book, tally, inputs=job.inputs, options=job.kept(), resumes=resumes))
        take = rows.add if rows else stack.enter_context(_writer(job))
        caught = _consume(job, book, log, own, tally, skips, take, apart=resumes is not None)
        if log and caught:
            log.write("interrupted")
    if caught:
        raise KeyboardInterrupt if signal.SIGINT in caught else SystemExit(128 + signal.SIGTERM)
    if rows:
        rows.print(job.output, job.ledger)
    if not job.quiet:
        _summary(job, tally)
    _tell_skips(job, skips if not job.quiet or not tally.documents else [s for s in skips if s.origin in job.inputs])
    if skips and not tally.documents:
        raise SystemExit(3)


def _consume(
    job: Job,
    book: Ledger | None,
    log: RunLog | None,
    own: _Own,
    tally: Tally,
    skips: list[Skip],
    take: Callable[[list[EventMention]], None],
    *,
    apart: bool,
) -> set[int]:
    """Run to the end or to a signal, hand on the mentions as they come, and return the signals.

    A run that goes on codes apart from this process: a page may be what ended the run before.
    """
    from newsledger.apps.cli.progress import Bar, total_size
    from newsledger.engine import run
    from newsledger.ingest import cut_inputs

    total = None if job.quiet else total_size(job.inputs)
    items = cut_inputs(job.inputs, date=job.date, publisher=job.publisher, allow_private=job.allow_private)
    with Bar(total, quiet=job.quiet) as bar:
        with _signals() as stop:

            def watch(result: Any) -> None:
                bar.add(result)
                if log:
                    log.told(result)

            shards = run(
                stop.ending(items),
                jobs=job.jobs,
                actors=own[0],
                codebook=own[1],
                engine=job.engine,
                ledger=book,
                seconds=job.seconds,
                apart=apart,
                stopped=lambda: bool(stop.caught),
                watch=watch,
            )
            for shard in shards:
                tally.add(shard)
                skips.extend(shard.skips)
                take(_mentions(shard))
                if log:
                    log.speak()
        if book is not None and job.group and not stop.caught:
            from newsledger.ledger import refresh

            bar.say("grouping mentions into events …")
            refresh(book)
    return stop.caught


def _mentions(shard: Shard) -> list[EventMention]:
    return [mention for coding in shard.codings for mention in coding.mentions]


@contextmanager
def _writer(job: Job) -> Iterator[Callable[[list[EventMention]], None]]:
    """Write the mentions as they come."""
    from newsledger.export import open_writer

    with open_writer(job.form, job.output) as writer:
        yield writer.write


class _Stop:
    """What SIGINT and SIGTERM do: no more is read, what is finished is committed, and the command ends."""

    def __init__(self) -> None:
        self.caught: set[int] = set()
        self._reading = False

    def handle(self, number: int, _: FrameType | None) -> None:
        """Note the signal; a second Ctrl-C ends at once."""
        if number == signal.SIGINT and number in self.caught:
            raise KeyboardInterrupt
        self.caught.add(number)
        if self._reading:
            raise _StopReading

    def ending(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items until a signal comes, be it while the next one is waited for."""
        rest = iter(items)
        while not self.caught:
            try:
                self._reading = True
                item = next(rest, None)
                self._reading = False
            except _StopReading:
                return
            if item is None:
                return
            yield item


class _StopReading(Exception):  # noqa: N818 - a signal, not an error
    """A signal came while an input was waited for."""


@contextmanager
def _signals() -> Iterator[_Stop]:
    stop = _Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop.handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _own(job: Job) -> _Own:
    """The user's own actors and codebook, read before any work is done."""
    from newsledger.ontology.own import read_codebook
    from newsledger.resolve import read_actors

    actors = read_actors(Path(job.actors)) if job.actors else ()
    return actors, read_codebook(Path(job.codebook)) if job.codebook else None


def _open_ledger(path: Path | None) -> Ledger | None:
    """The ledger to write to; one that cannot be written stops the command before any work is done."""
    if path is None:
        return None
    from newsledger.ledger import Ledger

    book = Ledger(path)
    book.must_be_writable()
    return book


class _Rows:
    """The first rows for the screen, and the number of all."""

    def __init__(self) -> None:
        self.shown: list[EventMention] = []
        self.total = 0

    def add(self, mentions: list[EventMention]) -> None:
        self.total += len(mentions)
        self.shown.extend(mentions[: max(0, TABLE_ROWS - len(self.shown))])

    def print(self, output: Path | None, ledger: Path | None) -> None:
        from newsledger.apps.cli.screen import print_mentions

        print_mentions(self.shown, output=output)
        if self.total > len(self.shown):
            whole = _ask(ledger, "from event_mentions") if ledger else "--format csv prints all"
            click.echo(f"… and {self.total - len(self.shown)} more: {whole}", err=True)


def _summary(job: Job, tally: Tally) -> None:
    where = f" → {job.ledger}" if job.ledger else ""
    known = f" ({tally.known} in the ledger already)" if tally.known else ""
    mentions = counted(tally.mentions, "event mention")
    click.echo(f"{counted(tally.documents, 'document')}{known}, {mentions}{where}", err=True)
    if job.ledger and not job.group:
        click.echo("not grouped into events yet: newsledger events does it", err=True)


def _tell_skips(job: Job, skips: list[Skip]) -> None:
    """Say what was skipped, and why; of a quiet run only inputs that the user named, or all where nothing is left."""
    if skips:
        click.secho(f"{len(skips)} skipped:", fg="yellow", err=True)
    for skip in skips[:10]:
        hint = f" ({skip.hint})" if skip.hint else ""
        click.echo(f"  {skip.origin}: {skip.reason}{hint}", err=True)
    if len(skips) > 10:
        rest = f": {_ask(job.ledger, 'from skipped')}" if job.ledger else ""
        click.echo(f"  … and {len(skips) - 10} more{rest}", err=True)


def _ask(ledger: Path, sql: str) -> str:
    """The command that asks a ledger."""
    where = "" if ledger == options.LEDGER else f" --ledger {ledger}"
    return f'newsledger query "{sql}"{where}'
