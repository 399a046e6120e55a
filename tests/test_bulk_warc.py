from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter

from newsledger.ingest import piece as piece_module
from newsledger.ingest import warc as warc_module
from tests.bulk_world import STORY, crossings, html, lines, read, record, tar, zstd


def write(folder: Path, *records: bytes, name: str = "a.warc") -> Path:
    path = folder / name
    path.write_bytes(b"".join(records))
    return path


def brotli(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = BrotliWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


def test_a_record_gives_page_and_address_and_its_crawl_gives_no_date(tmp_path: Path) -> None:
    told = '<meta property="article:published_time" content="2031-03-12">'
    documents, skips = read(write(tmp_path, record(0, html(0)), record(1, html(1, head=told))))
    assert [d.url for d in documents] == ["https://news.example/0", "https://news.example/1"]
    assert [d.document_creation_time for d in documents] == [None, "2031-03-12"]
    assert "no date" in documents[0].document_creation_time_basis
    assert not skips


def test_converted_text_is_text_and_resources_are_pages(tmp_path: Path) -> None:
    text = STORY.format(n=1).encode()
    path = write(
        tmp_path,
        record(0, b"software: example", kind="warcinfo", content="application/warc-fields"),
        record(1, b"<p>No page:</p> " + text, kind="conversion", content="text/plain"),
        record(2, html(2), kind="resource", content="text/html"),
        record(3, b"GET / HTTP/1.1", kind="request", content="application/http; msgtype=request"),
    )
    documents, skips = read(path)
    assert list(crossings(documents)) == [1, 2]
    assert documents[0].text.startswith("<p>No page:</p>")
    assert not skips


def test_other_answers_are_skipped_with_their_status_and_images_passed_over(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        record(0, html(0), status="404 Not Found"),
        record(1, b"\x89PNG", content="image/png"),
        record(2, b"%PDF-1.7", content="application/pdf"),
        record(3, html(3)),
    )
    documents, skips = read(path)
    assert list(crossings(documents)) == [3]
    assert [(s.origin.rpartition(":")[2], s.reason) for s in skips] == [
        ("1", "the server answered 404, and sent no page"),
        ("3", "this is application/pdf, not a page"),
    ]


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "utf-16", "no-such-charset"])
def test_the_charset_of_the_server_is_used_where_it_fits(tmp_path: Path, charset: str) -> None:
    page = html(1).replace(b"Nairobi", b"Nairobi caf\xe9")
    if charset == "utf-16":
        page = page.decode("cp1252").encode("utf-16")
    documents, _ = read(write(tmp_path, record(1, page, content=f"text/html; charset={charset}")))
    assert "Nairobi café" in documents[0].text


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(html(1)), "Content-Encoding: gzip"),
        (brotli(html(1)), "Content-Encoding: br"),
        (zlib.compress(html(1)), "Content-Encoding: deflate"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(html(1)), html(1)), "Transfer-Encoding: chunked"),
        (html(1), "Transfer-Encoding: chunked"),
        (html(1), "Content-Encoding: gzip"),
        (html(1), "Content-Encoding: br"),
    ],
)
def test_encodings_of_the_transfer_are_taken_off_if_they_are_still_there(
    tmp_path: Path, body: bytes, more: str
) -> None:
    documents, skips = read(write(tmp_path, record(1, body, more=f"{more}\r\n"), record(2, html(2))))
    assert list(crossings(documents)) == [1, 2]
    assert not skips


def test_a_bomb_in_the_encoding_of_a_page_is_one_skip(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<p>" + b"0" * 2**25)
    damaged = gzip.compress(html(2)).replace(gzip.compress(html(2))[40:44], b"\xff\x00\xff\x00")
    encoded = "Content-Encoding: gzip\r\n"
    path = write(tmp_path, record(1, bomb, more=encoded), record(2, damaged, more=encoded), record(3, html(3)))
    documents, skips = read(path)
    assert list(crossings(documents)) == [3]
    assert "larger than" in skips[0].reason
    assert "within its gzip encoding" in skips[1].reason


PACKINGS = [("a.warc", bytes), ("a.warc.gz", gzip.compress), ("a.warc.zst", zstd)]


@pytest.mark.parametrize(("name", "pack"), PACKINGS)
@pytest.mark.parametrize("harm", ["flip", "cut"])
def test_reading_goes_on_after_a_damaged_record(tmp_path: Path, name: str, pack: object, harm: str) -> None:
    assert callable(pack)
    packed = [bytearray(pack(record(n, html(n)))) for n in range(5)]
    if harm == "cut":
        del packed[2][len(packed[2]) // 2 :]
    elif name == "a.warc":
        packed[2][:40] = b"\n" * 40
    else:
        packed[2][len(packed[2]) // 2] ^= 0x55
    path = write(tmp_path, *map(bytes, packed), name=name)
    documents, skips = read(path)
    assert list(crossings(documents)) == [0, 1, 3, 4]
    assert sum("damaged" in s.reason for s in skips) == 1


@pytest.mark.parametrize(("name", "pack"), PACKINGS)
def test_a_file_that_breaks_off_gives_what_came_before(tmp_path: Path, name: str, pack: object) -> None:
    assert callable(pack)
    data = b"".join(pack(record(n, html(n))) for n in range(3))
    (tmp_path / name).write_bytes(data[:-60])
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 1]
    assert len(skips) == 1


def test_a_length_beyond_the_end_of_a_large_file_does_not_swallow_what_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_module, "MAX_BYTES", 2000)
    lying = record(1, html(1)).replace(b"Content-Length: ", b"Content-Length: 99999")
    documents, skips = read(write(tmp_path, lying, *(record(n, html(n)) for n in range(2, 12))))
    assert list(crossings(documents)) == list(range(2, 12))
    assert len(skips) == 1


def test_a_file_of_nothing_but_damage_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_module, "_MOST_DAMAGE", 5)
    lying = record(1, b"<p>x</p>").replace(b"Content-Length: ", b"Content-Length: 99999")
    documents, skips = read(write(tmp_path, *[lying] * 50))
    assert not documents
    assert [s.reason for s in skips][-1] == "more than 5 damages: the rest was left out"
    assert len(skips) <= 6


def test_a_length_that_lies_does_not_swallow_what_follows(tmp_path: Path) -> None:
    lying = record(1, html(1)).replace(b"Content-Length: ", b"Content-Length: 9")
    documents, skips = read(write(tmp_path, record(0, html(0)), lying, record(2, html(2))))
    assert list(crossings(documents)) == [0, 2]
    assert "cut off" in skips[0].reason


@pytest.mark.parametrize(("name", "pack"), PACKINGS)
def test_a_record_larger_than_a_page_is_left_out(
    tmp_path: Path, name: str, pack: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(pack)
    for module in (piece_module, warc_module):
        monkeypatch.setattr(module, "MAX_BYTES", 2000)
    inner = record(7, html(7))
    sizes = [html(0), html(1) + inner + b" " * 5000, html(2)]
    path = write(tmp_path, *(pack(record(n, body)) for n, body in enumerate(sizes)), name=name)
    documents, skips = read(path)
    assert list(crossings(documents)) == [0, 2]
    assert "larger than" in skips[0].reason


def test_a_warc_file_in_an_archive_is_read_to_its_first_damage(tmp_path: Path) -> None:
    good, bad = record(0, html(0)), record(1, html(1))[:-100]
    (tmp_path / "a.tar").write_bytes(
        tar({"w/a.warc": good + bad, "w/b.warc.gz": gzip.compress(good), "w/c.jsonl": lines([2])})
    )
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 0, 2]
    assert [s.origin.rpartition("/")[2] for s in skips] == ["a.warc:2"]


def test_a_warc_file_without_pages_says_so(tmp_path: Path) -> None:
    _, (skipped,) = read(write(tmp_path, record(0, b"x", kind="request", content="application/http")))
    assert skipped.reason == "the WARC file holds no pages"
