"""HTML pages with what they say of themselves, past the net that makes a skip of whatever a parser throws."""

from __future__ import annotations

from fuzz.aid import text_of
from fuzz.ingest import STORY
from newsledger.errors import NewsledgerError
from newsledger.ingest.dates import date_in_url
from newsledger.ingest.metadata import day, read_metadata

_LINKED = (
    b'<html lang="en"><head><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
    b'"headline": "Talks", "datePublished": "2031-03-12T10:00:00Z", "publisher": {"@type": "Organization", '
    b'"name": "Example Times"}}]}</script><meta property="og:title" content="Talks">'
    b'<meta name="date" content="March 12, 2031"><link rel="canonical" href="https://news.example/2031/03/12/talks">'
    b'</head><body><h1>Talks</h1><time datetime="2031-03-12">Monday</time><p>' + STORY + b"</p></body></html>"
)  # fmt: skip
DICTIONARY = (
    b"application/ld+json", b"datePublished", b"dateCreated", b"@type", b"@graph", b"mainEntity",
    b"article:published_time",
    b"<time datetime=", b"<meta itemprop=", b"og:site_name", b"canonical", b"http-equiv", b"content-language",
)  # fmt: skip


def seeds() -> tuple[bytes, ...]:
    """Return a page that states all that is read."""
    plain = b"<html><head><title>Talks - Example Times</title></head><body><p>" + STORY + b"</p></body></html>"
    return _LINKED, plain


def one(data: bytes) -> None:
    """Read what a page says of itself; a day is a day, and texts are of bounded size."""
    from trafilatura import load_html

    page = text_of(data)
    date_in_url(page[:2000])
    stated = day(page[:100])
    assert stated is None or len(stated) == 10
    tree = load_html(page)
    if tree is None:
        return
    try:
        told = read_metadata(tree)
    except NewsledgerError:
        return
    for value in (told.title, told.date, told.publisher, told.url, told.language):
        assert value is None or isinstance(value, str)
