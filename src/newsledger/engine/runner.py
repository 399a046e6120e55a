"""A run: items to an engine, results to commits, finished shards to whoever asked."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from newsledger.engine.pool import Pool
from newsledger.engine.schedule import SECONDS, Scheduler
from newsledger.engine.shards import SHARD_DOCUMENTS, Item, Result, Shard, batches
from newsledger.engine.work import Codes, LoadCoder, Worker, time_allowed, too_long
from newsledger.errors import EngineError
from newsledger.records import Skip

if TYPE_CHECKING:
    from types import FrameType

    from newsledger.ledger import Ledger
    from newsledger.ledger.known import KnownCodings
    from newsledger.ontology.own import OwnCodebook
    from newsledger.resolve import Actor

ENGINES = ("local", "ray", "spark")

FEW = 4
"""So few documents are coded in this process: starting another would take longer than reading them."""


@dataclass(slots=True)
class Tally:
    """Running totals.

    Attributes:
        documents: Documents coded, those that the ledger held included.
        known: Those of them that the ledger held.
        sentences: Sentences of both.
        mentions: Event mentions of both.
        skips: Inputs left out.
        size: Characters and bytes done.
    """

    documents: int = 0
    known: int = 0
    sentences: int = 0
    mentions: int = 0
    skips: int = 0
    size: int = 0

    def add(self, shard: Shard) -> None:
        """Count a finished shard."""
        self.documents += len(shard.order)
        self.known += shard.known
        self.sentences += shard.rows.sentences
        self.mentions += shard.rows.mentions
        self.skips += len(shard.skips)


def run(
    items: Iterable[Item],
    *,
    jobs: int = 1,
    actors: tuple[Actor, ...] = (),
    codebook: OwnCodebook | None = None,
    engine: str = "local",
    ledger: Ledger | None = None,
    load: Callable[[], Codes] | None = None,
    shard: int = SHARD_DOCUMENTS,
    seconds: float = SECONDS,
    apart: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    watch: Callable[[Result], None] = lambda _: None,
) -> Iterator[Shard]:
    """Code documents and yield finished shards in input order.

    The result is the same whatever the engine, the number of workers and the size of shards.

    Args:
        items: Raw pages or documents, and skips to pass through.
        jobs: Number of workers.
        actors: Actors of the user's own, from :func:`newsledger.resolve.read_actors`.
        codebook: A codebook of the user's own, from :func:`newsledger.ontology.own.read_codebook`.
        engine: One of :data:`ENGINES`.
        ledger: Where to commit; a shard is yielded after its commit, and documents whose coding the ledger holds are
            not coded again but read back. Nothing is grouped into events here.
        load: Loads another coder than Newsledger's own; sent to the workers.
        shard: Documents of a shard at most.
        seconds: Longest time for one document, beside what its size allows; one that takes longer is a skip.
        apart: Code documents in a worker however few they are, so that one that crashes it is a skip.
        stopped: Asked now and then; True ends the run after what is finished is committed.
        watch: Told each result when it is there, before its commit.

    Raises:
        EngineError: The engine is not installed, or its workers cannot start.
        ModelError: The reading model is missing.
        LedgerError: The ledger cannot be written.
    """
    load = load or LoadCoder(actors, codebook)
    known = ledger.known() if ledger is not None else None
    first, rest = _few(items)
    if jobs <= 1 and engine == "local" and rest is None and not apart:
        results = _in_process(first, load, known, seconds, stopped)
    else:
        pool = _pool(engine, jobs, load, known, seconds)
        results = Scheduler(pool, seconds, stopped).run(batches(chain(first, rest or ()), documents=shard))
    told = _told(results, watch)
    if ledger is None:
        for result in told:
            yield Shard(result.rows, tuple(coding for _, coding in result.order), result.skips)
    else:
        from newsledger.engine.commits import Committer

        yield from Committer(ledger).take(told)


def _told(results: Iterable[Result], watch: Callable[[Result], None]) -> Iterator[Result]:
    for result in results:
        watch(result)
        yield result


def _few(items: Iterable[Item]) -> tuple[list[Item], Iterator[Item] | None]:
    """Return the first items, and those behind them, or None when these few documents are all."""
    rest, first, documents = iter(items), list[Item](), 0
    for item in rest:
        first.append(item)
        documents += not isinstance(item, Skip)
        if documents > FEW:
            return first, rest
    return first, None


def _in_process(
    items: Sequence[Item],
    load: Callable[[], Codes],
    known: KnownCodings | None,
    seconds: float,
    stopped: Callable[[], bool],
) -> Iterator[Result]:
    worker: Worker | None = None
    done: list[Result] = []
    for item in items:
        if stopped():
            break
        if isinstance(item, Skip):
            done.append(Result(skips=(item,)))
            continue
        worker = worker or Worker(load(), known)
        with _time_limit(time_allowed([item], seconds)):
            done.append(worker.work([item]))
    if done:
        yield Result.join(done)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TimeoutError`` in what takes longer, where it can be: in the main thread, on a system with alarms."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(too_long(seconds))

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _pool(engine: str, jobs: int, load: Callable[[], Codes], known: KnownCodings | None, seconds: float) -> Pool:
    if engine == "local":
        from newsledger.engine.local import LocalPool

        return LocalPool(jobs, load, known)
    if engine == "ray":
        from newsledger.engine.on_ray import RayPool

        return RayPool(jobs, load, known)
    if engine == "spark":
        from newsledger.engine.on_spark import SparkPool

        return SparkPool(jobs, load, known, seconds=seconds)
    raise EngineError(f"unknown engine {engine!r}", hint="engines: " + ", ".join(ENGINES))
