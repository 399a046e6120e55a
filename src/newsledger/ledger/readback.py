"""Codings read back from the ledger, exactly as they were committed."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from newsledger.ledger.rows import CHILDREN, CodedRows
from newsledger.ledger.schema import table_schema
from newsledger.ledger.stored import stored_dataset

if TYPE_CHECKING:
    from newsledger.ledger.store import Ledger

_ORDER = {
    "articles": ("article_index",),
    "event_mentions": ("article_index", "sentence_index", "trigger"),
    "claims": ("article_index", "sentence_index"),
}
"""Columns that put rows in the order in which a coder gives them; the others keep the order of their file."""


def read_rows(ledger: Ledger, coding_ids: Collection[str]) -> CodedRows:
    """Return the newest rows of some codings; those that the ledger does not hold are left out.

    Only files that may hold rows of the commits of these codings are read.
    """
    if not coding_ids:
        return CodedRows.join([])
    documents = _read(ledger, "documents", coding_id=coding_ids)
    commits = set(documents["commit_id"].to_pylist())
    tables = {"documents": _without_commit(documents)}
    for name in CHILDREN:
        tables[name] = _without_commit(_read(ledger, name, commit_id=commits, coding_id=coding_ids))
    return CodedRows(tables)


def _read(ledger: Ledger, name: str, **values: Collection[str]) -> pa.Table:
    table = ledger.table(name)
    schema = table_schema(name)
    if table is None or not all(values.values()):
        return schema.empty_table()
    wanted = reduce(and_, (_among(column, sorted(found)) for column, found in values.items()))
    found = _with_schema(stored_dataset(table).to_table(filter=wanted), schema)
    if name not in _ORDER or not found.num_rows:
        return found
    keys = {c: found[c] if c != "trigger" else pc.struct_field(found[c], "start") for c in _ORDER[name]}
    keys["row"] = pa.array(range(found.num_rows))
    return found.take(pc.sort_indices(pa.table(keys), sort_keys=[(key, "ascending") for key in keys]))


def _among(column: str, values: list[str]) -> pc.Expression:
    """Column in values; the bounds let whole files be passed over by their statistics."""
    field = pc.field(column)
    return (field >= values[0]) & (field <= values[-1]) & field.isin(values)


def _with_schema(found: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with the columns of today: what an older version did not write is null."""
    names = set(found.column_names)
    columns = [found[f.name].cast(f.type) if f.name in names else pa.nulls(len(found), f.type) for f in schema]
    return pa.table(columns, schema=schema)


def _without_commit(found: pa.Table) -> pa.Table:
    at = found.schema.get_field_index("commit_id")
    return found.set_column(at, found.schema.field(at), pa.repeat("", found.num_rows))
