"""CPU time of starting the command, and of coding one page cold (a new process each time)."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
EXAMPLE = Path(__file__).parent.parent / "examples" / "strait.txt"


def run(*args: str) -> tuple[float, float]:
    """Return CPU and wall seconds of one run of the command."""
    command = [sys.executable, "-c", "from newsledger.apps.cli import main; main()", *args]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return cpu, time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cases = {
            "newsledger --help": ["--help"],
            "newsledger code PAGE (no ledger)": ["code", str(EXAMPLE), "--no-ledger", "-q"],
            "newsledger code PAGE --ledger NEW": ["code", str(EXAMPLE), "--ledger", f"{folder}/book", "-q"],
        }
        for name, args in cases.items():
            runs = [run(*args) for _ in range(RUNS)]
            cpu, wall = (statistics.median(r[i] for r in runs) for i in (0, 1))
            print(f"{name:36s} CPU {cpu:.3f} s  wall {wall:.3f} s  (median of {RUNS})")


if __name__ == "__main__":
    main()
