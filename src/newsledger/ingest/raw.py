"""What lies between cutting and reading: one page or row as it lies in its input, cut out but not yet read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 20 * 2**20
"""Largest page, line or row; larger ones are skipped with a hint."""


class Kind(StrEnum):
    """What the bytes of a ``Raw`` are."""

    PAGE = "page"
    """HTML or plain text: its content tells."""
    HTML = "html"
    """HTML, as its container or its ending says."""
    TEXT = "text"
    """Plain text, whatever it looks like."""
    ROW = "row"
    """A JSON object with ``text`` or ``html``, and what else is known of the page."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a container says of a page; it goes before what the page says of itself.

    Attributes:
        external_id: The id of a row.
        title: Headline.
        date: Time of publication as it is written there, not yet checked. Never the time of a crawl.
        publisher: Outlet.
        url: Address.
        language: Language code.
        charset: Charset that a server names.
    """

    external_id: str | None = None
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """One page or row, not yet decoded: cheap to cut, cheap to send to another process, read by ``read_raw``.

    Attributes:
        origin: Path, URL, line or member ("news.tar.gz/a.jsonl:17") that names it.
        kind: What the bytes are.
        body: The bytes of the page or row.
        labels: What its container says of it.
        date: The user's document creation time for pages that are given without one, in ISO 8601.
        publisher: The user's outlet for pages that are given without one.
    """

    origin: str
    kind: Kind
    body: bytes
    labels: Labels = Labels()
    date: str | None = None
    publisher: str | None = None

    @property
    def size(self) -> int:
        """Bytes of the page or row."""
        return len(self.body)
