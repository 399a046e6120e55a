"""Inputs that could not be coded, with the reason."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import next_address
from newsledger.apps.web.asking import Page
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.apps.web.twins import add_twins
from newsledger.ledger.browse_filters import Where
from newsledger.ledger.browse_lists import SKIPPED, Listing, page_of
from newsledger.ledger.schema import record_schema
from newsledger.records import Skip

router = APIRouter()

_REASONS = "select reason, count(*) as n from skipped group by all order by n desc, reason limit 12"


def _listing(state: State, paging: Page) -> Listing:
    return page_of(state, SKIPPED, Where("true", {}), after=paging.after, limit=paging.limit)


@router.get("/skipped", include_in_schema=False)
def skipped(request: Request, state: State, found: Annotated[Listing, Depends(_listing)]) -> Response:
    """List what could not be coded."""
    return page(
        request, "skipped.html", title="Skipped inputs", found=found, reasons=state.rows(_REASONS),
        following=next_address(request, found),
    )  # fmt: skip


add_twins(
    router, "/skipped", listing=_listing, model=Skip, what="inputs that could not be coded", schema=record_schema(Skip)
)
