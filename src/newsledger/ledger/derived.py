"""Writing of tables that follow from others: rows are put in the place of older ones of the same key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from newsledger.errors import LedgerError
from newsledger.ledger.schema import table_schema

if TYPE_CHECKING:
    from newsledger.ledger.store import Ledger


class OvertakenError(Exception):
    """Another process wrote the table since it was read; what was worked out from it is of yesterday."""


def upsert(
    ledger: Ledger, name: str, found: Sequence[Mapping[str, Any]], *, key: Sequence[str], read: int | None
) -> int | None:
    """Write rows of different keys in one atomic commit; a row of the same key that the table has is replaced.

    Args:
        ledger: The ledger.
        name: The table.
        found: The rows.
        key: Columns that tell rows apart.
        read: Version of the table that the rows were worked out from, or None when there was none.

    Returns:
        The version after the commit.

    Raises:
        OvertakenError: Another process wrote the table since that version.
        LedgerError: The table cannot be written.
    """
    if not found:
        return read
    schema = table_schema(name)
    rows = pa.Table.from_pylist(list(found), schema=schema)
    same = " and ".join(f"t.{column} = s.{column}" for column in key)
    with _refused(ledger, name):
        table = _at(ledger, name, read)
        if not table.file_uris():
            write_deltalake(table, rows, mode="append", schema_mode="merge", commit_properties=_once(table))
            return int(table.version())
        merge = table.merge(
            rows, same, source_alias="s", target_alias="t", merge_schema=True, commit_properties=_once(table)
        )
        merge.when_matched_update_all().when_not_matched_insert_all().execute()
    return int(table.version())


def delete(ledger: Ledger, name: str, values: Mapping[str, Sequence[str]], *, read: int | None) -> int | None:
    """Remove the rows whose columns have one of the values; see :func:`upsert`."""
    if read is None or not all(values.values()):
        return read
    parts = (f"{column} in ({', '.join(_quoted(v) for v in found)})" for column, found in values.items())
    with _refused(ledger, name):
        table = _at(ledger, name, read)
        table.delete(" and ".join(parts), commit_properties=_once(table))
    return int(table.version())


def _at(ledger: Ledger, name: str, read: int | None) -> DeltaTable:
    """Return the table at the version that was read; a new one is made."""
    place, options = ledger.location.table(name), dict(ledger.location.options) or None
    if read is None:
        DeltaTable.create(place, schema=table_schema(name), mode="ignore", storage_options=options)
    table = ledger.table(name)
    assert table is not None
    if table.version() != (read or 0):
        raise OvertakenError
    return table


def _once(table: DeltaTable) -> CommitProperties:
    """Let one of two writers of the same version win, whatever rows they touch."""
    return CommitProperties(app_transactions=[Transaction("newsledger-derived", table.version() + 1)])


@contextmanager
def _refused(ledger: Ledger, name: str) -> Iterator[None]:
    try:
        yield
    except CommitFailedError as error:
        raise OvertakenError from error
    except (DeltaError, OSError) as error:
        message = f"cannot write {name} in {ledger.location.uri}: {error}"
        raise LedgerError(message, hint="is the disk full, or the folder write-protected?") from error


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
