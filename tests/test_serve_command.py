"""The command ``newsledger serve`` as a process."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner

from newsledger.apps.cli import cli
from newsledger.ledger import Ledger


def test_it_says_where_it_is_serves_and_ends(book: Ledger, tmp_path: Path) -> None:
    script = "from newsledger.apps.cli import main; main()"
    command = [sys.executable, "-c", script, "serve", "--ledger", str(book.path), "--port", "0", "--quiet"]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert found
            assert "Newsledger" in httpx2.get(found[0], timeout=60).text
            assert list(tmp_path.glob("newsledger/*/*.duckdb"))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def test_a_port_that_is_taken_is_told(book: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(cli, ["serve", "--ledger", str(book.path), "--port", str(port), "--quiet"])
    assert "cannot listen" in str(result.exception)


def test_an_open_server_needs_a_password(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSLEDGER_PASSWORD", raising=False)
    result = CliRunner().invoke(cli, ["serve", "--ledger", str(book.path), "--host", "0.0.0.0"])
    assert "needs a password" in str(result.exception)


def test_a_folder_without_a_ledger_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--ledger", str(tmp_path / "none")])
    assert "there is no ledger" in str(result.exception)
