"""Learning the layer: multinomial logistic regression with an L2 penalty, in numpy, the same for the same examples.

The weights are drawn towards those of a layer that says what the rules say, so that with few examples it is the rules
that decide, and what is learned corrects them. The penalised loss is convex: the result does not depend on where the
descent begins, and the seed only deals the examples into folds.

Reference:
    Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)", 1983.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsledger.ontology.own.layer import RULE, Layer

PENALTY = 3.0
TRUST = 4.0
"""Weight of a label that the rules give, before anything is learned: odds of 55 to 1."""
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
    counted = Counter(f for item in items for f in item.features)
    told = {f.removeprefix(RULE) for f in counted if f.startswith(RULE)}
    labels = tuple(sorted({item.label for item in items} | told))
    names = tuple(sorted({f for f, n in counted.items() if n >= _SEEN} | {RULE + label for label in labels}))
    index = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(items), len(names) + 1))
    x[:, -1] = 1.0
    for row, item in enumerate(items):
        x[row, [index[f] for f in item.features if f in index]] = 1.0
    y = np.zeros((len(items), len(labels)))
    y[range(len(items)), [labels.index(item.label) for item in items]] = 1.0
    prior = np.zeros((len(names) + 1, len(labels)))
    for n, label in enumerate(labels):
        prior[index[RULE + label], n] = TRUST
    weights = np.round(_descend(x, y, prior, penalty), _DIGITS)
    kept = [n for n in range(len(names)) if weights[n].any()]
    return Layer(
        labels=labels,
        features=tuple(names[n] for n in kept),
        weights=tuple(tuple(map(float, weights[n])) for n in kept),
        bias=tuple(map(float, weights[-1])),
    )


def _descend(x: Floats, y: Floats, prior: Floats, penalty: float) -> Floats:
    """Accelerated gradient descent with the step that the largest singular value allows; the bias is free."""
    ridge = np.full((x.shape[1], 1), penalty)
    ridge[-1] = 0.0
    step = 1.0 / (0.5 * float(np.linalg.norm(x, 2)) ** 2 + penalty)
    weights = ahead = prior
    for n in range(_STEPS):
        scores = x @ ahead
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        gradient = x.T @ (odds / odds.sum(axis=1, keepdims=True) - y) + ridge * (ahead - prior)
        moved = ahead - step * gradient
        ahead = moved + n / (n + 3) * (moved - weights)
        weights = moved
    return weights


def folds(texts: Sequence[str], number: int, seed: int) -> list[frozenset[str]]:
    """Deal texts into folds; all that stands in one text is in one fold."""
    distinct = sorted(set(texts))
    order = np.random.default_rng(seed).permutation(len(distinct))
    return [frozenset(distinct[n] for n in order[k::number]) for k in range(number)]
