"""Near-duplicates: edited copies of real pages found among thousands of others.

Usage: python -m benchmarks.copies [--shared FOLDER] [--pages N]

Of each page of ``raw_news`` (80 words and more) one to three copies are made: retitled, cut (from the end, or sentences
anywhere) to 60–100 %, and 10–40 % of the words changed, left out or put in. Pages that repeat another page of the set
before any edit (a fifth of the shorter one's runs of four words: statements printed twice, or read out in a briefing)
are left out first, by a count of its own. A found pair is right when both texts come from the same page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from newsledger.cluster.copies import CopySpace, printed
from newsledger.cluster.grouping import group_all
from newsledger.records import Document, make_document

FILES = ("state_dept_releases_publicdomain", "voa_m2e2", "wikinews_ccby")
_FEWEST_WORDS = 80
_REPEATED = 1 / 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--pages", type=int, default=5000)
    arguments = parser.parse_args()
    folder = arguments.shared / "bench/raw_news"
    if not folder.is_dir():
        print(f"skipped: {folder} is not here; give its place with --shared")
        return
    texts = _distinct([text for name in FILES for text in _texts(folder / f"{name}.jsonl.gz")])[: arguments.pages]
    rng = random.Random(20310312)
    vocabulary = sorted({word for text in texts for word in text.split()})
    documents: list[Document] = []
    page_of: dict[str, int] = {}
    changed: dict[str, float] = {}
    for page, text in enumerate(texts):
        for number in range(1 + rng.randint(1, 3)):
            share = rng.uniform(0.1, 0.4) if number else 0.0
            edited = _edited(text, share, rng, vocabulary) if number else text
            day = f"2031-03-{10 + number}"
            document = make_document(edited, external_id=f"{page}-{number}", document_creation_time=day)
            documents.append(document)
            page_of[document.document_id], changed[document.document_id] = page, share
    began = time.process_time()
    groups = [g for c in group_all([printed(d) for d in documents], CopySpace()) for g in c.groups]
    took = time.process_time() - began
    _report(groups, page_of, changed, took)


def _report(groups: list[tuple[str, ...]], page_of: dict[str, int], changed: dict[str, float], took: float) -> None:
    found = [pair for group in groups for pair in combinations(group, 2)]
    right = [(a, b) for a, b in found if page_of[a] == page_of[b]]
    members: dict[int, list[str]] = defaultdict(list)
    for document, page in page_of.items():
        members[page].append(document)
    gold = [tuple(sorted(pair)) for group in members.values() for pair in combinations(group, 2)]
    print(f"{len(members)} pages, {len(page_of)} texts, {len(gold)} pairs of copies, {took:.0f} s of CPU "
          f"({1000 * took / len(page_of):.1f} ms a text)")  # fmt: skip
    print(f"pairs: precision {len(right) / max(1, len(found)):.4f}, recall {len(right) / len(gold):.4f}")
    hits = set(right)
    for low, high in ((0.0, 0.1), (0.1, 0.2), (0.2, 0.3), (0.3, 0.41)):
        band = [p for p in gold if min(changed[i] for i in p) == 0 and low <= max(changed[i] for i in p) < high]
        if band:
            share = sum(p in hits for p in band) / len(band)
            print(
                f"  original and copy with {low:.0%} to {min(high, 0.4):.0%} of the words changed: recall {share:.4f}"
            )


def _texts(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [r["text"] for r in rows if len(r["text"].split()) >= _FEWEST_WORDS]


def _distinct(texts: list[str]) -> list[str]:
    """Leave out pages that repeat an earlier one, told by their runs of four words."""
    holders: dict[str, list[int]] = defaultdict(list)
    kept: list[str] = []
    sizes: list[int] = []
    for text in texts:
        words = re.findall(r"\w+", text.casefold())
        runs = {" ".join(words[i : i + 4]) for i in range(len(words) - 3)}
        shared: dict[int, int] = defaultdict(int)
        for run in runs:
            for holder in holders[run]:
                shared[holder] += 1
        if any(n >= _REPEATED * min(len(runs), sizes[holder]) for holder, n in shared.items()):
            continue
        sizes.append(len(runs))
        for run in runs:
            holders[run].append(len(kept))
        kept.append(text)
    return kept


def _edited(text: str, share: float, rng: random.Random, vocabulary: list[str]) -> str:
    """A copy: retitled, cut to 60–100 %, a share of its words changed."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    keep = max(1, round(len(sentences) * rng.uniform(0.6, 1.0)))
    chosen = sentences[:keep] if rng.random() < 0.5 else [sentences[i] for i in sorted(rng.sample(range(len(sentences)), keep))]  # fmt: skip # noqa: E501
    words = " ".join(chosen).split()
    out: list[str] = [rng.choice(vocabulary) for _ in range(8)]
    for word in words:
        if rng.random() >= share:
            out.append(word)
            continue
        what = rng.random()
        if what < 0.6:
            out.append(rng.choice(vocabulary))
        elif what < 0.8:
            out.extend((word, rng.choice(vocabulary)))
    return " ".join(out)


if __name__ == "__main__":
    main()
