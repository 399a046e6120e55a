"""``newsledger codebook``: the rules, in words."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.apps.cli import options


@click.command("codebook")
@click.argument("entry", required=False, metavar="[CODE]")
@options.codebook
@click.option("--try", "attempt", is_flag=True, help="Code the examples of your codebook, and tell which come out.")
def command(entry: str | None, *, codebook: Path | None, attempt: bool) -> None:
    """Read the codebook: all event types, or one type, mode, context, sector, organisation code or auxiliary mode.

    With --codebook, read one of your own: it is checked, and shown with its rules.

    Examples: newsledger codebook SANCTION; newsledger codebook COERCE/arrest; newsledger codebook PRE.
    """
    from newsledger.apps.cli.screen import console

    if codebook is None:
        if attempt:
            raise click.UsageError("--try needs --codebook DIR: there is nothing to try in PLOVER")
        from newsledger.apps.cli.codebook_text import overview, page

        console().print(page(entry) if entry else overview())
        return
    from newsledger.apps.cli import own_codebook_text as own
    from newsledger.ontology.own import read_codebook

    book = read_codebook(codebook)
    if attempt:
        out = own.tried(book)
        console().print(out.table)
        if out.missed:
            raise SystemExit(1)
        return
    console().print(own.page(book, entry) if entry else own.overview(book))
