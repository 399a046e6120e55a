"""The one object that answers questions about codes. Each table is read when it is first asked for."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from newsledger.errors import OntologyError
from newsledger.ontology.cameo import BackTable, read_crosswalk
from newsledger.ontology.codebook import read_entry
from newsledger.ontology.cues import CueMatcher, phrases
from newsledger.ontology.files import read_toml
from newsledger.ontology.records import AuxiliaryMode, Context, EventType, Mode, Organisation, Sector

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsledger.ontology.codebook import CodebookEntry
    from newsledger.ontology.records import CameoCode

T = TypeVar("T")


class Ontology:
    """PLOVER's types, modes, contexts, sectors and scores, and the CAMEO crosswalk.

    Every method that takes a code raises :class:`~newsledger.errors.OntologyError` for one that does not exist, with a
    hint that names the codes that look like it.

    Reference:
        PLOVER codebook of the Open Event Data Alliance (github.com/openeventdata/PLOVER), CAMEO 1.1b3.
    """

    @cached_property
    def types(self) -> tuple[EventType, ...]:
        """The sixteen event types, in the order of the codebook."""
        return tuple(self._types.values())

    @cached_property
    def contexts(self) -> tuple[Context, ...]:
        """The contexts, in the order of the codebook."""
        return tuple(self._contexts.values())

    @cached_property
    def sectors(self) -> tuple[Sector, ...]:
        """The sectors, frequent ones first."""
        return tuple(self._sectors.values())

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """The codes that stand in the place of a country."""
        return tuple(self._organisations.values())

    @cached_property
    def auxiliary(self) -> tuple[AuxiliaryMode, ...]:
        """The auxiliary modes."""
        return tuple(AuxiliaryMode(code=code, **row) for code, row in read_toml("plover/auxiliary.toml").items())

    @cached_property
    def crosswalk(self) -> tuple[CameoCode, ...]:
        """All CAMEO codes with their PLOVER coding, in CAMEO's order."""
        return tuple(self._crosswalk.values())

    def event_type(self, code: str) -> EventType:
        """Return the event type ``code``."""
        return _find(self._types, code, "event type")

    def modes(self, event_type: str) -> tuple[Mode, ...]:
        """Return the modes of a type, in the order of the codebook."""
        return self.event_type(event_type).modes

    def mode(self, event_type: str, code: str) -> Mode:
        """Return the mode ``code`` of a type."""
        modes = {mode.code: mode for mode in self.modes(event_type)}
        return _find(modes, code, f"mode of {event_type}")

    def quad_code(self, event_type: str) -> str:
        """Return ``1`` verbal or ``2`` material cooperation, ``3`` verbal or ``4`` material conflict."""
        return self.event_type(event_type).quad_code

    def intensity(self, event_type: str, mode: str | None = None) -> float:
        """Return the conflict-cooperation score of a type and mode, -10 (conflict) to +10 (cooperation)."""
        return self.mode(event_type, mode).intensity if mode else self.event_type(event_type).intensity

    def future_type(self, event_type: str) -> str:
        """Return the type of a future or promised act of this type: AGREE for AID, itself for ACCUSE.

        Where the type changes, the event loses its mode and is not marked as future any more.
        """
        return self.event_type(event_type).future_type or event_type

    def cameo_code(self, event_type: str, mode: str | None = None, contexts: Iterable[str] = ()) -> str:
        """Return the most general CAMEO code that is true of an event of this type, mode and contexts."""
        if mode:
            self.mode(event_type, mode)
        self.event_type(event_type)
        return self._back.code(event_type, mode, [self.context(context).code for context in contexts])

    def from_cameo(self, code: str) -> CameoCode:
        """Return what a CAMEO code is in PLOVER; a two-digit root stands for its "not specified" code."""
        return _find(self._crosswalk, f"{code}0" if len(code) == 2 else code, "CAMEO code")

    def context(self, code: str) -> Context:
        """Return the context ``code``."""
        return _find(self._contexts, code, "context")

    def contexts_of(self, text: str, also: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the contexts that the words of a sentence point to, in the order of the codebook.

        Args:
            text: The sentence.
            also: Contexts known from elsewhere (``Mode.adds_contexts``), to be merged in.
        """
        found = {match.label for match in self._cues.matches(text)}
        found.update(self.context(code).code for code in also)
        return tuple(code for code in self._contexts if code in found)

    def context_cues(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the words that gave a sentence its contexts, each with its context: the reason for an explanation."""
        return self._cues.explain(text)

    def sector(self, code: str) -> Sector:
        """Return the sector ``code``."""
        return _find(self._sectors, code, "sector")

    def organisation(self, code: str) -> Organisation:
        """Return the organisation ``code``."""
        return _find(self._organisations, code, "organisation")

    def entry(self, event_type: str) -> CodebookEntry:
        """Return what the codebook says of an event type: definition, modes, examples, neighbours."""
        return read_entry(self.event_type(event_type))

    @cached_property
    def _types(self) -> dict[str, EventType]:
        data = read_toml("plover/types.toml")
        return {code: _event_type(code, row, data["quads"]) for code, row in data["types"].items()}

    @cached_property
    def _contexts(self) -> dict[str, Context]:
        return {code: _context(code, row) for code, row in read_toml("plover/contexts.toml").items()}

    @cached_property
    def _sectors(self) -> dict[str, Sector]:
        return {
            code: Sector(code=code, **{**row, "examples": tuple(row["examples"])})
            for code, row in read_toml("plover/sectors.toml").items()
        }

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return {
            code: Organisation(code=code, **{**row, "examples": tuple(row["examples"])})
            for code, row in read_toml("plover/organisations.toml").items()
        }

    @cached_property
    def _crosswalk(self) -> dict[str, CameoCode]:
        return read_crosswalk()

    @cached_property
    def _back(self) -> BackTable:
        return BackTable()

    @cached_property
    def _cues(self) -> CueMatcher:
        matcher = CueMatcher()
        for context in self.contexts:
            matcher.add(context.code, context.cues, context.exceptions)
        return matcher


@cache
def load() -> Ontology:
    """Return the ontology; the same object on every call."""
    return Ontology()


def _event_type(code: str, row: dict[str, Any], quads: dict[str, str]) -> EventType:
    adds = row.get("adds_contexts", {})
    return EventType(
        code=code,
        label=row["label"],
        quad_code=row["quad"],
        quad_label=quads[row["quad"]],
        intensity=row["intensity"],
        requires_recipient=row.get("requires_recipient", False),
        future_type=row.get("future"),
        modes=tuple(
            Mode(mode, code, intensity, tuple(adds.get(mode, ()))) for mode, intensity in row.get("modes", {}).items()
        ),
    )


def _context(code: str, row: dict[str, Any]) -> Context:
    return Context(
        code=code,
        label=row["label"],
        description=" ".join(row["description"].split()),
        cues=phrases(row["cues"]),
        exceptions=phrases(row.get("except", "")),
        examples=tuple(row["examples"]),
    )


def _find(table: Mapping[str, T], code: str, what: str) -> T:
    """Return the row ``code`` of a table, or say which codes look like it."""
    try:
        return table[code]
    except KeyError:
        raise OntologyError(f"Unknown {what}: {code!r}", hint=_hint(code, list(table))) from None


def _hint(code: str, known: list[str]) -> str:
    """Return a hint that names the codes nearest to a wrong one, or all of them when none is near."""
    from difflib import get_close_matches

    folded = {name.lower(): name for name in reversed(known)}
    near = [folded[match] for match in get_close_matches(code.lower(), folded, n=3)]
    return f"Did you mean {' or '.join(near)}?" if near else f"Known codes: {', '.join(known) or 'none'}"
