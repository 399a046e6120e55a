"""The prose of the codebook: what each type means, how to tell it from its neighbours, and examples of our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsledger.ontology.files import read_toml

if TYPE_CHECKING:
    from newsledger.ontology.records import EventType, Mode


@dataclass(frozen=True, slots=True)
class CodedExample:
    """An example sentence and how it is coded; trigger and parties are exact substrings of ``text``."""

    text: str
    trigger: str
    event_type: str
    event_mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class ModeEntry:
    """A mode, what it covers, and two sentences that have it."""

    mode: Mode
    description: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A type that is easily taken for this one, and when it is the right choice."""

    event_type: str
    decide: str


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """All that the codebook says of one event type.

    Attributes:
        event_type: Code, label, quad and intensities.
        definition: One paragraph.
        modes: In the order of ``event_type.modes``.
        examples: Sentences of the type as a whole.
        not_this: When to code a neighbouring type instead.
        future: What becomes of the type in the future tense, or None when it stays what it is.
    """

    event_type: EventType
    definition: str
    modes: tuple[ModeEntry, ...]
    examples: tuple[CodedExample, ...]
    not_this: tuple[Neighbour, ...]
    future: str | None


def read_entry(event_type: EventType) -> CodebookEntry:
    """Return the codebook's entry on ``event_type``."""
    data = read_toml(f"plover/types/{event_type.code}.toml")
    prose = data.get("modes", {})
    return CodebookEntry(
        event_type=event_type,
        definition=_line(data["definition"]),
        modes=tuple(
            ModeEntry(mode, _line(prose[mode.code]["description"]), tuple(prose[mode.code]["examples"]))
            for mode in event_type.modes
        ),
        examples=tuple(_example(event_type.code, row) for row in data["examples"]),
        not_this=tuple(Neighbour(row["type"], _line(row["decide"])) for row in data["not_this"]),
        future=data.get("future"),
    )


def _example(event_type: str, row: dict[str, Any]) -> CodedExample:
    return CodedExample(
        text=row["text"],
        trigger=row["trigger"],
        event_type=event_type,
        event_mode=row.get("mode"),
        actors=tuple(row["actors"]),
        recipients=tuple(row["recipients"]),
        note=row.get("note"),
    )


def _line(text: str) -> str:
    """Undo the line breaks of the data file."""
    return " ".join(text.split())
