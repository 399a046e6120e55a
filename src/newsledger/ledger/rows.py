"""Codings as rows of the ledger's tables: what workers hand on, what a commit writes, what is read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newsledger.ledger.schema import TABLES, stored_rows, table_schema
from newsledger.records import Document, DocumentCoding, from_row

CHILDREN = {
    "articles": "articles",
    "event_mentions": "mentions",
    "claims": "claims",
    "measure_mentions": "measures",
    "findings": "findings",
}
"""Tables of what was read from a document, and the field of :class:`DocumentCoding` that each holds."""


@dataclass(frozen=True, slots=True)
class CodedRows:
    """Codings as Arrow tables.

    Attributes:
        tables: ``documents`` and all of :data:`CHILDREN`, with ``coding_id``; ``commit_id`` is empty.
    """

    tables: Mapping[str, pa.Table]

    @staticmethod
    def of(codings: Collection[DocumentCoding]) -> CodedRows:
        """Turn codings into rows, in their order."""
        tables = {"documents": stored_rows("documents", [(c.document, c.coding_id) for c in codings], "")}
        for name, attribute in CHILDREN.items():
            items = [(item, c.coding_id) for c in codings for item in getattr(c, attribute)]
            tables[name] = stored_rows(name, items, "")
        return CodedRows(tables)

    @staticmethod
    def join(parts: Iterable[CodedRows]) -> CodedRows:
        """Put rows behind each other."""
        found = [part.tables for part in parts]
        names = ("documents", *CHILDREN)
        return CodedRows(
            {n: pa.concat_tables([table_schema(n).empty_table(), *(tables[n] for tables in found)]) for n in names}
        )

    def __len__(self) -> int:
        return int(self.tables["documents"].num_rows)

    @property
    def ids(self) -> list[tuple[str, str]]:
        """The ids of documents and their codings, in their order."""
        pages = self.tables["documents"]
        return list(zip(pages["document_id"].to_pylist(), pages["coding_id"].to_pylist(), strict=True))

    @property
    def mentions(self) -> int:
        """The number of event mentions."""
        return int(self.tables["event_mentions"].num_rows)

    @property
    def sentences(self) -> int:
        """The number of sentences."""
        return int(pc.sum(pc.list_value_length(self.tables["articles"]["sentences"]), min_count=0).as_py() or 0)

    def only(self, coding_ids: Collection[str]) -> CodedRows:
        """Return the rows of some codings."""
        wanted = pa.array(sorted(coding_ids), pa.string())
        return CodedRows({n: t.filter(pc.is_in(t["coding_id"], wanted)) for n, t in self.tables.items()})

    def once(self) -> CodedRows:
        """Return the first coding of each document."""
        first: dict[str, str] = {}
        for document, coding in self.ids:
            first.setdefault(document, coding)
        return self if len(first) == len(self) else self.only(first.values())

    def of_commit(self, name: str, commit_id: str) -> pa.Table:
        """Return the rows of one table, named after a commit."""
        table = self.tables[name]
        at = table.schema.get_field_index("commit_id")
        return table.set_column(at, table.schema.field(at), pa.repeat(commit_id, table.num_rows))

    def codings(self) -> dict[str, DocumentCoding]:
        """Return the codings by their ids."""
        found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for name, attribute in CHILDREN.items():
            for row in self.tables[name].to_pylist():
                found[row["coding_id"]][attribute].append(from_row(TABLES[name], row))
        pages = self.tables["documents"].to_pylist()
        return {
            row["coding_id"]: DocumentCoding(
                row["coding_id"],
                from_row(Document, row),
                **{a: tuple(found[row["coding_id"]][a]) for a in CHILDREN.values()},
            )
            for row in pages
        }
