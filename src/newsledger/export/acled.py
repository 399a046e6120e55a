"""A table in the shape of ACLED's (31 columns, CSV): the columns are ACLED's, the coding is not.

ACLED's rows are coded by people under ACLED's codebook. These are Newsledger's events put under the same headings, so
that scripts written for ACLED run; they are no ACLED data and must not be cited as such. Columns: ACLED codebook and
the guide to its 2023 changes. Actor1 and actor2 carry no direction.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from newsledger.export.countries import country
from newsledger.export.dates import When
from newsledger.export.dyads import distinct, is_reciprocal, party_key
from newsledger.export.merged import Merged
from newsledger.export.naming import party_name
from newsledger.export.numbers import stable_number
from newsledger.export.rows import csv_line
from newsledger.export.settings import Settings, clean
from newsledger.records import Party, Place

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)

_INTER = {
    "GOV": "State forces",
    "MIL": "State forces",
    "COP": "State forces",
    "JUD": "State forces",
    "LEG": "State forces",
    "SPY": "State forces",
    "REB": "Rebel group",
    "UAF": "Political militia",
    "PRM": "Political militia",
    "CRM": "Political militia",
}
_ARMED = frozenset({"State forces", "Rebel group", "Political militia"})
_WEEK, _MONTH = 7, 31


def lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield the header and a line for each event of the kinds that ACLED has."""
    yield csv_line(COLUMNS)
    for event in events:
        kind = _kind(event)
        if kind is None:
            settings.notes["events left out because ACLED has no such type"] += 1
        else:
            yield csv_line(clean(v) for v in _row(event, kind, settings))


@cache
def _types() -> dict[str, dict[str, tuple[str, str]]]:
    text = resources.files("newsledger.export").joinpath("acled.toml").read_text(encoding="utf-8")
    return {name: {mode: (k[0], k[1]) for mode, k in modes.items()} for name, modes in tomllib.loads(text).items()}


def _kind(event: Merged) -> tuple[str, str] | None:
    """Return event type and sub-event type, or None for what is out of ACLED's scope."""
    modes = _types().get(event.event_type, {})
    mode = event.sample.event_mode or ""
    if (not mode or mode not in modes) and "armed" in modes and _armed_both(event):
        return modes["armed"]
    return modes.get(mode, modes.get(""))


def _armed_both(event: Merged) -> bool:
    one, other = _sides(event)
    return bool(one) and bool(other) and _inter(one[0], event) in _ARMED and _inter(other[0], event) in _ARMED


def _sides(event: Merged) -> tuple[list[Party], list[Party]]:
    """Return both sides; of a reciprocal event the first party of other codes against the first, which the rest joins.

    Where all have the same codes (two rebel groups of one country), the second stands against the first. Actors of
    other events act side by side (police and soldiers who arrest), whether or not a recipient is named.
    """
    actors, recipients = distinct(event.lead.mention.actors), distinct(event.lead.mention.recipients)
    if not is_reciprocal(event.event_type, actors, recipients):
        return actors, recipients
    other = next((a for a in actors if party_key(a) != party_key(actors[0])), actors[1])
    return [a for a in actors if a is not other], [other]


def _inter(party: Party, event: Merged) -> str:
    """Return what kind of group ACLED would call a party."""
    if event.event_type == "PROTEST" and party in event.lead.mention.actors and party.sector not in _INTER:
        return "Rioters" if event.sample.event_mode in {"riot", "vandalize"} else "Protesters"
    if party.country and country(party.country) is None and party.sector not in {"REB", "CVL"}:
        return "External/Other forces"
    return _INTER.get(party.sector or "", "Civilians" if party.sector else "")


def _row(event: Merged, kind: tuple[str, str], settings: Settings) -> list[Any]:
    when = event.when(report_day=settings.report_day)
    precision = _time_precision(when)
    if precision is None:
        settings.notes["events without event_date, because the text does not give the month"] += 1
    day = when.middle if precision else None
    one, other = _sides(event)
    inters = [_inter(side[0], event) if side else "" for side in (one, other)]
    state = country(event.place.country) if event.place else None
    if state is None:
        settings.notes["events without a country, because the text names no place"] += 1
    targeted = inters[1] in {"Civilians", "Protesters"} and kind[0] not in {"Protests", "Strategic developments"}
    killed = event.count("killed")
    return [
        f"{state.iso3 if state else ''}{stable_number('acled', event.event_id)}",
        day,
        day[:4] if day else when.year,
        precision,
        _disorder(kind),
        *kind,
        *_names(one),
        inters[0],
        *_names(other),
        inters[1],
        "-".join(i for i in inters if i),
        "Civilian targeting" if targeted else None,
        int(state.numeric) if state and state.numeric else None,
        state.region if state else None,
        state.name if state else None,
        *_location(event.place),
        "; ".join(sorted({r.publisher for r in event.reports if r.publisher})),
        None,
        event.lead.mention.text,
        int(killed[0]) if killed else 0,
        _tags(event),
        _timestamp(event.reports[0].updated_at),
    ]


def _time_precision(when: When) -> int | None:
    """Return 1 for a day, 2 for at most a week, 3 for at most a month, None for anything longer."""
    if when.length is None:
        return None
    return next((n for n, days in ((1, 1), (2, _WEEK), (3, _MONTH)) if when.length <= days), None)


def _disorder(kind: tuple[str, str]) -> str:
    if kind[0] == "Protests":
        return "Demonstrations"
    if kind == ("Riots", "Violent demonstration"):
        return "Demonstrations"
    return "Strategic developments" if kind[0] == "Strategic developments" else "Political violence"


def _names(side: list[Party]) -> list[str | None]:
    """Return the name of the first party and those of its associates."""
    names = [_name(p) for p in side]
    return [names[0] if names else None, "; ".join(names[1:])]


def _name(party: Party) -> str:
    state = country(party.country)
    name = party_name(party) or ""
    return f"{name} ({state.name})" if state and state.name.lower() not in name.lower() else name


def _location(place: Place | None) -> list[Any]:
    """Return admin1 to admin3, location, latitude, longitude and geo_precision; a country alone is no location."""
    if place is None or place.granularity == "country":
        return [None] * 7
    region = place.granularity == "region"
    precision = None if place.latitude is None else 2 if region else 1
    return [place.name if region else None, None, None, place.name, place.latitude, place.longitude, precision]


def _tags(event: Merged) -> str | None:
    if event.event_type != "PROTEST":
        return None
    crowd = next((q.text for m in event.mentions for q in m.quantities if q.measures == "people"), "no report")
    return f"crowd size={crowd}"


def _timestamp(updated_at: str | None) -> int | None:
    """Return when the event was changed last in seconds since 1970, by which users keep a copy fresh."""
    if not updated_at:
        return None
    moment = datetime.fromisoformat(updated_at)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
