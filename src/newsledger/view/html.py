"""Mentions as an HTML table for notebooks."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from newsledger.records import EventMention
from newsledger.view.cells import COLUMNS, cells
from newsledger.view.markup import group, said, table, tag
from newsledger.view.scoped import scoped
from newsledger.view.words import certainty_badge, type_badge

_EVENT, _SURE, _WORDS = (COLUMNS.index(name) for name in ("event", "sure", "words"))


def mentions_html(mentions: Sequence[EventMention], *, total: int | None = None, caption: str = "") -> str:
    """Return a table of mentions with its style.

    Args:
        mentions: The rows to show.
        total: Number of all rows, when only the first are shown.
        caption: A line above the table.
    """
    more = f"{len(mentions)} of {total} event mentions" if total and total > len(mentions) else ""
    note = " · ".join(filter(None, (more, caption)))
    if not mentions:
        return scoped(tag("p", f"No event was found. {note}".strip(), class_="nl-empty"))
    return scoped(table(COLUMNS[:-1], map(_row, mentions), caption=note or None))


def _row(mention: EventMention) -> list[Markup]:
    shown = [said(cell) for cell in cells(mention)[:-1]]
    auxiliary = f" ({', '.join(mention.auxiliary)})" if mention.auxiliary else None
    shown[_EVENT] = group(type_badge(mention.event_type, mention.event_mode, mention.quad_code), auxiliary)
    shown[_SURE] = certainty_badge(mention.factuality)
    shown[_WORDS] = tag("span", shown[_WORDS], title=mention.text)
    return shown
