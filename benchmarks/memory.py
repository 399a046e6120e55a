"""Memory of a run as documents go through it: peak of the driver and of its workers, read from ``/proc``.

    python -m benchmarks.memory                      # 200,000 documents with a coder that costs nothing
    python -m benchmarks.memory --real --documents 10000

The documents are those of ``raw_news``, again and again, each time with another id. A line is printed at each tenth of
the way; memory is flat when the lines do not grow.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from newsledger.engine import run
from newsledger.engine.work import Codes, LoadCoder
from newsledger.ingest import Kind, Raw
from newsledger.ledger import Ledger
from newsledger.records import Document, DocumentCoding, coding_id, make_coding

MEGABYTE = 2**20


class Still:
    """Codes nothing: a document and its coding id, and no more."""

    name = "still"

    def coding_id(self, document: Document) -> str:
        return coding_id(document, self.name)

    def code(self, document: Document) -> DocumentCoding:
        return make_coding(document, coder=self.name)


class LoadStill:
    """Loads it in a worker."""

    def __call__(self) -> Codes:
        return Still()


def repeated(shared: Path, documents: int) -> Iterator[Raw]:
    rows = []
    for file in sorted((shared / "bench" / "raw_news").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    for number in range(documents):
        row = rows[number % len(rows)] | {"id": str(number)}
        yield Raw(f"raw_news:{number}", Kind.ROW, json.dumps(row).encode())


def memory(process: int | str) -> int:
    """Return the resident bytes of a process, 0 when it is gone."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


def children() -> list[int]:
    """Return the ids of this process's children."""
    return [int(p) for t in Path("/proc/self/task").iterdir() for p in (t / "children").read_text().split()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--real", action="store_true", help="the real coder")
    args = parser.parse_args()
    step = max(1, args.documents // 10)
    with tempfile.TemporaryDirectory() as folder:
        book = Ledger(Path(folder) / "ledger")
        driver, worker, begun = 0, 0, time.monotonic()
        documents, next_line = 0, min(1000, step)
        print(
            f"{'documents':>10} {'driver MB':>10} {'worker MB':>10} {'documents/s':>12}   peaks since the line before"
        )
        from benchmarks.memory import LoadStill as Load  # a worker cannot find what this script calls __main__

        load = LoadCoder() if args.real else Load()
        for shard in run(repeated(args.shared, args.documents), jobs=args.jobs, load=load, ledger=book):
            documents += len(shard.order)
            driver, worker = max(driver, memory("self")), max([worker, *map(memory, children())])
            if documents >= next_line:
                rate = documents / (time.monotonic() - begun)
                print(f"{documents:>10} {driver // MEGABYTE:>10} {worker // MEGABYTE:>10} {rate:>12.1f}", flush=True)
                next_line, driver, worker = next_line + step, 0, 0
        size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
        print(f"the ledger: {size / max(documents, 1):,.0f} bytes a document, {len(book.versions())} versions")


if __name__ == "__main__":
    main()
