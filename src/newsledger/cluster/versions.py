"""Where reports of one event differ: who, whether, how many, when and where, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations

from newsledger.cluster.agree import distance, overlapping
from newsledger.cluster.profile import days, side
from newsledger.cluster.sources import Report, told_by
from newsledger.extract.quantity.tables import scaled
from newsledger.records import PLANNED, EventMention, Quantity
from newsledger.records.event import CountRange, Stage, Told

_FAR_KM = 50.0
Values = dict[str, list[EventMention]]


def versions(mentions: Sequence[EventMention], reports: Mapping[str, Report]) -> tuple[Told, ...]:
    """Return what reports, or the sources of one, tell differently; fields without contradiction are left out."""
    found: list[Told] = []
    for field, values in _fields(mentions):
        if len({_voice(mention) for told in values.values() for mention in told}) < 2:
            continue
        for value in values:
            ids = tuple(sorted({m.event_mention_id for m in values[value]}))
            found.append(Told(field, value, ids, told_by(values[value], reports)))
    return tuple(found)


def _voice(mention: EventMention) -> tuple[str, str | None]:
    """On whose word a mention stands: that of its report, or of the source that the report cites."""
    return mention.document_id, mention.attributions[0].text if mention.attributions else None


def _fields(mentions: Sequence[EventMention]) -> Iterator[tuple[str, Values]]:
    for field in ("actor", "recipient"):
        yield field, _parties(mentions, field)
    yield "whether", _whether(mentions)
    yield from _how_many(mentions)
    yield "when", _when(mentions)
    yield "where", _where(mentions)


def _parties(mentions: Sequence[EventMention], field: str) -> Values:
    """Sides that have nobody in common; one side within another is no contradiction."""
    values: Values = defaultdict(list)
    for mention in mentions:
        codes = side(mention.actors if field == "actor" else mention.recipients)
        if codes:
            values[", ".join(sorted(codes))].append(mention)
    return _differing(values, lambda a, b: not set(a.split(", ")) & set(b.split(", ")))


def _whether(mentions: Sequence[EventMention]) -> Values:
    """Told as fact by some and denied by others; that a plan came true is no contradiction."""
    values: Values = defaultdict(list)
    for mention in mentions:
        if stage_of(mention) in {"happened", "denied"}:
            values[stage_of(mention)].append(mention)
    return values if len(values) > 1 else {}


def _how_many(mentions: Sequence[EventMention]) -> Iterator[tuple[str, Values]]:
    for key, counted in counts_of(mentions).items():
        values: Values = defaultdict(list)
        numbers: dict[str, Quantity] = {}
        for mention, quantity in counted:
            shown = amount(quantity.low, quantity.high)
            values[shown].append(mention)
            numbers[shown] = quantity
        differing = _differing(values, partial(_apart, numbers))
        if differing:
            ordered = sorted(differing, key=partial(_lowest, numbers))
            yield " ".join(filter(None, ("how many", key[1] or key[0]))), {v: differing[v] for v in ordered}


def _apart(numbers: Mapping[str, Quantity], one: str, other: str) -> bool:
    return not overlapping(numbers[one], numbers[other])


def _lowest(numbers: Mapping[str, Quantity], shown: str) -> tuple[float, str]:
    return numbers[shown].low or 0, shown


def _when(mentions: Sequence[EventMention]) -> Values:
    values: Values = defaultdict(list)
    for mention in mentions:
        when = days(mention.time)
        if when and when.exact and mention.time and mention.time.earliest:
            values[mention.time.earliest].append(mention)
    return _differing(values, lambda a, b: a != b)


def _where(mentions: Sequence[EventMention]) -> Values:
    values: Values = defaultdict(list)
    for mention in mentions:
        if mention.place and mention.place.latitude is not None and mention.place.granularity != "country":
            values[mention.place.name or mention.place.text].append(mention)

    def far(one: str, other: str) -> bool:
        here, there = values[one][0].place, values[other][0].place
        away = distance(here, there) if here and there else None
        return away is not None and away > _FAR_KM

    return _differing(values, far)


def _differing(values: Values, contradict: Callable[[str, str], bool]) -> Values:
    """Return the values that contradict another one, in alphabetical order."""
    kept = {v for pair in combinations(sorted(values), 2) if contradict(*pair) for v in pair}
    return {v: values[v] for v in sorted(kept)}


def counts_of(
    mentions: Sequence[EventMention],
) -> dict[tuple[str | None, str | None], list[tuple[EventMention, Quantity]]]:
    """Return the counts of an event by what they count, and by their unit where dollars are no euros."""
    found: dict[tuple[str | None, str | None], list[tuple[EventMention, Quantity]]] = defaultdict(list)
    for mention in mentions:
        for quantity in mention.quantities:
            if quantity.low is not None:
                by_unit = quantity.measures is None or quantity.measures in scaled()
                found[quantity.measures, quantity.unit if by_unit else None].append((mention, quantity))
    return {key: found[key] for key in sorted(found, key=lambda k: (k[0] or "", k[1] or ""))}


def count_ranges(mentions: Sequence[EventMention]) -> tuple[CountRange, ...]:
    """Return the counts of an event as ranges over all reports.

    A mention that counts twice (12 soldiers and 3 civilians) tells of no fewer than its highest number.
    """
    found = []
    for (measures, unit), counted in counts_of(mentions).items():
        highs = [q.high for _, q in counted]
        lows: dict[str, float] = {}
        for mention, quantity in counted:
            lows[mention.event_mention_id] = max(quantity.low or 0, lows.get(mention.event_mention_id, 0))
        units = {q.unit for _, q in counted}
        found.append(
            CountRange(
                measures,
                unit or (units.pop() if len(units) == 1 else None),
                min(lows.values()),
                None if None in highs else max(h for h in highs if h is not None),
                tuple(sorted({m.event_mention_id for m, _ in counted})),
            )
        )
    return tuple(found)


def amount(low: float | None, high: float | None) -> str:
    """Return a range as words: "12", "12 to 15", "12 or more"."""
    if low is None:
        return "open" if high is None else f"up to {high:,g}"
    if high is None:
        return f"{low:,g} or more"
    return f"{low:,g}" if low == high else f"{low:,g} to {high:,g}"


def stage_of(mention: EventMention) -> str:
    """Return how an event stands by a mention."""
    if mention.factuality.endswith("-") or "negation" in mention.auxiliary:
        return "denied"
    if "future" in mention.auxiliary or PLANNED in mention.provenance.rules:
        return "planned"
    if "hypothetical" in mention.auxiliary or mention.factuality in {"PR+", "PS+"}:
        return "possible"
    return "happened" if mention.factuality == "CT+" else "open"


def history(mentions: Sequence[EventMention]) -> tuple[Stage, ...]:
    """Return the changes of stage in the order of the reports; ``mentions`` are in that order."""
    found: list[Stage] = []
    for mention in mentions:
        stage = stage_of(mention)
        if not found or found[-1].stage != stage:
            found.append(Stage(mention.document_creation_time, stage, mention.event_mention_id))
    return tuple(found)
