"""Write ``training/MODEL_CARD.md`` for the model that is installed: data, settings, figures, limits."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.events import code_dev, reliability, score
from newsledger.reader.model import Reader
from training.passages import Passage, from_corpus, from_gold
from training.standoff import from_standoff

HERE = Path(__file__).parent
TEMPLATE = HERE / "model_card.template.md"
GOALS = (
    ("event type F1 (sentence, type)", "type", "f1", ".70"),
    ("macro-F1 over the 16 types", "type_macro_f1", None, ".58"),
    ("any event in the sentence, kappa", "any_event_kappa", None, ".72"),
    ("type + actor countries + recipient countries, F1", "type_actor_recipient", "f1", ".45"),
    ("actor span F1 on matched", "actor_span", "f1", ".85"),
    ("recipient span F1 on matched", "recipient_span", "f1", ".75"),
    ("attribution F1 on matched", "attribution", "f1", ".75"),
    ("auxiliary modes F1 on matched", "auxiliary", "f1", ".70"),
    ("when F1 on matched", "when", "f1", "–"),
    ("where-country F1 on matched", "where_country", "f1", "–"),
    ("quantity F1 on matched", "quantity", "f1", "–"),
)


def counts(passages: list[Passage]) -> str:
    """Return sentences and events of a data set."""
    sentences = [s for p in passages for s in p.sentences]
    return f"{len(sentences):,} sentences, {sum(len(s.events) for s in sentences):,} events"


def by_type(passages: list[Passage]) -> str:
    found = Counter(e.kind for p in passages for s in p.sentences for e in s.events)
    return ", ".join(f"{kind} {n}" for kind, n in found.most_common())


def figure_rows(result: dict[str, Any]) -> str:
    rows = []
    for label, key, part, goal in GOALS:
        value = result[key][part] if part else result[key]
        rows.append(f"| {label} | {value:.3f} | {goal} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    a = parser.parse_args()
    real = from_gold(a.shared / "train/docs.jsonl", a.shared / "train/gold.jsonl")
    own = from_corpus((HERE / "corpus").glob("*.txt"))
    coded = from_standoff((HERE / "standoff").glob("*.jsonl"), a.shared / "bench/raw_news")
    bench = a.shared / "bench/events"
    mentions = code_dev(bench)
    result = score(bench, mentions)
    error, rows = reliability(bench, mentions)
    values = {
        "model": Reader.load().name,
        "settings": json.dumps(json.loads((a.run / "settings.json").read_text())),
        "real": counts(real),
        "own": counts(own),
        "coded": counts(coded),
        "types": by_type(real + own + coded),
        "figures": figure_rows(result),
        "per_type": ", ".join(f"{t} {v['f1']:.2f} ({v['gold']})" for t, v in result["per_type"].items()),
        "ece": f"{error:.3f}",
        "bins": "\n".join(f"| {c:.2f} | {r:.2f} | {n} |" for c, r, n in rows),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    (HERE / "MODEL_CARD.md").write_text(text, encoding="utf-8")
    print(f"wrote {HERE / 'MODEL_CARD.md'}")


if __name__ == "__main__":
    main()
