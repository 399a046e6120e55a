"""Text that nobody has coded, for a teacher to read: news, stories of our own, open texts of the bench's train sets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from newsledger.articles import split_articles
from newsledger.records import make_document
from training.groundwork_data import read_plain
from training.packs import candidates
from training.passages import Passage, Sentence

OPEN = ("bench/timex/wikiwars_train.jsonl", "bench/names_gum/train.jsonl.gz")
"""Histories of wars (CC BY-SA 3.0); Wikinews, interviews, speeches, lives and more (as stated a text)."""
EWT = "bench/parsing/en_ewt-ud-train.conllu.gz"
"""Of English Web Treebank (CC BY-SA 4.0) the newsgroups and weblogs, where politics is talked about."""
STORIES = Path(__file__).parent / "stories"
"""News of our own writing; a line with ``# `` is the headline of the next story."""


def uncoded(shared: Path, standoff: Path, most: int, *, open_texts: bool) -> Iterator[Passage]:
    """Yield passages without events: our stories, up to ``most`` sentences of each news document, all open texts."""
    for path in sorted(STORIES.glob("*.txt")):
        yield from story_passages(path)
    for doc in candidates(shared, standoff, most):
        yield _passage(doc["id"], doc["text"], doc["sentences"][doc["first"] - 1 :])
    if open_texts:
        for name in OPEN:
            yield from _open_texts(shared / name)
        for name, text, spans in read_plain(shared / EWT, ("newsgroup", "weblog")):
            yield _passage(name, text, spans)


def _open_texts(path: Path) -> Iterator[Passage]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if not row.get("non_commercial_only"):
                yield from _articles(row["id"], row["text"])


def story_passages(path: Path) -> Iterator[Passage]:
    """Yield the stories of a file as passages without events."""
    for n, story in enumerate(path.read_text(encoding="utf-8").removeprefix("# ").split("\n# ")):
        yield from _articles(f"{path.stem}-{n}", story.strip())


def _articles(name: str, text: str) -> Iterator[Passage]:
    page = make_document(text)
    for n, article in enumerate(split_articles(page)):
        yield _passage(f"{name}-{n}", page.text, [(s.start, s.end) for s in article.sentences])


def _passage(name: str, text: str, spans: list[tuple[int, int]]) -> Passage:
    return Passage(name, text, [Sentence((start, end)) for start, end in spans])
