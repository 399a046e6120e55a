"""Documents, words and event mentions a second and core, from raw text into the ledger, and where the time goes.

All of it is CPU time, which other work on the machine disturbs little, and in one run with the bare encoder (the
network without its heads, on the same windows), so that the ratio to this floor holds on any machine. Two processes
are set against one by the CPU time that a document costs each: what they wait for is not counted, what they take from
each other (caches, memory, the clock of the chip) is.
"""

from __future__ import annotations

import gc
import gzip
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from benchmarks.common import shared_folder
from benchmarks.reader import bare_encoder
from newsledger.articles import split_articles
from newsledger.cluster import assign_events
from newsledger.engine.coder import Coder
from newsledger.extract import Extraction, extract, rewrite, without_repeats
from newsledger.ledger import Ledger, refresh
from newsledger.measures import read_rules
from newsledger.reader.decode import decode
from newsledger.reader.model import merge_readings
from newsledger.reader.reading import SentenceReading
from newsledger.reader.windows import Window
from newsledger.records import (
    Article,
    Claim,
    Document,
    DocumentCoding,
    EventMention,
    make_coding,
    make_document,
)

FILES = {"state_dept_releases_publicdomain": 0.6, "voa_m2e2": 0.2, "wikinews_ccby": 0.2}
"""Files of ``raw_news`` and the share of the documents that is taken from each, evenly over the file."""
DOCUMENTS = 120
SHARD = 32
ROUNDS = 2


def raw_news(bench: Path, number: int = DOCUMENTS) -> list[Document]:
    """Return documents of real news, evenly drawn."""
    drawn: list[Document] = []
    for name, share in FILES.items():
        with gzip.open(bench / "raw_news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        wanted = round(number * share)
        drawn += [
            make_document(
                row["text"],
                external_id=row["id"],
                title=row.get("title"),
                url=row.get("url"),
                document_creation_time=row.get("date"),
            )
            for row in rows[:: max(1, len(rows) // wanted)][:wanted]
        ]
    return drawn


@dataclass(slots=True)
class Stages:
    """CPU seconds of each stage, in the order in which a document passes through them."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    windows: list[Window] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done inside to a stage."""
        began = time.process_time()
        yield
        self.seconds[name] += time.process_time() - began

    def code(self, coder: Coder, document: Document) -> DocumentCoding:
        """Code a document as :meth:`newsledger.engine.coder.Coder.code` does, one stage at a time."""
        with self.stage("cut the page into articles"):
            cut = split_articles(document)
        with self.stage("part sentences without stops"):
            articles = tuple(coder.reader.part(document, a) for a in cut)
        mentions: list[EventMention] = []
        claims: list[Claim] = []
        readings = [self._read(coder, document, article) for article in articles]
        for article, read in zip(articles, readings, strict=True):
            found = self._extract(coder, document, article, read)
            with self.stage("who is who"):
                resolved = coder.resolver.resolve(found.mentions, article, document, sources=found.claims)
                mentions.extend(rewrite(m, coder.ontology) for m in resolved)
                claims.extend(coder.resolver.resolve_claims(found.claims, article, document))
        with self.stage("events of the page"):
            coded = assign_events(mentions)
        with self.stage("measures and findings"):
            measures, findings = read_rules(document, articles, coded, claims, coder.resolver, readings)
        with self.stage("ids and records"):
            return make_coding(
                document,
                coder=coder.name,
                articles=articles,
                mentions=coded,
                claims=tuple(claims),
                measures=measures,
                findings=findings,
            )

    def _read(self, coder: Coder, document: Document, article: Article) -> list[SentenceReading]:
        with self.stage("word pieces and windows"):
            windows = coder.reader.windows(document.text, article)
        self.windows += windows
        read: list[SentenceReading] = []
        for window in windows:
            with self.stage("network"):
                output = coder.reader.run(window)
            with self.stage("scores to readings"):
                read += decode(window, output, coder.reader.thresholds)
        return merge_readings(read)

    def _extract(self, coder: Coder, document: Document, article: Article, read: list[SentenceReading]) -> Extraction:
        with self.stage("times, quantities, certainty, sources"):
            told = without_repeats(document.text, article, read)
            return extract(document, article, told, ontology=coder.ontology, model=coder.reader.name)

    def store(self, ledger: Ledger, codings: Sequence[DocumentCoding]) -> None:
        """Write codings shard by shard and group the events, as the command does."""
        with self.stage("ledger: commits"):
            for first in range(0, len(codings), SHARD):
                ledger.commit(codings[first : first + SHARD])
        with self.stage("ledger: stories, copies, events"):
            refresh(ledger)


def floor(windows: Sequence[Window]) -> Callable[[], float]:
    """Return a function that runs the bare encoder over the windows and gives its CPU seconds."""
    feeds = [
        {"pieces": np.asarray([w.pieces], dtype=np.int64), "cases": np.asarray([w.cases], dtype=np.int64)}
        for w in windows
    ]
    with tempfile.TemporaryDirectory() as folder:
        session = bare_encoder(Path(folder))

    def run() -> float:
        began = time.process_time()
        for feed in feeds:
            session.run(None, feed)
        return time.process_time() - began

    return run


def worker(documents: Sequence[Document]) -> tuple[float, int]:
    """Code documents in this process; return the CPU seconds and the peak memory in bytes."""
    coder = Coder.load()
    coder.code(documents[0])
    began = time.process_time()
    for document in documents:
        coder.code(document)
    return time.process_time() - began, peak_memory()


def peak_memory() -> int:
    """Return the most memory that this process has held, in bytes (Linux); ``getrusage`` would tell its parent's."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


def side_by_side(documents: Sequence[Document], number: int) -> tuple[float, float]:
    """Code the documents in each of several new processes at once; CPU seconds and peak memory of one, in the mean."""
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as pool:
        runs = list(pool.map(worker, [documents] * number))
    return float(np.mean([seconds for seconds, _ in runs])), float(np.mean([memory for _, memory in runs]))


def print_stages(stages: Stages, documents: Sequence[Document], codings: Sequence[DocumentCoding]) -> None:
    """Print the seconds of each stage with their share, and what that makes a second and core."""
    total = sum(stages.seconds.values())
    words = sum(len(d.text.split()) for d in documents)
    mentions = sum(len(c.mentions) for c in codings)
    print(f"{len(documents)} documents, {words} words ({words / len(documents):.0f} a document), {mentions} mentions")
    for name, seconds in stages.seconds.items():
        print(f"  {name:40s} {seconds:7.2f} s  {seconds / total:6.1%}  {seconds / words * 1e6:6.1f} µs a word")
    print(f"  {'all':40s} {total:7.2f} s")
    rates = [f"{number / total:.{digits}f}" for number, digits in ((len(documents), 2), (words, 0), (mentions, 0))]
    print("a second and core: {} documents, {} words, {} mentions".format(*rates))


def warm_up(coder: Coder, documents: Sequence[Document]) -> float:
    """Code and store some documents, so that what is loaded once is not counted; return the CPU seconds of it."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        Stages().store(Ledger(Path(folder) / "ledger"), [coder.code(d) for d in documents])
    return time.process_time() - began


def main() -> None:
    bench = shared_folder(__doc__) / "bench"
    documents = raw_news(bench)
    drawn = {d.document_id for d in documents}
    began = time.process_time()
    coder = Coder.load()
    loaded = time.process_time() - began
    others = [d for d in raw_news(bench, DOCUMENTS // 4 + 1) if d.document_id not in drawn]
    warm = warm_up(coder, others)
    gc.freeze()  # as a worker does behind its first pages (engine/child.py)
    stages = Stages()
    with tempfile.TemporaryDirectory() as folder:
        codings = [stages.code(coder, document) for document in documents]
        stages.store(Ledger(Path(folder) / "ledger"), codings)
    print_stages(stages, documents, codings)
    print(f"before: {loaded:.2f} s to load, {warm:.2f} s for {len(others)} other documents")
    bare = floor(stages.windows)
    seconds = float(np.median([bare() for _ in range(ROUNDS)]))
    total, network = sum(stages.seconds.values()), stages.seconds["network"]
    print(f"bare encoder {seconds:.2f} s: {len(documents) / seconds:.2f} documents/s if nothing else were done")
    print(f"all takes {total / seconds:.2f} times the bare encoder, the network with its heads {network / seconds:.2f}")
    some = documents[:: max(1, len(documents) // 20)]
    runs = [side_by_side(some, number) for _ in range(ROUNDS) for number in (1, 2)]
    alone, beside = (float(np.median([seconds for seconds, _ in runs[n::2]])) for n in (0, 1))
    memory = max(memory for _, memory in runs) / 2**20
    print(f"two processes: {2 * alone / beside:.2f} times one; peak memory of a worker {memory:.0f} MB")


if __name__ == "__main__":
    main()
