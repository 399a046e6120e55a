"""The loss of measures: which words name one, whether it is reported and how, who its sides are."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from newsledger.reader.labels import SIDES, measure_columns
from newsledger.records.measure import MEASURE_KINDS
from training.batches import Batch, Example, MeasureTarget
from training.network import Reader, distance_bucket

_SIDE, _REPORT, _STATUS = (measure_columns(name) for name in ("side", "report", "status"))
STATUS_WEIGHT = 0.3
GROUP = 32
"""Measures that are read together."""


def measure_loss(model: Reader, paired: Tensor, batch: Batch) -> Tensor:
    """Return the loss of a batch: of the words of labelled sentences, and of the measures in them."""
    labelled = [(n, e) for n, e in enumerate(batch.examples) if e.labelled]
    if not labelled:
        return paired.new_zeros((), dtype=torch.float32)
    loss = torch.stack([_named_loss(model, paired[n], e) for n, e in labelled]).sum()
    rows = [(n, e, m) for n, e in labelled for m in e.measures]
    for n in range(0, len(rows), GROUP):
        loss = loss + _reading_loss(model, paired, rows[n : n + GROUP])
    return loss


def _named_loss(model: Reader, words: Tensor, example: Example) -> Tensor:
    numbers = torch.tensor(example.window.sentences)
    known = torch.isin(numbers, torch.tensor(example.labelled))
    wanted = torch.zeros(len(numbers), len(MEASURE_KINDS))
    for m in example.measures:
        if m.status is not None:
            wanted[m.word, m.kind] = 1.0
    scores = model.measures.named(words[: len(numbers)]).float()
    return F.binary_cross_entropy_with_logits(scores[known], wanted[known], reduction="sum")


def reading_scores(model: Reader, paired: Tensor, rows: list[tuple[int, Example, MeasureTarget]]) -> Tensor:
    """Return what is read of measures: [measures, words of the longest sentence, columns of MEASURE_COLUMNS].

    Args:
        model: The reader.
        paired: [examples, words, hidden] what it makes of the words.
        rows: The number of the example, the example, and the measure.
    """
    bounds = [e.window.bounds(e.window.sentences[m.word]) for _, e, m in rows]
    first, last = (torch.tensor(x)[:, None] for x in zip(*bounds, strict=True))
    example, at, kind = (torch.tensor(x)[:, None] for x in zip(*((n, m.word, m.kind) for n, _, m in rows), strict=True))
    place = torch.arange(int((last - first).max()))[None, :]
    marks = torch.where(place == at - first, kind + 1, 0).masked_fill(place >= last - first, -1)
    words = paired[example, (first + place).clamp(max=paired.shape[1] - 1)]
    scores: Tensor = model.measures.roles(words, marks, distance_bucket(place - (at - first)))
    return scores


def _reading_loss(model: Reader, paired: Tensor, rows: list[tuple[int, Example, MeasureTarget]]) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=paired.dtype == torch.bfloat16):
        scores = reading_scores(model, paired, rows)
    scores = scores.float()
    loss = scores.new_zeros(())
    for n, (_, e, m) in enumerate(rows):
        first, last = e.window.bounds(e.window.sentences[m.word])
        told = scores[n, m.word - first]
        loss = loss + F.binary_cross_entropy_with_logits(told[_REPORT][0], told.new_tensor(float(m.status is not None)))
        if m.status is None:
            continue
        wanted = torch.zeros(last - first, len(SIDES))
        for column, side in enumerate(m.sides):
            wanted[[w - first for w in side], column] = 1.0
        loss = loss + F.binary_cross_entropy_with_logits(scores[n, : last - first, _SIDE], wanted, reduction="sum")
        loss = loss + STATUS_WEIGHT * F.cross_entropy(told[_STATUS], torch.tensor(m.status))
    return loss
