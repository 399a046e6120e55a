"""Measure how pages are split into articles and sentences.

Usage: python -m benchmarks.pages [--shared FOLDER]

Prints the score of the bench's own scorer on glued pages (seeds that neither rules nor weights were made on), the share
of ordinary articles that are wrongly split, the F1 of sentence ends against three sets, and the speed on one core.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.common import jsonl, shared_folder
from newsledger.articles import split_articles
from newsledger.reader.model import Reader
from newsledger.records import Article, make_document

SEEDS = (101, 102, 103)
PAGES = 200
# Every fourth article of raw_news is trained on as an ordinary page (training/fit_pages.py).
TRAINED_EVERY = 4
Spans = list[tuple[int, int]]


def main() -> None:
    shared = shared_folder(__doc__)
    script = shared / "bench/pages/make_pages.py"
    sources = sorted((shared / "bench/raw_news").glob("*.jsonl.gz"))
    measure_glued(script, sources, label="all sources")
    measure_glued(script, [path for path in sources if "state_dept" not in path.name], label="news only")
    for path in [*sources, shared / "train/docs.jsonl", shared / "bench/events/docs.jsonl"]:
        measure_ordinary(path)
    for path in [shared / "train/docs.jsonl", shared / "bench/events/docs.jsonl"]:
        measure_sentences(path.relative_to(shared), documents(path))
    dev = shared / "bench/events/docs.jsonl"
    measure_sentences(f"{dev.relative_to(shared)}, parted by the reader", documents(dev), Reader.load())
    for path in sorted((shared / "bench/parsing").glob("*-dev.conllu*")):
        measure_sentences(path.relative_to(shared), treebank(path))


def measure_glued(script: Path, sources: list[Path], *, label: str) -> None:
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            pages, split = Path(folder, "pages.jsonl"), Path(folder, "split.jsonl")
            made = _run(script, "make", *map(str, sources), "--pages", str(PAGES), "--seed", str(seed))
            pages.write_text(made, encoding="utf-8")
            characters, seconds = _split_all(pages, split)
            score = _run(script, "score", str(pages), str(split)).strip()
        print(f"glued, {label}, seed {seed}: {score}  ({characters / seconds / 1e6:.1f} M characters/s)")


def measure_ordinary(path: Path) -> None:
    rows = [row for n, row in enumerate(texts(path)) if path.suffix != ".gz" or n % TRAINED_EVERY]
    wrong = sum(len(split(row["text"])) > 1 for row in rows)
    print(f"ordinary, {path.name}: {len(rows)} pages, wrongly split {wrong / len(rows):.4f}")


def measure_sentences(name: Path | str, pages: Iterable[tuple[str, Spans]], reader: Reader | None = None) -> None:
    """Print precision, recall and F1 of the ends of body sentences, parted further by the reader if one is given.

    Headlines, kickers and decks are left out: the gold has them in one piece with the sentence behind them.
    """
    hits = n_gold = n_found = 0
    for text, gold in pages:
        page = make_document(text)
        articles = split_articles(page)
        parted = [reader.part(page, article) for article in articles] if reader else articles
        sentences = [sentence for article in parted for sentence in article.sentences]
        found = {sentence.end for sentence in sentences if sentence.kind == "body"}
        ends = {end for _, end in gold} - {sentence.end for sentence in sentences if sentence.kind != "body"}
        hits += len(ends & found)
        n_gold += len(ends)
        n_found += len(found)
    p, r = hits / n_found, hits / n_gold
    print(f"sentence ends, {name}: P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}  ({n_gold} sentences)")


def split(text: str) -> tuple[Article, ...]:
    return split_articles(make_document(text))


def texts(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix != ".gz":
        yield from jsonl(path)
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def documents(path: Path) -> Iterator[tuple[str, Spans]]:
    for row in jsonl(path):
        text = row["text"]
        yield text, [(start, start + len(text[start:end].rstrip())) for start, end in row["sentences"]]


def treebank(path: Path) -> Iterator[tuple[str, Spans]]:
    """Yield each document of a CoNLL-U file as text with a line a paragraph, and its sentences."""
    data = path.read_bytes()
    conllu = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    for part in re.split(r"^# newdoc.*$", conllu, flags=re.MULTILINE):
        text, spans = "", []
        for line in part.split("\n"):
            if line.startswith("# newpar"):
                text = text.rstrip(" ") + "\n"
            elif line.startswith("# text = "):
                sentence = line.removeprefix("# text = ").rstrip()
                spans.append((len(text), len(text) + len(sentence)))
                text += sentence + " "
        if spans:
            yield text, spans


def _split_all(pages: Path, target: Path) -> tuple[int, float]:
    """Split pages into a file for the scorer; return characters read and seconds of CPU time spent on splitting."""
    characters, seconds = 0, 0.0
    with target.open("w", encoding="utf-8") as handle:
        for page in jsonl(pages):
            before = time.process_time()
            articles = split(page["text"])
            seconds += time.process_time() - before
            characters += len(page["text"])
            row = {
                "external_id": page["id"],
                "articles": [{"start": a.start, "end": a.end, "kind": a.kind, "cut_off": a.cut_off} for a in articles],
                "sentences": [[s.start, s.end] for a in articles for s in a.sentences],
            }
            handle.write(json.dumps(row) + "\n")
    return characters, seconds


def _run(script: Path, *arguments: str) -> str:
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
