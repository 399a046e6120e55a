"""Sentences of raw news to label: ``python -m training.measures.packs ../shared FOLDER --packs 8 --sentences 250``.

Taken are sentences with a word that measures are named by which are not labelled yet, of documents that are not kept
for measuring, where they share no run of ten words with one of these. Each pack is ``pack-N.json`` (rows with ``doc``,
``start``, ``end``, ``text``, ``before``) and ``pack-N.txt`` (the same to read). :mod:`training.measures.labels` turns
labels into stand-off.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measures import DATA, held_documents, raw_news
from newsledger.articles import split_articles
from newsledger.records import make_document
from training.measures.labels import NEWS
from training.packs import shingles
from training.passages import read_jsonl

MOST = 16
"""Sentences of a document."""
LEAD = 2
"""Sentences that are shown before the one to label."""
NAMES = re.compile(
    r"""\b(?P<word>tariff|dut(?:y|ies)|lev(?:y|ies)|sanction|designat|blacklist|embargo|ban(?:s|ned|ning)?\b|quota
    |export\ (?:control|curb|limit)|entity\ list|freez|froze|visa|entry|recogni[sz]|ratif|acced|treaty|pact|convention
    |withdr|pull(?:s|ed|ing)?\ out|cease-?fire|truce|armistice|cessation|hostilities|emergency|martial|restrict
    |moratorium|curfew|suspen|boycott)""",
    re.VERBOSE | re.IGNORECASE,
)


def measured_on(shared: Path) -> tuple[set[str], set[str]]:
    """Return the documents that nothing is learned from, and all runs of words of what is measured on."""
    articles = raw_news(shared)
    pooled = {row["id"]: row for row in read_jsonl(shared / "bench/pools/sentences.jsonl")}
    names, texts = held_documents(), [doc["text"] for doc in read_jsonl(shared / "bench/events/docs.jsonl")]
    for row in (row for path in DATA.glob("measures_pool*.jsonl") for row in read_jsonl(path)):
        known = pooled.get(row.get("id", ""))
        doc = known["doc"] if known else row["doc"]
        texts.append(known["sentence"] if known else articles[doc]["text"][row["start"] : row["end"]])
        if row.get("half") == "b":
            names.add(doc)
    texts += [articles[name]["text"] for name in names if name in articles]
    return names, {s for text in texts for s in shingles(text)}


def candidates(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the sentences that may be labelled, document by document."""
    names, known = measured_on(shared)
    labelled = {(row["doc"], row["start"]) for path in NEWS for row in read_jsonl(path)}
    for name, doc in raw_news(shared).items():
        if name in names or not NAMES.search(doc["text"]):
            continue
        for article in split_articles(make_document(doc["text"])):
            spans = [(s.start, s.end) for s in article.sentences]
            for n, (start, end) in enumerate(spans):
                found = NAMES.search(doc["text"], start, end)
                if found and (name, start) not in labelled and known.isdisjoint(shingles(doc["text"][start:end])):
                    before = " ".join(doc["text"][slice(*span)] for span in spans[max(0, n - LEAD) : n])
                    yield {
                        "doc": name, "start": start, "end": end, "text": doc["text"][start:end], "before": before,
                        "title": doc.get("title"), "date": doc["date"], "word": found["word"].lower()[:5],
                    }  # fmt: skip


def choose(rows: list[dict[str, Any]], count: int, seed: int) -> list[dict[str, Any]]:
    """Return so many sentences: few of a document, and as even over the words as they allow."""
    rng = random.Random(seed)
    rng.shuffle(rows)
    by_word: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_word[row["word"]].append(row)
    of_document: dict[str, int] = defaultdict(int)
    chosen: list[dict[str, Any]] = []
    while len(chosen) < count and any(by_word.values()):
        for waiting in by_word.values():
            while waiting:
                row = waiting.pop()
                if of_document[row["doc"]] < MOST:
                    of_document[row["doc"]] += 1
                    chosen.append(row)
                    break
    return chosen[:count]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--packs", type=int, default=8)
    parser.add_argument("--sentences", type=int, default=250, help="of a pack")
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    rows = choose(list(candidates(a.shared)), a.packs * a.sentences, a.seed)
    rows.sort(key=lambda row: (row["doc"], row["start"]))
    a.folder.mkdir(parents=True, exist_ok=True)
    for n in range(a.packs):
        pack = rows[n * a.sentences : (n + 1) * a.sentences]
        (a.folder / f"pack-{n}.json").write_text(json.dumps(pack), encoding="utf-8")
        lines = [
            f"{number} [{row['date']}; {row['title'] or '-'}]\n   before: {row['before'] or '-'}\n   = {row['text']}\n"
            for number, row in enumerate(pack)
        ]
        (a.folder / f"pack-{n}.txt").write_text("\n".join(lines), encoding="utf-8")
    print(f"{len(rows)} sentences in {a.packs} packs")


if __name__ == "__main__":
    main()
