"""Documents grouped by what they report: B-cubed F1 and adjusted Rand index on news articles grouped by real event.

Usage: python -m benchmarks.stories [--shared FOLDER]

``reports_newscluster``: 231 articles on 38 events, most of them no politics. The whole set in one pot, with headlines
and dates; without headlines, without dates; and as the command takes it (pages split into articles). Also the sizes of
stories on 2,514 political texts of ``raw_news`` (``--raw``), where one huge story would show that topics are taken for
events.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from newsledger.articles import split_articles
from newsledger.cluster import group_stories
from newsledger.records import Article, Document, make_document

Row = dict[str, Any]
RAW = ("state_dept_releases_publicdomain", "voa_m2e2", "wikinews_ccby")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--raw", action="store_true")
    arguments = parser.parse_args()
    path = arguments.shared / "bench/reports_newscluster/dev.jsonl"
    if not path.is_file():
        print(f"skipped: {path} is not here; give its place with --shared")
        return
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    measure("all articles", rows)
    for part in ("dev", "test"):
        measure(f"its part {part!r}", [r for r in rows if r["split"] == part])
    measure("without headlines", rows, title=False)
    measure("without dates", rows, date=False)
    measure("split into articles first", rows, split=True)
    if arguments.raw:
        sizes(arguments.shared / "bench/raw_news")


def document_of(row: Row, *, title: bool = True, date: bool = True) -> Document:
    return make_document(
        row["text"],
        external_id=row["id"],
        title=row.get("title") if title else None,
        publisher=row.get("domain"),
        document_creation_time=row["date"][:10] if date else None,
    )


def measure(name: str, rows: list[Row], *, title: bool = True, date: bool = True, split: bool = False) -> None:
    pages = [document_of(row, title=title, date=date) for row in rows]
    began = time.process_time()
    found = stories(pages, split=split)
    took = time.process_time() - began
    labels = [found[page.document_id] for page in pages]
    gold = [str(row["event_id"]) for row in rows]
    precision, recall = b_cubed(labels, gold)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name:26s} {len(rows)} documents, {len(set(gold))} events, {len(set(labels))} stories: B-cubed F1 {f1:.3f} "
          f"(P {precision:.3f} R {recall:.3f}), ARI {rand_index(labels, gold):.3f}, {took:.1f} s of CPU")  # fmt: skip


def stories(pages: list[Document], *, split: bool = False) -> dict[str, str]:
    none: tuple[Article, ...] = ()
    return group_stories((page, split_articles(page) if split else none) for page in pages)


def b_cubed(labels: list[str], gold: list[str]) -> tuple[float, float]:
    """Precision and recall, document by document (Bagga and Baldwin 1998)."""
    found, real, both = Counter(labels), Counter(gold), Counter(zip(labels, gold, strict=True))
    precision = sum(n * n / found[label] for (label, _), n in both.items()) / len(labels)
    recall = sum(n * n / real[event] for (_, event), n in both.items()) / len(labels)
    return precision, recall


def rand_index(labels: list[str], gold: list[str]) -> float:
    """Rand index adjusted for chance (Hubert and Arabie 1985)."""

    def pairs(counts: Counter[Any]) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    both, found, real = pairs(Counter(zip(labels, gold, strict=True))), pairs(Counter(labels)), pairs(Counter(gold))
    expected = found * real / (len(labels) * (len(labels) - 1) / 2)
    return (both - expected) / max((found + real) / 2 - expected, 1e-12)


def sizes(folder: Path) -> None:
    rows: list[Row] = []
    for name in RAW:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows.extend(json.loads(line) for line in lines)
    pages = [document_of(row) for row in rows]
    began = time.process_time()
    counts = sorted(Counter(stories(pages).values()).values(), reverse=True)
    took = time.process_time() - began
    print(f"political texts: {len(pages)} documents, {len(counts)} stories, the largest of {counts[:5]}, "
          f"{1000 * took / len(pages):.1f} ms of CPU a document")  # fmt: skip


if __name__ == "__main__":
    main()
