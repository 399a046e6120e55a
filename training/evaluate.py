"""Score the network on coded passages with the bench's scorer, from raw readings (no codes, no rules)."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from newsledger.reader.decode import Output, Thresholds, decode, sigmoid
from newsledger.reader.labels import EVENT_TYPES, LINKS
from training.batches import Example, batches, make_examples
from training.network import Reader
from training.passages import Passage, read_jsonl

_LEVELS = np.arange(0.1, 0.95, 0.1)
FLAT = Thresholds(type=(0.5,) * len(EVENT_TYPES))


def outputs(model: Reader, examples: list[Example]) -> list[tuple[Example, Output]]:
    """Run the network over windows."""
    model.eval()
    distance = model.distance.detach().numpy()
    found = []
    with torch.no_grad():
        for batch in batches(examples, pieces=4096, rng=None):
            unary, heads, dependents, start = (x.numpy() for x in model(batch.pieces, batch.cases, batch.first))
            for i, example in enumerate(batch.examples):
                n = len(example.window.first)
                found.append((example, Output(unary[i, :n], heads[i, :n], dependents[i, :n], start[i, :n], distance)))
    return found


def mention_rows(doc: str, example: Example, output: Output, thresholds: Thresholds) -> list[dict[str, Any]]:
    """Return readings as the rows that the bench's scorer takes."""
    rows = []
    for reading in decode(example.window, output, thresholds):
        for event in reading.events:
            party = lambda role, event=event: [  # noqa: E731
                {"start": s.start, "end": s.end, "country": None, "sector": None}
                for r, s in event.arguments
                if r == role
            ]
            rows.append(
                {
                    "external_id": doc,
                    "event_type": event.event_type,
                    "event_mode": event.mode,
                    "auxiliary": [a for a, p in event.auxiliary if p >= 0.5],
                    "trigger": {"start": event.trigger.start, "end": event.trigger.end},
                    "actors": party("actor"),
                    "recipients": party("recipient"),
                    "attributions": [
                        {"start": s.span.start, "end": s.span.end, "anonymous": s.anonymous >= 0.5}
                        for s in (reading.sources[i] for i, _ in event.sources)
                    ],
                }
            )
    return rows


def load_scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_events", shared / "bench" / "score_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(scorer: ModuleType, docs: Path, gold: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as handle:
        handle.writelines(json.dumps(row) + "\n" for row in rows)
        handle.flush()
        result: dict[str, Any] = scorer.score(str(docs), str(gold), handle.name, 0)
    return result


def brief(result: dict[str, Any]) -> str:
    parts = [f"kappa {result['any_event_kappa']:.3f}", f"macro {result['type_macro_f1']:.3f}"]
    for key in ("type", "actor_span", "recipient_span", "attribution", "auxiliary"):
        r = result[key]
        parts.append(f"{key} {r['p']:.3f}/{r['r']:.3f}/{r['f1']:.3f}")
    parts.append(f"mode {result['of_matched']['mode']:.3f}")
    return "  ".join(parts)


def link_line(found: list[tuple[Example, Output]]) -> str:
    """Return the F1 of each link from the coded triggers, at the best of nine thresholds: what the pair scores know."""
    counts = np.zeros((len(LINKS), 3, len(_LEVELS)))
    for example, output in found:
        sentences = np.asarray(example.window.sentences)
        for link, head, words in example.links:
            first, last = np.flatnonzero(sentences == sentences[head])[[0, -1]]
            coded = np.isin(np.arange(first, last + 1), words)[:, None]
            kept = sigmoid(output.pair(link, head, int(first), int(last) + 1))[:, None] >= _LEVELS
            counts[link] += [(kept & coded).sum(0), kept.sum(0), coded.sum(0).repeat(len(_LEVELS))]
    hits, kept, coded = counts.transpose(1, 0, 2)
    best = (2 * hits / np.maximum(kept + coded, 1)).max(1)
    return "  ".join(f"{name} {value:.3f}" for name, value in zip(LINKS, best, strict=True))


class Watch:
    """A coded set that is scored while training runs, at a flat threshold and with gold sentences."""

    def __init__(self, name: str, folder: Path, passages: list[Passage], tokenizer: Tokenizer, window: int) -> None:
        self.name = name
        self.folder = folder
        made = [(p.name, make_examples(p, tokenizer, weight=1.0, limit=window)) for p in passages]
        self.owner = {id(e): doc for doc, examples in made for e in examples}
        self.examples = [e for _, examples in made for e in examples]
        self.scorer = load_scorer(folder.parent.parent if folder.name == "events" else folder.parent)
        self.gold = [r for r in read_jsonl(folder / "gold.jsonl") if r["doc"] in {p.name for p in passages}]

    def line(self, model: Reader) -> str:
        """Return the figures as two lines: through the bench's scorer, and of the links from coded triggers."""
        found = outputs(model, self.examples)
        rows = [
            row for example, output in found for row in mention_rows(self.owner[id(example)], example, output, FLAT)
        ]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as gold:
            gold.writelines(json.dumps(row) + "\n" for row in self.gold)
            gold.flush()
            result = score(self.scorer, self.folder / "docs.jsonl", Path(gold.name), rows)
        return f"  {self.name:4s} {brief(result)}\n  {self.name:4s} links {link_line(found)}"
