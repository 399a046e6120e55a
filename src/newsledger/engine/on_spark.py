"""The engine on Spark: each piece is a job of one task, coded with ``mapInArrow``; as many jobs at once as workers.

A session that is active is used; else one is made on this machine, or at ``SPARK_MASTER``. The Python workers of Spark
are kept between jobs, and with them the coder. Every node needs Newsledger installed.
"""

from __future__ import annotations

import atexit
import faulthandler
import os
import pickle
import queue
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from newsledger.engine.pool import Done, Event, Lost, Ready
from newsledger.engine.work import Codes, Worker, time_allowed, too_long
from newsledger.errors import EngineError, NewsledgerError
from newsledger.ledger.known import KnownCodings

if TYPE_CHECKING:
    from newsledger.engine.shards import Item

_SCHEMA = "answer binary"
_workers: dict[bytes, Worker] = {}
"""The workers of this Python process, by what they were made from; a new run makes a new one."""


def work(load: bytes, known: str | None, seconds: float, found: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Code a piece, in a Python worker of Spark: a pickled piece in, a pickled result or error out.

    The process ends itself when the time for the piece is over: a task that Spark cancels may go on hanging, and keep
    its core. To load the coder takes time of its own.
    """
    for batch in found:
        answers = [pickle.dumps(_answer(load, known, seconds, piece)) for piece in batch["piece"].to_pylist()]
        yield pa.RecordBatch.from_pydict({"answer": pa.array(answers, pa.binary())})


def _answer(load: bytes, known: str | None, seconds: float, piece: bytes) -> Any:
    key = load + (known or "").encode()
    if key not in _workers:
        _workers.clear()
        try:
            _workers[key] = Worker(pickle.loads(load)(), _known(known))  # noqa: S301 - made by our own driver
        except NewsledgerError as error:
            return error
        except Exception as error:
            return EngineError(f"a worker cannot load the coder: {type(error).__name__}: {error}", hint=_NODES)
    with _time_limit(seconds):
        return _workers[key].work(pickle.loads(piece)).to_send()  # noqa: S301


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


_NODES = "every node needs newsledger, of the same version"


def _known(name: str | None) -> KnownCodings | None:
    if name is None:
        return None
    from pyspark import SparkFiles

    return KnownCodings.open(Path(SparkFiles.get(name)))


class SparkPool:
    """Spark jobs; see :class:`newsledger.engine.pool.Pool`.

    Args:
        size: Number of jobs at once.
        load: Loads the coder in a worker.
        known: Codings that the ledger holds; sent to each node once, as a file.
        seconds: Longest time for one document, beside what its size allows.

    Raises:
        EngineError: Spark or Java is not installed, or the master cannot be reached.
    """

    tells = False
    grace = 60.0

    def __init__(
        self, size: int, load: Callable[[], Codes], known: KnownCodings | None = None, *, seconds: float
    ) -> None:
        self.size, self._load, self._seconds = size, pickle.dumps(load), seconds
        self._spark, self._ours = _session(size)
        self._known = self._share(known) if known else None
        self._events: queue.SimpleQueue[tuple[str, Event]] = queue.SimpleQueue()
        self._groups: dict[int, str] = {}
        self._threads: list[threading.Thread] = []

    def submit(self, worker: int, items: Sequence[Item]) -> None:
        """Give an idle worker a piece."""
        from pyspark import inheritable_thread_target

        group = self._groups[worker] = f"newsledger-{uuid4().hex}"
        run = inheritable_thread_target(self._spark)(self._job)
        thread = threading.Thread(target=run, args=(worker, group, tuple(items)), daemon=True)
        self._threads = [t for t in self._threads if t.is_alive()] + [thread]
        self._events.put((group, Ready(worker)))
        thread.start()

    def events(self, seconds: float) -> list[Event]:
        """Wait for something to happen, at most so long, and return what did."""
        try:
            group, event = self._events.get(timeout=seconds)
        except queue.Empty:
            return []
        if self._groups.get(event.worker) != group:
            return []
        if not isinstance(event, Ready):
            del self._groups[event.worker]
        return [event]

    def stop(self, worker: int) -> None:
        """Cancel the job of a worker that takes too long; Spark ends its Python process."""
        self._spark.sparkContext.cancelJobGroup(self._groups.pop(worker))

    def close(self) -> None:
        """End all jobs, and the session where it was made here."""
        for worker in list(self._groups):
            self.stop(worker)
        for thread in self._threads:
            thread.join()
        if self._ours:
            self._spark.stop()

    def _job(self, worker: int, group: str, items: tuple[Item, ...]) -> None:
        begun, allowed = time.monotonic(), time_allowed(items, self._seconds, told=False)
        self._spark.sparkContext.setJobGroup(group, "newsledger code", interruptOnCancel=True)
        try:
            frame = self._spark.createDataFrame(pa.table({"piece": pa.array([pickle.dumps(items)], pa.binary())}))
            (row,) = frame.mapInArrow(partial(work, self._load, self._known, allowed), _SCHEMA).collect()
            answer = pickle.loads(row["answer"])  # noqa: S301 - made by our own workers
        except Exception as error:
            late = time.monotonic() - begun >= allowed
            self._events.put((group, Lost(worker, too_long(allowed) if late else _why(error))))
            return
        failed = isinstance(answer, NewsledgerError)
        self._events.put((group, Lost(worker, str(answer), answer) if failed else Done(worker, answer)))

    def _share(self, known: KnownCodings) -> str:
        """Add a file to the session; it must lie there as long as the session may live: each new node fetches it."""
        name = f"newsledger-{uuid4().hex}.npy"
        folder = Path(mkdtemp(prefix="newsledger-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        known.save(folder / name)
        self._spark.sparkContext.addFile(str(folder / name))
        return name


def _session(size: int) -> tuple[Any, bool]:
    """Return a session, and whether it was made here."""
    if find_spec("pyspark") is None:
        raise EngineError("Spark is not installed", hint="pip install 'newsledger[spark]'")
    if not has_java():
        raise EngineError("Spark needs Java, and there is none", hint="install Java 17 or 21, or set JAVA_HOME")
    from pyspark.sql import SparkSession

    if (active := SparkSession.getActiveSession()) is not None:
        return active, False
    try:
        return make_session(size), True
    except Exception as error:
        raise EngineError(f"Spark cannot be reached: {_why(error)}", hint="is SPARK_MASTER right?") from error


def make_session(size: int) -> Any:
    """Make a session of so many workers on this machine, or at ``SPARK_MASTER``."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("newsledger").master(os.environ.get("SPARK_MASTER", f"local[{size}]"))
    python = os.environ.get("PYSPARK_PYTHON", sys.executable)
    for name, value in {"spark.pyspark.python": python, **SETTINGS}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.task.maxFailures": "1",
    "spark.python.worker.reuse": "true",
    "spark.log.level": "OFF",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
}


def has_java() -> bool:
    """Tell whether there is a Java to run Spark with."""
    home = os.environ.get("JAVA_HOME")
    return (bool(home) and (Path(str(home)) / "bin" / "java").exists()) or shutil.which("java") is not None


def _why(error: BaseException) -> str:
    """The line that tells most of an error of Spark, which comes with the traces of two languages."""
    lines = [line.strip(": ") for line in str(error).splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith("An error occurred while calling")]
    telling = [line for line in lines if "crashed" in line or "exited unexpectedly" in line]
    raised = [line for line in lines if re.match(r"[\w.]+(Error|Exception)\b", line)]
    return (telling or raised[-1:] or lines or [type(error).__name__])[0][:300]
