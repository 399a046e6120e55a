"""Pages from templates: the frame, the navigation, the session."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from newsledger import __version__
from newsledger.apps.web.answers import answer, json_text
from newsledger.apps.web.asking import address, toggled
from newsledger.apps.web.sessions import reviewer_of
from newsledger.apps.web.site import site_of, snapshot_of
from newsledger.view.links import WEB
from newsledger.view.markup import clean, said, short
from newsledger.view.names import name_of, names_of
from newsledger.view.pages.mentions import excerpt
from newsledger.view.words import certainty_badge, quad_badge, stage_badge, type_badge

NAVIGATION = (
    ("Read", (("/", "Overview"), ("/documents", "Documents"), ("/stories", "Stories"))),
    ("Ledger", (
        ("/event-mentions", "Event mentions"), ("/events", "Events"), ("/sources", "Sources"), ("/skipped", "Skipped"),
    )),
    ("See", (("/timeline", "Timeline"), ("/dyads", "Dyads"), ("/network", "Network"), ("/map", "Map"))),
    ("Rules", (
        ("/measures", "Measures"), ("/rate", "Rate"), ("/findings", "Findings"), ("/codebook", "Codebook"),
    )),
    ("Work", (("/review", "Review"), ("/verdicts", "Verdicts"), ("/sql", "SQL"))),
)  # fmt: skip


def environment() -> Environment:
    """Return the templates; what they are given is escaped."""
    found = Environment(
        loader=PackageLoader("newsledger.apps.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        clean=clean, said=said, quote=lambda v: quote(str(v), safe=""),
        number=lambda n: f"{n:,}".replace(",", "\u202f"),
        day=lambda v: (v or "")[:10] or "undated", name_of=name_of, names_of=names_of, short=short, excerpt=excerpt,
        as_json=json_text,
    )  # fmt: skip
    found.globals.update(
        navigation=NAVIGATION, product=__version__, links=WEB, quad_badge=quad_badge,
        stage_badge=stage_badge, certainty_badge=certainty_badge, type_badge=type_badge,
    )  # fmt: skip
    return found


def page(
    request: Request,
    template: str,
    *,
    title: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    bare: bool = False,
    **values: Any,
) -> Response:
    """Return a page.

    Args:
        request: What was asked.
        template: Name of a file of ``templates/``.
        title: Of the page, without the name of the product.
        status: Of the answer.
        headers: More headers.
        bare: Show nothing of the ledger, as before the password is given.
        values: What the template shows.
    """
    site = site_of(request)
    session = site.sessions.of(request)
    snapshot = None if bare else snapshot_of(request)
    html = site.templates.get_template(template).render(
        title=title,
        path=request.url.path,
        bare=bare,
        version=snapshot.version if snapshot else None,
        reading=site.browser.reading and not bare,
        failing=site.browser.failing and not bare,
        folder=site.browser.ledger.path.name,
        token=site.sessions.token(session),
        reviewer=reviewer_of(request),
        locked=site.settings.password is not None,
        toggled=lambda name, value: toggled(request, name, value),
        address=lambda **changes: address(request, **changes),
        asked=request.query_params,
        **values,
    )
    found = answer(request, html.encode("utf-8", "replace"), "text/html", status=status, headers=headers)
    if site.sessions.is_new(request):
        site.sessions.keep(found, session)
    return found


def static(name: str) -> bytes:
    """Return a file of ``static/``."""
    return resources.files("newsledger.apps.web").joinpath("static", name).read_bytes()
