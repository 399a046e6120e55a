"""Review: one mention after the other, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsledger.apps.web.answers import next_address
from newsledger.apps.web.asking import Page, Paging, Word
from newsledger.apps.web.forms import Form, inside, one
from newsledger.apps.web.known import Mentions
from newsledger.apps.web.render import page
from newsledger.apps.web.routes.mentions import fellows_of, find_mention
from newsledger.apps.web.sessions import keep_reviewer, reviewer_of, tidy_name
from newsledger.apps.web.site import State, site_of, snapshot_of
from newsledger.apps.web.twins import add_twins
from newsledger.errors import InputError
from newsledger.ledger.browse_lists import Listing, leads_back, read_cursor, write_cursor
from newsledger.ledger.browse_review import correct_mention, decide, next_open, progress
from newsledger.ledger.corrections import CORRECTABLE
from newsledger.ledger.reviews import standing
from newsledger.records import Document, to_row
from newsledger.records.verdict import Verdict
from newsledger.view.links import WEB
from newsledger.view.pages.mentions import marked_sentence, mention_card, why_table

router = APIRouter()

_LONGEST_NOTE = 2000


@router.get("/review", include_in_schema=False)
def review(request: Request, state: State, chosen: Mentions, paging: Page, done: Word = "") -> Response:
    """Show the next mention that nobody decided on."""
    following = next_open(state, chosen, after=paging.after)
    ready, total = progress(state, chosen)
    values: dict[str, Any] = {"mention": None, "document": None, "card": None, "why": None, "skip": None}
    if following:
        mention = find_mention(state, following["event_mention_id"])
        document = state.records(Document, "from documents where document_id = $id", {"id": mention.document_id})[0]
        values = {
            "mention": mention, "document": document, "card": mention_card(mention, links=WEB),
            "words": marked_sentence(mention), "why": why_table(mention), "fellows": fellows_of(state, mention),
            "skip": write_cursor(following["known_at"], mention.event_mention_id),
        }  # fmt: skip
    return page(
        request, "review.html", title="Review", ready=ready, total=total, done=done, correctable=CORRECTABLE,
        passed=bool(paging.after), **values,
    )  # fmt: skip


@router.post("/verdicts", include_in_schema=False)
async def write(request: Request, form: Form) -> Response:
    """Write a verdict, and go back to where it was given."""
    reviewer = tidy_name(one(form, "reviewer")) or reviewer_of(request)
    if not reviewer:
        raise InputError("nobody decides", hint="write your name beside the verdict; it is asked once")
    await run_in_threadpool(_written, request, form, reviewer)
    place = inside(one(form, "next"), "/review")
    found = RedirectResponse(place, status_code=303)
    keep_reviewer(found, reviewer)
    return found


def _written(request: Request, form: Mapping[str, list[str]], reviewer: str) -> int:
    browser, state = site_of(request).browser, snapshot_of(request)
    note = one(form, "note")[:_LONGEST_NOTE] or None
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    kind, ids = one(form, "kind"), _chosen(form)
    with browser.writing:
        if kind == "correct":
            return correct_mention(
                browser.ledger, state, ids[0] if ids else "", field=one(form, "field"), value=one(form, "value"),
                reviewer=reviewer, decided_at=now, note=note,
            )  # fmt: skip
        return decide(browser.ledger, state, kind, ids, reviewer=reviewer, decided_at=now, note=note)


def _chosen(form: Mapping[str, list[str]]) -> list[str]:
    """Return what was ticked and typed; beside what was typed alone stands the event whose page sent it."""
    ticked, typed = [name.strip() for name in form.get("id", []) if name.strip()], one(form, "with")
    return [*(ticked or [one(form, "event")]), typed] if typed else ticked


def _listing(state: State, paging: Page) -> Listing:
    """Verdicts are few: they are held in memory, newest first; a cursor names one of them, as in other lists."""
    stand = standing(state.verdicts)
    rows = [to_row(v) | {"stands": v.verdict_id in stand} for v in reversed(state.verdicts)]
    begin, end = _stretch([v.verdict_id for v in reversed(state.verdicts)], paging)
    following = write_cursor("", rows[end - 1]["verdict_id"]) if end < len(rows) else None
    before = write_cursor("", rows[begin]["verdict_id"], back=True) if begin else None
    columns = (*(f.name for f in fields(Verdict)), "stands")
    return Listing(tuple(rows[begin:end]), len(rows), following, before, columns)


def _stretch(ids: list[str], paging: Paging) -> tuple[int, int]:
    """Return where a page begins and ends among all verdicts.

    Raises:
        InputError: Its cursor names none of them.
    """
    if not paging.after:
        return 0, min(paging.limit, len(ids))
    _, name = read_cursor(paging.after)
    if name not in ids:
        raise InputError("the page to go on from cannot be read", hint="begin at the first page")
    place = ids.index(name)
    if leads_back(paging.after):
        return max(0, place - paging.limit), place
    return place + 1, min(place + 1 + paging.limit, len(ids))


@router.get("/verdicts", include_in_schema=False)
def verdicts(request: Request, found: Annotated[Listing, Depends(_listing)]) -> Response:
    """List what was decided, newest first."""
    return page(request, "verdicts.html", title="Verdicts", found=found, following=next_address(request, found))


add_twins(router, "/verdicts", listing=_listing, model=Verdict, what="verdicts, newest first")
