"""Lay the ground: teach the encoder syntax, entities and factuality before it reads events.

    python -m training.groundwork --shared ../shared --out training/runs/groundwork

Tasks, all on open data (see ``training/MODEL_CARD.md``): Universal Dependencies (part of speech, relation, head; Dozat
and Manning 2017 for the biaffine attachment), GUM's entities and coreference, and the factuality of UDS-IH2. The
encoder and the layer for pairs of words are kept; ``training.fit`` starts from them.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.batches import packed
from training.fit import KEPT, load_encoder, load_tokenizer, warm_cosine
from training.groundwork_data import ENTITY_TYPES, TAGS, Lesson, read_gum, read_ud, read_uds
from training.network import DROPOUT, HIDDEN, PAIR_INNER, Encoder, Layer, PooledDropout, hide_absent

RANK = 128
RELATED = {"head": 0, "last": 1, "antecedent": 2}
"""Pairs of words that are scored: dependent to head, first to last word of an entity, mention to antecedent."""
WEIGHTS = {"tag": 1.0, "head": 1.0, "entity": 0.5, "last": 0.5, "antecedent": 0.5, "factuality": 0.5}


class Groundwork(nn.Module):
    """The encoder and the pair layer with the heads of the groundwork, which are thrown away afterwards."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.pair_layer = Layer(DROPOUT, PAIR_INNER)
        self.dropout = PooledDropout(0.2, seed=1)
        self.inner = nn.Linear(HIDDEN, HIDDEN)
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.entities = nn.Linear(HIDDEN, len(ENTITY_TYPES))
        self.factuality = nn.Linear(HIDDEN, 1)
        self.left = nn.Linear(HIDDEN, RANK * len(RELATED))
        self.right = nn.Linear(HIDDEN, RANK * len(RELATED))
        self.bias = nn.Linear(HIDDEN, len(RELATED))

    def forward(self, pieces: Tensor, cases: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        x = self.encoder(pieces, cases)
        words = torch.gather(x, 1, first[:, :, None].expand(-1, -1, HIDDEN))
        inner = self.dropout(F.gelu(self.inner(self.dropout(words))))
        paired = self.dropout(self.pair_layer(words, hide_absent(first.eq(0))))
        shape = (*words.shape[:2], len(RELATED), RANK)
        pairs = torch.einsum("bipr,bjpr->bpij", self.left(paired).view(shape), self.right(paired).view(shape))
        pairs = pairs / RANK**0.5 + self.bias(paired).permute(0, 2, 1)[:, :, None, :]
        return self.tags(inner), self.entities(inner), self.factuality(inner).squeeze(-1), pairs


def losses(out: tuple[Tensor, ...], batch: Sequence[Lesson], sentences: Tensor) -> dict[str, Tensor]:
    """Return the loss of each task, a mean over what the batch knows of it."""
    tags, entities, factuality, pairs = (x.float() for x in out)
    result = {}
    rows = [(i, w, t) for i, e in enumerate(batch) for w, ts in e.tags for t in ts]
    if rows:
        i, w, t = torch.tensor(rows).unbind(1)
        logits = tags[i, w]
        result["tag"] = _grouped(logits, t)
    for name, number in RELATED.items():
        found = [(i, a, b) for i, e in enumerate(batch) for a, b in getattr(e, name)]
        if found:
            i, a, b = torch.tensor(found).unbind(1)
            scores = pairs[i, number, a]
            inside = sentences[i] == sentences[i, a][:, None] if name != "antecedent" else sentences[i] >= 0
            result[name] = F.cross_entropy(scores.masked_fill(~inside, -1e4), b)
    known = [i for i, e in enumerate(batch) if e.entities is not None]
    if known:
        target = torch.zeros_like(entities)
        for i in known:
            for w, t in batch[i].entities or ():
                target[i, w, t] = 1.0
        mask = torch.zeros_like(entities)
        mask[known] = (sentences[known] >= 0).float()[:, :, None]
        loss = F.binary_cross_entropy_with_logits(entities, target, reduction="none") * mask
        result["entity"] = 8 * loss.sum() / mask.sum()
    told = [(i, w, v) for i, e in enumerate(batch) for w, v in e.factuality]
    if told:
        i, w = torch.tensor([r[:2] for r in told]).unbind(1)
        result["factuality"] = F.smooth_l1_loss(factuality[i, w], torch.tensor([r[2] for r in told]))
    return {name: WEIGHTS[name] * loss for name, loss in result.items()}


def _grouped(logits: Tensor, target: Tensor) -> Tensor:
    """Return the cross-entropy within the tag's own group: parts of speech and relations share one layer."""
    group = TAGS.groups()[target]
    mask = TAGS.groups()[None, :] == group[:, None]
    return F.cross_entropy(logits.masked_fill(~mask, -1e4), target) * 2


def train(model: Groundwork, lessons: list[Lesson], *, epochs: int, pieces: int, lr: float, seed: int) -> None:
    rng = random.Random(seed)
    inside = {id(p) for p in model.encoder.parameters()}
    groups = [
        {"params": [p for p in model.encoder.parameters() if p.requires_grad], "lr": lr},
        {"params": [p for p in model.parameters() if id(p) not in inside], "lr": 1e-3},
    ]
    opt = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    steps = epochs * sum(1 for _ in packed(lessons, pieces=pieces, rng=random.Random(seed)))
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, warm_cosine(steps, 0.06))
    model.train()
    for epoch in range(epochs):
        began, totals = time.time(), dict.fromkeys(WEIGHTS, 0.0)
        for group, tensors in packed(lessons, pieces=pieces, rng=rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = model(tensors.pieces, tensors.cases, tensors.first)
            parts = losses(out, group, tensors.sentences)
            opt.zero_grad(set_to_none=True)
            sum(parts.values(), start=torch.zeros(())).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            opt.step()
            schedule.step()
            for name, loss in parts.items():
                totals[name] += loss.item() / WEIGHTS[name]
        shown = "  ".join(f"{name} {total * epochs / steps:.3f}" for name, total in totals.items())
        print(f"epoch {epoch + 1}/{epochs} {shown} {time.time() - began:.0f} s", flush=True)


@torch.no_grad()
def measure(model: Groundwork, lessons: list[Lesson]) -> str:
    """Return the share of heads right (UAS over gold words) on development lessons."""
    model.eval()
    right = total = 0
    for group, tensors in packed(lessons, pieces=4096, rng=None):
        pairs = model(tensors.pieces, tensors.cases, tensors.first)[3][:, RELATED["head"]]
        same = tensors.sentences[:, :, None] == tensors.sentences[:, None, :]
        best = pairs.masked_fill(~same, -1e4).argmax(-1)
        for i, lesson in enumerate(group):
            right += sum(int(best[i, w]) == h for w, h in lesson.head)
            total += len(lesson.head)
    return f"heads right {right / max(total, 1):.3f} of {total}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    for name, default in (("epochs", 5), ("seed", 3), ("batch", 1024), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--lr", type=float, default=2e-4)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    tokenizer, bench = load_tokenizer(), a.shared / "bench"
    lessons = [
        *read_ud(bench / "parsing/en_ewt-ud-train.conllu.gz", tokenizer),
        *read_ud(bench / "parsing/en_gum_open-ud-train.conllu.gz", tokenizer),
        *read_gum(bench / "names_gum/train.jsonl.gz", tokenizer),
        *read_uds(bench / "certainty_uds/uds_ih2_train.jsonl", tokenizer),
    ]
    dev = list(read_ud(bench / "parsing/en_gum_open-ud-dev.conllu.gz", tokenizer))
    print(len(lessons), "windows", sum(len(e.window.pieces) for e in lessons), "pieces", flush=True)
    model = Groundwork(load_encoder())
    train(model, lessons, epochs=a.epochs, pieces=a.batch, lr=a.lr, seed=a.seed)
    print(measure(model, dev), flush=True)
    a.out.mkdir(parents=True, exist_ok=True)
    kept = {name: getattr(model, name).state_dict() for name in KEPT}
    torch.save(kept, a.out / "groundwork.pt")


if __name__ == "__main__":
    main()
