"""Signs and words for what a glance must tell: quad, stage, certainty, source. Never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from newsledger.extract.quantity.tables import scaled
from newsledger.ontology import load
from newsledger.records import Attribution
from newsledger.view.markup import said, tag


@dataclass(frozen=True, slots=True)
class Look:
    """How something looks: a sign, a word, and the end of its class names."""

    sign: str
    word: str
    style: str


QUADS = {
    "1": Look("○", "verbal cooperation", "q1"),
    "2": Look("●", "material cooperation", "q2"),
    "3": Look("◇", "verbal conflict", "q3"),
    "4": Look("◆", "material conflict", "q4"),
}
"""Circles cooperate, diamonds are in conflict; hollow is in words, filled is in deeds."""
_NO_QUAD = Look("□", "no quad", "q0")
"""For types of a codebook of one's own."""

STAGES = {
    "happened": Look("■", "happened", "fact"),
    "planned": Look("▷", "planned", "planned"),
    "possible": Look("?", "possible", "possible"),
    "denied": Look("✕", "denied", "denied"),
    "open": Look("…", "open", "open"),
}

CERTAINTIES = {
    "CT+": Look("■", "happened", "fact"),
    "CT-": Look("✕", "did not happen", "denied"),
    "PR+": Look("▷", "planned or likely", "planned"),
    "PR-": Look("▷", "unlikely", "denied"),
    "PS+": Look("?", "possible", "possible"),
    "PS-": Look("?", "possibly not", "possible"),
    "UU": Look("…", "only relayed", "open"),
}

FIELDS = {
    "trigger": "event word",
    "actor": "actor",
    "recipient": "recipient",
    "source": "on whose word",
    "cue": "cue",
    "time": "time",
    "place": "place",
    "quantity": "quantity",
}
"""What the marked words of a page are."""


def quad(code: str) -> Look:
    """Return the look of a quad; a code that is none has one of its own."""
    return QUADS.get(code, _NO_QUAD)


def quad_badge(code: str, words: str | None = None) -> Markup:
    """Return the sign of a quad with its words, or with others (a type)."""
    return _badge(quad(code), words or quad(code).word, quad(code).word)


def type_badge(event_type: str, event_mode: str | None, quad_code: str) -> Markup:
    """Return type and mode with the sign of their quad."""
    code = f"{event_type}/{event_mode}" if event_mode else event_type
    return _badge(quad(quad_code), code, f"{label_of(event_type)}: {quad(quad_code).word}")


def stage_badge(stage: str) -> Markup:
    """Return how an event stands."""
    look = STAGES.get(stage, STAGES["open"])
    return _badge(look, look.word, None)


def certainty_badge(factuality: str) -> Markup:
    """Return how sure a mention is."""
    look = CERTAINTIES.get(factuality, CERTAINTIES["UU"])
    return _badge(look, look.word, f"factuality {factuality}")


def source_badge(source: Attribution) -> Markup:
    """Return the words of a source; an unnamed one says so."""
    kind = source.kind.replace("_", " ")
    sign = tag("span", "◌ unnamed", class_="nl-sign") if source.anonymous else None
    style = "nl-badge nl-source is-unnamed" if source.anonymous else "nl-badge nl-source"
    return tag("span", said(source.text), " " if sign else None, sign, class_=style, title=kind)


def _badge(look: Look, words: str, title: str | None) -> Markup:
    sign = tag("span", look.sign, class_="nl-sign", aria_hidden="true")
    return tag("span", sign, " ", words, class_=f"nl-badge nl-{look.style}", title=title)


def count_words(measures: str | None, unit: str | None) -> str:
    """Return what a number counts: killed, weapons; on a scale its unit: USD, percent."""
    return (unit if measures in scaled() else measures) or unit or measures or ""


def label_of(event_type: str) -> str:
    """Return what a type is called, or its code where the codebook lacks it."""
    return next((t.label for t in load().types if t.code == event_type), event_type)
