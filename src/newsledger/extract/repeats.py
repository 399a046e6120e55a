"""What is told twice in one breath is coded once, at its main mention (coding guide)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsledger.reader.reading import RawEvent, SentenceReading
from newsledger.records import Article

_ANNOUNCING = re.compile(r"(?:announc|declar|unveil|decree|order|impos)", re.IGNORECASE)
_ACTS = frozenset({"SANCTION", "COERCE", "MOBILIZE"})
"""Acts that stand as they are when they are announced; of 29 announcements that the coded news takes for AGREE, one
has such an act beside it."""


def without_repeats(text: str, article: Article, readings: Sequence[SentenceReading]) -> list[SentenceReading]:
    """Drop events that their story tells again in the same breath; sources stay.

    - A headline tells its story's first event in short: an event of the lines above a story goes when the first
      sentence has one of its type.
    - "Announced a tariff" is the tariff: AGREE on an announcing verb goes when the announced act follows.

    Args:
        text: Text of the document.
        article: The story.
        readings: What the reader saw in its sentences.
    """
    lead = next((n for n, s in enumerate(article.sentences) if s.kind == "body"), None)
    told = {e.event_type for r in readings if r.sentence_index == lead for e in r.events}
    kept = []
    for reading in readings:
        above = lead is not None and reading.sentence_index < lead
        events = [
            e
            for e in reading.events
            if not (above and e.event_type in told) and not _announces(text, e, reading.events)
        ]
        kept.append(replace(reading, events=tuple(events)))
    return kept


def _announces(text: str, event: RawEvent, others: Sequence[RawEvent]) -> bool:
    words = text[event.trigger.start : event.trigger.end]
    if event.event_type != "AGREE" or not _ANNOUNCING.match(words):
        return False
    return any(o.event_type in _ACTS and o.trigger.start > event.trigger.start for o in others)
