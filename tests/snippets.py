"""Runs the fenced blocks of a page of the docs, in their order, in one folder.

===========  =======================================================================================
block        how it runs
===========  =======================================================================================
``python``   in one namespace a page; as a doctest where it has ``>>>``
``console``  what follows ``$`` runs in a shell; lines below it are its output, ``...`` stands for anything
``sh``       every command must succeed, each for itself
``r``        with the objects of the R blocks before it on the page
===========  =======================================================================================

A comment right above a block may say what it needs (``<!-- needs: network -->``, ``needs: module ray``,
``needs: program Rscript``, ``needs: R package arrow``) or how it ends (``<!-- ends with: 7 -->``). A page that holds
``<!-- given: X -->`` finds the ledger X (``month``, that of the tutorial) in its folder. ``python -m tests.snippets
PAGE`` writes today's output into the page.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
WIDTH = 100
"""Columns of the terminal that the docs show."""

_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>needs|ends with): (?P<what>.+?) -->\n\n?)?"
    r"^```(?P<kind>python|console|sh|r)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_GIVEN = re.compile(r"^<!-- given: (.+?) -->$", re.MULTILINE)
_SHELL = re.compile(r"[|<>;&`$*?]")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page; ``start`` and ``end`` are the offsets of its body."""

    kind: str
    body: str
    start: int
    end: int
    needs: str | None = None
    exit_code: int = 0


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page that run."""
    return [
        Block(
            m["kind"],
            m["body"],
            m.start("body"),
            m.end("body"),
            needs=m["what"] if m["mark"] == "needs" else None,
            exit_code=int(m["what"]) if m["mark"] == "ends with" else 0,
        )
        for m in _BLOCK.finditer(text)
    ]


def given(text: str) -> list[str]:
    """Return the ledgers that a page takes as made."""
    return [name.strip() for found in _GIVEN.findall(text) for name in found.split(",")]


def missing(needs: str | None) -> str | None:
    """Return why a block cannot run here, or None."""
    if needs is None:
        return None
    kind, _, name = needs.partition(" ")
    if kind == "module" and find_spec(name) is None:
        return f"the Python module {name} is not installed"
    if kind == "program" and shutil.which(name) is None:
        return f"the program {name} is not installed"
    if needs.startswith("R package "):
        return missing_r_package(needs.removeprefix("R package "))
    return "it needs the network" if kind == "network" else None


@cache
def missing_r_package(name: str) -> str | None:
    """Return why an R package cannot be used here, or None."""
    if shutil.which("Rscript") is None:
        return "the program Rscript is not installed"
    asked = f'quit(status = !requireNamespace("{name}", quietly = TRUE))'
    done = subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False)
    return f"the R package {name} is not installed" if done.returncode else None


@dataclass
class Session:
    """The folder and the Python namespace of one page; R keeps its objects in a file between blocks."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def run(self, block: Block) -> list[tuple[str, str]]:
        """Run a block and return each command of a console block with its output."""
        match block.kind:
            case "python":
                self._python(block.body)
            case "r":
                kept = 'if (file.exists(".session")) load(".session")\n', '\nsave.image(".session")'
                self._must_end(["Rscript", "--vanilla", "-e", block.body.join(kept)], block)
            case "sh":
                for command in lines(block.body):
                    self._console(command, block)
            case _:
                return [(command, self._console(command, block)) for command, _ in commands(block.body)]
        return []

    def _python(self, body: str) -> None:
        if ">>>" not in body:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(body, "docs", "exec"), self.names)
            return
        example = doctest.DocTestParser().get_doctest(body, self.names, "docs", None, None)
        told: list[str] = []
        runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
        failed = runner.run(example, out=told.append, clear_globs=False).failed
        self.names.update(example.globs)
        assert not failed, "".join(told)

    def _must_end(self, command: list[str], block: Block) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment(self.folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == block.exit_code, done.stdout
        return done.stdout

    def _console(self, command: str, block: Block) -> str:
        bare = re.sub(r"'[^']*'|\"[^\"$`]*\"", "", command)
        if _SHELL.search(bare) or "--jobs" in bare or not command.startswith("newsledger "):
            return self._must_end(["bash", "-o", "pipefail", "-c", command], block)
        exit_code, told = in_process(shlex.split(command)[1:])
        assert exit_code == block.exit_code, told
        return told


def in_process(arguments: list[str]) -> tuple[int, str]:
    """Run the command line here, as on a terminal of ``WIDTH`` columns, and return its exit code and output."""
    from rich.console import Console

    from newsledger.apps.cli import main, screen

    original = screen.console

    def narrow(output: Path | None = None) -> Console:
        return original(output) if output else Console(width=WIDTH, no_color=True)

    told = io.StringIO()
    exit_code: object = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT / "src"))
        patch.setattr(screen, "console", narrow)
        patch.setattr(sys, "argv", ["newsledger", *arguments])
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            try:
                main()
            except SystemExit as end:
                exit_code = end.code or 0
    assert isinstance(exit_code, int)
    return exit_code, told.getvalue()


def commands(body: str) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with the output that the page shows."""
    found: list[tuple[str, str]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif line.startswith("> ") and found and not found[-1][1]:
            command = found[-1][0]
            found[-1] = ((command[:-1] if command.endswith("\\") else command + "\n") + line[2:], "")
        else:
            command, shown = found[-1]
            found[-1] = (command, shown + line + "\n")
    return found


def lines(body: str) -> list[str]:
    """Return the commands of a shell block; one goes on over lines while a quotation is open or a backslash ends it."""
    found = [""]
    for line in body.splitlines(keepends=True):
        found[-1] += line
        if found[-1].endswith("\\\n"):
            found[-1] = found[-1][:-2]
            continue
        with contextlib.suppress(ValueError):  # an open quotation
            shlex.split(found[-1], comments=True)
            found.append("")
    return [command.strip() for command in found if command.strip()]


def plain(text: str) -> str:
    """Return output without colours, trailing spaces and empty lines at its ends."""
    return "\n".join(line.rstrip() for line in _ANSI.sub("", text).splitlines()).strip("\n")


def agrees(shown: str, told: str) -> bool:
    """Tell whether a page shows what was told; ``...`` stands for anything, and nothing shown asks for nothing."""
    shown = plain(shown)
    pattern = ".*?".join(re.escape(part) for part in shown.split("..."))
    return not shown or re.fullmatch(pattern, plain(told), re.DOTALL) is not None


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which `newsledger` and `python` are those under test, as on a narrow terminal."""
    tools = folder / ".bin"
    if not tools.exists():
        tools.mkdir()
        for name, rest in (("newsledger", ' -c "from newsledger.apps.cli import main; main()"'), ("python", "")):
            (tools / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)}{rest} "$@"\n', encoding="utf-8")
            (tools / name).chmod(0o755)
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    return os.environ | {
        "PATH": path,
        "PYTHONPATH": str(ROOT / "src"),
        "RETICULATE_PYTHON": sys.executable,
        "LC_ALL": "C.UTF-8",
    }


def prepare(folder: Path, made: dict[str, Path]) -> None:
    """Put the examples, and ledgers that are made already, into the folder of a page."""
    (folder / "examples").symlink_to(ROOT / "examples")
    for name, ledger in made.items():
        shutil.copytree(ledger, folder / name)


def make_ledgers(folder: Path) -> dict[str, Path]:
    """Make the ledgers that pages may take as given."""
    ledger = folder / "month"
    arguments = ["code", str(ROOT / "examples" / "dyad-month" / "reports.jsonl"), "--ledger", str(ledger), "-q"]
    exit_code, told = in_process([*arguments, "--actors", str(ROOT / "examples" / "dyad-month" / "actors.csv")])
    assert exit_code == 0, told
    return {"month": ledger}


def _rewrite(page: Path) -> None:
    import tempfile

    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        made = make_ledgers(folder / "made") if given(text) else {}
        prepare(folder, {k: v for k, v in made.items() if k in given(text)})
        session, new = Session(folder), text
        for block in blocks(text):
            if missing(block.needs):
                continue
            try:
                told = session.run(block)
            except Exception as error:  # the page is still written, so that its author sees the rest
                sys.stderr.write(f"{page.name}: {block.body.splitlines()[0]}\n{error}\n")
                continue
            shown = [s for _, s in commands(block.body)] if told else []
            kept = [
                s if not s or agrees(s, now) else plain(now) + "\n" for s, (_, now) in zip(shown, told, strict=True)
            ]
            if told:
                raw = re.findall(r"^\$ .*\n(?:> .*\n)*", block.body, re.MULTILINE)
                new = new.replace(block.body, "".join(c + s for c, s in zip(raw, kept, strict=True)))
    page.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        _rewrite(Path(argument).resolve())
