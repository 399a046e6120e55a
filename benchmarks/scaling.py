"""Merging as the number of mentions grows: time a mention, peak memory, and whether the made-up events are found again.

Usage: python -m benchmarks.scaling [--million] [--size N]

Made-up mentions of a feed of 2,000 a day: an event has a type, two parties, a day, words and a topic, and is reported
one to nine times over three days. They come in portions of 5,000 to a store on disk (SQLite), as to a ledger;
each size runs in a process of its own. A million takes long and is run by hand.
"""

from __future__ import annotations

import argparse
import pickle
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from newsledger.cluster.grouping import regroup
from newsledger.cluster.merging import MentionSpace
from newsledger.cluster.profile import Profile, When
from newsledger.cluster.roots import roots
from newsledger.cluster.space import Component, Constraints, Placed
from newsledger.cluster.terms import Vector, normal

SIZES = (10_000, 100_000)
PORTION = 5_000
A_DAY = 2_000
TYPES = ("ASSAULT", "CONSULT", "ACCUSE", "AID", "PROTEST", "COERCE", "SANCTION", "AGREE", "REQUEST", "MOBILIZE")
SAID = ("bombed", "met", "accused", "donated", "protested", "arrested", "sanctioned", "agreed", "urged", "deployed")
_CHUNK = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", help="not needed; taken so that all benchmarks are called alike")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--size", type=int)
    arguments = parser.parse_args()
    if arguments.size:
        run(arguments.size)
        return
    for size in (*SIZES, *((1_000_000,) if arguments.million else ())):
        subprocess.run([sys.executable, "-m", "benchmarks.scaling", "--size", str(size)], check=True)


def run(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = DiskStore(Path(folder) / "store.sqlite")
        real: dict[str, int] = {}
        began = time.process_time()
        spent = 0.0
        for portion in portions(size):
            real.update((item.event_mention_id, event) for item, event in portion)
            items = [item for item, _ in portion]
            began = time.process_time()
            store.keep(items, regroup(store, MentionSpace(), items, (), Constraints()))
            spent += time.process_time() - began
        groups: dict[str, list[int]] = defaultdict(list)
        for name, group in store.groups():
            groups[group].append(real[name])
    pairs = sum(len(g) * (len(g) - 1) // 2 for g in groups.values())
    right = sum(n * (n - 1) // 2 for g in groups.values() for n in (g.count(e) for e in set(g)))
    sizes: dict[int, int] = defaultdict(int)
    for event in real.values():
        sizes[event] += 1
    gold = sum(n * (n - 1) // 2 for n in sizes.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>9,} mentions: {1000 * spent / size:.2f} ms of CPU a mention, peak {peak:.0f} MB, "
          f"{len(groups):,} events of {len(sizes):,}, pairs P {right / max(1, pairs):.3f} R {right / gold:.3f}",
          flush=True)  # fmt: skip


def portions(size: int) -> Iterator[list[tuple[Profile, int]]]:
    rng = random.Random(20310312)
    waiting: list[tuple[int, Profile, int]] = []
    portion: list[tuple[Profile, int]] = []
    made = event = 0
    while made < size:
        day = 740_000 + made // A_DAY
        event += 1
        for report in reports(rng, event, day)[: size - made]:
            waiting.append(report)
            made += 1
        for _, profile, number in [w for w in waiting if w[0] <= day]:
            portion.append((profile, number))
        waiting = [w for w in waiting if w[0] > day]
        if len(portion) >= PORTION:
            yield portion
            portion = []
    yield portion + [(profile, number) for _, profile, number in waiting]


def reports(rng: random.Random, event: int, day: int) -> list[tuple[int, Profile, int]]:
    """The reports of one event with the days on which they come."""
    kind = rng.randrange(len(TYPES))
    parties = [f"C{int(rng.paretovariate(0.8)) % 190:03d}" for _ in range(2)]
    words, topic = (draw(rng, f"w{event % 5000}", 8), draw(rng, f"t{event % 3000}", 14))
    dated = rng.random() < 0.5
    found = []
    for n in range(rng.randint(1, 9)):
        seen = day + min(2, int(rng.expovariate(1.5)))
        found.append((seen, Profile(
            event_mention_id=f"m-{event:08d}-{n}",
            document_id=f"d-{event:08d}-{n}",
            day=seen,
            coming=False,
            event_type=TYPES[kind],
            event_mode=None,
            trigger=roots(SAID[kind]),
            said=SAID[kind],
            actors=frozenset(parties[:1]),
            recipients=frozenset(parties[1:]) if rng.random() < 0.8 else frozenset(),
            sectors=frozenset(),
            when=When(day, day, exact=True) if dated and rng.random() < 0.5 else None,
            place=None,
            quantities=(),
            words=blurred(rng, words),
            topic=blurred(rng, topic),
        ), event))  # fmt: skip
    return found


def draw(rng: random.Random, own: str, number: int) -> Vector:
    """A vector of terms: a few of the event's own, the rest such as other events have too."""
    terms = {f"{own}-{n}": 1.0 for n in range(3)}
    terms |= {f"c{rng.randrange(3000)}": 0.6 for _ in range(number - 3)}
    return normal(terms)


def blurred(rng: random.Random, vector: Vector) -> Vector:
    """A report's own choice of words: a third of them differ."""
    return normal({t if rng.random() < 0.67 else f"x{rng.randrange(200_000)}": w for t, w in vector.items()})


class DiskStore:
    """A store for grouping in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.space = MentionSpace()
        self.db.executescript(
            "create table block (key text, place text, id text); create index by_key on block (key);"
            "create table item (id text primary key, data blob, component text, grouped text);"
            "create index by_component on item (component); pragma synchronous = off; pragma cache_size = -65536;"
        )

    def _select(self, query: str, values: Collection[str]) -> Iterator[tuple[str, ...]]:
        ordered = sorted(values)
        for n in range(0, len(ordered), _CHUNK):
            part = ordered[n : n + _CHUNK]
            yield from self.db.execute(query.format(", ".join("?" * len(part))), part)

    def keys_of(self, ids: Collection[str]) -> set[str]:
        return {key for item in self.items(ids).values() for key in self.space.keys(item)}

    def blocks(self, keys: Collection[str]) -> Mapping[str, set[Placed]]:
        found: dict[str, set[Placed]] = defaultdict(set)
        for key, place, name in self._select("select key, place, id from block where key in ({})", keys):
            found[key].add((place, name))
        return found

    def fellows(self, ids: Collection[str]) -> set[str]:
        components = {c for (c,) in self._select("select component from item where id in ({})", ids)}
        return {name for (name,) in self._select("select id from item where component in ({})", components)}

    def items(self, ids: Collection[str]) -> Mapping[str, Profile]:
        rows = self._select("select id, data from item where id in ({})", ids)
        return {name: pickle.loads(data) for name, data in rows}  # type: ignore[arg-type]

    def keep(self, items: Iterable[Profile], components: Iterable[Component]) -> None:
        for item in items:
            place = self.space.place(item)
            rows = [(key, place, item.event_mention_id) for key in self.space.keys(item)]
            self.db.executemany("insert into block values (?, ?, ?)", rows)
            row = (item.event_mention_id, pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
            self.db.execute("insert into item (id, data) values (?, ?)", row)
        for component in components:
            for group in component.groups:
                rows = [(component.ids[0], group[0], name) for name in group]
                self.db.executemany("update item set component = ?, grouped = ? where id = ?", rows)
        self.db.commit()

    def groups(self) -> Iterator[tuple[str, str]]:
        yield from self.db.execute("select id, grouped from item")


if __name__ == "__main__":
    main()
