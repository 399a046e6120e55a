"""What an engine is to the scheduler: a number of workers, each with one piece of work at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from newsledger.engine.shards import Item, Result


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has loaded its coder."""

    worker: int


@dataclass(frozen=True, slots=True)
class Begun:
    """A worker has begun the item at this position of its piece."""

    worker: int
    position: int


@dataclass(frozen=True, slots=True)
class Done:
    """A worker has finished its piece."""

    worker: int
    result: Result


@dataclass(frozen=True, slots=True)
class Lost:
    """A worker is gone, and its piece with it; the next piece makes a new one.

    Attributes:
        worker: Number of the worker.
        why: What is known of the reason.
        error: What kept it from starting, or None; it ends the run.
    """

    worker: int
    why: str
    error: Exception | None = None


Event = Ready | Begun | Done | Lost


class Pool(Protocol):
    """The workers of an engine, numbered from 0."""

    size: int
    tells: bool
    """Whether workers tell which item they have begun."""
    grace: float
    """Seconds for a worker to end itself when its time is over, before it is stopped from outside."""

    def submit(self, worker: int, items: Sequence[Item]) -> None:
        """Give an idle worker a piece; one that does not run yet is started."""

    def events(self, seconds: float) -> list[Event]:
        """Wait for something to happen, at most so long, and return what did."""

    def stop(self, worker: int) -> None:
        """Kill a worker that takes too long; nothing more is heard of its piece."""

    def close(self) -> None:
        """End all workers."""
