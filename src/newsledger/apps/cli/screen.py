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


def print_mentions(mentions: Sequence[EventMention], *, total: int, output: Path | None = None) -> None:
    """Print mentions as a table."""
    out = console(output)
    if not mentions:
        out.print("No event was found.")
        return
    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False)
    wide = out.width >= 170
    names = [n for n in COLUMNS if wide or n not in {"words", "how much"}]
    for name in names:
        table.add_column(name, style=_STYLES.get(name, ""), overflow="fold", no_wrap=name in {"id", "event"})
    for mention in mentions:
        row = dict(zip(COLUMNS, cells(mention), strict=True))
        row_cells = [Text(plain(row[n])) for n in names]
        row_cells[0].stylize(QUAD_STYLES[mention.quad_code])
        table.add_row(*row_cells)
    out.print(table)
    if total > len(mentions):
        out.print(f'… and {total - len(mentions)} more: newsledger query "from event_mentions"', markup=False)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print the answer of a query."""
    out = console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(plain(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else plain(value)) for value in row))
    out.print(table)
