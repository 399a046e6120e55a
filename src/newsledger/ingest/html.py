"""HTML to the main text with what the page says of itself; scripts and markup never reach the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsledger.errors import InputError
from newsledger.ingest.dates import parse_date

_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype html|<html\b|<head\b|<body\b|<\?xml[^>]*>\s*<!?(?:doctype )?html)", re.IGNORECASE
)
_BLOCKS = "article|main|section|div|p|h[1-6]|ul|ol|table|blockquote|header"
_OPENS = re.compile(rf"\s*(?:<!--.{{0,500}}?-->\s*)?<(?:{_BLOCKS})(?: [^<>]*)?>", re.IGNORECASE | re.DOTALL)
_CLOSES = re.compile(rf"</(?:{_BLOCKS})>\s*\Z", re.IGNORECASE)

_DATES = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2199-12-31"}
"""Dates that a page states; the bounds are fixed because the library's own upper bound is today."""


@dataclass(frozen=True, slots=True)
class Page:
    """Text and metadata of an HTML page; a missing value is None."""

    text: str
    title: str | None
    date: str | None
    publisher: str | None
    url: str | None
    language: str | None


def is_html(text: str) -> bool:
    """Tell whether a text is an HTML page, or a piece of one: it begins with a block and ends with a closed one."""
    return bool(_LOOKS_LIKE_HTML.match(text[:2000]) or (_OPENS.match(text[:2000]) and _CLOSES.search(text[-200:])))


def read_html(html: str, *, url: str | None = None) -> Page:
    """Return the main text of a page and its metadata.

    Args:
        html: The page.
        url: Its address, if known.

    Raises:
        InputError: The page has no readable main text.
    """
    from trafilatura import bare_extraction  # imports half a second of parsers: only pages pay for it

    found = bare_extraction(
        html,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        favor_recall=True,
        date_extraction_params=_DATES | {"url": url},
    )
    text = (found.text or "") if found else ""
    if not text.strip():
        raise InputError("the page has no main text", hint="give the text itself, or JSON Lines with `text`")
    assert found is not None
    return Page(
        text=text,
        title=found.title or None,
        date=_iso(found.date),
        publisher=found.sitename or None,
        url=url or found.url or None,
        language=found.language or None,
    )


def _iso(value: str | None) -> str | None:
    if not value:
        return None
    try:
        return parse_date(value)
    except InputError:
        return None
