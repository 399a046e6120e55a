"""How a coded event is matched with one of the gold: per sentence, one to one.

Two events match when they have the same type; of several, those whose triggers overlap most are matched first. Spans
match when they share at least half of the shorter one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsledger.scoring.coded import Coded, Span

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Matched:
    """The events of one sentence.

    Attributes:
        pairs: Gold and coded events of the same type.
        confused: Gold and coded events of unlike type on overlapping words.
        missed: Gold events that nothing was coded for.
        extra: Coded events that the gold does not have.
    """

    pairs: tuple[tuple[Coded, Coded], ...]
    confused: tuple[tuple[Coded, Coded], ...]
    missed: tuple[Coded, ...]
    extra: tuple[Coded, ...]


def overlap(one: Span | None, other: Span | None) -> float:
    """Return the shared part of two spans, as a share of the shorter one."""
    if one is None or other is None:
        return 0.0
    shared = min(one[1], other[1]) - max(one[0], other[0])
    shorter = min(one[1] - one[0], other[1] - other[0])
    return shared / shorter if shared > 0 else 0.0


def match(gold: Sequence[Coded], coded: Sequence[Coded]) -> Matched:
    """Match the events of one sentence."""
    same = _pairs(gold, coded, lambda g, c: overlap(g.trigger, c.trigger) if g.type == c.type else None)
    left_gold = [g for n, g in enumerate(gold) if n not in {i for i, _ in same}]
    left_coded = [c for n, c in enumerate(coded) if n not in {j for _, j in same}]
    unlike = _pairs(left_gold, left_coded, lambda g, c: overlap(g.trigger, c.trigger) or None)
    return Matched(
        pairs=tuple((gold[i], coded[j]) for i, j in same),
        confused=tuple((left_gold[i], left_coded[j]) for i, j in unlike),
        missed=tuple(g for n, g in enumerate(left_gold) if n not in {i for i, _ in unlike}),
        extra=tuple(c for n, c in enumerate(left_coded) if n not in {j for _, j in unlike}),
    )


def _pairs(
    gold: Sequence[Coded], coded: Sequence[Coded], worth: Callable[[Coded, Coded], float | None]
) -> list[tuple[int, int]]:
    """Take the best pairs first, each event once; of equal ones those that come first."""
    scored = [(w, i, j) for i, g in enumerate(gold) for j, c in enumerate(coded) if (w := worth(g, c)) is not None]
    scored.sort(key=lambda found: (-found[0], found[1], found[2]))
    taken: list[tuple[int, int]] = []
    for _, i, j in scored:
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def span_hits(gold: Sequence[Span | None], coded: Sequence[Span | None]) -> int:
    """Return how many gold spans have a coded span of their own that shares half of the shorter."""
    left = [span for span in coded if span is not None]
    hits = 0
    for span in gold:
        best = max(left, key=lambda other: overlap(span, other), default=None)
        if best is not None and overlap(span, best) >= HALF:
            hits += 1
            left.remove(best)
    return hits
