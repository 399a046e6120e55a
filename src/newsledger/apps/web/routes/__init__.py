"""The pages, a module a subject."""

from __future__ import annotations

from fastapi import FastAPI

from newsledger.apps.web.routes import (
    assets,
    codebook,
    documents,
    events,
    feeds,
    measures,
    mentions,
    overview,
    pictures,
    review,
    session,
    skipped,
    sources,
    sql,
    stories,
)

_MODULES = (
    assets, overview, documents, mentions, feeds, events, stories, sources, pictures, measures, codebook, skipped, sql,
    review, session,
)  # fmt: skip


def include(app: FastAPI) -> None:
    """Add all pages to an app."""
    for module in _MODULES:
        app.include_router(module.router)
