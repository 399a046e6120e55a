"""Parquet files: rows streamed a few at a time, columns as in other tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from newsledger.errors import InputError
from newsledger.ingest.files import skip
from newsledger.ingest.piece import Piece
from newsledger.ingest.raw import Raw
from newsledger.ingest.rows import known_columns, must_hold_pages, row_raw
from newsledger.records import Skip

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 16
"""Rows in memory at a time: a page may have megabytes."""
_HINT = "the other row groups were read; write the file again for the rest"


def cut_parquet(piece: Piece) -> Iterator[Raw | Skip]:
    """Yield the rows of a Parquet file; a damaged row group is a skip.

    Raises:
        InputError: No Parquet file, or one without a column ``text`` or ``html``.
    """
    import pyarrow as pa
    from pyarrow import parquet

    file = piece.seekable()
    try:
        table = parquet.ParquetFile(file, buffer_size=2**20, pre_buffer=False, page_checksum_verification=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"a broken Parquet file: {_first_line(error)}", hint="was it cut off?") from None
    columns = known_columns(table.schema_arrow.names)
    must_hold_pages(table.schema_arrow.names)
    begin = 0
    for group in range(table.num_row_groups):
        yield from _group(piece.origin, table, group, columns=columns, begin=begin)
        begin += table.metadata.row_group(group).num_rows


def _group(origin: str, table: Any, group: int, *, columns: list[str], begin: int) -> Iterator[Raw | Skip]:
    import pyarrow as pa

    number = begin
    try:
        for batch in table.iter_batches(_AT_ONCE, row_groups=[group], columns=columns, use_threads=False):
            for row in _plain(batch).to_pylist():
                number += 1
                yield row_raw(f"{origin}:{number}", {name: _timed(value) for name, value in row.items()})
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        where = f"row group {group + 1} of {table.num_row_groups}"
        yield skip(f"{origin}:{number + 1}", f"{where} is damaged from here on: {_first_line(error)}", _HINT)


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows whose times have microseconds, as Python's have, and no zone but UTC."""
    import pyarrow as pa

    for at, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type):
            zone = "UTC" if field.type.tz else None
            batch = batch.set_column(at, field.name, batch.column(at).cast(pa.timestamp("us", zone), safe=False))
    return batch


def _timed(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]
