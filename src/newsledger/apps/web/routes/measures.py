"""Measures on a day, tariff rates, and findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsledger.apps.web.answers import BAD, NOT_FOUND, as_json, next_address
from newsledger.apps.web.asking import Page, Word
from newsledger.apps.web.failures import NotFoundError
from newsledger.apps.web.ids import whole_id
from newsledger.apps.web.known import known_values, party_codes, regime_known
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.apps.web.twins import add_twins
from newsledger.errors import InputError
from newsledger.export.asked import one_of
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import Where
from newsledger.ledger.browse_lists import FINDINGS, MEASURES, Listing, page_of
from newsledger.ledger.schema import record_schema
from newsledger.measures.ask import exceptions, rate, select
from newsledger.measures.register import load_register
from newsledger.records import from_row, to_row
from newsledger.records.measure import MEASURE_KINDS, MeasureMention
from newsledger.records.rule import FINDING_BASES, Finding
from newsledger.view.draw.worldmap import measure_map
from newsledger.view.links import WEB
from newsledger.view.measures import UNDATED, day_words, exception_line
from newsledger.view.pages.findings import finding_list
from newsledger.view.pages.measures import measure_table, rate_answer

router = APIRouter()

_MOST = 300
DayOf = Annotated[str, Query(max_length=10, description="ISO day")]


def _reports(state: Snapshot) -> list[MeasureMention]:
    return state.kept(
        "reports", lambda: state.records(MeasureMention, "from measure_mentions order by measure_mention_id")
    )


def _day(text: str) -> str | None:
    """Return an ISO day, None for an empty field.

    Raises:
        InputError: It is no day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise InputError(f"{text!r} is no day", hint="write it as 2031-03-12") from None


def _newest(reports: list[MeasureMention]) -> str:
    """The day of the newest report: today's date never counts."""
    return max(((r.document_creation_time or "")[:10] for r in reports), default="") or UNDATED


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of measures: by the page and by its twin alike."""

    given: dict[str, str | None]
    reports: list[MeasureMention]
    day: str
    known: str | None


def _asked(
    state: State, issuer: Word = "", target: Word = "", kind: Word = "", on: DayOf = "", known_by: DayOf = ""
) -> _Asked:
    reports = _reports(state)
    given = {"issuer": issuer.strip().upper() or None, "target": target.strip().upper() or None, "kind": kind or None}
    party_codes("issuer", given["issuer"])
    party_codes("target", given["target"])
    known_values("kind", filter(None, [kind]), lambda value: one_of("kind of measure", value[0], MEASURE_KINDS))
    return _Asked(given, reports, _day(on) or _newest(reports), _day(known_by))


Asked = Annotated[_Asked, Depends(_asked)]


@router.get("/measures", include_in_schema=False)
def measures(request: Request, asked: Asked) -> Response:
    """Show the state of measures on a day."""
    states = select(asked.reports, **asked.given, on=asked.day, known=asked.known)
    apart = exceptions(asked.reports, **asked.given, known=asked.known)
    return page(
        request, "measures.html", title="Measures", on=asked.day, day=day_words(asked.day), undated=UNDATED,
        known_by=asked.known or "", given=asked.given,
        kinds=MEASURE_KINDS, table=measure_table(states[:_MOST], on=asked.day, links=WEB),
        picture=measure_map(states, on=asked.day, links=WEB), total=len(states),
        exceptions=[exception_line(e) for e in apart[:30]],
    )  # fmt: skip


def _listing(state: State, paging: Page) -> Listing:
    return page_of(state, MEASURES, Where("true", {}), after=paging.after, limit=paging.limit)


add_twins(
    router, "/measure-mentions", listing=_listing, model=MeasureMention, what="measures, as sentences report them",
    schema=record_schema(MeasureMention),
)  # fmt: skip


@router.get("/measures.json", response_model=dict[str, Any], responses=BAD)
def measures_json(request: Request, asked: Asked) -> Response:
    """Return the state of measures on a day."""
    found = select(asked.reports, **asked.given, on=asked.day, known=asked.known)
    return as_json(request, {"on": asked.day, "items": [to_row(s) for s in found]})


@router.get("/rate", include_in_schema=False)
def rate_page(
    request: Request,
    state: State,
    importer: Word = "",
    origin: Word = "",
    goods: Word = "",
    on: DayOf = "",
    known_by: DayOf = "",
) -> Response:
    """Tell a tariff rate between two states on a day."""
    reports = _reports(state)
    day, known = _day(on) or _newest(reports), _day(known_by)
    asked = importer.strip() and origin.strip()
    party_codes("importer", importer.strip())
    party_codes("origin", origin.strip())
    found = rate(
        reports, importer=importer.strip().upper(), origin=origin.strip().upper(), on=day, goods=goods.strip() or None,
        known=known,
    ) if asked else None  # fmt: skip
    codes = sorted({p.country for r in reports for p in (*r.issuers, *r.targets) if p.country and p.country.isalpha()})
    return page(
        request, "rate.html", title="Tariff rate", on=day, undated=UNDATED, importer=importer, origin=origin,
        goods=goods, codes=codes,
        known_by=known or "", shown=rate_answer(found, links=WEB) if found else None,
    )  # fmt: skip


@router.get("/rate.json", response_model=dict[str, Any], responses=BAD)
def rate_json(
    request: Request,
    state: State,
    importer: Annotated[str, Query(min_length=1, max_length=20)],
    origin: Annotated[str, Query(min_length=1, max_length=20)],
    goods: Word = "",
    on: DayOf = "",
    known_by: DayOf = "",
) -> Response:
    """Return a tariff rate between two states on a day, with the measures behind it."""
    party_codes("importer", importer)
    party_codes("origin", origin)
    reports = _reports(state)
    found = rate(
        reports, importer=importer.strip().upper(), origin=origin.strip().upper(), on=_day(on) or _newest(reports),
        goods=goods.strip() or None, known=_day(known_by),
    )  # fmt: skip
    return as_json(request, to_row(found))


def _findings_where(state: State, basis: Literal["", "text", "register"] = "", regime: Word = "") -> Where:
    parts: list[str] = []
    values: dict[str, Any] = {}
    chosen = regime_known(state, regime) if regime.strip() else ""
    for column, value in (("basis", basis), ("regime_id", chosen)):
        if value:
            parts.append(f"{column} = ${column}")
            values[column] = value
    return Where(" and ".join(parts) or "true", values)


def _findings(state: State, paging: Page, where: Annotated[Where, Depends(_findings_where)]) -> Listing:
    return page_of(state, FINDINGS, where, after=paging.after, limit=paging.limit)


@router.get("/findings", include_in_schema=False)
def findings(request: Request, found: Annotated[Listing, Depends(_findings)]) -> Response:
    """List leads: acts that, as told, fall under a rule."""
    rows = [from_row(Finding, row) for row in found.rows]
    return page(
        request, "findings.html", title="Findings", found=found, shown=finding_list(rows, links=WEB),
        bases=FINDING_BASES, regimes=[(r.regime_id, r.title) for r in load_register().regimes.values()],
        following=next_address(request, found),
    )  # fmt: skip


add_twins(router, "/findings", listing=_findings, model=Finding, what="leads", schema=record_schema(Finding))


@router.get("/findings/{finding_id}.json", response_model=Finding, responses=NOT_FOUND)
def finding_json(request: Request, state: State, finding_id: str) -> Response:
    """Return a lead, whole."""
    rows = state.rows("from findings where finding_id = $id", {"id": finding_id})
    if not rows:
        raise _missing(finding_id)
    return as_json(request, rows[0])


@router.get("/findings/{finding_id}", include_in_schema=False)
def finding(request: Request, state: State, finding_id: str) -> Response:
    """Show a lead: who says so, the rule, and each ground with its words."""
    if (whole := whole_id(state, "findings", "finding_id", finding_id)) != finding_id:
        return RedirectResponse(f"/findings/{quote(whole, safe='')}", status_code=303)
    found = state.records(Finding, "from findings where finding_id = $id", {"id": finding_id})
    if not found:
        raise _missing(finding_id)
    return page(
        request, "finding.html", title="A finding", finding=found[0], shown=finding_list(found, links=WEB, whole=True)
    )


def _missing(finding_id: str) -> NotFoundError:
    return NotFoundError(f"There is no finding {finding_id!r} in this ledger.", hint="the findings are listed there")
