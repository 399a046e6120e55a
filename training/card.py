"""Write ``training/MODEL_CARD.md`` for the model that is installed: data, settings, figures, limits."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.events import against_goals, code_dev, reliability, score
from newsledger.reader.model import Reader
from training.measures.labels import news, news_texts
from training.measures.labels import own as own_measures
from training.passages import Passage, from_corpus, from_gold
from training.standoff import from_standoff

HERE = Path(__file__).parent
TEMPLATE = HERE / "model_card.template.md"


def counts(passages: list[Passage]) -> str:
    """Return sentences and events of a data set."""
    sentences = [s for p in passages for s in p.sentences]
    return f"{len(sentences):,} sentences, {sum(len(s.events) for s in sentences):,} events"


def by_type(passages: list[Passage]) -> str:
    found = Counter(e.kind for p in passages for s in p.sentences for e in s.events)
    return ", ".join(f"{kind} {n}" for kind, n in found.most_common())


def figure_rows(result: dict[str, Any]) -> str:
    return "\n".join(f"| {label} | {value:.3f} | {goal} |" for label, value, goal in against_goals(result))


def measure_counts(shared: Path) -> str:
    """Return how many sentences are labelled, and how many measures they have."""
    known = [m for a in (*own_measures(), *news(news_texts(shared))) for m in a.measures.values()]
    return f"{len(known):,} sentences, {sum(map(len, known)):,} measures, of which every eighth document is held out"


def history(run: Path) -> str:
    """Return how the run came about: its own note, where it is not what ``make train`` does."""
    note = run / "history.md"
    return note.read_text(encoding="utf-8").strip() if note.exists() else "The weights are what `make train` gives."


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
        "history": history(a.run),
        "settings": json.dumps(json.loads((a.run / "settings.json").read_text())),
        "real": counts(real),
        "own": counts(own),
        "coded": counts(coded),
        "measures": measure_counts(a.shared),
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
