"""HTML to the main text with what the page says of itself; scripts and markup never reach the text."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newsledger.errors import InputError
from newsledger.ingest.dates import parse_date

_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype html|<html\b|<head\b|<body\b|<\?xml[^>]*>\s*<!?(?:doctype )?html)", re.IGNORECASE
)
_BLOCKS = "article|main|section|div|p|h[1-6]|ul|ol|table|blockquote|header"
_OPENS = re.compile(rf"\s*(?:<!--.{{0,500}}?-->\s*)?<(?:{_BLOCKS})(?: [^<>]*)?>", re.IGNORECASE | re.DOTALL)
_CLOSES = re.compile(rf"</(?:{_BLOCKS})>\s*\Z", re.IGNORECASE)

_EARLIEST, _LATEST = "1990-01-01", "2199-12-31"
"""Bounds of dates, fixed because the library's own upper bound is today."""


_NO_TEXT, _HINT = "the page has no main text", "give the text itself, or JSON Lines with `text`"


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
    from trafilatura import bare_extraction, load_html  # imports half a second of parsers: only pages pay for it

    from newsledger.ingest.metadata import read_metadata

    tree = load_html(html)
    if tree is None:
        raise InputError(_NO_TEXT, hint=_HINT)
    told = read_metadata(tree)
    stated = told.date or _searched(tree)
    found = bare_extraction(tree, url=url, include_comments=False, include_tables=False, favor_recall=True)
    text = (found.text or "") if found else ""
    if not text.strip():
        raise InputError(_NO_TEXT, hint=_HINT)
    address = url or told.url
    return Page(text, told.title, stated, told.publisher or _host(address), address, told.language)


def _searched(tree: Any) -> str | None:
    """Return the day of publication that is found in the text and the markup of a page, where nothing states it.

    This takes longer than all the rest of the metadata.
    """
    from htmldate import find_date

    found = find_date(deepcopy(tree), original_date=True, extensive_search=False, min_date=_EARLIEST, max_date=_LATEST)
    return parse_date(found) if found else None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").netloc.rpartition("@")[2].lower()
    except ValueError:
        return None
    return host.removeprefix("www.") or None
