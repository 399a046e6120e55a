"""Learning the layer: multinomial logistic regression with an L2 penalty, in numpy, the same for the same examples.

The penalised loss is convex, so the result does not depend on where the descent begins; the seed only deals the
examples into folds.

Reference:
    Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)", 1983.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsledger.ontology.own.layer import Layer

PENALTY = 1.0
_STEPS = 300
_DIGITS = 5
_SEEN = 2
"""A feature that stands in fewer examples is left out."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Item:
    """A mention to learn from: its features, its right label, and the text that it stands in."""

    features: tuple[str, ...]
    label: str
    text: str


def fit(items: Sequence[Item], *, penalty: float = PENALTY) -> Layer:
    """Return the layer that fits the items best under the penalty.

    Args:
        items: What to learn from; at least one.
        penalty: Weight of the squared weights against the summed loss of all items.
    """
    labels = tuple(sorted({item.label for item in items}))
    counted = Counter(f for item in items for f in item.features)
    names = tuple(sorted(f for f, n in counted.items() if n >= _SEEN))
    index = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(items), len(names) + 1))
    x[:, -1] = 1.0
    for row, item in enumerate(items):
        x[row, [index[f] for f in item.features if f in index]] = 1.0
    y = np.zeros((len(items), len(labels)))
    y[range(len(items)), [labels.index(item.label) for item in items]] = 1.0
    weights = np.round(_descend(x, y, penalty), _DIGITS)
    kept = [n for n in range(len(names)) if weights[n].any()]
    return Layer(
        labels=labels,
        features=tuple(names[n] for n in kept),
        weights=tuple(tuple(map(float, weights[n])) for n in kept),
        bias=tuple(map(float, weights[-1])),
    )


def _descend(x: Floats, y: Floats, penalty: float) -> Floats:
    """Accelerated gradient descent with the step that the largest singular value allows; the bias is not penalised."""
    ridge = np.full((x.shape[1], 1), penalty)
    ridge[-1] = 0.0
    step = 1.0 / (0.5 * float(np.linalg.norm(x, 2)) ** 2 + penalty)
    weights = ahead = np.zeros((x.shape[1], y.shape[1]))
    for n in range(_STEPS):
        scores = x @ ahead
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        gradient = x.T @ (odds / odds.sum(axis=1, keepdims=True) - y) + ridge * ahead
        moved = ahead - step * gradient
        ahead = moved + n / (n + 3) * (moved - weights)
        weights = moved
    return weights


def folds(texts: Sequence[str], number: int, seed: int) -> list[frozenset[str]]:
    """Deal texts into folds; all that stands in one text is in one fold."""
    distinct = sorted(set(texts))
    order = np.random.default_rng(seed).permutation(len(distinct))
    return [frozenset(distinct[n] for n in order[k::number]) for k in range(number)]
