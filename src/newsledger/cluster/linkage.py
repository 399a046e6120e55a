"""Average-link grouping of a few items: the two groups that are most alike join, as long as they are alike enough.

A pure function of the items in their order; equal likeness is settled by that order. Reference: Murtagh and Contreras
2012, "Algorithms for hierarchical clustering: an overview".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_NEVER = -1e9


def average_link(
    likeness: Matrix,
    threshold: float,
    *,
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Group items.

    Args:
        likeness: Square, symmetric matrix.
        threshold: Mean likeness between two groups from which they join.
        together: Pairs that are in one group whatever their likeness.
        apart: Pairs that are never in one group.

    Returns:
        The groups, each in ascending order and ordered by their first items.
    """
    import numpy as np

    state = np.array(likeness, dtype=np.float64)
    np.fill_diagonal(state, _NEVER)
    for one, other in apart:
        state[one, other] = state[other, one] = _NEVER
    groups = {n: [n] for n in range(len(state))}
    sizes = np.ones(len(state))
    _bind(state, sizes, groups, together)
    best = state.max(axis=1) if len(state) else state
    while len(groups) > 1:
        row = int(best.argmax())
        if best[row] < threshold:
            break
        column = int(state[row].argmax())
        first, second = sorted((row, column))
        touched = (state[:, second] >= best) | (state[:, first] >= best)
        _join(state, sizes, groups, first, second)
        np.maximum(best, state[:, first], out=best)
        again = np.flatnonzero(touched)
        best[again] = state[again].max(axis=1)
        best[first], best[second] = state[first].max(), _NEVER
    return [sorted(groups[n]) for n in sorted(groups)]


def _bind(state: Any, sizes: Any, groups: dict[int, list[int]], together: Iterable[tuple[int, int]]) -> None:
    """Join what must be together, unless it must be apart too."""
    for pair in sorted(together):
        first, second = sorted(_home(groups, item) for item in pair)
        if first != second and state[first, second] > _NEVER:
            _join(state, sizes, groups, first, second)


def _home(groups: dict[int, list[int]], item: int) -> int:
    return next(n for n, members in groups.items() if item in members)


def _join(state: Any, sizes: Any, groups: dict[int, list[int]], first: int, second: int) -> None:
    """Let the second group enter the first; a pair that must stay apart keeps both groups apart for good."""
    import numpy as np

    merged = (state[first] * sizes[first] + state[second] * sizes[second]) / (sizes[first] + sizes[second])
    merged[(state[first] <= _NEVER) | (state[second] <= _NEVER)] = _NEVER
    merged[[first, second]] = _NEVER
    state[first] = state[:, first] = merged
    state[second] = state[:, second] = _NEVER
    sizes[first] += sizes[second]
    groups[first] += groups.pop(second)
    np.fill_diagonal(state, _NEVER)
