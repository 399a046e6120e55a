"""What lets a ledger grow: known codings, several writers, places that are no folder."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

from newsledger.ledger import Ledger, known, run_query
from newsledger.ledger.known import KnownCodings
from newsledger.ledger.location import Location
from newsledger.ledger.readback import read_rows
from newsledger.records import Skip, content_id
from tests.builders import coding, document


def _column(ids: list[str]) -> pa.ChunkedArray:
    return pa.chunked_array([ids], pa.string())


@pytest.mark.parametrize("fold_at", [1, 7, 1_000])
def test_known_codings_are_as_a_dictionary(fold_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_NEW", fold_at)
    dice, index, expected = random.Random(3), KnownCodings(), dict[str, str]()
    for n in range(60):
        ids = [content_id("d", dice.randrange(40)) for _ in range(dice.randrange(4))]
        codings = [content_id("k", n, i) for i in range(len(ids))]
        index.put(_column(ids), _column(codings))
        expected.update(zip(ids, codings, strict=True))
        one = content_id("d", dice.randrange(40))
        index.note(one, content_id("k", n))
        expected[one] = content_id("k", n)
    index.save(tmp_path / "known.npy")
    for found in (index, KnownCodings.open(tmp_path / "known.npy")):
        assert len(found) == len(expected)
        assert all(found.holds(d, k) and found.has_document(d) for d, k in expected.items())
        assert not any(found.holds(d, content_id("k", "other")) for d in expected)
        assert not found.has_document(content_id("d", "other"))


def test_ids_of_any_form_are_known() -> None:
    index = KnownCodings()
    index.put(_column(["my-page", "d-x"]), _column(["one", "two"]))
    assert index.holds("my-page", "one")
    assert not index.holds("my-page", "two")


def test_a_writer_sees_what_another_wrote_in_between(tmp_path: Path) -> None:
    one, other = Ledger(tmp_path), Ledger(tmp_path)
    pages = [document(f"Troops met rebels in village {n}.") for n in range(4)]
    assert one.commit([coding(pages[0])]) == 1
    assert other.commit([coding(pages[0]), coding(pages[1])]) == 1
    assert one.commit([coding(pages[1], coder="newer"), coding(pages[2])]) == 2
    assert other.commit([coding(pages[1]), coding(pages[2]), coding(pages[3])]) == 2
    found = run_query(one, "select document_id, count(*) as n from event_mentions group by all").to_pylist()
    assert [row["n"] for row in found] == [1, 1, 1, 1]
    assert run_query(one, "select count(*) as n from documents")["n"][0].as_py() == 4


def test_a_coding_that_was_replaced_can_come_back(tmp_path: Path) -> None:
    book = Ledger(tmp_path)
    for coder in ("old", "new", "old"):
        assert book.commit([coding(coder=coder)]) == 1
    assert run_query(book, "select count(*) as n from event_mentions")["n"][0].as_py() == 1


def test_the_same_skip_is_written_once(tmp_path: Path) -> None:
    for _ in range(2):
        book = Ledger(tmp_path)
        book.commit([], [Skip("s-1", "a.pdf", "a PDF", None)])
        book.commit([], [Skip("s-1", "a.pdf", "a PDF", None), Skip("s-2", "b.pdf", "a PDF", None)])
    assert book.table("skipped").count() == 2  # type: ignore[union-attr]


def test_codings_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    book = Ledger(tmp_path)
    codings = [coding(document(f"Troops met rebels in village {n}.")) for n in range(9)]
    for n in range(0, 9, 3):
        book.commit(codings[n : n + 3])
    wanted = {c.coding_id: c for c in codings[1:8:3]}
    assert read_rows(book, wanted).codings() == wanted
    assert read_rows(book, {"k-unknown"}).codings() == {}
    assert read_rows(Ledger(tmp_path / "none"), wanted).codings() == {}


@pytest.mark.parametrize(
    ("given", "uri", "local"),
    [
        ("ledger", "ledger", True),
        ("/data/news", "/data/news", True),
        ("file:///data/my%20news", "/data/my news", True),
        ("s3://bucket/news/", "s3://bucket/news", False),
        (Path("s3://bucket/news"), "s3://bucket/news", False),
        ("abfss://box@account.dfs.core.windows.net/news", "abfss://box@account.dfs.core.windows.net/news", False),
        ("gs://bucket/a/b", "gs://bucket/a/b", False),
    ],
)
def test_where_a_ledger_lies(given: str | Path, uri: str, local: bool) -> None:
    place = Location.of(given)
    assert (place.uri, place.is_local) == (uri, local)
    assert place.table("claims") == f"{uri}/claims"


def test_a_ledger_can_be_named_by_a_url_of_this_machine(tmp_path: Path) -> None:
    Ledger(f"file://{tmp_path}/book").commit([coding()])
    assert run_query(Ledger(tmp_path / "book"), "select count(*) as n from events")["n"][0].as_py() == 1


def test_a_ledger_of_an_object_store_is_asked_through_arrow(tmp_path: Path) -> None:
    Ledger(tmp_path).commit([coding()], [Skip("s-1", "a.pdf", "a PDF", None)])
    far = Ledger(tmp_path)
    near = run_query(far, "from event_mentions").to_pylist()
    far.location = _Far(str(tmp_path))
    assert run_query(far, "from event_mentions").to_pylist() == near
    assert run_query(far, "select count(*) as n from skipped")["n"][0].as_py() == 1


class _Far(Location):
    """A folder that is taken for an object store."""

    @property
    def is_local(self) -> bool:
        return False

    def table(self, name: str) -> str:
        return f"{self.uri}/{name}"
