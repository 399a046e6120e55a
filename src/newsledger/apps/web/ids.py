"""Ids given by their start, as lists print them."""

from __future__ import annotations

from newsledger.ledger.browse import Snapshot

_SHORTEST = 6
"""Signs of the start of an id that is looked for."""


def whole_id(state: Snapshot, table: str, column: str, start: str) -> str:
    """Return the only id that begins so, or what was given."""
    if len(start) < _SHORTEST:
        return start
    query = f"select {column} as id from {table} where starts_with({column}, $start) limit 2"
    found = [str(row["id"]) for row in state.rows(query, {"start": start})]
    return found[0] if len(found) == 1 else start
