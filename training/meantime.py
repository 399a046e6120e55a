"""NewsReader MEANTIME (CC BY 4.0): how events are told in business news, to learn certainty from."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from benchmarks.certainty import reports
from newsledger.reader.labels import CERTAINTY
from newsledger.reader.windows import make_windows
from training.batches import Example


def certainty_examples(path: Path, tokenizer: Tokenizer, *, limit: int) -> list[Example]:
    """Return windows that teach certainty and nothing else."""
    known = [1.0] * len(CERTAINTY)
    examples = []
    for report in reports(path):
        told = {start: [float(v) for v in answers] for _, start, _, answers in report.events}
        for window in make_windows(report.text, report.sentences, tokenizer, limit=limit):
            certainty = [(n, told[s], known) for n, s in enumerate(window.starts) if s in told]
            examples.append(Example(window, 0.0, certainty=certainty, partial=True))
    return examples
