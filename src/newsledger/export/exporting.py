"""All formats of ``newsledger export``, and the one function that writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from newsledger.export import acled, annotation, brat, conll, ftm, gdelt, geojson, icews, network, panels, polecat
from newsledger.export.merged import Report
from newsledger.export.plover import plover_record
from newsledger.export.rows import csv_line, json_line
from newsledger.export.sink import check_output, open_sink, write_folder
from newsledger.export.stream import Stream
from newsledger.export.tidy import TIDY_COLUMNS, tidy_row
from newsledger.records import EventMention, to_row

if TYPE_CHECKING:
    from newsledger.export.settings import Settings
    from newsledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        unit: What a row is: ``mention``, ``event``, ``page`` or ``table``.
        lines: Gives the file piece by piece (for a folder: names and contents), or None for tables.
        counts: Rows stand for what happened: what is told as not so, as possible or as to come is left out by default.
        order: The order that mentions must come in; see :data:`newsledger.export.stream.ORDERS`.
        folder: It is a folder of files.
    """

    unit: str
    lines: Callable[[Iterable[Any], Settings], Iterable[Any]] | None = None
    counts: bool = False
    order: str = "text"
    folder: bool = False

    @property
    def binary(self) -> bool:
        """Whether it is no text."""
        return self.lines is None


def _jsonl(reports: Iterable[Report], settings: Settings) -> Iterator[str]:  # noqa: ARG001 - formats are called alike
    return (json_line(to_row(r.mention)) for r in reports)


def _plover(reports: Iterable[Report], settings: Settings) -> Iterator[str]:  # noqa: ARG001
    return (json_line(plover_record(r.mention)) for r in reports)


def _tidy(reports: Iterable[Report], settings: Settings) -> Iterator[str]:  # noqa: ARG001
    yield csv_line(TIDY_COLUMNS)
    for report in reports:
        yield csv_line(tidy_row(report.mention))


EXPORTS: dict[str, Format] = {
    "jsonl": Format("mention", _jsonl),
    "csv": Format("mention", _tidy),
    "parquet": Format("table"),
    "arrow": Format("table"),
    "plover": Format("mention", _plover),
    "polecat": Format("mention", polecat.lines, counts=True),
    "icews": Format("mention", icews.lines, counts=True, order="day"),
    "gdelt-events": Format("event", gdelt.event_lines, counts=True),
    "gdelt-mentions": Format("event", gdelt.mention_lines, counts=True),
    "acled": Format("event", acled.lines, counts=True),
    "panel-dyad-day": Format("event", panels.dyad_day_lines, counts=True),
    "panel-dyad-month": Format("event", panels.dyad_month_lines, counts=True),
    "panel-country-month": Format("event", panels.country_month_lines, counts=True),
    "geojson": Format("event", geojson.lines, counts=True),
    "gexf": Format("event", network.gexf_lines, counts=True),
    "graphml": Format("event", network.graphml_lines, counts=True),
    "ftm": Format("event", ftm.lines, counts=True),
    "label-studio": Format("page", annotation.label_studio_lines),
    "doccano": Format("page", annotation.doccano_lines),
    "prodigy": Format("page", annotation.prodigy_lines),
    "brat": Format("page", brat.files, folder=True),
    "conll": Format("page", conll.lines),
}


def export_ledger(
    ledger: Ledger,
    name: str,
    output: Path | None,
    settings: Settings,
    *,
    started: Callable[[int], None] | None = None,
    advance: Callable[[int], None] | None = None,
) -> int:
    """Write the selected part of a ledger.

    Args:
        ledger: The ledger.
        name: One of :data:`EXPORTS`.
        output: File or folder, or None for standard output.
        settings: What to write; its notes say afterwards what was left out.
        started: Called with the number of mentions before the first is read.
        advance: Called with the number of mentions read since the last call.

    Returns:
        The number of mentions read.

    Raises:
        InputError: The output cannot be written.
        QueryError: DuckDB refuses the condition.
    """
    form = EXPORTS[name]
    check_output(output, folder=form.folder, binary=form.binary)
    with Stream(ledger, settings.selection, advance=advance) as stream:
        if left_out := stream.told_apart():
            settings.notes["mentions left out that tell of what did not happen; --include-auxiliary keeps them"] = (
                left_out
            )
        if started:
            started(stream.total)
        _write(form, name, stream, output, settings)
        return stream.total


def _write(form: Format, name: str, stream: Stream, output: Path | None, settings: Settings) -> None:
    if form.lines is None:
        with open_sink(output) as handle:
            _write_tables(name, stream, handle)
        return
    items: Iterable[Any]
    if form.unit == "page":
        items = stream.pages()
    else:
        items = stream.events() if form.unit == "event" else stream.reports(form.order)
    if form.folder:
        assert output is not None
        write_folder(output, form.lines(items, settings))
        return
    with open_sink(output) as handle:
        for piece in form.lines(items, settings):
            handle.write(piece.encode("utf-8", "surrogatepass"))


def _write_tables(name: str, stream: Stream, handle: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from newsledger.ledger.schema import record_schema

    schema = record_schema(EventMention)
    sink = pa.PythonFile(handle, mode="w")
    parquet = name == "parquet"
    with pq.ParquetWriter(sink, schema, compression="zstd") if parquet else pa.ipc.new_file(sink, schema) as writer:
        for table in stream.tables():
            writer.write_table(table)
