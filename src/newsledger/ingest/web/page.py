"""A fetched page to a document: charset, kind of content, and what its date rests on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from newsledger.ingest.dates import date_in_url
from newsledger.ingest.html import Page, is_html, read_html
from newsledger.ingest.media import content_type, is_readable, plain_url, says_html
from newsledger.ingest.mend import mend
from newsledger.ingest.text import clean, decode
from newsledger.ingest.web.fetch import Fetched, FetchError
from newsledger.records import Document, make_document


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed says of a page; each part may be missing.

    Attributes:
        title: Headline.
        publisher: Name of the feed or of the item's own outlet.
        published: ISO 8601 time of publication, with the offset that the feed gives.
        updated: ISO 8601 time of the last change, where the feed gives that alone.
        basis: What the document creation time rests on when it comes from here: ``feed`` or ``sitemap``.
    """

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    updated: str | None = None
    basis: str = "feed"


def page_document(got: Fetched, told: Told | None = None) -> Document:
    """Return the document of a fetched page.

    A time of publication in the feed goes before what the page says of itself; a time of the last change goes after it.

    Raises:
        InputError: The content is no text, has no main text, or its charset cannot be told.
    """
    told = told or Told()
    kind, charset = content_type(got.headers.get("content-type"))
    if not is_readable(kind):
        raise FetchError(f"this is {kind}, not a page", hint="only text and HTML can be coded", lasting=True)
    text, url = decode(got.body, declared=charset), plain_url(got.url)
    page = read_html(text, url=url) if says_html(kind) or is_html(text) else Page(text, None, None, None, url, None)
    body = mend(clean(page.text), wrapped=page.text is text)
    if not body.strip():
        raise FetchError("empty: there is nothing to read", lasting=True)
    moment, basis = _creation_time(told, page, url)
    return make_document(
        body,
        title=mend(page.title or told.title or "") or None,
        publisher=_publisher(told, page.publisher, url),
        url=url,
        language=page.language,
        document_creation_time=moment,
        basis=basis,
    )


def _publisher(told: Told, stated: str | None, url: str) -> str | None:
    """Return the outlet: the page, the feed; a mere host name comes last."""
    host = urlsplit(url).netloc.lower()
    named = stated if stated and stated.lower().removeprefix("www.") != host.removeprefix("www.") else None
    return named or told.publisher or stated


def _creation_time(told: Told, page: Page, url: str) -> tuple[str | None, str]:
    if told.published:
        return told.published, told.basis
    if page.date:
        return page.date, page.date_basis
    in_url = date_in_url(url)
    if in_url:
        return in_url, "url"
    if told.updated:
        return told.updated, f"{told.basis} (updated)"
    return None, "no date is given, and neither page nor feed states one"
