"""Event mentions as a table: what ``newsledger.code(…)`` returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

from newsledger.records import Claim, Document, DocumentCoding, EventMention, Skip
from newsledger.records.measure import MeasureMention
from newsledger.records.rule import Finding
from newsledger.view import mentions_html

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN = 50


class Mentions(Sequence[EventMention]):
    """Event mentions as a table.

    It iterates as typed records, shows itself in a notebook, and speaks the Arrow PyCapsule protocol, so pandas,
    polars, DuckDB and R (through reticulate or nanoarrow) take it without a copy.

    Attributes:
        codings: One coding a document: articles, mentions, claims.
        skipped: Inputs that could not be coded, with reasons.
    """

    def __init__(self, codings: Sequence[DocumentCoding], skipped: Sequence[Skip] = ()) -> None:
        self.codings = tuple(codings)
        self.skipped = tuple(skipped)
        self._mentions = tuple(m for c in self.codings for m in c.mentions)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, in input order."""
        return tuple(c.document for c in self.codings)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All cited sources, whether or not an event rests on them."""
        return tuple(x for c in self.codings for x in c.claims)

    @property
    def measures(self) -> tuple[MeasureMention, ...]:
        """Tariffs, sanctions, bans and the like, as the pages report them."""
        return tuple(x for c in self.codings for x in c.measures)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Leads: acts that, as told, fall under a rule."""
        return tuple(x for c in self.codings for x in c.findings)

    @overload
    def __getitem__(self, index: int) -> EventMention: ...

    @overload
    def __getitem__(self, index: slice) -> Mentions: ...

    def __getitem__(self, index: int | slice) -> EventMention | Mentions:
        return self._part(self._mentions[index]) if isinstance(index, slice) else self._mentions[index]

    def _part(self, mentions: tuple[EventMention, ...]) -> Mentions:
        """Return a table of some of the mentions, with the codings of their documents."""
        kept = {m.event_mention_id for m in mentions}
        pages = {m.document_id for m in mentions}
        part = Mentions(
            [
                replace(c, mentions=tuple(m for m in c.mentions if m.event_mention_id in kept))
                for c in self.codings
                if c.document.document_id in pages
            ]
        )
        part._mentions = mentions
        return part

    def __len__(self) -> int:
        return len(self._mentions)

    def __repr__(self) -> str:
        numbers = [(len(self), "event mention"), (len(self.codings), "document"), (len(self.skipped), "input")]
        mentions, documents, inputs = (f"{n} {noun}" if n == 1 else f"{n} {noun}s" for n, noun in numbers)
        return f"<{mentions} from {documents}, {inputs} skipped>"

    def _repr_html_(self) -> str:
        caption = f"documents: {len(self.codings)}, inputs skipped: {len(self.skipped)}"
        return mentions_html(self._mentions[:_SHOWN], total=len(self), caption=caption)

    def rows(self) -> list[dict[str, Any]]:
        """Return the mentions as flat rows with the columns of ``--format csv``; lists are joined with ``;``."""
        from newsledger.export.tidy import TIDY_COLUMNS, tidy_row

        return [dict(zip(TIDY_COLUMNS, tidy_row(m), strict=True)) for m in self]

    def to_pandas(self) -> Any:
        """Return the flat rows as a data frame.

        Raises:
            InputError: pandas is not installed.
        """
        from newsledger.export.tidy import TIDY_COLUMNS
        from newsledger.view.pages.notebook import data_frame

        return data_frame(self.rows(), TIDY_COLUMNS)

    def to_arrow(self) -> pa.Table:
        """Return the mentions as an Arrow table; the columns are the fields of the record."""
        from newsledger.ledger.schema import to_arrow

        return to_arrow(EventMention, self._mentions)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)
