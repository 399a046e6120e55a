"""How soon a browser paints a page of the web app: first contentful paint over loopback, in Debian's Chromium.

Usage: python -m benchmarks.first_paint [--size N] [--folder DIR] [--repeat N]

The ledger is that of ``benchmarks.serve``. Each page is opened in a fresh context, so that neither the browser nor the
server has anything kept from before; printed are the least and the middle of the repeats.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.common import on_a_free_port
from benchmarks.serve import coded
from benchmarks.serve_ledger import make
from newsledger.apps.web import create_app
from newsledger.ledger import Ledger
from newsledger.ledger.browse import Browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PAGES = ("/", "/event-mentions", "/event-mentions?type=ASSAULT&actor=KEN", "/events", "/timeline", "/map")
PAINT = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime))
    .observe({type: 'paint', buffered: true}))"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    if not CHROMIUM.exists():
        print(f"skipped: there is no {CHROMIUM}")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        path = folder / f"ledger-{arguments.size}"
        ledger = Ledger(path) if path.exists() else make(path, arguments.size, coded(folder))
        browser = Browser(ledger, folder=folder / f"cache-{arguments.size}")
        browser.snapshot()
        with on_a_free_port(create_app(browser)) as address:
            paint(address, browser, arguments.repeat)
        browser.close()


def paint(address: str, browser: Browser, repeat: int) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        chromium = tools.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for page in PAGES:
            times = []
            for _ in range(repeat):
                browser.snapshot().forget()
                context = chromium.new_context(viewport={"width": 1280, "height": 800})
                tab = context.new_page()
                tab.goto(address + page)
                times.append(float(tab.evaluate(PAINT)))
                context.close()
            print(f"  {min(times):6.0f} ms, middle {median(times):6.0f} ms  {page}", flush=True)
        chromium.close()


if __name__ == "__main__":
    main()
