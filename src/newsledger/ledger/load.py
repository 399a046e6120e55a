"""Records of a ledger as typed records again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from newsledger.ledger.query import connect
from newsledger.ledger.schema import TABLES
from newsledger.records import from_row

if TYPE_CHECKING:
    from newsledger.ledger.store import Ledger

R = TypeVar("R")


def load_records(ledger: Ledger, record: type[R], *, as_of: int | None = None) -> tuple[R, ...]:
    """Return all records of one class that the ledger holds, in a stable order.

    Args:
        ledger: The ledger; an empty one gives none.
        record: A class of :data:`newsledger.ledger.schema.TABLES`.
        as_of: Version of the ledger, the newest by default.
    """
    name = next(table for table, kept in TABLES.items() if kept is record)
    with connect(ledger, as_of=as_of) as db:
        rows: list[dict[str, Any]] = db.sql(f"from {name} order by all").to_arrow_table().to_pylist()
    return tuple(from_row(record, row) for row in rows)
