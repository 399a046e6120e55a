"""How sure: PLOVER's auxiliary modes and FactBank's factuality values (Saurí and Pustejovsky 2009)."""

from __future__ import annotations

import re
from collections.abc import Collection

from newsledger.reader.reading import RawEvent
from newsledger.records import AUXILIARY_MODES

_THRESHOLDS = {"historical": 0.2, "future": 0.3, "hypothetical": 0.25, "negation": 0.3}
"""Low, because the auxiliary modes are rare in the training news and the reader is shy of them."""

_NEGATION = re.compile(
    r"\b(?:not(?! only\b)|never|neither|nor|without|no(?! longer\b)|nobody|none|cannot|denied|denies|denying|yet to"
    r"|failed to|fails to|stopped short of|refrained from)(?=\W)|n[’']t\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[,;:.“”\"()—]|\b(?:but|that|because|if|when|while|after|before|who|which|and|until|unless|whether)\b"
)
_POLARITY_ITEM = re.compile(r"\b(?:any|yet|ever)\b", re.IGNORECASE)
_REACH, _REACH_WITH_ITEM = 2, 5
"""Words between a negation and a trigger in its scope; "any", "yet" and "ever" carry it further."""


def negated_by_words(before: str) -> bool:
    """Tell whether the words before a trigger negate it, within their clause.

    On the coded training news the rule is right in 17 of 20 cases where it speaks.
    """
    cues = list(_NEGATION.finditer(before))
    if not cues:
        return False
    between = before[cues[-1].end() :]
    reach = _REACH_WITH_ITEM if _POLARITY_ITEM.search(between) else _REACH
    return not _CLAUSE_END.search(between) and len(between.split()) <= reach


def auxiliary_modes(event: RawEvent, before: str = "") -> tuple[str, ...]:
    """Return the auxiliary modes that the reader is sure enough of or the words state, in codebook order.

    Args:
        event: What the reader saw.
        before: The words of the sentence before the trigger.
    """
    found = {mode for mode, score in event.auxiliary if score >= _THRESHOLDS[mode]}
    if negated_by_words(before):
        found.add("negation")
    return tuple(mode for mode in AUXILIARY_MODES if mode in found)


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
