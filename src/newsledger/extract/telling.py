"""How an event is told, whatever its type: certain or not, so or not so, to come or not.

The values of NewsReader's factuality (van Son et al. 2014). The reader's ``certainty`` column gives three probabilities
at the event's first word; the word rules decide where they speak.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.extract.modality import spoken

THRESHOLDS = (0.6, 0.5, 0.5)
"""Probabilities of (uncertain, negative, future) from which the reader is believed."""
_NO_MODEL = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Told:
    """How an event is told, and the word rules that say so."""

    uncertain: bool
    negative: bool
    future: bool
    rules: tuple[str, ...] = ()


def told(sentence: str, start: int, end: int, probabilities: tuple[float, float, float] | None = None) -> Told:
    """Return how the event at ``start`` to ``end`` of a sentence is told.

    Args:
        sentence: The sentence.
        start: Offset of the event's words.
        end: End offset of them.
        probabilities: The reader's for (uncertain, negative, future), where it has read the sentence.
    """
    rules = spoken(sentence, start, end)
    says = {rule.tells for rule in rules}
    read = [p >= t for p, t in zip(probabilities or _NO_MODEL, THRESHOLDS, strict=True)]
    return Told(
        uncertain=read[0] or bool(says & {"hypothetical", "report"}),
        negative=read[1] or "negation" in says,
        future=read[2] or "future" in says,
        rules=tuple(rule.name for rule in rules),
    )
