"""How the web app holds under many readers at once: error rate and times of answers, on loopback.

Usage: python -m benchmarks.serve_load [--readers 200] [--seconds 300] [--size 100000] [--folder DIR]

The ledger is made up as in benchmarks/serve.py. The app of ``newsledger serve`` runs in a process of its own; so many
readers each ask for one page after the other, without pause, over a connection that stays open, for so many seconds.
The pages are those of benchmarks/serve.py; each reader begins at another one. It stops by itself: no reader begins a
question after the time is over, and a question is given up after a minute. The exit code is 1 if an answer failed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import uvicorn

from benchmarks.serve import PAGES, coded
from benchmarks.serve_ledger import make
from newsledger.apps.web import Settings, create_app
from newsledger.ledger import Ledger
from newsledger.ledger.browse import Browser

GIVEN_UP = 60.0
ROWS = ("/event-mentions.json?limit=50", "/event-mentions.csv?type=AID&limit=50", "/events.json?limit=20")


@dataclass(slots=True)
class Told:
    """What the readers saw: seconds of each answer by page, and what failed."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", help="not needed; taken so that all benchmarks are called alike")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.folder)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        path = folder / f"ledger-{given.size}"
        if not path.exists():
            make(path, given.size, coded(folder))
        with serving(path, folder / f"cache-{given.size}") as address:
            told = asyncio.run(read(address, readers=given.readers, seconds=given.seconds))
    return report(told, readers=given.readers, seconds=given.seconds, size=given.size)


@contextmanager
def serving(ledger: Path, cache: Path) -> Iterator[str]:
    """Serve a ledger in a process of its own; gives the address once it answers."""
    command = [sys.executable, "-m", "benchmarks.serve_load", "--serve", str(ledger), "--folder", str(cache)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        address = server.stdout.readline().strip()
        if not address:
            raise RuntimeError("the server did not start")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def serve(ledger: Path, cache: Path) -> None:
    """Be the server: what ``newsledger serve`` runs, without grouping the made-up rows anew."""
    browser = Browser(Ledger(ledger), folder=cache)
    browser.snapshot()
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    config = uvicorn.Config(create_app(browser, Settings()), log_level="error", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


async def read(address: str, *, readers: int, seconds: float) -> Told:
    """Let so many readers ask until the time is over."""
    pages = [page for _, page in PAGES if page.startswith("/")] + list(ROWS)
    told = Told({page: [] for page in pages})
    limits = httpx2.Limits(max_connections=readers, max_keepalive_connections=readers)
    async with httpx2.AsyncClient(base_url=address, limits=limits, timeout=GIVEN_UP) as client:
        (await client.get("/")).raise_for_status()
        end = time.monotonic() + seconds
        await asyncio.gather(*(_reader(client, pages[n % len(pages) :] + pages[: n % len(pages)], end, told)
                               for n in range(readers)))  # fmt: skip
    return told


async def _reader(client: httpx2.AsyncClient, pages: list[str], end: float, told: Told) -> None:
    while True:
        for page in pages:
            if time.monotonic() >= end:
                return
            began = time.monotonic()
            try:
                status = (await client.get(page)).status_code
            except httpx2.HTTPError as error:
                told.failed[f"{page}: {type(error).__name__}"] += 1
                continue
            told.seconds[page].append(time.monotonic() - began)
            if status != 200:
                told.failed[f"{page}: {status}"] += 1


def report(told: Told, *, readers: int, seconds: float, size: int) -> int:
    """Print the error rate and the times; return the exit code."""
    every = sorted(s for times in told.seconds.values() for s in times)
    asked = len(every) + sum(n for what, n in told.failed.items() if not what[-3:].isdigit())
    failed = sum(told.failed.values())
    print(f"{size:,} event mentions, {readers} readers, {seconds:g} s on {os.cpu_count()} cores")
    print(f"{asked:,} questions, {asked / seconds:.1f} a second; failed: {failed} ({failed / max(asked, 1):.2%})")
    for what, count in told.failed.most_common(20):
        print(f"  failed {count} times: {what}")
    print(f"answers: p50 {_part(every, 50):.2f} s, p99 {_part(every, 99):.2f} s, longest {_part(every, 100):.2f} s")
    for page, times in sorted(told.seconds.items(), key=lambda kept: -_part(sorted(kept[1]), 50)):
        print(f"  p50 {_part(sorted(times), 50):6.2f} s, p99 {_part(sorted(times), 99):6.2f} s, {len(times):6}  {page}")
    return 1 if failed or not every else 0


def _part(times: list[float], percent: int) -> float:
    """The time that so many percent of the answers did not exceed (nearest rank); 0 where there is none."""
    return times[max(0, -(-len(times) * percent // 100) - 1)] if times else 0.0


if __name__ == "__main__":
    sys.exit(main())
