"""What was grouped before, as the ledger keeps it: a store for :mod:`newsledger.cluster.grouping`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from newsledger.cluster.space import Placed

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LedgerStore(Generic[T]):
    """The groups of one kind.

    Attributes:
        db: A connection of :func:`newsledger.ledger.query.connect`.
        kind: ``story``, ``copy`` or ``event``.
        load: Returns the items of some ids.
    """

    db: duckdb.DuckDBPyConnection
    kind: str
    load: Callable[[Collection[str]], Mapping[str, T]]

    def keys_of(self, ids: Collection[str]) -> set[str]:
        """Return the keys of these items."""
        if not ids:
            return set()
        query = (
            "select distinct unnest(keys) as key from stored_groups where kind = ? and item_id in (select unnest(?))"
        )
        return {row["key"] for row in rows(self.db, query, self.kind, sorted(ids))}

    def blocks(self, keys: Collection[str]) -> Mapping[str, set[Placed]]:
        """Return the members of these blocks."""
        query = """
            select key, place, item_id from (
                select unnest(keys) as key, place, item_id from stored_groups where kind = ?
            ) where key in (select unnest(?))
        """
        found: dict[str, set[Placed]] = {}
        for row in rows(self.db, query, self.kind, sorted(keys)):
            found.setdefault(row["key"], set()).add((row["place"], row["item_id"]))
        return found

    def fellows(self, ids: Collection[str]) -> set[str]:
        """Return these items, as far as they were grouped, and all that are in one component with them."""
        query = """
            select item_id from stored_groups where kind = $1 and component_id in (
                select component_id from stored_groups where kind = $1 and item_id in (select unnest($2))
            )
        """
        return {row["item_id"] for row in rows(self.db, query, self.kind, sorted(ids))}

    def items(self, ids: Collection[str]) -> Mapping[str, T]:
        """Return items by their ids."""
        return self.load(ids)


def rows(db: duckdb.DuckDBPyConnection, query: str, *values: object) -> list[dict[str, Any]]:
    """Return the rows of a query."""
    done = db.execute(query, list(values))
    names = [column[0] for column in done.description or ()]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]
