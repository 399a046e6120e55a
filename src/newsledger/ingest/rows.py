"""Rows of tables to raw pages: the columns that are known, by their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from newsledger.errors import InputError
from newsledger.ingest.raw import Kind, Labels, Raw

FIELDS = ("id", "text", "html", "title", "date", "publisher", "url", "language")
OTHER_NAMES = {"text": ("maintext",), "date": ("date_publish",), "publisher": ("source_domain", "domain")}
"""Names that sets made of Common Crawl News give to the same (news-please, cc_news)."""
COLUMNS = (*FIELDS, *(name for names in OTHER_NAMES.values() for name in names))


def field(row: Mapping[str, Any], name: str) -> Any:
    """Return what a row has under the name of a field, or under one of its other names, or None."""
    if name in row:
        return row[name]
    return next((row[other] for other in OTHER_NAMES.get(name, ()) if other in row), None)


def must_hold_pages(columns: Iterable[str | None]) -> None:
    """Refuse a table that has neither texts nor pages.

    Raises:
        InputError: It has no column ``text`` or ``html``.
    """
    names = list(columns)
    if not {"text", "html", *OTHER_NAMES["text"]} & set(names):
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
