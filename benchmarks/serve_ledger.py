"""Made-up ledgers of any size for the web app: the rows of a coded page, varied."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import write_deltalake

from newsledger.ledger import Ledger, connect
from newsledger.ledger.schema import table_schema

_CODES = (
    "USA CHN RUS UKR ISR IRN GBR FRA DEU TUR IND PAK KEN UGA ETH ERI SOM SDN SSD TZA RWA EGY LBY CHL BRA NOR LKA "
    "UNO EUR"
)
_TYPES = (
    "CONSULT ACCUSE ASSAULT AGREE REQUEST SUPPORT COOPERATE MOBILIZE SANCTION PROTEST AID COERCE THREATEN REJECT "
    "CONCEDE"
)
_OUTLETS = "Daily Lantern;Harbour Post;Northern Wire;Example Times;Rift Valley Press;Coast Courier;Evening Ledger"
_QUADS = {"1": "CONSULT AGREE SUPPORT CONCEDE", "2": "COOPERATE AID", "3": "ACCUSE REQUEST THREATEN REJECT"}

_NUMBERS = """
create table numbers as
select n, n // $each as page, 1 + n % $each as k, 'ABCDEFG'[1 + n % 7] || (hash(n, 9) % 5000) as word,
    strftime(date '2031-01-01' + ((n // $each) * 1460 // greatest(1, $count // $each))::int, '%Y-%m-%d') as day
from range($count) as r(n)
"""

_QUERIES = {
    "documents": """
    select o.* exclude (k) replace (
        'd-' || md5(page::varchar)[:20] as document_id, 'page-' || page as external_id, text || ' ' || word as text,
        {outlet} || ' ' || (page % 90) as publisher, 'https://news.example/' || page as url, day as
        document_creation_time, 'k-' || page as coding_id, 'benchmark' as commit_id
    )
    from numbers, old_documents as o where numbers.k = 1 order by n
    """,
    "event_mentions": """
    select o.* exclude (k) replace (
        'm-' || md5(n::varchar)[:20] as event_mention_id, 'e-' || md5((n // 3)::varchar)[:20] as event_id,
        'd-' || md5(page::varchar)[:20] as document_id, 'page-' || page as external_id, text || ' ' || word as text,
        day as document_creation_time, {kind} as event_type, null as event_mode,
        {quad} as quad_code,
        [struct_update(a, country := {actor}) for a in actors] as actors,
        [struct_update(a, country := {recipient}) for a in recipients] as recipients,
        'k-' || page as coding_id, 'benchmark' as commit_id
    )
    from numbers join old_event_mentions as o using (k) order by n
    """,
    "events": """
    select o.* exclude (k) replace (
        'e-' || md5((n // 3)::varchar)[:20] as event_id, {kind} as event_type, null as event_mode,
        {quad} as quad_code, [{actor}] as actors, [{recipient}] as recipients,
        ['m-' || md5((n + i)::varchar)[:20] for i in [0, 1, 2]] as event_mention_ids,
        ['d-' || md5(page::varchar)[:20]] as document_ids, 'm-' || md5(n::varchar)[:20] as first_mention_id,
        day as first_reported_at, [{outlet}] as publishers, 3 as mention_count, 1 as document_count,
        1 + (hash(n, 8) % 4)::bigint as independent_count, [] as merges, [] as versions, [] as history, [] as counts
    )
    from numbers, old_events as o where o.k = 1 and n % 3 = 0 order by n
    """,
}


def make(path: Path, mentions: int, example: Ledger) -> Ledger:
    """Write a ledger with so many mentions, varied from those of an example.

    Ids, days, codes, publishers and a word of each sentence differ; three mentions are an event.

    Args:
        path: A new folder.
        mentions: How many.
        example: A ledger of one page, such as ``newsledger code examples/strait.txt`` makes.
    """
    made = duckdb.connect(config={"preserve_insertion_order": False})
    with connect(example) as db:
        for name in _QUERIES:
            made.register(f"example_{name}", db.sql(f"from stored_{name}").to_arrow_table())
            made.execute(f"create table old_{name} as select *, row_number() over () as k from example_{name}")
    each = made.execute("select count(*) from old_event_mentions").fetchall()[0][0]
    made.execute(_NUMBERS, {"each": each, "count": mentions})
    drawn = {
        "kind": _draw(_TYPES.split(), 1), "actor": _draw(_CODES.split(), 2), "recipient": _draw(_CODES.split(), 3),
        "outlet": _draw(_OUTLETS.split(";"), 4, of="page"),
    }  # fmt: skip
    cases = (f"when list_contains({types.split()}, {drawn['kind']}) then '{quad}'" for quad, types in _QUADS.items())
    drawn["quad"] = f"case {' '.join(cases)} else '4' end"
    for name, query in _QUERIES.items():
        reader = made.sql(query.format(**drawn)).to_arrow_reader(50_000)
        write_deltalake(str(path / name), _as(table_schema(name), reader))
    return Ledger(path)


def _as(schema: pa.Schema, reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    batches = (batch.select(schema.names).cast(schema) for batch in reader)
    return pa.RecordBatchReader.from_batches(schema, batches)


def _draw(values: list[str], salt: int, *, of: str = "n") -> str:
    """SQL of one of the values, by the number of the row; those in front are frequent."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"[{listed}][1 + floor(power(hash({of}, {salt}) % 10007 / 10007.0, 1.7) * {len(values)})::int]"
