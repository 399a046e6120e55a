"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsledger.ledger import Ledger
from tests.serve_world import make_book
from tests.watch_world import World
from tests.web_server import serving


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with serving() as site:
        yield World(site, tmp_path / "ledger")


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger for the web app, to be read only; copy its folder to write."""
    return make_book(tmp_path_factory.mktemp("serve") / "ledger")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the web app keeps what it reads of that ledger."""
    return tmp_path_factory.mktemp("cache")
