"""Arrow schemas of the tables, derived from the records so that the two cannot drift apart."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass
from functools import cache
from itertools import accumulate
from typing import Any, Union

import pyarrow as pa

from newsledger.records import Article, Claim, Document, Event, EventMention, Skip
from newsledger.records.measure import MeasureMention
from newsledger.records.rows import field_types
from newsledger.records.rule import Finding
from newsledger.records.run import RunStep
from newsledger.records.verdict import Verdict

TECHNICAL = ("coding_id", "commit_id")
"""Columns that tie rows to the commit that made them; no view shows ``commit_id``."""

TABLES: dict[str, type] = {
    "documents": Document,
    "articles": Article,
    "event_mentions": EventMention,
    "claims": Claim,
    "measure_mentions": MeasureMention,
    "findings": Finding,
    "skipped": Skip,
    "verdicts": Verdict,
    "runs": RunStep,
}

GROUPS = "groups"
"""Which story, original and event each document and mention belongs to: what ``ledger/refresh.py`` keeps."""

_SCALARS = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@cache
def arrow_type(hint: Any) -> pa.DataType:
    """Return the Arrow type of a type hint: records are structs, tuples are lists, ``X | None`` is nullable X."""
    hint = _given(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if is_dataclass(hint):
        return pa.struct(record_fields(typing.cast("type", hint)))
    if typing.get_origin(hint) is tuple:
        return pa.list_(arrow_type(typing.get_args(hint)[0]))
    raise TypeError(f"no Arrow type for {hint!r}")


def _given(hint: Any) -> Any:
    """Return a type without the None that it may be."""
    return next(a for a in typing.get_args(hint) if a is not type(None)) if _is_optional(hint) else hint


def _is_optional(hint: Any) -> bool:
    return typing.get_origin(hint) is Union or type(None) in typing.get_args(hint)


def record_fields(record: type) -> list[pa.Field]:
    """Return the Arrow fields of a record class."""
    return [pa.field(name, arrow_type(hint)) for name, hint in field_types(record).items()]


@cache
def record_schema(record: type) -> pa.Schema:
    """Return the Arrow schema of a record class."""
    return pa.schema(record_fields(record))


def table_schema(table: str) -> pa.Schema:
    """Return the schema of a ledger table, technical columns last."""
    if table in DERIVED_SCHEMAS:
        return DERIVED_SCHEMAS[table]()
    technical = [pa.field(name, pa.string()) for name in TECHNICAL]
    return pa.schema([*record_fields(TABLES[table]), *technical])


def _events_schema() -> pa.Schema:
    """Events, each with the ledger version that changed it last; an event that is gone stays as a tombstone."""
    extra = [
        pa.field("updated_at", pa.string()),
        pa.field("updated_in", pa.int64()),
        pa.field("removed", pa.bool_()),
        pa.field("replaced_by", pa.string()),
    ]
    return pa.schema([*record_fields(Event), *extra])


def _groups_schema() -> pa.Schema:
    """One row an item and kind of group (``story``, ``copy``, ``event``), tied to the commit of its document."""
    texts = ("kind", "item_id", "document_id", "commit_id", "place", "component_id", "group_id")
    return pa.schema([*(pa.field(name, pa.string()) for name in texts), pa.field("keys", pa.list_(pa.string()))])


DERIVED_SCHEMAS = {"events": _events_schema, GROUPS: _groups_schema}
"""Tables that follow from the others; deleting their folders loses nothing, they are made again."""


def to_arrow(record: type, items: Iterable[Any]) -> pa.Table:
    """Return records of one class as an Arrow table."""
    return pa.Table.from_arrays(_columns(record, list(items)), schema=record_schema(record))


def stored_rows(table: str, items: Sequence[tuple[Any, str]], commit_id: str) -> pa.Table:
    """Return records with their coding ids as rows of a ledger table."""
    technical = [pa.array([coding for _, coding in items], pa.string()), pa.repeat(commit_id, len(items))]
    columns = [*_columns(TABLES[table], [item for item, _ in items]), *technical]
    return pa.Table.from_arrays(columns, schema=table_schema(table))


def _columns(record: type, items: Sequence[Any]) -> list[pa.Array]:
    """Return the fields of records, each as one array."""
    return [_array(hint, [getattr(item, name) for item in items]) for name, hint in field_types(record).items()]


def _array(hint: Any, values: Sequence[Any]) -> pa.Array:
    """Return values of a type as an Arrow array, built field by field: quicker than by way of rows."""
    hint, kind = _given(hint), arrow_type(hint)
    if pa.types.is_struct(kind):
        missing = pa.array([value is None for value in values], pa.bool_())
        arrays = [
            _array(inner, [None if value is None else getattr(value, name) for value in values])
            for name, inner in field_types(hint).items()
        ]
        return pa.StructArray.from_arrays(arrays, fields=list(kind), mask=missing)
    if pa.types.is_list(kind):
        ends = accumulate((len(value or ()) for value in values), initial=0)
        missing = pa.array([value is None for value in values], pa.bool_())
        inside = _array(typing.get_args(hint)[0], [item for value in values for item in value or ()])
        return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), inside, type=kind, mask=missing)
    return pa.array(values, kind)
