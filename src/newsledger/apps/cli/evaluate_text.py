"""A score as tables on the terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from newsledger.apps.cli.screen import plain
from newsledger.records import to_row
from newsledger.records.rows import field_types
from newsledger.scoring.report import Figure, Number, Report

_SENTENCE = 160
_NUMBERS = {"precision", "recall", "F1", "95 %", "share", "events"}


def as_json(report: Report, left_out: Mapping[str, int]) -> dict[str, Any]:
    """Return a report as JSON-ready data."""
    fields = {name: _data(getattr(report, name)) for name in field_types(Report)}
    return {**fields, "left_out": dict(left_out)}


def _data(value: Any) -> Any:
    return {key: to_row(item) for key, item in value.items()} if isinstance(value, Mapping) else to_row(value)


def tables(report: Report, left_out: Mapping[str, int]) -> Iterator[RenderableType]:
    """Return the report from the whole to the single miss."""
    yield Text(f"{report.documents} documents, {report.sentences} sentences of gold")
    for reason, number in left_out.items():
        yield Text(f"left out: {number} rows, because {reason}", "yellow")
    yield _overall(report)
    yield _figures("Types", "type", report.types)
    yield _figures("Fields of matched events", "field", report.fields)
    yield _shares(report)
    yield _confusions(report)
    yield from _misses(report)


def _overall(report: Report) -> Table:
    table = _figures("Whole", "", {
        "event type": report.type, "type and both countries": report.type_actor_recipient,
        "any event in the sentence": report.any_event,
    })  # fmt: skip
    table.add_row("mean F1 of types", "", "", *_number(report.macro_f1), "", "")
    table.add_row("any event, kappa", "", "", *_number(report.any_event_kappa), "", "")
    return table


def _figures(title: str, name: str, figures: Mapping[str, Figure]) -> Table:
    table = _table(title, name, "precision", "recall", "F1", "95 %", "gold", "coded")
    for key, figure in figures.items():
        value = _number(Number(figure.f1, figure.low, figure.high))
        table.add_row(
            plain(key), f"{figure.precision:.3f}", f"{figure.recall:.3f}", *value, str(figure.gold), str(figure.coded)
        )
    return table


def _number(number: Number) -> tuple[str, str]:
    if number.low is None or number.high is None:
        return f"{number.value:.3f}", ""
    return f"{number.value:.3f}", f"{number.low:.2f} – {number.high:.2f}"


def _shares(report: Report) -> Table:
    table = _table("Of matched events", "agree in", "share")
    for name, share in report.of_matched.items():
        table.add_row(name.replace("_", " "), f"{share:.3f}")
    if report.calibration_error is not None:
        table.add_row("calibration error of the confidence", f"{report.calibration_error:.3f}")
    return table


def _confusions(report: Report) -> Table:
    table = _table("Confusions (– is no event on these words)", "gold", "coded", "events")
    for gold, coded, number in report.confusion:
        if gold != coded:
            table.add_row(plain(gold), plain(coded), str(number))
    return table


def _misses(report: Report) -> Iterator[Table]:
    for kind, found in report.misses.items():
        if found:
            table = _table(kind.capitalize(), "gold", "coded", "words", "document", "sentence")
            for miss in found:
                cells = (miss.gold, miss.coded, miss.words, miss.document, _around(miss.words, miss.sentence))
                table.add_row(*(Text(plain(cell)) for cell in cells))
            yield table


def _around(words: str, text: str) -> str:
    """The part of a long sentence that has the words."""
    first = max(0, text.find(words) - _SENTENCE // 2) if len(text) > _SENTENCE else 0
    part = text[first : first + _SENTENCE]
    return ("…" if first else "") + part + ("…" if first + _SENTENCE < len(text) else "")


def _table(title: str, *columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold", justify="right" if name in _NUMBERS else "left")
    return table
