"""Which codes a pattern cannot do without, so that most rules are never tried on a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Needs = list[frozenset[str]]


def needed_codes(parts: Sequence[str], codes_of: Callable[[str], str], weights: Mapping[str, float]) -> frozenset[str]:
    """Return codes of which every match holds at least one; empty when there are none for sure.

    Args:
        parts: The pattern's parts in order: classes, words and operators.
        codes_of: Gives the codes of a class or word.
        weights: How common a code is, 1 where it is not named; the rarest set that is needed is returned.
    """
    needs, _ = _alternatives(parts, 0, codes_of, weights)
    return _best(needs, weights)


def _best(needs: Needs, weights: Mapping[str, float]) -> frozenset[str]:
    return min(needs, key=lambda codes: sum(weights.get(code, 1.0) for code in sorted(codes)), default=frozenset())


def _alternatives(
    parts: Sequence[str], index: int, codes_of: Callable[[str], str], weights: Mapping[str, float]
) -> tuple[Needs, int]:
    """Read alternatives up to the closing bracket; return what all of them need."""
    branches: list[Needs] = [[]]
    while index < len(parts) and parts[index] != ")":
        part = parts[index]
        if part == "|":
            branches.append([])
            index += 1
            continue
        if part == "(":
            needs, index = _alternatives(parts, index + 1, codes_of, weights)
        else:
            needs = [frozenset(codes_of(part))]
        index += 1
        if index < len(parts) and parts[index] in "?*+":
            needs = needs if parts[index] == "+" else []
            index += 1
        branches[-1] += needs
    if len(branches) == 1:
        return branches[0], index
    best = [_best(branch, weights) for branch in branches]
    return ([frozenset().union(*best)] if all(best) else []), index
