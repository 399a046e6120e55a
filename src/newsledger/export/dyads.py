"""From lists of parties to pairs: who did it to whom, one pair a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product

from newsledger.export.naming import own_words
from newsledger.records import EventMention, Party

RECIPROCAL = frozenset({"AGREE", "ASSAULT", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"})
"""Types that several actors without a recipient do with or to each other (a meeting, a treaty, a clash, a ceasefire).
Of the other types, actors without a recipient act side by side: two unions that strike do not strike each other."""


@dataclass(frozen=True, slots=True)
class Dyad:
    """An actor and a recipient; either is None where the text names none.

    ``apart`` has their words where an earlier pair of the mention has the same :func:`party_key` on both sides (two
    ministers of one state with a third): a number made of the keys alone would be that of the earlier pair.
    """

    actor: Party | None
    recipient: Party | None
    apart: tuple[str, ...] = ()


def is_reciprocal(event_type: str, actors: Sequence[Party], recipients: Sequence[Party]) -> bool:
    """Tell whether the actors act with or on each other."""
    return event_type in RECIPROCAL and not recipients and len(actors) > 1


def dyads(mention: EventMention) -> list[Dyad]:
    """Return the pairs of a mention.

    A reciprocal event gives every pair in both directions, as CAMEO and its data sets code a meeting; parties of the
    same codes (two ministers of one state) stand on one side where others take part. Compound actors and recipients
    give every combination. Parties that have the same codes and the same words give one pair.
    """
    actors, recipients = distinct(mention.actors), distinct(mention.recipients)
    if is_reciprocal(mention.event_type, actors, recipients):
        sides = len({party_key(a) for a in actors})
        pairs = [(a, b) for a, b in permutations(actors, 2) if sides == 1 or party_key(a) != party_key(b)]
        return _told_apart([Dyad(a, b) for a, b in pairs])
    nobody: list[Party | None] = [None]
    return _told_apart([Dyad(a, b) for a, b in product(actors or nobody, recipients or nobody)])


def _told_apart(pairs: Sequence[Dyad]) -> list[Dyad]:
    """Give the words of its parties to each pair whose keys an earlier one has."""
    seen: set[tuple[tuple[str, str, str], ...]] = set()
    found = []
    for pair in pairs:
        keys = (party_key(pair.actor), party_key(pair.recipient))
        words = (identity(pair.actor)[-1], identity(pair.recipient)[-1])
        found.append(replace(pair, apart=words) if keys in seen else pair)
        seen.add(keys)
    return found


def distinct(parties: Sequence[Party]) -> list[Party]:
    """Return parties, each once, in their order."""
    found: dict[tuple[str, str, str, str], Party] = {}
    for party in parties:
        found.setdefault(identity(party), party)
    return list(found.values())


def identity(party: Party | None) -> tuple[str, str, str, str]:
    """Return what makes two parties of a mention the same: their codes, and their words where these are the same.

    Two ministers, or two rebel groups, of one country are two; a person is one in whatever words.
    """
    if party is None:
        return "", "", "", ""
    is_person = (party.actor_id or "").startswith("person:")
    words = party.name if is_person else own_words(party) or party.name
    return *party_key(party), (words or "").lower() if party.country else ""


def party_key(party: Party | None) -> tuple[str, str, str]:
    """Return what numbers a party in any report: country, sector, and name or words where no country is."""
    if party is None:
        return "", "", ""
    named = "" if party.country else (party.name or party.text or "").lower()
    return party.country or "", party.sector or "", named
