"""Whose a party is not: no state sanctions itself, and who receives an ambassador is not of the ambassador's country.

Nor do captives whom one state lets go in another's city belong to that city.

Only a country that the story or the same noun told gives way: to that to which the ambassador is sent, then to that
from whose city the story is told, then to that whose government its first sentence names, then to the only other one of
the story; else the party stays without one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsledger.records import EventMention, Party
from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.pronouns import Span
from newsledger.resolve.story import WHERE_IT_PLAYS, Story
from newsledger.resolve.words import choice

NOT_HIS = "not of the other side"
"""Words in the reason of a party that is not of the country where the story plays."""

_STATE = frozenset({"GOV", "MIL"})
_PLACES = frozenset({"country", "capital", "city", "region"})
# What a state does to another, or to people and firms abroad; its own officials it dismisses.
_MEASURES = frozenset({"discontinue", "withdraw"})
_ENVOYS = re.compile(rf"\b{choice('envoys')}\b", re.I)
_SENT_TO = re.compile(rf"\b{choice('envoys')} to (?:the )?([A-Z].*)")
# Steps that take a country from the story, or from the same noun elsewhere in it.
_GUESS = re.compile(rf"(?:.*{WHERE_IT_PLAYS}|as in |as earlier in the article)")
# A state has one of each.
_OFFICES = re.compile(rf"(?<!vice )(?<!vice-)(?<!deputy )\b{choice('single_offices')}\b", re.I)
_BARE = "country acting as a state"
_SEAT = re.compile(r"\((?:capital|seat)\) -> ")
# What is done to another government or said of it, and what two do together.
_OPPOSITE = frozenset({"ACCUSE", "AGREE", "AID", "CONSULT", "COOPERATE", "REJECT", "REQUEST", "SANCTION", "SUPPORT",
                       "THREATEN"})  # fmt: skip
_TOGETHER = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})


@dataclass(frozen=True, slots=True)
class Strangers:
    """The countries of which a party is not: whoever he is, and if of a government; ``host`` receives the envoy."""

    anybody: frozenset[str] = frozenset()
    government: frozenset[str] = frozenset()
    host: str | None = None

    def to(self, codes: Codes) -> frozenset[str]:
        """The countries of which somebody with these codes is not."""
        return self.anybody | self.government if codes.sector == "GOV" else self.anybody


Strange = Callable[[], Strangers]
"""Reads them, where they are asked for."""


def strangers(
    span: Span, words: str, mentions: Iterable[EventMention], coded: Mapping[Span, tuple[Codes, ...]], story: Story
) -> Strangers:
    """The countries of which a party is not, by who stands beside and against it in its events.

    Args:
        span: Offsets of the party.
        words: Its words.
        mentions: The events of its sentence.
        coded: What was resolved before.
        story: The article.
    """
    anybody: set[str] = set()
    government: set[str] = set()
    hosts: list[str] = []
    for mention in mentions:
        acts, suffers = _stands_in(span, mention.actors), _stands_in(span, mention.recipients)
        if suffers and _aimed_abroad(mention, words):
            actors = (c for _, c in _told(mention.actors, coded, story))
            anybody |= {c.country for c in actors if c.country and c.sector in _STATE}
        if suffers and mention.event_mode == "release":
            anybody |= _handed_over_in(mention, {c.country for _, c in _told(mention.actors, coded, story)}, story)
        beside = _counterparts(mention, span, acts=acts, suffers=suffers)
        hosts += [host for p in beside for host in _host(p.text or "", story)]
        others = _told(beside, coded, story)
        government |= {c.country for theirs, c in others if c.country and _another_state(words, theirs, c)}
    return Strangers(frozenset(anybody), frozenset(government), next(iter(hosts), None))


def _host(words: str, story: Story) -> list[str]:
    """The country to which somebody is sent: "the ambassador to Minsk"."""
    sent = _SENT_TO.search(words)
    hits = story.knowledge.scan(sent[1]) if sent else ()
    return [e.country for h in hits[:1] for e in [h.of("country", "capital")] if e and e.country]


def elsewhere(codes: Codes, strange: Strange, story: Story) -> Codes:
    """Codes whose country, which only the story told, is not that of the other side."""
    known = tuple(step for step in codes.path if not _GUESS.match(step))
    guessed = codes.country and len(known) < len(codes.path)
    found = strange() if guessed else Strangers()
    others = found.to(codes)
    if codes.sector == "GOV" and found.host and found.host not in {codes.country, *others}:
        others |= {codes.country or ""}
    if codes.country not in others:
        return codes
    why = f"{NOT_HIS}, {codes.country}"
    codes = Codes(None, codes.sector, codes.sectors, codes.name, codes.actor_id, known, codes.plural, codes.person,
                  codes.antecedent)  # fmt: skip
    homes = _other_homes(others, found.host, story) if codes.sector == "GOV" else iter(())
    country, evidence = next(homes, (None, ""))
    return codes.step(f"{why}; {evidence} -> {country}" if country else why, country=country)


def _handed_over_in(mention: EventMention, own: set[str | None], story: Story) -> set[str]:
    """The country where a state of another one lets captives go: it tells nothing of whose they are."""
    place = mention.place
    if place is None or place.start is None or place.end is None or not own:
        return set()
    there = [e.country for e in story.evidence if e.kind in _PLACES and place.start <= e.at < place.end]
    return set(there[-1:]) - own


def _stands_in(span: Span, parties: Iterable[Party]) -> bool:
    return any((p.start, p.end) == span for p in parties)


def _aimed_abroad(mention: EventMention, words: str) -> bool:
    """Whether an event is a measure against foreigners: one against a state, or the expulsion of an envoy."""
    expelled = mention.event_mode == "expel" and _ENVOYS.search(words)
    return mention.event_type == "SANCTION" and (mention.event_mode in _MEASURES or expelled is not None)


def _counterparts(mention: EventMention, span: Span, *, acts: bool, suffers: bool) -> list[Party]:
    """Those against and beside a party in what goes on between governments."""
    found: list[Party] = []
    if mention.event_type in _OPPOSITE:
        found += (mention.recipients if acts else ()) + (mention.actors if suffers else ())
    if mention.event_type in _TOGETHER:
        found += (mention.actors if acts else ()) + (mention.recipients if suffers else ())
    return [p for p in found if (p.start, p.end) != span]


def _told(
    parties: Sequence[Party], coded: Mapping[Span, tuple[Codes, ...]], story: Story
) -> Iterator[tuple[str, Codes]]:
    """Words and codes of parties whose country the story has not told."""
    for party in parties:
        if party.text is None or party.start is None or party.end is None:
            continue
        found = coded.get((party.start, party.end)) or code_words(party.text, story.knowledge, date=story.date)
        for codes in found:
            if not any(WHERE_IT_PLAYS in step for step in codes.path):
                yield party.text, codes


def _another_state(own: str, theirs: str, codes: Codes) -> bool:
    """Whether beside a party stands a state, an envoy (or it is one itself), or a second holder of its office."""
    if codes.sector != "GOV":
        return False
    same = {m[0].lower() for m in _OFFICES.finditer(own)} & {m[0].lower() for m in _OFFICES.finditer(theirs)}
    return bool(
        _BARE in codes.path[-1] or _SEAT.search(codes.path[-1]) or _ENVOYS.search(theirs) or _ENVOYS.search(own) or same
    )


def _other_homes(others: frozenset[str], host: str | None, story: Story) -> Iterator[tuple[str, str]]:
    """The countries that an official may be of instead, the surest first, with the evidence."""
    if host and host not in others:
        yield host, "the envoy is sent there"
    if story.told_from and story.told_from not in others:
        yield story.told_from, f"told from {story.article.dateline_place}"
    lead = story.article.sentences[0].end if story.article.sentences else 0
    for uses in story.anchors.values():
        for use in uses:
            if use.at < lead and use.country not in others:
                yield use.country, f"“{use.text}” opens the story"
    rest = {e.country: e for e in story.evidence if e.country not in others}
    if len(rest) == 1:
        yield next((country, f"beside them the story names only {e.text}") for country, e in rest.items())
