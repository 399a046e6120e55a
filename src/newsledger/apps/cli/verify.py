"""``newsledger verify``: is a ledger sound, and what can be mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.words import counted

if TYPE_CHECKING:
    from newsledger.ledger.verify import Check

_STYLES = {"ok": "green", "note": "yellow", "error": "bold red"}


@click.command("verify")
@click.argument("place", type=click.Path(path_type=Path), required=False, metavar="[LEDGER]")
@options.ledger
@click.option("--repair", is_flag=True, help="Make events anew, drop what killed runs left. No document is touched.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check.")
def command(*, place: Path | None, ledger: Path, repair: bool, as_json: bool) -> None:
    """Check a ledger: files, ids, offsets, references, codes. Exit code 1 when something is wrong.

    Notes are no errors: rows of killed runs, which nobody sees, or tables that an older version wrote.
    """
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.ledger.verify import ERROR, OK, verify

    if place is not None and ledger not in {options.LEDGER, place}:
        raise click.UsageError(f"name one ledger: {place} or --ledger {ledger}")
    book = open_ledger(place or ledger)
    checks = _report(list(verify(book)), as_json=as_json)
    wanted = {c.repair for c in checks if c.repair and c.state != OK}
    if repair and wanted:
        from newsledger.ledger.verify_repair import repair as mend

        for line in mend(book, wanted):
            click.echo(line, err=True)
        checks = _report(list(verify(book)), as_json=as_json)
    elif wanted:
        click.echo("newsledger verify --repair can mend some of it", err=True)
    if any(c.state == ERROR for c in checks):
        raise SystemExit(1)


def _report(checks: list[Check], *, as_json: bool) -> list[Check]:
    if as_json:
        from newsledger.apps.cli.lookup import print_json

        print_json(*checks)
        return checks
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from newsledger.apps.cli.screen import console, plain

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("", "table", "what", "count", "detail"):
        table.add_column(name, overflow="fold", justify="right" if name == "count" else "left")
    for check in checks:
        told = Text(plain(check.detail))
        table.add_row(Text(check.state, _STYLES[check.state]), check.table, check.what, f"{check.count:,}", told)
    console().print(table)
    errors = sum(c.state == "error" for c in checks)
    notes = sum(c.state == "note" for c in checks)
    numbers = ((len(checks), "check"), (errors, "error"), (notes, "note"))
    click.echo(", ".join(counted(number, noun) for number, noun in numbers), err=True)
    return checks
