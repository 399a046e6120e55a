"""NewsReader MEANTIME (CC BY 4.0): how events are told in business news, to learn certainty from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from newsledger.reader.labels import CERTAINTY
from newsledger.reader.windows import Window, make_windows
from training.batches import Example
from training.passages import Span, read_jsonl

CODED = 6
"""Factuality is annotated in the first sentences of a document only."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event word (offset in the text) and how it is told, in the order of ``CERTAINTY``."""

    start: int
    values: tuple[bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Report:
    """The coded sentences of a document."""

    text: str
    sentences: list[Span]
    told: list[Told]


def read_reports(path: Path) -> Iterator[Report]:
    """Yield the documents of a file with the events of their coded sentences."""
    for doc in read_jsonl(path):
        text, sentences, starts = "", [], []
        for tokens in doc["sentences"][:CODED]:
            base, offsets = len(text), []
            for token in tokens:
                offsets.append(len(text))
                text += token + " "
            starts.append(offsets)
            sentences.append((base, len(text) - 1))
        yield Report(text, sentences, [_told(e, starts) for e in doc["factuality_events"] if e["sent"] < CODED])


def _told(event: dict[str, Any], starts: list[list[int]]) -> Told:
    values = (event["certainty"] != "CERTAIN", event["polarity"] == "NEG", event["time"] == "FUTURE")
    return Told(starts[event["sent"]][event["tokens"][0]], values)


def windows(report: Report, tokenizer: Tokenizer, limit: int) -> Iterator[tuple[Window, list[tuple[int, Told]]]]:
    """Yield the windows of a report with the word numbers of its events."""
    by_start = {t.start: t for t in report.told}
    for window in make_windows(report.text, report.sentences, tokenizer, limit=limit):
        yield window, [(n, by_start[s]) for n, s in enumerate(window.starts) if s in by_start]


def certainty_examples(path: Path, tokenizer: Tokenizer, *, limit: int) -> list[Example]:
    """Return windows that teach certainty and nothing else."""
    known = [1.0] * len(CERTAINTY)
    return [
        Example(window, 0.0, certainty=[(n, [float(v) for v in t.values], known) for n, t in told], partial=True)
        for report in read_reports(path)
        for window, told in windows(report, tokenizer, limit)
    ]
