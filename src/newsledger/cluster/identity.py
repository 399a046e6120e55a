"""Event ids at coding time, when one document is all that is known.

Mentions of a document that tell of one event share an id. Where the text gives enough to tell the same event elsewhere
(type, mode, the codes of both sides, the day), the id is a hash of that, and so the same in other documents; the ledger
knows more, and its ids go before these (:mod:`newsledger.ledger.refresh`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from newsledger.cluster.grouping import group_all
from newsledger.cluster.merging import MentionSpace
from newsledger.cluster.profile import profile
from newsledger.records import EventMention, Party, content_id


def assign_events(mentions: Iterable[EventMention]) -> tuple[EventMention, ...]:
    """Return the mentions of one document with the id of the event that each reports."""
    told = tuple(mentions)
    by_id = {m.event_mention_id: m for m in told}
    home: dict[str, str] = {}
    for component in group_all([profile(m, {}) for m in by_id.values()], MentionSpace()):
        for group in component.groups:
            first = min((by_id[i] for i in group), key=lambda m: (m.trigger.start, m.event_mention_id))
            home.update(dict.fromkeys(group, provisional_id(first)))
    return tuple(replace(m, event_id=home[m.event_mention_id]) for m in told)


def provisional_id(mention: EventMention) -> str:
    """Return the id of the event that a mention is the first report of in its document."""
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
