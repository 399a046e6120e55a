"""Nothing lost, nothing twice: workers and drivers are killed at random moments, and the ledger ends as if undisturbed.

The moments are seeded. Real kills are SIGKILLs of processes; the steps of a commit are gone through one by one besides,
because a kill seldom falls between two of them.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import deltalake
import pytest

from newsledger.engine import commits, local, run, schedule
from newsledger.engine.commits import Committer
from newsledger.engine.work import Worker
from newsledger.errors import LedgerError
from newsledger.ledger import Ledger, runs, store
from newsledger.ledger.runs import load_runs
from newsledger.records.run import RunStep
from tests.engine_stub import LoadStub, StubCoder
from tests.engine_world import ROOT, code, dump, pages, seen, told, undisturbed, with_path

PAGES = 40
STEPS = 176
DRIVER_KILLS = 24
WORKER_KILLS = 6


class KilledError(BaseException):
    """Stands for a SIGKILL: nothing may catch it."""


def _commit(book: Ledger, items: list[Any], *, size: int = 10) -> None:
    """Commit so many items at once, each commit made of two results."""
    half = size // 2
    results = (Worker(StubCoder(), book.known()).work(items[n : n + half]) for n in range(0, len(items), half))
    for _ in Committer(book, documents=size).take(results):
        pass


def test_killed_at_any_step_of_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new process begins where the one before was killed: before or after any write to storage."""
    texts, dice = pages(6), random.Random(7)
    expected = seen(undisturbed(tmp_path / "expected", texts))
    left = [0]

    def dying(write: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 and dice.random() < 0.5:
                raise KilledError
            done = write(*args, **options)
            if left[0] <= 0:
                raise KilledError
            return done

        return call

    monkeypatch.setattr(store, "write_deltalake", dying(deltalake.write_deltalake))
    monkeypatch.setattr(deltalake.DeltaTable, "create", dying(deltalake.DeltaTable.create))
    killed = rounds = 0
    while killed < STEPS:
        rounds += 1
        folder, done = tmp_path / f"round-{rounds}", False
        while not done:
            left[0] = dice.randint(1, 7) if killed < STEPS else 1_000
            try:
                _commit(Ledger(folder), texts, size=2)
                done = True
            except KilledError:
                killed += 1
        assert seen(Ledger(folder)) == expected
        assert Ledger(folder).table("documents").count() == 6  # type: ignore[union-attr]


DRIVER = """
import os, random, signal, sys
import pyarrow, deltalake  # loaded, not yet used: what follows may fork
from tests.engine_world import Ledger, pages, seen, undisturbed
from tests.test_engine_faults import PAGES, _commit
folder, kills = sys.argv[1], int(sys.argv[2])
dice, killed, rounds, texts = random.Random(11), 0, 0, pages(PAGES)
while killed < kills:
    rounds += 1
    while True:
        child = os.fork()
        if child == 0:
            if killed < kills:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process wherever it is, as SIGKILL does
                signal.setitimer(signal.ITIMER_REAL, dice.uniform(0.01, 0.4))
            _commit(Ledger(f"{folder}/round-{rounds}"), texts)
            os._exit(0)
        dice.random()
        if os.waitpid(child, 0)[1] == 0:
            break
        killed += 1
print(rounds)
"""


def test_a_driver_that_is_killed_again_and_again(tmp_path: Path) -> None:
    command = [sys.executable, "-c", DRIVER, str(tmp_path), str(DRIVER_KILLS)]
    done = subprocess.run(command, cwd=ROOT, env=with_path(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = seen(undisturbed(tmp_path / "expected", pages(PAGES)))
    for number in range(1, int(done.stdout) + 1):
        assert seen(Ledger(tmp_path / f"round-{number}")) == expected


def test_workers_that_are_killed_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, dice, killed = pages(PAGES), random.Random(13), [0]
    handle = schedule.Scheduler._handle

    def kill_some(self: schedule.Scheduler, event: Any) -> None:
        assert isinstance(self.pool, local.LocalPool)
        if killed[0] < WORKER_KILLS and dice.random() < 0.3 and (victims := self.pool.process_ids):
            os.kill(dice.choice(victims), signal.SIGKILL)
            killed[0] += 1
        handle(self, event)

    monkeypatch.setattr(schedule.Scheduler, "_handle", kill_some)
    monkeypatch.setattr(schedule, "_DEATHS", WORKER_KILLS + 1)
    book = Ledger(tmp_path / "book")
    found, skips = told(code(book, texts, jobs=2, shard=4))
    assert killed[0] == WORKER_KILLS
    assert (found, skips) == ([d.text for d in texts], [])
    assert dump(book) == dump(undisturbed(tmp_path / "expected", texts))


def test_two_runs_at_once_give_one_ledger(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.engine_world import Ledger, pages; from tests.test_engine_faults import _commit;"
        "_commit(Ledger(sys.argv[1]), pages(60)[:: int(sys.argv[2])])"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "book"), step], cwd=ROOT, env=with_path())
        for step in ("1", "-1", "1")
    ]
    assert [run.wait() for run in runs] == [0, 0, 0]
    book = Ledger(tmp_path / "book")
    assert seen(book) == seen(undisturbed(tmp_path / "expected", pages(60)))
    assert book.table("documents").count() == 60  # type: ignore[union-attr]


def test_a_full_disk_is_told_and_loses_no_commit(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys; from tests.engine_world import Ledger, pages;"
        "from tests.test_engine_faults import _commit; book = Ledger(sys.argv[1]); _commit(book, pages(20));"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "_commit(book, pages(60))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "book")]
    done = subprocess.run(command, cwd=ROOT, env=with_path(), capture_output=True, text=True, check=False)
    assert "LedgerError: cannot write" in done.stderr
    assert "is the disk full" in done.stderr
    book = Ledger(tmp_path / "book")
    assert seen(book) == seen(undisturbed(tmp_path / "twenty", pages(20)))
    _commit(book, pages(60))
    assert seen(book) == seen(undisturbed(tmp_path / "sixty", pages(60)))


def test_a_stopped_run_commits_what_is_finished(tmp_path: Path) -> None:
    book, finished = Ledger(tmp_path), list[int]()
    shards = run(
        pages(40),
        load=LoadStub(),
        ledger=book,
        shard=4,
        watch=lambda result: finished.append(len(result.order)),
        stopped=lambda: len(finished) >= 2,
    )
    texts, _ = told(shards)
    assert 8 <= len(texts) < 40
    assert len(seen(book)["documents"]) == len(texts)


def test_the_same_page_with_two_dates_is_one_document_however_often_it_is_run(tmp_path: Path) -> None:
    from tests.builders import document

    first, second = document(), document(title="A headline")
    items = [first, *pages(6), second]
    book = Ledger(tmp_path)
    _, skips = told(code(book, items, shard=3))
    assert ["given before" in s.reason for s in skips] == [True]
    before = dump(book)
    for size in (1, 8):
        assert told(code(book, items, shard=size))[1] == skips
        assert dump(book) == before


SIGNALLED = """
import os, signal, sys
from newsledger.engine import runner
from tests import engine_stub
runner.LoadCoder = lambda *_: engine_stub.LoadStub()
from newsledger.apps.cli import main
sys.argv[1:1] = ["code", "--jobs", "1", "--time-limit", "60", "--no-group", "-q"]
main()
"""


@pytest.mark.parametrize(("number", "code_of_exit"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_run_after_its_commit_and_it_goes_on(number: int, code_of_exit: int, tmp_path: Path) -> None:
    texts = [f"Troops met rebels in village {n} {f'signal-{number}' if n == 40 else 'today'} ." for n in range(400)]
    inputs = tmp_path / "in.jsonl"
    inputs.write_text("\n".join(json.dumps({"text": t}) for t in texts), encoding="utf-8")
    command = [sys.executable, "-c", SIGNALLED, str(inputs), "--ledger", str(tmp_path / "book")]
    done = subprocess.run(command, cwd=ROOT, env=with_path(), capture_output=True, text=True, check=False)
    assert done.returncode == code_of_exit, done.stderr
    book = Ledger(tmp_path / "book")
    (first,) = load_runs(book)
    assert first.status == "interrupted"
    assert first.last.documents == len(seen(book)["documents"]) > 0
    assert subprocess.run(command, cwd=ROOT, env=with_path() | {"CALM": "1"}, check=False).returncode == 0
    assert len(seen(Ledger(tmp_path / "book"))["documents"]) == 400
    assert [run.status for run in load_runs(Ledger(tmp_path / "book"))] == ["interrupted", "finished"]


CRASHING = """
import sys
from newsledger.engine import runner
from tests import engine_stub
runner.LoadCoder = lambda *_: engine_stub.LoadStub()
from newsledger.apps.cli import main
main()
"""


def test_a_page_that_ends_the_command_is_a_skip_of_the_run_that_goes_on(tmp_path: Path) -> None:
    """So few pages are coded by the command itself, which has nothing else to go on with."""
    texts = [page.text for page in pages(3, p1="crash")]
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps({"text": t}) for t in texts), encoding="utf-8")
    place = ["--ledger", str(tmp_path / "book"), "-q"]

    def newsledger(*arguments: str) -> int:
        command = [sys.executable, "-c", CRASHING, *arguments, *place]
        return subprocess.run(command, cwd=ROOT, env=with_path(), capture_output=True, check=False).returncode

    assert newsledger("code", str(tmp_path / "in.jsonl"), "--no-group") == -signal.SIGKILL
    book = Ledger(tmp_path / "book")
    (died,) = load_runs(book)
    assert died.status == "died"
    assert newsledger("runs", "--resume", died.last.run_id) == 0
    assert len(seen(book)["documents"]) == 2
    (skip,) = dump(book)["skipped"]
    assert "killed by SIGKILL" in skip


def test_a_run_that_dies_shows_as_such(tmp_path: Path) -> None:
    script = (
        "import os, sys; from tests.engine_world import Ledger; from newsledger.engine import Tally;"
        "from newsledger.engine.log import run_log; log = run_log(Ledger(sys.argv[1]), Tally(), inputs=['a.txt'],"
        "options={'engine': 'local', 'jobs': 1}); log.__enter__(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, env=with_path(), check=False)
    assert [r.status for r in load_runs(Ledger(tmp_path))] == ["died"]


def _step(process: int, *, silent: float) -> RunStep:
    """A run of a process of this machine that last spoke so many seconds ago."""
    updated = (datetime.now(UTC) - timedelta(seconds=silent)).isoformat(timespec="seconds")
    return RunStep(f"r-{process}", 0, "running", (), "/", "{}", "local", 1, None, socket.gethostname(), process,
                   started=updated, updated=updated)  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system when a process began")
def test_a_run_that_lives_is_no_dead_one_however_long_it_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grouping a large ledger says nothing for hours; a process of that number that is younger is another one."""
    began = runs._began(os.getpid())
    assert began is not None
    age = time.time() - began
    assert 0 < age < 86400
    book = Ledger(tmp_path)
    book.add_run_step(_step(os.getpid(), silent=0.5 * age))
    monkeypatch.setattr(runs, "SILENT_SECONDS", 0)
    assert [r.status for r in load_runs(book)] == ["running"]
    book = Ledger(tmp_path / "reused")
    book.add_run_step(_step(os.getpid(), silent=age + 60))
    monkeypatch.setattr(runs, "SILENT_SECONDS", 86400)
    assert [r.status for r in load_runs(book)] == ["died"]


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system when a process began")
def test_a_process_that_ended_unasked_is_dead(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    try:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        Ledger(tmp_path).add_run_step(_step(child.pid, silent=0))
        assert [r.status for r in load_runs(Ledger(tmp_path))] == ["died"]
    finally:
        child.wait()


def test_an_error_is_written_as_the_reason_why_a_run_failed(tmp_path: Path) -> None:
    from newsledger.engine import Tally
    from newsledger.engine.log import run_log

    options = {"engine": "local", "jobs": 1}
    with pytest.raises(LedgerError), run_log(Ledger(tmp_path), Tally(), inputs=["a.txt"], options=options):
        raise LedgerError("no room", hint="make some")
    (run_,) = load_runs(Ledger(tmp_path))
    assert (run_.status, run_.last.problem) == ("failed", "no room")


def test_long_runs_are_compacted_as_they_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "COMPACT", 4)
    monkeypatch.setattr(store, "_FILES", 4)
    book, texts = Ledger(tmp_path), pages(PAGES)
    _commit(book, texts)
    table = book.table("event_mentions")
    assert table is not None
    assert len(table.file_uris()) <= 4
    found, _ = told(code(Ledger(tmp_path), texts, jobs=1))
    assert found == [d.text for d in texts]
    assert seen(book) == seen(undisturbed(tmp_path / "expected", texts))
