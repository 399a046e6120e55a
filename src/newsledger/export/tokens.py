"""Words and marks of a text with their offsets, for formats that count in tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.)+"  # U.S., U.N.
    r"|\d+(?:[.,:]\d+)*"  # 1,200  05:30
    r"|[^\W_]+(?=['’]s\b)"  # Kenya of Kenya's
    r"|['’]s\b"
    r"|[^\W_]+"
    r"|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token; half-open offsets."""

    start: int
    end: int


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a piece of a text."""
    return [Token(m.start(), m.end()) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)]
