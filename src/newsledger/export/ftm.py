"""FollowTheMoney entities (followthemoney.tech), one JSON object a line: events, who took part, and the articles.

An ``Event`` names its parties in ``involved`` (the side that acts, as far as a side is told, in ``organizer`` as well)
and its pages in ``proof``. Every entity is written once. ``country`` holds followthemoney's own codes, the
only ones that it takes as valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newsledger.export.countries import country
from newsledger.export.dyads import party_key
from newsledger.export.merged import Merged, Report
from newsledger.export.naming import party_name
from newsledger.export.rows import json_line
from newsledger.export.settings import Settings
from newsledger.ontology import load
from newsledger.records import Party, content_id

_PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_ORGANISED = frozenset({"REB", "PTY", "PRM", "BUS", "MED", "LAB"})
_BODIES = frozenset({"UNO", "EUR", "IGO"})
_OTHER_BODIES = frozenset({"NGO", "ISM", "IMG", "MNC"})


def lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield each article and party before the first event that names it."""
    written: set[str] = set()
    for event in events:
        sides = (*event.lead.mention.actors, *event.lead.mention.recipients)
        if unknown := len(sides) - len(_known(sides)):
            settings.notes["parties left out because they have neither a name nor a country"] += unknown
        entities = [_article(r) for r in event.reports]
        entities += map(_party, _known(sides))
        entities.append(_event(event, settings))
        for entity in entities:
            if entity["id"] not in written:
                written.add(entity["id"])
                yield json_line(entity)


def _entity(entity_id: str, schema: str, **properties: Iterable[str | None]) -> dict[str, Any]:
    kept = {name: [v for v in dict.fromkeys(values) if v] for name, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _article(report: Report) -> dict[str, Any]:
    mention = report.mention
    title = report.title or mention.external_id or mention.document_id
    return _entity(
        mention.document_id,
        "Article",
        title=[report.title],
        name=[report.title],
        fileName=[title],
        publisher=[report.publisher],
        sourceUrl=[report.url if (report.url or "").startswith(("http://", "https://")) else None],
        publishedAt=[(mention.document_creation_time or "")[:10]],
    )


def _known(parties: Sequence[Party]) -> list[Party]:
    """Return the parties that can be told from others: "gunmen" of nowhere would be one entity in all events."""
    return [p for p in parties if p.name or p.country]


def _party_id(party: Party) -> str:
    """Return an id; a state is one entity, whether a sentence names it or its name follows from the code."""
    name, state = party_name(party) or "", country(party.country)
    actor_id = f"country:{state.iso3}:{state.name}" if state and name == state.name else party.actor_id
    return content_id("p", actor_id or "", name.lower(), *party_key(party)[:2])


def _party(party: Party) -> dict[str, Any]:
    state = country(party.country)
    sectors = [load().sector(s).label for s in party.sectors]
    return _entity(
        _party_id(party),
        _schema(party),
        name=[party_name(party)],
        country=[state.ftm if state else None],
        sector=sectors,
    )


def _schema(party: Party) -> str:
    """Return the narrowest schema that is sure: a person only where the knowledge base knows one."""
    if (party.actor_id or "").startswith("person:"):
        return "Person"
    if party.country in _BODIES or party.sector in _PUBLIC:
        return "PublicBody"
    if party.country in _OTHER_BODIES or party.sector in _ORGANISED:
        return "Organization"
    return "LegalEntity"


def _event(event: Merged, settings: Settings) -> dict[str, Any]:
    sample, lead, place = event.sample, event.lead.mention, event.place
    when = event.when(report_day=settings.report_day)
    state = country(place.country) if place else None
    label = load().event_type(event.event_type).label
    sides = [party_name(p) or "" for p in (*lead.actors, *lead.recipients)]
    return _entity(
        event.event_id,
        "Event",
        name=[f"{label}: {' – '.join(s for s in dict.fromkeys(sides) if s)}" if any(sides) else label],
        date=[when.day],
        startDate=[when.first if not when.day else None],
        endDate=[when.last if not when.day else None],
        location=[place.name if place else None],
        country=[state.ftm if state else None],
        organizer=[_party_id(p) for p in _known(lead.actors) if lead.recipients],
        involved=[_party_id(p) for p in _known((*lead.actors, *lead.recipients))],
        proof=sorted({m.document_id for m in event.mentions}),
        description=[m.text for m in event.mentions][:5],
        keywords=[event.event_type, sample.event_mode, f"CAMEO {sample.cameo_code}" if sample.cameo_code else None],
        publisher=sorted({r.publisher for r in event.reports if r.publisher}),
        summary=[lead.text],
    )
