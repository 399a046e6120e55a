from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsledger.errors import LedgerError, QueryError
from newsledger.ledger import VIEWS, Ledger, connect, run_query
from newsledger.ledger.schema import TABLES, record_schema, to_arrow
from newsledger.ledger.store import Ledger as Store
from newsledger.records import EventMention, Skip, from_row
from tests.builders import coding, document, mention, party


def count(book: Ledger, view: str, *, as_of: int | None = None) -> int:
    answer = run_query(book, f"select count(*) as n from {view}", as_of=as_of)
    return int(answer["n"][0].as_py())


def test_a_commit_can_be_asked_for(tmp_path: Path) -> None:
    page = document()
    book = Ledger(tmp_path / "ledger")
    parties = (party(page, "Kenya's foreign minister", "KEN", "GOV"), party(page, "Uganda's envoy", "UGA", "GOV"))
    assert book.commit([coding(page, actors=parties)], [Skip("s-1", "a.pdf", "a PDF", None)]) == 1
    for view in VIEWS:
        derived = {"claims", "on_whose_word", "unnamed_only", "measure_mentions", "measures", "findings"}
        derived |= {"verdicts", "reviews", "event_changes", "copies", "runs"}
        assert count(book, view) == (0 if view in derived else 1), view
    (event,) = run_query(book, "from events").to_pylist()
    assert event["actors"] == ["KEN", "UGA"]
    assert event["document_ids"] == [page.document_id]


def test_a_mention_comes_back_as_it_went_in(tmp_path: Path) -> None:
    book, before = Ledger(tmp_path), coding(actors=(party(document(), "Uganda's envoy", "UGA", "GOV"),))
    book.commit([before])
    (row,) = run_query(book, "from event_mentions").to_pylist()
    assert from_row(EventMention, row) == before.mentions[0]


def test_the_same_coding_adds_nothing_and_a_new_one_replaces(tmp_path: Path) -> None:
    book = Ledger(tmp_path)
    assert book.commit([coding(), coding()]) == 1
    version = book.versions()[-1].version
    assert book.commit([coding()]) == 0
    assert book.versions()[-1].version == version
    assert book.commit([coding(coder="newer", event_type="AGREE")]) == 1
    assert count(book, "event_mentions") == count(book, "documents") == 1
    assert run_query(book, "select event_type from event_mentions")["event_type"].to_pylist() == ["AGREE"]


def test_old_versions_stay_readable(tmp_path: Path) -> None:
    book = Ledger(tmp_path)
    book.commit([coding()])
    first = book.versions()[-1].version
    book.commit([coding(coder="newer", event_type="AGREE"), coding(document("Troops met rebels."))])
    assert count(book, "event_mentions") == 2
    assert count(book, "event_mentions", as_of=first) == 1
    assert run_query(book, "from event_mentions", as_of=first)["event_type"].to_pylist() == ["CONSULT"]
    with pytest.raises(LedgerError, match="has no version 99\n  hint: versions 0 to"):
        count(book, "documents", as_of=99)


def test_the_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    codings = [coding(document(f"Troops met rebels in village {n}.")) for n in range(5)]
    answers = []
    for name, order in (("one", codings), ("other", codings[::-1])):
        book = Ledger(tmp_path / name)
        for item in order:
            book.commit([item])
        answers.append(run_query(book, "from event_mentions order by event_mention_id").to_pylist())
    assert answers[0] == answers[1]


def test_rows_of_a_commit_that_never_ended_are_not_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Ledger(tmp_path)
    book.commit([coding()])

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "_publish", die)
    with pytest.raises(KeyboardInterrupt):
        book.commit([coding(document("Troops met rebels."))])
    monkeypatch.undo()
    assert count(book, "event_mentions") == 1
    assert book.commit([coding(document("Troops met rebels."))]) == 1
    assert count(book, "event_mentions") == count(book, "articles") == 2


KILLED = """
import os, sys, threading, time
from newsledger.ledger import Ledger
from tests.builders import coding, document
threading.Thread(target=lambda: (time.sleep(float(sys.argv[2])), os._exit(9)), daemon=True).start()
book = Ledger(sys.argv[1])
for n in range(1000):
    book.commit([coding(document(f"Troops met rebels in village {n}.{i}.")) for i in range(3)])
"""


@pytest.mark.parametrize("after", [0.01, 0.08, 0.2])
def test_a_killed_writer_leaves_whole_commits(tmp_path: Path, after: float) -> None:
    root = Path(__file__).parent.parent
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(after)], cwd=root, check=False)
    assert ended.returncode == 9
    book = Ledger(tmp_path)
    if book.exists:
        documents, mentions = count(book, "documents"), count(book, "event_mentions")
        assert documents == mentions == count(book, "articles")
        assert documents % 3 == 0
    assert book.commit([coding(document("Troops met rebels."))]) == 1


def test_an_empty_ledger_has_empty_views(tmp_path: Path) -> None:
    with connect(Ledger(tmp_path / "none")) as db:
        for view in VIEWS:
            assert db.sql(f"from {view}").fetchall() == []


def test_a_question_to_no_ledger_is_an_error_and_no_empty_answer(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        run_query(Ledger(tmp_path / "mistyped"), "from event_mentions")
    book = Ledger(tmp_path / "ledger")
    book.commit([], [Skip("s-1", "a.pdf", "a PDF", None)])
    assert count(book, "skipped") == 1


def test_a_folder_that_cannot_be_written_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="cannot write"):
        Ledger(tmp_path / "file" / "ledger").must_be_writable()
    Ledger(tmp_path / "new" / "ledger").must_be_writable()
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("select nothing from event_mentions", "describe event_mentions"),
        ("select * from mentions", "describe|the views are"),
        ("copy (select 1) to '/tmp/x.csv'", "--output FILE"),
        ("select * from read_csv('/etc/hostname')", "nothing else"),
        ("install httpfs", ""),
        ("select 1; drop view documents", "only one SELECT"),
    ],
)
def test_a_query_that_is_refused_says_why(tmp_path: Path, sql: str, hint: str) -> None:
    book = Ledger(tmp_path)
    book.commit([coding()])
    with pytest.raises(QueryError) as caught:
        run_query(book, sql)
    assert any(part in str(caught.value) for part in hint.split("|"))


def test_no_query_writes_into_the_folder_that_it_may_read(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "ledger")
    book.commit([coding()])
    before = sorted(book.path.rglob("*"))
    for sql in ("copy (select 1) to '{}/x.csv'", "explain analyze copy (select 1) to '{}/x.csv'"):
        with pytest.raises(QueryError, match="only one SELECT"):
            run_query(book, sql.format(book.path.resolve()))
    assert sorted(book.path.rglob("*")) == before


def test_a_folder_of_other_things_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(LedgerError, match="hint"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="hint"):
        Ledger(tmp_path / "holiday.jpg")


def test_arrow_schemas_have_the_fields_of_the_records() -> None:
    for record in TABLES.values():
        assert record_schema(record).names == list(record.__dataclass_fields__)  # type: ignore[attr-defined]


def test_arrow_and_json_rows_agree() -> None:
    table = to_arrow(EventMention, [mention()])
    assert json.loads(json.dumps(table.to_pylist()[0]))["trigger"] == {"text": "met", "start": 25, "end": 28}


def test_files_of_this_machine_are_read_without_delta_lake(tmp_path: Path) -> None:
    """Its file system is Python code, which aborts a process that ends while a thread still holds a file."""
    from pyarrow.fs import SubTreeFileSystem

    from newsledger.ledger.stored import stored_dataset, stored_table

    book = Ledger(tmp_path / "a news room é")
    book.commit([coded := coding()])
    table = book.table("documents")
    assert table is not None
    assert isinstance(stored_dataset(table).filesystem, SubTreeFileSystem)
    assert stored_table(table, ["document_id"])["document_id"].to_pylist() == [coded.document.document_id]
