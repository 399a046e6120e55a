"""Inputs that could not be coded, with the reason."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import BAD, ListOf, list_csv, list_json, list_parquet, next_address
from newsledger.apps.web.asking import Page
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.ledger.browse_filters import Where
from newsledger.ledger.browse_lists import SKIPPED, page_of
from newsledger.records import Skip

router = APIRouter()
_ALL = Where("true", {})


@router.get("/skipped", include_in_schema=False)
def skipped(request: Request, state: State, paging: Page) -> Response:
    """List what could not be coded."""
    found = page_of(state, SKIPPED, _ALL, after=paging.after, limit=paging.limit)
    reasons = state.rows("select reason, count(*) as n from skipped group by all order by n desc, reason limit 12")
    return page(request, "skipped.html", title="Skipped inputs", found=found, reasons=reasons,
                following=next_address(request, found))  # fmt: skip


@router.get("/skipped.json", response_model=ListOf[Skip], responses=BAD)
def skipped_json(request: Request, state: State, paging: Page) -> Response:
    """List inputs that could not be coded."""
    return list_json(request, page_of(state, SKIPPED, _ALL, after=paging.after, limit=paging.limit), state)


@router.get("/skipped.csv", include_in_schema=False)
def skipped_csv(request: Request, state: State, paging: Page) -> Response:
    """List inputs that could not be coded, as CSV."""
    return list_csv(request, page_of(state, SKIPPED, _ALL, after=paging.after, limit=paging.limit), "skipped")


@router.get("/skipped.parquet", include_in_schema=False)
def skipped_parquet(request: Request, state: State, paging: Page) -> Response:
    """List inputs that could not be coded, as Parquet."""
    return list_parquet(request, page_of(state, SKIPPED, _ALL, after=paging.after, limit=paging.limit), "skipped")
