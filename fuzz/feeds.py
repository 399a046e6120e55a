"""Feeds and sitemaps: RSS, Atom, JSON Feed, sitemaps and their indexes, packed or not, in any charset."""

from __future__ import annotations

import gzip

from fuzz.aid import split
from newsledger.errors import NewsledgerError
from newsledger.ingest.web.feed import read_feed

CHARSETS = ("", "utf-8", "utf-16", "iso-8859-1", "idna", "hex", "no-such", "punycode", "unicode_escape", "a\0b")
ADDRESS = "https://news.example/feeds/all.xml"
_ITEM = (
    b"<item><title>Talks</title><link>/a</link><pubDate>Wed, 12 Mar 2031 10:00:00 GMT</pubDate>"
    b"<source url='https://x.example'>X</source></item>"
)
_RSS = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Times</title>' + _ITEM + b"</channel></rss>"
_ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Times</title><entry><title>Talks</title>'
    b'<link href="https://news.example/a"/><updated>2031-03-12T10:00:00Z</updated></entry></feed>'
)
_JSON = (
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "Times", "items": [{"id": "1", "url": "/a", '
    b'"title": "Talks", "date_published": "2031-03-12T10:00:00Z"}]}'
)
_MAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news='
    b'"http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/a</loc><lastmod>2031-03-12</lastmod>'
    b"<news:news><news:publication><news:name>Times</news:name></news:publication><news:title>Talks</news:title>"
    b"</news:news></url></urlset>"
)
_INDEX = b"<sitemapindex><sitemap><loc>https://news.example/b.xml</loc></sitemap></sitemapindex>"
_PAGE = b'<html><head><link type="application/rss+xml" href="/feed"></head></html>'
DICTIONARY = (
    b"<!DOCTYPE", b"<!ENTITY", b"SYSTEM", b"<![CDATA[", b"encoding=", b"jsonfeed.org/version/", b"guid",
    b"isPermaLink",
    b"dc:date", b"<content:encoded>", b"xml:base", b"http://[", b"items",
)  # fmt: skip


def seeds() -> tuple[bytes, ...]:
    """Return a feed of each kind, behind the byte that names the charset of the server."""
    feeds = (_RSS, _ATOM, _JSON, _MAP, _INDEX, _PAGE, gzip.compress(_RSS), _RSS.decode().encode("utf-16"))
    return tuple(bytes([n % len(CHARSETS)]) + data for n, data in enumerate(feeds))


def one(data: bytes) -> None:
    """Read a feed: its items point to the web, or it is refused."""
    charset, body = split(data, CHARSETS)
    try:
        feed = read_feed(body, url=ADDRESS, charset=charset or None)
    except NewsledgerError:
        return
    for item in feed.items:
        assert item.url.startswith(("http://", "https://"))
        assert len(item.url) <= 2048
        assert all(value is None or isinstance(value, str) for value in (item.title, item.publisher))
        assert all(value is None or value[:4].isdigit() for value in (item.published, item.updated))
