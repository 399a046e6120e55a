"""Views that are derived from the tables, in the order in which they build on each other."""

from __future__ import annotations

_EVENT_MEMBERS = """
create view event_members as
select event_id, unnest(event_mention_ids) as event_mention_id from stored_events where not removed
"""

_EVENT_MENTIONS = """
create view event_mentions as
select * exclude (coding_id, commit_id, merged_id) replace (coalesce(merged_id, event_id) as event_id)
from (
    select m.*, x.event_id as merged_id
    from stored_event_mentions as m
    semi join stored_documents using (coding_id, commit_id)
    left join event_members as x using (event_mention_id)
)
"""

_EVENTS = """
create view events as
select * exclude (removed, replaced_by) from stored_events
where not removed and event_id in (select event_id from event_mentions)
union all by name
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
    'not merged yet' as merge_reason,
    count(*) as mention_count,
    count(distinct document_id) as document_count,
    max(confidence) as confidence
from event_mentions
where event_mention_id not in (select event_mention_id from event_members)
group by event_id
"""

_EVENT_CHANGES = """
create view event_changes as
select event_id, updated_in, updated_at, removed, replaced_by from stored_events
"""

_STORIES = """
create view stories as
select d.external_id, d.document_id, g.group_id as story_id, d.title, d.publisher, d.document_creation_time
from documents as d left join stored_groups as g on g.kind = 'story' and g.item_id = d.document_id
"""

_COPIES = """
create view copies as
select d.external_id, d.document_id, d.publisher, g.group_id as original_id
from documents as d join stored_groups as g on g.kind = 'copy' and g.item_id = d.document_id
where g.group_id <> d.document_id
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

MENTIONS = (_EVENT_MEMBERS, _EVENT_MENTIONS)
DERIVED = (_EVENTS, _EVENT_CHANGES, _STORIES, _COPIES, _ON_WHOSE_WORD, _UNNAMED_ONLY, _MEASURES)
