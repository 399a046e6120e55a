"""Inputs to documents and skips, one by one, so that a folder of any size streams through."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import InputError
from newsledger.ingest.dates import date_in_url, parse_date
from newsledger.ingest.files import STDIN, expand, skip
from newsledger.ingest.html import is_html, read_html
from newsledger.ingest.language import refuse_other_languages
from newsledger.ingest.tables import csv_rows, is_json, json_rows
from newsledger.ingest.text import clean, decode
from newsledger.records import Document, Skip, make_document

if TYPE_CHECKING:
    from newsledger.ingest.web.urls import UrlReader

MAX_BYTES = 20 * 2**20
"""Largest page or line; larger ones are skipped with a hint."""

EMPTY = "empty: there is nothing to read"
JSON_LINES = frozenset({".jsonl", ".ndjson"})
TABLES = frozenset({".csv", ".tsv"})
HTML = frozenset({".html", ".htm", ".xhtml"})
_FIELDS = ("id", "text", "html", "title", "date", "publisher", "url", "language")


@dataclass(frozen=True, slots=True)
class _Defaults:
    date: str | None
    publisher: str | None


def read_inputs(
    inputs: Iterable[str],
    *,
    date: str | None = None,
    publisher: str | None = None,
    allow_private: Iterable[str] = (),
) -> Iterator[Document | Skip]:
    """Yield the documents behind the inputs, and a skip for each thing that cannot be read.

    Args:
        inputs: Paths, folders, globs, URLs, or ``-`` for standard input.
        date: ISO 8601 document creation time for documents that are given without one; it goes before what a page
            says of itself.
        publisher: Outlet for documents that are given without one.
        allow_private: Hosts (``HOST`` or ``HOST:PORT``) of the user's own network that URLs may lead to.

    Raises:
        InputError: ``date`` is no ISO 8601 date.
    """
    defaults = _Defaults(parse_date(date) if date else None, publisher)
    with ExitStack() as stack:
        reader: UrlReader | None = None
        for found in expand(inputs):
            if isinstance(found, Skip):
                yield found
            elif isinstance(found, Path):
                yield from _read_file(found, defaults)
            else:
                reader = reader or stack.enter_context(_url_reader(allow_private))
                yield reader.read(found, date=defaults.date, publisher=defaults.publisher)


def _url_reader(allow_private: Iterable[str]) -> UrlReader:
    from newsledger.ingest.web.urls import UrlReader  # only a URL needs the network

    return UrlReader(allow_private)


def read_records(
    records: Iterable[Mapping[str, Any]], *, date: str | None = None, publisher: str | None = None, first: int = 1
) -> Iterator[Document | Skip]:
    """Yield documents from rows with ``text`` or ``html`` and optionally id, title, date, publisher, url, language.

    ``first`` is the number of the first record, for the names of skips.
    """
    defaults = _Defaults(parse_date(date) if date else None, publisher)
    for number, record in enumerate(records, first):
        yield _guarded(f"record {number}", record, defaults)


def _read_file(path: Path, defaults: _Defaults) -> Iterator[Document | Skip]:
    origin = "standard input" if path == STDIN else str(path)
    try:
        ending = path.suffix.lower()
        if ending in JSON_LINES and not _is_utf16(path):
            yield from _read_lines(path, origin, defaults)
            return
        text = _load(path)
        _refuse_empty(text)
        if ending in JSON_LINES or _is_json_lines(text):
            for number, line in enumerate(text.split("\n"), 1):  # a JSON string may hold other line separators
                yield from _read_line(f"{origin}:{number}", line, defaults)
        elif ending in TABLES or is_json(text):
            for number, row in csv_rows(text) if ending in TABLES else json_rows(text):
                yield _guarded(f"{origin}:{number}", row, defaults)
        else:
            yield _page(text, defaults, html=ending in HTML and "<" in text)
    except InputError as error:
        yield skip(origin, error.args[0], error.hint)
    except OSError as error:
        yield skip(origin, f"cannot be read: {error.strerror or error}", "check the permissions")


def _load(path: Path) -> str:
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
    return decode(data)


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise InputError(EMPTY)


def _is_utf16(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}


def _page(text: str, defaults: _Defaults, *, html: bool) -> Document:
    return _document({"html" if html or is_html(text) else "text": text}, defaults)


def _read_lines(path: Path, origin: str, defaults: _Defaults) -> Iterator[Document | Skip]:
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
            try:
                line = decode(data) if data.strip() else ""
            except InputError as error:
                yield skip(where, error.args[0], error.hint)
                continue
            filled += bool(line.strip())
            yield from _read_line(where, line, defaults)
    if not filled:
        yield skip(origin, EMPTY)


def _read_line(where: str, line: str, defaults: _Defaults) -> Iterator[Document | Skip]:
    if not line.strip():
        return
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        yield skip(where, f"not a JSON object: {error}", "one complete JSON object a line; was the file cut off?")
        return
    if not isinstance(record, dict):
        yield skip(where, f"a JSON {type(record).__name__}, not an object", 'write {"id": …, "text": …}')
        return
    yield _guarded(where, record, defaults)


def _is_json_lines(text: str) -> bool:
    first = text.lstrip()[:200000].partition("\n")[0]
    if not first.startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def _guarded(where: str, record: Mapping[str, Any], defaults: _Defaults) -> Document | Skip:
    try:
        return _document(record, defaults)
    except InputError as error:
        return skip(where, error.args[0], error.hint)


def _document(record: Mapping[str, Any], defaults: _Defaults) -> Document:
    values = {name: _string(record, name) for name in _FIELDS}
    text, title, publisher, url = values["text"], values["title"], values["publisher"], values["url"]
    language, stated = values["language"], None
    if text is None and values["html"] is not None:
        page = read_html(values["html"], url=url)
        text, stated = page.text, page.date
        title, publisher = title or page.title, publisher or defaults.publisher or page.publisher
        url, language = url or page.url, language or page.language
    if text is None:
        raise InputError("neither `text` nor `html`", hint=f"fields known: {', '.join(_FIELDS)}")
    text = clean(text)
    _refuse_empty(text)
    refuse_other_languages(text)
    moment, basis = _creation_time(values["date"] or defaults.date, stated, url)
    return make_document(
        text,
        external_id=values["id"],
        title=title,
        publisher=publisher or defaults.publisher,
        url=url,
        language=language,
        document_creation_time=moment,
        basis=basis,
    )


def _string(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is None or value == "" or value != value:  # data frames have NaN for what is missing
        return None
    if name == "id" and (isinstance(value, Integral) or (isinstance(value, float) and value.is_integer())):
        return str(int(value))
    if name == "date" and isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise InputError(f"`{name}` is a {type(value).__name__}, not a string", hint="quote it")
    return value if name in {"text", "html"} else clean(value).strip() or None


def _creation_time(given: str | None, stated: str | None, url: str | None) -> tuple[str | None, str]:
    if given:
        return parse_date(given), "given"
    if stated:
        return stated, "html metadata"
    in_url = date_in_url(url)
    return (in_url, "url") if in_url else (None, "no date is given, and the page states none")
