"""Records to plain rows (dicts, lists, scalars) and back, by their type hints."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast

R = TypeVar("R")


@cache
def field_types(record: type) -> dict[str, Any]:
    """Return the resolved type hints of a record class, in field order."""
    hints = typing.get_type_hints(record)
    return {f.name: hints[f.name] for f in fields(record)}


def to_row(value: Any) -> Any:
    """Return a record as a JSON-ready row; tuples become lists, nested records become dicts."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_row(getattr(value, name)) for name in field_types(type(value))}
    if isinstance(value, tuple | list):
        return [to_row(item) for item in value]
    return value


def from_row(record: type[R], row: dict[str, Any]) -> R:
    """Build a record from a row that :func:`to_row`, a Parquet file or the ledger gave; unknown keys are ignored."""
    return cast("R", _build(record, row))


@cache
def _has_default(record: type, name: str) -> bool:
    """Tell whether a field may be absent, as in rows that an older version wrote."""
    return any(f.name == name and f.default is not MISSING for f in fields(record))


def _build(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if is_dataclass(hint):
        record = cast("type", hint)
        given = {n: h for n, h in field_types(record).items() if n in value}
        kept = {n: h for n, h in given.items() if value[n] is not None or not _has_default(record, n)}
        return record(**{n: _build(h, value[n]) for n, h in kept.items()})
    origin = typing.get_origin(hint)
    if origin is tuple:
        item = typing.get_args(hint)[0]
        return tuple(_build(item, v) for v in value)
    if origin in {Union, types.UnionType}:
        inner = next(a for a in typing.get_args(hint) if a is not type(None))
        return _build(inner, value)
    return value
