"""What a ledger costs as it grows: commits, many writers, the index of known codings, compaction, bytes a document.

python -m benchmarks.scale commits      # CPU and bytes of commits of real news, as the ledger grows
python -m benchmarks.scale writers      # 8 processes that commit at once
python -m benchmarks.scale known        # questions to an index of 10 million codings
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.memory import repeated
from newsledger.engine.coder import Coder
from newsledger.ingest import read_raw
from newsledger.ledger import Ledger, store
from newsledger.ledger.known import KnownCodings
from newsledger.ledger.rows import CHILDREN, CodedRows
from newsledger.records import Document, DocumentCoding, make_coding, make_document


def cpu() -> float:
    """Return the seconds of processor time of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def again(coding: DocumentCoding, number: int) -> DocumentCoding:
    """Return the coding as that of another document, with ids of its own."""
    page = make_document(coding.document.text, external_id=str(number))
    mentions = tuple(
        replace(m, event_mention_id=f"{m.event_mention_id}{number:08x}", document_id=page.document_id)
        for m in coding.mentions
    )
    articles = tuple(replace(a, document_id=page.document_id) for a in coding.articles)
    return make_coding(page, coder="again", articles=articles, mentions=mentions, claims=coding.claims)


def commits(shared: Path, folder: Path) -> None:
    coder, book = Coder.load(), Ledger(folder / "book")
    pages = [d for raw in repeated(shared, 30) if isinstance(d := read_raw(raw), Document)]
    begun = cpu()
    coded = [coder.code(page) for page in pages]
    characters = sum(len(page.text) for page in pages)
    each = (cpu() - begun) / len(pages) * 1000
    print(
        f"{len(pages)} pages of real news, {characters / len(pages):,.0f} characters each, {each:.0f} ms of CPU to code"
    )
    print(f"{sum(len(c.mentions) for c in coded) / len(coded):.1f} mentions a document")
    number, making, writing = 0, 0.0, 0.0
    for batch in range(1, 13):
        codings = [again(coded[(number + i) % len(coded)], number + i) for i in range(500)]
        number += 500
        begun = cpu()
        rows = CodedRows.of(codings)
        making += cpu() - begun
        begun = cpu()
        book.commit_rows(rows)
        writing += cpu() - begun
        if batch % 4 == 0:
            made, written = making / 2000 * 1000, writing / 2000 * 1000
            print(f"{number:>6} documents: {made:.2f} ms of CPU a document to make rows, {written:.2f} to commit")
            making = writing = 0.0
    sizes = {name: _bytes(book, name) / number for name in ("documents", *CHILDREN)}
    print(", ".join(f"{name} {size:,.0f}" for name, size in sizes.items()), "bytes a document")
    store._FILES = 2
    begun = cpu()
    book.compact()
    print(f"compaction: {(cpu() - begun) / number * 1000:.2f} ms of CPU a document; peak memory {peak():.0f} MB")


def _bytes(book: Ledger, name: str) -> int:
    table = book.table(name)
    return sum(Path(uri.removeprefix("file://")).stat().st_size for uri in table.file_uris()) if table else 0


def peak() -> float:
    """Return the most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


WRITER = """
import sys
from newsledger.ledger import Ledger
from benchmarks.memory import Still
from newsledger.records import make_document
book, coder = Ledger(sys.argv[1]), Still()
for n in range(int(sys.argv[3])):
    book.commit([coder.code(make_document(f"Troops met rebels in village {sys.argv[2]}.{n}.{i}.")) for i in range(4)])
"""


def writers(_: Path, folder: Path) -> None:
    each, number = 25, 8
    begun = time.monotonic()
    command = [sys.executable, "-c", WRITER, str(folder / "book")]
    running = [subprocess.Popen([*command, str(n), str(each)]) for n in range(number)]
    codes = [process.wait() for process in running]
    count = Ledger(folder / "book").table("documents")
    assert count is not None
    print(f"{number} writers, {each} commits each: {codes.count(0)} ended well, {count.count()} of {number * each * 4}")
    print(f"{number * each / (time.monotonic() - begun):.1f} commits a second on the clock")


def known(_: Path, __: Path) -> None:
    rng = np.random.default_rng(3)
    documents = np.sort(rng.integers(0, 2**63, 10_000_000, np.uint64))
    index = KnownCodings(np.stack([documents, np.zeros_like(documents)]))
    ids = [(f"d-{n:020x}", f"k-{n:020x}") for n in range(100_000)]
    begun = cpu()
    held = sum(index.holds(document, coding) for document, coding in ids)
    each = (cpu() - begun) / len(ids) * 1e6
    print(f"10 million known codings: {index.keys.nbytes / 2**20:.0f} MB, {each:.1f} µs of CPU a question, {held} held")


WHAT: dict[str, Callable[[Path, Path], None]] = {"commits": commits, "writers": writers, "known": known}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        WHAT[args.what](args.shared, Path(folder))


if __name__ == "__main__":
    main()
