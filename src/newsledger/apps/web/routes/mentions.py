"""The ledger table: event mentions with filters, and one mention explained cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsledger.apps.web.answers import NOT_FOUND, as_json, next_address
from newsledger.apps.web.asking import Order, Page, address
from newsledger.apps.web.failures import NotFoundError
from newsledger.apps.web.ids import whole_id
from newsledger.apps.web.known import Mentions
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.apps.web.twins import Tidy, add_twins
from newsledger.export.tidy import TIDY_COLUMNS, tidy_row
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import as_sql
from newsledger.ledger.browse_lists import Listing, facets, mentions_page
from newsledger.ledger.corrections import CORRECTABLE
from newsledger.ledger.schema import record_schema
from newsledger.records import Document, EventMention, from_row
from newsledger.view.links import WEB
from newsledger.view.pages.mentions import marked_sentence, mention_card, why_table

router = APIRouter()


def _listing(state: State, chosen: Mentions, paging: Page, order: Order = "newest") -> Listing:
    return mentions_page(state, chosen, after=paging.after, limit=paging.limit, order=order)


@router.get("/event-mentions", include_in_schema=False)
def mentions(
    request: Request,
    state: State,
    chosen: Mentions,
    paging: Page,
    order: Order = "newest",
) -> Response:
    """Show the ledger table."""
    counts = facets(state, chosen)
    total = sum(count for _, count in counts["quad"])  # every mention has one
    found = mentions_page(state, chosen, after=paging.after, limit=paging.limit, order=order, total=total)
    rows = [from_row(EventMention, row) for row in found.rows]
    return page(
        request, "mentions.html", title="Event mentions", rows=rows, found=found, facets=counts,
        chosen=chosen.given(), outlets=_outlets(state, rows), verdicts=_verdicts(state, rows), order=order,
        statement=as_sql(chosen), following=next_address(request, found),
        feed=address(request, path="/event-mentions.atom", after=None, order=None),
    )  # fmt: skip


def _outlets(state: Snapshot, rows: Sequence[EventMention]) -> dict[str, str]:
    query = """
        select document_id, coalesce(publisher, '') as publisher from documents
        where document_id in (select unnest($ids))
    """
    return {r["document_id"]: r["publisher"] for r in state.rows(query, {"ids": [m.document_id for m in rows]})}


def _verdicts(state: Snapshot, rows: Sequence[EventMention]) -> dict[str, dict[str, Any]]:
    query = "from reviewed where event_mention_id in (select unnest($ids))"
    return {r["event_mention_id"]: r for r in state.rows(query, {"ids": [m.event_mention_id for m in rows]})}


add_twins(
    router, "/event-mentions", listing=_listing, model=EventMention, what="event mentions, whole",
    tidy=Tidy(TIDY_COLUMNS, lambda row: tidy_row(from_row(EventMention, row))), schema=record_schema(EventMention),
)  # fmt: skip


@router.get("/event-mentions/{mention_id}.json", response_model=EventMention, responses=NOT_FOUND)
def mention_json(request: Request, state: State, mention_id: str) -> Response:
    """Return an event mention, whole, with the last word on it where somebody decided."""
    row = state.rows("from event_mentions where event_mention_id = $id", {"id": mention_id})
    if not row:
        raise _missing(mention_id)
    review = state.rows(
        "select * exclude (event_mention_id) from reviewed where event_mention_id = $id", {"id": mention_id}
    )
    return as_json(request, row[0] | {"review": review[0] if review else None})


@router.get("/event-mentions/{mention_id}", include_in_schema=False)
def mention(request: Request, state: State, mention_id: str) -> Response:
    """Show what is behind every field of a mention."""
    if (whole := whole_id(state, "event_mentions", "event_mention_id", mention_id)) != mention_id:
        return RedirectResponse(f"/event-mentions/{quote(whole, safe='')}", status_code=303)
    found = find_mention(state, mention_id)
    document = state.records(Document, "from documents where document_id = $id", {"id": found.document_id})[0]
    outlet = document.publisher or document.external_id or "a page"
    return page(
        request, "mention.html", title=f"{found.event_type} in {outlet}", mention=found, document=document,
        words=marked_sentence(found), card=mention_card(found, links=WEB), why=why_table(found),
        review=review_of(state, mention_id), said=[v for v in state.verdicts if mention_id in v.event_mention_ids],
        correctable=CORRECTABLE, fellows=fellows_of(state, found),
    )  # fmt: skip


def find_mention(state: Snapshot, mention_id: str) -> EventMention:
    """Return a mention as the coder wrote it.

    Raises:
        NotFoundError: There is none.
    """
    found = state.records(EventMention, "from event_mentions where event_mention_id = $id", {"id": mention_id})
    if not found:
        raise _missing(mention_id)
    return found[0]


def review_of(state: Snapshot, mention_id: str) -> dict[str, Any] | None:
    """Return the last word on a mention, or None."""
    return next(iter(state.rows("from reviewed where event_mention_id = $id", {"id": mention_id})), None)


def fellows_of(state: Snapshot, mention: EventMention, *, most: int = 12) -> list[dict[str, Any]]:
    """Return other mentions of the same event, id and text."""
    query = """
        select event_mention_id, text from event_mentions where event_id = $event and event_mention_id <> $own
        order by event_mention_id limit $most
    """
    bound = {"event": mention.event_id, "own": mention.event_mention_id, "most": most}
    return state.rows(query, bound)


def _missing(mention_id: str) -> NotFoundError:
    hint = "its page may have been coded again; look for it in the ledger table"
    return NotFoundError(f"There is no event mention {mention_id!r} in this ledger.", hint=hint)
