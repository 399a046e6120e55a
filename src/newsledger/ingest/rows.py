"""Rows of tables to raw pages: the columns that are known, by their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from newsledger.errors import InputError
from newsledger.ingest.raw import Kind, Labels, Raw

FIELDS = ("id", "text", "html", "title", "date", "publisher", "url", "language")
_BODIES = ("content", "body", "article", "fulltext", "full_text")
OTHER_NAMES = {
    "text": ("maintext", *_BODIES),
    "date": (
        *("date_publish", "date_published", "datepublished", "publication_date", "publish_date", "published"),
        *("published_at", "publishedat", "published_date", "pubdate", "pub_date"),
    ),
    "publisher": ("source_domain", "domain"),
}
"""Names that others give to the same: sets made of Common Crawl News (news-please, cc_news), feeds, archives."""
_COLUMNS = {*FIELDS, *(name for names in OTHER_NAMES.values() for name in names)}


def known_columns(names: Iterable[str]) -> list[str]:
    """Return the columns of a table that are read; capitals and blanks around a name do not matter."""
    return [name for name in names if _plain(name) in _COLUMNS]


def column(row: Iterable[str], name: str) -> str | None:
    """Return the name under which a row has a field, or None; where there is HTML, no body is looked for beside it."""
    if name in row:
        return name
    written = {_plain(key): key for key in row if isinstance(key, str)}
    others = OTHER_NAMES.get(name, ())
    names = (other for other in (name, *others) if other not in _BODIES or "html" not in written)
    return next((written[other] for other in names if other in written), None)


def field(row: Mapping[str, Any], name: str) -> Any:
    """Return what a row has under the name of a field, or under one of its other names, or None."""
    found = column(row, name)
    return None if found is None else row[found]


def _plain(name: str) -> str:
    return name.strip().lower()


def must_hold_pages(columns: Iterable[str | None]) -> None:
    """Refuse a table that has neither texts nor pages.

    Raises:
        InputError: It has no column ``text`` or ``html``.
    """
    names = list(columns)
    if not {"text", "html", *OTHER_NAMES["text"]} & {_plain(name) for name in names if name}:
        found = ", ".join(name or "''" for name in names[:8])
        hint = f"name the column that holds the page `text` (or `html`); the header has {found}"
        raise InputError("a table without a column `text` or `html`", hint=hint)


def row_raw(origin: str, row: Mapping[str, Any]) -> Raw:
    """Return the raw page of a row; a page that is given as bytes stays bytes."""
    text, html = field(row, "text"), field(row, "html")
    kind, page = (Kind.HTML, html) if text is None else (Kind.TEXT, text)
    if isinstance(page, bytes):
        told = {name: _told(field(row, name)) for name in FIELDS if name not in {"text", "html"}}
        return Raw(origin, kind, page, Labels(external_id=told.pop("id"), **told))
    return Raw(origin, Kind.ROW, json.dumps(row, default=_told).encode())


def _told(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
