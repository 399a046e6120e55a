"""Stories: which documents report the same thing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import NOT_FOUND, as_json, next_address
from newsledger.apps.web.asking import Page, Word
from newsledger.apps.web.failures import NotFoundError
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.apps.web.twins import add_twins
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import Where, search_words, words_needle
from newsledger.ledger.browse_lists import STORIES, Listing, page_of
from newsledger.ledger.browse_tables import FOLDED

router = APIRouter()


def _listing(state: State, paging: Page, q: Word = "") -> Listing:
    words = search_words(q)
    parts = [f"contains({FOLDED.format('title')}, {words_needle(n)})" for n in range(len(words))]
    where = Where(" and ".join(parts) or "true", {f"q{n}": word for n, word in enumerate(words)})
    return page_of(state, STORIES, where, after=paging.after, limit=paging.limit)


@router.get("/stories", include_in_schema=False)
def stories(request: Request, found: Annotated[Listing, Depends(_listing)]) -> Response:
    """List stories, those with the most documents first."""
    return page(request, "stories.html", title="Stories", found=found, following=next_address(request, found))


add_twins(router, "/stories", listing=_listing, model=dict[str, Any], what="stories")


@router.get("/stories/{story_id}.json", response_model=dict[str, Any], responses=NOT_FOUND)
def story_json(request: Request, state: State, story_id: str) -> Response:
    """Return a story with its documents."""
    return as_json(request, {"story_id": story_id, "documents": _documents(state, story_id)})


@router.get("/stories/{story_id}", include_in_schema=False)
def story(request: Request, state: State, story_id: str) -> Response:
    """Show the documents of a story, and the events that they report."""
    documents = _documents(state, story_id)
    bound = {"ids": [d["document_id"] for d in documents]}
    events = state.rows(_EVENTS, bound)
    first = documents[0]
    return page(
        request,
        "story.html",
        title=first["title"] or first["external_id"] or story_id,
        documents=documents,
        events=events,
    )


def _documents(state: Snapshot, story_id: str) -> list[dict[str, Any]]:
    found = state.rows(_DOCUMENTS, {"id": story_id})
    if not found:
        raise NotFoundError(
            f"There is no story {story_id!r} in this ledger.", hint="look for it in the list of stories"
        )
    return found


_DOCUMENTS = """
select s.document_id, s.external_id, s.title, s.publisher, s.document_creation_time, c.original_id,
    left(d.text, 160) as opening
from stories as s join documents as d using (document_id) left join copies as c on c.document_id = s.document_id
where coalesce(s.story_id, s.document_id) = $id
order by s.document_creation_time nulls last, s.document_id limit 1000
"""
_EVENTS = """
select e.event_id, e.event_type, e.event_mode, e.quad_code, e.actors, e.recipients, e.independent_count,
    e.document_count, e.stage
from events as e where list_has_any(e.document_ids, $ids) and e.first_mention_id is not null
order by e.independent_count desc, e.document_count desc, e.event_id limit 60
"""
