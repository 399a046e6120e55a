"""``newsledger explain``: the words, the scores and the rules behind every field of a mention."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.records import EventMention


@click.command("explain")
@click.argument("mention_id", metavar="ID")
@options.ledger
@click.option("--json", "as_json", is_flag=True, help="The whole record as JSON.")
def command(mention_id: str, *, ledger: Path, as_json: bool) -> None:
    """Show the words, the scores and the rules behind every field of an event mention.

    ID is an event mention id, or the start of one.
    """
    from newsledger.apps.cli.lookup import find_mention, open_ledger

    mention = find_mention(open_ledger(ledger), mention_id)
    if as_json:
        import json

        from newsledger.records import to_row

        click.echo(json.dumps(to_row(mention), ensure_ascii=False, indent=1))
        return
    _print(mention)


def _print(mention: EventMention) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from newsledger.apps.cli.screen import console, plain
    from newsledger.view.explain import explanation

    out = console()
    out.print(Text(f"“{plain(mention.text)}”", style="italic"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, style in (("field", "bold"), ("value", "cyan"), ("words", ""), ("score", "green"), ("why", "dim")):
        table.add_column(name, style=style, overflow="fold")
    for line in explanation(mention):
        score = "" if line.score is None else f"{line.score:.2f}"
        table.add_row(*(Text(plain(x)) for x in (line.field, line.value, line.words, score, line.why)))
    out.print(table)
