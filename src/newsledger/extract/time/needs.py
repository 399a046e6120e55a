"""Which codes a pattern cannot do without, so that most rules are never tried on a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Needs = list[frozenset[str]]


def needed_codes(parts: Sequence[str], codes_of: Callable[[str], str], common: str) -> frozenset[str]:
    """Return codes of which every match holds at least one; empty when there are none for sure.

    Args:
        parts: The pattern's parts in order: classes, words and operators.
        codes_of: Gives the codes of a class or word.
        common: Codes that nearly every sentence holds; sets with none of them are preferred.
    """
    needs, _ = _alternatives(parts, 0, codes_of, frozenset(common))
    return _best(needs, frozenset(common))


def _best(needs: Needs, common: frozenset[str]) -> frozenset[str]:
    return min(needs, key=lambda codes: (bool(codes & common), len(codes)), default=frozenset())


def _alternatives(
    parts: Sequence[str], index: int, codes_of: Callable[[str], str], common: frozenset[str]
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
            needs, index = _alternatives(parts, index + 1, codes_of, common)
        else:
            needs = [frozenset(codes_of(part))]
        index += 1
        if index < len(parts) and parts[index] in "?*+":
            needs = needs if parts[index] == "+" else []
            index += 1
        branches[-1] += needs
    if len(branches) == 1:
        return branches[0], index
    best = [_best(branch, common) for branch in branches]
    return ([frozenset().union(*best)] if all(best) else []), index
