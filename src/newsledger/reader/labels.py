"""The label inventories of the reading model, in the order of its output columns."""

from __future__ import annotations

from typing import Final

from newsledger.records.measure import MEASURE_STATUSES

EVENT_TYPES: Final = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]

MODES: Final[dict[str, list[str]]] = {
    "CONSULT": ["visit", "third-party", "multilateral", "phone"],
    "RETREAT": ["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
    "REQUEST": ["assist", "change", "yield", "meet"],
    "REJECT": ["assist", "change", "yield", "meet"],
    "ACCUSE": ["disapprove", "investigate", "allege"],
    "THREATEN": ["restrict", "arrest", "relations", "expel", "territory", "violence"],
    "PROTEST": ["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"],
    "SANCTION": ["convict", "expel", "withdraw", "discontinue"],
    "MOBILIZE": ["troops", "weapons", "police", "militia"],
    "COERCE": [
        "seize",
        "restrict",
        "censor",
        "curfew",
        "martial-law",
        "arrest",
        "deport",
        "withhold",
        "misinformation",
        "cyber",
    ],
    "ASSAULT": [
        "abduct",
        "beat",
        "torture",
        "sexual",
        "targeted",
        "destroy",
        "primitive",
        "firearms",
        "explosives",
        "suicide-attack",
        "aerial",
        "drone",
        "heavy-weapons",
        "crowd-control",
        "unconventional",
    ],
}

NO_MODE: Final = "-"
MODE_LABELS: Final = [NO_MODE, *(f"{t}/{m}" for t, modes in MODES.items() for m in modes)]
"""One column a type and mode; the first is "no mode", shared by all types."""

AUXILIARY: Final = ["historical", "future", "hypothetical", "negation"]
CERTAINTY: Final = ["uncertain", "negative", "future"]
"""How an event is told, whatever its type: not certain, not so, not yet (the values of NewsReader's factuality)."""
SOURCE_KINDS: Final = ["named_person", "office", "unnamed_person", "media", "document", "other"]

LINKS: Final = ["actor", "recipient", "time", "place", "quantity", "source", "cue"]
"""What a head word points to: the first six from a trigger, ``cue`` from a source."""

EXTENTS: Final = ["trigger", "party", "time", "place", "quantity", "source", "cue"]
"""Kinds of span whose last word is found from the first."""

PAIRS: Final = [*LINKS, *EXTENTS]
"""What is learned of pairs of words, in order of the scores."""

READ_PAIRS: Final = PAIRS[LINKS.index("cue") :]
"""What is read of them: the links of triggers are asked of the roles' network, which knows the trigger."""

LINK_EXTENT: Final = {
    "actor": "party",
    "recipient": "party",
    "time": "time",
    "place": "place",
    "quantity": "quantity",
    "source": "source",
    "cue": "cue",
}

UNARY: Final[dict[str, int]] = {
    "type": len(EVENT_TYPES),
    "mode": len(MODE_LABELS),
    "auxiliary": len(AUXILIARY),
    "implicit": 2,
    "source": 1,
    "kind": len(SOURCE_KINDS),
    "anonymous": 1,
    "opens": 1,
    "certainty": len(CERTAINTY),
}
"""Columns of the per-word output, in order; ``auxiliary`` and ``implicit`` are only learned here, and read from the
roles' network; ``implicit`` says that an actor or recipient is named only before,
``opens`` that a sentence begins with the word."""

ROLES: Final = LINKS[:-1]
"""What a trigger points to."""

ROLE_COLUMNS: Final[dict[str, int]] = {"link": len(ROLES), "auxiliary": len(AUXILIARY), "implicit": 2}
"""Columns of the network that reads one event of a sentence: a word as its argument; at the trigger, how it is told."""

SIDES: Final = ["issuer", "target"]
"""What the words that name a measure point to: who takes it, at whom it is aimed."""

MEASURE_COLUMNS: Final[dict[str, int]] = {"side": len(SIDES), "report": 1, "status": len(MEASURE_STATUSES)}
"""Columns of the network that reads one measure: a word as its side; at the cue, whether and how it is reported."""

DISTANCES: Final = [-32, -16, -8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8, 16, 32]
"""Lower bounds of the buckets of the signed word distance from head to dependent."""


def columns(name: str) -> slice:
    """Return the columns of one per-word output."""
    return _slice(UNARY, name)


def role_columns(name: str) -> slice:
    """Return the columns of one output of the roles' network."""
    return _slice(ROLE_COLUMNS, name)


def measure_columns(name: str) -> slice:
    """Return the columns of one output of the measures' network."""
    return _slice(MEASURE_COLUMNS, name)


def _slice(widths: dict[str, int], name: str) -> slice:
    start = 0
    for key, width in widths.items():
        if key == name:
            return slice(start, start + width)
        start += width
    raise KeyError(name)
