"""Learning a user's types from labelled examples, and telling honestly whether it is better than the rules alone.

Every example is judged by a layer that has not seen its text: texts are dealt into folds, and each fold is coded by
what was learned from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from newsledger.engine.coder import Coder
from newsledger.errors import InputError
from newsledger.ontology.own import OwnCodebook
from newsledger.ontology.own.book import OwnCode, code_label
from newsledger.ontology.own.labelled import Labelled, check_labels
from newsledger.ontology.own.layer import Layer, features
from newsledger.ontology.own.learning import Item, fit, folds
from newsledger.records import EventMention, make_document
from newsledger.scoring.matching import overlap

_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that the reader proposed: what the rules make of it, and its right label ("" for none)."""

    text: str
    mention: EventMention
    ruled: OwnCode | None
    label: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Right ones, coded ones and ones of the gold, for one label or all."""

    hits: int
    coded: int
    gold: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.coded + self.gold
        return 2 * self.hits / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of the training.

    Attributes:
        layer: Learned from all examples.
        texts: Number of texts.
        events: Number of labelled events.
        unread: Labelled events on whose words the reader sees no event: neither rules nor layer can code them.
        before: The rules alone, by label; "" stands for all.
        after: With the layer, each text judged by a layer that has not seen it.
        low: Lower end of the difference of F1 in 95 of 100 resamplings of the texts.
        high: Upper end.
    """

    layer: Layer
    texts: int
    events: int
    unread: int
    before: dict[str, Outcome]
    after: dict[str, Outcome]
    low: float
    high: float

    @property
    def better(self) -> bool:
        """True when the layer codes more right than the rules alone."""
        return self.after[""].f1 > self.before[""].f1


def teach(examples: Sequence[Labelled], coder: Coder, book: OwnCodebook, *, number: int = 5, seed: int = 0) -> Lesson:
    """Learn from examples.

    Args:
        examples: Texts with all their events of the codebook.
        coder: Reads the texts; its own codebook is not used.
        book: The codebook; a layer that it has already is not used.
        number: Number of folds.
        seed: Deals the texts into folds.

    Raises:
        InputError: A label that the codebook lacks, or too few examples.
    """
    check_labels(examples, book.types)
    if len(examples) < 2 * number:
        hint = f"give at least {2 * number} texts, or fewer --folds; a few dozen a type are a beginning"
        raise InputError(f"{len(examples)} texts are too few to learn from", hint=hint)
    plain = replace(book, layer=None)
    reader = replace(coder, codebook=None) if coder.codebook else coder
    candidates = [c for example in examples for c in _candidates(example, reader, plain)]
    if len({c.label for c in candidates}) < 2:
        hint = "label at least two types, or add texts that have none of them"
        raise InputError("all events that are read have the same label: there is nothing to learn", hint=hint)
    items = [Item(tuple(features(c.mention, c.ruled)), c.label, c.text) for c in candidates]
    learned = _unseen(candidates, items, [e.text for e in examples], number, seed)
    ruled = [code_label(c.ruled.type, c.ruled.mode) if c.ruled else "" for c in candidates]
    low, high = _difference(examples, candidates, ruled, learned, seed)
    gold = [label for e in examples for _, _, label in e.events]
    return Lesson(
        layer=fit(items),
        texts=len(examples),
        events=len(gold),
        unread=len(gold) - sum(bool(c.label) for c in candidates),
        before=_outcomes(gold, candidates, ruled),
        after=_outcomes(gold, candidates, learned),
        low=low,
        high=high,
    )


def _candidates(example: Labelled, reader: Coder, book: OwnCodebook) -> list[Candidate]:
    """The mentions of a text; each labelled event goes to the one that shares most of its words."""
    mentions = reader.code(make_document(example.text)).mentions
    labels = [""] * len(mentions)
    for start, end, label in example.events:
        shared = [
            (overlap((start, end), (m.trigger.start, m.trigger.end)) if not labels[n] else 0.0, -n)
            for n, m in enumerate(mentions)
        ]
        best, n = max(shared, default=(0.0, 0))
        if best > 0:
            labels[-n] = label
    return [Candidate(example.text, m, book.by_rules(m), label) for m, label in zip(mentions, labels, strict=True)]


def _unseen(
    candidates: Sequence[Candidate], items: Sequence[Item], texts: Sequence[str], number: int, seed: int
) -> list[str]:
    """The label of each candidate by a layer that has not seen its text."""
    found = [""] * len(items)
    for held in folds(texts, number, seed):
        rest = [item for item in items if item.text not in held]
        if not rest:
            continue
        layer = fit(rest)
        for n, candidate in enumerate(candidates):
            if candidate.text in held:
                found[n] = layer.label(candidate.mention, candidate.ruled)[0]
    return found


def _outcomes(gold: Sequence[str], candidates: Sequence[Candidate], coded: Sequence[str]) -> dict[str, Outcome]:
    labels = sorted({*gold, *coded} - {""})
    right = [c.label for c, label in zip(candidates, coded, strict=True) if label and label == c.label]
    of_each = {
        label: Outcome(right.count(label), list(coded).count(label), list(gold).count(label)) for label in labels
    }
    return {"": Outcome(len(right), sum(map(bool, coded)), len(gold)), **of_each}


def _difference(
    examples: Sequence[Labelled],
    candidates: Sequence[Candidate],
    before: Sequence[str],
    after: Sequence[str],
    seed: int,
) -> tuple[float, float]:
    """Where the difference of F1 lies when texts are drawn anew; both codings are drawn together."""
    place = {e.text: n for n, e in enumerate(examples)}
    counts = np.zeros((len(examples), 5))
    counts[:, 0] = [len(e.events) for e in examples]
    for candidate, one, other in zip(candidates, before, after, strict=True):
        row = counts[place[candidate.text]]
        row += (
            0,
            one != "",
            one != "" and one == candidate.label,
            other != "",
            other != "" and other == candidate.label,
        )
    shares = np.full(len(examples), 1 / len(examples))
    gold, coded, hits, coded_after, hits_after = (
        np.random.default_rng(seed).multinomial(len(examples), shares, size=_DRAWS) @ counts
    ).T
    ones = np.ones(_DRAWS)
    gain = 2 * hits_after / np.maximum(gold + coded_after, ones) - 2 * hits / np.maximum(gold + coded, ones)
    low, high = np.percentile(gain, [2.5, 97.5])
    return float(low), float(high)
