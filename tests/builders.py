"""Small records for tests."""

from __future__ import annotations

from typing import Any

from newsledger.records import (
    Article,
    Document,
    DocumentCoding,
    EventMention,
    Party,
    Provenance,
    Sentence,
    TextSpan,
    TimeExpression,
    content_id,
    make_coding,
    make_document,
)

TEXT = "Kenya's foreign minister met Uganda's envoy in Nairobi on Monday."


def document(text: str = TEXT, **fields: str) -> Document:
    return make_document(text, **fields)


def party(page: Document, words: str, country: str | None = None, sector: str | None = None) -> Party:
    start = page.text.index(words)
    return Party(words, start, start + len(words), country=country, sector=sector)


def mention(page: Document | None = None, trigger: str = "met", **changes: Any) -> EventMention:
    page = page or document()
    start = page.text.index(trigger)
    values: dict[str, Any] = {
        "event_mention_id": content_id("m", page.document_id, start),
        "event_id": content_id("e", page.document_id, start),
        "document_id": page.document_id,
        "external_id": page.external_id,
        "article_index": 0,
        "sentence_index": 0,
        "document_creation_time": page.document_creation_time,
        "text": page.text,
        "sentence_start": 0,
        "sentence_end": len(page.text),
        "event_type": "CONSULT",
        "event_mode": None,
        "contexts": (),
        "auxiliary": (),
        "cameo_code": "040",
        "quad_code": "1",
        "intensity": 2.5,
        "trigger": TextSpan(trigger, start, start + len(trigger)),
        "actors": (),
        "recipients": (),
        "time": None,
        "place": None,
        "quantities": (),
        "attributions": (),
        "factuality": "CT+",
        "confidence": 0.9,
        "provenance": Provenance("test", (), "1"),
    }
    return EventMention(**(values | changes))


def day(value: str, words: str = "Monday") -> TimeExpression:
    start = TEXT.index(words)
    return TimeExpression(words, start, start + len(words), value, value, value, "day", "test")


def coding(page: Document | None = None, *, coder: str = "test", **changes: Any) -> DocumentCoding:
    page = page or document()
    sentence = Sentence(0, len(page.text))
    article = Article(
        content_id("a", page.document_id, 0, len(page.text)),
        page.document_id,
        0,
        0,
        len(page.text),
        "main",
        False,
        None,
        None,
        (sentence,),
    )
    return make_coding(page, coder=coder, articles=(article,), mentions=(mention(page, **changes),))
