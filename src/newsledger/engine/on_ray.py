"""The engine on Ray: one actor a worker, each with the coder in it. Ray core only, no Ray Data.

Without a cluster (``RAY_ADDRESS``) Ray is started on this machine. Every node needs Newsledger installed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from newsledger.engine.pool import Done, Event, Lost, Ready
from newsledger.engine.work import Codes, Worker
from newsledger.errors import EngineError, NewsledgerError
from newsledger.ledger.known import KnownCodings

if TYPE_CHECKING:
    from newsledger.engine.shards import Item, Result

_NODES = "every node needs newsledger, of the same version"


class _Actor:
    """What runs in Ray."""

    def __init__(self, load: Callable[[], Codes], keys: Any) -> None:
        self._error: Exception | None = None
        try:
            self._worker = Worker(load(), None if keys is None else KnownCodings(keys))
        except NewsledgerError as error:
            self._error = error
        except Exception as error:
            self._error = EngineError(f"an actor cannot load the coder: {type(error).__name__}: {error}", hint=_NODES)

    def ready(self) -> Exception | None:
        """Return what keeps the actor from working; an error that it raised would read like a crash."""
        return self._error

    def work(self, items: tuple[Item, ...]) -> Result:
        return self._worker.work(items).to_send()


class RayPool:
    """Ray actors; see :class:`newsledger.engine.pool.Pool`.

    Args:
        size: Number of workers.
        load: Loads the coder in a worker.
        known: Codings that the ledger holds; actors of one node share them.

    Raises:
        EngineError: Ray is not installed, or its cluster cannot be reached.
    """

    tells = False
    grace = 0.0

    def __init__(self, size: int, load: Callable[[], Codes], known: KnownCodings | None = None) -> None:
        self.size, self._load = size, load
        self._ray, self._ours = _connect(size)
        self._keys = self._ray.put(known.keys) if known else None
        self._kind = self._ray.remote(num_cpus=1, max_restarts=0)(_Actor)
        self._actors: dict[int, Any] = {}
        self._pending: dict[Any, int] = {}
        self._first: dict[int, tuple[Item, ...]] = {}

    def submit(self, worker: int, items: Sequence[Item]) -> None:
        """Give an idle worker a piece; one that does not run yet is started, and gets it when it says that it is ready.

        Were it given the piece at once, and killed by it, its word that it was ready could be lost with it.
        """
        if worker in self._actors:
            self._pending[self._actors[worker].work.remote(tuple(items))] = worker
            return
        actor = self._actors[worker] = self._kind.remote(self._load, self._keys)
        self._first[worker] = tuple(items)
        self._pending[actor.ready.remote()] = worker

    def events(self, seconds: float) -> list[Event]:
        """Wait for something to happen, at most so long, and return what did."""
        done, _ = self._ray.wait(list(self._pending), num_returns=1, timeout=seconds)
        return [self._told(ref) for ref in done]

    def stop(self, worker: int) -> None:
        """Kill a worker that takes too long."""
        self._ray.kill(self._actors.pop(worker))
        self._forget(worker)

    def close(self) -> None:
        """End all workers, and Ray where it was started here."""
        for actor in self._actors.values():
            self._ray.kill(actor)
        self._actors.clear()
        self._pending.clear()
        self._first.clear()
        if self._ours:
            self._ray.shutdown()

    def _told(self, ref: Any) -> Event:
        worker = self._pending.pop(ref)
        try:
            found = self._ray.get(ref)
        except self._ray.exceptions.RayError as error:
            return self._lost(worker, _first_line(error))
        if worker not in self._first:
            return Done(worker, found)
        if found is not None:
            return self._lost(worker, str(found), found)
        self.submit(worker, self._first.pop(worker))
        return Ready(worker)

    def _lost(self, worker: int, why: str, error: Exception | None = None) -> Lost:
        self._actors.pop(worker, None)
        self._forget(worker)
        return Lost(worker, why, error)

    def _forget(self, worker: int) -> None:
        self._pending = {ref: number for ref, number in self._pending.items() if number != worker}
        self._first.pop(worker, None)


def _connect(size: int) -> tuple[Any, bool]:
    """Return Ray, connected, and whether it was started here."""
    if find_spec("ray") is None:
        raise EngineError("Ray is not installed", hint="pip install 'newsledger[ray]'")
    import ray

    if ray.is_initialized():
        return ray, False
    quiet: dict[str, Any] = {"include_dashboard": False, "log_to_driver": False, "logging_level": "error"}
    try:
        if os.environ.get("RAY_ADDRESS"):
            ray.init(**{k: v for k, v in quiet.items() if k != "include_dashboard"})
        else:
            ray.init(num_cpus=size, **quiet)
    except (ConnectionError, RuntimeError, OSError) as error:
        raise EngineError(f"Ray cannot be reached: {_first_line(error)}", hint="is RAY_ADDRESS right?") from error
    return ray, True


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
