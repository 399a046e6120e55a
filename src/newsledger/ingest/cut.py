"""Inputs to raw pages, one by one: opened and cut, not yet read, so that the costly part can be done elsewhere."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import InputError
from newsledger.ingest.dates import parse_date
from newsledger.ingest.files import STDIN, expand, skip
from newsledger.ingest.raw import MAX_BYTES, Kind, Raw
from newsledger.ingest.tables import csv_rows, is_json, json_rows
from newsledger.ingest.text import decode
from newsledger.records import Skip

if TYPE_CHECKING:
    from newsledger.ingest.web.urls import UrlReader

EMPTY = "empty: there is nothing to read"
JSON_LINES = frozenset({".jsonl", ".ndjson"})
TABLES = frozenset({".csv", ".tsv"})
HTML = frozenset({".html", ".htm", ".xhtml"})


def cut_inputs(
    inputs: Iterable[str],
    *,
    date: str | None = None,
    publisher: str | None = None,
    allow_private: Iterable[str] = (),
) -> Iterator[Raw | Skip]:
    """Yield the pages and rows behind the inputs as they lie there, and a skip for each thing that cannot be opened.

    Opening, unpacking and cutting are done here, and URLs are fetched here; decoding, parsing and extraction are not.
    ``read_raw`` does that, in this process or another.

    Args:
        inputs: Paths, folders, globs, URLs, or ``-`` for standard input.
        date: ISO 8601 document creation time for documents that are given without one.
        publisher: Outlet for documents that are given without one.
        allow_private: Hosts (``HOST`` or ``HOST:PORT``) of the user's own network that URLs may lead to.

    Raises:
        InputError: ``date`` is no ISO 8601 date.
    """
    date = parse_date(date) if date else None
    for found in _cut(inputs, allow_private):
        yield replace(found, date=date, publisher=publisher) if isinstance(found, Raw) else found


def _cut(inputs: Iterable[str], allow_private: Iterable[str]) -> Iterator[Raw | Skip]:
    with ExitStack() as stack:
        reader: UrlReader | None = None
        for found in expand(inputs):
            if isinstance(found, Skip):
                yield found
            elif isinstance(found, Path):
                yield from _cut_file(found)
            else:
                reader = reader or stack.enter_context(_url_reader(allow_private))
                yield reader.cut(found)


def _url_reader(allow_private: Iterable[str]) -> UrlReader:
    from newsledger.ingest.web.urls import UrlReader  # only a URL needs the network

    return UrlReader(allow_private)


def _cut_file(path: Path) -> Iterator[Raw | Skip]:
    origin = "standard input" if path == STDIN else str(path)
    try:
        ending = path.suffix.lower()
        if ending in JSON_LINES and not _is_utf16(path):
            yield from _cut_lines(path, origin)
            return
        data = _load(path)
        text = decode(data)
        if not text.strip():
            raise InputError(EMPTY)
        if ending in JSON_LINES or _is_json_lines(text):
            for number, line in enumerate(text.split("\n"), 1):  # a JSON string may hold other line separators
                if line.strip():
                    yield Raw(f"{origin}:{number}", Kind.ROW, line.encode())
        elif ending in TABLES or is_json(text):
            for number, row in csv_rows(text) if ending in TABLES else json_rows(text):
                yield Raw(f"{origin}:{number}", Kind.ROW, json.dumps(row).encode())
        else:
            yield Raw(origin, Kind.HTML if ending in HTML else Kind.PAGE, data)
    except InputError as error:
        yield skip(origin, error.args[0], error.hint)
    except OSError as error:
        yield skip(origin, f"cannot be read: {error.strerror or error}", "check the permissions")


def _load(path: Path) -> bytes:
    if path == STDIN:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(
            f"larger than {MAX_BYTES // 2**20} MB, which no news page is",
            hint="split it into one page a file or a line",
        )
    return data


def _is_utf16(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}


def _cut_lines(path: Path, origin: str) -> Iterator[Raw | Skip]:
    with path.open("rb") as handle:
        number = filled = 0
        while data := handle.readline(MAX_BYTES + 1):
            number += 1
            where = f"{origin}:{number}"
            if len(data) > MAX_BYTES and not data.endswith(b"\n"):
                yield skip(where, f"a line larger than {MAX_BYTES // 2**20} MB", "one page a line")
                while (rest := handle.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                    pass
                continue
            if data.strip():
                filled += 1
                yield Raw(where, Kind.ROW, data)
    if not filled:
        yield skip(origin, EMPTY)


def _is_json_lines(text: str) -> bool:
    first = text.lstrip()[:200000].partition("\n")[0]
    if not first.startswith("{"):
        return False
    try:
        value: Any = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict)
