"""Bulk input: time a page and peak memory of cutting, from a small input to one of a gigabyte, in every form.

Usage: python -m benchmarks.bulk_input [--megabytes 1000] [--folder /tmp]

Each form is written with made-up pages at a hundredth and the whole of the size, cut in a process of its own,
and deleted. Sizes are of the pages unpacked. Memory is the peak of the process, most of which are pyarrow and fastwarc.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from newsledger.ingest import Raw, cut_inputs

WORDS = ("border", "minister", "envoy", "talks", "river", "council", "harbour", "treaty", "convoy", "tariff")
PAGE = 8_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", help="not needed; taken so that all benchmarks are called alike")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--cut", type=Path)
    arguments = parser.parse_args()
    if arguments.cut:
        cut(arguments.cut)
        return
    print("form            MB     pages   us/page  peak (MB)")
    for name, write in FORMS.items():
        for share in (0.01, 1.0):
            with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
                path = Path(folder) / name
                write(path, max(1, int(arguments.megabytes * share * 1e6 / PAGE)))
                size = int(arguments.megabytes * share)
                print(f"{name:12}{size:6}", end="", flush=True)
                subprocess.run([sys.executable, "-m", "benchmarks.bulk_input", "--cut", str(path)], check=True)


def cut(path: Path) -> None:
    warm()
    began, pages = time.process_time(), 0
    for found in cut_inputs([str(path)]):
        assert isinstance(found, Raw), found
        pages += 1
    spent = time.process_time() - began
    print(f"{pages:10,}{1e6 * spent / pages:10.1f}{peak():10.0f}", flush=True)


def warm() -> None:
    """Import what the forms need, so that only what grows is measured."""
    with tempfile.TemporaryDirectory() as folder:
        for name, write in FORMS.items():
            write(Path(folder) / name, 20)
        assert list(cut_inputs([folder]))


def peak() -> float:
    """Peak of this process's own memory, in MB; ``getrusage`` would count that of the parent at the fork too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def pages(number: int) -> Iterator[str]:
    rng = random.Random(20310312)
    texts = [" ".join(rng.choices(WORDS, k=PAGE // 8)) for _ in range(100)]
    for n in range(number):
        yield f"<html><head><title>Page {n}</title></head><body><p>{texts[n % 100]}.</p></body></html>"


def write_jsonl(path: Path, number: int) -> None:
    with path.open("w") as out:
        for page in pages(number):
            out.write(json.dumps({"html": page}) + "\n")


def write_jsonl_gz(path: Path, number: int) -> None:
    with gzip.open(path, "wt", compresslevel=1) as out:
        for page in pages(number):
            out.write(json.dumps({"html": page}) + "\n")


def write_csv(path: Path, number: int) -> None:
    with path.open("w") as out:
        out.write("html\n")
        for page in pages(number):
            out.write(f'"{page}"\n')


def write_parquet(path: Path, number: int) -> None:
    with parquet.ParquetWriter(path, pa.schema({"html": pa.string()})) as out:
        batch: list[str] = []
        for page in pages(number):
            batch.append(page)
            if len(batch) == 2000:
                out.write_table(pa.table({"html": batch}))
                batch = []
        out.write_table(pa.table({"html": batch}))


def write_tar(path: Path, number: int) -> None:
    with tarfile.open(path, "w:gz", compresslevel=1) as out:
        for n, page in enumerate(pages(number)):
            info = tarfile.TarInfo(f"{n}.html")
            info.size = len(page)
            out.addfile(info, io.BytesIO(page.encode()))
            out.members.clear()  # type: ignore[attr-defined]


def write_zip(path: Path, number: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for n, page in enumerate(pages(number)):
            out.writestr(f"{n}.html", page)


def write_warc(path: Path, number: int) -> None:
    with path.open("wb") as out:
        for n, page in enumerate(pages(number)):
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{n}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            out.write(gzip.compress(f"{head}{block}\r\n\r\n".encode(), 1))


FORMS: dict[str, Callable[[Path, int], None]] = {
    "a.jsonl": write_jsonl,
    "a.jsonl.gz": write_jsonl_gz,
    "a.csv": write_csv,
    "a.parquet": write_parquet,
    "a.tar.gz": write_tar,
    "a.zip": write_zip,
    "a.warc.gz": write_warc,
}


if __name__ == "__main__":
    main()
