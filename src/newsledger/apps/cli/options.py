"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from newsledger.errors import InputError

inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")

LEDGER = Path("ledger")

ledger = click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    default=LEDGER,
    show_default="./ledger",
    help="Ledger folder.",
)

as_of = click.option(
    "--as-of",
    type=click.IntRange(min=0),
    metavar="VERSION",
    help="Look at the documents of an old version and their codings; events and verdicts are always the newest.",
)

codebook = click.option(
    "--codebook",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Codebook of your own: its types beside PLOVER's, or instead of them.",
)

date = click.option("--date", metavar="ISO", help="Document creation time for pages that are given without one.")

publisher = click.option("--publisher", help="Outlet for pages that are given without one.")


def _writable(_: click.Context, __: click.Parameter, value: Path | None) -> Path | None:
    """Return the output file; one that cannot be written stops the command before any work is done."""
    if value is None:
        return None
    if not value.parent.is_dir():
        raise InputError(f"cannot write {value}: no such folder", hint="name a file in a folder that exists")
    if not os.access(value if value.exists() else value.parent, os.W_OK):
        raise InputError(f"cannot write {value}: no permission", hint="name a file in a folder of your own")
    return value


def keep_inputs(inputs: Iterable[str], output: Path | None) -> None:
    """Refuse an output file that is also an input.

    Raises:
        InputError: It would be emptied before it is read.
    """
    if output and any(Path(name).exists() and output.exists() and output.samefile(name) for name in inputs):
        raise InputError(f"{output} is an input and would be overwritten", hint="name another file with --output")


output = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_writable,
    help="Write to this file.",
)

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

first_day = click.option(
    "--from", "first_day", type=_ISO_DAY, callback=_iso, metavar="DATE", help="First day, as 2031-03-12."
)

last_day = click.option("--to", "last_day", type=_ISO_DAY, callback=_iso, metavar="DATE", help="Last day.")

since = click.option(
    "--since", type=_ISO_DAY, callback=_iso, metavar="DATE", help="Events first reported on that day or later."
)


def code(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return the code of a country or organisation in capitals; one that is none is an error, not an empty answer."""
    from newsledger.export import known_codes

    return known_codes((value,))[0] if value else None


def event_type(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return a PLOVER type in capitals; one that does not exist is an error, not an empty answer."""
    from newsledger.export import known_types

    return known_types((value,))[0] if value else None
