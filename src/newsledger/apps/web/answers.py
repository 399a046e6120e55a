"""Answers as data: JSON with the address of the next page, CSV, Parquet, and what a browser may keep of any answer."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.asking import address
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_lists import Listing

T = TypeVar("T")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


class ListOf(BaseModel, Generic[T]):
    """A page of a list: its rows, how many the whole list has, the addresses of the next page and the one before."""

    items: list[T]
    total: int
    next: str | None
    previous: str | None
    version: int | None


class Problem(BaseModel):
    """What is wrong, and what can be done about it."""

    error: str
    hint: str | None


NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "There is no such record"}}
MOVED: dict[int | str, dict[str, Any]] = {303: {"description": "Another record took its place"}}
BAD: dict[int | str, dict[str, Any]] = {400: {"model": Problem, "description": "A value that cannot be read"}}


def answer(
    request: Request, body: bytes, media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer with an ETag, or 304 when the browser has it already."""
    given = dict(headers or {})
    if status == 200:
        tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        given |= {"ETag": tag, "Vary": "Accept-Encoding, Cookie"}
        known = request.headers.get("if-none-match", "")
        if known == "*" or tag.removeprefix("W/") in (k.strip().removeprefix("W/") for k in known.split(",")):
            return Response(status_code=304, headers=given)
    return Response(body, status_code=status, media_type=media_type, headers=given)


def as_json(request: Request, value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a value as JSON; a number that JSON does not have is null."""
    body = json_text(value)
    return answer(request, body.encode("utf-8", "replace"), "application/json", status=status, headers=headers)


def json_text(value: Any) -> str:
    """Return a value as JSON; what JSON does not have becomes text, a number that it does not have null."""
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, default=str)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def next_address(request: Request, found: Listing) -> str | None:
    """Return the address of the next page of a list."""
    return address(request, after=found.after) if found.after else None


def previous_address(request: Request, found: Listing) -> str | None:
    """Return the address of the page of a list before this one."""
    return address(request, after=found.before) if found.before else None


def list_json(request: Request, found: Listing, snapshot: Snapshot) -> Response:
    """Return a page of a list as JSON."""
    following = next_address(request, found)
    value = {
        "items": found.rows, "total": found.total, "next": following, "previous": previous_address(request, found),
        "version": snapshot.version,
    }  # fmt: skip
    return as_json(request, value, headers=_links(following))


def list_csv(request: Request, found: Listing, name: str) -> Response:
    """Return a page of a list as CSV; what is nested becomes JSON in its cell."""
    columns = list(found.rows[0]) if found.rows else found.columns
    return rows_csv(request, columns, (row.values() for row in found.rows), name, _links(next_address(request, found)))


def rows_csv(
    request: Request,
    columns: Sequence[str],
    rows: Iterable[Iterable[Any]],
    name: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return rows as CSV. A text that a spreadsheet would take for a formula begins with an apostrophe."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([_cell(c) for c in columns])
    writer.writerows([_cell(v) for v in row] for row in rows)
    body = sink.getvalue().encode("utf-8", "replace")
    return answer(request, body, "text/csv; charset=utf-8", headers={**_file(name, "csv"), **(headers or {})})


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple | dict):
        return json_text(value)
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def list_parquet(request: Request, found: Listing, name: str, schema: Any = None) -> Response:
    """Return a page of a list as Parquet."""
    import pyarrow as pa

    if schema is None and not found.rows:
        rows = pa.table({name: pa.nulls(0) for name in found.columns})
    else:
        rows = pa.Table.from_pylist(list(found.rows), schema=schema)
    return table_parquet(request, rows, name, _links(next_address(request, found)))


def table_parquet(request: Request, rows: Any, name: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an Arrow table as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    body = sink.getvalue().to_pybytes()
    kept = {**_file(name, "parquet"), **(headers or {})}
    return answer(request, body, "application/vnd.apache.parquet", headers=kept)


def _links(following: str | None) -> dict[str, str]:
    return {"Link": f'<{following}>; rel="next"'} if following else {}


def _file(name: str, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
