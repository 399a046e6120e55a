from __future__ import annotations

import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from newsledger.ingest import Raw, cut_inputs, read_raw
from newsledger.ingest import cut as cut_module
from newsledger.ingest import piece as piece_module
from newsledger.ingest.piece import Budget, Piece
from newsledger.records import Document, Skip
from tests.bulk_world import PACK, crossings, html, lines, read, record, row, tar, zipped, zstd


def reasons(path: Path) -> list[str]:
    return [skip.reason for skip in read(path)[1]]


@pytest.mark.parametrize("packing", PACK)
def test_a_packed_file_that_breaks_off_gives_its_whole_lines(tmp_path: Path, packing: str) -> None:
    packed = PACK[packing](lines(range(2000)) if packing == ".bz2" else lines(range(50)))
    (tmp_path / f"a.jsonl{packing}").write_bytes(packed[: len(packed) - 20])
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == list(range(len(documents)))
    assert len(skips) == 1
    assert "cut off or damaged" in skips[0].reason


def test_a_wrong_checksum_is_told_after_the_lines(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(lines(range(5))))
    packed[-8] ^= 0xFF
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    documents, skips = read(tmp_path)
    assert len(documents) == 5
    assert "CRC" in skips[0].reason


@pytest.mark.parametrize("packing", PACK)
def test_a_bomb_is_stopped(tmp_path: Path, packing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piece_module, "FLOOR", 2**20)
    (tmp_path / f"0.jsonl{packing}").write_bytes(PACK[packing](b" " * 2**23))
    (tmp_path / f"1.tar{packing}").write_bytes(PACK[packing](tar({f"{n}.jsonl": b" " * 2**20 for n in range(9)})))
    (tmp_path / "2.jsonl").write_bytes(lines([2]))
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [2]
    assert sum("more than 250 times its size" in s.reason for s in skips) >= 2


def test_bombs_within_bombs_and_in_zip_archives_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piece_module, "FLOOR", 2**20)
    inner = gzip.compress(b" " * 2**23)
    (tmp_path / "a.gz").write_bytes(gzip.compress(gzip.compress(inner)))
    (tmp_path / "b.zip").write_bytes(zipped({"0.jsonl": b" " * 2**23, "1.jsonl": lines([1])}))
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [1]
    assert all("250 times" in s.reason for s in skips)
    assert len(skips) == 2


def overlapping() -> bytes:
    """A ZIP archive whose list names one file of a megabyte a thousand times."""
    whole = zipped({"p.jsonl": b" " * 2**20})
    at = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[at:end]
    directory = entry * 1000
    return whole[:at] + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), at, 0)


def test_files_that_overlap_in_an_archive_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piece_module, "FLOOR", 2**20)
    (tmp_path / "a.zip").write_bytes(overlapping())
    found = reasons(tmp_path)
    assert any("250 times" in reason for reason in found)


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    data = html(0)
    for depth in range(9):
        data = zipped({f"{depth}.zip" if depth else "p.html": data})
        if depth < 4:
            (tmp_path / f"{depth}.zip").write_bytes(data)
    (tmp_path / "9.zip").write_bytes(data)
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0] * 4
    assert "lie in each other" in skips[0].reason


def odd_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in [("l.html", tarfile.SYMTYPE), ("h.html", tarfile.LNKTYPE), ("d.html", tarfile.CHRTYPE)]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        for name in ("../../up.html", "/etc/root.html", "a\udc80\n\x1b.html"):
            info = tarfile.TarInfo(name)
            info.size = len(html(1))
            archive.addfile(info, io.BytesIO(html(1)))
    return out.getvalue()


def test_links_and_devices_are_passed_over_and_paths_are_only_names(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.tar").write_bytes(odd_tar())
    raws = list(cut_inputs([str(folder)]))
    assert [r.origin.removeprefix(f"{folder}/a.tar/") for r in raws] == [
        "../../up.html",
        "/etc/root.html",
        "a\ufffd\ufffd\ufffd.html",
    ]
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["a.tar"]
    zipfile_path = folder / "b.zip"
    zipfile_path.write_bytes(zipped({"../../up.html": html(1), "C:\\x\\y.html": html(1)}))
    assert len(list(cut_inputs([str(zipfile_path)]))) == 2
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["a.tar", "b.zip"]


def test_a_tar_archive_goes_on_after_a_damaged_header(tmp_path: Path) -> None:
    data = bytearray(tar({f"{n}.html": html(n) for n in range(4)}))
    data[2 * 512 : 2 * 512 + 300] = b"\x07" * 300  # header of the second member, after header and page of the first
    (tmp_path / "a.tar").write_bytes(data)
    documents, (skipped,) = read(tmp_path)
    assert list(crossings(documents)) == [0, 2, 3]
    assert "damaged before member 2" in skipped.reason


@pytest.mark.parametrize("left", [700, 1000, 1500])
def test_a_tar_archive_that_breaks_off_gives_what_came_before(tmp_path: Path, left: int) -> None:
    (tmp_path / "a.tar").write_bytes(tar({f"{n}.html": html(n) * 1 for n in range(4)})[: 1024 + left])
    documents, skips = read(tmp_path)
    assert list(crossings(documents))[:1] == [0]
    assert skips


def test_a_tar_header_of_gigabytes_and_a_file_of_holes_are_refused(tmp_path: Path) -> None:
    long = tarfile.TarInfo("x")
    long.type, long.size = tarfile.XHDTYPE, 2**40
    good = tar({"g.html": html(1)})
    (tmp_path / "a.tar").write_bytes(long.tobuf(tarfile.GNU_FORMAT) + good)
    long.type = tarfile.REGTYPE
    (tmp_path / "c.tar").write_bytes(good[:1024] + long.tobuf(tarfile.GNU_FORMAT))
    (tmp_path / "d.tar").write_bytes(bytes(512) + b"ustar" * 200)
    sparse = tarfile.TarInfo("s.html")
    sparse.type = tarfile.GNUTYPE_SPARSE
    holes = bytearray(sparse.tobuf(tarfile.GNU_FORMAT))
    holes[483:495] = b"77777777777\0"
    holes[148:156] = b"%06o\0 " % (256 + sum(holes[:148]) + sum(holes[156:512]))
    (tmp_path / "b.tar").write_bytes(bytes(holes) + good)
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [1, 1, 1]
    assert "damaged" in skips[0].reason
    assert "holes" in skips[1].reason
    assert "larger than it is" in skips[2].reason


def test_members_of_a_zip_archive_fail_one_by_one(tmp_path: Path) -> None:
    data = bytearray(zipped({f"{n}.html": html(n) for n in range(5)}, zipfile.ZIP_STORED))
    data[data.index(b"crossing 1") + 9] ^= 1  # wrong checksum
    locked = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 90)
    locked = data.index(b"PK\x01\x02", locked + 1)
    for start, at in ((locked, 8),):
        data[start + at] |= 1  # encrypted, says the list
    unknown = data.index(b"PK\x01\x02", locked + 1)
    data[unknown + 10] = 99
    (tmp_path / "a.zip").write_bytes(data)
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 4] or len(documents) == 2
    assert {s.reason.partition(":")[0].partition(" (")[0] for s in skips} == {
        "damaged in the archive",
        "encrypted",
        "packed in a way that is not known",
    }


@pytest.mark.parametrize("cut", [20, 60, 200])
def test_a_zip_archive_without_its_end_says_so(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.html": html(0)})[:-cut])
    assert "end is missing" in reasons(tmp_path)[0]


def test_an_office_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    _, (skipped,) = read(tmp_path)
    assert "no files that can be read" in skipped.reason
    assert "office" in str(skipped.hint)


def test_a_large_zip_archive_with_extra_fields_and_a_prefix_is_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.html", "w", force_zip64=True) as member:
        member.write(html(1))
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    (tmp_path / "b.html").write_bytes(b"PK\x03\x04 self-extracting" + zipped({"b.html": html(2)}))
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [1, 2]
    assert not skips


def test_members_are_streamed_not_listed(tmp_path: Path) -> None:
    def endless(size: int) -> bytes:
        info = tarfile.TarInfo("p.html")
        info.size = len(html(0))
        page = info.tobuf() + html(0)
        return page + bytes(-len(page) % 512)

    piece = Piece(io.BufferedReader(_Endless(endless(0)), 2**16), "a.tar", "a.tar", Budget(packed=2**30))
    assert len(list(islice(cut_module.cut_piece(piece), 5000))) == 5000


class _Endless(io.RawIOBase):
    def __init__(self, data: bytes) -> None:
        self._data = data * (2**16 // len(data))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = len(self._data)
        if len(buffer) < size:
            raise OSError("the test reads less at once than it made")
        buffer[:size] = self._data
        return size


def broken_parquet(harm: int) -> bytes:
    out = io.BytesIO()
    table = pa.table({"text": [str(row(n)["text"]) for n in range(6)]})
    parquet.write_table(table, out, row_group_size=2, compression="zstd", use_dictionary=False, write_statistics=False)
    data = bytearray(out.getvalue())
    where = parquet.ParquetFile(io.BytesIO(bytes(data))).metadata.row_group(1).column(0)
    if harm == 0:
        data[where.data_page_offset + 30 : where.data_page_offset + 130] = b"\0" * 100
    else:
        del data[-harm:]
    return bytes(data)


def test_a_damaged_row_group_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(broken_parquet(0))
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 1, 4, 5]
    assert "row group 2 of 3 is damaged" in skips[0].reason


@pytest.mark.parametrize("harm", [4, 100, 1000])
def test_a_parquet_file_that_breaks_off_says_so(tmp_path: Path, harm: int) -> None:
    (tmp_path / "a.parquet").write_bytes(broken_parquet(harm))
    assert "broken Parquet file" in reasons(tmp_path)[0]


def test_huge_lines_and_cells_are_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsledger.ingest import tables

    for module in (cut_module, piece_module, tables):
        monkeypatch.setattr(module, "MAX_BYTES", 4000)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines([0]) + b"x" * 9000 + b"\n" + lines([1])))
    (tmp_path / "b.csv").write_bytes(b"text\nA border crossing 2.\n" + b"y" * 9000 + b"\n")
    (tmp_path / "c.csv").write_bytes(b'text\n"' + b"open quote\n" * 1000)
    documents, skips = read(tmp_path)
    assert list(crossings(documents)) == [0, 1, 2]
    assert [s.origin.rpartition("/")[2] for s in skips] == ["a.jsonl.gz:2", "b.csv", "c.csv"]


def test_an_xz_file_that_asks_for_gigabytes_is_refused(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 2**28}]
    packed = lzma.compress(lines([0]), filters=filters)
    (tmp_path / "a.jsonl.xz").write_bytes(packed)
    assert "cut off or damaged: Memory usage limit" in reasons(tmp_path)[0]


@pytest.mark.parametrize(
    "body", [b'{"text": "A caf\xe9 in Nairobi was closed."}', b"{" * 100_000, b'{"text": "\\ud800"}']
)
def test_odd_rows_end_no_run(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(body + b"\n" + lines([1]))
    documents, skips = read(tmp_path)
    assert len(documents) + len(skips) == 2
    for document in documents:
        document.text.encode()


def nested(n: int) -> bytes:
    return b"<!doctype html><html><body>" + b"<div>" * n + html(1) + b"</div>" * n


def test_a_page_nested_to_the_depths_ends_no_run(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(nested(20_000))
    documents, skips = read(tmp_path)
    assert len(documents) + len(skips) == 1


OPENINGS = st.sampled_from([
    b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\x00", b"BZh91AY&SY", b"PK\x03\x04", b"PK\x05\x06", b"PAR1",
    b"WARC/1.0\r\n", b"{", b"[", b"<html>", b"\xff\xfe", b"id,text\n", b"\0" * 257 + b"ustar",
])  # fmt: skip
NAMES = st.sampled_from(
    ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.tar", "a.tgz", "a.zip", "a.warc.gz", "a.gz", "a"]
)
SAMPLES = [
    gzip.compress(lines([0, 1])), zstd(lines([0, 1])), lzma.compress(lines([0])), PACK[".bz2"](lines([0])),
    tar({"a.html": html(0), "b.jsonl": lines([1])}), zipped({"a.html": html(0), "b.jsonl": lines([1])}),
    record(0, html(0)) + record(1, html(1)), gzip.compress(record(0, html(0))), broken_parquet(0), lines([0, 1]),
    json.dumps([row(0)]).encode(),
]  # fmt: skip


def all_of(name: str, data: bytes) -> list[Document | Skip]:
    """What becomes of bytes, and that everything in it can be stored."""
    piece = Piece(io.BufferedReader(io.BytesIO(data), piece_module.BUFFER), name, name, Budget(packed=len(data)))
    found = [read_raw(raw) if isinstance(raw, Raw) else raw for raw in cut_module.cut_piece(piece)]
    for item in found:
        for text in (item.origin, item.reason) if isinstance(item, Skip) else (item.text, item.title or ""):
            text.encode()
    return found


@settings(deadline=None, max_examples=60)
@given(NAMES, OPENINGS, st.binary(max_size=600))
def test_any_bytes_give_documents_and_skips_and_no_error(name: str, opening: bytes, data: bytes) -> None:
    assert all_of(name, opening + data)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SAMPLES), NAMES, st.data())
def test_harm_at_any_place_gives_documents_and_skips_and_no_error(
    sample: bytes, name: str, data: st.DataObject
) -> None:
    harmed = bytearray(sample)
    for _ in range(data.draw(st.integers(0, 4))):
        harmed[data.draw(st.integers(0, len(harmed) - 1))] = data.draw(st.integers(0, 255))
    assert all_of(name, bytes(harmed[: data.draw(st.integers(1, len(harmed)))]))
