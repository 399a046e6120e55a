"""Parties that a sentence leaves out because the sentence before has named them.

Where the reader says that a side is only named earlier, that side of the event before is taken over, with the reason.
On the coded training news this gives the coder's countries in three of four such cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from newsledger.records import EventMention, Party

Side = Literal["actors", "recipients"]


def fill_unnamed(mentions: Sequence[EventMention]) -> Iterator[EventMention]:
    """Yield the mentions of one article, in text order, with unnamed sides taken over from earlier events."""
    latest: dict[Side, tuple[Party, ...]] = {}
    for mention in mentions:
        filled = replace(
            mention,
            actors=_filled(mention.actors, latest.get("actors", ())),
            recipients=_filled(mention.recipients, latest.get("recipients", ())),
        )
        if any(p.country for p in filled.actors):
            latest["actors"] = filled.actors
        if any(p.country for p in filled.recipients):
            latest["recipients"] = filled.recipients
        yield filled


def _filled(side: tuple[Party, ...], before: tuple[Party, ...]) -> tuple[Party, ...]:
    if not before or not side or any(p.text is not None for p in side):
        return side
    coded = {(p.country, p.sector): p for p in before if p.country}
    return tuple(_taken_over(p) for p in coded.values())


def _taken_over(party: Party) -> Party:
    words = f"“{party.text}”" if party.text else party.country
    reason = f"not named in this sentence; taken over from the same side of the event before ({words})"
    return replace(party, text=None, start=None, end=None, reason=reason)
