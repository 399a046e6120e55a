"""Questions to the ledger: DuckDB views over the Delta tables, read-only and without access to anything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsledger.errors import QueryError
from newsledger.ledger.schema import TABLES, table_schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from newsledger.ledger.store import Ledger

_CHILDREN = ("articles", "event_mentions", "claims", "measure_mentions", "findings")

_EVENTS = """
create view events as
select
    event_id,
    any_value(event_type order by event_mention_id) as event_type,
    any_value(event_mode order by event_mention_id) as event_mode,
    any_value(quad_code order by event_mention_id) as quad_code,
    any_value(list_sort(list_distinct([coalesce(p.country, p.text) for p in actors])) order by event_mention_id)
        as actors,
    any_value(list_sort(list_distinct([coalesce(p.country, p.text) for p in recipients])) order by event_mention_id)
        as recipients,
    any_value("time".value order by event_mention_id) as time_value,
    any_value(place.country order by event_mention_id) as place_country,
    list(event_mention_id order by event_mention_id) as event_mention_ids,
    list_sort(list_distinct(list(document_id))) as document_ids,
    count(*) as mention_count,
    max(confidence) as confidence
from event_mentions
group by event_id
"""

_MEASURES = """
create view measures as
select
    measure_id,
    any_value(kind order by measure_mention_id) as kind,
    any_value([coalesce(p.country, p.text) for p in issuers] order by measure_mention_id) as issuers,
    any_value([coalesce(p.country, p.text) for p in targets] order by measure_mention_id) as targets,
    list(distinct rate.value order by rate.value) filter (rate.value is not null) as rates,
    list({
        'known_at': document_creation_time, 'status': status, 'rate': rate.value, 'rate_kind': rate.kind,
        'in_force_from': in_force_from.earliest, 'in_force_to': in_force_to.latest, 'factuality': factuality,
        'measure_mention_id': measure_mention_id
    } order by document_creation_time nulls last, measure_mention_id) as history,
    list(measure_mention_id order by measure_mention_id) as measure_mention_ids,
    list_sort(list_distinct(list(document_id))) as document_ids
from measure_mentions
where aspect = 'measure'
group by measure_id
"""

VIEWS: dict[str, str] = {
    "documents": "one row a page: text, publisher, date and what the date rests on",
    "articles": "one row a story on a page, with its sentences",
    "event_mentions": "one row an event as one sentence reports it",
    "claims": "one row a cited source, with the mentions that rest on it",
    "events": "one row an event, with all its mentions",
    "measure_mentions": "one row a tariff, sanction, ban … as one sentence reports it",
    "measures": "one row a measure, with the history of its reports",
    "findings": "one row a lead: an act that, as told, falls under a rule",
    "skipped": "one row an input that could not be coded, with the reason",
}


def connect(ledger: Ledger, *, as_of: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB with the ledger's views.

    Args:
        ledger: The ledger; an empty one gives empty views.
        as_of: Version of the ledger to look at, the newest by default.

    Raises:
        LedgerError: There is no such version.
    """
    import duckdb  # a quarter of a second that writing need not pay

    connection = duckdb.connect(":memory:")
    connection.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
    for name in TABLES:
        _register(connection, ledger, name, version=as_of if name == "documents" else None)
    connection.execute("create view documents as select * exclude (commit_id) from stored_documents")
    for name in _CHILDREN:
        connection.execute(
            f"create view {name} as select * exclude (coding_id, commit_id) from stored_{name} "
            "semi join stored_documents using (coding_id, commit_id)"
        )
    connection.execute("create view skipped as select distinct * exclude (coding_id, commit_id) from stored_skipped")
    connection.execute(_EVENTS)
    connection.execute(_MEASURES)
    folder = str(ledger.path.resolve()).replace("'", "''")
    connection.execute(f"set allowed_directories = ['{folder}/']; set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _register(connection: duckdb.DuckDBPyConnection, ledger: Ledger, name: str, *, version: int | None) -> None:
    table = ledger.table(name, version=version)
    files = table.file_uris() if table else []
    if files:
        listed = ", ".join("'" + uri.removeprefix("file://").replace("'", "''") + "'" for uri in files)
        source = f"read_parquet([{listed}], union_by_name = true)"
        connection.execute(f"create view stored_{name} as select * from {source}")
        return
    empty = table_schema(name).empty_table()
    connection.register(f"empty_{name}", empty)
    connection.execute(f"create table stored_{name} as select * from empty_{name}")
    connection.unregister(f"empty_{name}")


def run_query(ledger: Ledger, sql: str, *, as_of: int | None = None) -> pa.Table:
    """Run one question and return its answer as an Arrow table.

    Raises:
        QueryError: DuckDB refuses the statement; the hint names the views or a near column.
    """
    import duckdb

    with connect(ledger, as_of=as_of) as connection:
        try:
            relation = connection.sql(sql)
            if relation is None:
                raise QueryError("the statement returns no rows", hint="ask with SELECT, DESCRIBE or SUMMARIZE")
            return relation.to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(_first_line(error), hint=_hint(str(error))) from error


def _first_line(error: Exception) -> str:
    return re.sub(r"\s*LINE \d+:.*", "", str(error), flags=re.DOTALL).strip()


def _hint(message: str) -> str:
    if "Candidate" in message or "Did you mean" in message:
        return '`newsledger query "describe event_mentions"` lists the columns'
    return "the views are " + ", ".join(VIEWS)
