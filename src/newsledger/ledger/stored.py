"""The rows of a Delta table as Arrow has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsledger.ledger.location import Location

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as ds
    from deltalake import DeltaTable


def stored_dataset(table: DeltaTable) -> ds.Dataset:
    """Return the files of a table as a dataset.

    Those of this machine are read by Arrow itself: Delta Lake's file system is Python code, and a thread of Arrow that
    still holds one of its files when the process ends aborts the process.
    """
    place = Location.of(table.table_uri)
    if not place.is_local:
        return table.to_pyarrow_dataset()
    from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

    return table.to_pyarrow_dataset(filesystem=SubTreeFileSystem(str(place.path), LocalFileSystem()))


def stored_table(table: DeltaTable, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the rows of a table, all columns or some."""
    return stored_dataset(table).to_table(columns=list(columns) if columns else None)
