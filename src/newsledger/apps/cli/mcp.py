"""``newsledger mcp``: the ledger as tools for agents."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.apps.cli import options
from newsledger.errors import NewsledgerError


@click.command("mcp")
@options.ledger
def command(*, ledger: Path) -> None:
    """Serve a ledger to agents, read-only, by the Model Context Protocol over standard input and output.

    Every answer has the document, the offsets, the exact words and the sentence. Needs the extra `mcp`.
    """
    try:
        from newsledger.apps.mcp.server import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types"}:
            raise
        raise NewsledgerError(
            "the package mcp is not installed", hint="install the extra: pip install 'newsledger[mcp]'"
        ) from error
    make_server(ledger).run()
