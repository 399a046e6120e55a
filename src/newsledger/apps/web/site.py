"""What every page needs: the ledger, the settings, the sessions, the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from jinja2 import Environment
from starlette.requests import Request

from newsledger.apps.web.sessions import Sessions
from newsledger.apps.web.settings import Settings
from newsledger.ledger.browse import Browser, Snapshot
from newsledger.ledger.browse_sql import Desk


@dataclass(frozen=True, slots=True)
class Site:
    """One web app on one ledger."""

    browser: Browser
    settings: Settings
    sessions: Sessions
    templates: Environment
    desk: Desk


def site_of(request: Request) -> Site:
    """Return the site of a request."""
    return cast("Site", request.app.state.site)


def snapshot_of(request: Request) -> Snapshot:
    """Return the newest state of the ledger, the same one for the whole request."""
    found = getattr(request.state, "snapshot", None)
    if found is None:
        found = request.state.snapshot = site_of(request).browser.snapshot()
    return cast("Snapshot", found)


State = Annotated[Snapshot, Depends(snapshot_of)]
"""The newest state of the ledger, as the parameter of a route."""
