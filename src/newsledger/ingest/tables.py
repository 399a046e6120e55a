"""Tables of pages: CSV with a header line, and JSON that is one value rather than one object a line."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from newsledger.errors import InputError
from newsledger.ingest.piece import Piece
from newsledger.ingest.raw import MAX_BYTES, Raw
from newsledger.ingest.rows import must_hold_pages, row_raw
from newsledger.ingest.text import MARKS, decode

_SEPARATOR = re.compile(r'"?sep=.?"?\s*\Z', re.IGNORECASE)


def json_objects(text: str) -> list[dict[str, Any]] | None:
    """Return the objects of a text that is a JSON object or a list of objects, on any number of lines, or None."""
    if text.lstrip()[:1] not in {"{", "["} or text.rstrip()[-1:] not in {"}", "]"}:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = value if isinstance(value, list) else [value]
    return found if found and all(isinstance(row, dict) for row in found) else None


def cut_csv(piece: Piece) -> Iterator[Raw]:
    """Yield the rows of a CSV table, each named by its last line; its header must name ``text`` or ``html``.

    What parts the cells is a comma, or the semicolon, tab or bar that the header has more of. Empty lines and the line
    "sep=;" of spreadsheets may stand above the header. Cells stay bytes where they are no UTF-8, so that each row is
    decoded by itself.

    Raises:
        InputError: The header lacks both columns, or the table is broken from some line on.
    """
    csv.field_size_limit(MAX_BYTES)
    lines = _lines(piece)
    head, above = _header(lines)
    reader = csv.DictReader(_again(head, lines), delimiter=max(",;\t|", key=head.count))
    try:
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        must_hold_pages(reader.fieldnames)
        row = None
        for row in reader:
            cells = {name: _cell(value) for name, value in row.items() if name and isinstance(value, str)}
            yield row_raw(f"{piece.origin}:{reader.line_num + above}", cells)
        if row is None:
            raise InputError("empty: the table has a header and no rows")
    except csv.Error as error:
        raise InputError(
            f"broken CSV near line {reader.line_num + above}: {error}", hint="is a quote left open?"
        ) from None


def _header(lines: Iterator[str]) -> tuple[str, int]:
    """Return the first line that names columns, and how many lines stand above it."""
    for above, line in enumerate(lines):
        if line.strip() and not _SEPARATOR.match(line):
            return line, above
    return "", 0


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(piece: Piece) -> Iterator[str]:
    """Yield the lines with their ends; bytes that are no UTF-8 become lone surrogates, which ``_cell`` undoes.

    Raises:
        InputError: A line is larger than any page, or the table is in UTF-16 and too large for that.
    """
    mark, encoding = next(((m, e) for m, e in MARKS if piece.head().startswith(m)), (b"", "utf-8"))
    if encoding.startswith("utf-16"):
        yield from decode(piece.whole()).splitlines(keepends=True)
        return
    piece.stream.read(len(mark))
    while line := piece.stream.readline(MAX_BYTES + 1):
        if len(line) > MAX_BYTES:
            raise InputError(f"a line larger than {MAX_BYTES // 2**20} MB", hint="is a quote left open?")
        yield line.decode("utf-8", "surrogateescape")


def _cell(value: str) -> str | bytes:
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape")
    return value
