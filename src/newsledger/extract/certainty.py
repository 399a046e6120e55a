"""How sure: PLOVER's auxiliary modes and FactBank's factuality values (Saurí and Pustejovsky 2009)."""

from __future__ import annotations

from collections.abc import Collection

from newsledger.reader.reading import RawEvent
from newsledger.records import AUXILIARY_MODES

_THRESHOLDS = {"historical": 0.5, "future": 0.5, "hypothetical": 0.5, "negation": 0.5}


def auxiliary_modes(event: RawEvent) -> tuple[str, ...]:
    """Return the auxiliary modes that the reader is sure enough of, in codebook order."""
    scores = dict(event.auxiliary)
    return tuple(mode for mode in AUXILIARY_MODES if scores.get(mode, 0.0) >= _THRESHOLDS[mode])


def factuality(auxiliary: Collection[str]) -> str:
    """Return the factuality of the event as its source presents it.

    What is negated did not happen (``CT-``); what might happen is possible (``PS``); what is planned or announced is
    probable (``PR``); everything else is told as fact (``CT+``).
    """
    polarity = "-" if "negation" in auxiliary else "+"
    if "hypothetical" in auxiliary:
        return f"PS{polarity}"
    if "future" in auxiliary:
        return f"PR{polarity}"
    return f"CT{polarity}"
