"""Tables of the reference pages, made from the code that they describe."""

from __future__ import annotations

import inspect
import re
import tempfile
import textwrap
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, cast

import click

from newsledger import errors
from newsledger.apps.cli import COMMANDS, cli
from newsledger.ledger import Ledger
from newsledger.ledger.query import VIEWS, connect
from newsledger.records import Article, Claim, Document, Event, EventMention, Skip
from newsledger.records.measure import MeasureMention
from newsledger.records.rule import Finding
from newsledger.records.verdict import Verdict

_RECORDS = (EventMention, Claim, Document, Article, Event, MeasureMention, Finding, Verdict, Skip)


def commands() -> str:
    """Return a section a command: usage, help, and a table of its arguments and options."""
    return "\n".join(line for name in COMMANDS for line in _command(name))


def _command(name: str) -> Iterator[str]:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    yield from _usage(command, name, level=2)
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from _usage(part, f"{name} {part.name}", level=3)


def _usage(command: click.Command, name: str, *, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=f"newsledger {name}")
    yield f"{'#' * level} {name}\n"
    yield _escaped(inspect.cleandoc(command.help or command.short_help or "")).replace("\b\n", "") + "\n"
    yield f"    {command.get_usage(context).removeprefix('Usage: ')}\n"
    rows = [_option(option, context) for option in command.params if isinstance(option, click.Option)]
    if rows:
        yield from _table(("option", "meaning", "default"), rows)


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    found = option.get_help_record(context)
    names, told = found or (" / ".join(option.opts), "")
    told, _, extra = told.partition("  [")
    extra = extra.rstrip("]").replace("; required", "")
    return f"`{names}`", _escaped(told), extra.removeprefix("default: ").strip("()")


def columns() -> str:
    """Return a section a record: its columns, and those of the records within it."""
    told: set[type] = set()
    lines: list[str] = []
    for record in _RECORDS:
        waiting: list[type] = [record]
        while waiting:
            kind = waiting.pop(0)
            if kind in told:
                continue
            told.add(kind)
            lines += _record(kind, level=2 if kind in _RECORDS else 3)
            waiting += [k for k in _nested(kind) if k not in told]
    return "\n".join(lines)


def _record(kind: type, *, level: int) -> Iterator[str]:
    doc = inspect.getdoc(kind) or ""
    head, _, rest = doc.partition("Attributes:")
    said = _attributes(rest)
    yield f"{'#' * level} {kind.__name__}\n"
    yield _escaped(head.strip()) + "\n"
    if kind is EventMention:
        said = _told_of_mentions() | said
    hints = typing.get_type_hints(kind)
    rows = [(f"`{f.name}`", _type(hints[f.name]), said.get(f.name, "")) for f in fields(cast("Any", kind))]
    if any(meaning for *_, meaning in rows):
        yield from _table(("column", "type", "meaning"), rows)
    else:
        yield from _table(("column", "type"), (row[:2] for row in rows))


def _attributes(text: str) -> dict[str, str]:
    found = re.findall(r"^(\w+): (.*(?:\n +.*)*)", textwrap.dedent(text).strip("\n"), re.MULTILINE)
    return {name: re.sub(r"\s+", " ", said).replace("``", "`") for name, said in found}


def _told_of_mentions() -> dict[str, str]:
    """Return what ``docs/record.md`` says of the columns of a mention; columns of a line share or divide its words."""
    page = (Path(__file__).parent.parent / "record.md").read_text(encoding="utf-8").partition("## The columns")[0]
    rows = re.findall(r"^\| (`.+?) \| (.+) \|$", page, re.MULTILINE)
    said: dict[str, str] = {}
    for cell, meaning in rows:
        names, parts = re.findall(r"`([a-z_]+)(?:\[\])?`", cell), meaning.split("; ")
        apart = len(parts) == len(names) and not meaning.startswith("`")
        said |= zip(names, parts if apart else [meaning] * len(names), strict=True)
    return {name: re.sub(r"\]\((?=[a-z-]+\.md)", "](../", meaning.strip()) for name, meaning in said.items()}


def _nested(kind: type) -> list[type]:
    hints = typing.get_type_hints(kind).values()
    parts: Iterator[type] = (k for hint in hints for k in _parts(hint))
    return [k for k in parts if is_dataclass(k)]


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in typing.get_args(hint):
        yield from _parts(part)


def _type(hint: Any) -> str:
    if isinstance(hint, types.UnionType):
        return " or ".join(_type(part) for part in typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return f"list of {_type(typing.get_args(hint)[0])}"
    if hint is type(None):
        return "null"
    if is_dataclass(hint):
        name = cast("type", hint).__name__
        return f"[{name}](#{name.lower()})"
    return {str: "text", int: "whole number", float: "number", bool: "true or false"}.get(hint, str(hint))


def views() -> str:
    """Return a section a view, with its columns as an empty ledger has them."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder, connect(Ledger(Path(folder) / "ledger")) as connection:
        for name, meaning in VIEWS.items():
            lines += [f"## {name}\n", meaning[0].upper() + meaning[1:] + ".\n"]
            described = connection.sql(f"describe {name}").fetchall()
            lines += _table(("column", "type"), ((f"`{row[0]}`", _sql_type(row[1])) for row in described))
    return "\n".join(lines)


_WORDS = (
    ("VARCHAR", "text"), ("BIGINT", "whole number"), ("DOUBLE", "number"), ("BOOLEAN", "true or false"),
    ("TIMESTAMP WITH TIME ZONE", "instant"), ("INTEGER", "whole number"),
)  # fmt: skip


def _sql_type(kind: str) -> str:
    lists = len(re.search(r"(?:\[\])*$", kind)[0]) // 2  # type: ignore[index]
    bare = kind[: len(kind) - 2 * lists]
    if bare.startswith("STRUCT("):
        bare = "struct of " + ", ".join(f"`{name}`" for name in _struct_fields(bare))
    else:
        bare = dict(_WORDS).get(bare, bare)
    return "list of " * lists + bare


def _struct_fields(kind: str) -> list[str]:
    inner, depth, part, parts = kind[len("STRUCT(") : -1], 0, "", []
    for character in inner:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += character
    return [p.strip().split(" ")[0].strip('"') for p in [*parts, part]]


def failures() -> str:
    """Return the tables of exit codes and errors."""
    tree = errors.NewsledgerError.__subclasses__()
    rows = [(f"`{e.__name__}`", e.exit_code, (inspect.getdoc(e) or "").splitlines()[0]) for e in tree]
    return "\n".join(_table(("error", "exit code", "when"), rows))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def _escaped(text: str) -> str:
    return text.replace("``", "`").replace("<", "&lt;").replace("*", "\\*")


MADE: dict[str, Callable[[], str]] = {"commands": commands, "columns": columns, "views": views, "failures": failures}
"""What ``<!-- made: NAME -->`` on a page stands for."""
