"""Mentions as an HTML table for notebooks; every piece of text is escaped, there is no script and no style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from newsledger.records import EventMention
from newsledger.view.cells import COLUMNS, cells

_CELL = "text-align:left;vertical-align:top;max-width:22em;overflow-wrap:break-word"
_SHORT = "text-align:left;vertical-align:top;white-space:nowrap"
_STYLES = [_SHORT if name == "sure" else _CELL for name in COLUMNS[:-1]]


def safe(text: str) -> str:
    """Return text for HTML, with direction overrides made visible so that they cannot reorder the page."""
    return escape("".join(f"[U+{ord(c):04X}]" if c in _OVERRIDES else c for c in text))


_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def mentions_html(mentions: Sequence[EventMention], *, total: int | None = None, caption: str = "") -> str:
    """Return a table of mentions.

    Args:
        mentions: The rows to show.
        total: Number of all rows, when only the first are shown.
        caption: A line below the table.
    """
    head = "".join(f"<th style='{s}'>{safe(name)}</th>" for s, name in zip(_STYLES, COLUMNS[:-1], strict=True))
    rows = "".join(f"<tr title='{safe(m.text)}'>{_row(m)}</tr>" for m in mentions)
    more = f"{len(mentions)} of {total} event mentions" if total and total > len(mentions) else ""
    note = safe(" · ".join(filter(None, (more, caption))))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{note}</p>"


def _row(mention: EventMention) -> str:
    return "".join(f"<td style='{s}'>{safe(c)}</td>" for s, c in zip(_STYLES, cells(mention)[:-1], strict=True))
