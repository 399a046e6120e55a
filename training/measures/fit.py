"""Fit the layers that read measures to weights that were changed below them, such as a mean of runs.

Usage: python -m training.measures.fit --shared ../shared RUN_DIR

Nothing else of the reader changes; the file of the run is written anew.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch

from training.batches import batches
from training.fit import Settings, going_on, load_tokenizer, warm_cosine
from training.measures.examples import measure_examples
from training.measures.loss import measure_loss

EPOCHS, RATE = 4, 3e-4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--seed", type=int, default=5)
    a = parser.parse_args()
    torch.manual_seed(a.seed)
    rng, settings = random.Random(a.seed), Settings()
    taught, _ = measure_examples(a.shared, load_tokenizer(), limit=settings.window)
    model = going_on(torch.load(a.run / "model.pt")).eval()
    model.measures.train()
    steps = EPOCHS * sum(1 for _ in batches(taught, pieces=settings.batch, rng=rng))
    optimiser = torch.optim.AdamW(model.measures.parameters(), lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, warm_cosine(steps, settings.warmup))
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(taught, pieces=settings.batch, rng=rng):
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                paired = model(batch.pieces, batch.cases, batch.first)[-1]
            loss = measure_loss(model, torch.nn.functional.dropout(paired.float(), 0.1), batch) / len(batch.examples)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.measures.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}/{EPOCHS} loss {total * EPOCHS / steps:.3f}", flush=True)
    torch.save(model.state_dict(), a.run / "model.pt")


if __name__ == "__main__":
    main()
