"""``newsledger event``: one event as a short dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.records import Event
    from newsledger.view.event import Section


@click.command("event")
@click.argument("event_id", metavar="ID")
@options.ledger
@click.option("--all", "whole", is_flag=True, help="All reports, however many.")
@click.option("--json", "as_json", is_flag=True, help="The whole record as JSON.")
def command(event_id: str, *, ledger: Path, whole: bool, as_json: bool) -> None:
    """Show one event: when and where, counts, how it stood, who says what, and every report of it.

    ID is an event id, the id of one of its mentions, or the start of one. Copies of one text, reports of one publisher
    and reports that rest on one named source count as one independent source.
    """
    from newsledger.apps.cli.lookup import find_event, find_pages, open_grouped, print_json

    book = open_grouped(ledger)
    event, mentions = find_event(book, event_id)
    if as_json:
        print_json(event, indent=1)
        return
    from newsledger.view.event import dossier

    _print(event, dossier(event, mentions, *find_pages(book, event), whole=whole))


def _print(event: Event, sections: list[Section]) -> None:
    from rich.table import Table
    from rich.text import Text

    from newsledger.apps.cli.screen import console, plain
    from newsledger.view.colours import QUAD_STYLES
    from newsledger.view.event import headline

    out = console()
    out.print(Text.assemble((plain(headline(event)), QUAD_STYLES[event.quad_code]), ("  " + event.event_id, "dim")))
    for section in sections:
        if section.title:
            out.print(Text("\n" + section.title, style="bold"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for n in range(len(section.rows[0])):
            last = n == len(section.rows[0]) - 1
            table.add_column(style="" if last else "cyan" if n == 0 else "green", overflow="fold", no_wrap=n == 0)
        for row in section.rows:
            table.add_row(*(Text(plain(cell)) for cell in row))
        out.print(table)
    if event.merges:
        out.print(Text(f"\nnewsledger explain {event.event_id} tells why these mentions are one event", style="dim"))
