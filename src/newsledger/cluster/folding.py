"""Mentions of one event folded into the event: what they agree on, by how many, and why they are one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from newsledger.cluster.agree import all_points, grounds, score
from newsledger.cluster.copies import rank
from newsledger.cluster.profile import Profile
from newsledger.cluster.sources import Report, independent
from newsledger.cluster.space import Constraints
from newsledger.cluster.versions import count_ranges, history, versions
from newsledger.records import EventMention, Party, Place, TimeExpression, content_id
from newsledger.records.event import Event, Merge

_LOOK_BACK = 60
"""Of so many earlier mentions the one that agrees best is named as the reason."""
_FINE = ("day", "time", "week", "month", "quarter", "season", "year")

_NOBODY = frozenset(
    {"he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs", "we", "us", "our",
     "ours", "i", "me", "my", "you", "your", "who", "whom", "this", "that", "these", "those", "one", "others", "some",
     "many", "all", "both", "either", "neither", "none", "everyone", "anyone", "someone", "nobody"}
)  # fmt: skip
"""Words that name nobody, where nobody was found for them."""

H = TypeVar("H", bound=Hashable)


def report_order(mention: EventMention) -> tuple[bool, str, str, int, str]:
    """Return what orders mentions: the date of their report, undated ones last, then where they stand in it."""
    report = rank(mention.document_creation_time, mention.document_id)
    return *report, mention.trigger.start, mention.event_mention_id


def fold_event(
    mentions: Iterable[EventMention],
    profiles: Mapping[str, Profile],
    reports: Mapping[str, Report],
    constraints: Constraints | None = None,
) -> Event:
    """Return the event of a group of mentions.

    Args:
        mentions: The group.
        profiles: Their profiles by mention id.
        reports: Their documents by document id.
        constraints: What people put together, to be named as the reason.
    """
    ordered = sorted(mentions, key=report_order)
    first = ordered[0]
    kind = _most([(m.event_type, m.quad_code) for m in ordered])
    mode = _most([m.event_mode for m in ordered if m.event_type == kind[0]])
    time = _best_time(ordered)
    place = _best_place(ordered)
    stages = history(ordered)
    documents = sorted({m.document_id for m in ordered})
    publishers = sorted({r.publisher for d in documents if (r := reports.get(d)) and r.publisher})
    merges = _merges(ordered, profiles, constraints or Constraints())
    return Event(
        event_id=event_id(first.event_mention_id),
        event_type=kind[0],
        event_mode=mode,
        actors=_best_side([side_names(m.actors) for m in ordered]),
        recipients=_best_side([side_names(m.recipients) for m in ordered]),
        time_value=time.value if time else None,
        place_country=place.country if place else None,
        event_mention_ids=tuple(sorted(m.event_mention_id for m in ordered)),
        document_ids=tuple(documents),
        merge_reason=_summary(merges),
        quad_code=kind[1],
        time_earliest=time.earliest if time else None,
        time_latest=time.latest if time else None,
        place=place,
        first_mention_id=first.event_mention_id,
        first_reported_at=first.document_creation_time,
        publishers=tuple(publishers),
        mention_count=len(ordered),
        document_count=len(documents),
        publisher_count=len(publishers),
        independent_count=len(independent(ordered, reports)),
        counts=count_ranges(ordered),
        stage=stages[-1].stage,
        history=stages,
        versions=versions(ordered, reports),
        merges=merges,
        confidence=max(m.confidence for m in ordered),
    )


def event_id(first_mention_id: str) -> str:
    """Return the id of the event that a mention is the first report of."""
    return content_id("e", first_mention_id)


def side_names(parties: Iterable[Party]) -> tuple[str, ...]:
    """Return the codes of a side, or the words of those that have none, sorted; "they" alone name nobody."""
    named = (p.country or p.name or p.text for p in parties)
    return tuple(sorted({name for name in named if name and name.lower() not in _NOBODY}))


def _most(values: Sequence[H]) -> H:
    """Return the most frequent value, the first of equals."""
    counts = Counter(values)
    return max(values, key=lambda v: counts[v])


def _best_side(sides: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    named = [s for s in sides if s]
    return _most(named) if named else ()


def _best_time(mentions: Sequence[EventMention]) -> TimeExpression | None:
    """Return the time that most mentions give, of equals the finest, then the first told."""
    given = [m.time for m in mentions if m.time and m.time.earliest]
    counts = Counter(t.value for t in given)
    return max(given, key=lambda t: (counts[t.value], -_coarse(t)), default=None)


def _coarse(time: TimeExpression) -> int:
    return _FINE.index(time.granularity) if time.granularity in _FINE else len(_FINE)


def _best_place(mentions: Sequence[EventMention]) -> Place | None:
    """Return the place that most mentions give, of equals one with a point, then the first told."""
    given = [m.place for m in mentions if m.place]
    counts = Counter((p.name or p.text) for p in given)
    return max(
        given,
        key=lambda p: (counts[p.name or p.text], p.granularity != "country", p.latitude is not None),
        default=None,
    )


def _merges(ordered: Sequence[EventMention], profiles: Mapping[str, Profile], said: Constraints) -> tuple[Merge, ...]:
    """Return, for each mention but the first, the earlier one that it agrees with best."""
    found = []
    for n, mention in enumerate(ordered[1:], start=1):
        mine = mention.event_mention_id
        before = [m.event_mention_id for m in ordered[max(0, n - _LOOK_BACK) : n]]
        verdict = next((o for o in before if (min(mine, o), max(mine, o)) in said.together), None)
        if verdict:
            found.append(Merge(mine, verdict, 1.0, ("a person's verdict: one event",)))
            continue
        best = max(before, key=lambda o: all_points(profiles[mine], profiles[o]))
        reasons = tuple(map(str, grounds(profiles[mine], profiles[best])))
        found.append(Merge(mine, best, score(profiles[mine], profiles[best]), reasons))
    return tuple(found)


def _summary(merges: Sequence[Merge]) -> str:
    if not merges:
        return "one mention"
    weakest = math.floor(100 * min(m.score for m in merges)) / 100
    return f"{len(merges) + 1} mentions, each at {weakest:.2f} or more with an earlier one"
