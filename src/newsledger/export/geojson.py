"""GeoJSON (RFC 7946): one point feature an event, longitude before latitude, WGS 84, one feature a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsledger.export.merged import Merged
from newsledger.export.naming import party_name
from newsledger.export.rows import json_line
from newsledger.export.settings import Settings
from newsledger.ontology.crosswalks import goldstein
from newsledger.records import Party, Place


def lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield a FeatureCollection; an event without a point on the map is left out and counted."""
    yield '{"type":"FeatureCollection","features":[\n'
    comma = ""
    for event in events:
        place = event.place
        if place is None or place.latitude is None or place.longitude is None:
            settings.notes["events left out because the text gives no place with a point"] += 1
            continue
        yield comma + json_line(_feature(event, place, settings)).rstrip("\n")
        comma = ",\n"
    yield "\n]}\n"


def _feature(event: Merged, place: Place, settings: Settings) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": event.event_id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": _properties(event, place, settings),
    }


def _properties(event: Merged, place: Place, settings: Settings) -> dict[str, Any]:
    sample, lead, when = event.sample, event.lead.mention, event.when(report_day=settings.report_day)
    killed = event.count("killed")
    return {
        "event_type": event.event_type,
        "event_mode": sample.event_mode,
        "cameo_code": sample.cameo_code,
        "quad_code": sample.quad_code,
        "intensity": sample.intensity,
        "goldstein": goldstein(sample.cameo_code),
        "actors": [_party(p) for p in lead.actors],
        "recipients": [_party(p) for p in lead.recipients],
        "earliest": when.first,
        "latest": when.last,
        "date_is_of_report": when.of_report,
        "place": place.name,
        "country": place.country,
        "place_granularity": place.granularity,
        "geonames_id": place.geonames_id,
        "killed_low": killed[0] if killed else None,
        "killed_high": killed[1] if killed else None,
        "mentions": len(event.reports),
        "independent_sources": event.source_count,
        "publishers": sorted({r.publisher for r in event.reports if r.publisher}),
        "urls": sorted({r.url for r in event.reports if r.url}),
        "text": lead.text,
    }


def _party(party: Party) -> dict[str, Any]:
    return {"name": party_name(party), "country": party.country, "sector": party.sector}
