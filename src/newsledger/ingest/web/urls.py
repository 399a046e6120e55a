"""URLs that the user names one by one, with the same manners as a watch."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from newsledger.errors import InputError
from newsledger.ingest.files import skip
from newsledger.ingest.media import content_type, is_readable, says_html
from newsledger.ingest.raw import Kind, Labels, Raw
from newsledger.ingest.web.address import Gate
from newsledger.ingest.web.fetch import Fetcher
from newsledger.ingest.web.manners import Manners, WallClock
from newsledger.ingest.web.page import plain_url
from newsledger.records import Skip

_DELAY = 1.0


class UrlReader:
    """Reads pages by their URLs; use it in a ``with`` statement.

    Args:
        allow_private: Hosts of the user's own network that may be read.
    """

    def __init__(self, allow_private: Iterable[str] = ()) -> None:
        self._fetcher = Fetcher(Gate(allow_private))
        self._manners = Manners(self._fetcher, WallClock(), delay=_DELAY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fetcher.close()

    def cut(self, url: str) -> Raw | Skip:
        """Return the page behind an address as the server sends it, or why it cannot be had."""
        try:
            got = self._fetcher.get(url, before=self._manners.may_ask)
        except InputError as error:
            return skip(url, error.args[0], error.hint)
        kind, charset = content_type(got.headers.get("content-type"))
        if not is_readable(kind):
            return skip(url, f"this is {kind}, not a page", "only text and HTML can be coded")
        labels = Labels(url=plain_url(got.url), charset=charset)
        return Raw(url, Kind.HTML if says_html(kind) else Kind.PAGE, got.body, labels)
