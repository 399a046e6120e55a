"""Rows of POLECAT, ICEWS and GDELT as they come, with the faults that the files have."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import permutations, product
from pathlib import Path
from typing import IO

from newsledger.errors import InputError
from newsledger.export.compare.coded import Coded, cameo_label, code_of, is_empty, type_of_cameo
from newsledger.export.dyads import RECIPROCAL
from newsledger.export.gdelt import EVENT_COLUMNS
from newsledger.export.icews import COLUMNS as ICEWS_COLUMNS
from newsledger.ontology import load

_EXTRA_POLECAT = ("Headline", "Event Text", "Feed", "Story ID")
_OTHER_NAMES = {"Event Intensity": "Intensity"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_CODES = re.compile(r"None$|$|[A-Za-z .,'()-]+([;|][A-Za-z .,'()-]+)*$")
GDELT_1_COLUMNS = 58
_POLECAT = (
    "Event ID", "Event Date", "Event Type", "Quad Code", "Actor Name", "Actor Country", "Recipient Name",
    "Recipient Country", "Country", "Latitude", "Longitude", "Publication Date",
)  # fmt: skip
_ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Country", "Event Text", "CAMEO Code", "Target Name",
    "Target Country",
)  # fmt: skip
"""Columns that are read."""
_LONGEST_LINE = 2**20


def file_kind(path: Path) -> str:
    """Return which data set a file is of, by its first line.

    Raises:
        InputError: It is of none that is known.
    """
    cells = next(_split_lines(path), [])
    if {"Event Type", "Actor Name"} <= set(cells):
        return "polecat"
    if {"CAMEO Code", "Source Name"} <= set(cells):
        return "icews"
    if len(cells) == len(EVENT_COLUMNS) and cells[0].isdigit():
        return "gdelt"
    if len(cells) == GDELT_1_COLUMNS and cells[0].isdigit():
        raise InputError(f"{path} looks like GDELT 1.0", hint="give events of GDELT 2.0, which have 61 columns")
    hint = "a POLECAT or ICEWS file begins with its column names, a GDELT 2.0 events file has 61 columns and no names"
    raise InputError(f"{path} is no ledger and no file of a known kind ({len(cells)} columns)", hint=hint)


def read_polecat(path: Path, notes: Counter[str]) -> Iterator[Coded]:
    """Yield the directed pairs of each row.

    Known faults are mended: columns that the header names and the rows lack (``Headline`` …), more tabs than columns,
    ISO 8859-1. A row that still cannot be aligned is left out and counted.
    """
    lines = _split_lines(path)
    header = [_OTHER_NAMES.get(name, name) for name in next(lines, []) if name]
    _must_name(path, header, _POLECAT)
    short = [name for name in header if name not in _EXTRA_POLECAT]
    types = {t.code for t in load().types}
    for cells in lines:
        row = _aligned(cells, header, short)
        if row is None or row["Event Type"].upper() not in types:
            notes["rows left out because their columns cannot be told apart"] += 1
            continue
        event_type = row["Event Type"].upper()
        actors = _parties(row["Actor Country"], row.get("Actor COW", ""), row["Actor Name"])
        recipients = _parties(row["Recipient Country"], row.get("Recipient COW", ""), row["Recipient Name"])
        words = _words(row["Actor Name"], event_type, row["Recipient Name"])
        text = row.get("Headline", "")
        day = _day(row["Event Date"])
        for actor, recipient in _pairs(event_type, actors, recipients):
            yield Coded(day, actor, recipient, event_type, row["Event ID"], text or words)


def _must_name(path: Path, header: Collection[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in header]
    if missing:
        raise InputError(f"{path} has no column {', '.join(missing)}", hint="is its first line whole?")


def _aligned(cells: Sequence[str], header: Sequence[str], short: Sequence[str]) -> dict[str, str] | None:
    """Return a row by column names, or None. Cells beyond the columns are taken for a name split by a tab."""
    kept = list(cells)
    while len(kept) > len(short) and kept[-1] == "":
        kept.pop()
    for names in dict.fromkeys((tuple(header), tuple(short))):
        excess = len(kept) - len(names)
        if excess < 0:
            continue
        for at in range(len(names) if excess else 1):
            row = dict(zip(names, kept[: at + 1] + kept[at + 1 + excess :] if excess else kept, strict=True))
            if _plausible(row):
                return row
    return None


def _plausible(row: dict[str, str]) -> bool:
    return (
        (is_empty(row["Event Date"]) or bool(_DAY.match(row["Event Date"])))
        and row["Event Type"].isupper()
        and row["Quad Code"].endswith(("COOPERATION", "CONFLICT"))
        and all(_CODES.match(row[name]) for name in ("Actor Country", "Recipient Country", "Country"))
        and all(is_empty(row[name]) or _is_number(row[name]) for name in ("Latitude", "Longitude"))
        and (is_empty(row["Publication Date"]) or bool(_DAY.match(row["Publication Date"][:10])))
    )


def _day(text: str) -> str:
    """Return a day as YYYY-MM-DD, or nothing where it is written otherwise: such rows are counted, not guessed."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if _DAY.match(text[:10]) else ""
    except ValueError:
        return ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _parties(countries: str, cows: str, names: str) -> list[str]:
    """Return the codes of a side; a party without a known code is ""."""
    if is_empty(countries) and is_empty(names):
        return []
    cells, numbers = re.split(r"[;|]", countries), re.split(r"[;|]", cows)
    if len(numbers) != len(cells):
        numbers = [""] * len(cells)
    return list(dict.fromkeys(code_of(c, n) for c, n in zip(cells, numbers, strict=True)))


def _pairs(event_type: str, actors: list[str], recipients: list[str]) -> Iterator[tuple[str, str]]:
    if event_type in RECIPROCAL and not recipients and len(actors) > 1:
        yield from permutations(actors, 2)
    else:
        yield from product(actors or [""], recipients or [""])


def read_icews(path: Path, notes: Counter[str]) -> Iterator[Coded]:
    """Yield each row; names of countries that are not known are counted."""
    lines = _split_lines(path)
    at = {name: n for n, name in enumerate(next(lines, []))}
    _must_name(path, at, _ICEWS)
    least = max(len(ICEWS_COLUMNS), 1 + max(at[name] for name in _ICEWS))
    for cells in lines:
        if len(cells) < least:
            notes["rows left out because they have too few columns"] += 1
            continue
        event_type = type_of_cameo(cells[at["CAMEO Code"]])
        if event_type is None:
            notes["rows left out because PLOVER has no such type (CAMEO 01 and unknown codes)"] += 1
            continue
        actor, recipient = (code_of(cells[at[f"{side} Country"]]) for side in ("Source", "Target"))
        label = cells[at["Event Text"]]
        words = _words(cells[at["Source Name"]], label, cells[at["Target Name"]])
        yield Coded(_day(cells[at["Event Date"]]), actor, recipient, event_type, cells[at["Event ID"]], words)


def read_gdelt(path: Path, notes: Counter[str]) -> Iterator[Coded]:
    """Yield each row of GDELT 2.0 events."""
    at = {name: n for n, name in enumerate(EVENT_COLUMNS)}
    for cells in _split_lines(path):
        if len(cells) != len(at):
            notes["rows left out because they have not 61 columns"] += 1
            continue
        event_type = type_of_cameo(cells[at["EventCode"]])
        if event_type is None:
            notes["rows left out because PLOVER has no such type (CAMEO 01 and unknown codes)"] += 1
            continue
        day = cells[at["SQLDATE"]]
        actor, recipient = (_gdelt_code(cells, at, n) for n in (1, 2))
        label = cameo_label(cells[at["EventCode"]])
        words = _words(cells[at["Actor1Name"]], label, cells[at["Actor2Name"]])
        words += f" ({cells[at['SOURCEURL']]})"
        when = _day(f"{day[:4]}-{day[4:6]}-{day[6:]}")
        yield Coded(when, actor, recipient, event_type, cells[at["GLOBALEVENTID"]], words)


_GDELT_GROUPS = {"EEC": "EUR", "UNO": "UNO"}


def _gdelt_code(cells: Sequence[str], at: dict[str, int], n: int) -> str:
    found = code_of(cells[at[f"Actor{n}CountryCode"]])
    return found or _GDELT_GROUPS.get(cells[at[f"Actor{n}KnownGroupCode"]], "")


def _words(actor: str, act: str, recipient: str) -> str:
    return " · ".join("–" if is_empty(w) else w for w in (actor, act, recipient))


def _split_lines(path: Path) -> Iterator[list[str]]:
    """Yield the cells of each line; a line that is no UTF-8 is read as ISO 8859-1."""
    try:
        with _opened(path) as handle:
            for number, raw in enumerate(iter(lambda: handle.readline(_LONGEST_LINE), b"")):
                try:
                    line = raw.decode("utf-8-sig" if number == 0 else "utf-8")
                except UnicodeDecodeError:
                    line = raw.decode("iso-8859-1")
                if line.strip():
                    yield line.rstrip("\r\n").split("\t")
    except (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise InputError(f"cannot read {path}: {error}", hint="is it there, and whole?") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, or the one file in a ``.gz`` or ``.zip``, as GDELT publishes them.

    Raises:
        InputError: A ``.zip`` holds none, or several: to read the first alone would look like all.
    """
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as handle:
            yield handle  # type: ignore[misc]
    elif path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(files) != 1:
                told = f"there are {len(files)} files in {path}" if files else f"there is no file in {path}"
                raise InputError(told, hint="pack one file of rows, or unpack it and join them")
            with archive.open(files[0]) as handle:
                yield handle
    else:
        with path.open("rb") as handle:
            yield handle
