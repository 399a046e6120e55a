"""The questions of addresses: filters, pages and limits, checked and with an empty field of a form left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query
from starlette.requests import Request

from newsledger.errors import InputError
from newsledger.ledger.browse_filters import MentionFilter
from newsledger.ledger.browse_lists import EventFilter

_DAY = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"
_CLOCK = r"([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+ ]00:00)?)?"
_INSTANT = rf"\d{{4}}-\d{{2}}(-\d{{2}}{_CLOCK})?"

Word = Annotated[str, Query(max_length=200)]
Words = Annotated[list[Annotated[str, Query(max_length=200)]], Query(max_length=60)]
Day = Annotated[str, Query(pattern=_DAY, description="ISO day, month or year")]
Instant = Annotated[str, Query(pattern=rf"^({_INSTANT})?$", description="ISO 8601 instant in UTC")]
Moment = Annotated[
    str, Query(pattern=rf"^(\d{{1,12}}|{_INSTANT})?$", description="ISO 8601 instant in UTC, or version of the ledger")
]
Order = Literal["newest", "oldest", "updated"]


def _several(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.strip() for v in values if v.strip()))


def _codes(values: list[str]) -> tuple[str, ...]:
    """Return codes as the codebook writes them."""
    return _several([v.upper() for v in values])


def day_asked(text: str) -> str | None:
    """Return an ISO day, month or year, None for an empty text.

    Raises:
        InputError: There is no such day.
    """
    try:
        date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        raise InputError(f"there is no day {text!r}", hint="such as 2031-03-12, 2031-03 or 2031") from None
    return text or None


def _moment(text: str) -> str | None:
    """Return an instant as the ledger writes it, without its offset of zero, so that texts compare as instants do.

    Raises:
        InputError: There is no such day or time.
    """
    instant(text)
    return _written(text)


def _moment_or_version(text: str) -> str | None:
    return text.strip() if text.strip().isdecimal() else _moment(text)


def _written(text: str) -> str | None:
    return re.sub(r"(Z|[+ ]00:00)$", "", text.strip()).replace(" ", "T") or None


def instant(text: str) -> datetime | None:
    """Return an instant in UTC, None for an empty text.

    Raises:
        InputError: There is no such day or time.
    """
    told = _written(text)
    try:
        return datetime.fromisoformat(told + "2000-01-01"[len(told) :]).replace(tzinfo=UTC) if told else None
    except ValueError:
        raise InputError(f"there is no instant {text!r}", hint="such as 2031-03-12T10:00:00Z") from None


def mention_filter(
    *,
    type: Words = [],  # noqa: A002, B006 - FastAPI reads names and defaults
    mode: Words = [],  # noqa: B006
    actor: Words = [],  # noqa: B006
    recipient: Words = [],  # noqa: B006
    party: Words = [],  # noqa: B006
    sector: Words = [],  # noqa: B006
    quad: Words = [],  # noqa: B006
    publisher: Words = [],  # noqa: B006
    word_of: Words = [],  # noqa: B006
    certainty: Words = [],  # noqa: B006
    verdict: Words = [],  # noqa: B006
    place: Words = [],  # noqa: B006
    since: Day = "",
    until: Day = "",
    updated_since: Instant = "",
    document: Word = "",
    event: Word = "",
    q: Word = "",
) -> MentionFilter:
    """Return the filter of the ledger table that an address asks for."""
    return MentionFilter(
        type=_codes(type), mode=_several(mode), actor=_codes(actor), recipient=_codes(recipient),
        party=_codes(party), sector=_codes(sector), quad=_several(quad), publisher=_several(publisher),
        word_of=_several(word_of), certainty=_codes(certainty), verdict=_several(verdict), place=_codes(place),
        since=day_asked(since), until=day_asked(until), updated_since=_moment(updated_since),
        document=document.strip() or None, event=event.strip() or None, q=q.strip() or None,
    )  # fmt: skip


def event_filter(
    *,
    type: Words = [],  # noqa: A002, B006
    party: Words = [],  # noqa: B006
    stage: Words = [],  # noqa: B006
    since: Day = "",
    until: Day = "",
    updated_since: Moment = "",
    sources: Annotated[int, Query(ge=1, le=1000)] = 1,
    differing: bool = False,
    unnamed: bool = False,
    q: Word = "",
) -> EventFilter:
    """Return the filter of events that an address asks for."""
    return EventFilter(
        type=_codes(type), party=_codes(party), stage=_several(stage), since=day_asked(since), until=day_asked(until),
        updated_since=_moment_or_version(updated_since), sources=sources, differing=differing, unnamed=unnamed,
        q=q.strip() or None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of a list begins, and how many rows it has."""

    after: str | None
    limit: int


def paging(
    after: Annotated[str, Query(max_length=2000, description="Cursor that the page before gave as `next`")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> Paging:
    """Return the page of a list that an address asks for."""
    return Paging(after or None, limit)


Page = Annotated[Paging, Depends(paging)]


def address(request: Request, *, path: str | None = None, **changes: str | int | None) -> str:
    """Return the address of a request with some of its values changed; None takes one away, empty ones go."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in changes and v != ""]
    given = [(k, str(v)) for k, v in changes.items() if v is not None]
    query = urlencode(kept + given, errors="replace")
    return (path or request.url.path) + (f"?{query}" if query else "")


def toggled(request: Request, name: str, value: str) -> str:
    """Return the address with one value of a field added, or taken away when it is there; at the first page."""
    items = [(k, v) for k, v in request.query_params.multi_items() if k != "after" and v != ""]
    changed = [i for i in items if i != (name, value)] if (name, value) in items else [*items, (name, value)]
    query = urlencode(changed, errors="replace")
    return request.url.path + (f"?{query}" if query else "")
