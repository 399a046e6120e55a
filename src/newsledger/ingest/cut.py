"""Inputs to raw pages, one by one: opened, unpacked and cut, so that the costly part can be done elsewhere."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.errors import InputError
from newsledger.ingest.dates import parse_date
from newsledger.ingest.files import STDIN, ending, expand, inner_name, printable, skip
from newsledger.ingest.piece import BUFFER, Budget, Piece
from newsledger.ingest.raw import MAX_BYTES, Kind, Raw
from newsledger.ingest.rows import row_raw
from newsledger.ingest.sniff import is_parquet, is_tar, is_warc, is_zip, packing
from newsledger.ingest.tables import cut_csv, json_objects
from newsledger.ingest.text import UTF_16, decode
from newsledger.records import Skip

if TYPE_CHECKING:
    from newsledger.ingest.web.urls import UrlReader

EMPTY = "empty: there is nothing to read"
_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_PACKED_RECORDS = frozenset({"gzip", "zstd"})
"""How the records of a WARC file may be packed one by one."""
_TABLES = frozenset({".csv", ".tsv"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_BLANK = b" \t\r\n\v\f\xef\xbb\xbf"


def cut_inputs(
    inputs: Iterable[str],
    *,
    date: str | None = None,
    publisher: str | None = None,
    allow_private: Iterable[str] = (),
) -> Iterator[Raw | Skip]:
    """Yield the pages and rows behind the inputs as they lie there, and a skip for each thing that cannot be opened.

    Opening, unpacking and cutting are done here, and URLs are fetched here; decoding, parsing and extraction are not:
    ``read_raw`` does that, in this process or another. Memory does not grow with the size of an input.

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
    origin = "standard input" if path == STDIN else printable(str(path))
    try:
        with ExitStack() as stack:
            yield from cut_piece(_open(path, origin, stack))
    except OSError as error:
        yield skip(origin, f"cannot be read: {error.strerror or error}", "check the permissions")


def _open(path: Path, origin: str, stack: ExitStack) -> Piece:
    if path != STDIN:
        handle = stack.enter_context(io.BufferedReader(io.FileIO(path), BUFFER))
        if handle.seekable():
            size = handle.seek(0, io.SEEK_END)
            handle.seek(0)
            return Piece(handle, path.name, origin, Budget(packed=size))
    pipe = sys.stdin.buffer if path == STDIN else handle
    return Piece.from_pipe(pipe, path.name, origin)


def cut_piece(piece: Piece) -> Iterator[Raw | Skip]:
    """Yield the pages of a stream of whatever kind, and a skip for what is wrong with it."""
    try:
        yield from _cut_opened(piece)
    except InputError as error:
        yield skip(piece.origin, error.args[0], error.hint)
    except OSError as error:
        yield skip(piece.origin, f"cannot be read: {error.strerror or error}", "check the permissions")
    except Exception as error:  # one file among millions must not end the run, whatever a parser makes of it
        yield skip(piece.origin, f"cannot be opened: {type(error).__name__}: {error}", "is the file damaged?")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what libraries in Rust raise in place of an Exception
            raise
        yield skip(piece.origin, f"cannot be opened: {error}", "is the file damaged?")


def _cut_opened(piece: Piece) -> Iterator[Raw | Skip]:
    head = piece.head()
    how = packing(head)
    if _is_warc(piece, head, how):
        from newsledger.ingest.warc import cut_warc

        yield from cut_warc(piece, how)
    elif how:
        from newsledger.ingest.unpack import unpacked

        yield from cut_piece(unpacked(piece, how))
    elif is_parquet(head):
        from newsledger.ingest.parquet import cut_parquet

        yield from cut_parquet(piece)
    elif is_zip(head) or is_tar(head, piece.name):
        for member in _members(piece, head):
            if isinstance(member, Skip):
                yield member
            else:
                yield from cut_piece(member)
    else:
        yield from _cut_text(piece, head)


def _is_warc(piece: Piece, head: bytes, how: str | None) -> bool:
    if how is None:
        return is_warc(head, piece.name)
    if how not in _PACKED_RECORDS:
        return False
    from newsledger.ingest.unpack import glimpse

    return is_warc(glimpse(head, how), inner_name(piece.name))


def _members(piece: Piece, head: bytes) -> Iterator[Piece | Skip]:
    if is_zip(head):
        from newsledger.ingest.zipped import zip_members

        return zip_members(piece)
    from newsledger.ingest.tar import tar_members

    return tar_members(piece)


def _cut_text(piece: Piece, head: bytes) -> Iterator[Raw | Skip]:
    last = ending(inner_name(piece.name))
    wide = head.startswith(UTF_16)
    if head.lstrip(_BLANK).startswith(b"{") and b"\n" not in head:
        head = piece.stream.readline(MAX_BYTES + 1)
        piece = piece.again(head)
    if last in _TABLES and head.strip():
        yield from cut_csv(piece)
    elif not wide and (last in _JSON_LINES or _begins_json_lines(head)):
        yield from _cut_lines(piece)
    else:
        data = piece.whole()
        text = decode(data) if wide or data.lstrip()[:1] in {b"{", b"["} else None
        objects = json_objects(text) if text else None
        if text and (last in _JSON_LINES or (wide and _begins_json_lines(text.encode()))):
            yield from _cut_lines(piece.of(text.encode()))
        elif objects:
            for number, row in enumerate(objects, 1):
                yield row_raw(f"{piece.origin}:{number}", row)
        elif data.strip():
            yield Raw(piece.origin, Kind.HTML if last in _HTML else Kind.PAGE, data)
        else:
            raise InputError(EMPTY)


def _cut_lines(piece: Piece) -> Iterator[Raw | Skip]:
    number = filled = 0
    while data := piece.stream.readline(MAX_BYTES + 1):
        number += 1
        where = f"{piece.origin}:{number}"
        if len(data) > MAX_BYTES and not data.endswith(b"\n"):
            filled += 1
            yield skip(where, f"a line larger than {MAX_BYTES // 2**20} MB", "one page a line")
            while (rest := piece.stream.readline(BUFFER)) and not rest.endswith(b"\n"):
                pass
        elif data.strip(_BLANK):
            filled += 1
            yield Raw(where, Kind.ROW, data)
    if not filled:
        yield skip(piece.origin, EMPTY)


def _begins_json_lines(head: bytes) -> bool:
    """Tell whether the first line that is not empty is a JSON object."""
    first = head.lstrip(_BLANK).partition(b"\n")[0]
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
