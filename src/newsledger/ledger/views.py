"""Views that are derived from the tables, in the order in which they build on each other."""

from __future__ import annotations

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

_ON_WHOSE_WORD = """
create view on_whose_word as
with spoken as (
    select event_mention_id, event_id, event_type, document_id, a.attribution, a.position, false as continued,
        null::varchar as continued_rule
    from event_mentions, unnest(attributions) with ordinality as a(attribution, position)
),
spoken_on as (
    select m.event_mention_id, m.event_id, m.event_type, m.document_id, c.attribution, c.position, true as continued,
        c.rule as continued_rule
    from (
        select attribution, position + 1 as position, unnest(continued_event_mention_ids) as event_mention_id,
            unnest(continued_rules) as rule
        from claims
    ) as c
    join event_mentions as m using (event_mention_id)
)
select
    event_mention_id, event_id, event_type, document_id, position,
    attribution.text as text, attribution.cue.text as cue, attribution.kind as kind,
    attribution.anonymous as anonymous, attribution.name as name, attribution.country as country,
    attribution.sector as sector, attribution.anonymity_reason.text as anonymity_reason,
    [w.text for w in attribution.authority] as authority, attribution.quoted as quoted,
    attribution.first_reported as first_reported, continued, continued_rule
from (select * from spoken union all by name select * from spoken_on)
"""

_UNNAMED_ONLY = """
create view unnamed_only as
with mention_sources as (
    select
        m.event_mention_id, m.event_id, m.event_type,
        coalesce(
            bool_or(w.anonymous) and bool_and(w.anonymous or w.kind = 'media' or w.text is null), false
        ) as unnamed,
        list(distinct w.text order by w.text) filter (w.anonymous) as sources
    from event_mentions as m
    left join (
        select * from on_whose_word
        where continued or event_mention_id not in (
            select event_mention_id from on_whose_word where continued_rule = 'the-speaker-goes-on'
        ) or lower(text) not in ('he', 'she', 'they', 'it', 'we', 'i')
    ) as w using (event_mention_id)
    group by all
)
select
    event_id,
    any_value(event_type order by event_mention_id) as event_type,
    list_sort(list_distinct(flatten(list(sources)))) as sources,
    list(event_mention_id order by event_mention_id) as event_mention_ids
from mention_sources
group by event_id
having bool_and(unnamed)
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

DERIVED = (_EVENTS, _ON_WHOSE_WORD, _UNNAMED_ONLY, _MEASURES)
