"""The first page: what is in the ledger."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import MentionFilter
from newsledger.ledger.browse_lists import EVENTS, EventFilter, events_where, facets, page_of
from newsledger.records import Event, from_row

router = APIRouter(include_in_schema=False)
_MONTHS = 60


@router.get("/")
def overview(request: Request, state: State) -> Response:
    """Show numbers, types, months, and the events with the most sources."""
    numbers: dict[str, Any] = state.rows("from numbers")[0]
    found = facets(state, MentionFilter())
    months = _months(state)
    top = state.kept("top", lambda: _top(state, "sources"))
    newest = state.kept("new", lambda: _top(state, "newest"))
    return page(
        request, "overview.html", title="Overview", numbers=numbers, facets=found, months=months, top=top, newest=newest
    )


def _top(state: Snapshot, order: str) -> list[Event]:
    found = page_of(state, EVENTS[order], events_where(EventFilter()), after=None, limit=8)
    return [from_row(Event, row) for row in found.rows]


def _months(state: Snapshot) -> list[dict[str, Any]]:
    """The last months, each with its number of mentions by quad; months without any stand between the others."""
    found: dict[str, dict[int, int]] = {}
    for row in state.rows("from months order by all"):
        found.setdefault(row["month"], {})[row["quad"]] = row["n"]
    months = _all_between(min(found), max(found))[-_MONTHS:] if found else []
    shown = {month: found.get(month, {}) for month in months}
    return [{"month": month, "quads": counts, "total": sum(counts.values())} for month, counts in shown.items()]


def _all_between(first: str, last: str) -> list[str]:
    """Return the months from one to another, each as "2031-03"."""
    low, high = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(low, high + 1)]
