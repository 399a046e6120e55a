"""``newsledger code``: pages in, ledger and table out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.engine import Progress, Shard
    from newsledger.export import Writer
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
    allow_private: tuple[str, ...],
    quiet: bool,
) -> None:
    """Code pages into event mentions, and write them into a ledger.

    INPUT is a file, a folder, a glob, a URL or - for standard input: plain text, HTML, or JSON Lines with `text` or
    `html` and optionally `id`, `title`, `date`, `publisher`, `url`, `language`. What cannot be read is
    skipped, counted, and kept with its reason in the ledger's `skipped` view.
    """
    from newsledger.engine import Progress, run
    from newsledger.ingest import read_inputs

    own = _actors(actors)
    progress, rows = Progress(), _Rows()
    skips: list[Skip] = []
    documents = read_inputs(inputs, date=date, publisher=publisher, allow_private=allow_private)
    with ExitStack() as stack:
        writer = stack.enter_context(_open(form, output)) if form != "table" else None
        advance = stack.enter_context(_Bar(quiet=quiet))
        for shard in _committed(run(documents, jobs=jobs, actors=own), None if no_ledger else ledger):
            progress.add(shard)
            skips.extend(shard.skips)
            mentions = [m for coding in shard.codings for m in coding.mentions]
            if writer:
                writer.write(mentions)
            else:
                rows.add(mentions)
            advance(progress)
    if writer is None:
        rows.print(output)
    if not quiet:
        _summary(progress, skips, None if no_ledger else ledger)
    if skips and not progress.documents:
        raise SystemExit(3)


def _actors(path: Path | None) -> tuple[Actor, ...]:
    """The user's own actors, read before any work is done."""
    if path is None:
        return ()
    from newsledger.resolve import read_actors

    return read_actors(path)


def _open(form: str, output: Path | None) -> Writer:
    from newsledger.export import open_writer

    return open_writer(form, output)


def _committed(shards: Iterator[Shard], ledger: Path | None) -> Iterator[Shard]:
    """Write each shard to the ledger as it comes; an interrupt leaves whole commits only."""
    if ledger is None:
        yield from shards
        return
    from newsledger.ledger import Ledger, refresh

    book = Ledger(ledger)
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

    def print(self, output: Path | None) -> None:
        from newsledger.apps.cli.screen import print_mentions

        print_mentions(self.shown, total=self.total, output=output)


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
        click.echo(f'  … and {len(skips) - 10} more: newsledger query "from skipped"', err=True)
