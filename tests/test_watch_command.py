"""The command that watches: one line of status, wrong usage, signals, and URLs as plain inputs."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsledger.apps.cli import cli
from newsledger.engine import work
from newsledger.engine.apart import Apart
from newsledger.engine.shards import Result
from newsledger.errors import InputError, LedgerError
from newsledger.ingest import read_inputs
from newsledger.ingest.web.state import WatchState
from newsledger.ledger import Ledger
from newsledger.records import Document, Skip
from tests.engine_stub import LoadStub, StubCoder
from tests.engine_world import pages, with_path
from tests.watch_world import World
from tests.web_server import Answer


def invoke(world: World, *args: object, code: int = 0) -> str:
    options = ("--ledger", world.folder, "--allow-private", world.site.host, "--delay", 0)
    result = CliRunner().invoke(cli, ["watch", *map(str, (*args, *options))])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_reports_one_line_and_the_troubles(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LoadCoder", lambda *_: LoadStub())
    world.publish(1, 2)
    world.site.put("/bad", status=503)
    output = invoke(world, world.site.root + "/feed", world.site.root + "/bad", "--once")
    assert output.count("2 feeds (1 failing) · 2 new pages · 2 coded, 2 event mentions") == 1
    assert "answers 503" in output
    assert "/bad" in invoke(world, "--list")
    listed = world.folder.parent / "feeds.txt"
    listed.write_text(f"# mine\n{world.site.root}/feed # good\n\n")
    assert "1 feed · 0 new pages" in invoke(world, "--once", "--feeds", listed)
    assert invoke(world, world.site.root + "/bad", "--once", code=3)


def test_a_name_that_is_neither_url_nor_folder_is_told_at_once(world: World) -> None:
    result = CliRunner().invoke(cli, ["watch", "news.example", "--ledger", str(world.folder)])
    assert isinstance(result.exception, InputError)
    assert "https://" in str(result.exception)
    assert not world.folder.exists()


@pytest.mark.parametrize("args", [[], ["--every", "5s", "http://x/"], ["--every", "soon", "http://x/"]])
def test_wrong_usage_is_told(world: World, args: list[str]) -> None:
    assert "Error" in invoke(world, *args, code=2)


WATCH = """
from newsledger.apps.cli import main
from newsledger.engine import work
from tests.engine_stub import LoadStub
work.LoadCoder = lambda *_: LoadStub()
main()
"""


def test_a_page_that_kills_what_codes_it_is_a_skip_and_the_watch_goes_on(world: World) -> None:
    world.publish(1, 2, 3)
    world.page(2, words="And crash ")
    command = [sys.executable, "-c", WATCH, "watch", world.site.root + "/feed", "--ledger", str(world.folder), "--once"]
    command += ["--allow-private", world.site.host, "--delay", "0"]
    for told in ("3 new pages · 2 coded, 2 event mentions · 1 skipped", "0 new pages · 0 coded, 0 event mentions"):
        done = subprocess.run(command, env=with_path(), capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert told in done.stderr
    ((origin, reason),) = world.rows("select origin, reason from skipped")
    assert origin == world.site.root + "/story-2"
    assert "killed by SIGKILL" in reason


def test_a_worker_that_stays_leaves_out_what_the_ledger_holds(tmp_path: Path) -> None:
    book, items = Ledger(tmp_path), pages(6, p4="hang", p5="crash")
    book.commit([StubCoder().code(items[0])])
    with Apart(LoadStub(), book.known, seconds=1.0) as apart:
        assert not list(apart._pool.process_ids)
        first = apart.work(items[:3])
        assert [document for document, _ in first.packed().ids] == [d.document_id for d in items[1:3]]
        book.commit_rows(first.packed(), ())
        workers = list(apart._pool.process_ids)
        assert apart.work(items[:3]) == Result()
        second = apart.work(items[1:4])
        assert [document for document, _ in second.order] == [items[3].document_id]
        assert list(apart._pool.process_ids) == workers != []
        third = apart.work(items[4:])
        assert len(third.rows) == 0
        hung, crashed = third.skips
        assert "took longer" in hung.reason
        assert "SIGKILL" in crashed.reason
    assert not list(apart._pool.process_ids)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_cleanly_even_in_the_middle_of_a_fetch(
    world: World, number: signal.Signals, code: int
) -> None:
    world.publish(1, 2)
    stuck, leave = threading.Event(), threading.Event()

    def hang(_: object) -> None:
        stuck.set()
        leave.wait(30)

    world.site.answers["/story-1"] = Answer(wire=hang)
    command = [sys.executable, "-c", WATCH, "watch", world.site.root + "/feed", "--ledger", str(world.folder)]
    command += ["--allow-private", world.site.host, "--delay", "0"]
    root = Path(__file__).parent.parent
    found = os.environ | {"PYTHONPATH": str(root)}  # the worker imports the coder from here
    process = subprocess.Popen(command, cwd=root, env=found, stderr=subprocess.PIPE, text=True)
    try:
        assert stuck.wait(60)
        process.send_signal(number)
        _, told = process.communicate(timeout=25)
    finally:
        leave.set()
        process.kill()
    assert process.returncode == code, told
    assert "Traceback" not in told
    assert world.run().waiting + world.rows("select count(*) from documents")[0][0] == 2


def test_a_url_is_an_input_of_its_own(world: World) -> None:
    world.page(1)
    (found,) = read_inputs([world.site.root + "/story-1"], date="2031-03-10", allow_private=[world.site.host])
    assert isinstance(found, Document)
    assert (found.url, found.document_creation_time_basis) == (world.site.root + "/story-1", "given")
    (found,) = read_inputs([world.site.root + "/story-1"])
    assert isinstance(found, Skip)
    assert "--allow-private" in str(found.hint)


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(LedgerError, match="cannot write to"):
        WatchState(tmp_path)
    with pytest.raises(LedgerError, match="cannot write to"):
        WatchState(_file(tmp_path) / "ledger")


def _file(folder: Path) -> Path:
    (folder / "file").write_text("", encoding="utf-8")
    return folder / "file"


def test_feeds_of_a_ledger_that_is_none_are_no_empty_list(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["watch", "--list", "--ledger", str(tmp_path / "nowhere")])
    assert isinstance(result.exception, LedgerError)
