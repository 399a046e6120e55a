"""Made-up pages in every kind of container, for the tests of bulk input."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from newsledger.ingest import read_inputs
from newsledger.records import Document, Skip

STORY = (
    "Kenya's foreign minister met Uganda's envoy in Nairobi on Monday to talk about border crossing {n}. "
    "The two sides agreed to reopen it within a month, the ministry said in a statement after the talks."
)


def html(n: int, *, head: str = "") -> bytes:
    paragraphs = STORY.format(n=n).replace(". The", ".</p>\n<p>The")
    title = f"<title>Envoys meet {n}</title>{head}"
    return f"<!doctype html><html lang=en><head>{title}</head><body><p>{paragraphs}</p></body></html>".encode()


def row(n: int) -> dict[str, object]:
    return {"id": f"r{n}", "text": STORY.format(n=n), "date": f"2031-03-{n % 28 + 1:02d}", "publisher": "Example Times"}


def lines(numbers: Iterable[int]) -> bytes:
    return b"".join(json.dumps(row(n)).encode() + b"\n" for n in numbers)


def zstd(data: bytes) -> bytes:
    import pyarrow as pa

    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return packed


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}


def tar(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def record(
    n: int,
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    content: str = "text/html; charset=utf-8",
    more: str = "",
) -> bytes:
    """A WARC record, crawled long after its page was published."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\n{more}\r\n".encode() + body
    block, stated = (answer, "application/http; msgtype=response") if kind == "response" else (body, content)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/{n}\r\n"
        f"WARC-Date: 2039-09-09T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{n:032x}>\r\n"
        f"Content-Type: {stated}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read(path: Path) -> tuple[list[Document], list[Skip]]:
    return split(read_inputs([str(path)]))


def split(found: Iterable[Document | Skip]) -> tuple[list[Document], list[Skip]]:
    documents: list[Document] = []
    skips: list[Skip] = []
    for item in found:
        if isinstance(item, Document):
            documents.append(item)
        else:
            skips.append(item)
    return documents, skips


def crossings(documents: Iterable[Document]) -> Iterator[int]:
    """The number in each page, which tells the pages apart."""
    for document in documents:
        yield int(document.text.partition("border crossing ")[2].partition(".")[0])
