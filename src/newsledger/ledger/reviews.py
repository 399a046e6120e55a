"""Views that join people's verdicts to the mentions, with the last word winning.

What the coder wrote is never touched: ``event_mentions`` shows it as it is. ``reviews`` has one row a mention that
somebody decided on, also where the mention is gone from the ledger; ``judged_mentions`` has the columns of
``event_mentions`` with corrections put in and the verdict beside them; ``reviewed_mentions`` leaves the rejected out.

The last word, by the instant of the decision and then the id of the verdict:

- of ``accept``, ``reject`` and ``correct``, the newest decides whether a mention counts (a correction accepts);
- of the corrections of one column of a mention, the newest gives its value, whatever was accepted since.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING

from newsledger.records.verdict import MENTION_KINDS, Verdict

if TYPE_CHECKING:
    import duckdb

FIXED = frozenset(
    {
        "event_mention_id",
        "event_id",
        "document_id",
        "external_id",
        "article_index",
        "sentence_index",
        "document_creation_time",
        "text",
        "sentence_start",
        "sentence_end",
        "confidence",
        "provenance",
    }
)
"""Columns of a mention that are no matter of judgement: what it is, where it stands, what made it."""

_DECISIONS = """
create view decisions as
select unnest(event_mention_ids) as event_mention_id, kind, field, value, reviewer, note, decided_at,
    cast(decided_at as timestamptz) as instant, verdict_id
from verdicts
where kind in ('accept', 'reject', 'correct')
"""

_REVIEWS = """
create view reviews as
with words as (
    select event_mention_id,
        last(kind order by instant, verdict_id) as kind,
        last(reviewer order by instant, verdict_id) as reviewer,
        last(decided_at order by instant, verdict_id) as decided_at,
        last(note order by instant, verdict_id) as note,
        count(*) as verdict_count
    from decisions
    group by event_mention_id
),
fields as (
    select event_mention_id, field, last(value order by instant, verdict_id) as value
    from decisions
    where kind = 'correct'
    group by event_mention_id, field
),
corrections as (
    select event_mention_id, map_from_entries(list(row(field, value) order by field)) as corrections
    from fields
    group by event_mention_id
)
select words.event_mention_id,
    case words.kind when 'accept' then 'accepted' when 'reject' then 'rejected' else 'corrected' end as verdict,
    words.reviewer, words.decided_at, words.note, corrections.corrections, words.verdict_count,
    words.event_mention_id in (select event_mention_id from event_mentions) as in_ledger
from words
left join corrections using (event_mention_id)
"""


def create_review_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``reviews`` and ``reviewed_mentions`` in a database that has ``verdicts`` and ``event_mentions``."""
    connection.execute(_DECISIONS)
    connection.execute(_REVIEWS)
    columns = connection.sql("describe event_mentions").fetchall()
    corrected = ", ".join(_corrected(name, kind) for name, kind, *_ in columns if name not in FIXED)
    connection.execute(
        f"create view judged_mentions as select m.* replace ({corrected}), r.verdict, r.reviewer "
        "from event_mentions as m left join reviews as r using (event_mention_id)"
    )
    connection.execute(
        "create view reviewed_mentions as from judged_mentions where verdict is distinct from 'rejected'"
    )


def _corrected(name: str, kind: str) -> str:
    """Return the SQL of a column: the reviewer's value where there is one, cast from its JSON."""
    given = f"cast(r.corrections['{name}'] as json)"
    value = f"({given} ->> '$')" if kind == "VARCHAR" else f"cast({given} as {kind})"
    return f"""case when map_contains(r.corrections, '{name}') then {value} else m."{name}" end as "{name}\""""


def standing(verdicts: Iterable[Verdict]) -> frozenset[str]:
    """Return the ids of the verdicts that are the last word on something, given all of them, oldest first."""
    last: dict[object, str] = {}
    for verdict in verdicts:
        last.update(dict.fromkeys(_matters(verdict), verdict.verdict_id))
    return frozenset(last.values())


def _matters(verdict: Verdict) -> Iterable[object]:
    """Yield what a verdict decides: whether a mention counts, the value of a column, whether two are one event."""
    if verdict.kind not in MENTION_KINDS:
        yield from combinations(verdict.event_mention_ids, 2)
        return
    for mention in verdict.event_mention_ids:
        yield mention
        if verdict.kind == "correct":
            yield mention, verdict.field
