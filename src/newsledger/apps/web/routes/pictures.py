"""Pictures of the whole ledger or of a part: timeline, dyads, network, map, and the page of a country."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsledger.apps.web.answers import as_json, rows_csv
from newsledger.apps.web.asking import Day, Word, day_asked
from newsledger.apps.web.known import Events
from newsledger.apps.web.render import page
from newsledger.apps.web.site import State
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_counts import codes_met, dyad_counts, event_months, fills, map_points, network_edges
from newsledger.ledger.browse_filters import Where
from newsledger.ledger.browse_lists import EVENTS, EventFilter, events_where, page_of
from newsledger.records import Event, from_row
from newsledger.view.draw.dyads import dyad_of, dyad_view
from newsledger.view.draw.network import Edge, network
from newsledger.view.draw.sparks import months_of
from newsledger.view.draw.timeline import timeline
from newsledger.view.draw.worldmap import Fill, Point, event_map
from newsledger.view.links import WEB
from newsledger.view.names import name_of
from newsledger.view.pages.events import event_table

router = APIRouter(include_in_schema=False)

_DRAWN = 240
"""Events of a timeline: those with the most sources."""
_OF_A_COUNTRY = 120
_OF_A_DYAD = 5000
_LISTED, _ALL = 200, 100_000
"""Pairs that the page shows, and that its twins give."""
_PAIR = ("one", "other", "events", "quad_1", "quad_2", "quad_3", "quad_4")


def _events(state: Snapshot, where: Where, most: int, order: str = "sources") -> tuple[list[Event], int]:
    found = page_of(state, EVENTS[order], where, after=None, limit=most)
    return [from_row(Event, row) for row in found.rows], found.total


@router.get("/timeline")
def timeline_page(request: Request, state: State, chosen: Events) -> Response:
    """Draw events along time."""
    where = events_where(chosen)
    drawn, total = _events(state, where, _DRAWN)
    return page(
        request, "timeline.html", title="Timeline", chosen=chosen, picture=timeline(drawn, links=WEB),
        by_month=months_of(event_months(state, where)), drawn=len(drawn), total=total,
    )  # fmt: skip


@router.get("/dyads")
def dyads(request: Request, state: State, one: Word = "", other: Word = "", q: Word = "") -> Response:
    """List pairs of parties, those with the most events first."""
    if one.strip() and other.strip():
        return RedirectResponse(f"/dyads/{_code(one)}/{_code(other)}", status_code=303)
    among = _among(state, q)
    rows, total = state.kept(("dyads", among), lambda: dyad_counts(state, among=among, most=_LISTED))
    return page(request, "dyads.html", title="Dyads", rows=rows, total=total, codes=_codes(state))


def _codes(state: Snapshot) -> list[str]:
    return state.kept("codes met", lambda: codes_met(state))


def _among(state: Snapshot, q: str) -> tuple[str, ...] | None:
    """Return the codes whose own letters or names have some words, None without any."""
    wanted = q.strip().lower()
    found = (c for c in _codes(state) if any(wanted in told.lower() for told in (c, name_of(c))))
    return tuple(found) if wanted else None


@router.get("/dyads.json")
def dyads_json(request: Request, state: State, q: Word = "") -> Response:
    """List pairs of parties."""
    rows, total = dyad_counts(state, among=_among(state, q), most=_ALL)
    return as_json(request, {"items": rows, "total": total})


@router.get("/dyads.csv")
def dyads_csv(request: Request, state: State, q: Word = "") -> Response:
    """List pairs of parties as CSV."""
    rows, _ = dyad_counts(state, among=_among(state, q), most=_ALL)
    return rows_csv(request, _PAIR, ([r[c] for c in _PAIR] for r in rows), "dyads")


@router.get("/dyads/{one}/{other}")
def dyad(
    request: Request, state: State, one: str, other: str,
    step: Literal["month", "week"] = "month", clock: Literal["event", "report"] = "event",
) -> Response:  # fmt: skip
    """Show what two parties did to each other over time."""
    one, other = one.upper(), other.upper()
    where = events_where(EventFilter(party=(one, other) if one != other else (one,)))
    drawn, total = _events(state, where, _OF_A_DYAD, "newest")
    between = [e for e in drawn if _meet(e, one, other)]
    shown = sorted(between, key=lambda e: (-e.independent_count, -e.document_count, e.event_id))[:40]
    return page(
        request, "dyad.html", title=f"{name_of(one)} and {name_of(other)}", one=one, other=other, step=step,
        clock=clock,
        picture=dyad_view(dyad_of(between, one, other, step=step, clock=clock), links=WEB), total=len(between),
        table=event_table(shown, links=WEB, total=len(between)), cut=total > _OF_A_DYAD,
    )  # fmt: skip


def _meet(event: Event, one: str, other: str) -> bool:
    """Tell whether an event is between two: one acts on the other, or both act together."""
    if event.recipients:
        return (one in event.actors and other in event.recipients) or (
            other in event.actors and one in event.recipients
        )
    return one in event.actors and other in event.actors


@router.get("/network")
def network_page(
    request: Request, state: State, chosen: Events, least: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """Draw who acts on whom."""
    edges = [Edge(**row) for row in network_edges(state, events_where(chosen), least)]
    return page(request, "network.html", title="Network", chosen=chosen, least=least, picture=network(edges, links=WEB))


@router.get("/map")
def map_page(request: Request, state: State, chosen: Events) -> Response:
    """Draw where events happened, and how each country's events scored."""
    where = events_where(chosen)
    points = [Point(**row) for row in map_points(state, where)]
    coloured = [Fill(**row) for row in fills(state, where)]
    return page(request, "map.html", title="Map", chosen=chosen, picture=event_map(points, coloured, links=WEB))


@router.get("/countries/{code}")
def country(request: Request, state: State, code: str, since: Day = "", until: Day = "") -> Response:
    """Show what a country or organisation takes part in."""
    code = code.upper()
    where = events_where(EventFilter(party=(code,), since=day_asked(since), until=day_asked(until)))
    drawn, total = _events(state, where, _OF_A_COUNTRY)
    partners, _ = dyad_counts(state, code, most=12)
    return page(
        request, "country.html", title=name_of(code), code=code, total=total, partners=partners,
        by_month=months_of(event_months(state, where)), table=event_table(drawn[:40], links=WEB, total=total),
        picture=timeline(drawn, links=WEB), drawn=len(drawn),
    )  # fmt: skip


def _code(text: str) -> str:
    from urllib.parse import quote

    return quote(text.strip()[:40], safe="")
