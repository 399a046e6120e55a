"""What grouping is told and what it gives: spaces of items, stores of what was grouped, people's words, components."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
T_out = TypeVar("T_out", covariant=True)
Placed = tuple[str, str]
"""Where an item stands in its blocks, and its id."""
Pair = tuple[str, str]
Places = Sequence[tuple[int, int]]


class Space(Protocol[T]):
    """What makes two items alike. All methods are pure."""

    threshold: float
    largest: int

    def identify(self, item: T) -> str:
        """Return the id of an item."""

    def keys(self, item: T) -> Sequence[str]:
        """Return the keys of the blocks that an item stands in."""

    def place(self, item: T) -> str:
        """Return where an item stands within a block: neighbours are the most likely to be alike."""

    def likeness(self, one: T, other: T) -> float:
        """Return how alike two items are, 0 to 1, whichever comes first."""

    def divide(
        self, items: Sequence[T], alike: Callable[[T, T], float], together: Places, apart: Places
    ) -> list[list[int]]:
        """Return the groups of linked items by their places.

        Args:
            items: The items.
            alike: :meth:`likeness`, each pair worked out once.
            together: Pairs that must be in one group.
            apart: Pairs that must not be.
        """


class Store(Protocol[T_out]):
    """What was grouped before."""

    def keys_of(self, ids: Collection[str]) -> set[str]:
        """Return the keys of these items."""

    def blocks(self, keys: Collection[str]) -> Mapping[str, set[Placed]]:
        """Return the members of these blocks."""

    def fellows(self, ids: Collection[str]) -> set[str]:
        """Return these items and all that are in one component with them."""

    def items(self, ids: Collection[str]) -> Mapping[str, T_out]:
        """Return items by their ids; one that is not there is left out."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs that a person put together or apart."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """All items that they name."""
        return frozenset(item for pair in self.together | self.apart for item in pair)


@dataclass(frozen=True, slots=True)
class Component:
    """Linked items and the groups that they fall into; ids in ascending order."""

    ids: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
