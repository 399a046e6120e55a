"""The tables that a cache adds to the ledger's views: what can be filtered, which words each sentence has, numbers.

Each filter of a mention is a set of codes: ``sets`` has each set once, ``listed`` the id of the set, so that a million
rows are filtered and counted as whole numbers. ``postings`` says which rows of ``listed``, by their ``number``, have a
word of the ``vocabulary``.
"""

from __future__ import annotations

from newsledger.ledger.views import DERIVED, MENTIONS

FOLDED = "' ' || regexp_replace(lower(strip_accents({})), '[^\\pL\\pN]+', ' ', 'g')"
"""Text as it is searched: a space before each word, no case, no accents, no marks; kept uncompressed, for speed."""

SETS = {
    "type": "[m.event_type]",
    "mode": "[m.event_mode]",
    "quad": "[m.quad_code]",
    "certainty": "[m.factuality]",
    "actor": "[p.country for p in m.actors]",
    "recipient": "[p.country for p in m.recipients]",
    "sector": "flatten([p.sectors for p in m.actors || m.recipients])",
    "publisher": "[d.publisher]",
    "word_of": "case when len(m.attributions) = 0 then ['article'] else [a.kind for a in m.attributions] end",
    "place": "[m.place.country]",
}
"""What a mention is filtered by, each as the list of its codes; ``m`` is the mention, ``d`` its document."""

LISTED = f"""
create table listed (
    number integer, event_mention_id varchar, document_id varchar, event_id varchar, known_at varchar, day varchar,
    updated_at varchar, {", ".join(f"{name}_set integer" for name in SETS)},
    words varchar using compression uncompressed
)
"""

EMPTY = (
    "create table sets (set_id integer, field varchar, codes varchar[])",
    LISTED,
    "create table vocabulary (token_id integer, token varchar)",
    "create table postings (token_id integer, number integer)",
)
"""Tables to which :func:`listing` adds rows."""

_NEXT = "greatest(coalesce((select max(number) from listed), 0), coalesce((select max(number) from postings), 0))"
"""No number is given twice: postings of rows that were replaced stay."""
_SET = "list_sort(list_distinct([c for c in {} if c is not null]))"
_TOKENS = "select number, unnest(list_distinct(string_split(words, ' '))) as token from {}"


def listing(mentions: str) -> tuple[str, ...]:
    """Return the statements that list mentions.

    Args:
        mentions: A table with the columns of ``event_mentions``.
    """
    lists = ", ".join(f"{_SET.format(codes)} as {name}" for name, codes in SETS.items())
    chosen = ", ".join(f"{name}_sets.set_id as {name}_set" for name in SETS)
    joins = " ".join(
        f"join sets as {name}_sets on {name}_sets.field = '{name}' and {name}_sets.codes = r.{name}" for name in SETS
    )
    order = "coalesce(m.document_creation_time, '') desc, m.event_mention_id"
    raw = f"""
        create temp table raw as
        select {_NEXT} + row_number() over (order by {order}) as number,
            m.event_mention_id, m.document_id, m.event_id,
            coalesce(m.document_creation_time, '') as known_at,
            left(coalesce(m.document_creation_time, ''), 10) as day,
            coalesce(e.updated_at, '9999') as updated_at, {lists}, {FOLDED.format("m.text")} as words
        from {mentions} as m join documents as d using (document_id) left join events as e using (event_id)
    """
    return (
        raw,
        *(_new_sets(name) for name in SETS),
        f"insert into listed by name select r.* exclude ({', '.join(SETS)}), {chosen} from raw as r {joins} "
        "order by number",
        f"""
        insert into vocabulary
        select coalesce((select max(token_id) from vocabulary), 0) + row_number() over (order by token), token
        from (select distinct token from ({_TOKENS.format("raw")}) where token <> '')
        where token not in (select token from vocabulary) order by token
        """,
        f"""
        insert into postings select v.token_id, t.number from ({_TOKENS.format("raw")}) as t
        join vocabulary as v using (token) order by all
        """,
        "drop table raw",
    )


def _new_sets(name: str) -> str:
    return f"""
        insert into sets
        select coalesce((select max(set_id) from sets), 0) + row_number() over (order by codes), '{name}', codes
        from (select distinct {name} as codes from raw)
        where codes not in (select codes from sets where field = '{name}')
    """


SUMMARIES = (
    f"""
    create or replace table speakers as
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
    """
    create or replace table story_list as
    select coalesce(story_id, document_id) as story_id,
        arg_min(coalesce(title, external_id), coalesce(document_creation_time, '9999') || document_id) as title,
        count(*) as documents, count(distinct publisher) as publishers,
        min(document_creation_time) as first_day, max(document_creation_time) as last_day
    from stories group by coalesce(story_id, document_id)
    order by documents desc, story_id
    """,
    """
    create or replace table numbers as
    select
        (select count(*) from documents) as documents,
        (select count(*) from event_mentions) as mentions,
        (select count(*) from events) as events,
        (select count(distinct publisher) from documents) as publishers,
        (select count(*) from unnamed_events) as unnamed,
        (select count(*) from events where len(versions) > 0) as differing,
        (select count(*) from measures) as measures,
        (select count(*) from findings) as findings,
        (select count(*) from skipped) as skipped,
        (select nullif(min(day), '') from listed where day <> '') as first_day,
        (select nullif(max(day), '') from listed) as last_day
    """,
    """
    create or replace table months as
    select left(day, 7) as month, codes[1]::int as quad, count(*) as n
    from listed join sets on set_id = quad_set where day <> '' group by all order by all
    """,
)
"""Tables that are counted over everything."""

CLAIMS = f"""
select c.*, c.attribution.kind as kind, c.attribution.country as country, c.attribution.anonymous as anonymous,
    d.publisher, coalesce(d.document_creation_time, '') as known_at,
    {FOLDED.format("coalesce(c.attribution.text, '')")} as words
from claims as c join documents as d using (document_id)
"""

PAGES = f"""
select document_id, {FOLDED.format("coalesce(title, '') || ' ' || text")} as words from documents
"""

COPIED_WHOLE = ("stories", "copies", "skipped")
"""Views that are small, and copied whole each time."""


def view_as(name: str) -> str:
    """Return the ledger's own statement that makes a view."""
    return next(s for s in (*MENTIONS, *DERIVED) if s.strip().startswith(f"create view {name} as"))
