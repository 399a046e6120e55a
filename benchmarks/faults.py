"""The real coder under fire: a run whose driver and workers are killed at random, until it is done.

    python -m benchmarks.faults --documents 200 --kills 20

The ledger must end as that of an undisturbed run: the same documents, mentions and claims, each once.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.memory import repeated
from newsledger.ledger import Ledger, run_query
from newsledger.ledger.runs import load_runs

VIEWS = ("documents", "articles", "event_mentions", "claims", "measure_mentions", "findings")


def seen(folder: Path) -> dict[str, list[str]]:
    """Return what questions to a ledger see, before any grouping."""
    book = Ledger(folder)
    rows = {view: run_query(book, f"from {view} order by all").to_pylist() for view in VIEWS}
    return {view: [json.dumps(row) for row in found] for view, found in rows.items()}


def workers_of(process: int) -> list[int]:
    """Return the ids of the workers of a driver."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(p) for task in tasks for p in (task / "children").read_text().split()]
    except OSError:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--wait", type=float, default=20.0, help="longest time to a kill, in seconds")
    args = parser.parse_args()
    dice = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = folder / "in.jsonl"
        inputs.write_bytes(b"\n".join(raw.body for raw in repeated(args.shared, args.documents)))
        cli = [sys.executable, "-c", "from newsledger.apps.cli import main; main()", "code", str(inputs), "--no-group"]
        cli += ["-q", "--output", str(folder / "out"), "--jobs", str(args.jobs), "--ledger"]
        drivers = workers = 0
        while True:
            running = subprocess.Popen([*cli, str(folder / "disturbed")])
            while drivers + workers < args.kills and running.poll() is None:
                time.sleep(dice.uniform(0, args.wait))
                victims = workers_of(running.pid)
                if victims and dice.random() < 0.7:
                    subprocess.run(["kill", "-9", str(dice.choice(victims))], check=False)
                    workers += 1
                elif running.poll() is None:
                    running.kill()
                    drivers += 1
            if running.wait() == 0:
                break
        subprocess.run([*cli, str(folder / "quiet")], check=True)
        same = seen(folder / "disturbed") == seen(folder / "quiet")
        runs = [run.status for run in load_runs(Ledger(folder / "disturbed"))]
        verdict = "the same" if same else "NOT THE SAME"
        print(f"{args.documents} documents, {drivers} drivers and {workers} workers killed: {verdict}")
        print("runs:", ", ".join(runs))


if __name__ == "__main__":
    main()
