"""Statements that mean harm, at each place that takes SQL: ``query``, the SQL box, the tool for agents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from newsledger.apps.cli import cli
from newsledger.apps.mcp.sql import Sql
from newsledger.errors import QueryError
from newsledger.ledger import Ledger, connect
from newsledger.ledger.browse_sql import Desk
from newsledger.ledger.query import check_reads, run_query
from tests.builders import coding

SECRET = "what-lies-outside-7b1e"
Ask = Callable[[Ledger, str], list[Any]]


def by_query(book: Ledger, sql: str) -> list[Any]:
    return list(run_query(book, sql).to_pylist())


def by_desk(book: Ledger, sql: str) -> list[Any]:
    return list(Desk(book).ask(sql, key=1).rows)


def by_agent(book: Ledger, sql: str) -> list[Any]:
    return list(Sql(book).query(sql, limit=200).rows)


@pytest.fixture(params=[by_query, by_desk, by_agent])
def ask(request: pytest.FixtureRequest) -> Ask:
    found: Ask = request.param
    return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ledger, and with what a question must not reach: beside it, above it, behind links in it."""
    book = Ledger(tmp_path / "ledger")
    book.commit([coding()])
    (tmp_path / "outside.csv").write_text(f"secret\n{SECRET}\n", encoding="utf-8")
    for name in ("ledgers", ".tmp", "deep"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "outside.csv").write_text(f"secret\n{SECRET}\n", encoding="utf-8")
    (book.path / "link.csv").symlink_to(tmp_path / "outside.csv")
    (book.path / "way").symlink_to(tmp_path / "deep")
    monkeypatch.chdir(tmp_path)
    return tmp_path


READERS = ("read_csv", "read_text", "read_blob", "read_json_auto", "read_ndjson", "sniff_csv", "read_parquet", "glob")
PATHS = (
    "{0}/outside.csv", "outside.csv", "{0}/ledger/../outside.csv", "{0}/ledger/_delta_log/../../outside.csv",
    "{0}/ledgers/outside.csv", "{0}/ledger/link.csv", "{0}/ledger/way/outside.csv", ".tmp/outside.csv",
    "{0}/.tmp/outside.csv", "file://{0}/outside.csv", "/etc/hostname", "/proc/self/environ",
    "https://files.example/a.csv", "s3://bucket/a.csv", "{0}/*.csv",
)  # fmt: skip


def attempts(path: str) -> list[str]:
    return [
        *(f"select * from {reader}('{path}')" for reader in READERS),
        f"select * from '{path}'",
        f"select * from query('select * from read_text(''{path}'')')",
    ]


def test_a_question_reads_no_file_outside_the_ledger(place: Path) -> None:
    desk = Desk(Ledger(place / "ledger"))
    for path in PATHS:
        for sql in attempts(path.format(place)):
            with pytest.raises(QueryError):
                desk.ask(sql, key=1)
    assert len(desk.ask("from documents", key=1).rows) == 1


def test_no_door_reads_a_file_outside_the_ledger(place: Path, ask: Ask) -> None:
    for path in ("{0}/outside.csv", "{0}/ledger/link.csv", ".tmp/outside.csv"):
        with pytest.raises(QueryError):
            ask(Ledger(place / "ledger"), f"select * from read_text('{path.format(place)}')")


WRITES = (
    "copy (select 1) to '{0}/x.csv'", "copy documents to '{0}/ledger/x.parquet' (format parquet)",
    "export database '{0}/ledger/x'", "import database '{0}/x'", "attach '{0}/ledger/x.duckdb' as x",
    "attach ':memory:' as x",
    "install httpfs", "load httpfs", "force install json", "pragma database_list", "pragma enable_profiling",
    "set enable_external_access = true", "reset allowed_directories", "set lock_configuration = false",
    "set allowed_directories = ['/']", "set temp_directory = '/'", "call pragma_version()", "checkpoint", "vacuum",
    "use memory",
    "create table x as select 1", "create view documents as select 1", "create or replace view documents as select 1",
    "create secret s (type s3)", "create macro m() as 1", "create function f() as 1", "create sequence s",
    "create type t as int",
    "drop view documents", "insert into stored_documents select 1", "delete from documents",
    "update documents set text = ''",
    "truncate empty_documents", "alter table empty_documents add column x int", "begin", "prepare p as select 1",
    "execute p",
    "select 1; select 2", "select 1; drop view documents", "explain analyze copy (select 1) to '{0}/x.csv'",
    "with x as (delete from empty_documents returning *) from x",
    "with x as (copy (select 1) to '{0}/ledger/x.csv') from x",
    "with x as (insert into empty_documents (text) values ('forged') returning text) from x",
    "with x as (copy (select 1) to '{0}/ledger/x.csv') select 1",
    "with x as (copy (select 1) to '.tmp/x.csv') from x; -- x",
    "(with x as (copy (select 1) to '{0}/ledger/x.csv') from x) union all select 1",
    "with y as (with x as (copy (select 1) to '{0}/ledger/x.csv') from x) from y",
    "summarize (with x as (copy (select 1) to '{0}/ledger/x.csv') from x)",
    "select 1) ; copy (select 1) to '{0}/ledger/x.csv' ; select (1", "select 1 /* ; */ ) union (select 2",
    "select * from query('with x as (copy (select 1) to ''{0}/ledger/x.csv'') from x')",
    "select * from enable_logging()",
    "select * from query('copy (select 1) to ''{0}/x.csv''')", "select * from query('drop view documents')", "", ";",
    "--", "\0",
)  # fmt: skip


def test_a_question_changes_nothing(place: Path) -> None:
    book, before = Ledger(place / "ledger"), sorted(place.rglob("*"))
    desk = Desk(book)
    with connect(book) as db:
        for sql in WRITES:
            with pytest.raises(QueryError):
                desk.ask(sql.format(place), key=1)
            with pytest.raises((QueryError, duckdb.Error)):
                check_reads(db, sql.format(place))
        assert db.execute("select count(*) from documents").fetchall() == [(1,)]
    assert sorted(place.rglob("*")) == before
    assert len(desk.ask("from documents", key=1).rows) == 1


def test_no_door_writes(place: Path, ask: Ask) -> None:
    before = sorted(place.rglob("*"))
    for sql in (
        "copy (select 1) to '{0}/ledger/x.csv'",
        "with x as (copy (select 1) to '{0}/ledger/x.csv') from x",
        "drop view documents",
        "attach '{0}/ledger/x.duckdb' as x",
    ):
        with pytest.raises(QueryError, match="only"):
            ask(Ledger(place / "ledger"), sql.format(place))
    assert sorted(place.rglob("*")) == before


def test_a_question_sees_no_object_and_no_variable_of_the_program(place: Path, ask: Ask) -> None:
    import pyarrow as pa

    hidden = pa.table({"secret": [SECRET]})
    for sql in ("from hidden", "from arrow_documents", "select getenv('HOME')", "select * from duckdb_secrets()"):
        with pytest.raises(QueryError):
            ask(Ledger(place / "ledger"), sql)
    assert hidden.num_rows == 1


ENDLESS = (
    "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c",
    "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r",
    "select * from (select a.range + b.range as k from range(100000) a, range(100000) b) order by hash(k)",
)


@pytest.mark.parametrize("sql", ENDLESS)
def test_a_question_without_end_is_ended(place: Path, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsledger.apps.mcp.sql.SECONDS", 0.2)
    book = Ledger(place / "ledger")
    for asked in (lambda: Desk(book, seconds=0.2).ask(sql, key=1), lambda: Sql(book).query(sql)):
        with pytest.raises(QueryError, match=r"more than 0\.2|longer than 0\.2|Out of Memory"):
            asked()


def test_a_question_that_fills_memory_is_ended_and_leaves_nothing_on_the_disk(place: Path) -> None:
    before = sorted(place.rglob("*"))
    with connect(Ledger(place / "ledger"), memory="100MB") as db:
        with pytest.raises(duckdb.OutOfMemoryException):
            db.execute("select string_agg(repeat('x', 1000), '') from range(1000000)")
        with pytest.raises(duckdb.Error):
            db.execute("from (select a.range as k, repeat('y', 100) as s from range(9000000) a) order by s, k")
    assert sorted(place.rglob("*")) == before


def test_what_does_not_fit_into_memory_lies_in_the_temporary_folder(place: Path) -> None:
    with connect(Ledger(place / "ledger")) as db:
        where, memory = db.execute(
            "select current_setting('temp_directory'), current_setting('memory_limit')"
        ).fetchall()[0]
    assert Path(where).name.startswith("newsledger-")
    assert not Path(where).exists()
    assert memory


def test_rows_and_cells_of_an_answer_are_counted(place: Path) -> None:
    book = Ledger(place / "ledger")
    assert len(by_desk(book, "from range(100000)")) == 1000
    assert len(by_agent(book, "from range(100000)")) == 200
    assert max(len(str(cell)) for row in by_agent(book, "select repeat('x', 1000000)") for cell in row) <= 2000


def test_whatever_form_a_question_has_it_is_answered(place: Path) -> None:
    desk = Desk(Ledger(place / "ledger"))
    forms = {
        "from documents": 1, "select 1;": 1, "select ';' as a; -- why; not": 1, "values (1), (2)": 2,
        "show tables": None,
        "describe select 1 as a": 1,
        "table documents": 1,
        "with x as (select 1 as a), y as (from x) from y order by a limit 3": 1, "describe documents": None,
        "select 1 as a, 2 as b -- no end": 1, "select 1 as é, ';é;' as b ; ": 1, "summarize documents": None,
        "with recursive r(n) as (select 1 union all select n + 1 from r where n < 5) from r": 5,
    }  # fmt: skip
    for sql, count in forms.items():
        found = len(desk.ask(sql, key=1).rows)
        assert found == count or (count is None and found > 1), sql


def test_the_condition_of_an_export_reads_and_writes_nothing_else(place: Path) -> None:
    before = sorted(place.rglob("*"))
    for condition in (
        "exists (with x as (copy (select 1) to '{0}/ledger/x.csv') from x)",
        "exists (from read_text('{0}/outside.csv'))",
        "true); copy (select 1) to '{0}/ledger/x.csv'; --",
        "publisher is null) or (true",
        "true) union all (with x as (copy (select 1) to '{0}/ledger/x.csv') from x",
    ):
        arguments = ["export", "jsonl", "--ledger", str(place / "ledger"), "--where", condition.format(place)]
        assert isinstance(CliRunner().invoke(cli, arguments).exception, QueryError | SystemExit), condition
    assert sorted(place.rglob("*")) == before
