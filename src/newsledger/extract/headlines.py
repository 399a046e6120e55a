"""A headline tells its story's first event in short: what the first sentence tells again is coded there, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsledger.reader.reading import SentenceReading
from newsledger.records import Article


def without_repeats(article: Article, readings: Sequence[SentenceReading]) -> list[SentenceReading]:
    """Drop from the lines above a story the events whose type its first sentence has too.

    The coding guide codes an event that is mentioned twice in one breath once, at its main mention. Sources stay.
    """
    lead = next((n for n, s in enumerate(article.sentences) if s.kind == "body"), None)
    told = {e.event_type for r in readings if r.sentence_index == lead for e in r.events}
    return [
        replace(r, events=tuple(e for e in r.events if e.event_type not in told))
        if lead is not None and r.sentence_index < lead
        else r
        for r in readings
    ]
