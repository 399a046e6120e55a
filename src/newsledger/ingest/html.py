"""HTML to the main text with what the page says of itself; scripts and markup never reach the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsledger.errors import InputError

_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype html|<html\b|<head\b|<body\b|<\?xml[^>]*>\s*<!?(?:doctype )?html)", re.IGNORECASE
)
_BLOCKS = "article|main|section|div|p|h[1-6]|ul|ol|table|blockquote|header"
_OPENS = re.compile(rf"\s*(?:<!--.{{0,500}}?-->\s*)?<(?:{_BLOCKS})(?: [^<>]*)?>", re.IGNORECASE | re.DOTALL)
_CLOSES = re.compile(rf"</(?:{_BLOCKS})>\s*\Z", re.IGNORECASE)

STATED, SEARCHED = "html metadata", "html text"
"""What the day of a page rests on: what it states of itself, or what was found in its text and markup."""
_NO_TEXT, _HINT = "the page has no main text", "give the text itself, or JSON Lines with `text`"


@dataclass(frozen=True, slots=True)
class Page:
    """Text and metadata of an HTML page; a missing value is None.

    ``date_basis`` tells whether metadata state the day (``html metadata``) or it was looked for (``html text``).
    """

    text: str
    title: str | None
    date: str | None
    publisher: str | None
    url: str | None
    language: str | None
    date_basis: str = STATED


def is_html(text: str) -> bool:
    """Tell whether a text is an HTML page, or a piece of one: it begins with a block and ends with a closed one."""
    return bool(_LOOKS_LIKE_HTML.match(text[:2000])) or _is_piece(text)


def _is_piece(text: str) -> bool:
    return bool(_OPENS.match(text[:2000]) and _CLOSES.search(text[-200:]))


def read_html(html: str, *, url: str | None = None) -> Page:
    """Return the main text of a page and its metadata.

    Args:
        html: The page.
        url: Its address, if known.

    Raises:
        InputError: The page has no readable main text.
    """
    from trafilatura import bare_extraction, load_html  # imports half a second of parsers: only pages pay for it

    from newsledger.ingest.metadata import read_metadata
    from newsledger.ingest.published import searched_day

    tree = load_html(html)
    if tree is None:
        text = _text_of_a_piece(html)
        if text:
            return Page(text, None, None, _host(url), url, None)
        raise InputError(_NO_TEXT, hint=_HINT)
    told = read_metadata(tree)
    stated, basis = (told.date, STATED) if told.date else (searched_day(tree), SEARCHED)
    found = bare_extraction(tree, url=url, include_comments=False, include_tables=False, favor_recall=True)
    text = (found.text or "") if found else ""
    text = text if text.strip() else _text_of_a_piece(html)
    if not text:
        raise InputError(_NO_TEXT, hint=_HINT)
    address = url or told.url
    return Page(text, told.title, stated, told.publisher or _host(address), address, told.language, basis)


def _text_of_a_piece(html: str) -> str:
    """Return all text of a piece of a page, which was given on purpose; nothing of a whole page, or of none."""
    from lxml import html as lxml_html
    from lxml.etree import LxmlError

    if not _is_piece(html):
        return ""
    try:
        tree = lxml_html.document_fromstring(html)
    except (LxmlError, ValueError):
        return ""
    blocks = list(tree.iter("p", "li", "h1", "h2", "h3"))
    found = (" ".join(element.text_content().split()) for element in blocks or [tree])
    return "\n".join(line for line in found if line)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").netloc.rpartition("@")[2].lower()
    except ValueError:
        return None
    return host.removeprefix("www.") or None
