"""Tables of pages: CSV with a header line, and JSON that is one value rather than one object a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from newsledger.errors import InputError

_NEEDED = ("text", "html")
_LONGEST_CELL = 2**25


def is_json(text: str) -> bool:
    """Tell whether a text is a JSON object or a list of objects, on any number of lines."""
    return text.lstrip()[:1] in {"{", "["} and text.rstrip()[-1:] in {"}", "]"} and _objects(text) is not None


def json_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the objects of a JSON text, each with its number from 1."""
    yield from enumerate(_objects(text) or (), 1)


def _objects(text: str) -> list[dict[str, Any]] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = value if isinstance(value, list) else [value]
    return found if found and all(isinstance(row, dict) for row in found) else None


def csv_rows(text: str, *, delimiter: str | None = None) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the rows of a CSV text, each with the number of its last line; its header must name ``text`` or ``html``.

    Args:
        text: The table.
        delimiter: What parts the cells; by default a comma, or the semicolon or tab that the header has more of.

    Raises:
        InputError: The header lacks both columns, or the table is broken.
    """
    csv.field_size_limit(_LONGEST_CELL)
    head = text.lstrip().partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter or max(",;\t", key=head.count))
    if not set(_NEEDED) & set(reader.fieldnames or ()):
        found = ", ".join(name or "''" for name in (reader.fieldnames or ())[:8])
        hint = f"name the column that holds the page `text` (or `html`); the header has {found}"
        raise InputError("a table without a column `text` or `html`", hint=hint)
    try:
        for row in reader:
            yield reader.line_num, {name: value for name, value in row.items() if name}
    except csv.Error as error:
        raise InputError(f"broken CSV near line {reader.line_num}: {error}", hint="is a quote left open?") from None
