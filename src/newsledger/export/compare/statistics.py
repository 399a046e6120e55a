"""Measures of agreement, each None where it is not defined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt


def jaccard(matched: int, one: int, other: int) -> float | None:
    """Return the share of all different occurrences that both have."""
    union = one + other - matched
    return matched / union if union else None


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (1960) of two codings of the same items; None where chance alone gives full agreement."""
    total = len(pairs)
    if not total:
        return None
    agreed = sum(a == b for a, b in pairs) / total
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[c] * second[c] for c in first) / total**2
    return None if chance >= 1 else (agreed - chance) / (1 - chance)


def presence_kappa(both: int, only_one: int, only_other: int, cells: int) -> float | None:
    """Return Cohen's kappa of presence over all cells, given how many hold an event on both sides and on one alone."""
    if cells <= 0:
        return None
    neither = cells - both - only_one - only_other
    agreed = (both + neither) / cells
    one, other = both + only_one, both + only_other
    chance = (one * other + (cells - one) * (cells - other)) / cells**2
    return None if chance >= 1 else (agreed - chance) / (1 - chance)


def pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Pearson's correlation, None for fewer than three pairs or where one side never varies."""
    n = len(one)
    if n < 3:
        return None
    mean_one, mean_other = sum(one) / n, sum(other) / n
    products = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other))
    return products / spread if spread else None


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Spearman's rank correlation; equal values share the mean of their ranks."""
    return pearson(_ranks(one), _ranks(other))


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda n: values[n])
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2 + 1
        start = end + 1
    return ranks
