"""Find the thresholds and the temperature of the installed int8 model on the coded news that training left out.

Few numbers are chosen (one threshold for all types and one for repeats, one a link, one for sources, one temperature),
and none on the dev documents of the bench, so that the dev figures are blind to them. Types are tuned for type F1 and,
where that is flat, any-event kappa, on the windows of the real pipeline (raw text, own sentence splitter); links and
sources on gold sentences with gold heads.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsledger.articles import split_articles
from newsledger.reader.decode import Floats, Output, Thresholds, decode, sigmoid
from newsledger.reader.labels import EVENT_TYPES, LINKS, READ_PAIRS, columns
from newsledger.reader.model import MODEL_DIR, Reader
from newsledger.reader.windows import Window
from newsledger.records import make_document
from training.batches import Example, make_examples
from training.fit import Settings, load_tokenizer
from training.passages import Passage, from_gold

Proposed = tuple[str, int, str, float]
"""Document, gold sentence, type, probability."""

GRID = np.arange(0.12, 0.72, 0.02)
REPEATS = np.arange(0.3, 0.95, 0.05)
CUE = LINKS.index("cue")
PLATEAU = 0.01
"""Type F1 that may be given for a better any-event kappa."""
TEMPERATURES = np.arange(0.6, 3.01, 0.05)
FLAT_LOSS = 0.002
"""Loss by which two temperatures are as good."""
LENIENT = {"actor", "recipient"}
FLAT = 0.015
"""For these links the lowest threshold whose F1 is so near the best: a missing party costs the whole event."""


def run(reader: Reader, windows: Iterable[Window]) -> Iterator[tuple[Window, Output]]:
    """Run the installed model."""
    for window in windows:
        yield window, reader.run(window)


def proposals(reader: Reader, documents: list[Passage]) -> list[Proposed]:
    """Return all events that decoding proposes from raw text, even faint ones, surest first in their sentence."""
    faint = float(GRID[0])
    thresholds = Thresholds(type=(faint,) * len(EVENT_TYPES), repeat=faint)
    found = []
    for passage in documents:
        page = make_document(passage.text)
        articles = [reader.part(page, article) for article in split_articles(page)]
        windows = [w for article in articles for w in reader.windows(page.text, article)]
        for window, output in run(reader, windows):
            for reading in decode(window, output, thresholds):
                for event in reading.events:
                    at = gold_sentence(passage, event.trigger.start)
                    if at is not None:
                        found.append((passage.name, at, event.event_type, event.trigger.score))
    return sorted(found, key=lambda e: -e[3])


def gold_sentence(passage: Passage, position: int) -> int | None:
    """Return the number of the gold sentence that holds a character, or None."""
    return next((n for n, s in enumerate(passage.sentences) if s.span[0] <= position < s.span[1]), None)


def kept(events: list[Proposed], threshold: float, repeat: float) -> Iterator[Proposed]:
    """Yield the events that pass the thresholds, as decoding would."""
    seen: set[tuple[str, int, str]] = set()
    for event in events:
        if event[3] >= (repeat if event[:3] in seen else threshold):
            seen.add(event[:3])
            yield event


def type_counts(events: Iterable[Proposed], gold: Counter[tuple[str, int, str]]) -> tuple[int, int, int]:
    """Return hits, predictions and gold events counted by sentence and type, as the scorer counts them."""
    found = Counter(event[:3] for event in events)
    return (found & gold).total(), found.total(), gold.total()


def any_kappa(events: Iterable[Proposed], gold: Counter[tuple[str, int, str]], sentences: int) -> float:
    """Return Cohen's kappa of "an event in this sentence" between predictions and gold."""
    found, coded = {event[:2] for event in events}, {place[:2] for place in gold}
    both, neither = len(found & coded), sentences - len(found | coded)
    by_chance = (len(found) * len(coded) + (sentences - len(found)) * (sentences - len(coded))) / sentences**2
    return ((both + neither) / sentences - by_chance) / (1 - by_chance)


def f1(hits: int, predicted: int, gold: int) -> float:
    return 2 * hits / max(predicted + gold, 1)


def link_scores(pairs: list[tuple[Example, Output]]) -> list[list[tuple[Floats, NDArray[np.bool_]]]]:
    """Return for each link the probabilities of a sentence's words, and which of them are coded, from gold heads."""
    found: list[list[tuple[Floats, NDArray[np.bool_]]]] = [[] for _ in LINKS]
    for example, output in pairs:
        window = example.window
        for (head, kind), roles in zip(example.triggers, example.roles, strict=True):
            bounds = window.bounds(window.sentences[head])
            scores = sigmoid(output.event(head, kind, *bounds))
            for row, words in roles:
                found[row].append((scores[:, row], np.isin(np.arange(*bounds), words)))
        for row, head, words in (link for link in example.links if link[0] == CUE):
            bounds = window.bounds(window.sentences[head])
            cue = sigmoid(output.pair(READ_PAIRS.index("cue"), head, *bounds))
            found[row].append((cue, np.isin(np.arange(*bounds), words)))
    return found


def link_counts(scores: list[tuple[Floats, NDArray[np.bool_]]], threshold: float) -> tuple[int, int, int]:
    """Return hits, predictions and coded words of a link."""
    kept = [(probability >= threshold, coded) for probability, coded in scores]
    counts = [(int((k & coded).sum()), int(k.sum()), int(coded.sum())) for k, coded in kept]
    hits, predicted, coded_words = (sum(column) for column in zip(*counts, strict=True))
    return hits, predicted, coded_words


def source_counts(pairs: list[tuple[Example, Output]], threshold: float) -> tuple[int, int, int]:
    hits = predicted = gold_count = 0
    for example, output in pairs:
        scores = sigmoid(output.unary[:, columns("source")][:, 0])
        found = set(np.flatnonzero(scores >= threshold).tolist())
        gold = {w for w, _, _ in example.sources}
        hits, predicted, gold_count = hits + len(found & gold), predicted + len(found), gold_count + len(gold)
    return hits, predicted, gold_count


def best(count: Any, flat: float = 0.0) -> float:
    """Return the lowest threshold of the grid whose F1 is the best, or within ``flat`` of it."""
    found = [(f1(*count(float(t))), float(t)) for t in GRID]
    highest = max(value for value, _ in found)
    return round(min(t for value, t in found if value >= highest - flat), 2)


def calibrate(events: Iterable[Proposed], gold: Counter[tuple[str, int, str]]) -> float:
    """Return the temperature that makes the scores of kept events honest (Guo et al. 2017), by a line search.

    The loss is flat about its minimum; of the temperatures that are as good, the one that changes least is taken.
    """
    rows = [(float(np.log(e[3] / (1 - e[3]))), e[:3] in gold) for e in events]
    scores, truth = [r[0] for r in rows], [r[1] for r in rows]
    z, y = np.asarray(scores), np.asarray(truth, dtype=float)

    def loss(temperature: float) -> float:
        p = np.clip(sigmoid(z / temperature), 1e-6, 1 - 1e-6)
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())

    losses = {float(t): loss(float(t)) for t in TEMPERATURES}
    good = [t for t, value in losses.items() if value <= min(losses.values()) + FLAT_LOSS]
    return round(min(good, key=lambda t: abs(t - 1)), 2)


def scale(probability: float, temperature: float) -> float:
    """Return a threshold on the raw probability as one on the calibrated probability."""
    logit = np.log(probability / (1 - probability))
    return round(float(sigmoid(np.float32(logit / temperature))), 4)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("run", type=Path, help="folder of the training run, which says what it held out")
    parser.add_argument("--model", type=Path, default=MODEL_DIR)
    a = parser.parse_args()
    reader, tokenizer = Reader.load(a.model), load_tokenizer()
    every = json.loads((a.run / "settings.json").read_text())["hold_out"]
    dev = from_gold(a.shared / "train/docs.jsonl", a.shared / "train/gold.jsonl")[::every]
    gold = Counter((p.name, n, e.kind) for p in dev for n, s in enumerate(p.sentences) for e in s.events)
    proposed, sentences = proposals(reader, dev), sum(len(p.sentences) for p in dev)

    def score(threshold: float, repeat: float) -> tuple[float, float]:
        found = list(kept(proposed, threshold, repeat))
        return f1(*type_counts(found, gold)), any_kappa(found, gold, sentences)

    figures = {(float(t), float(r)): score(float(t), float(r)) for t in GRID for r in REPEATS if r >= t}
    good = max(types for types, _ in figures.values()) - PLATEAU
    kind, repeat = max((pair for pair in figures if figures[pair][0] >= good), key=lambda pair: sum(figures[pair]))
    temperature = calibrate(kept(proposed, kind, repeat), gold)
    examples = [e for p in dev for e in make_examples(p, tokenizer, weight=1.0, limit=Settings().window)]
    pairs = [(e, reader.run(e.window)) for e in examples]
    links = link_scores(pairs)
    thresholds = {
        "type": [scale(kind, temperature)] * len(EVENT_TYPES),
        "repeat": scale(repeat, temperature),
        "source": best(lambda t: source_counts(pairs, t)),
        "link": [
            best(lambda t, scores=scores: link_counts(scores, t), FLAT if name in LENIENT else 0.0)
            for name, scores in zip(LINKS, links, strict=True)
        ],
    }
    card = json.loads((a.model / "reader.json").read_text(encoding="utf-8"))
    card |= {"temperature": temperature, "thresholds": thresholds}
    (a.model / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(card["thresholds"]), f"temperature {temperature}, at {kind:.2f}")
    print("type F1 {:.3f}, any-event kappa {:.3f}".format(*score(kind, repeat)))


if __name__ == "__main__":
    main()
