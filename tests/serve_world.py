"""A ledger for the tests of the web app: pages with events of every kind, and pages that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import newsledger
from benchmarks.common import on_a_free_port
from newsledger.apps.web import Settings, create_app
from newsledger.ledger import Ledger, refresh
from newsledger.ledger.browse import Browser
from newsledger.records import Skip, content_id
from tests.builders import coding, document

RULES = (
    "Uganda will levy a 10 percent baseline duty on imports from all countries from Saturday, the trade ministry said "
    "on Tuesday. Countries with a surplus would face higher duties from Wednesday, including Kenya (32 percent) and "
    "Rwanda (34 percent). An exception for Kenyan semiconductors would have a small effect, an official said. North "
    "Korea's arms export to Uganda would be a violation of UN resolutions, a diplomat in Kampala said on Monday."
)
STRIKE = "Kenyan troops killed {} people in an attack on a village near Mandera on Monday, {} said."
HARM = (
    'Kenyan police <img src=x onerror="window.harmed=1"> arrested 12 protesters in Nairobi on Monday, officials said. '
    "Uganda's army </bdi></span><script>window.harmed=1</script> killed 3 rebels near Gulu on Tuesday, officials said. "
    "The \u202eminister\u202c of Kenya met\u200b Uganda's envoy in \u2066Nairobi\u2069 on Monday."
)
LONG = "Bundesaußenministeriumssprecherinnenpressekonferenz " * 6
CHINESE = "新华通讯社北京总编辑室国际新闻采访编辑部"
HARMFUL_NAME = '"><img src=x onerror=window.harmed=1>'
FORMULA = '=HYPERLINK("http://evil.example","x")'
ODD_ID = "../../etc/passwd?x=1#<script>"

PAGES: tuple[dict[str, str], ...] = (
    {"id": "rules", "text": RULES, "date": "2031-03-13", "publisher": "Harbour Post", "title": "New duties"},
    {
        "id": "strike-1",
        "text": STRIKE.format("12", "a local official"),
        "date": "2031-03-18",
        "publisher": "Daily Lantern",
    },
    {"id": "strike-2", "text": STRIKE.format("15", "the army"), "date": "2031-03-19", "publisher": "Harbour Post"},
    {
        "id": ODD_ID,
        "text": HARM,
        "date": "2031-03-20",
        "publisher": HARMFUL_NAME,
        "title": "<script>window.harmed=1</script>",
        "url": "javascript:window.harmed=1",
    },
    {
        "id": "long",
        "text": HARM.replace("Kenya", "Chad"),
        "date": "2031-03-21",
        "publisher": FORMULA,
        "title": LONG,
        "url": "https://news.example/?a=1&b=<x>",
    },
    {
        "id": "chinese",
        "text": STRIKE.format("7", "a diplomat"),
        "date": "2031-03-22",
        "publisher": CHINESE,
        "title": CHINESE,
    },
)

SERVED = (
    "/",
    "/documents",
    "/event-mentions",
    "/events",
    "/stories",
    "/sources",
    "/sources/claims",
    "/timeline",
    "/dyads",
    "/dyads/KEN/UGA",
    "/network",
    "/map",
    "/countries/KEN",
    "/measures",
    "/rate?importer=UGA&origin=KEN&on=2031-03-20",
    "/findings",
    "/codebook",
    "/codebook/ASSAULT",
    "/skipped",
    "/review",
    "/verdicts",
    "/api",
)
"""Pages that every test of all pages looks at."""


def make_book(path: Path) -> Ledger:
    """Write the ledger: coded pages, one page of a single line of ten million letters, an input that was skipped."""
    newsledger.code(list(PAGES), ledger=path)
    book = Ledger(path)
    page = document("Kenya met Uganda. " + "a" * 10_000_000, external_id="line")
    skip = Skip(content_id("s", "x"), "<b>news.jsonl:17</b>", "no text in it", "give it some")
    book.commit([coding(page, text="Kenya met Uganda.", sentence_end=17)], [skip])
    refresh(book)
    return book


def client(book: Ledger, cache: Path, **settings: Any) -> TestClient:
    """Return a client of the app that calls it by its name, as a browser on this machine does."""
    app = create_app(Browser(book, folder=cache), Settings(**settings))
    return TestClient(app, base_url="http://127.0.0.1:8380", follow_redirects=False, raise_server_exceptions=False)


@contextmanager
def served(book: Ledger, cache: Path, **settings: Any) -> Iterator[str]:
    """Serve a ledger on a free port; gives the address."""
    app = create_app(Browser(book, folder=cache), Settings(**settings))
    with on_a_free_port(app) as address:
        yield address
