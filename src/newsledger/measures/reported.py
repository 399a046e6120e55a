"""Rules that set a report of a measure apart; they are stored with it, and the fold asks for them."""

from __future__ import annotations

STANDS = "status: spoken of as one that stands"
"""Rule of a measure with which nothing is done in its sentence."""
SEEN = "status: the reader sees a report where the rules see none"
"""Rule of a measure that only the reader found."""
NOTHING_DONE = frozenset({STANDS, SEEN})
PART = "status: of a part"
"""Rule of an end that is not that of the whole measure: "lifted some of its sanctions"."""
