"""``newsledger events``: the events of a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsledger.apps.cli import listing, options
from newsledger.apps.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsledger.records import Event

_SHOWN = 40


@click.command("events")
@options.ledger
@click.option(
    "--type", "event_type", metavar="TYPE", callback=options.event_type, help="One PLOVER type only, such as ASSAULT."
)
@click.option(
    "--party",
    metavar="CODE",
    callback=options.code,
    help="Events that this party takes part in: ISO 3166 alpha-3, or EUR, UNO.",
)
@options.since
@click.option("--sources", type=click.IntRange(1), default=1, metavar="N", help="At least N independent sources.")
@click.option("--differing", is_flag=True, help="Only events whose reports contradict each other.")
@click.option("--limit", type=click.IntRange(1), default=_SHOWN, show_default=True, help="Rows of the table.")
@listing.form
@options.output
@listing.as_json
def command(
    *,
    ledger: Path,
    event_type: str | None,
    party: str | None,
    since: str | None,
    sources: int,
    differing: bool,
    limit: int,
    form: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """List events, those with the most independent sources first.

    --limit is for the table alone. newsledger event ID shows one of them.
    """
    from newsledger.apps.cli.lookup import open_grouped
    from newsledger.ledger import connect
    from newsledger.records import Event, from_row

    query = """
        from events where first_mention_id is not null
            and ($1 is null or event_type = $1) and ($2 is null or list_contains(actors || recipients, $2))
            and ($3 is null or first_reported_at >= $3) and independent_count >= $4
            and (not $5 or len(versions) > 0)
        order by independent_count desc, document_count desc, mention_count desc, event_id
    """
    values: list[Any] = [event_type, party, since, sources, differing]
    with connect(open_grouped(ledger)) as db:
        found = [from_row(Event, row) for row in db.sql(query, params=values).to_arrow_table().to_pylist()]
    if (form := listing.form_of(form, output, as_json=as_json)) != "table":
        from newsledger.export.flat import EVENT_COLUMNS, event_row

        listing.write_list(found, form, output, columns=EVENT_COLUMNS, flat=event_row)
        return
    if not found:
        click.echo("No such event is in this ledger.")
        return
    _print(found[:limit])
    if len(found) > limit:
        click.echo(f"… {counted(len(found), 'event')} in all; --limit shows more", err=True)


def _print(events: Sequence[Event]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from newsledger.apps.cli.screen import console, plain
    from newsledger.view.colours import QUAD_STYLES
    from newsledger.view.event import COLUMNS, event_cells

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in COLUMNS:
        table.add_column(name, overflow="fold", no_wrap=name in {"event", "when", "told as", "id"})
    for event in events:
        row = [Text(plain(cell)) for cell in event_cells(event)]
        row[0].stylize(QUAD_STYLES[event.quad_code])
        table.add_row(*row)
    console().print(table)
