"""What the docs show is run: Python, shell and R blocks, with the output that stands below a command."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests import snippets

ROOT = snippets.ROOT
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
WHOLE = ("tutorials", "how-to", "reference", "explanation")
"""Folders whose shell blocks run too, beside those of README and the landing page; others show files of the user's."""


def _runs(page: Path, block: snippets.Block) -> bool:
    return block.kind == "python" or page.parent.name in WHOLE or page.name in {"README.md", "index.md"}


def _blocks(page: Path) -> list[snippets.Block]:
    return [b for b in snippets.blocks(page.read_text(encoding="utf-8")) if _runs(page, b)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return snippets.make_ledgers(tmp_path_factory.mktemp("made"))


@pytest.mark.parametrize("page", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in PAGES if _blocks(p)])
def test_what_the_page_shows_is_so(
    page: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    wanted = snippets.given(page.read_text(encoding="utf-8"))
    ledgers: dict[str, Path] = request.getfixturevalue("made") if wanted else {}
    snippets.prepare(tmp_path, {name: ledgers[name] for name in wanted})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    session = snippets.Session(tmp_path)
    for block in _blocks(page):
        with subtests.test(block.body.splitlines()[0]):
            if reason := snippets.missing(block.needs):
                pytest.skip(reason)
            shown = [output for _, output in snippets.commands(block.body)] if block.kind == "console" else []
            for expected, (command, told) in zip(shown, session.run(block), strict=True):
                assert snippets.agrees(expected, told), f"$ {command}\n{snippets.plain(told)}"


def test_no_block_hides_behind_the_network() -> None:
    for page in PAGES:
        for block in _blocks(page):
            if block.needs == "network":
                assert re.search(r"https?://|install", block.body), (
                    f"{page.name} can run without the network: {block.body}"
                )


_COMMAND = re.compile(r"^(?: {4}|\$ )?newsledger (?P<name>[a-z]+)(?P<rest>.*)$", re.MULTILINE)


@pytest.mark.parametrize("page", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in PAGES])
def test_commands_and_options_that_are_shown_exist(page: Path) -> None:
    from newsledger.apps.cli import COMMANDS, cli

    for found in _COMMAND.finditer(page.read_text(encoding="utf-8")):
        assert found["name"] in COMMANDS, found[0]
        command = cli.get_command(None, found["name"])  # type: ignore[arg-type]
        assert command is not None
        parts = command.commands.values() if isinstance(command, click.Group) else [command]
        known = {name for part in parts for parameter in part.params for name in parameter.opts} | {"--help"}
        for option in re.findall(r"(?<= )--[a-z-]+", re.sub(r'"[^"]*"', "", found["rest"])):
            assert option in known, f"{found[0]}: {option}"


@pytest.mark.parametrize(
    ("shown", "told", "right"),
    [("", "anything", True), ("a\n...\nz\n", "a\nb\nz", True), ("a\n", "a\nb", False), ("m-... x", "m-12 x", True)],
)
def test_shown_output_is_compared(shown: str, told: str, right: bool) -> None:
    assert snippets.agrees(shown, told) is right
