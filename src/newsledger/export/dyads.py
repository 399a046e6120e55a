"""From lists of parties to pairs: who did it to whom, one pair a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product

from newsledger.records import EventMention, Party

RECIPROCAL = frozenset({"AGREE", "ASSAULT", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"})
"""Types that several actors without a recipient do with or to each other (a meeting, a treaty, a clash, a ceasefire).
Of the other types, actors without a recipient act side by side: two unions that strike do not strike each other."""


@dataclass(frozen=True, slots=True)
class Dyad:
    """An actor and a recipient; either is None where the text names none."""

    actor: Party | None
    recipient: Party | None


def is_reciprocal(event_type: str, actors: Sequence[Party], recipients: Sequence[Party]) -> bool:
    """Tell whether the actors act with or on each other."""
    return event_type in RECIPROCAL and not recipients and len(actors) > 1


def dyads(mention: EventMention) -> list[Dyad]:
    """Return the pairs of a mention.

    A reciprocal event gives every pair in both directions, as CAMEO and its data sets code a meeting; compound actors
    and recipients give every combination. Parties that have the same codes and the same words give one pair.
    """
    actors, recipients = distinct(mention.actors), distinct(mention.recipients)
    if is_reciprocal(mention.event_type, actors, recipients):
        return [Dyad(a, b) for a, b in permutations(actors, 2)]
    nobody: list[Party | None] = [None]
    return [Dyad(a, b) for a, b in product(actors or nobody, recipients or nobody)]


def distinct(parties: Sequence[Party]) -> list[Party]:
    """Return parties, each key once, in their order."""
    return list({party_key(p): p for p in reversed(parties)}.values())[::-1]


def party_key(party: Party | None) -> tuple[str, str, str]:
    """Return what makes two mentions of a party the same: country, sector, and name or words where no country is."""
    if party is None:
        return "", "", ""
    named = "" if party.country else (party.name or party.text or "").lower()
    return party.country or "", party.sector or "", named
