"""The codebook: types, modes, contexts, sectors."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.ontology import load
from newsledger.view.links import WEB
from newsledger.view.pages.codebook import codebook_index, codebook_page

router = APIRouter(include_in_schema=False)


@router.get("/codebook")
def index(request: Request) -> Response:
    """List all codes."""
    return page(request, "codebook.html", title="Codebook", shown=codebook_index(links=WEB), count=None, code=None)


@router.get("/codebook/{code:path}")
def entry(request: Request, state: State, code: str) -> Response:
    """Show what the codebook says of a code, and how often the ledger has it."""
    shown = codebook_page(code, links=WEB)
    types = {t.code for t in load().types}
    count = state.value(_COUNT, {"code": code.upper()})
    return page(
        request,
        "codebook.html",
        title=code,
        shown=shown,
        code=code.upper() if code.upper() in types else None,
        count=count,
    )


_COUNT = """
select count(*) from listed join sets on set_id = type_set where list_contains(codes, $code)
"""
