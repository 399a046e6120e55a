"""Options that several commands share."""

from __future__ import annotations

import os
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date as date_
from pathlib import Path
from typing import Any

import click

from newsledger.errors import InputError


def _named(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the inputs; an empty one, as of a variable that is not set, would be the whole current folder."""
    if any(not name.strip() for name in value):
        raise click.BadParameter("an INPUT is empty: is a variable not set? `.` is this folder", ctx=ctx, param=param)
    return value


inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", callback=_named)

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

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Day(click.ParamType[str]):
    """A day, given as ISO text to the command; of a month or year that is given instead, its first or last day.

    Args:
        end: Which day of a month or year: ``first``, ``last``, or None where only a day will do.
    """

    name = "date"

    def __init__(self, end: str | None = None) -> None:
        self._end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as ISO text."""
        found = _DATE.fullmatch(str(value).strip())
        try:
            if found and (found[3] or self._end):
                return self._day(*(int(part) if part else None for part in found.groups()))
            return date_.fromisoformat(str(value).strip()).isoformat()
        except ValueError:
            also = f"; 2031-03 or 2031 is its {self._end} day" if self._end else ""
            self.fail(f"{str(value)!r} is no date; write 2031-03-12{also}", param, ctx)

    def _day(self, year: int | None, month: int | None, day: int | None) -> str:
        assert year is not None
        if day is None and self._end == "last":
            month = month or 12
            day = monthrange(year, month)[1]
        return date_(year, month or 1, day or 1).isoformat()


def in_order(first: str | None, last: str | None) -> None:
    """Refuse a span that ends before it begins.

    Raises:
        click.UsageError: It does.
    """
    if first and last and first > last:
        raise click.UsageError(f"--from {first} is after --to {last}: nothing lies between")


on_day = click.option("--on", type=Day(), metavar="DATE", help="The day asked about.")

on_day_required = click.option("--on", type=Day(), required=True, metavar="DATE", help="The day asked about.")

known_by = click.option(
    "--known-by", type=Day("last"), metavar="DATE", help="Count only reports of that day and before."
)

first_day = click.option(
    "--from", "first_day", type=Day("first"), metavar="DATE", help="First day, as 2031-03-12, 2031-03 or 2031."
)

last_day = click.option("--to", "last_day", type=Day("last"), metavar="DATE", help="Last day, likewise.")

since = click.option("--since", type=Day("first"), metavar="DATE", help="Events first reported on that day or later.")


def code(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return the code of a country or organisation in capitals; one that is none is an error, not an empty answer."""
    from newsledger.export import known_codes

    return known_codes((value,))[0] if value else None


def event_type(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return a PLOVER type in capitals; one that does not exist is an error, not an empty answer."""
    from newsledger.export import known_types

    return known_types((value,))[0] if value else None
