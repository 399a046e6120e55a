"""The losses of all tasks, summed over words and divided by the number of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from newsledger.reader.labels import EVENT_TYPES, LINKS, MODE_LABELS, ROLES, columns
from training.batches import Batch
from training.measures.loss import measure_loss
from training.network import RANK, Reader, distance_bucket

MODE_MASK = torch.tensor([[m == "-" or m.startswith(t + "/") for m in MODE_LABELS] for t in EVENT_TYPES])
INSIDE = 0.3
"""Weight of the words of a trigger behind its first: seen as no triggers, but with less force."""
GROUP = 16
"""Events whose roles are scored together."""
WEIGHTS = {
    "type": 1.0,
    "mode": 0.3,
    "auxiliary": 0.3,
    "implicit": 0.15,
    "link": 0.25,
    "extent": 0.25,
    "role": 0.25,
    "source": 0.3,
    "opens": 0.1,
    "certainty": 0.2,
    "view": 0.1,
    "measure": 0.5,
}


def pair_scores(model: Reader, out: tuple[Tensor, ...], rows: list[tuple[int, int, int]]) -> Tensor:
    """Return the scores of all words as dependents of the given (example, pair, head word) rows: [rows, words]."""
    _, heads, dependents, start, _ = out
    example = torch.tensor([r[0] for r in rows])
    pair = torch.tensor([r[1] for r in rows])
    head = torch.tensor([r[2] for r in rows])
    left = heads[example, head, pair]
    right = dependents[example, :, pair]
    delta = torch.arange(dependents.shape[1])[None, :] - head[:, None]
    bias = model.distance[pair[:, None], distance_bucket(delta)]
    return (left[:, None, :] * right).sum(-1) / RANK**0.5 + start[example, :, pair] + bias


def losses(model: Reader, out: tuple[Tensor, ...], batch: Batch) -> dict[str, Tensor]:
    """Return the weighted loss of each task."""
    unary = out[0]
    count = sum(len(set(e.window.sentences)) for e in batch.examples)
    weight = torch.tensor([e.weight for e in batch.examples])
    result = {
        "type": _type_loss(unary, batch, weight),
        "mode": _mode_loss(unary, batch),
        "auxiliary": _flags(unary, batch, "auxiliary"),
        "implicit": _flags(unary, batch, "implicit"),
        "source": _source_loss(unary, batch),
        "link": _link_loss(model, out, batch),
        "extent": _extent_loss(model, out, batch),
        "role": _role_loss(model, out, batch),
        "opens": _opens_loss(unary, batch),
        "certainty": _certainty_loss(unary, batch),
        "view": _view_loss(out[4], batch),
        "measure": measure_loss(model, out[4], batch),
    }
    return {name: WEIGHTS[name] * loss / count for name, loss in result.items()}


def _type_loss(unary: Tensor, batch: Batch, weight: Tensor) -> Tensor:
    scores = unary[:, :, columns("type")]
    target = torch.zeros_like(scores)
    mask = batch.words[:, :, None].expand_as(scores).float() * weight[:, None, None]
    for i, e in enumerate(batch.examples):
        if e.ignored:
            mask[i, e.ignored] *= INSIDE
    for i, e in enumerate(batch.examples):
        for word, column in e.triggers:
            target[i, word, column] = 1.0
            mask[i, word] = weight[i]
        if e.lesson is not None:
            target[i, : len(e.lesson.types)].lerp_(e.lesson.types.float(), e.trust)
    return (F.binary_cross_entropy_with_logits(scores, target, reduction="none") * mask).sum()


def _mode_loss(unary: Tensor, batch: Batch) -> Tensor:
    rows = [(i, w, t, m) for i, e in enumerate(batch.examples) for w, t, m in e.modes]
    if not rows:
        return unary.new_zeros(())
    i, w, t, m = torch.tensor(rows).unbind(1)
    scores = unary[:, :, columns("mode")][i, w].masked_fill(~MODE_MASK[t], -1e4)
    return F.cross_entropy(scores, m, reduction="sum")


def _flags(unary: Tensor, batch: Batch, name: str) -> Tensor:
    rows = [(i, w, f) for i, e in enumerate(batch.examples) for w, f in getattr(e, name)]
    if not rows:
        return unary.new_zeros(())
    scores = unary[:, :, columns(name)][torch.tensor([r[0] for r in rows]), torch.tensor([r[1] for r in rows])]
    return F.binary_cross_entropy_with_logits(scores, torch.tensor([r[2] for r in rows]), reduction="sum")


def _source_loss(unary: Tensor, batch: Batch) -> Tensor:
    scores = unary[:, :, columns("source")].squeeze(-1)
    target = torch.zeros_like(scores)
    rows = [(i, w, k, a) for i, e in enumerate(batch.examples) for w, k, a in e.sources]
    for i, w, _, _ in rows:
        target[i, w] = 1.0
    for n, e in enumerate(batch.examples):
        if e.lesson is not None:
            target[n, : len(e.lesson.sources)].lerp_(e.lesson.sources.float(), e.trust)
    loss = (F.binary_cross_entropy_with_logits(scores, target, reduction="none") * batch.words).sum()
    if not rows:
        return loss
    i, w, k, a = torch.tensor([[int(x) for x in r] for r in rows]).unbind(1)
    loss = loss + 0.5 * F.cross_entropy(unary[:, :, columns("kind")][i, w], k, reduction="sum")
    flags = unary[:, :, columns("anonymous")].squeeze(-1)[i, w]
    return loss + 0.5 * F.binary_cross_entropy_with_logits(flags, a.float(), reduction="sum")


def _link_loss(model: Reader, out: tuple[Tensor, ...], batch: Batch) -> Tensor:
    rows = [(i, pair, head) for i, e in enumerate(batch.examples) for pair, head, _ in e.links]
    if not rows:
        return out[0].new_zeros(())
    scores = pair_scores(model, out, rows)
    target = torch.zeros_like(scores)
    flat = [words for e in batch.examples for _, _, words in e.links]
    for n, words in enumerate(flat):
        target[n, words] = 1.0
    example = torch.tensor([r[0] for r in rows])
    head = torch.tensor([r[2] for r in rows])
    same = batch.sentences[example] == batch.sentences[example, head][:, None]
    return (F.binary_cross_entropy_with_logits(scores, target, reduction="none") * same).sum()


@dataclass(frozen=True, slots=True)
class Told:
    """A coded event in its sentence: ``first`` word and ``length`` of the sentence, ``at`` the trigger in it.

    ``lesson`` is what a teacher says of its roles, ``trust`` its share in what is learned.
    """

    example: int
    first: int
    length: int
    at: int
    kind: int
    roles: list[tuple[int, list[int]]]
    flags: list[float]
    lesson: Tensor | None = None
    trust: float = 0.0


def told(batch: Batch) -> list[Told]:
    """Return the events of a batch, those of short sentences first."""
    found = []
    for i, e in enumerate(batch.examples):
        lessons = e.lesson.roles if e.lesson else [None] * len(e.triggers)
        coded = zip(e.triggers, e.roles, e.auxiliary, e.implicit, lessons, strict=True)
        for (word, kind), roles, (_, auxiliary), (_, implicit), lesson in coded:
            first, last = e.window.bounds(e.window.sentences[word])
            flags = [*auxiliary, *implicit]
            found.append(Told(i, first, last - first, word - first, kind, roles, flags, lesson, e.trust))
    return sorted(found, key=lambda event: event.length)


def in_groups(events: list[Told]) -> Iterator[list[Told]]:
    """Cut events sorted by length into groups, so that little padding is computed."""
    for n in range(0, len(events), GROUP):
        yield events[n : n + GROUP]


def role_scores(model: Reader, paired: Tensor, events: list[Told]) -> Tensor:
    """Return the roles' scores [events, words of the longest sentence, columns]."""
    example, first, length, at, kind = torch.tensor([(e.example, e.first, e.length, e.at, e.kind) for e in events]).T[
        :, :, None
    ]
    place = torch.arange(int(length.max()))[None, :]
    marks = torch.where(place == at, kind + 1, 0).masked_fill(place >= length, -1)
    words = paired[example, (first + place).clamp(max=paired.shape[1] - 1)]
    return model.roles(words, marks, distance_bucket(place - at))  # type: ignore[no-any-return]


def _role_loss(model: Reader, out: tuple[Tensor, ...], batch: Batch) -> Tensor:
    loss = out[0].new_zeros(())
    for events in in_groups(told(batch)):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=out[4].dtype == torch.bfloat16):
            scores = role_scores(model, out[4], events)
        target, known = torch.zeros(scores.shape), torch.zeros(scores.shape)
        for n, e in enumerate(events):
            for row, words in e.roles:
                known[n, : e.length, row] = 1.0
                target[n, [w - e.first for w in words if 0 <= w - e.first < e.length], row] = 1.0
            target[n, e.at, len(ROLES) :] = torch.tensor(e.flags)
            known[n, e.at, len(ROLES) :] = 1.0
            if e.lesson is not None:
                target[n, : e.length].lerp_(e.lesson.float(), e.trust)
        loss = loss + (F.binary_cross_entropy_with_logits(scores.float(), target, reduction="none") * known).sum()
    return loss


def _extent_loss(model: Reader, out: tuple[Tensor, ...], batch: Batch) -> Tensor:
    rows = [(i, len(LINKS) + kind, s, e) for i, x in enumerate(batch.examples) for kind, s, e in sorted(x.extents)]
    if not rows:
        return out[0].new_zeros(())
    scores = pair_scores(model, out, [(i, pair, s) for i, pair, s, _ in rows])
    example, first, last = (torch.tensor([r[n] for r in rows]) for n in (0, 2, 3))
    position = torch.arange(scores.shape[1])[None, :]
    same = batch.sentences[example] == batch.sentences[example, first][:, None]
    scores = scores.masked_fill(~same | (position < first[:, None]), -1e4)
    return F.cross_entropy(scores, last, reduction="sum")


def _opens_loss(unary: Tensor, batch: Batch) -> Tensor:
    rows = [i for i, e in enumerate(batch.examples) if e.opens is not None]
    if not rows:
        return unary.new_zeros(())
    scores = unary[rows][:, :, columns("opens")].squeeze(-1)
    target = torch.zeros_like(scores)
    for n, i in enumerate(rows):
        target[n, batch.examples[i].opens] = 1.0
    return (F.binary_cross_entropy_with_logits(scores, target, reduction="none") * batch.words[rows]).sum()


def _certainty_loss(unary: Tensor, batch: Batch) -> Tensor:
    rows = [(i, w, values, known) for i, e in enumerate(batch.examples) for w, values, known in e.certainty]
    if not rows:
        return unary.new_zeros(())
    scores = unary[:, :, columns("certainty")][torch.tensor([r[0] for r in rows]), torch.tensor([r[1] for r in rows])]
    target, known = torch.tensor([r[2] for r in rows]), torch.tensor([r[3] for r in rows])
    return (F.binary_cross_entropy_with_logits(scores, target, reduction="none") * known).sum()


def _view_loss(paired: Tensor, batch: Batch) -> Tensor:
    """How far the reader is from seeing each word as its teacher does: the angle alone, dropout changes lengths."""
    loss = paired.new_zeros((), dtype=torch.float32)
    for n, e in enumerate(batch.examples):
        if e.lesson is not None:
            theirs = e.lesson.paired.float()
            loss = loss + (1.0 - F.cosine_similarity(paired[n, : len(theirs)].float(), theirs, dim=-1)).sum()
    return loss
