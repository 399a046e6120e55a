"""Events: the list, one event with all its reports, and its numbers of dead and hurt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsledger.apps.web.answers import MOVED, NOT_FOUND, as_json, next_address
from newsledger.apps.web.asking import Page
from newsledger.apps.web.failures import NotFoundError
from newsledger.apps.web.ids import whole_id
from newsledger.apps.web.known import Events
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.apps.web.twins import add_twins
from newsledger.cluster.folding import report_order
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_lists import EVENTS, Listing, events_where, page_of
from newsledger.ledger.schema import record_schema
from newsledger.records import Document, Event, EventMention, from_row
from newsledger.view.draw.counts import count_chart
from newsledger.view.event import headline
from newsledger.view.links import WEB
from newsledger.view.pages.events import event_page, event_table

router = APIRouter()

_MOST = 500
"""Reports of one event that its page shows."""

EventOrder = Literal["sources", "newest", "oldest", "updated"]


def _listing(state: State, chosen: Events, paging: Page, order: EventOrder = "sources") -> Listing:
    return page_of(state, EVENTS[order], events_where(chosen), after=paging.after, limit=paging.limit)


@router.get("/events", include_in_schema=False)
def events(
    request: Request,
    chosen: Events,
    found: Annotated[Listing, Depends(_listing)],
    order: EventOrder = "sources",
) -> Response:
    """List events, those with the most independent sources first."""
    rows = [from_row(Event, row) for row in found.rows]
    return page(
        request, "events.html", title="Events", found=found, chosen=chosen, order=order,
        table=event_table(rows, links=WEB, total=found.total), following=next_address(request, found),
    )  # fmt: skip


add_twins(router, "/events", listing=_listing, model=Event, what="events", schema=record_schema(Event))


@router.get("/events/{event_id}.json", response_model=Event, responses=NOT_FOUND | MOVED)
def event_json(request: Request, state: State, event_id: str) -> Response:
    """Return an event, whole."""
    if moved := _moved(state, event_id, ".json"):
        return moved
    rows = state.rows("from events where event_id = $id and first_mention_id is not null", {"id": event_id})
    if not rows:
        raise _missing(event_id)
    return as_json(request, rows[0])


@router.get("/events/{event_id}", include_in_schema=False)
def event(request: Request, state: State, event_id: str) -> Response:
    """Show an event: who tells it, what they agree and differ on, and why its mentions are one."""
    if moved := _moved(state, event_id):
        return moved
    found, mentions, pages, originals = dossier(state, event_id)
    return page(
        request, "event.html", title=headline(found), event=found, mentions=mentions, pages=pages,
        shown=event_page(found, mentions, pages, originals, links=WEB),
        said=[v for v in state.verdicts if not set(v.event_mention_ids).isdisjoint(found.event_mention_ids)],
        left=found.mention_count - len(mentions),
    )  # fmt: skip


@router.get("/events/{event_id}/casualties", include_in_schema=False)
def casualties(request: Request, state: State, event_id: str) -> Response:
    """Show what the reports of an event count, by day."""
    if moved := _moved(state, event_id, "/casualties"):
        return moved
    found, mentions, pages, _ = dossier(state, event_id)
    chart = count_chart(found, mentions, pages)
    return page(request, "casualties.html", title=f"Numbers: {headline(found)}", event=found, chart=chart,
                mentions=[m for m in mentions if m.quantities], pages=pages)  # fmt: skip


def dossier(state: Snapshot, event_id: str) -> tuple[Event, list[EventMention], dict[str, Document], dict[str, str]]:
    """Return an event, its mentions by the date of their reports, its documents, and who is a copy of whom.

    Raises:
        NotFoundError: There is no such event.
    """
    found = state.records(Event, "from events where event_id = $id and first_mention_id is not null", {"id": event_id})
    if not found:
        raise _missing(event_id)
    query = "from event_mentions where event_mention_id in (select unnest($ids))"
    mentions = sorted(state.records(EventMention, query, {"ids": _first(found[0])}), key=report_order)
    ids = sorted({m.document_id for m in mentions})
    copies = state.rows("from copies where document_id in (select unnest($ids))", {"ids": ids})
    originals = {row["document_id"]: row["original_id"] for row in copies}
    return found[0], mentions, pages_of(state, [*ids, *originals.values()]), originals


def _first(event: Event) -> list[str]:
    """The first report, and as many others as a page can show."""
    return list(dict.fromkeys([event.first_mention_id, *event.event_mention_ids]))[:_MOST]


def pages_of(state: Snapshot, ids: Sequence[str]) -> dict[str, Document]:
    """Return documents by their ids."""
    query = "from documents where document_id in (select unnest($ids))"
    found = state.records(Document, query, {"ids": sorted(set(ids))})
    return {document.document_id: document for document in found}


def _moved(state: Snapshot, event_id: str, beyond: str = "") -> Response | None:
    """Return the way to the event that took the place of one that is no more, None where there is none."""
    heir = _heir(state, event_id)
    return RedirectResponse(f"/events/{quote(heir, safe='')}{beyond}", status_code=303) if heir != event_id else None


def _heir(state: Snapshot, event_id: str) -> str:
    """Return the event that took the place of one that is no more, or the event of a mention."""
    seen: set[str] = set()
    while event_id not in seen:
        seen.add(event_id)
        query = "select replaced_by from event_changes where event_id = $id and removed and replaced_by is not null"
        following: Any = state.value(query, {"id": event_id})
        event_id = following or event_id
    if event_id.startswith("m-"):
        mention_id = whole_id(state, "event_mentions", "event_mention_id", event_id)
        query = "select event_id from listed where event_mention_id = $id"
        return str(state.value(query, {"id": mention_id}) or event_id)
    return whole_id(state, "events", "event_id", event_id)


def _missing(event_id: str) -> NotFoundError:
    hint = "it may be new and not grouped yet; newsledger events groups what came in"
    return NotFoundError(f"There is no event {event_id!r} in this ledger.", hint=hint)
