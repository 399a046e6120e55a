"""The example page against golden files: what a user of `make demo` sees, from recorded readings on (recorded.py).

A change that is meant is written down with ``python -m tests.test_golden`` and read in the diff.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from newsledger.articles import split_articles
from newsledger.engine.coder import Coder
from newsledger.ontology import load
from newsledger.reader.model import Reader
from newsledger.records import DocumentCoding, make_document
from newsledger.resolve import Resolver
from newsledger.view import cells
from tests import recorded

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SURE = 0.85
DOCUMENT = make_document(
    (ROOT / "examples" / "strait.txt").read_text(encoding="utf-8"),
    document_creation_time="2031-03-12",
    publisher="Example Times",
)


def coded() -> DocumentCoding:
    return Coder(cast(Any, recorded.RecordedReader()), Resolver.load(), load()).code(DOCUMENT)


def mentions_text(coding: DocumentCoding) -> str:
    return "".join(" | ".join(cells(m)[:-1]) + "\n" for m in coding.mentions)


def articles_text(coding: DocumentCoding) -> str:
    lines = []
    for article in coding.articles:
        lines.append(f"== {article.kind}{' (cut off)' if article.cut_off else ''}\n")
        text = coding.document.text
        lines += [f"{s.kind}: {text[s.start : s.end]}\n" for s in article.sentences]
    return "".join(lines)


def claims_text(coding: DocumentCoding) -> str:
    found = [c.attribution for c in coding.claims]
    return "".join(f"{a.text} | {a.cue.text if a.cue else ''} | {a.kind} | {a.anonymous}\n" for a in found)


TEXTS = {"mentions.txt": mentions_text, "articles.txt": articles_text, "claims.txt": claims_text}


def test_the_example_page_gives_what_the_golden_files_hold() -> None:
    coding = coded()
    for name, text in TEXTS.items():
        assert text(coding) == (GOLDEN / name).read_text(encoding="utf-8"), name


def test_the_installed_model_still_reads_what_it_was_sure_of() -> None:
    live = Reader.load().read(DOCUMENT, split_articles(DOCUMENT))
    pairs = zip(recorded.readings(), live, strict=True)
    seen = {(n, e.event_type) for n, (_, now) in enumerate(pairs) for r in now for e in r.events}
    sure = [
        (n, e.event_type)
        for n, article in enumerate(recorded.readings())
        for r in article
        for e in r.events
        if e.trigger.score >= SURE
    ]
    assert len(sure) > 5
    assert [event for event in sure if event not in seen] == []


if __name__ == "__main__":
    recorded.record(Reader.load().read(DOCUMENT, split_articles(DOCUMENT)))
    result = coded()
    for file, render in TEXTS.items():
        (GOLDEN / file).write_text(render(result), encoding="utf-8")
