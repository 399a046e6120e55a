"""A question in SQL."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import BAD, as_json, rows_csv, table_parquet
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State, site_of
from newsledger.errors import QueryError
from newsledger.ledger.browse_sql import ROWS, SECONDS, Answered
from newsledger.ledger.query import VIEWS

router = APIRouter()

_EXAMPLES = (
    (
        "Types, most frequent first",
        "select event_type, count(*) as mentions from event_mentions group by all order by 2 desc",
    ),
    ("Events on unnamed sources alone", "from unnamed_only"),
    (
        "Who is quoted most",
        "select name, country, count(*) as mentions from on_whose_word\n"
        "where name is not null group by all order by 3 desc limit 20",
    ),
    (
        "Where reports differ",
        "select event_id, event_type, unnest(versions, recursive := true) from events where len(versions) > 0",
    ),
    ("The columns of a view", "describe event_mentions"),
)

Statement = Annotated[str, Query(max_length=20_000)]


@router.get("/sql", include_in_schema=False)
def box(request: Request, state: State, q: Statement = "") -> Response:
    """Show the query box, and the answer to what is asked in it."""
    run = bool(q.strip()) and _of_this_site(request)
    found: Answered | None = None
    error: QueryError | None = None
    if run:
        try:
            found = site_of(request).desk.ask(q, key=(state.key, state.verdicts))
        except QueryError as refused:
            error = refused
    return page(
        request, "sql.html", title="SQL", q=q, found=found, problem=error, views=VIEWS, examples=_EXAMPLES, run=run,
        seconds=SECONDS, most=ROWS, status=400 if error else 200,
    )  # fmt: skip


def _of_this_site(request: Request) -> bool:
    """Tell whether a person asks: a link or picture on another site must not put the machine to work."""
    return request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}


def _ask(request: Request, state: State, q: str) -> Answered:
    if not _of_this_site(request):
        raise QueryError("another site asks", hint="open /sql and ask there")
    return site_of(request).desk.ask(q, key=(state.key, state.verdicts))


@router.get("/sql.json", response_model=dict[str, Any], responses=BAD)
def sql_json(request: Request, state: State, q: Annotated[str, Query(min_length=1, max_length=20_000)]) -> Response:
    """Answer a SELECT statement on the ledger's views."""
    found = _ask(request, state, q)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return as_json(request, {"columns": found.columns, "rows": rows, "cut": found.cut})


@router.get("/sql.csv", include_in_schema=False)
def sql_csv(request: Request, state: State, q: Annotated[str, Query(min_length=1, max_length=20_000)]) -> Response:
    """Answer a SELECT statement as CSV."""
    found = _ask(request, state, q)
    return rows_csv(request, found.columns, found.rows, "answer")


@router.get("/sql.parquet", include_in_schema=False)
def sql_parquet(request: Request, state: State, q: Annotated[str, Query(min_length=1, max_length=20_000)]) -> Response:
    """Answer a SELECT statement as Parquet; rows that Arrow cannot type are text."""
    import pyarrow as pa

    found = _ask(request, state, q)
    columns = [list(column) for column in zip(*found.rows, strict=True)] or [[] for _ in found.columns]
    try:
        table = pa.table(columns, names=list(found.columns))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        table = pa.table([[None if v is None else str(v) for v in c] for c in columns], names=list(found.columns))
    return table_parquet(request, table, "answer")


@router.get("/api", include_in_schema=False)
def api(request: Request) -> Response:
    """Tell what of the ledger comes as data, and at which address."""
    return page(request, "api.html", title="Data", paths=sorted(request.app.openapi()["paths"].items()))
