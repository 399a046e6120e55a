"""Addresses of the web app: paths, filters, cursors, and forms, against a small ledger."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any
from urllib.parse import quote_from_bytes

from fuzz.aid import folder
from newsledger.apps.web import create_app
from newsledger.ledger import Ledger, refresh
from newsledger.ledger.browse import Browser
from tests.builders import coding

PATHS = (
    "/", "/documents", "/documents.json", "/event-mentions", "/event-mentions.json", "/event-mentions.csv",
    "/event-mentions.parquet", "/event-mentions.atom", "/events", "/events.json", "/stories", "/sources",
    "/sources/claims",
    "/timeline", "/dyads", "/network", "/map", "/measures", "/rate", "/findings", "/codebook", "/skipped", "/review",
    "/verdicts", "/verdicts.json", "/sql.json", "/sql.csv", "/sql.parquet", "/sql", "/api", "/event-mentions/",
    "/events/",
    "/documents/", "/dyads/", "/countries/", "/codebook/", "/static/", "",
)  # fmt: skip
DICTIONARY = (
    b"type=", b"&actor=", b"&since=", b"&until=", b"&updated_since=", b"&after=", b"&limit=", b"&q=", b"&sources=",
    b"&order=",
    b"&on=", b"&importer=", b"&origin=", b"&known_by=", b"&least=", b"&word_of=", b"&verdict=", b"&place=", b"%00",
    b"%ff", b"9999",
    b"0000-00-00", b"2031-13-45", b"../", b"%2e%2e%2f", b"%22", b"'", b"q=select ", b".json", b"\xed\xa0\x80", b"?",
)  # fmt: skip


def seeds() -> tuple[bytes, ...]:
    """Return addresses with filters, behind the byte that names the page."""
    asked = (
        b"?type=CONSULT&party=KEN&since=2031-03-01&q=%22met+Uganda%22&limit=5",
        b"?after=WyIyMDMxIiwibSJd&order=oldest",
        b"?updated_since=2031-03-12T10:00:00Z&sources=2&unnamed=true",
        b"?importer=UGA&origin=KEN&on=2031-03-12&goods=x",
        b"?q=select+1",
    )  # fmt: skip
    pages = tuple(bytes([n]) + b"?limit=3" for n in range(len(PATHS)))
    return pages + tuple(bytes([n]) + query for n in (3, 4, 9, 18, 25) for query in asked)


@cache
def _app() -> Any:
    path = folder() / "ledger"
    book = Ledger(path)
    book.commit([coding()])
    refresh(book)
    return create_app(Browser(book, folder=folder() / "cache"))


def one(data: bytes) -> None:
    """Ask for an address: any answer will do but an error of the server."""
    path = PATHS[data[0] % len(PATHS)].encode() if data else b"/"
    raw, _, query = (path + data[1:4000]).partition(b"?")
    raw = raw if raw.startswith(b"/") else b"/" + raw
    query = quote_from_bytes(query, safe="/?&=%+:;,").encode()
    status = asyncio.run(_get(raw, query))
    assert status < 500, (raw, query, status)


async def _get(path: bytes, query: bytes) -> int:
    scope = {
        "type": "http", "method": "GET", "path": path.decode("utf-8",
        "replace"), "raw_path": path, "query_string": query,
        "headers": [(b"host", b"127.0.0.1")], "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1",
        1),
        "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    found = [0]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            found[0] = message["status"]

    await _app()(scope, receive, send)
    return found[0]
