"""Which words of a document carry which field of which mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsledger.records import EventMention


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of text: offsets, the field that rests on it, and the mention."""

    start: int
    end: int
    field: str
    event_mention_id: str


def marks_of(mentions: Iterable[EventMention]) -> list[Mark]:
    """Return all marks of the mentions, in text order, longer ones first."""
    found = {mark for mention in mentions for mark in _marks(mention)}
    return sorted(found, key=lambda m: (m.start, -m.end, m.field, m.event_mention_id))


def _marks(mention: EventMention) -> Iterator[Mark]:
    def mark(start: int | None, end: int | None, field: str) -> Iterator[Mark]:
        if start is not None and end is not None:
            yield Mark(start, end, field, mention.event_mention_id)

    yield from mark(mention.trigger.start, mention.trigger.end, "trigger")
    for field, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
        for party in parties:
            yield from mark(party.start, party.end, field)
    for field, span in (("time", mention.time), ("place", mention.place)):
        if span is not None:
            yield from mark(span.start, span.end, field)
    for quantity in mention.quantities:
        yield from mark(quantity.start, quantity.end, "quantity")
    for source in mention.attributions:
        yield from mark(source.start, source.end, "source")
        if source.cue:
            yield from mark(source.cue.start, source.cue.end, "cue")
