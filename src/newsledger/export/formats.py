"""One writer a format; each takes mentions in any number of pieces and keeps none of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from newsledger.errors import InputError
from newsledger.export.plover import plover_record
from newsledger.export.rows import csv_line, json_line
from newsledger.export.tidy import TIDY_COLUMNS, tidy_row
from newsledger.records import EventMention, to_row

FORMATS = ("jsonl", "csv", "parquet", "plover")


class Writer(AbstractContextManager["Writer"]):
    """Writes mentions to a file or to standard output; use it in a ``with`` statement."""

    def __init__(self, sink: _Sink) -> None:
        self._sink = sink

    def write(self, mentions: Iterable[EventMention]) -> None:
        """Write some mentions."""
        self._sink.write(mentions)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sink.close()

    def __enter__(self) -> Self:
        return self


class _Sink(Protocol):
    def write(self, mentions: Iterable[EventMention]) -> None: ...

    def close(self) -> None: ...


def open_writer(name: str, output: Path | None) -> Writer:
    """Open a writer.

    Args:
        name: One of :data:`FORMATS`.
        output: File to write, or None for standard output.

    Raises:
        InputError: Parquet was asked for on a terminal, or the file cannot be written.
    """
    try:
        if name == "parquet":
            return Writer(_Parquet(output))
        handle: IO[str] = sys.stdout if output is None else output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"cannot write {output}: {error.strerror}", hint="name a file in a folder that exists"
        ) from error
    return Writer(_Text(handle, _RENDERERS[name](), header=_HEADERS.get(name, ""), owned=output is not None))


class _Text:
    def __init__(self, handle: IO[str], render: Callable[[EventMention], str], *, header: str, owned: bool) -> None:
        self._handle, self._render, self._owned = handle, render, owned
        self._handle.write(header)

    def write(self, mentions: Iterable[EventMention]) -> None:
        self._handle.writelines(map(self._render, mentions))

    def close(self) -> None:
        self._handle.flush()
        if self._owned:
            self._handle.close()


class _Parquet:
    def __init__(self, output: Path | None) -> None:
        import pyarrow.parquet as pq

        from newsledger.ledger.schema import record_schema

        if output is None and sys.stdout.isatty():
            raise InputError("Parquet is binary", hint="name a file with --output FILE.parquet")
        self._schema = record_schema(EventMention)
        target: Any = sys.stdout.buffer if output is None else str(output)
        self._writer = pq.ParquetWriter(target, self._schema, compression="zstd")

    def write(self, mentions: Iterable[EventMention]) -> None:
        from newsledger.ledger.schema import to_arrow

        table = to_arrow(EventMention, mentions)
        if table.num_rows:
            self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()


_HEADERS = {"csv": csv_line(TIDY_COLUMNS)}
_RENDERERS: dict[str, Callable[[], Callable[[EventMention], str]]] = {
    "jsonl": lambda: lambda m: json_line(to_row(m)),
    "csv": lambda: lambda m: csv_line(tidy_row(m)),
    "plover": lambda: lambda m: json_line(plover_record(m)),
}
