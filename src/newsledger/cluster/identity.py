"""The first rule of sameness: equal type, mode, parties and day make one event.

A mention whose day is unknown, or one of whose sides has no code, is an event of its own within its document: rows are
merged only where the text gives enough to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from newsledger.records import EventMention, Party, content_id


def assign_events(mentions: Iterable[EventMention]) -> tuple[EventMention, ...]:
    """Return the mentions with the id of the event that each reports."""
    return tuple(replace(m, event_id=event_id(m)) for m in mentions)


def event_id(mention: EventMention) -> str:
    """Return the id of the mention's event: a content hash of what makes it the same event elsewhere."""
    actors, recipients = _side(mention.actors), _side(mention.recipients)
    day = mention.time.earliest if mention.time and mention.time.granularity == "day" else None
    place = mention.place.country if mention.place else None
    certain = mention.factuality == "CT+"
    if day and certain and actors and recipients is not None and (recipients or place):
        return content_id("e", mention.event_type, mention.event_mode, actors, recipients, day, place)
    return content_id("e", mention.event_mention_id)


def _side(parties: Sequence[Party]) -> list[str] | None:
    """Return the sorted codes of a side, or None when one of its parties has none."""
    if any(p.country is None for p in parties):
        return None
    return sorted({f"{p.country}.{p.sector or ''}" for p in parties})
