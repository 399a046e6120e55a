"""``newsledger code``: pages in, ledger and table out."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.coding import Job, code_inputs

FORMATS = ("table", "jsonl", "csv", "parquet", "plover")
ENGINES = ("local", "ray", "spark")


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
@click.option("--jobs", "-j", type=click.IntRange(1, 4096), default=1, show_default=True, help="Number of workers.")
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="What runs the workers.")
@click.option(
    "--time-limit",
    "seconds",
    type=click.FloatRange(min=1),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="Longest time for one page; large pages get more.",
)
@click.option("--no-group", is_flag=True, help="Do not group mentions into events at the end.")
@click.option(
    "--actors",
    type=click.Path(dir_okay=False),
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
    engine: str,
    seconds: float,
    no_group: bool,
    actors: str | None,
    codebook: Path | None,
    allow_private: tuple[str, ...],
    quiet: bool,
) -> None:
    """Code pages into event mentions, and write them into a ledger.

    INPUT is a file, a folder, a glob, a URL or - for standard input: plain text, HTML, or JSON Lines, JSON and CSV with
    `text` or `html` and optionally `id`, `title`, `date`, `publisher`, `url`, `language`. What cannot be read is
    skipped, counted, and kept with its reason in the ledger's `skipped` view. What the ledger holds is not coded again.
    """
    job = Job(
        inputs,
        None if no_ledger else ledger,
        date=date,
        publisher=publisher,
        jobs=jobs,
        engine=engine,
        actors=actors,
        codebook=str(codebook) if codebook else None,
        allow_private=allow_private,
        group=not no_group,
        seconds=seconds,
        form=form,
        output=output,
        quiet=quiet,
    )
    code_inputs(job)
