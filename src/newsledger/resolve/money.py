"""Whose money an event tells of: "20 million pounds" are Egypt's where Egypt pays them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from newsledger.extract.quantity.whose import currency_in
from newsledger.records import EventMention, Party, Quantity
from newsledger.resolve.unnamed import Plays


def with_own_currencies(mention: EventMention, plays: Plays) -> EventMention:
    """Return a mention whose amounts of money are in the currency of those whom it tells of.

    Args:
        mention: A mention with its parties and place resolved.
        plays: Gives the country where the story plays, seen from an offset, or None, and the reason.
    """
    if not any(q.measures == "money" for q in mention.quantities):
        return mention
    return replace(mention, quantities=tuple(_in_own(q, mention, plays) for q in mention.quantities))


def _in_own(quantity: Quantity, mention: EventMention, plays: Plays) -> Quantity:
    """Take the currency of the first who have one of that name; where two of them differ it stays as it is."""
    for countries in _countries(mention, plays):
        codes = {currency_in(quantity, country) for country in countries} - {None}
        if codes:
            return replace(quantity, unit=codes.pop()) if len(codes) == 1 else quantity
    return quantity


def _countries(mention: EventMention, plays: Plays) -> Iterator[list[str]]:
    """Who acts, then where, then on whom, then where the story plays."""
    yield _of(mention.actors)
    yield [mention.place.country] if mention.place and mention.place.country else []
    yield _of(mention.recipients)
    story, _ = plays(mention.trigger.start)
    yield [story] if story else []


def _of(parties: Iterable[Party]) -> list[str]:
    return [party.country for party in parties if party.country]
