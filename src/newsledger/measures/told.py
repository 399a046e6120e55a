"""What the reader makes of a sentence's measures: whether they are reported, who takes them, at whom they are aimed.

The rules of this room find measures by their words. The reader has learned from labelled news which of them are
reported and who their sides are; this module hands on what it says, ready for the rules to fall back on.
"""

from __future__ import annotations

from newsledger.measures.cues import Action, Cue
from newsledger.measures.references import codes_of
from newsledger.measures.scene import NO_STATE, Named, Scene
from newsledger.measures.words import pattern
from newsledger.reader.reading import RawMeasure

CERTAIN = 0.9
"""Probability from which the reader's word is enough for a report."""
READ = "the reader links it with the measure"
"""Rule of a side that the reader gave."""


def cues_seen(scene: Scene, cues: list[Cue]) -> list[Cue]:
    """Return the words that only the reader takes for a measure, and is sure of."""
    return [
        cue for raw in scene.raw for cue in [_cue(raw, scene)]
        if raw.cue.score >= CERTAIN and _is_heard(cue, scene)
        and not any(c.kind == cue.kind or _meet(c, cue) for c in cues)
    ]  # fmt: skip


def _is_heard(cue: Cue, scene: Scene) -> bool:
    """Whether a sentence holds any word of a kind, so that "500 police to the border" is no tariff."""
    heard = pattern("cues.toml", cue.kind, "heard")
    return heard is None or bool(heard.search(scene.text))


def seen_as(cue: Cue, scene: Scene) -> RawMeasure | None:
    """Return what the reader sees at a cue: in the same words, else what it is surest of its kind."""
    alike = [raw for raw in scene.raw if raw.kind == cue.kind]
    same = [raw for raw in alike if _meet(cue, _cue(raw, scene))]
    return max(same or alike, key=lambda raw: raw.cue.score, default=None)


def action_seen(cue: Cue, raw: RawMeasure | None) -> Action | None:
    """Return what becomes of a measure by the reader's word alone, where it is sure."""
    if raw is None or raw.cue.score < CERTAIN:
        return None
    return Action(raw.status, cue.start, cue.end, standing=True, seen=True)


def parties_seen(raw: RawMeasure, side: str, scene: Scene) -> list[Named]:
    """Return the states of a side that the reader links with a measure, in order."""
    found = []
    for start, end in ((s.start - scene.start, s.end - scene.start) for name, s in raw.sides if name == side):
        words = scene.text[start:end]
        found += [
            Named(start, end, words, c.country, c.name or words, "party", c.sector)
            for c in codes_of(words, start, scene)
            if c.country and c.country not in NO_STATE
        ]
    return found


def _cue(raw: RawMeasure, scene: Scene) -> Cue:
    return Cue(raw.kind, raw.cue.start - scene.start, raw.cue.end - scene.start, is_verb=False)


def _meet(one: Cue, other: Cue) -> bool:
    return one.start < other.end and other.start < one.end
