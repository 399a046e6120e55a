"""The twins of a list: the same page of it as JSON, CSV and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import (
    BAD,
    ListOf,
    list_csv,
    list_json,
    list_parquet,
    next_address,
    rows_csv,
)
from newsledger.apps.web.site import State
from newsledger.ledger.browse_lists import Listing


@dataclass(frozen=True, slots=True)
class Tidy:
    """How a list is written as flat CSV: the columns, and the cells of a row."""

    columns: Sequence[str]
    cells: Callable[[dict[str, Any]], Iterable[Any]]


def add_twins(
    router: APIRouter,
    path: str,
    *,
    listing: Callable[..., Listing],
    model: Any,
    what: str,
    tidy: Tidy | None = None,
    schema: Any = None,
) -> None:
    """Add ``PATH.json``, ``PATH.csv`` and ``PATH.parquet``.

    Args:
        router: Where the routes go.
        path: Address of the list.
        listing: FastAPI dependency that gives a page of the list.
        model: Type of a row, for the schema of the answer.
        what: What the list has, in a few words.
        tidy: How CSV is written; what is nested becomes JSON by default.
        schema: Arrow schema of the rows, so that an empty column keeps its type.
    """
    name = path.strip("/").replace("/", "-")

    def as_json(request: Request, state: State, found: Listing = Depends(listing)) -> Response:  # noqa: B008
        return list_json(request, found, state)

    def as_csv(request: Request, found: Listing = Depends(listing)) -> Response:  # noqa: B008
        if tidy is None:
            return list_csv(request, found, name)
        following = next_address(request, found)
        links = {"Link": f'<{following}>; rel="next"'} if following else None
        return rows_csv(request, tidy.columns, map(tidy.cells, found.rows), name, links)

    def as_parquet(request: Request, found: Listing = Depends(listing)) -> Response:  # noqa: B008
        return list_parquet(request, found, name, schema)

    router.add_api_route(
        f"{path}.json", as_json, response_model=ListOf[model], responses=BAD, summary=f"List {what}",
        operation_id=f"list_{name.replace('-', '_')}",
    )  # fmt: skip
    router.add_api_route(f"{path}.csv", as_csv, include_in_schema=False)
    router.add_api_route(f"{path}.parquet", as_parquet, include_in_schema=False)
