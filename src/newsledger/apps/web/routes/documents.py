"""Documents: the list, and the reader with the coded words marked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import NOT_FOUND, as_json, next_address
from newsledger.apps.web.asking import Day, Instant, Page, Word, Words, day_asked, instant
from newsledger.apps.web.failures import NotFoundError
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.apps.web.twins import add_twins
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import Where
from newsledger.ledger.browse_lists import DOCUMENTS, Listing, documents_where, page_of
from newsledger.records import Article, Claim, Document, EventMention
from newsledger.view.links import WEB
from newsledger.view.pages.reader import reader

router = APIRouter()


def _where(
    *,
    q: Word = "",
    publisher: Words = [],  # noqa: B006
    since: Day = "",
    until: Day = "",
    updated_since: Instant = "",
) -> Where:
    outlets = tuple(p.strip() for p in publisher if p.strip())
    return documents_where(
        q=q.strip() or None, publisher=outlets, since=day_asked(since), until=day_asked(until),
        updated_since=instant(updated_since),
    )  # fmt: skip


def _listing(state: State, where: Annotated[Where, Depends(_where)], paging: Page) -> Listing:
    return page_of(state, DOCUMENTS, where, after=paging.after, limit=paging.limit)


@router.get("/documents", include_in_schema=False)
def documents(request: Request, state: State, found: Annotated[Listing, Depends(_listing)]) -> Response:
    """List the documents, newest first."""
    counts = _counts(state, [row["document_id"] for row in found.rows])
    outlets = state.kept("outlets", lambda: [r["publisher"] for r in state.rows(_OUTLETS)])
    return page(
        request, "documents.html", title="Documents", found=found, counts=counts, outlets=outlets,
        following=next_address(request, found),
    )  # fmt: skip


_OUTLETS = """
select publisher, count(*) as n from documents where publisher is not null
group by all order by n desc, publisher limit 200
"""


def _counts(state: Snapshot, ids: list[str]) -> dict[str, int]:
    query = "select document_id, count(*) as n from listed where document_id in (select unnest($ids)) group by all"
    return {row["document_id"]: row["n"] for row in state.rows(query, {"ids": ids})}


add_twins(router, "/documents", listing=_listing, model=dict[str, Any], what="documents, without their texts")


@router.get("/documents/{document_id}.json", response_model=Document, responses=NOT_FOUND)
def document_json(request: Request, state: State, document_id: str) -> Response:
    """Return a document with its text, its articles, and the ids of its event mentions."""
    found = _row(state, document_id)
    bound = {"id": found["document_id"]}
    articles = state.rows("from articles where document_id = $id order by article_index", bound)
    ids = state.rows("select event_mention_id from listed where document_id = $id order by all", bound)
    return as_json(request, found | {"articles": articles, "event_mention_ids": [r["event_mention_id"] for r in ids]})


@router.get("/documents/{document_id}", include_in_schema=False)
def document(request: Request, state: State, document_id: str) -> Response:
    """Show a document with everything that was read from it."""
    found = state.records(
        Document, "from documents where document_id = $id", {"id": _row(state, document_id)["document_id"]}
    )[0]
    bound = {"id": found.document_id}
    articles = state.records(Article, "from articles where document_id = $id order by article_index", bound)
    mentions = state.records(EventMention, _MENTIONS, bound)
    claims = state.records(
        Claim, "from claims where document_id = $id order by article_index, sentence_index, position", bound
    )
    story = state.value("select story_id from stories where document_id = $id", bound)
    original = state.value("select original_id from copies where document_id = $id", bound)
    measures = state.rows(
        "select measure_id, kind, text from measure_mentions where document_id = $id order by all", bound
    )
    findings = state.rows("select finding_id, lead from findings where document_id = $id order by all", bound)
    shown = reader(found, articles, mentions, claims=claims, links=WEB)
    return page(
        request, "document.html", title=found.title or found.external_id or found.document_id, document=found,
        shown=shown, mentions=mentions, story=story, original=original, measures=measures, findings=findings,
    )  # fmt: skip


_MENTIONS = "from event_mentions where document_id = $id order by trigger.start, event_mention_id"


def _row(state: Snapshot, document_id: str) -> dict[str, Any]:
    """Return a document by its id, or by the id given on input."""
    query = """
        select * from documents where document_id = $id or external_id = $id
        order by document_id <> $id, document_id limit 1
    """
    found = state.rows(query, {"id": document_id})
    if not found:
        raise NotFoundError(
            f"There is no document {document_id!r} in this ledger.", hint="look for it in the list of documents"
        )
    return found[0]
