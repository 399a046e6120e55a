"""A coded event as the scorer compares it, from a gold row or from an event mention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsledger.records import Attribution, EventMention, Party

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """A party: its code, sector and words; ``span`` is None for one that the sentence does not name."""

    country: str | None
    sector: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Coded:
    """One event; spans are offsets into the document's text.

    Attributes:
        type: Event type.
        mode: Mode, or None.
        auxiliary: Auxiliary modes.
        trigger: The words that carry it, or None when they cannot be found.
        actors: Parties that act.
        recipients: Parties that are acted on.
        when: TIMEX3 value, or None.
        where: Country of the place, or None.
        quantities: Numbers; of a range that was coded both ends.
        sources: Words of the sources that it rests on.
        confidence: Of a coded event, else None.
    """

    type: str
    mode: str | None
    auxiliary: frozenset[str]
    trigger: Span | None
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    when: str | None
    where: str | None
    quantities: frozenset[float]
    sources: tuple[Span | None, ...]
    confidence: float | None = None


def from_mention(mention: EventMention, *, own: bool = False) -> Coded | None:
    """Return a mention to be scored.

    Args:
        mention: The mention.
        own: Compare the codes of the user's own codebook; a mention without one gives None.
    """
    if own and mention.own_type is None:
        return None
    ends = [n for q in mention.quantities for n in (q.low, q.high) if n is not None]
    return Coded(
        type=str(mention.own_type) if own else mention.event_type,
        mode=mention.own_mode if own else mention.event_mode,
        auxiliary=frozenset(mention.auxiliary),
        trigger=(mention.trigger.start, mention.trigger.end),
        actors=tuple(_side(p) for p in mention.actors),
        recipients=tuple(_side(p) for p in mention.recipients),
        when=mention.time.value if mention.time else None,
        where=mention.place.country if mention.place else None,
        quantities=frozenset(map(float, ends)),
        sources=tuple(_source(a) for a in mention.attributions),
        confidence=mention.confidence,
    )


def _side(party: Party) -> Side:
    span = None if party.start is None or party.end is None else (party.start, party.end)
    return Side(party.country, party.sector, span)


def _source(attribution: Attribution) -> Span:
    return attribution.start, attribution.end


def from_gold(event: Mapping[str, Any], sources: Sequence[Mapping[str, Any]], text: str, start: int) -> Coded:
    """Return an event of a gold row.

    Args:
        event: The event as ``newsledger verdict gold`` writes it; offsets may be missing.
        sources: The ``attribution`` of its row.
        text: The sentence.
        start: Where the sentence begins in the document.
    """
    told = [q.get("value") for q in event.get("quantity") or ()]
    time = (event.get("when") or {}).get("value")
    if time == "PRESENT" and "event_mention_id" in event:
        time = "PRESENT_REF"  # export/gold.py writes it so; read back it is what was coded
    return Coded(
        type=event["type"],
        mode=event.get("mode"),
        auxiliary=frozenset(event.get("aux") or ()),
        trigger=_span({**event, "text": event["trigger"]}, text, start),
        actors=tuple(_gold_side(p, text, start) for p in event.get("actor") or ()),
        recipients=tuple(_gold_side(p, text, start) for p in event.get("recipient") or ()),
        when=time,
        where=(event.get("where") or {}).get("country"),
        quantities=frozenset(float(n) for n in told if isinstance(n, int | float)),
        sources=tuple(_span(sources[n], text, start) for n in event.get("attributed_to") or ()),
    )


def _gold_side(party: Mapping[str, Any], text: str, start: int) -> Side:
    return Side(party.get("code"), party.get("sector"), _span(party, text, start))


def _span(row: Mapping[str, Any], text: str, start: int) -> Span | None:
    """The offsets of a row, or where its words first stand in the sentence."""
    if isinstance(row.get("start"), int) and isinstance(row.get("end"), int):
        return row["start"], row["end"]
    words = row.get("text")
    at = text.find(words) if words else -1
    return None if at < 0 else (start + at, start + at + len(words or ""))
