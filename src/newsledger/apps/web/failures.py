"""Errors as pages that people read, or as JSON: what is wrong, what to do, and never a trace."""

from __future__ import annotations

import logging

import duckdb
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from newsledger.apps.web.guard import DATA
from newsledger.apps.web.render import page
from newsledger.apps.web.site import site_of
from newsledger.errors import InputError, LedgerError, NewsledgerError, OntologyError, QueryError

log = logging.getLogger(__name__)


class NotFoundError(LedgerError):
    """There is no record, or no page, of that name."""


_STATUS: dict[type[NewsledgerError], int] = {
    NotFoundError: 404,
    InputError: 400,
    QueryError: 400,
    OntologyError: 404,
    LedgerError: 503,
}


def install(app: FastAPI) -> None:
    """Have an app answer errors in this way."""
    app.add_exception_handler(NewsledgerError, _known)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(duckdb.ConversionException, _conversion)
    app.add_exception_handler(Exception, _unknown)


def told(
    request: Request, status: int, message: str, hint: str | None, headers: dict[str, str] | None = None
) -> Response:
    """Return an error as JSON for addresses of data, as a page otherwise."""
    if request.url.path.endswith(DATA):
        return JSONResponse({"error": message, "hint": hint}, status_code=status, headers=headers)
    known = site_of(request).sessions.of(request).known
    try:
        return page(
            request, "error.html", title=message, status=status, message=message, hint=hint, headers=headers,
            bare=not known,
        )  # fmt: skip
    except Exception:  # the page itself asks the ledger, which may be what fails
        log.exception("the page of an error")
        return PlainTextResponse(f"{message}\n{hint or ''}\n", status_code=status, headers=headers)


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, NewsledgerError)
    status = next((_STATUS[c] for c in type(error).__mro__ if c in _STATUS), 500)
    return told(request, status, str(error.args[0]), error.hint)


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ())[1:]) or "the address"
    if request.url.path.endswith(DATA):
        found = [{"loc": list(e["loc"]), "msg": e["msg"], "type": e["type"]} for e in error.errors()]
        return JSONResponse({"detail": found}, status_code=422)
    return told(request, 422, f"{where} cannot be read: {first.get('msg', '')}", "go back and change it")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message, hint = {
        404: ("There is no such page.", "begin at the overview"),
        405: ("This page takes no such request.", None),
    }.get(error.status_code, (str(error.detail), None))
    return told(request, error.status_code, message, hint, dict(error.headers or {}))


async def _conversion(request: Request, error: Exception) -> Response:
    log.info("a value that the ledger cannot read: %s", error)
    return told(request, 400, "A value of this address cannot be read.", "begin at the first page")


async def _unknown(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return told(
        request, 500, "Something went wrong here.", "the terminal of newsledger serve says what; please report it"
    )
