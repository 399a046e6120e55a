"""What the coding of an article has named, remembered: a context in which a later pronoun finds its antecedent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsledger.records import Attribution, Claim, EventMention, Party
from newsledger.resolve.chains import Chains
from newsledger.resolve.codes import Codes
from newsledger.resolve.party import Context
from newsledger.resolve.turns import Turn

SPEAKERS = frozenset({"named_person", "office", "unnamed_person"})
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_HOSTILE = frozenset({"ACCUSE", "ASSAULT", "MOBILIZE", "SANCTION", "THREATEN"})
# Two who did so to nobody in particular did so to each other ("the armies clashed").
_EACH_OTHER = frozenset({"ACCUSE", "ASSAULT", "THREATEN"})
_TWO = 2


def remember(context: Context, mentions: Iterable[EventMention], claims: Iterable[Claim]) -> None:
    """Tell a context which parties and speakers were resolved in its article.

    Args:
        context: A fresh context of the article.
        mentions: Its event mentions, resolved.
        claims: Its cited sources, resolved.
    """
    mentions, claims = list(mentions), list(claims)
    for at, words, codes, acting in sorted(_named(mentions), key=lambda turn: turn[:2]):
        context.chains.add(at, words, codes, acting=acting)
    for mention in mentions:
        oppose(context.chains, mention, *(tuple(map(_codes, side)) for side in (mention.actors, mention.recipients)))
    attributions = [a for m in mentions for a in m.attributions] + [c.attribution for c in claims]
    for a in sorted(attributions, key=lambda a: a.start):
        number = context.story.sentence_of(a.start)
        if a.kind in SPEAKERS and a.country and number not in context.chains.speakers:
            context.chains.speakers[number] = Turn(a.start, a.text, (_codes(a),))


def oppose(chains: Chains, mention: EventMention, actors: Sequence[Codes], recipients: Sequence[Codes]) -> None:
    """Remember those who fought, quarrelled or, within one state, agreed: a later "both sides" means them.

    Args:
        chains: What the article has named so far.
        mention: The event.
        actors: The codes of its named actors.
        recipients: Those of its named recipients.
    """
    if mention.event_type in _EACH_OTHER and not mention.recipients and len(actors) == _TWO:
        actors, recipients = actors[:1], actors[1:]
    if mention.event_type in _HOSTILE:
        chains.pairs.oppose(mention.trigger.start, mention.trigger.text, actors, recipients)
    else:
        both = (*actors, *(recipients if mention.event_type in MUTUAL else ()))
        chains.pairs.join(mention.trigger.start, mention.trigger.text, both)


def _named(mentions: Iterable[EventMention]) -> Iterator[tuple[int, str, tuple[Codes, ...], bool]]:
    """Each party once, and those who act together as one."""
    seen: set[tuple[int, int]] = set()
    for mention in mentions:
        for acting, side in ((True, mention.actors), (False, mention.recipients)):
            for (start, end), parties in _by_words(side).items():
                if (start, end) not in seen:
                    seen.add((start, end))
                    yield start, parties[0].text or "", tuple(map(_codes, parties)), acting
        together = [
            p for p in (*mention.actors, *(mention.recipients if mention.event_type in MUTUAL else ())) if p.text
        ]
        states = {p.country: p for p in together if p.country}
        if len(states) > 1:
            at = max(p.start or 0 for p in together)
            yield at, " and ".join(p.text or "" for p in together), tuple(map(_codes, states.values())), True


def _by_words(side: Iterable[Party]) -> dict[tuple[int, int], list[Party]]:
    grouped: dict[tuple[int, int], list[Party]] = {}
    for party in side:
        if party.start is not None and party.end is not None and party.text:
            grouped.setdefault((party.start, party.end), []).append(party)
    return grouped


def _codes(party: Party | Attribution) -> Codes:
    sectors = party.sectors if isinstance(party, Party) else ()
    reason = party.reason if isinstance(party, Party) else None
    path = (reason or f"{party.text} -> {party.country}",)
    return Codes(party.country, party.sector, sectors, party.name, path=path)
