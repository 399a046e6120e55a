"""Figures of a coding against gold, with intervals from resampled documents.

Reference:
    Efron, Tibshirani, "An Introduction to the Bootstrap", 1993: percentile intervals; documents are drawn whole,
    because events of one document are alike. Guo et al., "On Calibration of Modern Neural Networks", 2017: expected
    calibration error. Cohen, "A coefficient of agreement for nominal scales", 1960: kappa.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsledger.scoring.coded import Coded
from newsledger.scoring.goldfile import GoldSentence
from newsledger.scoring.misses import Miss, misses
from newsledger.scoring.tally import OF_MATCHED, SPANS, VALUES, Tally, tally

BINS = 10
_LOW, _HIGH = 2.5, 97.5
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1; ``low`` and ``high`` bound F1 in 95 of 100 resamplings, None where not drawn."""

    precision: float
    recall: float
    f1: float
    gold: int
    coded: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A figure that is one number, with its interval."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Coded events of about one confidence: how many, how sure, how many of them right."""

    low: float
    high: float
    events: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Report:
    """A coding against gold.

    Attributes:
        documents: Number of documents.
        sentences: Number of sentences that the gold vouches for.
        type: Event type over all types.
        macro_f1: Mean of the F1 of the types that the gold has.
        any_event: Is there an event in the sentence?
        any_event_kappa: The same, beyond chance.
        type_actor_recipient: Type and the countries of both sides.
        types: One figure a type.
        of_matched: Share of the matched events that agree in mode, countries and sector.
        fields: Span F1 of parties and attribution; value F1 of auxiliary modes, time, place and quantities.
        calibration_error: Expected calibration error of the confidence, or None.
        calibration: The bins behind it.
        confusion: Gold type, coded type, number; a dash where the other side has no event on these words.
        misses: Examples by class.
    """

    documents: int
    sentences: int
    type: Figure
    macro_f1: Number
    any_event: Figure
    any_event_kappa: Number
    type_actor_recipient: Figure
    types: Mapping[str, Figure]
    of_matched: Mapping[str, float]
    fields: Mapping[str, Figure]
    calibration_error: float | None
    calibration: tuple[Bin, ...]
    confusion: tuple[tuple[str, str, int], ...]
    misses: Mapping[str, tuple[Miss, ...]]


def score(
    gold: Sequence[GoldSentence],
    coded: Mapping[str, Sequence[Coded]],
    *,
    examples: int = 3,
    draws: int = 1000,
    seed: int = 0,
) -> Report:
    """Score a coding.

    Args:
        gold: The sentences that the gold vouches for.
        coded: What was coded, by document, in text order; what stands outside these sentences is not looked at.
        examples: Examples of each class of miss.
        draws: Resamplings for the intervals; 0 for none.
        seed: Seed of the resampling.
    """
    by_document: dict[str, list[tuple[GoldSentence, Sequence[Coded]]]] = {}
    for sentence in gold:
        here = [c for c in coded.get(sentence.document, ()) if _inside(c, sentence)]
        by_document.setdefault(sentence.document, []).append((sentence, here))
    tallies: list[Tally] = []
    found: list[Miss] = []
    for sentences in by_document.values():
        one, matches = tally(sentences)
        tallies.append(one)
        for (sentence, _), matched in zip(sentences, matches, strict=True):
            found += misses(sentence, matched)
    table = _Table(tallies, draws, seed)
    return _report(table, tallies, _some(found, examples))


def _inside(event: Coded, sentence: GoldSentence) -> bool:
    return event.trigger is not None and sentence.start <= event.trigger[0] < sentence.end


def _report(table: _Table, tallies: Sequence[Tally], found: Mapping[str, tuple[Miss, ...]]) -> Report:
    kinds = sorted({name.partition(":")[2] for name, _ in table.columns if name.startswith("type:")})
    total = table.total
    matched = max(total("type", "hits"), 1)
    error, bins = _calibration([pair for t in tallies for pair in t.sure])
    confusion: Counter[tuple[str, str]] = Counter()
    for one in tallies:
        confusion.update(one.confusion)
    return Report(
        documents=len(tallies),
        sentences=total("sentences", "gold"),
        type=table.figure("type"),
        macro_f1=table.number(lambda of: _macro(of, kinds)),
        any_event=table.figure("any_event"),
        any_event_kappa=table.number(_kappa),
        type_actor_recipient=table.figure("type", hits="triple"),
        types={kind: table.figure(f"type:{kind}") for kind in kinds},
        of_matched={name: total(name, "hits") / matched for name in OF_MATCHED},
        fields={name: table.figure(name) for name in (*SPANS, *VALUES)},
        calibration_error=error,
        calibration=bins,
        confusion=tuple((g, c, n) for (g, c), n in sorted(confusion.items(), key=lambda x: (-x[1], x[0]))),
        misses=found,
    )


class _Table:
    """Counts a document, and the same for resampled documents: all figures follow from sums of its columns."""

    def __init__(self, tallies: Sequence[Tally], draws: int, seed: int) -> None:
        self.columns = sorted({key for one in tallies for key in one.counts})
        self._place = {key: n for n, key in enumerate(self.columns)}
        counts = np.array([[one.counts[key] for key in self.columns] for one in tallies], dtype=np.float64)
        counts = counts.reshape(len(tallies), len(self.columns))
        self._sum = counts.sum(axis=0, keepdims=True)
        self._drawn: Counts | None = None
        if draws and len(tallies) > 1:
            shares = np.full(len(tallies), 1 / len(tallies))
            self._drawn = np.random.default_rng(seed).multinomial(len(tallies), shares, size=draws) @ counts

    def total(self, name: str, what: str) -> int:
        """Return a sum over all documents."""
        return int(self._of(self._sum)(name, what)[0])

    def figure(self, name: str, *, hits: str | None = None) -> Figure:
        """Return precision, recall and F1 of a figure, with the interval of F1."""

        def f1(of: Callable[[str, str], Counts]) -> Counts:
            return _f1(of(hits or name, "hits"), of(name, "gold"), of(name, "coded"))

        right, gold, coded = self.total(hits or name, "hits"), self.total(name, "gold"), self.total(name, "coded")
        whole = self.number(f1)
        return Figure(
            precision=right / coded if coded else 0.0,
            recall=right / gold if gold else 0.0,
            f1=whole.value,
            gold=gold,
            coded=coded,
            low=whole.low,
            high=whole.high,
        )

    def number(self, value: Callable[[Callable[[str, str], Counts]], Counts]) -> Number:
        """Return any figure that follows from the counts, with its interval."""
        whole = float(np.nan_to_num(value(self._of(self._sum))[0]))
        drawn = value(self._of(self._drawn)) if self._drawn is not None else np.array([])
        if np.isnan(drawn).all():
            return Number(whole)
        low, high = np.nanpercentile(drawn, [_LOW, _HIGH])
        return Number(whole, float(low), float(high))

    def _of(self, counts: Counts) -> Callable[[str, str], Counts]:
        def column(name: str, what: str) -> Counts:
            at = self._place.get((name, what))
            return np.zeros(len(counts)) if at is None else counts[:, at]

        return column


def _f1(hits: Counts, gold: Counts, coded: Counts) -> Counts:
    """Twice the hits over what both sides have: the harmonic mean of precision and recall; NaN where neither has any.

    A resampling without a rare type says nothing of how well it is found, least of all that it never is.
    """
    both = gold + coded
    return np.divide(2 * hits, both, out=np.full_like(both, np.nan), where=both > 0)


def _macro(of: Callable[[str, str], Counts], kinds: Sequence[str]) -> Counts:
    """Mean over the types that the gold of each resampling has; NaN where it has none."""
    if not kinds:
        return np.full(len(of("sentences", "gold")), np.nan)
    there = np.array([of(f"type:{k}", "gold") > 0 for k in kinds]).reshape(len(kinds), -1)
    values = [_f1(of(f"type:{k}", "hits"), of(f"type:{k}", "gold"), of(f"type:{k}", "coded")) for k in kinds]
    sums = np.where(there, np.array(values).reshape(there.shape), 0.0).sum(axis=0)
    number = there.sum(axis=0).astype(np.float64)
    result: Counts = np.divide(sums, number, out=np.full_like(sums, np.nan), where=number > 0)
    return result


def _kappa(of: Callable[[str, str], Counts]) -> Counts:
    n = np.maximum(of("sentences", "gold"), 1)
    gold, coded = of("any_event", "gold") / n, of("any_event", "coded") / n
    chance = gold * coded + (1 - gold) * (1 - coded)
    agreed = of("any_event", "agree") / n
    return np.divide(agreed - chance, 1 - chance, out=np.ones_like(chance), where=chance < 1)


def _calibration(sure: Sequence[tuple[float, bool]]) -> tuple[float | None, tuple[Bin, ...]]:
    """Mean distance of confidence and share of right ones over bins of equal width, weighted by their events."""
    if not sure:
        return None, ()
    found = []
    for n in range(BINS):
        low, high = n / BINS, (n + 1) / BINS
        here = [(c, r) for c, r in sure if low <= c < high or (n == BINS - 1 and c == high)]
        if here:
            confidence, right = (sum(x) / len(here) for x in zip(*here, strict=True))
            found.append(Bin(low, high, len(here), confidence, right))
    return sum(b.events * abs(b.confidence - b.right) for b in found) / len(sure), tuple(found)


def _some(found: Sequence[Miss], number: int) -> dict[str, tuple[Miss, ...]]:
    """The first few misses of each class, the most frequent class first."""
    classes = Counter(m.kind for m in found)
    return {
        kind: tuple(m for m in found if m.kind == kind)[:number]
        for kind, _ in sorted(classes.items(), key=lambda item: (-item[1], item[0]))
    }
