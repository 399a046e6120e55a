"""A party that stands twice on one side of an event, by name and by pronoun ("Okoth said he refused"), counts once."""

from __future__ import annotations

from collections.abc import Sequence

from newsledger.records import EventMention, Party
from newsledger.resolve.chains import NEUTER, PLURAL, SECOND_PERSON
from newsledger.resolve.pronouns import FIRST_PERSON, SINGULAR_PERSON
from newsledger.resolve.scene import IN_A_LIST

_PRONOUNS = FIRST_PERSON | SECOND_PERSON | PLURAL | NEUTER | SINGULAR_PERSON


def once(parties: Sequence[Party], mention: EventMention, role: str) -> tuple[Party, ...]:
    """Return the parties of one side: of a pronoun and its name the name, of pronouns the one the reader is surest of.

    Args:
        parties: The parties, resolved.
        mention: Their mention, with the reader's scores.
        role: ``actor`` or ``recipient``.
    """
    scores = {s.value: s.score for s in mention.provenance.scores if s.field == role}

    def sure(party: Party) -> tuple[bool, float, int]:
        return not _pronoun(party), scores.get(f"{party.start}:{party.end}", 0.0), -(party.start or 0)

    def told(party: Party) -> bool:
        return any(_same(party, other) and sure(other) > sure(party) for other in parties)

    return tuple(p for p in parties if not told(p) and not _found_itself(p, parties))


def _same(one: Party, other: Party) -> bool:
    """Whether two spans are one party: pronouns of the same codes, or a pronoun and the words that it takes up."""
    if one.start is None or one.start == other.start or (one.country, one.sector) != (other.country, other.sector):
        return False
    first, second = _pronoun(one), _pronoun(other)
    if first and second:
        return one.country is not None
    return (first and _takes_up(one, other)) or (second and _takes_up(other, one))


def _found_itself(party: Party, parties: Sequence[Party]) -> bool:
    """Whether a state that only a list gave to these words stands as a party of its own ("British" beside "U.S.")."""
    listed = IN_A_LIST in (party.reason or "") and party.start is not None
    return listed and any(
        p.country == party.country and (p.start or 0) > (party.start or 0) and IN_A_LIST not in (p.reason or "")
        for p in parties
    )


def _pronoun(party: Party) -> bool:
    return (party.text or "").lower() in _PRONOUNS


def _takes_up(pronoun: Party, named: Party) -> bool:
    """Whether the reason of the pronoun's codes ends with the named party, or with its speaker."""
    last = (pronoun.reason or "").rpartition("; ")[2]
    speaks = last.endswith(": the speaker of the sentence") and pronoun.name == named.name is not None
    return speaks or last.endswith(f": {named.text}")
