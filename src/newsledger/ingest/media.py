"""What a server says of the bytes that it sends: kind of content and charset."""

from __future__ import annotations

import re

_READABLE = re.compile(
    r"text/(?!css|javascript|calendar|csv).+|application/(?:xhtml\+xml|xml|octet-stream)|unknown/unknown"
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def content_type(header: str | None) -> tuple[str, str | None]:
    """Return kind and charset of a Content-Type header."""
    kind, _, rest = (header or "").partition(";")
    charset = _CHARSET.search(rest)
    return kind.strip().lower(), charset[1] if charset else None


def is_readable(kind: str) -> bool:
    """Tell whether a kind of content can be a page; one that is not told can."""
    return not kind or _READABLE.fullmatch(kind) is not None


def says_html(kind: str) -> bool:
    """Tell whether a kind of content is HTML."""
    return kind in _HTML
