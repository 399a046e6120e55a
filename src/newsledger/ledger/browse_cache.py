"""A DuckDB file with the ledger's views as tables, so that pages of a browser come at once.

The Delta tables are the record; the file only repeats them, in the order in which pages show them, beside a narrow
table of what can be filtered (``listed``). It is named after the versions of the tables that it was made from, is
written beside its place and moved there when it is whole, and can be deleted at any time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.ledger.query import connect
from newsledger.ledger.schema import DERIVED_SCHEMAS, TABLES
from newsledger.ledger.views import DERIVED
from newsledger.records import content_id

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

FOLDED = "' ' || regexp_replace(lower(strip_accents({})), '[^\\pL\\pN]+', ' ', 'g')"
"""Text as it is searched: a space before each word, no case, no accents, no marks; kept uncompressed, for speed."""

FORMAT = 7
"""Counted up whenever a statement of this module changes."""

_ORDERS = {
    "documents": "coalesce(document_creation_time, '') desc, document_id",
    "articles": "document_id, article_index",
    "event_mentions": "coalesce(document_creation_time, '') desc, event_mention_id",
    "claims": "document_id, article_index, sentence_index",
    "events": "coalesce(first_reported_at, '') desc, event_id",
    "event_changes": "event_id",
    "stories": "document_id",
    "copies": "document_id",
    "measure_mentions": "measure_id, measure_mention_id",
    "findings": "document_id, article_index, sentence_index, basis, finding_id",
    "skipped": "origin, skip_id",
}
"""The views that are copied, and the order of their rows."""

_FOLLOWING = ("on_whose_word", "unnamed_only", "measures")
"""Views that follow from copied ones by the ledger's own statements."""

_LISTED = (
    "create type event_type as enum (select distinct event_type from event_mentions order by all)",
    "create type certainty as enum (select distinct factuality from event_mentions order by all)",
    """
    create type code as enum (
        select distinct code from (
            select unnest(actors).country as code from event_mentions
            union all select unnest(recipients).country from event_mentions
            union all select place.country from event_mentions
        ) where code is not null order by all
    )
    """,
    """
    create type sector as enum (
        select distinct code from (
            select unnest(flatten([p.sectors for p in actors || recipients])) as code from event_mentions
        ) where code is not null order by all
    )
    """,
    "create type outlet as enum (select distinct publisher from documents where publisher is not null order by all)",
    """
    create type teller as enum (
        select distinct kind from (select unnest(attributions).kind as kind from event_mentions)
        where kind <> 'article' union all select 'article' order by all
    )
    """,
    "create table unnamed_events as from unnamed_only",
    """
    create table listed (
        event_mention_id varchar, document_id varchar, event_id varchar, known_at varchar, day varchar,
        updated_at varchar, event_type event_type, event_mode varchar, quad utinyint, certainty certainty,
        actors code[], recipients code[], sectors sector[], publisher outlet, tellers teller[],
        place_country code, latitude double, longitude double, place_name varchar, intensity float,
        words varchar using compression uncompressed
    )
    """,
    f"""
    insert into listed by name
    select
        m.event_mention_id, m.document_id, m.event_id,
        coalesce(m.document_creation_time, '') as known_at,
        left(coalesce(m.document_creation_time, ''), 10) as day,
        coalesce(e.updated_at, '9999') as updated_at,
        m.event_type, m.event_mode, m.quad_code as quad, m.factuality as certainty,
        list_distinct([p.country for p in m.actors if p.country is not null]) as actors,
        list_distinct([p.country for p in m.recipients if p.country is not null]) as recipients,
        list_distinct(flatten([p.sectors for p in m.actors || m.recipients])) as sectors,
        d.publisher,
        case when len(m.attributions) = 0 then ['article']
            else list_distinct([a.kind for a in m.attributions]) end as tellers,
        m.place.country as place_country, m.place.latitude as latitude, m.place.longitude as longitude,
        m.place.name as place_name, m.intensity, {FOLDED.format("m.text")} as words
    from event_mentions as m join documents as d using (document_id) left join events as e using (event_id)
    order by known_at desc, m.event_mention_id
    """,
    f"""
    create table speakers as
    select 's-' || left(md5(concat_ws('|', speaker, kind, country, anonymous)), 20) as speaker_id, *,
        {FOLDED.format("speaker")} as words
    from (
        select case when kind = 'named_person' then coalesce(name, text)
                else regexp_replace(text, '^(the|an?) ', '', 'i') end as speaker,
            kind, country, anonymous, any_value(sector order by sector) as sector,
            count(distinct event_mention_id) as mentions, count(distinct event_id) as events,
            count(distinct document_id) as documents, min(event_mention_id) as example_id
        from on_whose_word where text is not null group by all
    )
    order by mentions desc, speaker_id
    """,
    f"""
    create table claim_list as
    select c.*, c.attribution.kind as kind, c.attribution.country as country, c.attribution.anonymous as anonymous,
        d.publisher, coalesce(d.document_creation_time, '') as known_at,
        {FOLDED.format("coalesce(c.attribution.text, '')")} as words
    from claims as c join documents as d using (document_id)
    order by known_at desc, claim_id
    """,
    """
    create table story_list as
    select coalesce(story_id, document_id) as story_id,
        arg_min(coalesce(title, external_id), coalesce(document_creation_time, '9999') || document_id) as title,
        count(*) as documents, count(distinct publisher) as publishers,
        min(document_creation_time) as first_day, max(document_creation_time) as last_day
    from stories group by coalesce(story_id, document_id)
    order by documents desc, story_id
    """,
    "create table pages (document_id varchar, words varchar using compression uncompressed)",
    f"""
    insert into pages
    select document_id, {FOLDED.format("coalesce(title, '') || ' ' || text")} from documents
    order by coalesce(document_creation_time, '') desc, document_id
    """,
)


def version_key(ledger: Ledger) -> str:
    """Return what names the state of all tables but the verdicts."""
    import duckdb

    tables = {name: ledger.table(name) for name in (*TABLES, *DERIVED_SCHEMAS) if name != "verdicts"}
    found = {name: table.version() if table else None for name, table in tables.items()}
    return content_id("c", FORMAT, duckdb.__version__, found)


def cache_folder(ledger: Ledger) -> Path:
    """Return the folder of a ledger's cache files in the user's cache folder (``XDG_CACHE_HOME``, ``LOCALAPPDATA``)."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "newsledger" / content_id("l", str(ledger.path.resolve()))


def build(ledger: Ledger, path: Path, *, tell: Callable[[str], None] = lambda _: None) -> None:
    """Write the ledger's views into a DuckDB file, whole or not at all.

    Args:
        ledger: The ledger.
        path: The file to be made.
        tell: Called with the name of each view before it is read.
    """
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.stem}.{os.getpid()}.tmp")
    unfinished.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(unfinished)) as target:
            fill(target, ledger, tell=tell)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
        unfinished.with_name(unfinished.name + ".wal").unlink(missing_ok=True)


def fill(target: duckdb.DuckDBPyConnection, ledger: Ledger, *, tell: Callable[[str], None]) -> None:
    """Make the tables of a cache in an empty database."""
    target.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
    with connect(ledger) as db:
        for name, order in _ORDERS.items():
            tell(name)
            stream = db.sql(f"from {name}").to_arrow_reader(20_000)
            target.register("stream", stream)
            target.execute(f"create table {name} as from stream order by {order}")
            target.unregister("stream")
    for name in _FOLLOWING:
        target.execute(next(s for s in DERIVED if s.strip().startswith(f"create view {name} as")))
    tell("listed")
    for statement in _LISTED:
        target.execute(statement)
