"""PLOVER's own JSON exchange format (manual, chapter "Data Fields"), one record a mention.

``date`` is the event's date when the text gives one and null otherwise: the date of publication never stands in for it.
"""

from __future__ import annotations

from typing import Any

from newsledger.records import EventMention, Party, Place


def plover_record(mention: EventMention) -> dict[str, Any]:
    """Return a mention under PLOVER's field names; offsets and provenance stay in our own formats."""
    time = mention.time
    return {
        "id": mention.event_mention_id,
        "has_event": True,
        "date": time.earliest if time else None,
        "enddate": time.latest if time and time.latest != time.earliest else None,
        "actor": [_entity(p) for p in mention.actors],
        "recipient": [_entity(p) for p in mention.recipients],
        "event": [mention.event_type],
        "mode": [mention.event_mode] if mention.event_mode else [],
        "context": list(mention.contexts),
        "auxiliary_modes": list(mention.auxiliary),
        "quad_code": int(mention.quad_code),
        "event_scale": mention.intensity,
        "event_loc": _location(mention.place) if mention.place else None,
        "event_text": [mention.trigger.text],
        "text": mention.text,
        "link": mention.document_id,
    }


def _entity(party: Party) -> dict[str, Any]:
    return {
        "raw_text": party.text,
        "entity_name": party.name,
        "code": party.country,
        "sector_code": party.sector,
        "other_sector_codes": list(party.sectors[1:]),
    }


def _location(place: Place) -> dict[str, Any]:
    return {
        "raw_text": place.text,
        "name": place.name,
        "country_code": place.country,
        "geonameid": place.geonames_id,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
