"""The command that watches: one line of status, wrong usage, signals, and URLs as plain inputs."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsledger.apps.cli import cli
from newsledger.engine.coder import Coder
from newsledger.errors import InputError
from newsledger.ingest import read_inputs
from newsledger.records import Document, Skip
from tests.watch_world import World
from tests.web_server import Answer


def invoke(world: World, *args: object, code: int = 0) -> str:
    options = ("--ledger", world.folder, "--allow-private", world.site.host, "--delay", 0)
    result = CliRunner().invoke(cli, ["watch", *map(str, (*args, *options))])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_reports_one_line_and_the_troubles(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Coder, "load", lambda *_: world.coder)
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
import sys
from newsledger.apps.cli import main
from newsledger.engine.coder import Coder
from tests.watch_world import Plain
Coder.load = staticmethod(lambda *_: Plain())
main()
"""


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
    process = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)
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
