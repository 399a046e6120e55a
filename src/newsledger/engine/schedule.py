"""Pieces of work to workers, results in input order, and no document that can stop the others.

A worker that dies or takes too long loses its piece, which is tried again: the document that it had begun alone, those
before and behind it apart; where it is not known which one was begun, the two halves. A document that is alone and
still kills its worker is recorded as a skip with the reason.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from newsledger.engine.pool import Begun, Done, Event, Lost, Pool, Ready
from newsledger.engine.shards import Item, Result, item_size
from newsledger.engine.work import failure, time_allowed, too_long
from newsledger.errors import EngineError

SECONDS = 120.0
"""Longest time for one document, beside what its size allows."""

_DEATHS = 3
_HANGS = 2
_START_SECONDS = 300.0
_STARTS = 5
_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class _Piece:
    batch: int
    first: int
    items: tuple[Item, ...]
    deaths: int = 0
    hangs: int = 0


@dataclass(slots=True)
class _Hand:
    """What a worker has in hand."""

    piece: _Piece
    since: float
    ready: bool
    position: int | None = None


@dataclass(slots=True)
class _Batch:
    missing: int
    parts: dict[int, Result] = field(default_factory=dict)


@dataclass(slots=True)
class Scheduler:
    """Runs batches through a pool.

    Attributes:
        pool: The workers.
        seconds: Longest time for one document, beside what its size allows.
        stopped: Asked now and then; True ends the run with what is finished.
        clock: Seconds that only grow.
        keeps: Whether the workers stay for the next run; whoever made the pool then closes it.
    """

    pool: Pool
    seconds: float = SECONDS
    stopped: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic
    keeps: bool = False
    _waiting: deque[_Piece] = field(default_factory=deque)
    _hands: dict[int, _Hand] = field(default_factory=dict)
    _running: set[int] = field(default_factory=set)
    _open: dict[int, _Batch] = field(default_factory=dict)
    _taken: int = 0
    _given: int = 0
    _failed_starts: int = 0

    def run(self, batches: Iterable[Sequence[Item]]) -> Iterator[Result]:
        """Yield the result of each batch, in order; the workers end with the iterator, unless they stay.

        Raises:
            EngineError: The workers cannot start.
        """
        rest = iter(batches)
        try:
            while not self.stopped():
                self._feed(rest)
                if not self._hands:
                    break
                for event in self.pool.events(_LOOK):
                    self._handle(event)
                self._look_for_hangs()
                yield from self._finished()
            yield from self._finished()
        finally:
            if not self.keeps:
                self.pool.close()

    def _feed(self, rest: Iterator[Sequence[Item]]) -> None:
        for worker in range(self.pool.size):
            if worker not in self._hands and (piece := self._next(rest)) is not None:
                self._hands[worker] = _Hand(piece, self.clock(), ready=worker in self._running)
                self.pool.submit(worker, piece.items)

    def _next(self, rest: Iterator[Sequence[Item]]) -> _Piece | None:
        if self._waiting:
            return self._waiting.popleft()
        if self._taken - self._given >= 4 * self.pool.size + 4:
            return None  # one that takes long must not let the others pile up
        items = next(rest, None)
        if items is None:
            return None
        number, self._taken = self._taken, self._taken + 1
        self._open[number] = _Batch(len(items))
        return _Piece(number, 0, tuple(items))

    def _handle(self, event: Event) -> None:
        hand = self._hands.get(event.worker)
        if isinstance(event, Ready):
            self._running.add(event.worker)
            self._failed_starts = 0
            if hand:
                hand.since, hand.ready = self.clock(), True
        elif isinstance(event, Begun) and hand:
            hand.since, hand.position = self.clock(), event.position
        elif isinstance(event, Done) and hand:
            del self._hands[event.worker]
            self._keep(hand.piece, event.result)
        elif isinstance(event, Lost):
            self._lose(event)

    def _keep(self, piece: _Piece, result: Result) -> None:
        batch = self._open[piece.batch]
        batch.parts[piece.first] = result
        batch.missing -= len(piece.items)

    def _finished(self) -> Iterator[Result]:
        while (batch := self._open.get(self._given)) is not None and not batch.missing:
            del self._open[self._given]
            self._given += 1
            yield Result.join(batch.parts[first] for first in sorted(batch.parts))

    def _lose(self, lost: Lost, *, hung: bool = False) -> None:
        if lost.error is not None:
            raise lost.error
        hand = self._hands.pop(lost.worker, None)
        if lost.worker not in self._running:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise EngineError(f"no worker starts: {lost.why}", hint="`newsledger doctor` looks for what is missing")
        self._running.discard(lost.worker)
        if hand is not None:
            self._again(hand, lost.why, hung=hung)

    def _look_for_hangs(self) -> None:
        for worker, hand in list(self._hands.items()):
            why = self._overdue(hand)
            if why:
                self.pool.stop(worker)
                self._lose(Lost(worker, why), hung=True)

    def _overdue(self, hand: _Hand) -> str | None:
        taken = self.clock() - hand.since
        if not hand.ready:
            return "the worker did not start" if taken > _START_SECONDS else None
        items = hand.piece.items
        if hand.position is not None:
            items = items[hand.position : hand.position + 1]
        allowed = time_allowed(items, self.seconds, told=self.pool.tells)
        return too_long(allowed) if taken > allowed + self.pool.grace else None

    def _again(self, hand: _Hand, why: str, *, hung: bool) -> None:
        """Put what a lost worker had in hand back, cut so that the document at fault ends up alone."""
        piece = hand.piece
        if not hand.ready or (self.pool.tells and hand.position is None):
            self._waiting.appendleft(piece)
            return
        blamed = replace(piece, deaths=piece.deaths + (not hung), hangs=piece.hangs + hung)
        if len(piece.items) > 1:
            self._waiting.extendleft(reversed(_cut(blamed, hand.position)))
        elif blamed.deaths >= _DEATHS or blamed.hangs >= _HANGS:
            skip = failure(piece.items[0], why)
            self._keep(piece, Result(skips=(skip,), size=item_size(piece.items[0])))
        else:
            self._waiting.appendleft(blamed)


def _cut(piece: _Piece, position: int | None) -> list[_Piece]:
    """Cut around the item that was begun, or into halves; only an item that is alone keeps the blame."""
    n = len(piece.items)
    bounds = (0, n // 2, n) if position is None else (0, position, position + 1, n)
    return [
        replace(
            piece,
            first=piece.first + start,
            items=piece.items[start:end],
            deaths=piece.deaths if start == position else 0,
            hangs=piece.hangs if start == position else 0,
        )
        for start, end in pairwise(bounds)
        if end > start
    ]
