"""Writing of tables that follow from others: rows are put in the place of older ones of the same key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from newsledger.errors import LedgerError
from newsledger.ledger.schema import table_schema

if TYPE_CHECKING:
    from newsledger.ledger.store import Ledger


def upsert(ledger: Ledger, name: str, found: Sequence[Mapping[str, Any]], *, key: Sequence[str]) -> None:
    """Write rows in one atomic commit; a row of the same key is replaced.

    Raises:
        LedgerError: The table cannot be written.
    """
    if not found:
        return
    schema = table_schema(name)
    rows = pa.Table.from_pylist(list(found), schema=schema)
    same = " and ".join(f"t.{column} = s.{column}" for column in key)
    try:
        if ledger.table(name) is None:
            DeltaTable.create(str(ledger.path / name), schema=schema, mode="ignore")
        table = ledger.table(name)
        assert table is not None
        merge = table.merge(rows, predicate=same, source_alias="s", target_alias="t", merge_schema=True)
        merge.when_matched_update_all().when_not_matched_insert_all().execute()
    except (DeltaError, OSError) as error:
        raise LedgerError(f"cannot write {name} in {ledger.path}: {error}", hint="is the disk full?") from error


def delete(ledger: Ledger, name: str, values: Mapping[str, Sequence[str]]) -> None:
    """Remove the rows whose columns have one of the values."""
    table = ledger.table(name)
    if table is None or not all(values.values()):
        return
    parts = (f"{column} in ({', '.join(_quoted(v) for v in found)})" for column, found in values.items())
    try:
        table.delete(" and ".join(parts))
    except (DeltaError, OSError) as error:
        raise LedgerError(f"cannot write {name} in {ledger.path}: {error}", hint="is the disk full?") from error


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
