"""Fit the weights that tell teasers from the main story, and write ``src/newsledger/articles/pages.toml``.

Usage: python training/fit_pages.py --shared ../shared

Training data: glued pages that the bench script makes from the open articles of ``bench/raw_news`` (seeds below, none
of them reported), from all sources and from news only, some of them varied, and the articles as ordinary pages. The
model is logistic regression on the features of :mod:`newsledger.articles.features`, one row a paragraph, fitted by
Newton's method with a ridge penalty; only numpy is needed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsledger.articles.features import FEATURES
from newsledger.articles.page import read_page
from newsledger.articles.stories import feature_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

SEEDS = range(11, 16)
PAGES = 300
ORDINARY_EVERY = 4
VARIED_EVERY = 6
# So many characters tell which article a teaser is cut from.
BEGINNING = 40
RIDGE = 1.0
# Log odds that a page must reach before it is split at all.
LEAST_ODDS = 1.0
TARGET = Path(__file__).parent.parent / "src/newsledger/articles/pages.toml"
HEADER = """\
# Log odds that a paragraph opens another story, by feature (see features.py), and the odds that a page must reach in
# all before it is split. Written by: python training/fit_pages.py --shared PATH
"""


def glued_pages(shared: Path) -> Iterator[tuple[str, set[int]]]:
    """Yield pages made by the bench script, as they are or varied, with the offsets where the stories start."""
    everything = sorted(str(path) for path in (shared / "bench/raw_news").glob("*.jsonl.gz"))
    news = [path for path in everything if "state_dept" not in path]
    titles = dict(_titles(everything))
    for seed in SEEDS:
        for sources in (everything, news):
            command = [sys.executable, str(shared / "bench/pages/make_pages.py"), "make", *sources]
            made = subprocess.run(
                [*command, "--pages", str(PAGES), "--seed", str(seed)], capture_output=True, text=True, check=True
            )
            for number, line in enumerate(made.stdout.splitlines()):
                page = json.loads(line)
                stories = [page["text"][article["start"] : article["end"]] for article in page["articles"]]
                if number % VARIED_EVERY == 0:
                    yield _varied(stories, titles, random.Random(f"{seed}-{number}"))
                else:
                    yield page["text"], {article["start"] for article in page["articles"]}


def _titles(sources: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (how the article begins, its title) for the articles that have one."""
    for path in sources:
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            for row in map(json.loads, handle):
                for paragraph in row["text"].split("\n"):
                    if row.get("title") and len(paragraph.strip()) >= BEGINNING:
                        yield " ".join(paragraph.split())[:BEGINNING], row["title"]
                        break


def _varied(stories: list[str], titles: dict[str, str], rng: random.Random) -> tuple[str, set[int]]:
    """Return a page whose teasers are shorter, end on an ellipsis or stand below their headlines, as elsewhere."""
    longest, mark, headed = rng.choice([200, 300, 500, 900]), rng.choice(["", "...", "…"]), rng.random() < 0.7
    main, *teasers = stories
    text, starts = main, {0}
    for teaser in teasers:
        title = titles.get(teaser[:BEGINNING], "") if headed else ""
        if len(teaser) > longest:
            teaser = teaser[:longest].rsplit(" ", 1)[0] + mark
        if len(set(title.lower().split()) & {word for word in teaser.lower().split() if len(word) >= 5}) < 2:
            title = ""
        text += f"\n{title}\n" if title else "\n"
        starts.add(len(text))
        text += teaser
    return text, starts


def ordinary_pages(shared: Path) -> Iterator[tuple[str, set[int]]]:
    """Yield articles as they are: pages with one story."""
    for path in sorted((shared / "bench/raw_news").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            for number, line in enumerate(handle):
                if number % ORDINARY_EVERY == 0:
                    yield json.loads(line)["text"], set()


def rows_and_labels(pages: Iterator[tuple[str, set[int]]]) -> tuple[list[tuple[float, ...]], list[bool]]:
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for text, starts in pages:
        page = read_page(text)
        for block, row in zip(page.blocks, feature_rows(page), strict=True):
            if row is not None:
                rows.append(row)
                labels.append(block.start in starts)
    return rows, labels


def fit(x: Floats, y: Floats, *, rounds: int = 50) -> Floats:
    """Return the weights of a ridge logistic regression; the first column is the bias and is not penalised."""
    weights = np.zeros(x.shape[1])
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[0, 0] = 0.0
    for _ in range(rounds):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty @ weights
        step = np.linalg.solve((x * (p * (1.0 - p))[:, None]).T @ x + penalty, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    shared: Path = parser.parse_args().shared
    rows, labels = rows_and_labels(glued_pages(shared))
    more_rows, more_labels = rows_and_labels(ordinary_pages(shared))
    x, y = np.array(rows + more_rows), np.array(labels + more_labels, dtype=float)
    weights = fit(x, y)
    right = ((x @ weights > 0) == (y > 0)).mean()
    print(f"{len(y)} paragraphs, {y.sum():.0f} open a teaser; right on {right:.4f}")
    lines = [f"{name} = {weight:.2f}" for name, weight in zip(FEATURES, weights, strict=True)]
    TARGET.write_text(
        f"{HEADER}\n[decision]\nleast_odds = {LEAST_ODDS}\n\n[weights]\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
