"""Find the thresholds and the temperature of a trained network on the dev documents of the bench.

Few numbers are chosen (one threshold for all types, one a link, one for sources, one temperature), so that the dev
figures stay honest; the model card says that they were chosen there.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch

from newsledger.reader.decode import Output, Thresholds, decode, sigmoid
from newsledger.reader.labels import EVENT_TYPES, LINKS, columns
from training.batches import Example, make_examples
from training.evaluate import outputs
from training.fit import Settings, load_tokenizer
from training.network import Reader
from training.passages import from_gold

Proposed = tuple[int, int, float, int]

GRID = np.arange(0.12, 0.72, 0.02)


def decoded(pairs: list[tuple[Example, Output]], threshold: float) -> list[tuple[Example, list[Proposed]]]:
    """Return the events that decoding proposes in each window at a threshold on the raw probability."""
    thresholds = Thresholds(type=(threshold,) * len(EVENT_TYPES))
    return [
        (
            example,
            [
                (r.sentence_index, EVENT_TYPES.index(e.event_type), e.trigger.score, e.trigger.start)
                for r in decode(example.window, output, thresholds)
                for e in r.events
            ],
        )
        for example, output in pairs
    ]


def sentence_type_counts(pairs: list[tuple[Example, Output]], threshold: float) -> tuple[int, int, int]:
    """Return hits, predictions and gold events counted by sentence and type, as the scorer counts them."""
    hits = predicted = gold_count = 0
    for example, events in decoded(pairs, threshold):
        found = Counter((sentence, kind) for sentence, kind, _, _ in events)
        gold = Counter((example.window.sentences[word], kind) for word, kind in example.triggers)
        hits += (found & gold).total()
        predicted += found.total()
        gold_count += gold.total()
    return hits, predicted, gold_count


def f1(hits: int, predicted: int, gold: int) -> float:
    return 2 * hits / max(predicted + gold, 1)


def link_counts(pairs: list[tuple[Example, Output]], row: int, threshold: float) -> tuple[int, int, int]:
    """Return hits, predictions and gold first words of a link, with gold heads."""
    hits = predicted = gold_count = 0
    for example, output in pairs:
        sentence = np.asarray(example.window.sentences)
        for pair, head, words in example.links:
            if pair != row:
                continue
            inside = np.flatnonzero(sentence == sentence[head])
            first, last = int(inside[0]), int(inside[-1]) + 1
            scores = sigmoid(output.pair(row, head, first, last))
            found = {first + int(w) for w in np.flatnonzero(scores >= threshold)}
            hits += len(found & set(words))
            predicted += len(found)
            gold_count += len(set(words))
    return hits, predicted, gold_count


def source_counts(pairs: list[tuple[Example, Output]], threshold: float) -> tuple[int, int, int]:
    hits = predicted = gold_count = 0
    for example, output in pairs:
        scores = sigmoid(output.unary[:, columns("source")][:, 0])
        found = set(np.flatnonzero(scores >= threshold).tolist())
        gold = {w for w, _, _ in example.sources}
        hits, predicted, gold_count = hits + len(found & gold), predicted + len(found), gold_count + len(gold)
    return hits, predicted, gold_count


def best(count: Any) -> float:
    return round(float(max(GRID, key=lambda t: f1(*count(float(t))))), 2)


def calibrate(pairs: list[tuple[Example, Output]], threshold: float) -> float:
    """Return the temperature that makes the scores of proposed events honest (Guo et al. 2017), by a line search."""
    scores, truth = [], []
    for example, events in decoded(pairs, threshold):
        gold = {(example.window.sentences[word], kind) for word, kind in example.triggers}
        for sentence, kind, score, _ in events:
            scores.append(float(np.log(score / (1 - score))))
            truth.append((sentence, kind) in gold)
    z, y = np.asarray(scores), np.asarray(truth, dtype=float)

    def loss(temperature: float) -> float:
        p = np.clip(sigmoid(z / temperature), 1e-6, 1 - 1e-6)
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())

    return round(float(min(np.arange(0.6, 3.01, 0.05), key=loss)), 2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    a = parser.parse_args()
    model = Reader()
    model.load_state_dict(torch.load(a.run / "model.pt"))
    tokenizer = load_tokenizer()
    bench = a.shared / "bench/events"
    dev = from_gold(bench / "docs.jsonl", bench / "gold.jsonl")
    examples = [e for p in dev for e in make_examples(p, tokenizer, weight=1.0, limit=Settings().window)]
    pairs = outputs(model, examples)
    kind = best(lambda t: sentence_type_counts(pairs, t))
    temperature = calibrate(pairs, kind)
    logit = float(np.log(kind / (1 - kind)))
    scaled = round(float(sigmoid(np.float32(logit / temperature))), 4)
    result = {
        "temperature": temperature,
        "type": [scaled] * len(EVENT_TYPES),
        "source": best(lambda t: source_counts(pairs, t)),
        "link": [best(lambda t, row=row: link_counts(pairs, row, t)) for row in range(len(LINKS))],
    }
    (a.run / "thresholds.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result), "type F1", round(f1(*sentence_type_counts(pairs, kind)), 3))


if __name__ == "__main__":
    main()
