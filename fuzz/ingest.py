"""Files of any kind, cut and read: WARC, archives, Parquet, JSON Lines, JSON, CSV, text, HTML."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

from fuzz.aid import split
from newsledger.ingest import Raw, read_raw
from newsledger.ingest.cut import cut_piece
from newsledger.ingest.piece import Budget, Piece
from newsledger.records import Document, Skip

NAMES = (
    "a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.warc", "a.tar", "a.zip", "a.parquet", "a.gz", "a.tsv", "a",
)  # fmt: skip
MOST_PAGES = 200

STORY = b"Kenya's foreign minister met Uganda's envoy in Nairobi on Monday, the ministry said in a statement."
_HTML = b"<!doctype html><html lang=en><head><title>Talks</title></head><body><p>" + STORY + b"</p></body></html>"
_ROW = b'{"id": "r1", "text": "' + STORY + b'", "date": "2031-03-12", "publisher": "Example Times"}\n'
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/1\r\nWARC-Date: 2031-03-12T00:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: application/http; "
    b"msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _HTML
_CSV = b'id,text,date\nr1,"' + STORY + b'",2031-03-12\n'


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.html")
        info.size = len(_HTML)
        archive.addfile(info, io.BytesIO(_HTML))
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", _ROW)
    return out.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table({"text": [STORY.decode()], "date": ["2031-03-12"]}), out)
    return out.getvalue()


def seeds() -> tuple[bytes, ...]:
    """Return an input of each kind, behind the byte that names its file."""
    warc = _WARC % (len(_ANSWER), _ANSWER)
    of = {
        "a.txt": STORY, "a.html": _HTML, "a.jsonl": _ROW * 2, "a.json": b"[" + _ROW.strip() + b"]", "a.csv": _CSV,
        "a.warc": warc, "a.tar": _tar(), "a.zip": _zip(), "a.parquet": _parquet(), "a.gz": gzip.compress(warc),
        "a.tsv": _CSV.replace(b",", b"\t"), "a": bz2.compress(_ROW),
    }  # fmt: skip
    more = (lzma.compress(_ROW), b"\xff\xfe" + STORY.decode().encode("utf-16-le"))
    return tuple(bytes([n]) + of[name] for n, name in enumerate(NAMES)) + tuple(bytes([11]) + data for data in more)


def one(data: bytes) -> None:
    """Read a file: each thing in it is a document or a skip, and each document is text that every store takes."""
    name, body = split(data, NAMES)
    piece = Piece(io.BufferedReader(io.BytesIO(body)), name, name, Budget(packed=len(body)))
    for number, found in enumerate(cut_piece(piece)):
        read = read_raw(found) if isinstance(found, Raw) else found
        assert isinstance(read, Document | Skip), read
        for value in (read.text, read.title, read.url) if isinstance(read, Document) else (read.origin, read.reason):
            assert value is None or "\0" not in value
            (value or "").encode()
        if number > MOST_PAGES:
            break
