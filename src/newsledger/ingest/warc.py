"""WARC and WET files, record by record: pages that a crawler saved, with the address and charset of each.

The date of a record is the moment of the crawl. It is never taken for the day of publication.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

from newsledger.errors import InputError
from newsledger.ingest.files import printable, skip
from newsledger.ingest.media import content_type, is_readable, plain_url, says_html
from newsledger.ingest.piece import BUFFER, Piece
from newsledger.ingest.raw import MAX_BYTES, Kind, Labels, Raw
from newsledger.records import Skip

if TYPE_CHECKING:
    from fastwarc.warc import HeaderMap, WarcRecord

_STARTS = {
    "gzip": re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"),
    "zstd": re.compile(rb"\x28\xb5\x2f\xfd"),
    None: re.compile(rb"WARC/\d\.\d\r?\n"),
}
"""What a record begins with: where reading goes on after a damaged one."""
_LONGEST_START = 16
_MOST_DAMAGE = 1000
"""Damages after which a file is given up: each may cost the reading of a page's length."""
_OK = 200
_NOT_PAGES = re.compile(r"(?:image|video|audio|font)/.*|text/(?:css|javascript)|application/(?:x-)?javascript")
_LEFT_OUT = "only pages can be coded"
_HINT = "reading goes on at the next record that can be found"


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Broken(NamedTuple):
    """A place from which the file cannot be read on; ``after`` is a byte before the next record."""

    after: int
    reason: str


def cut_warc(piece: Piece, how: str | None) -> Iterator[Raw | Skip]:
    """Yield the pages of a WARC file: responses, resources and converted text. Other records are passed over.

    After a damaged record reading goes on at the next one, if the file lies on disk by itself.

    Args:
        piece: The file as it lies there.
        how: How its records are packed: ``gzip``, ``zstd`` or None.
    """
    number, begin = 0, 0
    for _ in range(_MOST_DAMAGE):
        before, broken = number, None
        for found in _records(piece, begin, number, how):
            if isinstance(found, _Broken):
                broken = found
                break
            number += 1
            if found is not None:
                yield found
        if broken and (number > before or not begin):  # else the damage that was told of goes on
            number += 1
            yield skip(f"{piece.origin}:{number}", broken.reason, _HINT)
        onwards = _next_start(piece.stream, broken.after, how) if broken and piece.stream.seekable() else None
        if onwards is None:
            break
        begin = onwards
    else:
        yield skip(piece.origin, f"more than {_MOST_DAMAGE} damages: the rest was left out", "get the file again")
    if not number:
        yield skip(piece.origin, "the WARC file holds no pages")


def _records(piece: Piece, begin: int, number: int, how: str | None) -> Iterator[Raw | Skip | _Broken | None]:
    """Yield something for each record that can be a page, None where it is none; the last may be ``_Broken``."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    if piece.stream.seekable():
        piece.stream.seek(begin)
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    after = begin
    try:
        for record in ArchiveIterator(piece.stream, record_types=wanted, auto_decode="none", fsspec_args=False):
            number += 1
            after, length = record.stream_pos, record.content_length
            data = record.reader.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                passed = length if how is None and _reaches(piece.stream, after + length) else 0
                yield _Broken(after + passed, f"larger than {MAX_BYTES // 2**20} MB")
                return
            if len(data) < length:
                yield _Broken(after, f"the record is cut off: {len(data)} of {length} bytes are there")
                return
            yield _guarded(record, data, f"{piece.origin}:{number}")
    except (OSError, ValueError) as error:
        yield _Broken(after, f"the WARC file is damaged: {error}")


def _reaches(stream: IO[bytes], at: int) -> bool:
    return stream.seekable() and stream.seek(0, io.SEEK_END) >= at


def _next_start(stream: IO[bytes], after: int, how: str | None) -> int | None:
    """Return where the next record seems to begin, looking from the byte that follows ``after``, or None."""
    start = _STARTS[how]
    at = after + 1
    stream.seek(at)
    window = stream.read(BUFFER)
    while window:
        found = start.search(window)
        if found:
            return at + found.start()
        keep = window[-_LONGEST_START:]
        at += len(window) - len(keep)
        more = stream.read(BUFFER)
        if not more:
            return None
        window = keep + more
    return None


def _guarded(record: WarcRecord, data: bytes, origin: str) -> Raw | Skip | None:
    try:
        return _page(record, data, origin)
    except InputError as error:
        return skip(origin, error.args[0], error.hint)


def _page(record: WarcRecord, data: bytes, origin: str) -> Raw | None:
    headers = record.http_headers if record.is_http else None
    told = record.headers.get("Content-Type")
    if headers is not None:
        told = headers.get("Content-Type")
        if headers.status_code is not None and headers.status_code != _OK:
            raise InputError(f"the server answered {headers.status_code}, and sent no page", hint=_LEFT_OUT)
    kind, charset = content_type(told)
    if _NOT_PAGES.fullmatch(kind):
        return None
    if not is_readable(kind):
        raise InputError(f"this is {printable(kind)}, not a page", hint=_LEFT_OUT)
    labels = Labels(url=_address(record.headers.get("WARC-Target-URI")), charset=charset)
    if headers is not None:
        data = _decoded(data, headers)
    if says_html(kind):
        return Raw(origin, Kind.HTML, data, labels)
    return Raw(origin, Kind.TEXT if headers is None and kind == "text/plain" else Kind.PAGE, data, labels)


def _address(uri: str | None) -> str | None:
    try:
        return plain_url(uri.strip("<> ")) if uri else None
    except ValueError:
        return None


def _decoded(data: bytes, headers: HeaderMap) -> bytes:
    """Return the body without the encodings of its transfer, which many crawlers have taken off already.

    Raises:
        InputError: It is damaged, or larger than a page.
    """
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader

    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        data = _through(ChunkedReader(io.BytesIO(data))) or data
    coding = (headers.get("Content-Encoding") or "").strip().lower()
    if coding in {"gzip", "x-gzip"} and data.startswith(b"\x1f\x8b"):
        unpacked = _through(GzipReader(io.BytesIO(data)))
    elif coding == "br":
        unpacked = _through(BrotliReader(io.BytesIO(data))) or data
    elif coding == "deflate":
        unpacked = _through(GzipReader(io.BytesIO(data), zlib=True)) or data
    else:
        return data
    if unpacked is None:
        raise InputError(f"the page is cut off or damaged within its {coding} encoding", hint=_LEFT_OUT)
    return unpacked


def _through(reader: _Bytes) -> bytes | None:
    """Return what a reader gives, or None where the bytes are not as it expects them."""
    try:
        data = reader.read(MAX_BYTES + 1)
    except OSError:
        return None
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 2**20} MB, which no news page is", hint=_LEFT_OUT)
    return data
