from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.cluster import grouping
from newsledger.cluster.grouping import Memory, group_all
from newsledger.cluster.linkage import average_link
from newsledger.cluster.space import Constraints, Places


@dataclass(frozen=True)
class Point:
    """A point on a line; near points are alike."""

    name: str
    at: int


class Line:
    threshold = 0.5
    largest = 6

    def identify(self, item: Point) -> str:
        return item.name

    def keys(self, item: Point) -> Sequence[str]:
        return (str(item.at // 10), str((item.at + 5) // 10))

    def place(self, item: Point) -> str:
        return f"{item.at:05d}"

    def likeness(self, one: Point, other: Point) -> float:
        return max(0.0, 1.0 - abs(one.at - other.at) / 10)

    def divide(
        self, items: Sequence[Point], alike: Callable[[Point, Point], float], together: Places, apart: Places
    ) -> list[list[int]]:
        likeness = np.zeros((len(items), len(items)))
        for a, b in combinations(range(len(items)), 2):
            likeness[a, b] = likeness[b, a] = alike(items[a], items[b])
        return average_link(likeness, self.threshold, together=together, apart=apart)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks crowd and components overflow at once, so that the bounds are tested too."""
    monkeypatch.setattr(grouping, "CROWDED", 5)
    monkeypatch.setattr(grouping, "NEIGHBOURS", 2)


points = st.lists(st.integers(0, 60), min_size=1, max_size=30).map(
    lambda found: [Point(f"p{n:02d}", at) for n, at in enumerate(found)]
)


def whole(items: Sequence[Point], said: Constraints | None = None) -> list[tuple[str, ...]]:
    return sorted(group for c in group_all(list(items), Line(), said) for group in c.groups)


@settings(max_examples=150, deadline=None)
@given(points, st.randoms(use_true_random=False), st.integers(1, 7))
def test_any_order_and_any_portions_give_the_same_groups(items: list[Point], rng: random.Random, size: int) -> None:
    shuffled = items[:]
    rng.shuffle(shuffled)
    memory = Memory(Line())
    for n in range(0, len(shuffled), size):
        memory.update(shuffled[n : n + size])
    assert memory.groups == whole(items)


@settings(max_examples=100, deadline=None)
@given(points, st.randoms(use_true_random=False))
def test_what_is_taken_away_or_changed_leaves_no_trace(items: list[Point], rng: random.Random) -> None:
    memory = Memory(Line())
    memory.update(items)
    gone = rng.sample(items, len(items) // 3)
    memory.update([], [p.name for p in gone])
    left = [p for p in items if p not in gone]
    moved = [Point(p.name, (p.at + 23) % 60) for p in left[:4]]
    memory.update(moved, [p.name for p in moved])
    assert memory.groups == whole([*moved, *left[4:]])


@settings(max_examples=100, deadline=None)
@given(points, st.data())
def test_people_are_obeyed_whenever_they_speak(items: list[Point], data: st.DataObject) -> None:
    names = [p.name for p in items]
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] < p[1])
    apart = frozenset(data.draw(st.lists(pair, max_size=3))) if len(items) > 1 else frozenset()
    said = Constraints(frozenset(), apart)
    memory = Memory(Line())
    memory.update(items[::2], constraints=said)
    memory.update(items[1::2], constraints=said)
    assert memory.groups == whole(items, said)
    home = {name: group for group in memory.groups for name in group}
    assert all(home[a] != home[b] for a, b in apart)


def test_what_people_put_together_is_together() -> None:
    items = [Point("a", 0), Point("b", 50), Point("c", 1)]
    assert whole(items) == [("a", "c"), ("b",)]
    assert whole(items, Constraints(together=frozenset({("a", "b")}))) == [("a", "b"), ("c",)]


def test_a_new_item_touches_only_what_it_is_linked_to() -> None:
    memory = Memory(Line())
    memory.update([Point("a", 0), Point("b", 1), Point("c", 50), Point("d", 51)])
    changed = memory.update([Point("e", 52)])
    assert [c.ids for c in changed] == [("c", "d", "e")]


def test_average_link_joins_the_most_alike_first_and_stops_at_the_threshold() -> None:
    likeness = np.array([[1, 0.9, 0.1, 0.5], [0.9, 1, 0.1, 0.1], [0.1, 0.1, 1, 0.6], [0.5, 0.1, 0.6, 1]])
    assert average_link(likeness, 0.4) == [[0, 1], [2, 3]]
    assert average_link(likeness, 0.95) == [[0], [1], [2], [3]]
    assert average_link(likeness, 0.4, apart=[(2, 3)]) == [[0, 1], [2], [3]]
    assert average_link(likeness, 0.95, together=[(0, 2)]) == [[0, 2], [1], [3]]


class Crowd(Line):
    """All points are linked strongly, those of far ends on the whole are not alike."""

    def keys(self, item: Point) -> Sequence[str]:
        return ("all",)

    def likeness(self, one: Point, other: Point) -> float:
        return 1.0 if abs(one.at - other.at) <= 1 else 0.0


def test_too_many_linked_items_do_not_all_fall_into_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "CROWDED", 96)
    chain = [Point(f"p{n:02d}", n) for n in range(20)]
    found = [group for c in group_all(chain, Crowd()) for group in c.groups]
    assert max(map(len, found)) <= 3
    same = [Point(f"p{n:02d}", 5) for n in range(20)]
    assert [c.groups for c in group_all(same, Crowd())] == [(tuple(p.name for p in same),)]
    apart = Constraints(apart=frozenset({("p00", "p19")}), together=frozenset({("p03", "p15")}))
    held = [set(group) for c in group_all(chain, Crowd(), apart) for group in c.groups]
    assert any({"p03", "p15"} <= group for group in held)
