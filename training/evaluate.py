"""Score the network on coded passages with the bench's scorer, from raw readings (no codes, no rules)."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from newsledger.reader.decode import Floats, Output, Thresholds, decode, distance_buckets, sigmoid
from newsledger.reader.labels import EVENT_TYPES, PAIRS, READ_PAIRS, ROLES
from training.batches import Example, batches, make_examples
from training.losses import pair_scores, role_scores, told
from training.network import Reader
from training.passages import Passage, read_jsonl

_LEVELS = np.arange(0.1, 0.95, 0.1)
FLAT = Thresholds(type=(0.5,) * len(EVENT_TYPES))


def outputs(model: Reader, examples: list[Example]) -> Iterator[tuple[Example, Output]]:
    """Run the network over windows; they come out by length."""
    model.eval()
    read = slice(len(PAIRS) - len(READ_PAIRS), None)
    distance = model.distance.detach().numpy()[read]
    for batch in batches(examples, pieces=4096, rng=None):
        with torch.no_grad():
            out = model(batch.pieces, batch.cases, batch.first)
        for i, example in enumerate(batch.examples):
            n = len(example.window.first)
            unary, heads, dependents, start, paired = (x[i, :n].float().numpy() for x in out)
            pairs = (heads[:, read], dependents[:, read], start[:, read])
            yield example, Output(unary, *pairs, distance, paired, partial(roles, model))


@torch.no_grad()
def roles(model: Reader, words: Floats, trigger: int, kind: int) -> Floats:
    """Run the roles' layers on one event (see :data:`newsledger.reader.decode.RoleNetwork`)."""
    marks = torch.zeros(1, len(words), dtype=torch.long)
    marks[0, trigger] = kind + 1
    distances = torch.tensor(distance_buckets(trigger, 0, len(words)))[None]
    scores: Floats = model.roles(torch.tensor(words)[None], marks, distances)[0].float().numpy()
    return scores


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


def link_lines(model: Reader, examples: list[Example]) -> dict[str, str]:
    """Return the F1 of each link from the coded triggers, at the best of nine thresholds: of pairs, roles and both."""
    model.eval()
    counts = np.zeros((3, len(ROLES), 3, len(_LEVELS)))
    with torch.no_grad():
        for batch in batches([e for e in examples if e.triggers], pieces=4096, rng=None):
            out = model(batch.pieces, batch.cases, batch.first)
            for event in told(batch):
                span = slice(event.first, event.first + event.length)
                roles = role_scores(model, out[4], [event])[0].numpy()
                for row, words in event.roles:
                    pair = pair_scores(model, out, [(event.example, row, event.first + event.at)])[0, span].numpy()
                    coded = np.isin(np.arange(span.start, span.stop), words)[:, None]
                    for way, scores in enumerate((pair, roles[:, row], (pair + roles[:, row]) / 2)):
                        kept = sigmoid(scores)[:, None] >= _LEVELS
                        counts[way, row] += [(kept & coded).sum(0), kept.sum(0), coded.sum(0).repeat(len(_LEVELS))]
    hits, kept, coded = counts.transpose(2, 0, 1, 3)
    best = (2 * hits / np.maximum(kept + coded, 1)).max(2)
    ways = zip(("pairs", "roles", "both"), best, strict=True)
    return {way: "  ".join(f"{r} {v:.3f}" for r, v in zip(ROLES, values, strict=True)) for way, values in ways}


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
        """Return the figures as lines: through the bench's scorer, and of the links from coded triggers."""
        found = outputs(model, self.examples)
        rows = [
            row for example, output in found for row in mention_rows(self.owner[id(example)], example, output, FLAT)
        ]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as gold:
            gold.writelines(json.dumps(row) + "\n" for row in self.gold)
            gold.flush()
            result = score(self.scorer, self.folder / "docs.jsonl", Path(gold.name), rows)
        links = [f"  {self.name:4s} {way:5s} {line}" for way, line in link_lines(model, self.examples).items()]
        return "\n".join([f"  {self.name:4s} {brief(result)}", *links])
