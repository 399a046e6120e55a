"""What the reader makes of a sentence's measures: whether they are reported, who takes them, at whom they are aimed.

The rules of this room find measures by their words. The reader has learned from labelled news which of them are
reported and who their sides are; this module hands on what it says, ready for the rules to fall back on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsledger.measures.references import codes_of
from newsledger.measures.scene import NO_STATE, Named, Scene
from newsledger.reader.labels import SIDES
from newsledger.reader.reading import RawMeasure, RawSpan

CERTAIN = 0.9
"""Probability from which the reader's word is enough for a report."""
READ = "the reader links it with the measure"
"""Rule of a side that the reader gave."""


@dataclass(frozen=True, slots=True)
class Told:
    """A measure as the reader sees it; offsets into the sentence."""

    kind: str
    start: int
    end: int
    score: float
    status: str
    issuers: Sequence[Named]
    targets: Sequence[Named]


def told_in(scene: Scene) -> list[Told]:
    """Return the measures that the reader sees in a sentence, in order of the text."""
    return [_told(raw, scene) for raw in sorted(scene.raw, key=lambda m: (m.cue.start, m.kind))]


def told_of(kind: str, start: int, end: int, told: Sequence[Told]) -> Told | None:
    """Return the reading of a cue: of the same words, else the surest of its kind."""
    alike = [t for t in told if t.kind == kind]
    same = [t for t in alike if t.start < end and start < t.end]
    return max(same or alike, key=lambda t: t.score, default=None)


def _told(raw: RawMeasure, scene: Scene) -> Told:
    start, end = raw.cue.start - scene.start, raw.cue.end - scene.start
    issuers, targets = ([n for name, s in raw.sides if name == side for n in _named(s, scene)] for side in SIDES)
    return Told(raw.kind, start, end, raw.cue.score, raw.status, issuers, targets)


def _named(span: RawSpan, scene: Scene) -> Iterator[Named]:
    start, end = span.start - scene.start, span.end - scene.start
    words = scene.text[start:end]
    for codes in codes_of(words, start, scene):
        if codes.country and codes.country not in NO_STATE:
            yield Named(start, end, words, codes.country, codes.name or words, "party", codes.sector)
