"""The runs of a ledger as they stand, those that died told from those that go on."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.errors import LedgerError
from newsledger.ledger.stored import stored_table
from newsledger.records import from_row
from newsledger.records.run import RunStep

if TYPE_CHECKING:
    from newsledger.ledger.store import Ledger

SILENT_SECONDS = 900
"""A run of another machine that said nothing for so long counts as dead; one that lives speaks every minute or so."""

_BEGAN = 19
"""Where the start of a process stands in its ``stat``, counted from the field behind its name, which is its state."""
_ENDED = ("Z", "X")


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        last: The newest row that it wrote.
        status: ``running``, ``finished``, ``interrupted``, ``failed``, or ``died`` when it was killed without a word.
    """

    last: RunStep
    status: str


def load_runs(ledger: Ledger) -> tuple[Run, ...]:
    """Return the runs of a ledger, oldest first."""
    table = ledger.table("runs")
    if table is None:
        return ()
    steps = [from_row(RunStep, row) for row in stored_table(table).to_pylist()]
    last: dict[str, RunStep] = {}
    for step in sorted(steps, key=lambda s: s.step):
        last[step.run_id] = step
    return tuple(Run(step, _status(step)) for step in sorted(last.values(), key=lambda s: (s.started, s.run_id)))


def find_run(ledger: Ledger, start: str) -> Run:
    """Return the run whose id begins so.

    Raises:
        LedgerError: There is none, or more than one.
    """
    found = [run for run in load_runs(ledger) if run.last.run_id.startswith(start)]
    if len(found) != 1:
        many = f"{len(found)} runs begin with {start}" if found else f"there is no run {start}"
        raise LedgerError(many, hint="`newsledger runs` lists them")
    return found[0]


def _status(step: RunStep) -> str:
    return "died" if step.status == "running" and not _lives(step) else step.status


def _lives(step: RunStep) -> bool:
    """Ask the system about a process of this machine; believe one of another as long as it speaks.

    A process of that number that began after the run last spoke is another one.
    """
    updated = datetime.fromisoformat(step.updated).timestamp()
    if step.host == socket.gethostname():
        if (began := _began(step.process)) is not None:
            return began < updated + 1  # rows are dated in whole seconds
        try:
            os.kill(step.process, 0)
        except PermissionError:
            return True
        except (OSError, OverflowError):
            return False
    return datetime.now(UTC).timestamp() - updated < SILENT_SECONDS


def _began(process: int) -> float | None:
    """Return when a process began, in seconds since 1970; None where the system does not tell, or there is none.

    One that has ended, and whose parent has not asked how, will not begin any more.
    """
    try:
        fields = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()
        if fields[0] in _ENDED:
            return inf
        booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
        return booted + int(fields[_BEGAN]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None
