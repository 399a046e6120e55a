"""Measure how a run reads measures, on the labelled sentences that training leaves out.

Usage: python -m training.measures.figures --shared ../shared RUN_DIR
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from newsledger.reader.labels import SIDES, measure_columns
from training.batches import Example, MeasureTarget
from training.fit import Settings, going_on, load_tokenizer
from training.measures.examples import measure_examples
from training.measures.loss import reading_scores
from training.network import Reader

FAINT, EVEN = 0.1, 0.5
_SIDE, _REPORT = (measure_columns(name) for name in ("side", "report"))


@torch.inference_mode()
def found_in(model: Reader, example: Example) -> dict[tuple[int, int], list[set[int]]]:
    """Return the measures that are read in labelled sentences: word and kind, with the words of each side."""
    window = example.window
    row: list[Tensor] = [torch.tensor([x]) for x in (window.pieces, window.cases, window.first)]
    paired = model.eval()(*row)[-1]
    best = model.measures.named(paired[0]).sigmoid().max(-1)
    found = {}
    for word in (n for n in best.values.ge(FAINT).nonzero()[:, 0].tolist() if window.sentences[n] in example.labelled):
        kind = int(best.indices[word])
        first, _ = window.bounds(window.sentences[word])
        scores = reading_scores(model, paired, [(0, example, MeasureTarget(word, kind))])[0].sigmoid()
        if scores[word - first, _REPORT].item() >= EVEN:
            sides = scores[:, _SIDE].ge(EVEN)
            found[word, kind] = [set((sides[:, n].nonzero()[:, 0] + first).tolist()) for n in range(len(SIDES))]
    return found


def figures(model: Reader, examples: Sequence[Example]) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 of reports (word and kind) and, of those that are right, of their sides."""
    right, gave, gold = Counter[str](), Counter[str](), Counter[str]()
    for example in examples:
        want = {(m.word, m.kind): m.sides for m in example.measures if m.status is not None}
        found = found_in(model, example)
        gold["report"] += len(want)
        gave["report"] += len(found)
        for key in want.keys() & found.keys():
            right["report"] += 1
            for name, mine, coded in zip(SIDES, found[key], want[key], strict=True):
                right[name] += len(mine & set(coded))
                gave[name] += len(mine)
                gold[name] += len(coded)
    return {
        n: (right[n] / max(gave[n], 1), right[n] / max(gold[n], 1), 2 * right[n] / max(gave[n] + gold[n], 1))
        for n in ("report", *SIDES)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    a = parser.parse_args()
    _, held = measure_examples(a.shared, load_tokenizer(), limit=Settings().window)
    model = going_on(torch.load(a.run / "model.pt"))
    for name, some in held.items():
        print(f"{name}: {len(some)} windows")
        for what, (precision, recall, f1) in figures(model, some).items():
            print(f"   {what:8} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
