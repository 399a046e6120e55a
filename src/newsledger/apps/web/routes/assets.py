"""Stylesheets and scripts."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import answer
from newsledger.apps.web.failures import NotFoundError
from newsledger.apps.web.render import static
from newsledger.view.assets import ASSETS, asset

router = APIRouter(include_in_schema=False)

_OWN = ("web.css", "web.js", "icon.svg")
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@router.get("/static/{name}")
def file(request: Request, name: str) -> Response:
    """Return a stylesheet, a script or the icon."""
    if name in ASSETS:
        body = asset(name).encode()
    elif name in _OWN:
        body = static(name)
    else:
        raise NotFoundError("There is no such file.")
    return answer(request, body, _TYPES[name.rpartition(".")[2]])


@router.get("/favicon.ico")
def icon(request: Request) -> Response:
    """Return the icon to browsers that look for it there."""
    return answer(request, static("icon.svg"), "image/svg+xml")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Ask search engines to stay away."""
    return answer(request, b"User-agent: *\nDisallow: /\n", "text/plain")
