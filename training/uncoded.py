"""Text that nobody has coded, for a teacher to read: news, and open texts of the bench's train sets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from newsledger.articles import split_articles
from newsledger.records import make_document
from training.packs import candidates
from training.passages import Passage, Sentence

OPEN = ("bench/timex/wikiwars_train.jsonl", "bench/names_gum/train.jsonl.gz")
"""Histories of wars (CC BY-SA 3.0); Wikinews, interviews, speeches, lives and more (as stated a text)."""


def uncoded(shared: Path, standoff: Path, most: int, *, open_texts: bool) -> Iterator[Passage]:
    """Yield passages without events: of ``raw_news`` up to ``most`` sentences a document, of the open texts all."""
    for doc in candidates(shared, standoff, most):
        yield _passage(doc["id"], doc["text"], doc["sentences"][doc["first"] - 1 :])
    for name in OPEN if open_texts else ():
        yield from _open_texts(shared / name)


def _open_texts(path: Path) -> Iterator[Passage]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            page = make_document(row["text"])
            if row.get("non_commercial_only") or page.text != row["text"]:
                continue
            for n, article in enumerate(split_articles(page)):
                yield _passage(f"{row['id']}-{n}", page.text, [(s.start, s.end) for s in article.sentences])


def _passage(name: str, text: str, spans: list[tuple[int, int]]) -> Passage:
    return Passage(name, text, [Sentence((start, end)) for start, end in spans])
