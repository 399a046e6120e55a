"""``newsledger code``: pages in, ledger and table out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.engine import Progress, Shard
    from newsledger.ledger import Ledger
    from newsledger.records import EventMention, Skip
    from newsledger.resolve import Actor

FORMATS = ("table", "jsonl", "csv", "parquet", "plover")
TABLE_ROWS = 60


@click.command("code")
@options.inputs
@options.ledger
@click.option("--no-ledger", is_flag=True, help="Write no ledger, only the output.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form of the output."
)
@options.output
@options.date
@options.publisher
@click.option("--jobs", "-j", type=click.IntRange(1, 256), default=1, show_default=True, help="Worker processes.")
@click.option(
    "--actors",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="CSV or TOML file of your own actors: adds to the knowledge base or overrides it.",
)
@options.codebook
@options.allow_private
@options.quiet
def command(
    inputs: tuple[str, ...],
    *,
    ledger: Path,
    no_ledger: bool,
    form: str,
    output: Path | None,
    date: str | None,
    publisher: str | None,
    jobs: int,
    actors: Path | None,
    codebook: Path | None,
    allow_private: tuple[str, ...],
    quiet: bool,
) -> None:
    """Code pages into event mentions, and write them into a ledger.

    INPUT is a file, a folder, a glob, a URL or - for standard input: plain text, HTML, or JSON Lines, JSON and CSV with
    `text` or `html` and optionally `id`, `title`, `date`, `publisher`, `url`, `language`. What cannot be read is
    skipped, counted, and kept with its reason in the ledger's `skipped` view.
    """
    from newsledger.engine import run
    from newsledger.ingest import read_inputs
    from newsledger.ontology.own import read_codebook

    options.keep_inputs(inputs, output)
    kept_in = None if no_ledger else ledger
    book = _open_ledger(kept_in)
    documents = read_inputs(inputs, date=date, publisher=publisher, allow_private=allow_private)
    own = read_codebook(codebook) if codebook else None
    shards = _committed(run(documents, jobs=jobs, actors=_actors(actors), codebook=own), book)
    if form == "table":
        progress, skips = _print(shards, kept_in, output, quiet=quiet)
    else:
        progress, skips = _write(shards, form, output, quiet=quiet)
    if not quiet:
        _summary(progress, skips, kept_in)
    if skips and not progress.documents:
        raise SystemExit(3)


def _print(
    shards: Iterator[Shard], ledger: Path | None, output: Path | None, *, quiet: bool
) -> tuple[Progress, list[Skip]]:
    """Read to the end, then print the first mentions."""
    rows = _Rows()
    done = _consume(shards, rows.add, quiet=quiet)
    rows.print(output, ledger)
    return done


def _write(shards: Iterator[Shard], form: str, output: Path | None, *, quiet: bool) -> tuple[Progress, list[Skip]]:
    """Write the mentions as they come."""
    from newsledger.export import open_writer

    with open_writer(form, output) as writer:
        return _consume(shards, writer.write, quiet=quiet)


def _consume(
    shards: Iterator[Shard], take: Callable[[list[EventMention]], None], *, quiet: bool
) -> tuple[Progress, list[Skip]]:
    from newsledger.engine import Progress

    progress = Progress()
    skips: list[Skip] = []
    with _Bar(quiet=quiet) as advance:
        for shard in shards:
            progress.add(shard)
            skips.extend(shard.skips)
            take([m for coding in shard.codings for m in coding.mentions])
            advance(progress)
    return progress, skips


def _actors(path: Path | None) -> tuple[Actor, ...]:
    """The user's own actors, read before any work is done."""
    if path is None:
        return ()
    from newsledger.resolve import read_actors

    return read_actors(path)


def _open_ledger(path: Path | None) -> Ledger | None:
    """The ledger to write to; one that cannot be written stops the command before any work is done."""
    if path is None:
        return None
    from newsledger.ledger import Ledger

    book = Ledger(path)
    book.must_be_writable()
    return book


def _committed(shards: Iterator[Shard], book: Ledger | None) -> Iterator[Shard]:
    """Write each shard to the ledger as it comes; an interrupt leaves whole commits only."""
    if book is None:
        yield from shards
        return
    from newsledger.ledger import refresh

    for shard in shards:
        book.commit(shard.codings, shard.skips)
        yield shard
    refresh(book)


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


class _Bar:
    """A progress line on standard error for work that lasts; silent when it is not a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress as Bar
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = Bar(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)

    def __enter__(self) -> Self:
        self._bar.start()
        self._task = self._bar.add_task("reading …", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        text = f"{progress.documents} documents, {progress.mentions} event mentions, {progress.skips} skipped"
        self._bar.update(self._task, description=text)


def _summary(progress: Progress, skips: list[Skip], ledger: Path | None) -> None:
    where = f" → {ledger}" if ledger else ""
    pages = "1 document" if progress.documents == 1 else f"{progress.documents} documents"
    click.echo(f"{pages}, {progress.mentions} event mentions{where}", err=True)
    if skips:
        click.secho(f"{len(skips)} skipped:", fg="yellow", err=True)
    for skip in skips[:10]:
        hint = f" ({skip.hint})" if skip.hint else ""
        click.echo(f"  {skip.origin}: {skip.reason}{hint}", err=True)
    if len(skips) > 10:
        rest = f": {_ask(ledger, 'from skipped')}" if ledger else ""
        click.echo(f"  … and {len(skips) - 10} more{rest}", err=True)


def _ask(ledger: Path, sql: str) -> str:
    """The command that asks a ledger."""
    where = "" if ledger == options.LEDGER else f" --ledger {ledger}"
    return f'newsledger query "{sql}"{where}'
