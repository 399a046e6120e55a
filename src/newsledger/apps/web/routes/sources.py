"""Sources: on whose word, and what rests on unnamed sources alone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import next_address
from newsledger.apps.web.asking import Page, Word
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.apps.web.twins import add_twins
from newsledger.ledger.browse_filters import Where, search_words, words_needle
from newsledger.ledger.browse_lists import CLAIMS, SPEAKERS, Listing, page_of
from newsledger.ledger.schema import record_schema
from newsledger.records import ATTRIBUTION_KINDS, Claim

router = APIRouter()

Kind = Literal["", "named_person", "office", "unnamed_person", "media", "document", "other"]


def _where(*, q: Word = "", kind: Kind = "", unnamed: bool = False, country: Word = "") -> Where:
    parts: list[str] = []
    values: dict[str, Any] = {}
    for n, words in enumerate(search_words(q)):
        parts.append(f"contains(words, {words_needle(n)})")
        values[f"q{n}"] = words
    for name, value in (("kind", kind), ("country", country.strip().upper())):
        if value:
            parts.append(f"{name} = ${name}")
            values[name] = value
    if unnamed:
        parts.append("anonymous")
    return Where(" and ".join(parts) or "true", values)


Asked = Annotated[Where, Depends(_where)]


def _speakers(state: State, where: Asked, paging: Page) -> Listing:
    return page_of(state, SPEAKERS, where, after=paging.after, limit=paging.limit)


def _claims(state: State, where: Asked, paging: Page) -> Listing:
    return page_of(state, CLAIMS, where, after=paging.after, limit=paging.limit)


@router.get("/sources", include_in_schema=False)
def sources(request: Request, state: State, found: Annotated[Listing, Depends(_speakers)]) -> Response:
    """List sources, those on whose word most rests first."""
    kinds = state.kept("kinds", lambda: state.rows(_KINDS))
    alone = state.kept("alone", lambda: state.rows(_ALONE))
    return page(
        request, "sources.html", title="Sources", found=found, kinds=kinds, alone=alone, choices=ATTRIBUTION_KINDS,
        following=next_address(request, found),
    )  # fmt: skip


@router.get("/sources/claims", include_in_schema=False)
def claims(request: Request, found: Annotated[Listing, Depends(_claims)]) -> Response:
    """List cited sources, one by one, with their words."""
    return page(
        request, "claims.html", title="Claims", found=found, choices=ATTRIBUTION_KINDS,
        following=next_address(request, found),
    )  # fmt: skip


add_twins(router, "/sources", listing=_speakers, model=dict[str, Any], what="sources with what rests on them")
add_twins(
    router, "/claims", listing=_claims, model=Claim, what="cited sources, one a place", schema=record_schema(Claim)
)

_KINDS = """
select kind, count(*) as n
from listed join sets on set_id = word_of_set, unnest(codes) as c(kind) group by all order by n desc, kind
"""
_ALONE = """
select u.event_id, u.event_type, u.sources, len(u.event_mention_ids) as mentions, e.quad_code, e.actors, e.recipients
from unnamed_events as u join events as e using (event_id)
order by mentions desc, event_id limit 30
"""
