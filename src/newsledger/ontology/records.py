"""The records of the ontology: what a type, a mode, a context, a sector, an organisation and a CAMEO code are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of one type is carried out (of a threat: what is threatened).

    Attributes:
        code: PLOVER mode, such as ``ceasefire``; several types may have a mode of the same code.
        event_type: The type that it belongs to.
        intensity: Conflict-cooperation score, -10 to +10.
        adds_contexts: Contexts that an event of this mode always has.
    """

    code: str
    event_type: str
    intensity: float
    adds_contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's sixteen event types.

    Attributes:
        code: Such as ``CONSULT``.
        label: A few plain words.
        quad_code: ``1`` verbal cooperation, ``2`` material cooperation, ``3`` verbal conflict, ``4`` material conflict.
        quad_label: The same in words.
        intensity: Score of an event without a mode, -10 (conflict) to +10 (cooperation).
        requires_recipient: True when an event of this type needs a recipient, unless it is reciprocal and has all its
            parties as actors.
        future_type: The type that a future or promised act of this type becomes, or None when it stays what it is.
        modes: Its modes, in the order of the codebook.
    """

    code: str
    label: str
    quad_code: str
    quad_label: str
    intensity: float
    requires_recipient: bool
    future_type: str | None
    modes: tuple[Mode, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What an event is about; :mod:`newsledger.ontology.cues` says how ``cues`` and ``exceptions`` are written."""

    code: str
    label: str
    description: str
    cues: tuple[str, ...]
    exceptions: tuple[str, ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sector:
    """The part of society that a party belongs to; ``frequent`` marks the codes that carry most events."""

    code: str
    label: str
    description: str
    examples: tuple[str, ...]
    frequent: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """A code in the place of a country, for parties that belong to none."""

    code: str
    label: str
    description: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuxiliaryMode:
    """How an event stands to the moment of the report."""

    code: str
    label: str
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code and what it is in PLOVER.

    Attributes:
        code: Three or four digits, as text with its leading zero.
        label: CAMEO's name for it.
        event_type: PLOVER type, or None for what PLOVER does not code.
        event_mode: PLOVER mode, or None.
        contexts: PLOVER contexts.
        note: Where and why this row departs from PLOVER's own conversion table, or None.
    """

    code: str
    label: str
    event_type: str | None
    event_mode: str | None
    contexts: tuple[str, ...]
    note: str | None
