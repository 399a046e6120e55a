"""A worker process of the local engine.

It takes pieces from standard input and answers on standard output until its parent is gone. It is a fresh
interpreter and no copy of the parent: it needs no ``if __name__ == "__main__"`` in a user's script, and takes no locks
and threads along.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from newsledger.engine.wire import receive, send
from newsledger.errors import EngineError, NewsledgerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsledger.engine.shards import Item
    from newsledger.engine.work import Codes, Worker


@dataclass(frozen=True, slots=True)
class Hello:
    """What a worker is told first.

    Attributes:
        load: Loads the coder.
        known: File of codings that the ledger holds, or None.
    """

    load: Callable[[], Codes]
    known: Path | None = None


_Task = Hello | tuple[Any, ...] | Exception


def main() -> None:
    """Work until the parent closes the pipe."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    waiting: queue.SimpleQueue[_Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks, waiting), daemon=True).start()
    try:
        _serve(waiting, answers)
    except BrokenPipeError:
        os._exit(0)


def _listen(tasks: BinaryIO, waiting: queue.SimpleQueue[_Task]) -> None:
    """Hand on tasks; when the parent is gone, so is this process, whatever it is doing."""
    try:
        while True:
            waiting.put(receive(tasks))
    except (EOFError, OSError):
        os._exit(0)
    except Exception as error:
        waiting.put(error)


def _next(waiting: queue.SimpleQueue[_Task]) -> Hello | tuple[Item, ...]:
    """Return the next task; one that could not be read is an error here, where it can be told or ends the process."""
    task = waiting.get()
    if isinstance(task, Exception):
        raise task
    return task


def _serve(waiting: queue.SimpleQueue[_Task], answers: BinaryIO) -> None:
    from newsledger.engine.work import Worker
    from newsledger.ledger.known import KnownCodings

    try:
        hello = _next(waiting)
        assert isinstance(hello, Hello)
        known = KnownCodings.open(hello.known) if hello.known else None
        worker = Worker(hello.load(), known)
    except NewsledgerError as error:
        send(answers, ("error", error))
        return
    except Exception as error:
        send(answers, ("error", EngineError(f"a worker cannot load the coder: {type(error).__name__}: {error}")))
        return
    send(answers, ("ready", None))
    _work(worker, waiting, answers)
    gc.freeze()  # the tables that the first pages loaded stay: the collector need not walk through them each time
    while True:
        _work(worker, waiting, answers)


def _work(worker: Worker, waiting: queue.SimpleQueue[_Task], answers: BinaryIO) -> None:
    piece = _next(waiting)
    assert isinstance(piece, tuple)
    send(answers, ("done", worker.work(piece, lambda position: send(answers, ("begun", position))).to_send()))
