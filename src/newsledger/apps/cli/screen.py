"""Tables on the terminal; text from pages never reaches it with control characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsledger.records import EventMention
from newsledger.view import COLUMNS, cells
from newsledger.view.colours import QUAD_STYLES

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]")
_TABLE_WIDTH = 170
_NARROWEST = 12
"""Columns of a table that is still read, in characters."""
_STYLES = {"event": "bold cyan", "on whose word": "magenta", "sure": "green", "words": "dim", "id": "dim"}


def plain(text: object) -> str:
    """Return text without what a terminal would obey."""
    return _UNSAFE.sub("\ufffd", str(text))


def console(output: Path | None = None) -> Console:
    """Return a console for standard output or a file; a pipe gets wide lines rather than folded ones."""
    if output is not None:
        return Console(file=output.open("w", encoding="utf-8"), width=200, no_color=True)
    found = Console()
    return found if found.is_terminal else Console(width=200)


def print_mentions(mentions: Sequence[EventMention], *, output: Path | None = None) -> None:
    """Print mentions: a table where the screen is wide enough for one, a few lines a mention otherwise."""
    out = console(output)
    if not mentions:
        out.print("No event was found.")
        return
    if out.width >= _TABLE_WIDTH:
        out.print(_table(mentions))
    else:
        for mention in mentions:
            out.print(_card(mention))


def _table(mentions: Sequence[EventMention]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False)
    for name in COLUMNS:
        table.add_column(name, style=_STYLES.get(name, ""), overflow="fold", no_wrap=name in {"id", "event"})
    for mention in mentions:
        row = [Text(plain(cell)) for cell in cells(mention)]
        row[0].stylize(QUAD_STYLES[mention.quad_code])
        table.add_row(*row)
    return table


def _card(mention: EventMention) -> Text:
    row = {name: plain(cell) for name, cell in zip(COLUMNS, cells(mention), strict=True)}
    lines = [
        Text.assemble((row["event"], QUAD_STYLES[mention.quad_code]), f"  “{row['words']}”  {row['sure']}  "),
        Text(f"  {row['actor'] or '–'} → {row['recipient'] or '–'}"),
    ]
    lines[0].append(row["id"], style="dim")
    facts = [f"{name}: {row[name]}" for name in ("when", "where", "how much") if row[name]]
    if facts:
        lines.append(Text("  " + " · ".join(facts), style="green"))
    lines.append(Text(f"  on whose word: {row['on whose word']}\n", style="magenta"))
    return Text("\n").join(lines)


def _fields(number: int, columns: Sequence[str], row: Sequence[Any]) -> Table:
    """One row of an answer as lines of name and value, empty ones left out."""
    table = Table(box=None, pad_edge=False, show_header=False, title=f"row {number}", title_justify="left")
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in zip(columns, row, strict=True):
        if value not in (None, [], ""):
            table.add_row(plain(name), Text(plain(value)))
    return table


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, output: Path | None = None) -> None:
    """Print rows: a table, or where its columns would be too narrow to read, one field a line."""
    out = console(output)
    rows = list(rows)
    if len(columns) > 1 and out.width // len(columns) < _NARROWEST:
        for number, row in enumerate(rows, 1):
            out.print(_fields(number, columns, row))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(plain(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else plain(value)) for value in row))
    out.print(table)
