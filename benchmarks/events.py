"""The whole record on real news: code the dev documents with the command's own pipeline, score with the bench's scorer.

Prints the figures of the reading model (types, parties, attribution, auxiliary modes), those of the whole pipeline
(countries, times, places, quantities), and the calibration of the confidence.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import newsledger
from benchmarks.common import jsonl, load_module, shared_folder
from newsledger.api import Mentions
from newsledger.records import Attribution, Claim, EventMention, to_row

BINS = 10
HOLD_OUT = 8
"""As in ``training.fit``."""
GOALS = (
    ("event type F1 (sentence, type)", "type", "f1", ".70"),
    ("macro-F1 over the 16 types", "type_macro_f1", None, ".58"),
    ("any event in the sentence, kappa", "any_event_kappa", None, ".72"),
    ("type + actor countries + recipient countries, F1", "type_actor_recipient", "f1", ".45"),
    ("actor span F1 on matched", "actor_span", "f1", ".85"),
    ("recipient span F1 on matched", "recipient_span", "f1", ".75"),
    ("attribution F1 on matched", "attribution", "f1", ".80"),
    ("auxiliary modes F1 on matched", "auxiliary", "f1", ".80"),
    ("when F1 on matched", "when", "f1", ".80"),
    ("where-country F1 on matched", "where_country", "f1", ".80"),
    ("quantity F1 on matched", "quantity", "f1", ".85"),
)
"""Label, key and part of the scorer's result, and the figure to reach."""


def code_table(bench: Path) -> Mentions:
    """Code the documents of the bench from their raw text, as a user would."""
    fields = ("id", "text", "title", "date", "url")
    return newsledger.code([{k: d[k] for k in fields if d.get(k)} for d in jsonl(bench / "docs.jsonl")])


def code_dev(bench: Path) -> list[EventMention]:
    """Return the mentions of the bench's documents."""
    return list(code_table(bench))


def score(bench: Path, mentions: list[EventMention], scorer_file: Path | None = None) -> dict[str, Any]:
    """Score mentions with the bench's scorer."""
    scorer = load_module(scorer_file or bench.parent / "score_events.py")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as handle:
        handle.writelines(json.dumps(to_row(m)) + "\n" for m in mentions)
        handle.flush()
        result: dict[str, Any] = scorer.score(str(bench / "docs.jsonl"), str(bench / "gold.jsonl"), handle.name, 0)
    return result


def print_scores(result: dict[str, Any]) -> None:
    """Print one line a figure."""
    print(f"{'any event, kappa':28s} {result['any_event_kappa']:.3f}")
    print(f"{'type, macro F1':28s} {result['type_macro_f1']:.3f}")
    for key, value in result.items():
        if isinstance(value, dict) and "f1" in value:
            counts = f"gold {value['gold']:g}, found {value['pred']:g}"
            print(f"{key:28s} P {value['p']:.3f}  R {value['r']:.3f}  F1 {value['f1']:.3f}  ({counts})")
    for key, value in result["of_matched"].items():
        print(f"{key + ' right, of matched':28s} {value:.3f}")
    print("per type: " + "  ".join(f"{t} {v['f1']:.2f}" for t, v in result["per_type"].items()))


def anonymous_flags(bench: Path, claims: Iterable[Claim], mentions: list[EventMention]) -> tuple[int, int]:
    """Return how many of the gold sources that were found have the right anonymous flag, and how many were found."""
    named = {m.document_id: str(m.external_id) for m in mentions}
    found: dict[str, list[Attribution]] = {}
    for claim in claims:
        found.setdefault(named.get(claim.document_id, ""), []).append(claim.attribution)
    docs = {d["id"]: d for d in jsonl(bench / "docs.jsonl")}
    right = total = 0
    for row in jsonl(bench / "gold.jsonl"):
        start, end = docs[row["doc"]]["sentences"][row["sent"]]
        for gold in row.get("attribution") or []:
            at = docs[row["doc"]]["text"].find(gold["text"], start, end)
            best = next((a for a in found.get(row["doc"], ()) if a.start < at + len(gold["text"]) and at < a.end), None)
            if at >= 0 and best:
                total += 1
                right += best.anonymous == bool(gold.get("anonymous"))
    return right, total


def against_goals(result: dict[str, Any]) -> list[tuple[str, float, str]]:
    """Return label, figure and goal of each line of the table."""
    return [(label, result[key][part] if part else result[key], goal) for label, key, part, goal in GOALS]


def reliability(bench: Path, mentions: list[EventMention]) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error and (mean confidence, share right, number) a bin.

    A mention is right when its sentence has a gold event of its type (Guo et al. 2017 for the measure).
    """
    gold = {(r["doc"], r["sent"]): {e["type"] for e in r["events"]} for r in jsonl(bench / "gold.jsonl")}
    spans = {d["id"]: d["sentences"] for d in jsonl(bench / "docs.jsonl")}
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for m in mentions:
        number = next((n for n, (a, b) in enumerate(spans[str(m.external_id)]) if a <= m.trigger.start < b), None)
        right = m.event_type in gold.get((str(m.external_id), number), set())
        bins[min(BINS - 1, int(m.confidence * BINS))].append((m.confidence, right))
    rows = [(sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b]
    error = sum(abs(c - r) * n for c, r, n in rows) / max(1, len(mentions))
    return error, rows


def score_held_out(shared: Path) -> dict[str, Any]:
    """Score the documents of ``train/`` that training left out and that thresholds were chosen on."""
    train = shared / "train"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        docs = list(jsonl(train / "docs.jsonl"))[::HOLD_OUT]
        kept = {d["id"] for d in docs}
        rows = {"docs.jsonl": docs, "gold.jsonl": [r for r in jsonl(train / "gold.jsonl") if r["doc"] in kept]}
        for file, items in rows.items():
            (folder / file).write_text("".join(json.dumps(r) + "\n" for r in items), encoding="utf-8")
        return score(folder, code_dev(folder), shared / "bench" / "score_events.py")


def main() -> None:
    shared = shared_folder(__doc__)
    bench = shared / "bench" / "events"
    mentions = code_dev(bench)
    print_scores(score(bench, mentions))
    error, rows = reliability(bench, mentions)
    print(f"expected calibration error {error:.3f}")
    for confidence, right, count in rows:
        print(f"  confidence {confidence:.2f}  right {right:.2f}  n {count:3d}  {'█' * round(right * 30)}")
    print(f"\nevery {HOLD_OUT}th document of train/, left out of training")
    print_scores(score_held_out(shared))


if __name__ == "__main__":
    main()
