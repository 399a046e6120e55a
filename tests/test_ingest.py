from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.errors import InputError
from newsledger.ingest import cut as cut_module
from newsledger.ingest import parse_date, read_inputs, read_records
from newsledger.ingest import piece as piece_module
from newsledger.ingest.dates import date_in_url
from newsledger.ingest.text import clean, decode
from newsledger.records import Document, Skip

PAGE = """<!doctype html><html lang="en"><head><title>Envoys meet</title>
<meta property="article:published_time" content="2031-03-12T08:00:00Z">
<meta property="og:site_name" content="Example Times"><script>alert("no")</script></head>
<body><nav>Home World Sport</nav><article><h1>Envoys meet in Nairobi</h1>
<p>Kenya's foreign minister met Uganda's envoy in Nairobi on Monday to talk about the closed border crossing.</p>
<p>The two sides agreed to reopen the crossing within a month, the ministry said in a statement after the talks.</p>
<script>document.write("injected")</script></article></body></html>"""


def split(items: object) -> tuple[list[Document], list[Skip]]:
    found = list(items)  # type: ignore[call-overload]
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skip)]


def test_a_text_file_is_one_document_without_a_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Troops crossed the river.\r\nNobody was hurt.", encoding="utf-8")
    documents, skips = split(read_inputs([str(tmp_path / "a.txt")]))
    assert [d.text for d in documents] == ["Troops crossed the river.\nNobody was hurt."]
    assert documents[0].document_creation_time is None
    assert "no date" in documents[0].document_creation_time_basis
    assert not skips


def test_html_gives_text_and_metadata_and_no_script(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (page,), skips = split(read_inputs([str(tmp_path)]))
    assert "Kenya's foreign minister met" in page.text
    assert "alert" not in page.text
    assert "injected" not in page.text
    assert page.document_creation_time == "2031-03-12"
    assert page.document_creation_time_basis == "html metadata"
    assert page.publisher == "Example Times"
    assert not skips


def test_an_address_that_is_none_loses_no_page() -> None:
    page = PAGE.replace("<title>", '<link rel="canonical" href="http://[broken/"><title>').replace("og:site_name", "x")
    (read,), _ = split(read_records([{"html": page}]))
    assert read.publisher is None
    assert (read.title, read.language) == ("Envoys meet in Nairobi", "en")


def test_the_date_of_the_user_goes_before_that_of_the_page() -> None:
    (page,), _ = split(read_records([{"html": PAGE}], date="2031-04-01"))
    assert (page.document_creation_time, page.document_creation_time_basis) == ("2031-04-01", "given")


def test_json_lines_keep_their_fields_and_ids(tmp_path: Path) -> None:
    rows = [
        {"id": "x1", "text": "One.", "date": "2031-03-12", "publisher": "P", "url": "https://e.org/1", "title": "T"},
        {"id": 7, "text": "Two.", "url": "https://e.org/2031/05/06/two"},
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    documents, _ = split(read_inputs([str(file)]))
    assert [d.external_id for d in documents] == ["x1", "7"]
    assert [d.document_creation_time for d in documents] == ["2031-03-12", "2031-05-06"]
    assert documents[1].document_creation_time_basis == "url"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"   \n\n ", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04zip", "ZIP"),
        (bytes(range(256)) * 40, "binary|encoding"),
        ("Привет".encode("koi8-r") * 20, "encoding"),
        (b"\xff\xfeA", "utf-16"),
    ],
)
def test_what_is_no_text_is_skipped_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text("Troops crossed the river.", encoding="utf-8")
    documents, (skip,) = split(read_inputs([str(tmp_path)]))
    assert len(documents) == 1
    assert any(part in skip.reason for part in reason.split("|"))
    assert skip.origin.endswith("bad.txt")


def test_a_truncated_line_is_skipped_and_the_others_go_on(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"id": "1", "text": "One."}\n{"id": "2", "te\n[1]\n\n{"id": "3"}\n{"id": "4", "text": "Four."}')
    documents, skips = split(read_inputs([str(file)]))
    assert [d.external_id for d in documents] == ["1", "4"]
    assert [s.origin.rpartition(":")[2] for s in skips] == ["2", "3", "5"]


def test_a_page_of_the_wrong_size_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cut_module, piece_module):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    (tmp_path / "big.txt").write_text("x" * 2000, encoding="utf-8")
    (tmp_path / "big.jsonl").write_text(f'{{"text": "{"y" * 5000}"}}\n{{"text": "small"}}\n', encoding="utf-8")
    documents, skips = split(read_inputs([str(tmp_path)]))
    assert [d.text for d in documents] == ["small"]
    assert len(skips) == 2


def test_a_name_that_means_nothing_is_skipped(tmp_path: Path) -> None:
    _, skips = split(read_inputs([str(tmp_path / "none.txt"), str(tmp_path / "*.txt"), str(tmp_path)]))
    assert len(skips) == 3
    assert all(s.hint for s in skips)


def test_globs_and_folders_name_each_file_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    documents, _ = split(read_inputs([str(tmp_path / "*.txt"), str(tmp_path)]))
    assert [d.text for d in documents] == ["a.txt", "b.txt"]


def test_a_glob_that_names_folders_reads_them(tmp_path: Path) -> None:
    for name in ("2030/a.txt", "2031/b.txt", "2031/i.png", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    documents, skips = split(read_inputs([str(tmp_path / "*")]))
    assert [d.text for d in documents] == ["2030/a.txt", "2031/b.txt", "c.txt"]
    assert skips == []
    (tmp_path / "empty" / "none").mkdir(parents=True)
    _, (skipped,) = split(read_inputs([str(tmp_path / "empty" / "*")]))
    assert "nothing here" in skipped.reason


def test_a_ledger_and_hidden_files_among_the_pages_are_no_input(tmp_path: Path) -> None:
    names = ("a.txt", "b/a.txt", ".hidden.txt", ".b/a.txt", "ledger/runs/_delta_log/0.json", "ledger/runs/1.parquet")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    for named in (str(tmp_path), str(tmp_path / "**")):
        documents, skips = split(read_inputs([named]))
        assert ([d.text for d in documents], skips) == (["a.txt", "b/a.txt"], [])


@pytest.mark.parametrize("data", ["Plain text.", '{"id": "s", "text": "Plain text."}\n'])
def test_standard_input_is_text_or_json_lines(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data.encode())))
    (page,), _ = split(read_inputs(["-"]))
    assert page.text == "Plain text."


def test_records_with_wrong_types_are_skipped() -> None:
    _, skips = split(read_records([{"text": 3}, {"html": "<html></html>"}, {"text": "x", "date": []}]))
    assert len(skips) == 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("March 12, 2031", "2031-03-12"),
        ("Wed, 12 Mar 2031 08:00:00 GMT", "2031-03-12"),
        ("Wed Mar 12 08:00:00 +0000 2031", "2031-03-12"),
        ("2031/3/12", "2031-03-12"),
        ("2031-03-12 08:00:00 UTC", "2031-03-12"),
        (20310312, "2031-03-12"),
        (1931068800, "2031-03-12T08:00:00+00:00"),
        (1931068800000, "2031-03-12T08:00:00+00:00"),
        ("1931068800.0", "2031-03-12T08:00:00+00:00"),
    ],
)
def test_rows_have_dates_in_many_forms(value: object, expected: str) -> None:
    ((page,), _) = split(read_records([{"text": "Two envoys met.", "date": value}]))
    assert (page.document_creation_time, page.document_creation_time_basis) == (expected, "given")


@pytest.mark.parametrize("value", ["03/04/2031", "2031-03", "soon", 7])
def test_a_date_that_cannot_be_read_costs_no_page(value: object) -> None:
    row = {"text": "Two envoys met.", "date": value}
    ((page,), _) = split(read_records([row]))
    assert page.document_creation_time is None
    assert page.document_creation_time_basis == f"the date given, '{value}', cannot be read: write ISO 8601"
    ((page,), _) = split(read_records([row], date="2031-03-12"))
    assert (page.document_creation_time, page.document_creation_time_basis) == ("2031-03-12", "given")


@pytest.mark.parametrize("value", ["None", "NaT", "null", "nan"])
def test_a_cell_may_say_that_there_is_no_date(value: str) -> None:
    ((page,), _) = split(read_records([{"text": "Two envoys met.", "date": value}]))
    assert page.document_creation_time_basis == "no date is given, and the page states none"


@pytest.mark.parametrize("value", ["2025-04-09", "20250409", "2025-04-09T14:00", "2025-04-09T14:00:00+02:00"])
def test_dates_are_iso(value: str) -> None:
    assert parse_date(value).startswith("2025-04-09")


def test_a_date_that_is_none_is_an_error_with_a_hint() -> None:
    with pytest.raises(InputError, match="hint: write ISO 8601"):
        parse_date("last Tuesday")


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://e.org/2022/09/06/story", "2022-09-06"),
        ("https://e.org/story-20220906.html", "2022-09-06"),
        ("https://e.org/2022/sep/06/story", "2022-09-06"),
        ("https://e.org/2022/9/6/story", "2022-09-06"),
        ("https://e.org/years-after-2001/09/11/story", None),
        ("https://e.org/2022/02/31/story", None),
        ("https://e.org/id/120220906123", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, date: str | None) -> None:
    assert date_in_url(url) == date


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError:
        return
    assert "\x00" not in text
    text.encode("utf-8")


@given(st.text())
def test_cleaning_is_idempotent(text: str) -> None:
    try:
        once = clean(text)
    except InputError:
        return
    assert clean(once) == once


CSV = 'id,text,date\n1,"Troops crossed the river,\nthen the ""road"".",2031-03-12\n2,Two.,\n'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", CSV.encode()),
        ("a.csv", b"\xef\xbb\xbf" + CSV.encode()),
        ("a.csv", b'id;text;date\n1;"Troops crossed, it was said.";2031-03-12\n2;Two.;\n'),
        ("a.csv", b"\n\n" + CSV.encode()),
        ("a.csv", b'sep=;\r\nid; text; date\r\n1;"Troops crossed, it was said.";2031-03-12\r\n2;Two.;\r\n'),
        ("a.csv", b"id|text|date\n1|Troops crossed, it was said.|2031-03-12\n2|Two.|\n"),
        ("a.json", json.dumps([{"id": 1, "text": "One."}, {"id": 2, "text": "Two."}], indent=1).encode()),
        ("a.json", b'{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n'),
        ("a.jsonl", '{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n'.encode("utf-16")),
        ("a.txt", '{"id": 1, "text": "One\u2028more."}\n{"id": 2.0, "text": "Two.", "date": NaN}'.encode()),
    ],
)
def test_tables_and_json_of_all_kinds_are_rows_and_no_text(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    documents, skips = split(read_inputs([str(tmp_path)]))
    assert [d.external_id for d in documents] == ["1", "2"]
    assert documents[1].text == "Two."
    assert not skips


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"id,words\n1,One.\n", "without a column"),
        ("a.csv", b'id,text\n1,"One.\n', ""),
        ("a.csv", b"\n\n", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.json", b'{"status": "ok", "articles": [{"text": "One."}]}', "neither `text` nor `html`"),
        (
            "a.txt",
            b"<?xml version='1.0'?>\n<!-- ours --><rss version='2.0'><channel></channel></rss>",
            "this is a feed",
        ),
        ("a.json", b"", "empty"),
        ("a.txt", "One. Two.".encode("utf-16-le"), "UTF-16 without its mark"),
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    documents, skips = split(read_inputs([str(tmp_path)]))
    assert len(documents) + len(skips) == 1
    if "articles" in str(data):
        assert "'articles'" in str(skips[0].hint)
    if reason:
        assert reason in skips[0].reason


def test_a_short_piece_of_html_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Police arrested <b>two</b> men.</p>")
    (tmp_path / "b.html").write_text("<html><body><p></p></body></html>")
    ((page,), skips) = split(read_inputs([str(tmp_path)]))
    assert (page.text, len(skips)) == ("Police arrested two men.", 1)


@pytest.mark.parametrize(
    "piece",
    [
        "<p>Police arrested two men.</p><p>Troops crossed the river on Monday.</p>",
        '<!-- saved --><div id="x"><p>Police arrested two men.</p><p>Troops crossed the river on Monday.</p></div>',
    ],
)
def test_a_piece_of_html_is_html(tmp_path: Path, piece: str) -> None:
    (tmp_path / "a.txt").write_text(piece)
    ((page,), _) = split(read_inputs([str(tmp_path)]))
    assert page.text == "Police arrested two men.\nTroops crossed the river on Monday."
    (tmp_path / "a.txt").write_text(f"He wrote {piece}")
    ((page,), _) = split(read_inputs([str(tmp_path)]))
    assert page.text.startswith("He wrote <")


def test_records_of_data_frames_have_dates_numbers_and_gaps() -> None:
    from datetime import date

    rows = [{"id": 7.0, "text": "One.", "date": date(2031, 3, 12), "url": float("nan"), "publisher": None}]
    ((page,), _) = split(read_records(rows))
    assert (page.external_id, page.document_creation_time, page.url) == ("7", "2031-03-12", None)
    _, (skipped,) = split(read_records([{"text": 5}], first=12))
    assert skipped.origin == "record 12"


@pytest.mark.parametrize(
    "text",
    [
        "La police de Nairobi a arrêté douze manifestants lundi, selon deux responsables kényans. L’Ouganda a fermé sa "
        "frontière avec le Kenya. Le président français a rencontré son homologue allemand à Paris.",
        "Die Polizei in Nairobi hat am Montag zwölf Menschen festgenommen, wie Beamte sagten. Uganda schloss die "
        "Grenze zu Kenia. Der französische Präsident traf seinen deutschen Kollegen zu Gesprächen über den Frieden.",
        "Полиция Найроби арестовала двенадцать протестующих в понедельник, сообщили два чиновника. Уганда "
        "закрыла границу с Кенией. Президент встретился с премьером Индии в Дели, чтобы обсудить мир и торговлю.",
    ],
)
def test_a_page_in_another_language_is_no_english_news(text: str) -> None:
    _, (skipped,) = split(read_records([{"text": text}]))
    assert "not English" in skipped.reason


@pytest.mark.parametrize(
    "text",
    [
        "La aviación bombardeó el puerto de Hodeida.",
        "Tunis rappelle son ambassadeur et ferme la frontière pour une semaine.",
        "Die Armee hat das Dorf mit Artillerie beschossen.",
        "O governo expulsou os diplomatas da embaixada.",
        "Het leger heeft een brug van de rebellen vernield.",
        "Pemerintah menutup perbatasan dengan negara itu.",
        "Армия обстреляла порт.",
        "军队炮击了港口。",
    ],
)
def test_nor_is_a_short_one(text: str) -> None:
    _, (skipped,) = split(read_records([{"text": text}]))
    assert "not English" in skipped.reason


@pytest.mark.parametrize(
    "text",
    [
        "Quake hits El Salvador, Los Angeles feels tremor",
        "Lula da Silva meets Ursula von der Leyen, Mark van den Berg",
        "Minister quits",
        "Al Shabaab shells Kismayo port",
        "Côte d’Ivoire closes border",
        "賴清德 meets senators",
    ],
)
def test_a_short_english_text_with_foreign_names_is_read(text: str) -> None:
    pages, skipped = split(read_records([{"text": text}]))
    assert len(pages) == 1
    assert not skipped


@pytest.mark.parametrize(
    ("row", "date"),
    [
        ({"Text": "Police arrested two men.", "Date": "2031-03-12"}, "2031-03-12"),
        ({"content": "Police arrested two men.", "pubdate": "Wed, 12 Mar 2031 10:00:00 GMT"}, "2031-03-12"),
        ({"BODY": "Police arrested two men.", "publishedAt": "2031-03-12T10:00:00Z"}, "2031-03-12T10:00:00+00:00"),
        ({"text": "Police arrested two men.", "published": True}, None),
        ({"text": "Police arrested two men.", "publication_date": "03/04/2031"}, None),
        ({"text": "Police arrested two men.", "published": float("nan")}, None),
        ({"text": "Police arrested two men.", "date": "2031-03-12", "pubdate": "2030-01-01"}, "2031-03-12"),
    ],
)
def test_columns_are_known_by_other_names(row: dict[str, Any], date: str | None) -> None:
    (found,) = read_records([row])
    assert isinstance(found, Document)
    assert found.text == "Police arrested two men."
    assert found.document_creation_time == date
    if date is None and isinstance(row.get("published"), bool):
        assert "'True', cannot be read" in found.document_creation_time_basis


def test_a_body_beside_html_is_not_looked_for() -> None:
    html = "<html><body><p>Police arrested two men in the capital of Kenya on Monday morning.</p></body></html>"
    (found,) = read_records([{"html": html, "body": "something else"}])
    assert isinstance(found, Document)
    assert found.text.startswith("Police arrested")
