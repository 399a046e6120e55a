"""Shards: a few dozen documents that are coded together and committed together.

How documents are cut into shards never shows: each is coded on its own, and results come in input order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsledger.ingest import Raw
from newsledger.records import Document, DocumentCoding, Skip

if TYPE_CHECKING:
    from newsledger.ledger.rows import CodedRows

Item = Document | Raw | Skip
"""What an engine takes: pages as they were cut out or as they were read, and skips to pass through."""

SHARD_DOCUMENTS = 32
SHARD_SIZE = 1_000_000
"""Characters of documents, or bytes of raw pages; a shard ends when it has reached either bound."""


@dataclass(frozen=True, slots=True)
class PlainCodings:
    """Codings as records: what one process that writes no ledger can do with, sparing it Arrow and Delta Lake."""

    items: tuple[DocumentCoding, ...] = ()

    def __len__(self) -> int:
        return len(self.items)

    @property
    def ids(self) -> list[tuple[str, str]]:
        """The ids of documents and their codings, in their order."""
        return [(c.document.document_id, c.coding_id) for c in self.items]

    @property
    def mentions(self) -> int:
        """The number of event mentions."""
        return sum(len(c.mentions) for c in self.items)

    @property
    def sentences(self) -> int:
        """The number of sentences."""
        return sum(len(a.sentences) for c in self.items for a in c.articles)

    def codings(self) -> dict[str, DocumentCoding]:
        """Return the codings by their ids."""
        return {c.coding_id: c for c in self.items}


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker made of some items.

    Attributes:
        rows: The new codings, each once.
        order: Ids of documents and codings in input order, those that the ledger holds already included.
        skips: What was left out, in input order.
        coder: Name and version of the coder.
        size: Size of the items.
    """

    rows: PlainCodings | CodedRows = PlainCodings()
    order: tuple[tuple[str, str], ...] = ()
    skips: tuple[Skip, ...] = ()
    coder: str | None = None
    size: int = 0

    @staticmethod
    def join(parts: Iterable[Result]) -> Result:
        """Put results behind each other; what was coded in two of them is kept once."""
        found = list(parts)
        if len(found) == 1:
            return found[0]
        plain = [part.rows.items for part in found if isinstance(part.rows, PlainCodings)]
        rows: PlainCodings | CodedRows
        if len(plain) == len(found):
            rows = PlainCodings(tuple({c.coding_id: c for items in plain for c in items}.values()))
        else:
            rows = _join_packed([part.packed() for part in found])
        return Result(
            rows,
            tuple(pair for part in found for pair in part.order),
            tuple(skip for part in found for skip in part.skips),
            next((part.coder for part in found if part.coder), None),
            sum(part.size for part in found),
        )

    def packed(self) -> CodedRows:
        """Return the codings as rows."""
        if not isinstance(self.rows, PlainCodings):
            return self.rows
        from newsledger.ledger.rows import CodedRows

        return CodedRows.of(self.rows.items)

    def to_send(self) -> Result:
        """Return the result with its codings as rows, which is how processes hand it on."""
        return replace(self, rows=self.packed())


def _join_packed(parts: list[CodedRows]) -> CodedRows:
    from newsledger.ledger.rows import CodedRows

    seen: set[str] = set()
    rows = []
    for part in parts:
        fresh = {coding for _, coding in part.ids} - seen
        rows.append(part if len(fresh) == len(part) else part.only(fresh))
        seen |= fresh
    return CodedRows.join(rows)


@dataclass(frozen=True, slots=True)
class Shard:
    """A finished shard: its codings, in input order, and what had to be left out.

    Attributes:
        rows: The codings as rows.
        order: Ids of the codings in input order; a page that was given twice is here twice.
        skips: What was left out.
        known: How many of the documents the ledger held already.
    """

    rows: PlainCodings | CodedRows
    order: tuple[str, ...]
    skips: tuple[Skip, ...]
    known: int = 0

    @property
    def codings(self) -> tuple[DocumentCoding, ...]:
        """The codings as records, made anew at each call."""
        found = self.rows.codings()
        return tuple(found[coding] for coding in self.order)


def item_size(item: Item) -> int:
    """Return the size of an item, by which shards are cut and time limits set."""
    if isinstance(item, Raw):
        return item.size
    return len(item.text) if isinstance(item, Document) else 0


def batches(items: Iterable[Item], *, documents: int = SHARD_DOCUMENTS) -> Iterator[tuple[Item, ...]]:
    """Cut items into shards of a number of documents; a shard of large ones holds fewer."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += item_size(item)
        if len(batch) >= documents or size >= SHARD_SIZE:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)
