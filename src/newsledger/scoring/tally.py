"""Counts of one document: what the gold has, what was coded, what agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newsledger.scoring.coded import Coded, Side
from newsledger.scoring.goldfile import GoldSentence
from newsledger.scoring.matching import Matched, match, span_hits

SPANS = ("actor_span", "recipient_span", "attribution")
VALUES = ("auxiliary", "when", "where_country", "quantity")
OF_MATCHED = ("mode", "actor_country", "recipient_country", "actor_sector")


@dataclass(slots=True)
class Tally:
    """Counts, keyed by figure and ``hits``, ``gold`` or ``coded``; per type under ``type:TYPE``."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, name: str, hits: int, gold: int, coded: int) -> None:
        """Count for a figure."""
        self.counts.update({(name, "hits"): hits, (name, "gold"): gold, (name, "coded"): coded})


NOTHING = "–"
"""The column of the confusion table for an event that the other side does not have."""


def tally(sentences: Iterable[tuple[GoldSentence, Sequence[Coded]]]) -> tuple[Tally, list[Matched]]:
    """Return the counts of the sentences of one document, and what was matched in each."""
    found = Tally()
    matches = []
    for sentence, coded in sentences:
        matched = match(sentence.events, coded)
        matches.append(matched)
        _any_event(found, bool(sentence.events), bool(coded))
        _types(found, sentence.events, coded, matched)
        for gold, other in matched.pairs:
            _fields(found, gold, other)
    return found, matches


def _any_event(found: Tally, there: bool, told: bool) -> None:  # noqa: FBT001
    found.add("any_event", there and told, there, told)
    found.counts.update({("any_event", "agree"): there == told, ("sentences", "gold"): 1})


def _types(found: Tally, gold: Sequence[Coded], coded: Sequence[Coded], matched: Matched) -> None:
    found.add("type", len(matched.pairs), len(gold), len(coded))
    for event in gold:
        found.add(f"type:{event.type}", 0, 1, 0)
    for event in coded:
        found.add(f"type:{event.type}", 0, 0, 1)
    for event, _ in matched.pairs:
        found.add(f"type:{event.type}", 1, 0, 0)
    right = [other for _, other in matched.pairs]
    found.sure += [(c.confidence, any(c is r for r in right)) for c in coded if c.confidence is not None]
    found.confusion.update((g.type, c.type) for g, c in (*matched.pairs, *matched.confused))
    found.confusion.update((g.type, NOTHING) for g in matched.missed)
    found.confusion.update((NOTHING, c.type) for c in matched.extra)


def _fields(found: Tally, gold: Coded, coded: Coded) -> None:
    """Count the fields of a matched pair."""
    for name in agreeing(gold, coded):
        found.counts[name, "hits"] += 1
    for name, one, other in (
        ("actor_span", [p.span for p in gold.actors], [p.span for p in coded.actors]),
        ("recipient_span", [p.span for p in gold.recipients], [p.span for p in coded.recipients]),
    ):
        named = (sum(span is not None for span in one), sum(span is not None for span in other))
        found.add(name, span_hits(one, other), *named)
    found.add("attribution", span_hits(gold.sources, coded.sources), len(gold.sources), len(coded.sources))
    for name, mine, theirs in (
        ("auxiliary", gold.auxiliary, coded.auxiliary),
        ("when", {gold.when} - {None}, {coded.when} - {None}),
        ("where_country", {gold.where} - {None}, {coded.where} - {None}),
        ("quantity", gold.quantities, coded.quantities),
    ):
        found.add(name, len(mine & theirs), len(mine), len(theirs))


def agreeing(gold: Coded, coded: Coded) -> list[str]:
    """Return in which of :data:`OF_MATCHED`, and in ``triple``, a matched pair agrees."""
    actor = countries(gold.actors) == countries(coded.actors)
    recipient = countries(gold.recipients) == countries(coded.recipients)
    same = {
        "mode": gold.mode == coded.mode,
        "actor_country": actor,
        "recipient_country": recipient,
        "actor_sector": {p.sector for p in gold.actors} == {p.sector for p in coded.actors},
        "triple": actor and recipient,
    }
    return [name for name, agrees in same.items() if agrees]


def countries(sides: Sequence[Side]) -> frozenset[str]:
    """Return the codes of a side."""
    return frozenset(p.country for p in sides if p.country)
