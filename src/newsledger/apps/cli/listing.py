"""Lists as data: JSON Lines whole, CSV flat, to a file or to standard output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

FORMATS = ("table", "jsonl", "csv")

form = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
    help="Form of the list: csv is flat, jsonl has everything.",
)  # fmt: skip

as_json = click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")


def form_of(form: str, output: Path | None, *, as_json: bool) -> str:
    """Return the form of a list; what goes to a file is data."""
    if as_json:
        return "jsonl"
    if form == "table" and output is not None:
        return "csv" if output.suffix.lower() == ".csv" else "jsonl"
    return form


def write_list(
    records: Iterable[object],
    form: str,
    output: Path | None,
    *,
    columns: Sequence[str],
    flat: Callable[[Any], dict[str, Any]],
) -> None:
    """Write records as JSON Lines or CSV.

    Args:
        records: The records.
        form: ``jsonl`` or ``csv``.
        output: The file, or None for standard output.
        columns: Columns of the CSV.
        flat: Gives the flat row of a record.
    """
    from newsledger.export.flat import flat_lines
    from newsledger.records import to_row

    lines: Iterable[str] = (json.dumps(to_row(record), ensure_ascii=False) + "\n" for record in records)
    if form == "csv":
        lines = flat_lines(map(flat, records), columns)
    with click.open_file(str(output) if output else "-", "w", encoding="utf-8") as handle:
        handle.writelines(lines)
