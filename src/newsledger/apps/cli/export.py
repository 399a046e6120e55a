"""``newsledger export``: a ledger in the formats of the field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.words import counted

if TYPE_CHECKING:
    from newsledger.export import Settings

FORMATS = (
    *("jsonl", "csv", "parquet", "arrow", "plover", "polecat", "icews", "gdelt-events", "gdelt-mentions", "acled"),
    *("panel-dyad-day", "panel-dyad-month", "panel-country-month", "geojson", "gexf", "graphml", "ftm"),
    *("label-studio", "doccano", "prodigy", "brat", "conll"),
)


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@options.ledger
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    default="-",
    show_default="standard output",
    help="File to write (brat: a new folder); it is there whole or not at all.",
)
@options.first_day
@options.last_day
@click.option("--country", "countries", multiple=True, metavar="CODE", help="A party has this code; may be repeated.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="This PLOVER type; may be repeated.")
@click.option("--where", metavar="SQL", help="A condition on the columns of event_mentions, in SQL.")
@click.option(
    "--undated",
    type=click.Choice(("open", "report-day")),
    default="open",
    show_default=True,
    help="What stands for a date that the text does not give: nothing, or the day of the report.",
)
@click.option("--include-auxiliary", is_flag=True, help="Count what is told as not so, possible or to come as well.")
@click.option("--as-coded", is_flag=True, help="Leave reviewers' verdicts out of account.")
@options.as_of
@options.quiet
def command(
    form: str,
    *,
    ledger: Path,
    output: Path,
    first_day: str | None,
    last_day: str | None,
    countries: tuple[str, ...],
    types: tuple[str, ...],
    where: str | None,
    undated: str,
    include_auxiliary: bool,
    as_coded: bool,
    as_of: int | None,
    quiet: bool,
) -> None:
    """Write the ledger in a format of the field.

    FORMAT is jsonl, csv, parquet, arrow or plover (a row a mention); polecat, icews, gdelt-events, gdelt-mentions or
    acled (shaped like it); panel-dyad-day, panel-dyad-month or panel-country-month; geojson, gexf, graphml or ftm;
    label-studio, doccano, prodigy, brat or conll. Say what was left out, and why, on standard error.
    """
    from newsledger.apps.cli.lookup import open_grouped, open_ledger
    from newsledger.export import EXPORTS, Selection, Settings, check_output, export_ledger, known_codes, known_types

    options.in_order(first_day, last_day)
    target = None if str(output) == "-" else output
    chosen = EXPORTS[form]
    check_output(target, folder=chosen.folder, binary=chosen.binary)
    selection = Selection(
        where=where,
        since=first_day,
        until=last_day,
        countries=known_codes(countries),
        types=known_types(types),
        auxiliary=include_auxiliary or not chosen.counts,
        as_coded=as_coded,
        as_of=as_of,
    )
    settings = Settings(selection, report_day=undated == "report-day")
    book = open_grouped(ledger) if chosen.unit == "event" else open_ledger(ledger)
    with progress_bar(quiet=quiet) as bar:
        read = export_ledger(book, form, target, settings, started=bar.start, advance=bar.advance)
    if not quiet:
        _tell(read, settings, target)


def _tell(read: int, settings: Settings, target: Path | None) -> None:
    where = f" → {target}" if target else ""
    click.echo(f"{counted(read, 'event mention')}{where}", err=True)
    for note, count in settings.notes.items():
        click.echo(f"  {count} {note}", err=True)


class Bar:
    """A progress bar on standard error."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True)
        self._bar = Progress(console=console, transient=True, disable=quiet or not console.is_terminal)
        self._task = self._bar.add_task("writing …", total=None)

    def start(self, total: int) -> None:
        """Set how much there is to do."""
        self._bar.update(self._task, total=total)
        self._bar.start()

    def advance(self, steps: int) -> None:
        """Say that some of it is done."""
        self._bar.advance(self._task, steps)

    def stop(self) -> None:
        """Take the bar away."""
        self._bar.stop()


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Bar]:
    """Show a bar for work that lasts; silent when standard error is no terminal."""
    bar = Bar(quiet=quiet)
    try:
        yield bar
    finally:
        bar.stop()
