"""``newsledger codebook``: the rules, in words."""

from __future__ import annotations

import click


@click.command("codebook")
@click.argument("entry", required=False, metavar="[CODE]")
def command(entry: str | None) -> None:
    """Read the codebook: all event types, or one type, mode, context, sector, organisation code or auxiliary mode.

    Examples: newsledger codebook SANCTION; newsledger codebook COERCE/arrest; newsledger codebook PRE.
    """
    from newsledger.apps.cli.codebook_text import overview, page
    from newsledger.apps.cli.screen import console

    console().print(page(entry) if entry else overview())
