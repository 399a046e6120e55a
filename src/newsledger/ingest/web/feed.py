"""Feeds to items: RSS and Atom (by feedparser), JSON Feed 1.1, sitemaps and their indexes (sitemaps.org 0.9).

No entity is ever expanded and nothing outside the document is read. A feed that stops in the middle gives the items
that are whole, and says that it is cut off.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsledger.errors import InputError
from newsledger.ingest.text import decode, is_charset, without_surrogates
from newsledger.ingest.web.sitemap import read_sitemap

FEED_BYTES = 50 * 2**20
"""Largest feed or sitemap, unpacked; sitemaps.org allows as much."""

_SYNDICATED_BYTES = 10 * 2**20
"""Largest RSS, Atom or JSON feed: they are read as a whole."""

_HEAD = 64 * 1024
_ROOT = re.compile(r"<(?:\w+:)?(rss|rdf|feed|urlset|sitemapindex|html)\b", re.IGNORECASE)
_GAP = re.compile(r"\s{200}")
"""White space before the root, over which the parser's search for declarations takes the square of its length."""
_DATES = ("1990", "2199")
_FEED_LINK = re.compile(r"<link\b[^>]*application/(?:rss|atom|feed)\+(?:xml|json)[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: the page that it points to and what is said of it; times are ISO 8601."""

    url: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read.

    Attributes:
        kind: ``rss``, ``atom``, ``json feed``, ``sitemap`` or ``sitemap index``.
        title: Its name, or None.
        items: Its entries, in order; for an index, the sitemaps.
        whole: False when it is cut off.
    """

    kind: str
    title: str | None
    items: tuple[Item, ...]
    whole: bool = True


def read_feed(data: bytes, *, url: str, charset: str | None = None) -> Feed:
    """Return the items of a feed.

    Args:
        data: The feed, packed with gzip or not.
        url: Where it came from: relative links are resolved against it.
        charset: Charset that the server names.

    Raises:
        InputError: This is no feed, or one with declarations of its own.
    """
    data = _unpacked(data)
    charset = charset if charset and is_charset(charset) else None
    kind = _kind(data, url, charset)
    if kind in {"urlset", "sitemapindex"}:
        return _sitemap(data, url)
    if len(data) > _SYNDICATED_BYTES:
        raise InputError(f"larger than {_SYNDICATED_BYTES // 2**20} MB", hint="no feed is so large")
    return _json_feed(data, url) if kind == "json" else _rss(data, url, charset)


def _kind(data: bytes, url: str, charset: str | None) -> str:
    """Return the name of the root, or ``json``."""
    if data.lstrip()[:1] == b"{":
        return "json"
    head = _head(data, charset)
    root = _ROOT.search(head)
    if root is None:
        raise InputError("this is no feed", hint="RSS, Atom, JSON Feed and XML sitemaps are known")
    if "<!entity" in head[: root.start()].lower():
        raise InputError("the feed declares entities, which no honest feed needs", hint="it is not read")
    if _GAP.search(head, 0, root.start()):
        raise InputError("the feed begins with a gap that no honest feed has", hint="it is not read")
    kind = root[1].lower()
    if kind == "html":
        raise InputError("this is a web page, not a feed", hint=_feed_hint(head, url))
    return kind


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpack = zlib.decompressobj(wbits=31)
    try:
        plain = unpack.decompress(data, FEED_BYTES + 1)
    except zlib.error as error:
        raise InputError(f"damaged gzip: {error}") from None
    if len(plain) > FEED_BYTES:
        raise InputError(f"larger than {FEED_BYTES // 2**20} MB when unpacked", hint="no feed is so large")
    return plain


def _head(data: bytes, charset: str | None) -> str:
    """Return the beginning as text, in whatever encoding: enough to see the root and what stands before it."""
    piece = data[:_HEAD]
    if piece[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return piece[: len(piece) // 2 * 2].decode("utf-16", "replace")
    if b"\x00" in piece[:8]:
        order = "le" if piece[1:2] == b"\x00" else "be"
        return piece[: len(piece) // 2 * 2].decode(f"utf-16-{order}", "replace")
    return piece.decode(charset or "utf-8", "replace")


def _feed_hint(head: str, url: str) -> str:
    found = _FEED_LINK.search(head)
    link = _HREF.search(found[0]) if found else None
    if link:
        return f"it names its feed: {_link(link[1], url) or link[1]}"
    return "look for RSS or Atom on the page, or try /sitemap.xml"


def _rss(data: bytes, url: str, charset: str | None) -> Feed:
    import feedparser

    headers = {"content-location": url, "content-type": f"application/xml; charset={charset}" if charset else ""}
    try:
        found = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # the parser has holes that hostile feeds find
        reason = f"this feed cannot be read: {type(error).__name__}: {error}"
        raise InputError(reason, hint="is it cut off, or broken XML?") from error
    if not found.version and not found.entries:
        raise InputError("this is no feed that can be read", hint="is it cut off, or broken XML?")
    whole = _closes(data)
    entries = found.entries if whole else found.entries[:-1]
    title = _text(found.feed.get("title"))
    kind = "atom" if found.version.startswith("atom") else "rss"
    return Feed(kind, title, tuple(_with_url(_entry(e, url, title, kind) for e in entries)), whole)


def _closes(data: bytes) -> bool:
    """Tell whether the end tag of the root is there; trailing comments are fine."""
    tail = data[-4096:].replace(b"\x00", b"").lower()
    return re.search(rb"</\s*(?:\w+:)?(?:rss|rdf|feed)\s*>", tail) is not None


def _entry(entry: Any, base: str, feed_title: str | None, kind: str) -> Item:
    link = entry.get("link") or (entry.get("id") if entry.get("guidislink") else None)
    outlet = entry.get("source")
    given = dict(entry)  # the parser's own look-up passes one date off as the other
    published, updated = feed_time(given.get("published")), feed_time(given.get("updated"))
    return Item(
        url=_link(link, base),
        title=_text(entry.get("title")),
        publisher=_text(outlet.get("title") if isinstance(outlet, dict) else outlet) or feed_title,
        published=published or (updated if kind == "rss" else None),  # of RSS, that is dc:date
        updated=updated,
    )


def _json_feed(data: bytes, url: str) -> Feed:
    try:
        found = json.loads(decode(data))
    except (ValueError, RecursionError):
        raise InputError("this is no feed: JSON that cannot be read", hint="is it cut off?") from None
    if not str(found.get("version", "")).startswith("https://jsonfeed.org/version/"):
        raise InputError("this is JSON, but no JSON Feed", hint="its `version` must be https://jsonfeed.org/version/…")
    title = _text(found.get("title"))
    listed = found.get("items")
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    items = (
        Item(
            url=_link(row.get("url") or row.get("id"), url),
            title=_text(row.get("title")),
            publisher=title,
            published=feed_time(row.get("date_published")),
            updated=feed_time(row.get("date_modified")),
        )
        for row in rows
    )
    return Feed("json feed", title, tuple(_with_url(items)))


def _sitemap(data: bytes, url: str) -> Feed:
    found = read_sitemap(data)
    items = (
        Item(
            url=_link(entry.get("loc"), url),
            title=_text(entry.get("title")),
            publisher=_text(entry.get("name")),
            published=feed_time(entry.get("publication_date")),
            updated=feed_time(entry.get("lastmod")),
        )
        for entry in found.entries
    )
    return Feed("sitemap index" if found.is_index else "sitemap", None, tuple(_with_url(items)), found.whole)


def _with_url(items: Iterable[Item]) -> Iterable[Item]:
    return (item for item in items if item.url)


def _link(value: object, base: str) -> str:
    """Return an absolute http or https address, or nothing."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        url = urljoin(base, without_surrogates(value.strip()))
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc and len(url) <= 2048 else ""


def _text(value: object) -> str | None:
    return without_surrogates(" ".join(value.split()))[:500] or None if isinstance(value, str) else None


def feed_time(value: object) -> str | None:
    """Return a time as ISO 8601 with the offset that the feed gives, or None; RFC 822 and ISO 8601 are known."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            found = datetime.fromisoformat(text).date().isoformat()
        elif re.match(r"\d{4}-\d\d-\d\d[T ]", text):
            found = datetime.fromisoformat(text).isoformat(timespec="seconds")
        else:
            found = parsedate_to_datetime(text).isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if _DATES[0] <= found[:4] <= _DATES[1] else None
