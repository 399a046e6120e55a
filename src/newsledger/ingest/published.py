"""The day of publication in the text and markup of a page, for pages that do not state it.

What belongs to other things than the story is taken out first: the masthead, comments, lists of other stories, dates
of a last change, and dates that could be read in two ways. In what is left, htmldate looks.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from newsledger.ingest.dates import parse_date
from newsledger.ingest.metadata import day

_EARLIEST, _LATEST = "1990-01-01", "2199-12-31"
"""Bounds of dates, fixed because the library's own upper bound is today."""
_OTHERS = re.compile(
    r"comment|related|side-?bar|trending|most-?(?:read|popular|viewed)|today|masthead|footer|widget|recommend|promo",
    re.IGNORECASE,
)
"""What classes and ids call the parts of a page that are not the story."""
_CHANGE = re.compile(r"updat|modif|revis", re.IGNORECASE)
_PUBLICATION = re.compile(r"publi|posted", re.IGNORECASE)
_NAMES = ("class", "id", "property", "name", "itemprop", "http-equiv")
_CHANGED_BEFORE = re.compile(r"\b(?:updated|modified|edited|revised)\W*(?:on|at)?\W*\Z", re.IGNORECASE)
_TWO_WAYS = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")
_DATED = ("content", "datetime", "title", "data-date")
_MONTHS = 12


def searched_day(tree: Any) -> str | None:
    """Return the day of publication that is found in a page, where its metadata state none, as ISO 8601.

    This takes longer than all the rest of the metadata.
    """
    from htmldate import find_date

    copy = deepcopy(tree)
    _drop_what_is_not_of_the_story(copy)
    _drop_what_reads_two_ways(copy)
    marked = _day_of_the_article(copy)
    if marked:
        return marked
    found = find_date(copy, original_date=True, extensive_search=False, min_date=_EARLIEST, max_date=_LATEST)
    return parse_date(found) if found else None


def _drop_what_is_not_of_the_story(tree: Any) -> None:
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _is_of_something_else(element):
            element.drop_tree()


def _is_of_something_else(element: Any) -> bool:
    """Tell whether an element, by its kind or what it is called, holds no date of publication of the story."""
    tag = element.tag
    if tag == "link":  # addresses are looked at last, by themselves
        return True
    if tag == "script":
        return _tells_of_others_or_a_change(element)
    called = " ".join(filter(None, map(element.get, _NAMES)))
    if _CHANGE.search(called) and not _PUBLICATION.search(called):
        return not _holds_the_story(element)
    if tag in {"aside", "footer", "nav"} or (tag == "header" and not _within_an_article(element)):
        return not _holds_the_story(element)
    return tag not in {"html", "body", "meta"} and bool(_OTHERS.search(called)) and not _holds_the_story(element)


def _tells_of_others_or_a_change(script: Any) -> bool:
    """Tell whether a script dates a list of stories, or nothing but a last change."""
    text = script.text or ""
    if "ld+json" in (script.get("type") or "").lower():
        return '"ItemList"' in text or text.count('"datePublished"') != 1
    return "dateModified" in text and "datePublished" not in text


def _holds_the_story(element: Any) -> bool:
    return element.tag in {"article", "main", "h1"} or next(element.iter("article", "main", "h1"), None) is not None


def _within_an_article(element: Any) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _drop_what_reads_two_ways(tree: Any) -> None:
    """Take out dates such as 06/03/2025, which is in June or in March."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name in _DATED:
            value = element.get(name)
            if value and _TWO_WAYS.search(value):
                element.set(name, _TWO_WAYS.sub(_clear, value))
        if element.text and element.tag not in {"script", "style"}:
            element.text = _TWO_WAYS.sub(_clear, element.text)
        if element.tail:
            element.tail = _TWO_WAYS.sub(_clear, element.tail)


def _clear(found: re.Match[str]) -> str:
    """Return a numeric date if it can be read in one way only, else nothing."""
    first, second = int(found[1]), int(found[3])
    return "" if first != second and max(first, second) <= _MONTHS else found[0]


def _day_of_the_article(tree: Any) -> str | None:
    """Return the first day that a time element of the only article names, unless it is that of a change."""
    articles = list(tree.iter("article"))
    if len(articles) != 1:
        return None
    for element in articles[0].iter("time"):
        before = element.getprevious()
        words = (before.tail or before.text_content()) if before is not None else element.getparent().text
        if not _CHANGED_BEFORE.search(words or "") and not _CHANGE.search(element.text_content()):
            found = day((element.get("datetime") or "").strip())
            if found:
                return found
    return None
