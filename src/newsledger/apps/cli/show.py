"""``newsledger show``: the text of a document with the coded words marked, in the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.apps.cli import options

STYLES = {
    "trigger": "bold reverse",
    "actor": "bold cyan",
    "recipient": "bold yellow",
    "source": "magenta",
    "cue": "italic magenta",
    "time": "green",
    "place": "blue",
    "quantity": "underline",
}


@click.command("show")
@click.argument("document")
@options.ledger
@click.option("--mention", metavar="ID", help="Mark the words of this event mention only.")
def command(document: str, *, ledger: Path, mention: str | None) -> None:
    """Show the text of a document with the coded words marked.

    DOCUMENT is a document id, the start of one, or the id given on input.
    """
    from rich.text import Text

    from newsledger.apps.cli.lookup import find_document, open_ledger
    from newsledger.apps.cli.screen import console, plain
    from newsledger.errors import LedgerError
    from newsledger.view import marks_of

    page, mentions = find_document(open_ledger(ledger), document)
    if mention:
        mentions = [m for m in mentions if m.event_mention_id.startswith(mention)]
        if not mentions:
            raise LedgerError(f"no event mention {mention} in this document", hint="leave --mention out")
    text = Text(plain(page.text.replace("\t", " ")))
    for mark in marks_of(mentions):
        text.stylize(STYLES[mark.field], mark.start, mark.end)
    out = console()
    head = " · ".join(filter(None, (page.title, page.publisher, page.document_creation_time, page.url)))
    out.print(Text(plain(head or page.document_id), style="bold"))
    out.print(Text.assemble(*((f" {name} ", style) for name, style in STYLES.items())))
    out.print(text)
    out.print(Text(f"\n{len(mentions)} event mentions; newsledger explain ID tells why", style="dim"))
