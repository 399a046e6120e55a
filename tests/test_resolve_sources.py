"""Codes of cited sources: documents by who wrote them, media by their short names, people by whom they work for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from newsledger.records import Article, Attribution, Claim, Sentence, make_document
from newsledger.resolve import Resolver

CASES = list(csv.DictReader(Path(__file__).with_suffix(".csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['class']}: {c['text'][:50]}")
def test_source(case: dict[str, str]) -> None:
    before, marked, after = re.split(r"\[\[|\]\]", case["text"])
    text = before + marked + after
    document = make_document(text, document_creation_time="2025-05-05")
    starts = [0, *(m.end() for m in re.finditer(r"(?<=[a-z])\. ", text))]
    sentences = tuple(Sentence(a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True))
    article = Article("a", document.document_id, 0, 0, len(text), "main", False, None, None, sentences)
    words = re.sub(r"^(?:the|an?) ", "", marked, flags=re.IGNORECASE)
    start = len(before) + len(marked) - len(words)
    source = Attribution(words, start, start + len(words), None, case["kind"], anonymous=False)
    (claim,) = Resolver.load().resolve_claims([Claim("c", "d", 0, 0, source, 0, ())], article, document)
    found = claim.attribution
    assert (found.country or "", found.sector or "") == (case["country"], case["sector"])
