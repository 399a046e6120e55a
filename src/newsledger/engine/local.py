"""The local engine: worker processes of this machine, each watched, killed and replaced where it must be."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsledger.engine.child import Hello
from newsledger.engine.pool import Begun, Done, Event, Lost, Ready
from newsledger.engine.shards import Item
from newsledger.engine.wire import receive, send
from newsledger.engine.work import Codes
from newsledger.ledger.known import KnownCodings

_BEGIN = "import sys; sys.path[:] = sys.argv[1:]; from newsledger.engine.child import main; main()"
"""A worker imports from where its parent does, and never from the current folder: a file of pages may lie beside a
``queue.py``."""


class _Process:
    """One worker process, and the thread that speaks with it."""

    def __init__(self, number: int, hello: Hello, events: queue.SimpleQueue[tuple[_Process, Event]]) -> None:
        self.number, self._hello, self._events = number, hello, events
        self._pieces: queue.SimpleQueue[tuple[Item, ...] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-c", _BEGIN, *filter(None, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is the parent's: it stops asking for more
        )
        self._thread = threading.Thread(target=self._speak, daemon=True)
        self._thread.start()

    @property
    def process_id(self) -> int:
        return self._process.pid

    def submit(self, items: Sequence[Item]) -> None:
        self._pieces.put(tuple(items))

    def end(self) -> None:
        """Kill the process, and wait until nothing of it is left."""
        self._pieces.put(None)
        self._process.kill()
        self._thread.join()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was still to be written has no reader any more
                continue

    def _tell(self, event: Event) -> None:
        self._events.put((self, event))

    def _speak(self) -> None:
        assert self._process.stdin is not None
        try:
            send(self._process.stdin, self._hello)
            if not self._answer():
                return
            while (piece := self._pieces.get()) is not None:
                send(self._process.stdin, piece)
                if not self._answer():
                    return
        except (EOFError, OSError):
            self._tell(Lost(self.number, _why(self._process.wait())))

    def _answer(self) -> bool:
        """Pass on what the process says until it has done what it was asked; False when it cannot go on."""
        assert self._process.stdout is not None
        while True:
            kind, value = receive(self._process.stdout)
            if kind == "error":
                self._tell(Lost(self.number, str(value), error=value))
                return False
            events: dict[str, Callable[[Any], Event]] = {
                "begun": lambda position: Begun(self.number, position),
                "done": lambda result: Done(self.number, result),
                "ready": lambda _: Ready(self.number),
            }
            self._tell(events[kind](value))
            if kind != "begun":
                return True


@dataclass(slots=True)
class LocalPool:
    """Worker processes; see :class:`newsledger.engine.pool.Pool`.

    Attributes:
        size: Number of workers.
        load: Loads the coder in a worker.
        known: Codings that the ledger holds.
    """

    size: int
    load: Callable[[], Codes]
    known: KnownCodings | None = None
    tells: bool = True
    grace: float = 0.0
    _events: Any = None
    _processes: Any = None
    _folder: TemporaryDirectory[str] | None = None

    def __post_init__(self) -> None:
        self._events, self._processes = queue.SimpleQueue(), {}

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Ids of the worker processes that run."""
        return tuple(process.process_id for process in self._processes.values())

    def submit(self, worker: int, items: Sequence[Item]) -> None:
        """Give an idle worker a piece; one that does not run yet is started."""
        if worker not in self._processes:
            self._processes[worker] = _Process(worker, Hello(self.load, self._file()), self._events)
        self._processes[worker].submit(items)

    def events(self, seconds: float) -> list[Event]:
        """Wait for something to happen, at most so long, and return what did."""
        found: list[Event] = []
        try:
            said = self._events.get(timeout=seconds)
            while True:
                found.extend(self._heard(*said))
                said = self._events.get_nowait()
        except queue.Empty:
            return found

    def stop(self, worker: int) -> None:
        """Kill a worker that takes too long."""
        self._processes.pop(worker).end()

    def close(self) -> None:
        """End all workers."""
        for process in self._processes.values():
            process.end()
        self._processes.clear()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _heard(self, process: _Process, event: Event) -> list[Event]:
        """Leave out what a worker said that was killed since."""
        if self._processes.get(process.number) is not process:
            return []
        if isinstance(event, Lost):
            self._processes.pop(process.number).end()
        return [event]

    def _file(self) -> Path | None:
        """Write the known codings down once, for all workers to map into their memory."""
        if not self.known:
            return None
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="newsledger-")
            self.known.save(Path(self._folder.name) / "known.npy")
        return Path(self._folder.name) / "known.npy"


def _why(code: int) -> str:
    if code < 0:
        import signal

        names = {s.value: s.name for s in signal.Signals}
        memory = " (out of memory, perhaps)" if code == -9 else ""
        return f"the worker was killed by {names.get(-code, -code)}{memory}"
    return f"the worker ended with exit code {code}"
