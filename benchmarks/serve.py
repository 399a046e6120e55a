"""How quickly the web app answers on a ledger of 10,000, 100,000 and a million event mentions.

Usage: python -m benchmarks.serve [--million] [--folder DIR] [--repeat N] [--size N]

Ledgers are made up from the rows of examples/strait.txt, coded once (benchmarks/serve_ledger.py), in a folder that is
kept when it is given. Each size runs in a process of its own: the cache is built, then each page is asked for over
ASGI, without a network, and everything that a page keeps is forgotten before each question. Printed is the least of
so many repeats, since other work on the machine only ever adds to it.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import newsledger
from benchmarks.serve_ledger import make
from newsledger.apps.web import create_app
from newsledger.ledger import Ledger
from newsledger.ledger.browse import Browser, Snapshot

SIZES = (10_000, 100_000)
MILLION = 1_000_000
PAGES = (
    ("overview", "/"),
    ("ledger table", "/event-mentions"),
    ("… of a type", "/event-mentions?type=ASSAULT"),
    ("… of two types and an actor", "/event-mentions?type=ASSAULT&type=AID&actor=KEN"),
    ("… of a publisher, from a day on", "/event-mentions?publisher=Daily+Lantern+1&since=2033-01-01"),
    ("… with a rare word", "/event-mentions?q=a1234"),
    ("… with a frequent word", "/event-mentions?q=official"),
    ("… its hundredth page as JSON", "deep"),
    ("a mention", "mention"),
    ("a document", "document"),
    ("an event", "event"),
    ("events", "/events"),
    ("events of a dyad", "/events?party=KEN&party=UGA"),
    ("documents", "/documents"),
    ("documents with a word", "/documents?q=a1234"),
    ("sources", "/sources"),
    ("timeline", "/timeline"),
    ("dyads", "/dyads"),
    ("a dyad", "/dyads/KEN/UGA"),
    ("network", "/network?least=50"),
    ("map", "/map"),
    ("review", "/review"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", help="not needed; taken so that all benchmarks are called alike")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--size", type=int)
    arguments = parser.parse_args()
    if arguments.size:
        run(arguments.size, arguments.folder, arguments.repeat)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        coded(folder)
        for size in (*SIZES, *((MILLION,) if arguments.million else ())):
            command = [sys.executable, "-m", "benchmarks.serve", "--size", str(size), "--folder", str(folder)]
            subprocess.run([*command, "--repeat", str(arguments.repeat)], check=True)


def coded(folder: Path) -> Ledger:
    """Return the ledger of the example, coded when it is not there yet."""
    path = folder / "example"
    if not path.exists():
        example = Path(__file__).parent.parent / "examples" / "strait.txt"
        script = "from newsledger.apps.cli import main; main()"
        options = ["--ledger", str(path), "--date", "2031-03-12", "--publisher", "Example Times", "--quiet"]
        command = [sys.executable, "-c", script, "code", str(example), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return Ledger(path)


def run(size: int, folder: Path, repeat: int) -> None:
    path = folder / f"ledger-{size}"
    ledger = Ledger(path) if path.exists() else make(path, size, coded(folder))
    browser = Browser(ledger, folder=folder / f"cache-{size}")
    cached = any((folder / f"cache-{size}").glob("*.duckdb"))
    began = time.perf_counter()
    state = browser.snapshot()
    what = "opened" if cached else "built"
    print(f"\n{size:,} event mentions; the cache was {what} in {time.perf_counter() - began:.1f} s", flush=True)
    app = create_app(browser)
    for name, page in PAGES:
        walls, works = zip(*(asked(app, state, page) for _ in range(repeat)), strict=True)
        print(f"  {1000 * min(walls):8.1f} ms, of CPU {1000 * min(works):8.1f} ms  {name}", flush=True)
    browser.close()
    updated(ledger, folder / f"cache-{size}")


def updated(ledger: Ledger, cache: Path) -> None:
    """Print how long a commit of one more page takes to reach the cache."""
    text = "Chad's foreign minister met Uganda's envoy in Entebbe on Monday."
    page = {"id": f"late-{len(ledger.versions())}", "text": text, "date": "2034-12-31", "publisher": "Late Post"}
    ledger.commit(newsledger.code(page).codings)
    began, worked = time.perf_counter(), time.process_time()
    Browser(ledger, folder=cache).snapshot()
    wall, work = time.perf_counter() - began, time.process_time() - worked
    print(f"  {wall:8.1f} s, of CPU {work:8.1f} s  a commit of one page, until it is shown", flush=True)


def asked(app: Any, state: Snapshot, page: str) -> tuple[float, float]:
    """Return the seconds that an answer takes when nothing of it was kept, on the wall and of all cores."""
    address = {
        "mention": lambda: "/event-mentions/" + _middle(state, "listed", "event_mention_id"),
        "document": lambda: "/documents/" + _middle(state, "documents", "document_id"),
        "event": lambda: "/events/" + _middle(state, "events", "event_id"),
        "deep": lambda: "/event-mentions.json?after=" + _cursor(state),
    }.get(page, lambda: page)()
    state.forget()
    began, worked = time.perf_counter(), time.process_time()
    status = asyncio.run(_get(app, address))
    assert status == 200, f"{address}: {status}"
    return time.perf_counter() - began, time.process_time() - worked


def _middle(state: Snapshot, table: str, column: str) -> str:
    return str(state.value(f"select {column} from {table} limit 1 offset (select count(*) // 2 from {table})"))


def _cursor(state: Snapshot) -> str:
    from newsledger.ledger.browse_lists import write_cursor

    row = state.rows("select known_at, event_mention_id from listed limit 1 offset 5000")[0]
    return write_cursor(row["known_at"], row["event_mention_id"])


async def _get(app: Any, address: str) -> int:
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1")], "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
        "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    found: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    await app(scope, receive, send)
    return found[0]


if __name__ == "__main__":
    main()
