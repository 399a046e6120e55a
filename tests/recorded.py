"""Readings of the example page as the reading model gave them once, to replay.

The last digits of int8 scores depend on the processor, and with them what is just above a threshold. What follows from
the readings must not: tests of the rules replay them. ``python -m tests.test_golden`` records them anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsledger.reader.reading import RawEvent, RawMeasure, RawSource, RawSpan, SentenceReading
from newsledger.records import Article, Document, to_row

FILE = Path(__file__).parent / "golden" / "readings.json"


class RecordedReader:
    """Stands for the reading model."""

    name = "recorded"

    def part(self, _document: Document, article: Article) -> Article:
        return article

    def read(self, _document: Document, articles: Sequence[Article]) -> list[list[SentenceReading]]:
        recorded = readings()
        assert len(recorded) == len(articles)
        return recorded


def record(found: list[list[SentenceReading]]) -> None:
    FILE.write_text(json.dumps([[to_row(r) for r in article] for article in found], indent=1) + "\n", encoding="utf-8")


def readings() -> list[list[SentenceReading]]:
    return [[_reading(r) for r in article] for article in json.loads(FILE.read_text(encoding="utf-8"))]


def _reading(row: dict[str, Any]) -> SentenceReading:
    sources = tuple(_source(s) for s in row["sources"])
    events, measures = (_event(e) for e in row["events"]), (_measure(m) for m in row["measures"])
    return SentenceReading(row["sentence_index"], tuple(events), sources, tuple(measures))


def _span(row: dict[str, Any]) -> RawSpan:
    return RawSpan(**row)


def _source(row: dict[str, Any]) -> RawSource:
    cue = _span(row["cue"]) if row["cue"] else None
    return RawSource(_span(row["span"]), cue, row["kind"], row["kind_score"], row["anonymous"])


def _measure(row: dict[str, Any]) -> RawMeasure:
    sides = tuple((side, _span(span)) for side, span in row["sides"])
    return RawMeasure(_span(row["cue"]), row["kind"], row["status"], sides)


def _event(row: dict[str, Any]) -> RawEvent:
    row = row | {
        "trigger": _span(row["trigger"]),
        "auxiliary": tuple((a, p) for a, p in row["auxiliary"]),
        "arguments": tuple((role, _span(span)) for role, span in row["arguments"]),
        "sources": tuple((i, p) for i, p in row["sources"]),
    }
    return RawEvent(**row)
