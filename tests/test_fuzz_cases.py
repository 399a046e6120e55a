"""The fuzz targets over their seeds, and what fuzzing found: each case once broke its target."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from fuzz.run import TARGETS, target
from fuzz.tables import KINDS
from newsledger.errors import InputError
from newsledger.export.compare.files import file_kind, read_icews
from newsledger.extract.certainty import age_of
from newsledger.extract.time.periods import parse_value
from newsledger.ingest.text import decode, is_charset
from newsledger.ingest.web.feed import read_feed
from newsledger.records import TimeExpression
from tests.builders import TEXT

DEEP = 100_000
URL = "https://news.example/feed"


def table(kind: str, body: bytes) -> bytes:
    return bytes([KINDS.index(kind)]) + body


def pages(**changes: object) -> bytes:
    return b"\1" + json.dumps({"id": "d1", "text": TEXT, "sentences": [[0, 5]], **changes}).encode()


def gold(**changes: object) -> bytes:
    return b"\0" + json.dumps({"doc": "d1", "sent": 0, "text": TEXT, "events": [], **changes}).encode()


def event(**changes: object) -> bytes:
    return gold(events=[{"type": "CONSULT", "trigger": "met", **changes}])


CASES: dict[str, dict[str, bytes]] = {
    "feeds": {
        "a charset that is none, from the server": b"\x04<rss></rss>",
        "a charset that is none, in the feed": b"\1<?xml version='1.0' encoding='punycode'?><rss><channel/></rss>",
        "a charset with a NUL": b"\x09<rss></rss>",
        "items that are a number": b'\1{"version": "https://jsonfeed.org/version/1", "items": 5}',
        "a page whose feed has no address": b'\1<html><link type="application/rss+xml" href="http://[">',
        "a sitemap in an unknown encoding": b"\1<?xml version='1.0' encoding='x-none'?><urlset></urlset>",
    },
    "tables": {
        "TOML in itself": table("actors.toml", b"a = " + b"[" * DEEP),
        "aliases that are a number": table("actors.toml", b'[[actor]]\nname = "X"\ncountry = "KEN"\naliases = 5\n'),
        "a NUL in a table": table("actors.csv", b"name,country\nX\0,KEN\n"),
        "a codebook in itself": table("codebook.toml", b"name = " + b"[" * DEEP),
        "a use that is a list": table("codebook.toml", b'name = "x"\nuse = []\n'),
        "modes that are a word": table("types/RIOT.toml", b'modes = "looting"\n'),
        "examples of a mode that are a number": table("types/RIOT.toml", b"[modes.looting]\nexamples = 5\n"),
        "a mode that is a list": table("rules.toml", b'[[rules]]\nname = "r"\ntype = "RIOT"\nmode = ["x"]\n'),
        "a weight beyond all numbers": table(
            "layer.json", b'{"format": 1, "labels": [""], "bias": [1%s], "weights": {}}' % (b"0" * 400)
        ),
        "a layer in itself": table("layer.json", b"[" * DEEP),
        "labels that are lists": table("layer.json", b'{"format": 1, "labels": [[]], "bias": [1], "weights": {}}'),
        "events that are a number": table("examples.jsonl", b'{"text": "Youths rioted.", "events": 5}'),
        "an example in itself": table("examples.jsonl", b"[" * DEEP),
        "a mode that is an object": table(
            "examples.jsonl", b'{"text": "Youths rioted.", "trigger": "rioted", "type": "RIOT", "mode": {"a": []}}'
        ),
    },
    "gold": {
        "a line in itself": b"\0" + b"[" * DEEP,
        "an offset beyond all numbers": pages(sentences=[[float("inf"), 1]]),
        "words that are a number": gold(sent=9, text=5),
        "a document that is an object": b'\0{"event_mention_id": "m", "external_id": {}}',
        "a type that is a list": event(type=[]),
        "a code that is an object": event(actor=[{"text": "Kenya", "code": {}}]),
        "a number beyond all numbers": event(quantity=[{"value": 10**400}]),
        "a step that is a digit and no number": b"\3actors.\xc2\xb20.sector\nGOV",
        "a time that is a number": b'\3time\n{"text": "Monday", "value": 5.5}',
        "a time of a thousand strokes": b'\3time\n{"text": "Monday", "value": "%s"}' % (b"/" * 5000),
        "an offset that is a word": b'\3trigger\n{"text": "met", "start": "x"}',
        "a value in itself": b"\3event_type\n" + b"[" * DEEP,
        "a verdict in itself": b"\2correct\nlund\n2031-03-12T10:00:00Z\nevent_type\n" + b"[" * DEEP,
    },
    "words": {
        "a thousand of Greenwich time": b"\0at least 1,200 GMT left; the 1,5 a.m. train did not",
        "a part of a number before noon": b"\0the 7.7.62 a.m. train, the .7 a.m. train",
        "a clock of colons": b"\0at 10::30 a.m. and at :: GMT",
        "a half that no year has": b"\0in 2031h0, in H0 2031 and in Q0 of 2031",
    },
    "others": {
        "POLECAT without its columns": b"\0Event Type\tActor Name\nCONSULT\tKenya\n",
        "ICEWS without its columns": b"\0CAMEO Code\tSource Name\n040\tLund\n",
        "an empty archive": b"\2PK\5\6" + b"\0" * 18,
        "a damaged archive": b"\1\x1f\x8b\x08\0\0\0\0\0\0\xff\xff\xff\xff",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", [n for n in TARGETS if n not in {"serve", "sql"}])
def test_a_target_holds_on_its_seeds(name: str) -> None:
    module = target(name)
    module.one(b"")
    for data in module.seeds():
        module.one(data)


@pytest.mark.parametrize(("name", "case"), [(name, case) for name, cases in CASES.items() for case in cases])
def test_what_was_found_stays_mended(name: str, case: str) -> None:
    target(name).one(CASES[name][case])


@pytest.mark.parametrize("name", ["idna", "punycode", "hex", "unicode_escape", "utf-7", "undefined", "no-such", "a\0b"])
def test_a_codec_is_no_charset(name: str) -> None:
    assert not is_charset(name)
    assert decode("Kenya’s envoy".encode("cp1252"), declared=name) == "Kenya’s envoy"
    assert (
        read_feed(b"<rss version='2.0'><channel><title>T</title></channel></rss>", url=URL, charset=name).title == "T"
    )


def test_a_page_that_names_a_codec_is_refused_with_a_reason() -> None:
    with pytest.raises(InputError, match="no charset"):
        decode(b'<meta charset="idna">\xe9')
    assert all(map(is_charset, ("utf-8", "latin1", "windows-1251", "gb18030", "shift_jis", "koi8-r", "utf-16-le")))


def test_a_range_of_ranges_is_no_value() -> None:
    assert parse_value("2031-03-01/2031-03-02/2031-03-03") is None
    assert parse_value("2031-03-01/2031-03-02") is not None


def test_a_file_without_its_columns_says_which(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text("CAMEO Code\tSource Name\n040\tLund\n", encoding="utf-8")
    assert file_kind(path) == "icews"
    with pytest.raises(InputError, match="no column Event ID"):
        list(read_icews(path, Counter()))


@pytest.mark.parametrize("anchor", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_have_an_age(anchor: str) -> None:
    time = TimeExpression("then", 0, 4, anchor, anchor, anchor, "day", "test")
    assert age_of(time, anchor) == "recent"
