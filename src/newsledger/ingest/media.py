"""What servers say of the pages that they send: address, kind of content, charset."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(r"(?:utm_\w+|at_\w+|fbclid|gclid|mc_cid|mc_eid|cmpid|ocid|CMP|smid|partner|ftag)")
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


def plain_url(url: str) -> str:
    """Return an address without fragment and without the parameters that only count readers."""
    parts = urlsplit(url)
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(k, v) for k, v in pairs if not _TRACKING.fullmatch(k)]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", query, ""))
