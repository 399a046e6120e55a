"""Records to plain rows (dicts, lists, scalars) and back, by their type hints."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
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
    kind: Any = type(value)
    names = _names(kind)
    if names is not None:
        return {name: to_row(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [to_row(item) for item in value]
    return value


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a record class, None for any other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None


def from_row(record: type[R], row: dict[str, Any]) -> R:
    """Build a record from a row that :func:`to_row`, a Parquet file or the ledger gave; unknown keys are ignored."""
    build = _builder(cast("Any", record))
    assert build is not None
    return cast("R", build(row))


_Build = Callable[[Any], Any]


@cache
def _builder(hint: Any) -> _Build | None:
    """Return what builds a value of a type from its row, or None where the row holds the value itself."""
    if is_dataclass(hint):
        return _record_builder(cast("type", hint))
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _tuple_builder(_builder(typing.get_args(hint)[0]))
    if origin in {Union, types.UnionType}:
        return _builder(next(a for a in typing.get_args(hint) if a is not type(None)))
    return None


def _record_builder(record: type) -> _Build:
    """Build a record; a field with a default may be absent or null, as in rows that an older version wrote."""
    hints = field_types(record)
    plan = [(f.name, _builder(hints[f.name]), f.default is not MISSING) for f in fields(record)]

    def build(row: Any) -> Any:
        given: dict[str, Any] = {}
        for name, make, optional in plan:
            if name not in row:
                continue
            value = row[name]
            if value is None:
                if not optional:
                    given[name] = None
            else:
                given[name] = make(value) if make else value
        return record(**given)

    return build


def _tuple_builder(make: _Build | None) -> _Build:
    if make is None:
        return tuple
    return lambda values: tuple(None if value is None else make(value) for value in values)
