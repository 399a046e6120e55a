"""``newsledger runs``: what was run into a ledger, and how it ended."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.ledger.runs import Run

_SHOWN = 3


@click.command("runs")
@options.ledger
@click.option("--resume", metavar="ID", help="Go on with a run: the same inputs and options, as before.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a run.")
@options.quiet
def command(*, ledger: Path, resume: str | None, as_json: bool, quiet: bool) -> None:
    """List the runs of a ledger, and go on with one that was cut off.

    A run that was killed without a word is listed as "died". To go on is safe for any run: what the ledger holds is not
    coded again.
    """
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.ledger.runs import find_run, load_runs

    book = open_ledger(ledger)
    if resume is not None:
        _resume(find_run(book, resume), ledger, quiet=quiet)
        return
    runs = load_runs(book)
    if as_json:
        for run in runs:
            click.echo(json.dumps(_row(run)))
        return
    if not runs:
        click.echo("No run is in this ledger.")
        return
    from newsledger.apps.cli.screen import print_rows

    columns = ("run", "status", "started", "last word", "documents", "known", "mentions", "skipped", "engine", "inputs")
    print_rows(columns, [_cells(run) for run in runs])


def _row(run: Run) -> dict[str, object]:
    from newsledger.records import to_row

    row = to_row(run.last) | {"status": run.status, "options": json.loads(run.last.options)}
    return {name: value for name, value in row.items() if name != "step"}


def _cells(run: Run) -> tuple[str, ...]:
    last = run.last
    inputs = " ".join(last.inputs[:_SHOWN]) + (
        f" … and {len(last.inputs) - _SHOWN} more" if last.inputs[_SHOWN:] else ""
    )
    status = f"{run.status}: {last.problem}" if last.problem else run.status
    counts = (last.documents, last.known, last.mentions, last.skips)
    return (last.run_id, status, last.started, last.updated, *map(str, counts), f"{last.engine} × {last.jobs}", inputs)


def _resume(run: Run, ledger: Path, *, quiet: bool) -> None:
    """Do again what a run did, in the folder where it did it, so that relative paths mean the same."""
    from newsledger.apps.cli.coding import Job, code_inputs
    from newsledger.errors import InputError, LedgerError

    last = run.last
    if run.status == "running":
        raise LedgerError(f"the run {last.run_id} is still going on", hint="`newsledger runs` tells when it has ended")
    if "-" in last.inputs:
        raise InputError("standard input cannot be read again", hint="pipe it into `newsledger code -` once more")
    if not Path(last.folder).is_dir():
        raise InputError(f"the folder of the run is gone: {last.folder}", hint="run `newsledger code` on the new place")
    kept = json.loads(last.options)
    place = ledger if "://" in str(ledger) or ":/" in str(ledger) else ledger.absolute()
    os.chdir(last.folder)
    kept["allow_private"] = tuple(kept["allow_private"])
    kept["output"] = Path(kept["output"]) if kept.get("output") else None
    code_inputs(Job(last.inputs, place, **kept, quiet=quiet), resumes=last.run_id)
