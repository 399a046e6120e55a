"""A mention as a few short cells, for tables that people read."""

from __future__ import annotations

from collections.abc import Sequence

from newsledger.records import Attribution, EventMention, Party, Quantity

COLUMNS = ("event", "actor", "recipient", "when", "where", "how much", "on whose word", "sure", "words", "id")


def cells(mention: EventMention) -> tuple[str, ...]:
    """Return the cells of a mention, in the order of :data:`COLUMNS`; an empty cell is a field that the text lacks."""
    return (
        event_cell(mention),
        parties_cell(mention.actors),
        parties_cell(mention.recipients),
        when_cell(mention),
        where_cell(mention),
        ", ".join(quantity_cell(q) for q in mention.quantities),
        " < ".join(source_cell(a) for a in mention.attributions) or "the article",
        mention.factuality,
        mention.trigger.text,
        mention.event_mention_id,
    )


def event_cell(mention: EventMention) -> str:
    """Return type, mode and auxiliary modes, as in ``SANCTION/discontinue (future)``, a code of one's own first."""
    code = f"{mention.event_type}/{mention.event_mode}" if mention.event_mode else mention.event_type
    if mention.own_type:
        code = f"{'/'.join(filter(None, (mention.own_type, mention.own_mode)))} · {code}"
    return f"{code} ({', '.join(mention.auxiliary)})" if mention.auxiliary else code


def party_cell(party: Party) -> str:
    """Return words and codes of a party."""
    codes = ".".join(filter(None, (party.country, party.sector)))
    words = party.text or "(not named here)"
    return f"{words} [{codes}]" if codes else words


def parties_cell(parties: Sequence[Party]) -> str:
    """Return the parties of one side."""
    return "; ".join(party_cell(p) for p in parties)


def when_cell(mention: EventMention) -> str:
    """Return the time with its words; an open value says so."""
    time = mention.time
    if time is None:
        return ""
    return f"{time.value} ({time.text})" if time.value else f"open ({time.text})"


def where_cell(mention: EventMention) -> str:
    """Return the place with its country."""
    place = mention.place
    if place is None:
        return ""
    return f"{place.text} [{place.country}]" if place.country else place.text


def quantity_cell(quantity: Quantity) -> str:
    """Return the words of a quantity and what it measures."""
    return f"{quantity.text} ({quantity.measures})" if quantity.measures else quantity.text


def source_cell(source: Attribution) -> str:
    """Return the words of a source, with the way it is named."""
    return f"{source.text} (unnamed)" if source.anonymous else source.text
