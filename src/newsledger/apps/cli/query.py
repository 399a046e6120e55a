"""``newsledger query``: SQL over the ledger's views."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options
from newsledger.errors import QueryError

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("table", "jsonl", "csv", "parquet")
_TABLE_ROWS = 200


@click.command("query")
@click.argument("sql")
@options.ledger
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form of the answer."
)
@options.output
@options.as_of
def command(sql: str, *, ledger: Path, form: str, output: Path | None, as_of: int | None) -> None:
    """Ask the ledger a question in SQL (DuckDB's dialect).

    The views are documents, articles, event_mentions, claims, events, stories, copies, on_whose_word, unnamed_only,
    measure_mentions, measures, findings, verdicts, reviews, judged_mentions, reviewed_mentions, event_changes, runs and
    skipped. Try

      newsledger query "from event_mentions limit 5"

      newsledger query "describe event_mentions"
    """
    from newsledger.ledger import Ledger, run_query

    answer = run_query(Ledger(ledger), sql, as_of=as_of)
    if form == "table" and output is None:
        _print(answer)
    else:
        _write(answer, "jsonl" if form == "table" else form, output)


def _print(answer: pa.Table) -> None:
    from newsledger.apps.cli.screen import print_rows

    shown = answer.slice(0, _TABLE_ROWS).to_pylist()
    print_rows(answer.column_names, (list(row.values()) for row in shown))
    if answer.num_rows > _TABLE_ROWS:
        click.echo(f"… {answer.num_rows} rows in all; use --format csv or a LIMIT", err=True)


def _write(answer: pa.Table, form: str, output: Path | None) -> None:
    if form == "parquet":
        import pyarrow.parquet as pq

        if output is None and sys.stdout.isatty():
            raise QueryError("Parquet is binary", hint="name a file with --output FILE.parquet")
        pq.write_table(answer, sys.stdout.buffer if output is None else str(output), compression="zstd")
        return
    with click.open_file(str(output) if output else "-", "w", encoding="utf-8") as handle:
        if form == "csv":
            _write_csv(answer, handle)
            return
        for batch in answer.to_batches():
            for row in batch.to_pylist():
                handle.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def _write_csv(answer: pa.Table, handle: object) -> None:
    """Write rows as CSV; a nested value becomes JSON in its cell."""
    import csv

    writer = csv.writer(handle, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(answer.column_names)
    for batch in answer.to_batches():
        for row in batch.to_pylist():
            writer.writerow(
                json.dumps(v, ensure_ascii=False, default=str) if isinstance(v, list | dict) else v
                for v in row.values()
            )
