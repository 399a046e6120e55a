"""The files of a ledger: tables open, every Parquet file is whole, the log has no gap, the schema is ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from newsledger.errors import LedgerError
from newsledger.ledger.location import file_path
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES, table_schema
from newsledger.ledger.verify import ERROR, EVENTS, FILES, NOTE, OK, Check, note, verdict

if TYPE_CHECKING:
    from deltalake import DeltaTable

    from newsledger.ledger.store import Ledger

_BATCH = 65_536


def check_files(ledger: Ledger) -> Iterator[Check]:
    """Yield what is found on the files of every table."""
    for name in (*TABLES, *DERIVED_SCHEMAS):
        repair = EVENTS if name in DERIVED_SCHEMAS else None
        try:
            table = ledger.table(name)
        except LedgerError as error:
            yield Check(name, "opens", ERROR, 1, str(error.args[0]), repair)
            continue
        if table is not None:
            yield from _table(ledger, name, table, repair)


def _table(ledger: Ledger, name: str, table: DeltaTable, repair: str | None) -> Iterator[Check]:
    uris = table.file_uris()
    near = [uri for uri in uris if "://" not in file_path(uri)]
    bad = [f"{Path(uri).name}: {why}" for uri in near if (why := _damage(uri))]
    yield verdict(name, "files", len(bad), len(near), example=bad[0] if bad else "", repair=repair)
    if len(near) < len(uris):
        yield note(name, "files in an object store", len(uris) - len(near), "not read to their end from here")
    folder = ledger.path / name
    if folder.is_dir():
        yield _log(name, folder, repair)
        left = _unnamed(folder, uris, table)
        detail = "no version names them: left by a killed run; --repair drops those older than a week"
        yield note(name, "files that no version names", len(left), detail, repair=FILES)
    yield _schema(name, pa.schema(table.schema().to_arrow()))


def _damage(uri: str) -> str:
    """Return why a file cannot be read to its end, or nothing."""
    try:
        with pq.ParquetFile(file_path(uri)) as file:
            for batch in file.iter_batches(_BATCH):
                batch.validate()
    except (OSError, pa.ArrowException) as error:
        return str(error).splitlines()[0]
    return ""


def _log(name: str, folder: Path, repair: str | None) -> Check:
    """The versions since the newest checkpoint must follow each other."""
    log = folder / "_delta_log"
    versions = sorted(int(p.stem) for p in log.glob("*.json") if p.stem.isdigit())
    checkpoints = [int(p.name.partition(".")[0]) for p in log.glob("*.checkpoint*.parquet")]
    first = max(checkpoints, default=-1) + 1
    there = {v for v in versions if v >= first}
    gaps = sorted(set(range(first, max(there, default=first - 1) + 1)) - there)
    example = f"version {gaps[0]} is missing from the log" if gaps else ""
    return verdict(name, "log", len(gaps), len(versions), example=example, repair=repair)


def _unnamed(folder: Path, uris: list[str], table: DeltaTable) -> list[Path]:
    """Files that neither this version nor an older one names; those of older ones serve ``--as-of``."""
    named = {Path(file_path(uri)).name for uri in uris}
    loose = [p for p in sorted(folder.rglob("*.parquet")) if "_delta_log" not in p.parts and p.name not in named]
    if not loose:
        return []
    logged = "".join(p.read_text(encoding="utf-8") for p in sorted((folder / "_delta_log").glob("*.json")))
    return [p for p in loose if p.name not in logged] if table.version() >= 0 else []


def _schema(name: str, found: pa.Schema) -> Check:
    """Columns against those of this version: missing ones are of an older version, unknown ones of a newer."""
    ours = table_schema(name)
    types = [f.name for f in ours if f.name in found.names and not _same(found.field(f.name).type, f.type)]
    if types:
        return Check(name, "schema", ERROR, len(types), f"column {types[0]} is {found.field(types[0]).type}")
    more = [n for n in found.names if n not in ours.names]
    less = [n for n in ours.names if n not in found.names]
    told = [f"written by a newer version: {', '.join(more)}"] if more else []
    told += [f"written by an older version, null here: {', '.join(less)}"] if less else []
    return Check(name, "schema", NOTE if told else OK, len(more) + len(less) or len(ours), "; ".join(told))


def _same(found: pa.DataType, ours: pa.DataType) -> bool:
    """Tell whether two types go together: a struct may have fewer or more fields, texts may be of any length."""
    if pa.types.is_struct(found) and pa.types.is_struct(ours):
        names = {f.name for f in found} & {f.name for f in ours}
        return all(_same(found.field(n).type, ours.field(n).type) for n in names)
    if pa.types.is_list(found) or pa.types.is_large_list(found):
        return pa.types.is_list(ours) and _same(found.value_type, ours.value_type)
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    if any(kind(found) for kind in texts):
        return bool(pa.types.is_string(ours))
    return bool(found == ours)
