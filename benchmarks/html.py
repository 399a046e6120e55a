"""HTML pages: main text, headline, outlet and date, against trafilatura alone and resiliparse alone.

Usage: python -m benchmarks.html [--shared ../shared]

Text: precision, recall and F1 of words (bags) and F1 of four words in a row, means over the 130 pages of Mozilla's
readability tests; "news" are those of newspapers, broadcasters and magazines. Headline, outlet and date: pages where
the value is that of the tests, which was itself made by a program. Times are of CPU, as ratios of the first row.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction

from benchmarks.common import shared_folder
from newsledger.errors import InputError
from newsledger.ingest.html import Page, read_html
from newsledger.ingest.metadata import day

NEWS = re.compile(
    r"aclu|aktualne|ars-|bbc|breitbart|buzzfeed|citylab|cnet|cnn|engadget|folha|guardian|heise|herald|la-nacion|lemonde"
    r"|liberation|medicalnews|msn|nytimes|quanta|salon|seattle|telegraph|theverge|tmz|wapo|webmd|yahoo"
)
WORD = re.compile(r"\w+")
BOUNDS = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2199-12-31"}


class Score(NamedTuple):
    """Of the words of one text."""

    precision: float
    recall: float
    f1: float


def ours(html: str) -> Page:
    try:
        return read_html(html)
    except InputError:
        return Page("", None, None, None, None, None)


def trafilatura(html: str) -> Page:
    found = bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False, favor_recall=True,
        date_extraction_params=BOUNDS,
    )  # fmt: skip
    if found is None:
        return Page("", None, None, None, None, None)
    return Page(found.text or "", found.title, found.date, found.sitename, found.url, found.language)


def resiliparse(html: str) -> Page:
    text = extract_plain_text(html, main_content=True, preserve_formatting=True, list_bullets=False, alt_texts=False)
    return Page(text, None, None, None, None, None)


READERS: dict[str, Callable[[str], Page]] = {
    "trafilatura, all of it": trafilatura,
    "Newsledger": ours,
    "resiliparse, text only": resiliparse,
}


def main() -> None:
    folder = shared_folder(__doc__)
    logging.disable(logging.CRITICAL)
    rows = load(folder / "bench" / "html" / "readability_js_pages.jsonl.gz")
    gold = [plain(row["expected_html"]) for row in rows]
    news = [at for at, row in enumerate(rows) if NEWS.match(row["id"])]
    base = 0.0
    for name, read in READERS.items():
        for row in rows:  # the first pages pay for word lists
            read(row["html"])
        began = time.process_time()
        pages = [read(row["html"]) for row in rows]
        spent = (time.process_time() - began) / len(rows)
        base = base or spent
        print(f"{name}: {1000 * spent:.1f} ms a page, {spent / base:.2f} of the first")
        for label, chosen in (("all", range(len(rows))), ("news", news)):
            texts = [(pages[at].text, gold[at]) for at in chosen]
            print(f"  text of {label:4} ({len(texts)}): {figures(texts)}")
        print(f"  {fields(rows, pages)}", flush=True)


def load(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def plain(html: str) -> str:
    return " ".join(lxml_html.fromstring(html).xpath("//text()[not(ancestor::script or ancestor::style)]"))


def figures(texts: Iterable[tuple[str, str]]) -> str:
    texts = list(texts)
    words = [score(text, right) for text, right in texts]
    fours = [score(text, right, length=4).f1 for text, right in texts]
    p, r, f1 = (fmean(s[at] for s in words) for at in range(3))
    return f"P {p:.3f} R {r:.3f} F1 {f1:.3f}, F1 of four words {fmean(fours):.3f}"


def score(text: str, right: str, *, length: int = 1) -> Score:
    found, wanted = grams(text, length), grams(right, length)
    same = (found & wanted).total()
    precision, recall = same / max(1, found.total()), same / max(1, wanted.total())
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if same else 0.0)


def grams(text: str, length: int) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return Counter(zip(*(words[n:] for n in range(length)), strict=False))


def fields(rows: list[dict[str, Any]], pages: list[Page]) -> str:
    """How many headlines (without the outlet's name at the end), outlets, days and languages are as in the tests."""
    found = []
    for name, key in (("title", "title"), ("publisher", "siteName"), ("date", "publishedTime"), ("language", "lang")):
        pairs = [(row["metadata"], getattr(page, name)) for row, page in zip(rows, pages, strict=True)]
        told = [(metadata, value) for metadata, value in pairs if metadata.get(key)]
        right = sum(same(name, metadata[key], value, metadata.get("siteName")) for metadata, value in told)
        found.append(f"{name} {right} of {len(told)}")
    return ", ".join(found)


def same(name: str, wanted: str, value: str | None, outlet: str | None) -> bool:
    if value is None:
        return False
    if name == "date":
        return value[:10] == (day(wanted) or wanted)
    if name == "language":
        return value[:2].lower() == wanted[:2].lower()
    end = " ".join(WORD.findall((outlet or "").lower())) if name == "title" else ""
    both = [" ".join(WORD.findall(text.lower())).removesuffix(end).strip() for text in (wanted, value)]
    return both[0] == both[1]


if __name__ == "__main__":
    main()
