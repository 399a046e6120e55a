from __future__ import annotations

import csv
import gzip
import io
import json
import pickle
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest
from pyarrow import parquet

from newsledger.ingest import Kind, Raw, cut_inputs, read_inputs, read_raw
from newsledger.records import Document
from tests.bulk_world import PACK, STORY, crossings, html, lines, read, record, row, split, tar, zipped

TABLE = "id,text\n" + "".join(f'r{n},"{row(n)["text"]}"\n' for n in range(3))


@pytest.mark.parametrize("packing", ["", *PACK])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", lines(range(3))),
        ("a.json", json.dumps([row(n) for n in range(3)]).encode()),
        ("a.csv", TABLE.encode()),
        ("a.tsv", TABLE.replace("id,", "id\t").replace(',"', '\t"').encode()),
        ("a.txt", lines(range(3))),
        ("a.tar", tar({"x/0.html": html(0), "x/1.html": html(1), "y/2.txt": html(2)})),
        ("a.warc", b"".join(record(n, html(n)) for n in range(3))),
    ],
)  # fmt: skip
def test_every_packing_of_every_form_gives_the_same_pages(tmp_path: Path, name: str, data: bytes, packing: str) -> None:
    (tmp_path / f"{name}{packing}").write_bytes(PACK[packing](data) if packing else data)
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 1, 2]
    assert not skips


@pytest.mark.parametrize("packing", PACK)
def test_a_page_may_be_packed(tmp_path: Path, packing: str) -> None:
    (tmp_path / f"a.html{packing}").write_bytes(PACK[packing](html(7)))
    ((page,), _) = read(tmp_path)
    assert page.title == "Envoys meet 7"


def test_what_a_file_is_shows_in_its_bytes_when_its_ending_lies(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(gzip.compress(tar({"p.jsonl": lines([0])})))
    (tmp_path / "b.json").write_bytes(zipped({"p.html": html(1)}))
    (tmp_path / "c.html").write_bytes(record(2, html(2)))
    (tmp_path / "d.zip").write_bytes(html(3))
    (tmp_path / "e.csv.gz").write_bytes(TABLE.encode())
    parquet.write_table(pa.table({"text": [row(4)["text"]]}), tmp_path / "f.jsonl")
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 1, 2, 3, 0, 1, 2, 4]
    assert not skips


def test_a_folder_mixes_all_and_leaves_out_what_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "0.html").write_bytes(html(0))
    (tmp_path / "1.tar.gz").write_bytes(
        gzip.compress(tar({"b/1.html": html(1), "b/.h.html": html(9), "b/i.png": b"x"}))
    )
    (tmp_path / "2.zip").write_bytes(zipped({"c/2.jsonl.gz": gzip.compress(lines([2])), "c/s.css": b"p {}"}))
    (tmp_path / "3.warc.gz").write_bytes(gzip.compress(record(3, html(3))))
    (tmp_path / "part-0004.gz").write_bytes(gzip.compress(lines([4])))
    (tmp_path / "x.bin").write_bytes(b"\0")
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 1, 2, 3, 4]
    assert not skips


def test_the_same_page_is_the_same_document_however_it_comes_in(tmp_path: Path) -> None:
    page = html(5, head='<meta property="article:published_time" content="2031-03-12T08:00:00Z">')
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "a.tgz").write_bytes(gzip.compress(tar({"a.html": page})))
    (tmp_path / "a.zip").write_bytes(zipped({"a.htm": page}))
    (tmp_path / "a.jsonl").write_text(json.dumps({"html": page.decode()}))
    parquet.write_table(pa.table({"html": [page.decode()]}), tmp_path / "a.parquet")
    parquet.write_table(pa.table({"html": [page]}), tmp_path / "b.parquet")
    documents, _ = read(tmp_path)
    assert len(documents) == 6
    assert len(set(documents)) == 1


def test_standard_input_may_be_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (gzip.compress(lines([0, 1])), gzip.compress(tar({"a.jsonl": lines([0, 1])})), lines([0, 1])):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        documents, skips = split(read_inputs(["-"]))
        assert list(crossings(documents)) == [0, 1]
        assert not skips


def test_origins_name_archive_member_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(tar({"d/p.jsonl": lines([0]) + b"{\n", "d/e.html": b" "})))
    _, skips = read(tmp_path)
    assert [s.origin.removeprefix(f"{tmp_path}/") for s in skips] == ["a.tar.gz/d/p.jsonl:2", "a.tar.gz/d/e.html"]


def test_raw_pages_travel_between_processes() -> None:
    raw = Raw("a", Kind.PAGE, html(0), date="2031-03-12", publisher="Example Times")
    again = pickle.loads(pickle.dumps(raw))
    assert again == raw
    assert again.size == len(html(0))
    page = read_raw(again)
    assert isinstance(page, Document)
    assert (page.document_creation_time, page.publisher) == ("2031-03-12", "Example Times")


def test_cutting_reads_nothing_that_it_does_not_have_to(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"not read yet\n" + lines([1]))
    raws = list(cut_inputs([str(tmp_path)]))
    assert all(isinstance(raw, Raw) for raw in raws)


def test_parquet_has_typed_dates_numbers_and_bytes(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2, 3, 4]),
            "html": pa.array([html(0), html(1).replace(b"Nairobi", b"Nairobi caf\xe9"), html(2), None]),
            "date": pa.array(
                [datetime(2031, 3, 12, 8, tzinfo=UTC), None, None, None], pa.timestamp("ns", "Europe/Paris")
            ),
            "url": pa.array(["https://news.example/0", None, None, None]).dictionary_encode(),
            "other": pa.array([[1], [2], [3], [4]]),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    days = pa.table({"text": [row(5)["text"]], "date": [date(2031, 3, 14)]})
    parquet.write_table(days, tmp_path / "b.parquet")
    documents, (skipped,) = read(tmp_path)
    assert [d.external_id for d in documents] == ["1", "2", "3", None]
    assert documents[0].document_creation_time == "2031-03-12T08:00:00+00:00"
    assert documents[0].url == "https://news.example/0"
    assert "Nairobi café" in documents[1].text
    assert documents[3].document_creation_time == "2031-03-14"
    assert skipped.origin.endswith("a.parquet:4")


def test_a_parquet_file_without_pages_says_so(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"words": ["x"]}), tmp_path / "a.parquet")
    _, (skipped,) = read(tmp_path)
    assert "without a column `text`" in skipped.reason
    assert "words" in str(skipped.hint)


def test_rows_of_sets_made_from_crawled_news_have_other_names(tmp_path: Path) -> None:
    story = {"maintext": row(0)["text"], "date_publish": "2031-03-12 08:00:00", "source_domain": "news.example"}
    (tmp_path / "a.jsonl").write_text(json.dumps(story))
    ((page,), _) = read(tmp_path)
    assert (page.document_creation_time, page.publisher) == ("2031-03-12T08:00:00", "news.example")


def test_each_row_of_a_table_has_its_own_charset(tmp_path: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "text", "title"])
    writer.writerow(["1", f"A café. {row(1)['text']}", "Café"])
    data = out.getvalue().encode() + b"2,A caf\xe9. Border crossing 2 was closed.,Caf\xe9\n"
    (tmp_path / "a.csv").write_bytes(data)
    documents, _ = read(tmp_path)
    assert all(d.text.startswith("A café.") for d in documents)
    assert len(documents) == 2


def test_a_zip_archive_of_more_files_than_its_short_list_can_count(tmp_path: Path) -> None:
    many = zipped({f"{n}.png": b"" for n in range(65_536)} | {"a.html": html(7)}, zipfile.ZIP_STORED)
    (tmp_path / "many.zip").write_bytes(many)
    documents, skips = read(tmp_path / "many.zip")
    assert (list(crossings(documents)), skips) == ([7], [])


@pytest.mark.parametrize("length", [1_000, 300_000, 3_000_000])
def test_json_lines_may_begin_with_a_long_line(tmp_path: Path, length: int) -> None:
    rows = [{"id": str(n), "text": STORY.format(n=n), "more": "x" * length} for n in range(3)]
    (tmp_path / "a.json").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    documents, skips = read(tmp_path / "a.json")
    assert (list(crossings(documents)), skips) == ([0, 1, 2], [])


def test_half_an_emoji_in_what_a_page_says_of_itself_is_replaced(tmp_path: Path) -> None:
    told = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Envoys meet \\ud83d"}</script>'
    (tmp_path / "a.html").write_bytes(html(1, head=told).replace(b"<title>Envoys meet 1</title>", b""))
    ((page,), _) = read(tmp_path / "a.html")
    assert page.title == "Envoys meet \ufffd"
