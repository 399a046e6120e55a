"""Questions to the ledger: DuckDB views over the Delta tables, read-only and without access to anything else."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.errors import QueryError
from newsledger.ledger.location import file_path
from newsledger.ledger.reviews import create_review_views
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES, table_schema
from newsledger.ledger.views import DERIVED, MENTIONS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from newsledger.ledger.store import Ledger

ASKED_MEMORY = "2GB"
"""What a question of somebody else, over the web or from an agent, may hold in memory; on disk it may hold nothing."""
_ONE_SELECT = "SELECT, DESCRIBE or SUMMARIZE; an answer is written with --format csv --output FILE"
_CHILDREN = ("articles", "claims", "measure_mentions", "findings")

VIEWS: dict[str, str] = {
    "documents": "one row a page: text, publisher, date and what the date rests on",
    "articles": "one row a story on a page, with its sentences",
    "event_mentions": "one row an event as one sentence reports it",
    "claims": "one row a cited source, with the mentions that rest on it",
    "events": "one row an event: its mentions, sources, counts, certainty over time, where reports differ",
    "event_changes": "one row an event that is or was: which version changed it, what replaced it",
    "stories": "one row a document, with the story that it reports",
    "copies": "one row a page that is a copy of another, with the original",
    "on_whose_word": "one row a source of an event mention, with those that speak on from an earlier sentence",
    "unnamed_only": "one row an event that rests on unnamed sources alone",
    "measure_mentions": "one row a tariff, sanction, ban … as one sentence reports it",
    "measures": "one row a measure, with the history of its reports",
    "findings": "one row a lead: an act that, as told, falls under a rule",
    "verdicts": "one row a person's decision: accept, reject, correct, merge, split",
    "reviews": "one row a reviewed event mention, with the last word on it",
    "judged_mentions": "the event mentions with corrections put in and the verdict beside them",
    "reviewed_mentions": "the same without those that were rejected",
    "runs": "one row a run: what was read, how far it came, how it ended by its own word",
    "skipped": "one row an input that could not be coded, with the reason",
}

_RUNS = """
create view runs as
select * exclude (step, coding_id, commit_id) from stored_runs
qualify row_number() over (partition by run_id order by step desc) = 1
"""


def connect(ledger: Ledger, *, as_of: int | None = None, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB with the ledger's views.

    Args:
        ledger: The ledger; an empty one gives empty views.
        as_of: Version of the ledger to look at, the newest by default.
        memory: How much a question may hold, such as ``2GB``; then it holds nothing on disk. Without it the limits are
            DuckDB's own, and what does not fit into memory lies for the time being in the system's temporary folder.

    Raises:
        LedgerError: There is no such version.
    """
    connection = _opened(memory)
    for name in (*TABLES, *DERIVED_SCHEMAS):
        _register(connection, ledger, name, version=as_of if name == "documents" else None)
    _create_coded_views(connection, _CHILDREN)
    for name in ("skipped", "verdicts"):
        connection.execute(f"create view {name} as select distinct * exclude (coding_id, commit_id) from stored_{name}")
    connection.execute(_RUNS)
    for statement in DERIVED:
        connection.execute(statement)
    create_review_views(connection)
    _close(connection, ledger)
    return connection


def connect_to_group(ledger: Ledger) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB with what grouping reads: documents, articles, event mentions, and what was grouped."""
    connection = _opened(None)
    for name in ("documents", "articles", "event_mentions", *DERIVED_SCHEMAS):
        _register(connection, ledger, name, version=None)
    _create_coded_views(connection, ("articles",))
    _close(connection, ledger)
    return connection


def _opened(memory: str | None) -> duckdb.DuckDBPyConnection:
    import duckdb  # a quarter of a second that writing need not pay

    connection = duckdb.connect(":memory:")
    connection.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
    connection.execute("set enable_progress_bar = false")  # it goes to standard output, among the answers
    _limit(connection, memory)
    return connection


def _create_coded_views(connection: duckdb.DuckDBPyConnection, children: Iterable[str]) -> None:
    """Show the documents of published commits, their event mentions, and the rows of some other tables."""
    connection.execute("create view documents as select * exclude (commit_id) from stored_documents")
    for name in children:
        connection.execute(
            f"create view {name} as select * exclude (coding_id, commit_id) from stored_{name} "
            "semi join stored_documents using (coding_id, commit_id)"
        )
    for statement in MENTIONS:
        connection.execute(statement)


def _close(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    """Let nothing but the ledger be read from now on."""
    if ledger.location.is_local:
        folder = str(ledger.path.resolve()).replace("'", "''")
        connection.execute(f"set allowed_directories = ['{folder}/']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def _limit(connection: duckdb.DuckDBPyConnection, memory: str | None) -> None:
    """Say what a question may hold, and where: not in ``.tmp`` of the current folder, which it could read as well."""
    if memory:
        connection.execute(f"set memory_limit = '{memory}'")
    spilled = "" if memory else str(Path(tempfile.gettempdir(), f"newsledger-{secrets.token_hex(8)}"))
    connection.execute("set temp_directory = '{}'".format(spilled.replace("'", "''")))


def _register(connection: duckdb.DuckDBPyConnection, ledger: Ledger, name: str, *, version: int | None) -> None:
    """Make ``stored_NAME`` with the columns of today: what an older version did not write is null."""
    table = ledger.table(name, version=version)
    files = table.file_uris() if table else []
    connection.register(f"arrow_{name}", table_schema(name).empty_table())
    connection.execute(f"create table empty_{name} as select * from arrow_{name}")
    connection.unregister(f"arrow_{name}")
    source = f"select * from empty_{name}"
    if table and files and not ledger.location.is_local:
        connection.register(f"far_{name}", table.to_pyarrow_dataset())
        source += f" union all by name select * from far_{name}"
    elif files:
        listed = ", ".join("'" + file_path(uri).replace("'", "''") + "'" for uri in files)
        source += f" union all by name select * from read_parquet([{listed}], union_by_name = true)"
    connection.execute(f"create view stored_{name} as {source}")


def check_reads(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let one SELECT pass, and nothing else: a COPY may write where the views read, into the ledger's own folder.

    A SELECT may write as well, from its WITH clause (``with x as (copy … to …) from x``), but not where it is itself a
    part of another: it is described as one, without being run, and DuckDB refuses what could write. (To explain it
    would work out and print its constants, and nothing ends that.)

    Raises:
        QueryError: It is another statement, or several, or it writes.
        duckdb.Error: It is no statement, or one that DuckDB cannot bind.
    """
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("only one SELECT can be asked", hint=_ONE_SELECT)
    try:
        connection.execute(f"describe select * from (\n{_without_end(sql)}\n)").fetchall()
    except duckdb.BinderException as error:
        if "must be at the top level" not in str(error):
            raise
        raise QueryError("only one SELECT can be asked, and it must not write", hint=_ONE_SELECT) from error


def _without_end(sql: str) -> str:
    """Return a statement without the semicolon that ends it; those in texts and remarks stay."""
    import duckdb

    data = bytearray(sql.encode())
    for at, _ in duckdb.tokenize(sql):
        if data[at : at + 1] == b";":
            data[at] = ord(" ")
    return data.decode()


def run_query(ledger: Ledger | Path | str, sql: str, *, as_of: int | None = None) -> pa.Table:
    """Run one question to a ledger, or to the one in a folder, and return its answer as an Arrow table.

    Raises:
        QueryError: DuckDB refuses the statement; the hint names the views or a near column.
        LedgerError: There is no ledger in the folder.
    """
    import duckdb

    from newsledger.ledger.store import Ledger

    ledger = ledger if isinstance(ledger, Ledger) else Ledger(ledger)
    ledger.must_exist()
    with connect(ledger, as_of=as_of) as connection:
        try:
            check_reads(connection, sql)
            relation = connection.sql(sql)
            return relation.to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(_first_line(error), hint=_hint(str(error))) from error


def _first_line(error: Exception) -> str:
    return re.sub(r"\s*LINE \d+:.*", "", str(error), flags=re.DOTALL).strip()


def _hint(message: str) -> str:
    if "Candidate" in message or "Did you mean" in message:
        return '`newsledger query "describe event_mentions"` lists the columns'
    if message.startswith(("Permission Error", "Invalid Input Error: Cannot")):
        return "a query can read this ledger and nothing else; write its answer with --format csv --output FILE"
    return "the views are " + ", ".join(VIEWS)
