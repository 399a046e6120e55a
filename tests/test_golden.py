"""The example page against golden files: what a user of `make demo` sees.

A change that is meant is written down with ``python -m tests.test_golden`` and read in the diff.
"""

from __future__ import annotations

from pathlib import Path

import newsledger
from newsledger.api import Mentions
from newsledger.view import cells

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def coded() -> Mentions:
    return newsledger.code(ROOT / "examples" / "strait.txt", date="2031-03-12", publisher="Example Times")


def mentions_text(table: Mentions) -> str:
    return "".join(" | ".join(cells(m)[:-1]) + "\n" for m in table)


def articles_text(table: Mentions) -> str:
    (coding,) = table.codings
    lines = []
    for article in coding.articles:
        lines.append(f"== {article.kind}{' (cut off)' if article.cut_off else ''}\n")
        text = coding.document.text
        lines += [f"{s.kind}: {text[s.start : s.end]}\n" for s in article.sentences]
    return "".join(lines)


def claims_text(table: Mentions) -> str:
    found = [c.attribution for c in table.claims]
    return "".join(f"{a.text} | {a.cue.text if a.cue else ''} | {a.kind} | {a.anonymous}\n" for a in found)


TEXTS = {"mentions.txt": mentions_text, "articles.txt": articles_text, "claims.txt": claims_text}


def test_the_example_page_gives_what_the_golden_files_hold() -> None:
    table = coded()
    for name, text in TEXTS.items():
        assert text(table) == (GOLDEN / name).read_text(encoding="utf-8"), name


if __name__ == "__main__":
    result = coded()
    for file, render in TEXTS.items():
        (GOLDEN / file).write_text(render(result), encoding="utf-8")
