"""Places told from another: "24 nautical miles south of X", "off the coast of Y", "near Z"."""

from __future__ import annotations

import re

_SIDE = r"(?:north|south|east|west)(?:-?(?:east|west))?(?:ern|ward)?(?:-(?:north|south)(?:east|west))?"
_ABOUT = r"(?:(?:about|some|around|roughly|nearly|just|more than|less than|at least|up to) )*"
_UNIT = r"(?:nautical |sea )?(?:miles?|kilomet(?:er|re)s?|kms?|nm|mi|met(?:er|re)s?)"
_LENGTH = rf"{_ABOUT}[\w.,-]+ ?{_UNIT}(?: \([^)]*\))?"
_SEEN_FROM = (
    rf"{_SIDE}(?: coast| shore| side| edge)? of",
    r"off(?: of)?(?: the)?(?: [a-z]+)?(?: coasts?| shores?)?(?: of)?",
    r"(?:(?:the )?(?:waters|coasts?|shores?|outskirts|suburbs?|airspace|borders?|skies)"
    r"(?: off| of| near| around| with| over| between)+)+",
    "outside(?: of)?|near(?: to)?|close to|around|along|towards?|from|beyond|across from|opposite|inland from",
)
_RELATION = re.compile(
    rf"(?:{_LENGTH} (?:away )?)?(?:to the |just |far )?(?:{'|'.join(_SEEN_FROM)}) (?:the )?"
    r"(?=[A-Z]|(?:coasts?|shores?|border) )",
    re.IGNORECASE,
)


def split_relation(words: str) -> tuple[str | None, int]:
    """Return the words that tell a place from another, and where that other one begins; None and 0 without any."""
    match = _RELATION.match(words)
    return (match[0].strip(), match.end()) if match else (None, 0)
