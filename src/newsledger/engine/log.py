"""A run keeps a log of itself in the ledger: that it began, how far it is, how it ended."""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import LedgerError
from newsledger.records.run import RunStep

if TYPE_CHECKING:
    from newsledger.engine.runner import Tally
    from newsledger.engine.shards import Result
    from newsledger.ledger import Ledger

_SPEAK_SECONDS = 60.0


@dataclass(slots=True)
class RunLog:
    """Writes the rows of one run.

    Attributes:
        ledger: Where to.
        step: The row written last.
        tally: Counts what was committed.
    """

    ledger: Ledger
    step: RunStep
    tally: Tally
    _spoken: float = field(default_factory=time.monotonic)

    def told(self, result: Result) -> None:
        """Note the coder."""
        if self.step.coder is None and result.coder is not None:
            self.step = replace(self.step, coder=result.coder)

    def speak(self) -> None:
        """Write how far the run is, not too often."""
        if time.monotonic() - self._spoken >= _SPEAK_SECONDS:
            self._spoken = time.monotonic()
            self.write("running")

    def write(self, status: str, problem: str | None = None) -> None:
        """Write a row."""
        t = self.tally
        self.step = replace(
            self.step,
            step=self.step.step + 1,
            status=status,
            problem=problem,
            updated=_now(),
            documents=t.documents - t.known,
            known=t.known,
            sentences=t.sentences,
            mentions=t.mentions,
            skips=t.skips,
        )
        self.ledger.add_run_step(self.step)


@contextmanager
def run_log(
    ledger: Ledger, tally: Tally, *, inputs: Sequence[str], options: Mapping[str, Any], resumes: str | None = None
) -> Iterator[RunLog]:
    """Keep a log of what is done inside; what is raised there is written as the reason why the run failed.

    Args:
        ledger: Where to.
        tally: Counts what was committed.
        inputs: What is read.
        options: What a run that goes on needs, as JSON values; with ``engine`` and ``jobs``.
        resumes: The run that this one goes on with.
    """
    now = _now()
    step = RunStep(
        run_id=f"r-{secrets.token_hex(10)}",
        step=0,
        status="running",
        inputs=tuple(inputs),
        folder=str(Path.cwd()),
        options=json.dumps(dict(options), sort_keys=True),
        engine=options["engine"],
        jobs=options["jobs"],
        coder=None,
        host=socket.gethostname(),
        process=os.getpid(),
        started=now,
        updated=now,
        resumes=resumes,
    )
    ledger.add_run_step(step)
    log = RunLog(ledger, step, tally)
    try:
        yield log
    except (KeyboardInterrupt, GeneratorExit):
        log.write("interrupted")
        raise
    except BaseException as error:
        with suppress(LedgerError):  # where the disk is full, the first error is the one to be told
            log.write("failed", (str(error).strip() or type(error).__name__).splitlines()[0])
        raise
    if log.step.status == "running":
        log.write("finished")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
