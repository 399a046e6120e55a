"""Actors that users bring: a CSV or TOML file that adds to the knowledge base, or overrides what it says of a name.

CSV has a header; TOML has one ``[[actor]]`` table an actor. The columns are those of :class:`Actor`; only ``name`` and
``country`` or ``sector`` are needed. Several aliases stand in one cell, joined by ``|``.
"""

from __future__ import annotations

import csv
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from newsledger.errors import InputError
from newsledger.ontology import load
from newsledger.records import content_id, to_row
from newsledger.resolve.entries import ORGANISATION_CODES, Entry
from newsledger.resolve.knowledge import read_table

KINDS = ("organisation", "person", "seat", "role")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FORMS = "give a .csv with a header line or a .toml with [[actor]] tables"


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of a user's file.

    Attributes:
        name: The name, as news writes it; the canonical name of the record.
        country: ISO 3166 alpha-3 or a PLOVER organisation code (UNO, EUR, IGO, NGO, ISM, IMG, MNC), or "".
        sector: PLOVER sector, or "".
        kind: ``organisation`` (the default), ``person``, ``seat`` (a building or city that stands for a government)
            or ``role`` (a common noun that gives the sector).
        aliases: Other names.
        start: First ISO date (``from`` in the file) on which the row holds, or "".
        end: Last ISO date (``to``), or "".
        before: A person's sector before ``from``, or "".
        after: A person's sector after ``to``, or "".
    """

    name: str
    country: str = ""
    sector: str = ""
    kind: str = "organisation"
    aliases: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    before: str = ""
    after: str = ""

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every name with its meaning in the knowledge base."""
        detail = {"organisation": "user", "person": "official", "role": "strong"}.get(self.kind, "")
        entry = Entry(self.kind, self.name, self.country or None, self.sector or None, detail, self.start, self.end,
                      self.before, self.after)  # fmt: skip
        for phrase in (self.name, *self.aliases):
            yield phrase, entry


_COLUMNS = {"start": "from", "end": "to"}
COLUMNS = tuple(_COLUMNS.get(f.name, f.name) for f in fields(Actor))


def actors_id(actors: tuple[Actor, ...]) -> str:
    """Return a content hash of the actors; the form of the file and its comments do not count."""
    return content_id("a", [to_row(a) for a in actors])


def read_actors(path: Path | str) -> tuple[Actor, ...]:
    """Read a file of actors.

    Raises:
        InputError: The file cannot be read, or a row has an unknown column, code, kind or date; it says which.
    """
    path = Path(path)
    return tuple(_actor(row, f"{path.name}, {where}") for where, row in _rows(path))


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise InputError(f"cannot read the actors in {path}: {why}", hint=_FORMS) from error
    if path.suffix.lower() == ".toml":
        yield from _tables(text, path)
    elif path.suffix.lower() == ".csv":
        reader = csv.DictReader(text.splitlines())
        try:
            for row in reader:
                yield f"line {reader.line_num}", row
        except csv.Error as error:
            raise InputError(f"{path.name}, line {reader.line_num} is broken: {error}", hint=_FORMS) from error
    else:
        raise InputError(f"{path.name} is neither CSV nor TOML by its ending", hint=_FORMS)


def _tables(text: str, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        tables = tomllib.loads(text).get("actor", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path.name} is no TOML: {error}", hint=_FORMS) from error
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise InputError(f"{path.name} has no list of actors", hint=_FORMS)
    yield from ((f"actor {number}", table) for number, table in enumerate(tables, 1))


def _actor(row: Mapping[str, Any], where: str) -> Actor:
    unknown = [str(key) for key in row if key not in COLUMNS]
    if unknown:
        raise InputError(f"{where}: unknown column {unknown[0]!r}", hint=f"the columns are {', '.join(COLUMNS)}")
    aliases = row.get("aliases") or ""
    if not isinstance(aliases, str | list):
        raise InputError(
            f"{where}: the aliases {aliases!r} are no names", hint='write ["One", "Another"] or "One|Another"'
        )
    names = aliases.split("|") if isinstance(aliases, str) else [str(a) for a in aliases]
    cell = {key: str(row.get(key) or "").strip() for key in COLUMNS}
    actor = Actor(cell["name"], cell["country"].upper(), cell["sector"].upper(), cell["kind"] or "organisation",
                  tuple(a.strip() for a in names if a.strip()), cell["from"], cell["to"], cell["before"].upper(),
                  cell["after"].upper())  # fmt: skip
    _check(actor, where)
    return actor


def _check(actor: Actor, where: str) -> None:
    if not actor.name:
        raise InputError(f"{where}: no name", hint="every actor needs a name as the news writes it")
    if not actor.country and not actor.sector:
        raise InputError(f"{where}: {actor.name!r} has neither country nor sector", hint="give at least one of them")
    if actor.kind not in KINDS:
        raise InputError(f"{where}: unknown kind {actor.kind!r}", hint=f"the kinds are {', '.join(KINDS)}")
    _check_code(actor.country, _country_codes(), f"{where}: unknown country {actor.country!r}", "ISO 3166 alpha-3")
    sectors = {s.code for s in load().sectors}
    for sector in (actor.sector, actor.before, actor.after):
        _check_code(sector, sectors, f"{where}: unknown sector {sector!r}", "newsledger codebook")
    for date in (actor.start, actor.end):
        if date and not _DATE.fullmatch(date):
            raise InputError(f"{where}: {date!r} is no date", hint="write dates as 2031, 2031-03 or 2031-03-12")
    if actor.start and actor.end and actor.end < actor.start:
        raise InputError(f"{where}: {actor.name!r} ends before it begins", hint="'from' comes first, then 'to'")


def _check_code(code: str, known: set[str], message: str, listed: str) -> None:
    if code and code not in known:
        near = difflib.get_close_matches(code, sorted(known), 3, 0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"see {listed}"
        raise InputError(message, hint=hint)


def _country_codes() -> set[str]:
    return {row["iso3"] for row in read_table("countries.csv")} | ORGANISATION_CODES
