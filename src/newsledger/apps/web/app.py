"""The app as a whole: routes, errors, and what stands before and around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from newsledger import __version__
from newsledger.apps.web import failures, routes
from newsledger.apps.web.guard import Guard
from newsledger.apps.web.known import only_known_names
from newsledger.apps.web.render import environment
from newsledger.apps.web.sessions import Sessions
from newsledger.apps.web.settings import Settings
from newsledger.apps.web.site import Site
from newsledger.ledger.browse import Browser
from newsledger.ledger.browse_sql import Desk

_ABOUT = """The ledger as data: each list of the web app as JSON, CSV and Parquet, each record as JSON.

Lists come in pages; `next` is the address of the page that follows."""


def create_app(browser: Browser, settings: Settings | None = None) -> FastAPI:
    """Return the app.

    Args:
        browser: The ledger to be shown.
        settings: Where it may be called, and by whom; this machine alone by default.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Newsledger",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        lifespan=_lifespan,
        dependencies=[Depends(only_known_names)],
    )
    sessions = Sessions(settings)
    app.state.site = Site(browser, settings, sessions, environment(), Desk(browser.ledger))
    routes.include(app)
    failures.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, settings=settings, sessions=sessions)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Stop reading when the server stops; an app may be started again."""
    app.state.site.browser.open()
    yield
    app.state.site.browser.close()
