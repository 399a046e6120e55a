"""A user's labelled examples: which words carry which of the user's types."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsledger.errors import InputError
from newsledger.ontology.own.book import OwnType, code_label

_FORMS = "CSV with text, trigger, type, mode; or JSON Lines with these, or with text and events; docs/own-codebook.md"
_COLUMNS = ("text", "trigger", "type", "mode")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with all its events of the codebook: offsets of the trigger, and the label ``TYPE`` or ``TYPE/mode``."""

    text: str
    events: tuple[tuple[int, int, str], ...]


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Read a file of examples; rows of one text are one example, a text without events is one that has none.

    Raises:
        InputError: It cannot be read, or a row is wrong; the message names the row.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the examples in {path}: {error}", hint=_FORMS) from error
    found: dict[str, list[tuple[int, int, str]]] = {}
    for where, row in _rows(text, path):
        words = row.get("text")
        if not isinstance(words, str) or not words.strip():
            raise InputError(f"{where}: no text", hint=_FORMS)
        events = found.setdefault(words, [])
        given = row["events"] if "events" in row else [row] if row.get("trigger") or row.get("type") else []
        if not isinstance(given, list):
            raise InputError(f"{where}: events is no list", hint=_FORMS)
        events += [e for event in given if (e := _event(event, words, where)) not in events]
    if not found:
        raise InputError(f"{path.name} has no example", hint=_FORMS)
    return tuple(Labelled(words, tuple(sorted(events))) for words, events in found.items())


def _rows(text: str, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if path.suffix.lower() == ".csv":
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if "text" not in (reader.fieldnames or ()):
            raise InputError(f"{path.name} has no column text", hint=_FORMS)
        try:
            yield from ((f"{path.name}:{reader.line_num}", row) for row in reader)
        except csv.Error as error:
            raise InputError(f"{path.name}:{reader.line_num} is broken: {error}", hint=_FORMS) from error
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            where = f"{path.name}:{number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{where} is no JSON: {error}", hint=_FORMS) from error
            if not isinstance(row, dict):
                raise InputError(f"{where} is no JSON object", hint=_FORMS)
            yield where, row


def _event(row: Any, text: str, where: str) -> tuple[int, int, str]:
    kind, trigger = (row.get("type"), row.get("trigger")) if isinstance(row, dict) else (None, None)
    if not isinstance(kind, str) or not kind or not isinstance(trigger, str):
        raise InputError(f"{where}: an event needs trigger and type", hint=_FORMS)
    if not isinstance(mode := row.get("mode") or None, str | None):
        raise InputError(f"{where}: the mode {mode!r} is no word", hint=_FORMS)
    start = row["start"] if isinstance(row.get("start"), int) else text.find(trigger)
    if not trigger or text[start : start + len(trigger)] != trigger or start < 0:
        raise InputError(f"{where}: the trigger {trigger!r} does not stand in the text", hint="quote exact words")
    return start, start + len(trigger), code_label(kind, mode)


def check_labels(examples: Sequence[Labelled], types: Sequence[OwnType]) -> None:
    """See that the codebook has the labels of the examples.

    Raises:
        InputError: It lacks one.
    """
    known = {*(t.code for t in types), *(f"{t.code}/{m.code}" for t in types for m in t.modes)}
    for example in examples:
        for _, _, label in example.events:
            if label not in known:
                listed = ", ".join(sorted(known))
                raise InputError(f"the codebook has no {label!r}, as in {example.text!r}", hint=f"it has {listed}")
