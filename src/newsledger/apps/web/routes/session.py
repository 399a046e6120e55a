"""The password, and the name under which somebody decides."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsledger.apps.web.asking import Word
from newsledger.apps.web.forms import Form, inside, one
from newsledger.apps.web.render import page
from newsledger.apps.web.sessions import keep_reviewer, tidy_name
from newsledger.apps.web.site import site_of

router = APIRouter(include_in_schema=False)


@router.get("/login")
def ask(request: Request, next: Word = "/") -> Response:  # noqa: A002 - the name in the address
    """Ask for the password."""
    if site_of(request).settings.password is None:
        return RedirectResponse("/", status_code=303)
    return _asked(request, inside(next, "/"))


def _asked(request: Request, place: str, problem: str | None = None, *, status: int = 200, wait: int = 0) -> Response:
    headers = {"Retry-After": str(wait)} if wait else None
    return page(
        request, "login.html", title="Password", bare=True, place=place, problem=problem, status=status, headers=headers
    )


@router.post("/login")
async def enter(request: Request, form: Form) -> Response:
    """Let a browser in that gives the password."""
    sessions, place = site_of(request).sessions, inside(one(form, "next"), "/")
    wait = int(sessions.wait()) + 1 if sessions.wait() > 0 else 0
    if wait:
        told = f"Too many wrong passwords: try again in {wait} seconds."
        return await run_in_threadpool(_asked, request, place, told, status=429, wait=wait)
    if not sessions.is_password(form.get("password", [""])[0]):
        return await run_in_threadpool(_asked, request, place, "That is not the password.", status=403)
    found = RedirectResponse(place, status_code=303)
    sessions.keep(found, replace(sessions.fresh(), known=True))
    return found


@router.post("/logout")
async def leave(request: Request, form: Form) -> Response:  # noqa: ARG001 - its token was checked
    """End a session."""
    found = RedirectResponse("/login", status_code=303)
    site_of(request).sessions.keep(found, site_of(request).sessions.fresh())
    return found


@router.post("/reviewer")
async def name(request: Request, form: Form) -> Response:  # noqa: ARG001
    """Remember who decides."""
    found = RedirectResponse(inside(one(form, "next"), "/review"), status_code=303)
    keep_reviewer(found, tidy_name(one(form, "reviewer")))
    return found
