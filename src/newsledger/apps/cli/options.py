"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")

ledger = click.option(
    "--ledger",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("ledger"),
    show_default="./ledger",
    help="Ledger folder.",
)

as_of = click.option("--as-of", type=click.IntRange(min=0), metavar="VERSION", help="Look at an old version.")

date = click.option("--date", metavar="ISO", help="Document creation time for pages that are given without one.")

publisher = click.option("--publisher", help="Outlet for pages that are given without one.")

output = click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")

allow_private = click.option(
    "--allow-private",
    multiple=True,
    metavar="HOST",
    help="A host (or HOST:PORT) of your own network that may be read; private addresses are barred otherwise.",
)

quiet = click.option("--quiet", "-q", is_flag=True, help="No progress bar and no summary.")

_ISO_DAY = click.DateTime(["%Y-%m-%d"])


def _iso(_: click.Context, __: click.Parameter, value: object) -> str | None:
    """Return a day as ISO text."""
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime) else None


on_day = click.option("--on", type=_ISO_DAY, callback=_iso, metavar="DATE", help="The day asked about.")

on_day_required = click.option(
    "--on", type=_ISO_DAY, callback=_iso, required=True, metavar="DATE", help="The day asked about."
)

known_by = click.option(
    "--known-by", type=_ISO_DAY, callback=_iso, metavar="DATE", help="Count only reports of that day and before."
)
