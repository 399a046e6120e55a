"""What an address may ask for: a name or a value that does not exist is an error, never an empty answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request

from newsledger.apps.web.asking import event_filter, mention_filter
from newsledger.apps.web.guard import DATA
from newsledger.apps.web.site import State
from newsledger.errors import OntologyError
from newsledger.export import known_codes, known_types
from newsledger.export.asked import known_regime, one_of
from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import MentionFilter
from newsledger.ledger.browse_lists import EventFilter
from newsledger.measures.register import load_register
from newsledger.ontology import load
from newsledger.records import ATTRIBUTION_KINDS, FACTUALITY_VALUES
from newsledger.records.event import STAGES
from newsledger.records.measure import EVERYONE

_VERDICTS = ("accepted", "rejected", "corrected", "open")
_ARTICLE = "article"


def refused(name: str, message: str) -> RequestValidationError:
    """Return the error of a value of an address."""
    return RequestValidationError([{"loc": ("query", name), "msg": message, "type": "unknown_value"}])


def only_known_names(request: Request) -> None:
    """Refuse an address of data with a field that its list does not have.

    Raises:
        RequestValidationError: It has one.
    """
    route = request.scope.get("route")
    if route is None or not request.url.path.endswith(DATA):
        return
    known = list(dict.fromkeys(_fields(route.dependant)))
    for name in request.query_params:
        if name not in known:
            raise refused(name, f"there is no such field; known: {', '.join(known) or 'none'}")


def _fields(dependant: Dependant) -> Iterator[str]:
    """Yield the names of the fields that a route, and what it depends on, reads from its address."""
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _fields(inner)


def known_values(name: str, values: Iterable[str], check: Callable[[tuple[str, ...]], Any]) -> None:
    """Hold the values of a field against what exists.

    Raises:
        RequestValidationError: One does not exist; the message has the hint.
    """
    for value in values:
        try:
            check((value,))
        except OntologyError as error:
            raise refused(name, "; ".join(filter(None, (str(error.args[0]), error.hint)))) from None


def party_codes(name: str, *values: str | None) -> None:
    """Hold codes of parties against the countries and organisations; a star is all countries."""
    known_values(name, (v for v in values if v and v != EVERYONE), known_codes)


def regime_known(state: Snapshot, regime: str) -> str:
    """Return the id of a regime of the register, or of a finding of this ledger, as it is written there."""
    rows = state.rows("select distinct regime_id from findings where regime_id is not null", {})
    known = {*load_register().regimes, *(row["regime_id"] for row in rows)}
    try:
        return known_regime(regime, known)
    except OntologyError as error:
        raise refused("regime", f"{error.args[0]}; {error.hint}") from None


def _types(state: Snapshot, values: Sequence[str]) -> None:
    plover = {kind.code for kind in load().types}
    known_values("type", (v for v in values if v not in plover and not _has(state, "event_type", v)), known_types)


def _has(state: Snapshot, column: str, value: str) -> bool:
    """Tell whether a value stands in this ledger: types and modes may be those of a codebook of one's own."""
    return bool(state.value(f"select 1 from event_mentions where {column} = $value limit 1", {"value": value}))


def _one_of(name: str, values: Sequence[str], known: Sequence[str]) -> None:
    known_values(name, values, lambda value: one_of(name, value[0], known))


def _mentions(state: State, chosen: Annotated[MentionFilter, Depends(mention_filter)]) -> MentionFilter:
    """Return the filter of the ledger table, its codes checked."""
    _types(state, chosen.type)
    modes = sorted({mode.code for kind in load().types for mode in kind.modes})
    _one_of("mode", [v for v in chosen.mode if v not in modes and not _has(state, "event_mode", v)], modes)
    for name in ("actor", "recipient", "party", "place"):
        party_codes(name, *getattr(chosen, name))
    _one_of("sector", chosen.sector, [sector.code for sector in load().sectors])
    _one_of("certainty", chosen.certainty, FACTUALITY_VALUES)
    _one_of("verdict", chosen.verdict, _VERDICTS)
    _one_of("word_of", chosen.word_of, (*ATTRIBUTION_KINDS, _ARTICLE))
    return chosen


def _events(state: State, chosen: Annotated[EventFilter, Depends(event_filter)]) -> EventFilter:
    """Return the filter of events, its codes checked."""
    _types(state, chosen.type)
    party_codes("party", *chosen.party)
    _one_of("stage", chosen.stage, STAGES)
    return chosen


Mentions = Annotated[MentionFilter, Depends(_mentions)]
Events = Annotated[EventFilter, Depends(_events)]
