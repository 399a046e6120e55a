"""Questions about measures: which hold between two states on a day, and which tariff rate they make up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsledger.measures.fold import ENDED, HOLDS, State, begins, fold, history
from newsledger.measures.goods import load_goods
from newsledger.measures.sums import kind_of, sum_of
from newsledger.records.measure import EVERYONE, MeasureMention


@dataclass(frozen=True, slots=True)
class RateAnswer:
    """The tariff of one importer on goods of one origin on a day.

    Attributes:
        importer: ISO 3166 alpha-3.
        origin: ISO 3166 alpha-3.
        on: ISO date.
        low: Lowest rate that the reports admit, in percent; None when none holds on that day.
        high: Highest rate.
        in_force: True when a report says that every part is in force; False when one is only due.
        parts: Measures that make it up.
        replaced: Measures that another one replaces.
        narrower: Measures on certain goods only, which were not asked about.
        ahead: Measures that are announced, proposed, suspended or ended on that day.
        exceptions: Reports that speak of an exception.
        uncertain: What is open, each point as a sentence.
        goods: Goods that were asked about, or None for all.
    """

    importer: str
    origin: str
    on: str
    low: float | None
    high: float | None
    in_force: bool
    parts: tuple[State, ...]
    replaced: tuple[State, ...]
    narrower: tuple[State, ...]
    ahead: tuple[State, ...]
    exceptions: tuple[MeasureMention, ...]
    uncertain: tuple[str, ...]
    goods: str | None = None


def select(
    reports: Iterable[MeasureMention],
    *,
    issuer: str | None = None,
    target: str | None = None,
    kind: str | None = None,
    on: str,
    known: str | None = None,
) -> tuple[State, ...]:
    """Return the measures of an issuer on a target, with their state on a day; measures on all countries included."""
    chosen = [
        r for r in reports
        if (kind is None or r.kind == kind)
        and (issuer is None or any(p.country == issuer for p in r.issuers))
        and (target is None or (any(p.country in {target, EVERYONE} for p in r.targets) and not _own(r, target)))
    ]  # fmt: skip
    return fold(chosen, on=on, known=known)


def exceptions(
    reports: Iterable[MeasureMention],
    *,
    issuer: str | None = None,
    target: str | None = None,
    kind: str | None = None,
    known: str | None = None,
) -> tuple[MeasureMention, ...]:
    """Return the reports that speak of an exception from such a measure, oldest first."""
    return tuple(
        r for r in history(reports)
        if r.exceptions
        and (kind is None or r.kind == kind)
        and (issuer is None or any(p.country == issuer for p in r.issuers))
        and (target is None or any(p.country in {target, EVERYONE} for p in r.targets))
        and (known is None or (r.document_creation_time or "")[:10] <= known)
    )  # fmt: skip


def _measures_of(exception: MeasureMention, reports: Iterable[MeasureMention]) -> set[str]:
    """The measures that a report of an exception may speak of: its own, or those of its article."""
    if exception.aspect == "measure":
        return {exception.measure_id}
    place = exception.document_id, exception.article_index, exception.kind
    return {
        r.measure_id for r in reports
        if r.aspect == "measure" and (r.document_id, r.article_index, r.kind) == place
    }  # fmt: skip


def _own(report: MeasureMention, target: str) -> bool:
    return any(p.country == target for p in report.issuers) and not any(p.country == target for p in report.targets)


def rate(
    reports: Iterable[MeasureMention],
    *,
    importer: str,
    origin: str,
    on: str,
    goods: str | None = None,
    known: str | None = None,
) -> RateAnswer:
    """Return the tariff rate on a day with the measures behind it.

    A baseline counts unless a rate for the origin replaces it; an additional rate is added. Where no report says how
    two rates stand to each other, the answer is a range, and says so.
    """
    everything = list(reports)
    states = select(everything, issuer=importer, target=origin, kind="tariff", on=on, known=known)
    usable = [s for s in states if s.status in HOLDS and s.rate is not None]
    with_base = {s.measure_id: end for s in usable for end in _ends_with_base(s, states)}
    usable = [s for s in usable if s.measure_id not in with_base]
    fitting = [s for s in usable if _covers(s, goods)]
    narrower = [s for s in usable if s not in fitting]
    meet = bool(goods) and any(map(_scope, fitting)) and not all(map(_scope, fitting))
    base = [s for s in fitting if kind_of(s) == "baseline" or _for_all(s)]
    own = [s for s in fitting if s not in base]
    replaced = base if any(kind_of(s) == "replacing" for s in own) else []
    parts = [s for s in fitting if s not in replaced]
    low, high, notes = sum_of([s for s in base if s not in replaced], own)
    notes += [
        f"a report of {end} ends the tariff; the additional one is taken to end with it" for end in with_base.values()
    ]
    notes += [f"{_words(s)}: {point}" for s in parts for point in s.uncertain]
    if meet:
        notes.append("rates on certain goods and on all goods meet; no report says whether they add up")
    if goods and not load_goods().find(goods) and not any(_named(goods, r) for r in everything):
        notes.append(f"{goods!r} is no class of goods that the ledger or the register knows: only rates on all count")
    told = exceptions(everything, issuer=importer, target=origin, kind="tariff", known=known)
    counted = {s.measure_id for s in (*parts, *replaced, *narrower)}
    told = tuple(r for r in told if begins(r) <= on and not counted.isdisjoint(_measures_of(r, everything)))
    if told:
        notes.append("reports speak of exceptions")
    return RateAnswer(
        importer, origin, on, low, high, bool(parts) and all(s.status == "in_force" for s in parts), tuple(parts),
        tuple(replaced), tuple(narrower), tuple(s for s in states if s not in usable), told,
        tuple(dict.fromkeys(notes)), goods,
    )  # fmt: skip


def _ends_with_base(added: State, states: Sequence[State]) -> Iterable[str]:
    """The day on which an additional rate ends because a report ends "the tariffs", or names its rate."""
    if kind_of(added) != "additional" or added.rate is None or added.rate.rate is None:
        return
    for other in states:
        ended = other.status in ENDED and other.since and other.since >= (added.since or "")
        if ended and other.report is not None and kind_of(other) != "additional" and _same_sides(other, added):
            stated = other.report.rate
            before = {r.rate.value for r in other.history if r.rate and r.status not in ENDED}
            if stated is None or (stated.value == added.rate.rate.value and stated.value not in before):
                yield other.since or ""


def _same_sides(one: State, other: State) -> bool:
    first, second = one.history[0], other.history[0]
    return all(
        {p.country for p in a} == {p.country for p in b}
        for a, b in ((first.issuers, second.issuers), (first.targets, second.targets))
    ) and _scope_of(first) == _scope_of(second)


def _for_all(state: State) -> bool:
    return state.rate is not None and any(t.country == EVERYONE for t in state.rate.targets) and kind_of(state) is None


def _scope(state: State) -> set[str]:
    return _scope_of(state.rate) if state.rate else set()


def _scope_of(report: MeasureMention) -> set[str]:
    return {s.text.lower() for s in report.scope if s.kind == "goods"}


def _covers(state: State, goods: str | None) -> bool:
    """Whether a measure covers the goods asked about; one without a scope covers all."""
    scope = _scope(state)
    return not scope or (goods is not None and any(_names(goods, s) or _names(s, goods) for s in scope))


def _named(goods: str, report: MeasureMention) -> bool:
    """Whether the scope of a report names goods."""
    return any(_names(goods, s.text) or _names(s.text, goods) for s in report.scope)


def _names(part: str, whole: str) -> bool:
    """Whether words name goods as whole words, singular or plural: "car" in "electric cars", not in "carpets"."""
    stem = re.escape(re.sub(r"(?<=\w{2})s$", "", part.strip().lower()))
    return bool(stem) and bool(re.search(rf"\b{stem}(?:s|es)?\b", whole.lower()))


def _between(report: MeasureMention, importer: str, origin: str) -> bool:
    targets = {p.country for p in report.targets}
    return any(p.country == importer for p in report.issuers) and bool(targets & {origin, EVERYONE})


def _words(state: State) -> str:
    report = state.report
    return report.cue.text if report else state.measure_id
