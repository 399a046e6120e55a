"""What a form sent: read with a limit, and only when it carries the token of its session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request

from newsledger.apps.web.site import site_of

_LONGEST = 1_000_000
_FIELDS = 200


async def _form(request: Request) -> Mapping[str, list[str]]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            raise HTTPException(413, "This is too long.")
    try:
        found = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        raise HTTPException(400, "The form cannot be read.") from None
    sessions = site_of(request).sessions
    if not sessions.is_token(sessions.of(request), found.get("token", [""])[0]):
        raise HTTPException(403, "The form is too old. Go back, load the page again, and send it once more.")
    return found


Form = Annotated[Mapping[str, list[str]], Depends(_form)]
"""The fields of a form with its token, as the parameter of a route."""


def one(form: Mapping[str, list[str]], name: str) -> str:
    """Return a field of a form without the spaces around it, empty when it was not sent."""
    return form.get(name, [""])[0].strip()


def inside(place: str, otherwise: str) -> str:
    """Return a place on this site to go to, or another one when it leads away."""
    odd = any(not c.isprintable() or c in "\\ " for c in place)
    return place if place.startswith("/") and not place.startswith("//") and not odd else otherwise
