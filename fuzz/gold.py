"""Gold files, documents beside them, and what reviewers send: verdicts and corrections."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from fuzz.aid import split, text_of, written
from newsledger.errors import NewsledgerError
from newsledger.ledger.corrections import correct
from newsledger.records import EventMention, to_row
from newsledger.records.verdict import check_verdict, make_verdict
from newsledger.scoring.goldfile import Page, read_gold, read_lines, read_pages
from tests.builders import TEXT, mention

_GOLD = {
    "doc": "d1", "sent": 0, "text": TEXT,
    "events": [{
        "type": "CONSULT", "mode": None, "trigger": "met", "actor": [{"text": "Kenya", "code": "KEN"}],
        "recipient": [{"text": "Uganda",
        "code": "UGA"}], "when": {"value": "2031-03-10"}, "where": {"country": "KEN"},
        "quantity": [{"value": 2}], "attributed_to": [0], "aux": [],
    }],
    "attribution": [{"text": "envoy"}],
}  # fmt: skip
DICTIONARY = (
    b'"events"', b'"attribution"', b'"trigger"', b'"start"', b'"end"', b'"quantity"', b'"event_mention_id"', b"null",
    b"NaN",
    b"Infinity", b"1e999", b"actors.0.sector", b"place.country", b"[]", b"{}", b"\xc2\xb2", b"time.value",
    b"quantities",
)  # fmt: skip


def _fresh() -> EventMention:
    return mention()


@cache
def _mention_row() -> bytes:
    return json.dumps(to_row(_fresh())).encode()


def seeds() -> tuple[bytes, ...]:
    """Return a file of each kind, behind the byte that names it."""
    pages = json.dumps({"id": "d1", "text": TEXT, "sentences": [[0, len(TEXT)]]}).encode()
    of = {
        "gold": (json.dumps(_GOLD).encode(), _mention_row()), "pages": (pages,),
        "verdict": (b"correct\nlund\n2031-03-12T10:00:00Z\nevent_type\n\"AID\"",),
        "correction": (
            b"event_type\nAID", b'place\n{"text": "Nairobi", "country": "KEN"}', b"confidence\n0.5",
            b'actors\n[{"text": "Kenya", "country": "KEN"}]', b"contexts\n[\"diplomatic\"]",
            b'time\n{"text": "Monday", "value": "2031-03-10"}',
            b'quantities\n[{"text": "one", "low": 1, "high": 2, "unit": "envoys"}]',
        ),
    }  # fmt: skip
    return tuple(bytes([n]) + data for n, kind in enumerate(_READERS) for data in of[kind])


def _gold(data: bytes) -> None:
    pages = {"d1": Page("d1", TEXT, ((0, len(TEXT)),)), _fresh().document_id: Page("d", TEXT, ((0, len(TEXT)),))}
    for own in (False, True):
        gold = read_gold(read_lines(written("gold.jsonl", data)), pages, own=own)
        assert all(s.text == pages[s.document].text[s.start : s.end] for s in gold.sentences if s.document in pages)


def _pages(data: bytes) -> None:
    for page in read_pages(written("pages.jsonl", data)).values():
        assert isinstance(page.text, str)


def _verdict(data: bytes) -> None:
    kind, reviewer, when, field, value = (text_of(data).split("\n", 4) + [""] * 5)[:5]
    ids = ("m-1", "m-2")
    check_verdict(make_verdict(kind, ids, reviewer=reviewer, decided_at=when, field=field or None, value=value or None))


def _correction(data: bytes) -> None:
    path, _, value = text_of(data).partition("\n")
    for correction in correct(_fresh(), path, value, text=TEXT, reviewer="lund"):
        json.loads(correction.value)


_READERS: dict[str, Callable[[bytes], None]] = {
    "gold": _gold, "pages": _pages, "verdict": _verdict, "correction": _correction,
}  # fmt: skip


def one(data: bytes) -> None:
    """Read a file of gold, or a reviewer's words: taken, or refused with a reason."""
    kind, body = split(data, tuple(_READERS))
    try:
        _READERS[kind](body)
    except NewsledgerError:
        return
