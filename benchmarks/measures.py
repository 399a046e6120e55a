"""Measure the reading of measures and findings, field by field.

Usage: python -m benchmarks.measures [--set dev|held|held_2|pool|…|pool_4b|labels|all] [--errors]

Passages of our own (``benchmarks/data/measures_*.txt``): a line ``= text``, an optional line ``@ date``, then a line a
measure, ``kind; issuers > targets; rate; from; status`` with ``-`` for what the text does not give and ``*`` for all
countries, a line ``! text`` or ``! regime act`` a finding, or ``none``. Without ``@`` the page is of 2031-03-12, a
Wednesday; ``~`` gives its publisher.
``held`` and ``held_2`` were set aside before the rules were written or changed: their errors are never shown.
``pool`` to ``pool_4`` are stand-off samples of mined sentences (``measures_pool*.jsonl``: a sentence of the bench's
pools by its id, or the ends of one in an article; labels, no text). The whole article is read, its address with it,
and what it says in the marked sentence is scored. What counts as a report is defined in ``docs/measures.md``; the
first two samples were labelled before that was written down, and 68 of their 474 sentences were relabelled by it,
before the program had read ``pool_3`` and ``pool_4``. Of these two, half a is to develop on. Half b of ``pool_3`` was
kept unseen until ``pool_4`` came; that of ``pool_4`` (``pool_4b``) still is: its errors are never shown. ``pool_4``
takes sentences of the coded training news too. ``labels`` are the labelled sentences of every eighth document of
``training/measures/news.jsonl``, from which the reader does not learn. ``docs/figures.md`` has the figures.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.common import jsonl
from newsledger.engine import Coder
from newsledger.records import Document, DocumentCoding, make_document
from newsledger.records.measure import MeasureMention

DATA = Path(__file__).parent / "data"
MEASURES = Path(__file__).parent.parent / "training/measures"
HOLD_OUT = 8
DATE = "2031-03-12"
FIELDS = ("kind", "issuer", "target", "rate", "from", "status")
OWN = ("dev", "held", "held_2")
POOLS = {
    "pool": ("measures_pool.jsonl", None),
    "pool_2": ("measures_pool_2.jsonl", None),
    "pool_3": ("measures_pool_3.jsonl", "a"),
    "pool_3b": ("measures_pool_3.jsonl", "b"),
    "pool_4": ("measures_pool_4.jsonl", "a"),
    "pool_4b": ("measures_pool_4.jsonl", "b"),
}
LABELS = "labels"
"""Labelled sentences of ``training/measures`` whose documents the reader does not learn from."""
SHOWN = frozenset({"dev", "pool", "pool_2", "pool_3", "pool_3b", "pool_4"})
BEFORE, AFTER = 2000, 500


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its labels: a stretch of a document."""

    key: str
    document: Document
    start: int
    end: int
    measures: tuple[str, ...]
    findings: tuple[str, ...]


def own_passages(name: str) -> Iterator[Passage]:
    text = (DATA / f"measures_{name}.txt").read_text(encoding="utf-8")
    for number, block in enumerate(re.split(r"(?m)^= ", text)[1:]):
        lines = [line.strip() for line in block.strip().splitlines()]
        date = next((line[2:] for line in lines[1:] if line.startswith("@")), DATE)
        publisher = next((line[2:] for line in lines[1:] if line.startswith("~")), None)
        labels = [line for line in lines[1:] if line and line != "none" and line[0] not in "@~"]
        document = make_document(lines[0], document_creation_time=date, publisher=publisher)
        yield Passage(
            f"{name}-{number}", document, 0, len(lines[0]),
            tuple(x for x in labels if not x.startswith("!")), tuple(x[2:] for x in labels if x.startswith("!")),
        )  # fmt: skip


def raw_news(shared: Path) -> dict[str, dict[str, str]]:
    """Articles of the bench's raw news and of the coded training news by their ids."""
    articles: dict[str, dict[str, str]] = {doc["id"]: doc for doc in jsonl(shared / "train/docs.jsonl")}
    for path in sorted((shared / "bench/raw_news").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            articles.update((row["id"], row) for row in map(json.loads, lines))
    return articles


def pool_passages(shared: Path, name: str, half: str | None) -> Iterator[Passage]:
    sentences = {row["id"]: row for row in jsonl(shared / "bench/pools/sentences.jsonl")}
    articles = raw_news(shared)
    for row in (row for row in jsonl(DATA / name) if half in (None, row.get("half"))):
        found = sentences.get(row.get("id", ""))
        article = articles.get(found["doc"] if found else row["doc"])
        words = found["sentence"] if found else article["text"][row["start"] : row["end"]] if article else ""
        at = article["text"].find(words) if article and found else row.get("start", -1)
        document, start = in_article(article, at, len(words)) if article and at >= 0 else (None, 0)
        document = document or make_document(words, document_creation_time=found["date"] if found else None)
        key = row.get("id") or f"{row['doc']}@{row['start']}"
        yield Passage(key, document, start, start + len(words), tuple(row["measures"]), tuple(row["findings"]))


def held_documents() -> set[str]:
    """The documents that the reader does not learn from: every eighth of the first file, whatever is labelled later."""
    return set(sorted({row["doc"] for row in jsonl(MEASURES / "news.jsonl")})[::HOLD_OUT])


def labelled_passages(shared: Path) -> Iterator[Passage]:
    held, articles = held_documents(), raw_news(shared)
    for row in (row for row in jsonl(MEASURES / "news.jsonl") if row["doc"] in held):
        length = row["end"] - row["start"]
        document, start = in_article(articles[row["doc"]], row["start"], length)
        labels = tuple(map(_label, row["measures"]))
        yield Passage(f"{row['doc']}@{row['start']}", document, start, start + length, labels, ())


def _label(row: dict[str, Any]) -> str:
    issuers, targets = (
        ",".join(sorted({code for *_, code in row[side] if code})) or "-" for side in ("issuers", "targets")
    )
    return f"{row['kind']}; {issuers} > {targets}; -; -; {row['status']}"


def in_article(article: dict[str, str], at: int, length: int) -> tuple[Document, int]:
    """The article around a sentence, cut at line ends where it is long, and where the sentence begins in it."""
    text = article["text"]
    low = text.rfind("\n", 0, at - BEFORE) + 1 if at > BEFORE else 0
    high = text.find("\n", at + length + AFTER)
    document = make_document(
        text[low:high] if high > 0 else text[low:],
        title=article.get("title"), url=article.get("url"), document_creation_time=article["date"],
    )  # fmt: skip
    return document, at - low


def gold_items(labels: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    items: set[tuple[str, ...]] = set()
    for label in labels:
        kind, sides, rate, start, status = (part.strip() for part in label.split(";"))
        issuers, targets = (side.strip() for side in sides.split(">"))
        items.add(("kind", kind))
        items |= {("issuer", kind, code) for code in issuers.split(",") if code != "-"}
        items |= {("target", kind, code) for code in targets.split(",") if code != "-"}
        if rate != "-":
            items |= {("rate", code, f"{float(rate):g}") for code in targets.split(",")}
        if start != "-":
            items.add(("from", kind, start))
        items.add(("status", kind, status))
    return Counter(items)


def found_items(measures: tuple[MeasureMention, ...]) -> Counter[tuple[str, ...]]:
    items: set[tuple[str, ...]] = set()
    for m in measures:
        if m.aspect != "measure":
            continue
        items.add(("kind", m.kind))
        items |= {("issuer", m.kind, p.country) for p in m.issuers if p.country}
        items |= {("target", m.kind, p.country) for p in m.targets if p.country}
        if m.rate:
            items |= {("rate", p.country or "-", f"{m.rate.value:g}") for p in m.targets} or {
                ("rate", "-", f"{m.rate.value:g}")
            }
        if m.in_force_from and m.in_force_from.value:
            items.add(("from", m.kind, m.in_force_from.value.split("T")[0]))
        items.add(("status", m.kind, m.status or "-"))
    return Counter(items)


def inside(passage: Passage, coding: DocumentCoding) -> tuple[tuple[MeasureMention, ...], Counter[str]]:
    """What the coding says in the sentences of a passage."""
    measures = tuple(m for m in coding.measures if m.sentence_start < passage.end and passage.start < m.sentence_end)
    findings = [f for f in coding.findings if f.sentence_start < passage.end and passage.start < f.sentence_end]
    return measures, Counter({label_of(f) for f in findings})


def label_of(finding: object) -> str:
    basis, regime = getattr(finding, "basis", ""), getattr(finding, "regime_id", None)
    return "text" if basis == "text" else str(regime)


def score(passages: list[Passage], coder: Coder, *, show: bool) -> dict[str, float]:
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for passage in passages:
        measures, gave = inside(passage, coder.code(passage.document))
        want, have = gold_items(passage.measures), found_items(measures)
        for counter, items in ((gold, want), (found, have), (right, want & have)):
            for item, n in items.items():
                counter[item[0]] += n
        wanted = Counter("text" if x == "text" else x.split()[0] for x in passage.findings)
        gold["finding"] += sum(wanted.values())
        found["finding"] += sum(gave.values())
        right["finding"] += sum((wanted & gave).values())
        if show and (want != have or wanted != gave):
            print(f"{passage.key} {passage.document.text[passage.start : passage.end]}")
            print("   missed", sorted((want - have) + Counter()), sorted((wanted - gave).elements()))
            print("   false ", sorted((have - want) + Counter()), sorted((gave - wanted).elements()))
    print(f"{len(passages)} passages")
    scores = {}
    for name in (*FIELDS, "finding"):
        precision, recall = right[name] / max(found[name], 1), right[name] / max(gold[name], 1)
        scores[name] = 2 * precision * recall / max(precision + recall, 1e-9)
        counts = f"{right[name]} of {gold[name]}, {found[name]} found"
        print(f"{name:8} P {precision:.3f}  R {recall:.3f}  F1 {scores[name]:.3f}   ({counts})")
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", dest="name", choices=[*OWN, *POOLS, LABELS, "all"], default="all")
    parser.add_argument("--errors", action="store_true", help="show what is wrong (dev and the pools only)")
    arguments = parser.parse_args()
    coder = Coder.load()
    for name in (*OWN, *POOLS, LABELS) if arguments.name == "all" else (arguments.name,):
        if name not in OWN and not (arguments.shared / "bench").is_dir():
            print(f"{name}: skipped, the bench is not here")
            continue
        print(f"== {name}")
        if name == LABELS:
            passages = list(labelled_passages(arguments.shared))
        else:
            passages = list(pool_passages(arguments.shared, *POOLS[name]) if name in POOLS else own_passages(name))
        score(passages, coder, show=arguments.errors and name in SHOWN)


if __name__ == "__main__":
    main()
