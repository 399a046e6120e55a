"""Any text through the whole of it: coded, written to a ledger, grouped, verified, asked for, exported, shown."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.engine.coder import Coder
from newsledger.export.formats import FORMATS, open_writer
from newsledger.ingest import read_records
from newsledger.ledger import Ledger, refresh
from newsledger.ledger.query import run_query
from newsledger.ledger.verify import ERROR, verify
from newsledger.records import Document, DocumentCoding, EventMention, Skip, from_row, to_row
from newsledger.view import mentions_html
from newsledger.view.pages.mentions import mention_card, why_table
from newsledger.view.pages.reader import reader

TOLD = (
    "Kenya's foreign minister met Uganda's envoy in Nairobi on Monday, a spokesman said.",
    "Police killed 12 protesters in Kampala last week, according to two officials who asked not to be named.",
    "“We will impose a 25 percent tariff on steel from Norland,” the president of Sudmark said on March 3.",
    "The United Nations accused rebels of shelling a hospital; the army denied it.",
    "He said they would not withdraw.",
)
ODD = (
    "\u202e", "\u2028", "\x00", "\x1c", "\ufeff", "\u200b", "\U0001f600", "e\u0301", "İ", "ß", "ﬁ", "賴清德", "عام",
    "٣٤", "½", "<b>", "</script>", "&amp;", "'; drop table documents; --", "=1+1", "{{7*7}}", "%s", "\\", '"', "\ud800",
    "\U0010ffff", "\n\n", "\t",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(TOLD), st.sampled_from(ODD)), min_size=1, max_size=8).map(" ".join),
    st.tuples(st.sampled_from(TOLD), st.integers(0, 80), st.sampled_from(ODD)).map(
        lambda t: t[0][: t[1]] + t[2] + t[0][t[1] :]
    ),
)
PAGES = st.fixed_dictionaries(
    {"text": TEXTS},
    optional={"title": TEXTS, "publisher": st.text(max_size=20), "id": st.text(max_size=20),
              "url": st.text(max_size=40),
              "date": st.dates().map(str), "language": st.sampled_from(["en", "", "xx", "\x00"])},
)  # fmt: skip


@cache
def coder() -> Coder:
    return Coder.load()


def documents(pages: list[dict[str, str]]) -> Iterator[Document]:
    for found in read_records(pages):
        assert isinstance(found, Document | Skip)
        if isinstance(found, Document):
            yield found


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every part of a row that quotes the text."""
    if isinstance(value, dict):
        if "start" in value and "text" in value:
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def check_offsets(coding: DocumentCoding) -> None:
    text = coding.document.text
    for article in coding.articles:
        assert 0 <= article.start < article.end <= len(text)
    for record in (*coding.mentions, *coding.claims, *coding.measures, *coding.findings):
        for span in spans(to_row(record)):
            if span["text"] is not None and span["start"] is not None:
                assert 0 <= span["start"] < span["end"] <= len(text)
                assert text[span["start"] : span["end"]] == span["text"], span
    for mention in coding.mentions:
        assert text[mention.sentence_start : mention.sentence_end] == mention.text


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_any_page_is_coded_and_shown(page: dict[str, str]) -> None:
    for document in documents([page]):
        coding = coder().code(document)
        assert coding == coder().code(document)
        check_offsets(coding)
        assert [from_row(EventMention, json.loads(json.dumps(to_row(m)))) for m in coding.mentions] == list(
            coding.mentions
        )
        shown = reader(document, coding.articles, coding.mentions, claims=coding.claims)
        shown += mentions_html(coding.mentions, total=len(coding.mentions), caption="")
        for mention in coding.mentions:
            shown += mention_card(mention) + why_table(mention)
        str(shown).encode()
        assert "<script" not in shown
        assert "</b>" not in shown or "<b>" not in page["text"]


@settings(max_examples=3, deadline=None)
@given(st.lists(PAGES, min_size=4, max_size=8))
def test_any_pages_make_a_sound_ledger(pages: list[dict[str, str]]) -> None:
    codings = [coder().code(document) for document in documents([*pages, {"text": TOLD[0]}])]
    codings = list({c.document.document_id: c for c in codings}.values())
    mentions = [m for c in codings for m in c.mentions]
    with tempfile.TemporaryDirectory() as folder:
        book = Ledger(Path(folder) / "ledger")
        book.commit(codings)
        refresh(book)
        assert [check for check in verify(book) if check.state == ERROR] == []
        rows = run_query(book, "select event_mention_id, text from event_mentions order by all").to_pylist()
        assert rows == sorted(
            ({"event_mention_id": m.event_mention_id, "text": m.text} for m in mentions),
            key=lambda row: row["event_mention_id"],
        )
        for form in FORMATS:
            with open_writer(form, Path(folder) / form) as out:
                out.write(mentions)
        told = (Path(folder) / "jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        assert [json.loads(line)["event_mention_id"] for line in told] == [m.event_mention_id for m in mentions]
