"""URLs that the user names one by one, with the same manners as a watch."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from newsledger.errors import InputError
from newsledger.ingest.files import skip
from newsledger.ingest.web.address import Gate
from newsledger.ingest.web.fetch import Fetcher
from newsledger.ingest.web.manners import Manners, WallClock
from newsledger.ingest.web.page import Told, page_document
from newsledger.records import Document, Skip

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

    def read(self, url: str, *, date: str | None = None, publisher: str | None = None) -> Document | Skip:
        """Return the document of a page, or why it cannot be read.

        Args:
            url: The address.
            date: ISO 8601 document creation time; it goes before what the page says of itself.
            publisher: Outlet, before what the page says of itself.
        """
        try:
            got = self._fetcher.get(url, before=self._manners.may_ask)
            return page_document(got, Told(published=date, publisher=publisher, basis="given", given=True))
        except InputError as error:
            return skip(url, error.args[0], error.hint)
