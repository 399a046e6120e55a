"""The hard classes of actor coding, one row a case: a regression suite, not the measure."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from newsledger.records import Article, Document, Sentence, make_document
from newsledger.resolve import Context, Resolver, code_party
from newsledger.resolve.knowledge import Knowledge

CASES = list(csv.DictReader(Path(__file__).with_suffix(".csv").read_text(encoding="utf-8").splitlines()))


def read(text: str, date: str | None = None, url: str | None = None) -> tuple[Article, Document]:
    document = make_document(text, document_creation_time=date, url=url)
    sentences, start = [], 0
    for part in text.split(". "):
        end = min(start + len(part) + 1, len(text))
        sentences.append(Sentence(start, end))
        start = end + 1
    article = Article("a", document.document_id, 0, 0, len(text), "main", False, None, None, tuple(sentences))
    return article, document


def earlier_parties(text: str, at: int, context: Context) -> None:
    """Code the names before the case, as the mentions of the article would be."""
    for hit in Knowledge.load().scan(text):
        if hit.end <= at and hit.of("country", "demonym", "organisation", "capital"):
            following = [h for h in Knowledge.load().scan(text) if 0 <= h.start - hit.end <= 1 and h.of("role")]
            end = following[0].end if following and following[0].end <= at else hit.end
            code_party(text[hit.start : end], context, at=hit.start)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['class']}: {c['words'][:40]}")
def test_case(case: dict[str, str]) -> None:
    text = case["article"] or "."
    context = Resolver.load().context(*read(text, case["date"]))
    at = text.rfind(case["words"]) if case["article"] else None
    if at:
        earlier_parties(text, at, context)
    found = code_party(case["words"], context, at=at)
    assert {c.country for c in found} == {c or None for c in case["country"].split("+")}, found[0].reason
    assert {c.sector for c in found} == {case["sector"] or None}, found[0].reason
    assert all(c.reason for c in found)


def test_the_table_is_large() -> None:
    assert len(CASES) >= 300
