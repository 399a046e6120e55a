"""Grouping that goes on: what is alike is grouped, new items join, and only what they touch is grouped again.

The groups are a function of the set of items, whatever the order or the portions in which they came:

1. A *space* gives each item a few keys; items that share one are compared. In a crowded block an item is compared with
   its next neighbours only, in an order that the space gives.
2. Items that are alike enough are linked; linked items make a component.
3. The space divides each component on its own, as by average link. A component too large for that falls apart at a
   stricter threshold first; one that never does is cut into pieces of neighbours, whose groups join along their
   strongest links as long as a sample of both is alike enough on the mean.

A new item can change only the components that it is linked to, and those of its neighbours in a crowded block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic

from newsledger.cluster.space import Component, Constraints, Pair, Placed, Space, Store, T

CROWDED = 96
"""A block of more items is a crowded one."""
NEIGHBOURS = 12
"""So many of the next items an item of a crowded block is compared with."""
_STEPS = 8
_SAMPLE = 8
"""So many members of a group speak for it, where groups of pieces may join."""


@dataclass(slots=True)
class Memory(Generic[T]):
    """A store that keeps everything in memory."""

    space: Space[T]
    kept: dict[str, T] = field(default_factory=dict)
    members: dict[str, set[Placed]] = field(default_factory=lambda: defaultdict(set))
    component: dict[str, Component] = field(default_factory=dict)

    def keys_of(self, ids: Collection[str]) -> set[str]:
        """Return the keys of these items."""
        return {key for i in ids if i in self.kept for key in self.space.keys(self.kept[i])}

    def blocks(self, keys: Collection[str]) -> Mapping[str, set[Placed]]:
        """Return the members of these blocks."""
        return {key: set(self.members[key]) for key in keys if key in self.members}

    def fellows(self, ids: Collection[str]) -> set[str]:
        """Return these items and all that are in one component with them."""
        return {other for i in ids for other in (self.component[i].ids if i in self.component else (i,))}

    def items(self, ids: Collection[str]) -> Mapping[str, T]:
        """Return items by their ids."""
        return {i: self.kept[i] for i in ids if i in self.kept}

    def update(
        self, added: Sequence[T], removed: Collection[str] = (), constraints: Constraints | None = None
    ) -> list[Component]:
        """Group again what is touched, and keep it."""
        changed = regroup(self, self.space, added, removed, constraints or Constraints())
        for i in removed:
            old = self.kept.pop(i, None)
            self.component.pop(i, None)
            for key in self.space.keys(old) if old is not None else ():
                self.members[key].discard((self.space.place(old), i))  # type: ignore[arg-type]
        for item in added:
            i = self.space.identify(item)
            self.kept[i] = item
            for key in self.space.keys(item):
                self.members[key].add((self.space.place(item), i))
        for component in changed:
            self.component.update(dict.fromkeys(component.ids, component))
        return changed

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """All groups, ordered by their first items."""
        return sorted({group for component in self.component.values() for group in component.groups})


def group_all(items: Sequence[T], space: Space[T], constraints: Constraints | None = None) -> list[Component]:
    """Group items that were never grouped before."""
    return regroup(Memory(space), space, items, (), constraints or Constraints())


def regroup(
    store: Store[T], space: Space[T], added: Sequence[T], removed: Collection[str], constraints: Constraints
) -> list[Component]:
    """Group again what new, changed and removed items touch.

    Args:
        store: What was grouped before.
        space: What makes items alike.
        added: New items. A changed one is both removed and added.
        removed: Ids of items that are gone.
        constraints: What a person put together or apart; items that it names are always grouped again.

    Returns:
        The components that take the place of all components of their items.
    """
    space = Remembered.of(space)
    view = _View(store, space, {space.identify(item): item for item in added}, frozenset(removed))
    work = view.touched(constraints)
    items = view.items(work)
    keys = {key for item in items.values() for key in space.keys(item)}
    edges: dict[Pair, float] = {}
    for pair in view.pairs(keys, within=items.keys()):
        score = space.likeness(items[pair[0]], items[pair[1]])
        if score >= space.threshold:
            edges[pair] = score
    known = items.keys()
    together = [pair for pair in constraints.together if pair[0] in known and pair[1] in known]
    linked = [*edges, *together]
    return [_component(ids, items, edges, space, constraints) for ids in _connected(known, linked)]


class Remembered(Generic[T]):
    """A space that works out keys, places and likeness once for each item, while the items stay as they are."""

    def __init__(self, space: Space[T]) -> None:
        self._space = space
        self.threshold, self.largest = space.threshold, space.largest
        self.identify, self.divide = space.identify, space.divide
        self._keys: dict[str, Sequence[str]] = {}
        self._places: dict[str, str] = {}
        self._scores: dict[Pair, float] = {}

    @staticmethod
    def of(space: Space[T]) -> Remembered[T]:
        """Return a space that remembers; one that does so already as it is."""
        return space if isinstance(space, Remembered) else Remembered(space)

    def keys(self, item: T) -> Sequence[str]:
        """Return the keys of the blocks that an item stands in."""
        i = self.identify(item)
        if i not in self._keys:
            self._keys[i] = self._space.keys(item)
        return self._keys[i]

    def place(self, item: T) -> str:
        """Return where an item stands within a block."""
        i = self.identify(item)
        if i not in self._places:
            self._places[i] = self._space.place(item)
        return self._places[i]

    def likeness(self, one: T, other: T) -> float:
        """Return how alike two items are."""
        first, second = self.identify(one), self.identify(other)
        pair = (first, second) if first < second else (second, first)
        found = self._scores.get(pair)
        if found is None:
            found = self._scores[pair] = self._space.likeness(one, other)
        return found


@dataclass(slots=True)
class _View(Generic[T]):
    """The store as it will be."""

    store: Store[T]
    space: Space[T]
    fresh: dict[str, T]
    gone: frozenset[str]
    stored: dict[str, Collection[Placed]] = field(default_factory=dict)

    def items(self, ids: Collection[str]) -> dict[str, T]:
        old = self.store.items([i for i in ids if i not in self.fresh and i not in self.gone])
        return dict(old) | {i: self.fresh[i] for i in ids if i in self.fresh}

    def before(self, keys: Collection[str]) -> dict[str, Collection[Placed]]:
        """Members of the blocks that were grouped before, as far as there are any; each block is read once."""
        unread = [key for key in keys if key not in self.stored]
        self.stored.update(dict.fromkeys(unread, ()))
        if unread:
            self.stored.update(self.store.blocks(unread))
        return {key: self.stored[key] for key in keys if self.stored[key]}

    def blocks(self, keys: Collection[str]) -> dict[str, list[Placed]]:
        """Members of the blocks in order."""
        found = {key: {p for p in members if p[1] not in self.gone} for key, members in self.before(keys).items()}
        for i, item in self.fresh.items():
            place = self.space.place(item)
            for key in self.space.keys(item):
                if key in keys:
                    found.setdefault(key, set()).add((place, i))
        return {key: sorted(found[key]) for key in sorted(found)}

    def pairs(self, keys: Collection[str], within: Collection[str]) -> Iterator[Pair]:
        """Pairs to be compared, each once, in ascending order of their ids."""
        seen: set[Pair] = set()
        for members in self.blocks(keys).values():
            for pair in _compared([i for _, i in members], within):
                if pair not in seen:
                    seen.add(pair)
                    yield pair

    def touched(self, constraints: Constraints) -> set[str]:
        """All items whose component can change."""
        keys = {key for item in self.fresh.values() for key in self.space.keys(item)} | self.store.keys_of(self.gone)
        seeds = set(self.fresh) | self.gone | constraints.named
        before = self.before(keys)
        if not before:
            return self.store.fellows(seeds) | set(self.fresh)
        after = self.blocks(keys)
        doubtful: set[Pair] = set()
        for key in keys:
            old = [i for _, i in sorted(before.get(key, ()))]
            new = [i for _, i in after.get(key, ())]
            seeds.update(_disturbed(old, new, self.gone, self.fresh))
            if old:
                near = [*_around(new, self.fresh)] if len(new) > CROWDED else new
                doubtful.update(p for p in _compared(new, set(near)) if (p[0] in self.fresh) != (p[1] in self.fresh))
        items = self.items({i for pair in doubtful for i in pair})
        for one, other in doubtful:
            if self.space.likeness(items[one], items[other]) >= self.space.threshold:
                seeds.update((one, other))
        return self.store.fellows(seeds) | set(self.fresh)


def _compared(members: Sequence[str], within: Collection[str]) -> Iterator[Pair]:
    """Pairs of a block to be compared, both of them among some items, the smaller id first."""
    reach = NEIGHBOURS if len(members) > CROWDED else len(members)
    for at, one in enumerate(members):
        if one in within:
            for other in members[at + 1 : at + 1 + reach]:
                if other in within:
                    yield (one, other) if one < other else (other, one)


def _disturbed(
    before: Sequence[str], after: Sequence[str], gone: Collection[str], fresh: Collection[str]
) -> Iterator[str]:
    """Members of a block that may be compared with others than before, through its being crowded."""
    if len(before) > CROWDED and len(after) > CROWDED:
        yield from _around(before, gone)
        yield from _around(after, fresh)
    elif len(before) > CROWDED or len(after) > CROWDED:
        yield from before
        yield from after


def _around(members: Sequence[str], changed: Collection[str]) -> Iterator[str]:
    """Members that stand near one that came or went."""
    for at, one in enumerate(members):
        if one in changed:
            yield from members[max(0, at - NEIGHBOURS) : at + 1 + NEIGHBOURS]


def _connected(ids: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Return connected items, each component sorted, ordered by their first items."""
    parent = {i: i for i in ids}

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    found: dict[str, list[str]] = defaultdict(list)
    for i in sorted(parent):
        found[root(i)].append(i)
    return list(found.values())


def _component(
    ids: list[str], items: Mapping[str, T], edges: Mapping[Pair, float], space: Space[T], constraints: Constraints
) -> Component:
    if len(ids) == 1:
        return Component((ids[0],), ((ids[0],),))
    groups = list(_refined(ids, items, edges, space, constraints, space.threshold))
    return Component(tuple(ids), tuple(sorted(map(tuple, groups))))


def _refined(
    ids: list[str],
    items: Mapping[str, T],
    edges: Mapping[Pair, float],
    space: Space[T],
    constraints: Constraints,
    threshold: float,
) -> Iterator[list[str]]:
    """Groups of one component; one that is too large falls apart at a stricter threshold first."""
    if len(ids) <= space.largest:
        yield from _divided(ids, items, space, constraints)
        return
    inside = set(ids)
    near = {pair: s for pair, s in edges.items() if pair[0] in inside and pair[1] in inside}
    stricter = threshold + (1.0 - space.threshold) / _STEPS
    if stricter >= 1.0:
        yield from _in_pieces(ids, items, near, space, constraints)
        return
    strong = {pair: s for pair, s in near.items() if s >= stricter}
    bound = [pair for pair in constraints.together if pair[0] in inside and pair[1] in inside]
    for part in _connected(ids, [*strong, *bound]):
        yield from _refined(part, items, strong, space, constraints, stricter)


def _divided(ids: list[str], items: Mapping[str, T], space: Space[T], constraints: Constraints) -> list[list[str]]:
    """Let the space divide a few items."""
    at = {i: n for n, i in enumerate(ids)}
    together, apart = (
        sorted((at[a], at[b]) for a, b in pairs if a in at and b in at)
        for pairs in (constraints.together, constraints.apart)
    )
    groups = space.divide([items[i] for i in ids], space.likeness, together, apart)
    return [[ids[n] for n in group] for group in groups]


def _in_pieces(
    ids: list[str], items: Mapping[str, T], edges: Mapping[Pair, float], space: Space[T], constraints: Constraints
) -> list[list[str]]:
    """Divide neighbours by pieces, then join groups along the edges, the strongest first.

    Groups that a person's word holds apart never join, those it puts together always do, others when a sample of their
    members is alike enough on the mean.
    """
    placed = sorted(ids, key=lambda i: (space.place(items[i]), i))
    home: dict[str, list[str]] = {}
    for start in range(0, len(placed), space.largest):
        piece = sorted(placed[start : start + space.largest])
        for group in _divided(piece, items, space, constraints):
            home.update(dict.fromkeys(group, group))
    apart: dict[str, set[str]] = defaultdict(set)
    for one, other in constraints.apart:
        apart[one].add(other)
        apart[other].add(one)
    bound = sorted(p for p in constraints.together if p[0] in home and p[1] in home)
    refused: set[tuple[str, int, str, int]] = set()
    for pair in [*bound, *sorted(edges, key=lambda p: (-edges[p], p))]:
        first, second = sorted((home[i] for i in pair), key=lambda g: (-len(g), g[0]))
        tried = (first[0], len(first), second[0], len(second))
        if first is second or tried in refused:
            continue
        held = any(apart[i] & set(second) for i in first if i in apart)
        if held or (pair not in constraints.together and _mean(first, second, items, space) < space.threshold):
            refused.add(tried)
            continue
        first.extend(second)
        home.update(dict.fromkeys(second, first))
    return sorted({min(group): sorted(group) for group in home.values()}.values())


def _mean(one: list[str], other: list[str], items: Mapping[str, T], space: Space[T]) -> float:
    """Return the mean likeness of members of two groups."""
    few, others = (group[:: -(-len(group) // _SAMPLE)] for group in (one, other))
    return sum(space.likeness(items[a], items[b]) for a in few for b in others) / (len(few) * len(others))
