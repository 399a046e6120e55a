"""What a page says of itself: headline, day of publication, outlet, address, language.

Read from JSON-LD (schema.org), meta elements and marked elements. Dates of a last change are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from newsledger.ingest.text import without_surrogates

_DATES = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "article.published", "published-date", "published_time", "rnews:datepublished", "citation_publication_date",
    "cxenseparse:recs:publishtime", "bt:pubdate", "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date.issued",
    "dc.date.created", "dc.date", "dc.issued", "originalpublicationdate", "article_date_original", "displaydate",
    "date",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title")
_OUTLETS = ("og:site_name", "article:publisher_name", "application-name", "dc.publisher", "dcterms.publisher")
_ADDRESSES = ("og:url", "twitter:url")
_STORIES = re.compile(r"(?:https?://schema\.org/)?(?:\w*Article|\w*Posting|Report)\Z")
_SITES = re.compile(r"(?:WebSite|NewsMediaOrganization|Organization)\Z")
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|\s*(\d{4})(\d\d)(\d\d)(?!\d)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_YEAR_LAST = re.compile(r"\b([A-Z][a-z]{2}) (\d{1,2}) \d\d:\d\d:\d\d (?:[+-]\d{4}|[A-Z]{3,4}) (\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Z][a-z]{2,8})\.?,?[ -](\d{4})\b")
_EARLIEST, _LATEST = date(1990, 1, 1), date(2199, 12, 31)
_WRAPPED = re.compile(r"\A\s*(?:(?://\s*)?<!\[CDATA\[|<!--)|(?:(?://\s*)?\]\]>|-->)\s*\Z")
_LONGEST_SCRIPT = 2**20
_DEEPEST = 6
_LONGEST = 500
_PARTS = re.compile(r"\s+[|–—·»:-]\s+")
_LAST_PART = re.compile(r"\s+[|–—·»:-]\s+\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; a missing value is None. ``date`` is an ISO 8601 day."""

    title: str | None
    date: str | None
    publisher: str | None
    url: str | None
    language: str | None


def read_metadata(tree: Any) -> Metadata:
    """Return what the tree of a page (lxml) says of the page."""
    told, linked = _meta(tree), _linked(tree)
    stories = [item for item in linked if _is(item, _STORIES)]
    heading = _first(told, _TITLES) or _headline(tree)
    story = _story_of_the_page(stories, heading or _title(tree), _address(tree, told))
    publisher = _first(told, _OUTLETS) or _outlet(story or next(iter(stories), {}), linked)
    title = heading or _text(story.get("headline")) or _title(tree)
    return Metadata(
        title=_without(title, publisher),
        date=_date(tree, told, story),
        publisher=publisher,
        url=_address(tree, told),
        language=_language(tree),
    )


def day(value: str) -> str | None:
    """Return the ISO 8601 day of a date as pages write it, or None; one that could be read in two ways is None."""
    value = value[:80]
    iso = _ISO.match(value)
    if iso:
        return _checked(*(int(part) for part in iso.groups() if part))
    for pattern, order in ((_MONTH_FIRST, (2, 0, 1)), (_DAY_FIRST, (2, 1, 0)), (_YEAR_LAST, (2, 0, 1))):
        found = pattern.search(value)
        if found:
            year, month, number = (found.groups()[at] for at in order)
            name = month[:3].lower()
            return _checked(int(year), MONTHS.index(name) + 1, int(number)) if name in MONTHS else None
    try:
        return _checked(*parsedate_to_datetime(value).timetuple()[:3])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _checked(year: int, month: int, number: int) -> str | None:
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return found.isoformat() if _EARLIEST <= found <= _LATEST else None


def _meta(tree: Any) -> dict[str, str]:
    """Return the contents of meta elements by name; of several with one name the first counts."""
    told: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _text(element.get("content"))
        if content:
            for attribute in ("property", "name", "itemprop"):
                for name in (element.get(attribute) or "").lower().split():
                    told.setdefault(name, content)
    return told


def _linked(tree: Any) -> list[dict[str, Any]]:
    """Return what JSON-LD describes, that which states its publication first."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) <= _LONGEST_SCRIPT:
            try:
                value = json.loads(_WRAPPED.sub("", text), strict=False)
            except (ValueError, RecursionError):
                continue
            found += _objects(value)
    return sorted(found, key=lambda item: "datePublished" not in item)


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(name), depth + 1)


def _story_of_the_page(stories: list[dict[str, Any]], title: str | None, address: str | None) -> dict[str, Any]:
    """Return the story that the page tells: of several, the one with its title or address, or any if days agree."""
    for story in stories if len(stories) > 1 else ():
        headline = _text(story.get("headline"))
        if headline and title and title.casefold().startswith(headline.casefold()):
            return story
        if address and address in _addresses(story):
            return story
    return stories[0] if stories and len({_stated_day(story) for story in stories}) == 1 else {}


def _addresses(story: dict[str, Any]) -> list[Any]:
    page = story.get("mainEntityOfPage")
    return [story.get("url"), story.get("@id"), page.get("@id") if isinstance(page, dict) else page]


def _stated_day(story: dict[str, Any]) -> str | None:
    stated = story.get("datePublished")
    if isinstance(stated, list):
        stated = next(iter(stated), None)
    return day(stated) if isinstance(stated, str) else None


def _is(item: dict[str, Any], kind: re.Pattern[str]) -> bool:
    kinds = item.get("@type")
    return any(isinstance(k, str) and kind.match(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def _outlet(story: dict[str, Any], linked: list[dict[str, Any]]) -> str | None:
    """Return the publisher of the story, or the site or organisation that the page describes."""
    stated = story.get("publisher")
    if isinstance(stated, list):
        stated = next(iter(stated), None)
    named = _text(stated.get("name") if isinstance(stated, dict) else stated)
    others = (_text(item.get("name")) for item in linked if _is(item, _SITES))
    return named or next((name for name in others if name), None)


def _date(tree: Any, told: dict[str, str], story: dict[str, Any]) -> str | None:
    days = (_stated_day(story), *(day(told[name]) for name in _DATES if name in told))
    return next(filter(None, days), None) or _marked(tree)


def _marked(tree: Any) -> str | None:
    """Return the day that elements are marked with as that of publication, if they all name one."""
    days: set[str | None] = set()
    for element in tree.iter("time", "span", "abbr", "div", "p"):
        marked = "datepublished" in (element.get("itemprop") or "").lower() or element.get("pubdate") is not None
        if marked or "published" in (element.get("class") or "").lower().split():
            value = element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
            days.add(day(value.strip()))
    days.discard(None)
    return days.pop() if len(days) == 1 else None


def _headline(tree: Any) -> str | None:
    """Return the only heading of the first rank."""
    heads = [text for text in (_text(h.text_content()) for h in tree.iter("h1")) if text]
    return heads[0] if len(heads) == 1 else None


def _title(tree: Any) -> str | None:
    """Return the title without the shorter rest, which names the site."""
    title = next((_text(element.text_content()) for element in tree.iter("title")), None)
    first, *rest = _PARTS.split(title or "")
    return first if rest and len(first) > len(" ".join(rest)) else title


def _without(title: str | None, publisher: str | None) -> str | None:
    """Return a title without the name of the outlet at its end."""
    if title and publisher and title.endswith(publisher):
        before = _LAST_PART.search(title[: -len(publisher)])
        return title[: before.start()] if before and before.start() else title
    return title


def _address(tree: Any, told: dict[str, str]) -> str | None:
    links = (a.get("href") for a in tree.iter("link") if (a.get("rel") or "").lower() == "canonical")
    for url in (*links, *(told.get(name) for name in _ADDRESSES)):
        if url and url.strip().lower().startswith(("http://", "https://")) and not re.search(r"\s", url.strip()):
            return str(url.strip())
    return None


def _language(tree: Any) -> str | None:
    stated = tree.get("lang") or next((e.get("lang") for e in tree.iter("html") if e.get("lang")), "") or ""
    found = _LANGUAGE.match(stated.strip())
    return found[0].lower() if found else None


def _first(told: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((told[name] for name in names if name in told), None)


def _text(value: Any) -> str | None:
    """Return a text on one line, or None where there is none or it is too long to be what it should be."""
    if not isinstance(value, str):
        return None
    value = without_surrogates(" ".join(value.split()))
    return value if 0 < len(value) <= _LONGEST else None
