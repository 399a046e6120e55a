"""Packs of raw news to code by hand: ``python -m training.packs ../shared FOLDER --packs 6 --documents 90``.

Each pack is ``pack-N.jsonl`` (documents with sentence offsets) and ``pack-N.txt`` (the same to read, sentences
numbered). What is coded is checked and turned into stand-off by :mod:`training.codings`.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from newsledger.articles import split_articles
from newsledger.reader.decode import Thresholds, decode
from newsledger.reader.labels import EVENT_TYPES
from newsledger.reader.model import Reader
from newsledger.reader.windows import make_windows
from newsledger.records import make_document
from training.codings import readable
from training.fit import load_tokenizer
from training.passages import read_jsonl

LEAD = 11
"""Sentences of a document that are coded at a time, as in the bench."""
SHINGLE, COPY = 10, 15
"""Documents that share so many runs of so many words are copies; less is a set phrase."""
RARE = {"CONCEDE": 4.0, "THREATEN": 3.0, "COOPERATE": 3.0, "RETREAT": 3.0, "MOBILIZE": 3.0, "REJECT": 3.0, "AID": 2.0}
FAINT = Thresholds(type=(0.25,) * len(EVENT_TYPES))


def shingles(text: str) -> set[str]:
    """Return every run of SHINGLE words: what two copies of a document share, however their sentences are cut."""
    words = text.lower().split()
    return {" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


@dataclass(frozen=True, slots=True)
class _Coded:
    """What is coded already, or kept for measuring."""

    until: dict[str, int]
    train: set[str]
    measuring: set[str]

    @staticmethod
    def load(shared: Path, standoff: Path) -> _Coded:
        train, measuring = (
            {s for doc in read_jsonl(shared / name) for s in shingles(doc["text"])}
            for name in ("train/docs.jsonl", "bench/events/docs.jsonl")
        )
        until: dict[str, int] = {}
        for path in standoff.glob("*.jsonl"):
            for row in read_jsonl(path):
                until[row["doc"]] = max(until.get(row["doc"], 0), row["sentence"][1])
        return _Coded(until, train, measuring)

    def first_free(self, doc: dict[str, Any], sentences: list[tuple[int, int]]) -> int | None:
        """Return the number of the first sentence that may be coded; None where a document is kept for measuring."""
        here = shingles(doc["text"])
        if len(here & self.measuring) >= COPY:
            return None
        done = sum(start < self.until.get(doc["id"], 0) for start, _ in sentences)
        return max(done, LEAD + 1 if len(here & self.train) >= COPY else 0) + 1


def candidates(shared: Path, standoff: Path, most: int = LEAD) -> Iterator[dict[str, Any]]:
    """Yield documents of ``raw_news`` with up to ``most`` sentences that nobody has coded, from number ``first`` on."""
    coded = _Coded.load(shared, standoff)
    for archive in sorted((shared / "bench/raw_news").glob("*.jsonl.gz")):
        with gzip.open(archive, "rt", encoding="utf-8") as lines:
            for doc in map(json.loads, lines):
                page = make_document(doc["text"])
                articles = split_articles(page)
                sentences = [(s.start, s.end) for s in articles[0].sentences] if articles else []
                first = coded.first_free(doc, sentences)
                if first is not None and page.text == doc["text"] and len(sentences) >= first + 3:
                    yield {**doc, "sentences": sentences[: first + most - 1], "first": first, "archive": archive.name}


def interest(doc: dict[str, Any], reader: Reader, tokenizer: Tokenizer) -> float:
    """Return how much a document has to teach: the present reader's events, rare types counting more."""
    page = make_document(doc["text"])
    found: Counter[str] = Counter()
    for window in make_windows(page.text, doc["sentences"][doc["first"] - 1 :], tokenizer):
        for reading in decode(window, reader.run(window), FAINT):
            found.update(event.event_type for event in reading.events)
    return sum(min(n, 2) * RARE.get(kind, 1.0) for kind, n in found.items())


def make(shared: Path, standoff: Path, folder: Path, *, packs: int, documents: int) -> None:
    """Write packs of the most instructive documents; official releases are at most a third."""
    reader, tokenizer = Reader.load(), load_tokenizer()
    ranked = sorted(candidates(shared, standoff), key=lambda d: (-interest(d, reader, tokenizer), d["id"]))
    official = [d for d in ranked if d["archive"].startswith("state")]
    news = [d for d in ranked if not d["archive"].startswith("state")]
    total = packs * documents
    news = news[: total - total // 3]
    chosen = news + official[: total - len(news)]
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(packs):
        pack = chosen[n::packs]
        with (folder / f"pack-{n}.jsonl").open("w", encoding="utf-8") as rows:
            rows.writelines(json.dumps(doc) + "\n" for doc in pack)
        (folder / f"pack-{n}.txt").write_text("\n".join(map(readable, pack)), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--standoff", type=Path, default=Path("training/standoff"))
    for name, default in (("packs", 6), ("documents", 90)):
        parser.add_argument(f"--{name}", type=int, default=default)
    a = parser.parse_args()
    make(a.shared, a.standoff, a.folder, packs=a.packs, documents=a.documents)


if __name__ == "__main__":
    main()
