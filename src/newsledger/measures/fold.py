"""What reports of measures add up to: which status and rate held on a day, as known on a day.

Two times are kept apart: when something holds (``in_force_from``, ``in_force_to``) and when it became known (the
document creation time of the report). The answer is a function of the set of reports: the order in which they arrived
does not matter, and no report removes another; it only ends what held before.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newsledger.measures.reported import NOTHING_DONE, PART
from newsledger.records.measure import MeasureMention

ENDED = frozenset({"lifted", "suspended", "struck_down"})
HOLDS = frozenset({"in_force", "due"})
"""States in which a measure counts; ``due`` was announced for a day that has come, and no report confirms it."""
_FACTS = HOLDS | ENDED | {"expired"}
_RANK = {"proposed": 0, "announced": 1}
Weight = Callable[[MeasureMention], tuple[str, str, bool, str]]
_FIRST = ""
_LENGTH = re.compile(r"P(?P<number>\d{1,4})(?P<unit>[DWMY])")
_RUNS_OUT = re.compile(r"expir|end|laps|r[ua]n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class State:
    """A measure on one day.

    Attributes:
        measure_id: The measure.
        status: ``in_force``, ``due``, ``announced``, ``proposed``, ``suspended``, ``lifted``, ``struck_down``,
            ``expired``, or ``unknown`` when no report speaks of the day.
        since: ISO date from which the status holds, or None.
        report: The report that decides, or None.
        rate: The report whose rate holds, or None.
        history: All reports known by then, oldest first.
        uncertain: What is open.
    """

    measure_id: str
    status: str
    since: str | None
    report: MeasureMention | None
    rate: MeasureMention | None
    history: tuple[MeasureMention, ...]
    uncertain: tuple[str, ...]


def fold(reports: Iterable[MeasureMention], *, on: str, known: str | None = None) -> tuple[State, ...]:
    """Return the state of every measure on a day.

    Args:
        reports: Reports of any measures, in any order.
        on: ISO date asked about.
        known: ISO date: only reports of that day and before count; all by default.
    """
    groups: dict[str, list[MeasureMention]] = {}
    for report in {r.measure_mention_id: r for r in reports if r.aspect == "measure"}.values():
        if known is None or (_known(report) and _known(report) <= known):
            groups.setdefault(report.measure_id, []).append(report)
    return tuple(_state(key, groups[key], on) for key in sorted(groups))


def history(reports: Iterable[MeasureMention]) -> tuple[MeasureMention, ...]:
    """Return reports in the order in which they became known; those of undated pages first."""
    return tuple(sorted(reports, key=lambda r: (_known(r), begins(r), r.measure_mention_id)))


def _state(key: str, reports: Sequence[MeasureMention], on: str) -> State:
    ordered = history(reports)
    parts = {r for r in ordered if r.status in ENDED and PART in r.rules}
    saying = [(r, s) for r in ordered for s in [_said(r, on, ordered)] if s]
    echoes = _echoes(saying)
    speaking = [(r, s) for r, s in saying if r not in echoes]
    # What is lifted for a part stands for the rest; that says less than any report of the whole.
    speaking = [(r, s) for r, s in speaking if r not in parts] or speaking
    facts = [(r, s) for r, s in speaking if s in _FACTS]
    coming = [r for r in ordered if r.status not in ENDED and _known(r) < begins(r)]
    status_of = dict(speaking)

    def weight(report: MeasureMention) -> tuple[str, str, bool, str]:
        start = _since(report, status_of[report])
        return _weight(report, _counts_from(report, coming, start))

    if not speaking:
        return State(key, "unknown", None, None, None, ordered, ("no report speaks of this day",))
    if facts:
        report, status = max(facts, key=lambda x: weight(x[0]))
        if status == "expired":
            before = [(r, s) for r, s in facts if s != "expired" and r.status not in ENDED]
            report, status = (
                max(before, key=lambda x: weight(x[0])) if before and report.status in ENDED else (report, status)
            )
    else:
        report, status = max(speaking, key=lambda x: (_RANK[x[1]], weight(x[0])))
    rate = _rate(report, [r for r, _ in facts or speaking], weight)
    points = [
        *_open_points(report, status, rate, ordered, on),
        *_of_others(report, status, on, (echoes, parts), ordered),
    ]
    return State(key, status, _since(report, status) or None, report, rate, ordered, tuple(points))


def _said(report: MeasureMention, day: str, others: Sequence[MeasureMention]) -> str | None:
    """What a report says of a day, once it is known what others say of the last day that it tells."""
    if PART in report.rules and report.status in ENDED:
        return "in_force" if status_on(report, day) in ENDED else None
    put_off = _runs_out(report) and day >= begins(report) and any(_prolongs(o, report) for o in others)
    return "in_force" if put_off else status_on(report, day)


def _prolongs(other: MeasureMention, report: MeasureMention) -> bool:
    """Whether a later report puts off the last day of a measure that another one tells."""
    last, end = begins(report), _end(other) or ""
    if other.status not in {"in_force", "announced"} or _known(other) <= _known(report) or begins(other) > last:
        return False
    done = other.status == "in_force" and NOTHING_DONE.isdisjoint(other.rules)
    return end > last or (done and not end and _known(report) < begins(other) and _known(other) <= last)


def _echoes(saying: Sequence[tuple[MeasureMention, str]]) -> set[MeasureMention]:
    """Reports that only mention a measure that a report known before tells as ended: "US sanctions had hurt"."""
    ends = [
        _known(r) for r, s in saying
        if s in ENDED and r.factuality == "CT+" and PART not in r.rules and not _runs_out(r)
    ]  # fmt: skip
    return {
        r for r, s in saying
        if ends and s == "in_force" and not NOTHING_DONE.isdisjoint(r.rules) and min(ends) <= _known(r)
    }  # fmt: skip


def _since(report: MeasureMention, status: str) -> str:
    """The day from which a report's word counts: of one that tells a last day, until then, the day it was known."""
    return _known(report) if status == "in_force" and _runs_out(report) else begins(report)


def status_on(report: MeasureMention, day: str) -> str | None:  # noqa: PLR0911
    """Return what one report says of a day, or None when it says nothing of it."""
    start = begins(report)
    end = _end(report)
    planned = report.factuality != "CT+"
    if report.status in ENDED:
        if planned and not _runs_out(report) and not (report.in_force_from and report.in_force_from.earliest):
            return None
        if day < start:
            return "in_force" if _runs_out(report) and day >= _known(report) else None
        return "expired" if end and day > end else report.status
    if report.status in {"proposed", None}:
        return "proposed" if day >= _known(report) else None
    dated = bool(report.in_force_from and report.in_force_from.earliest)
    if dated and day >= start:
        if end and day > end:
            return "expired"
        return "in_force" if report.status == "in_force" else "due"
    if report.status == "in_force" and not dated:
        return ("expired" if end and day > end else "in_force") if day >= start else None
    return "announced" if day >= _known(report) else None


def _known(report: MeasureMention) -> str:
    return (report.document_creation_time or _FIRST)[:10]


def begins(report: MeasureMention) -> str:
    """The day from which a report's status holds: stated, else announced, else when it became known."""
    if report.in_force_to and report.in_force_to.latest and _runs_out(report):
        return report.in_force_to.latest
    for time in (report.in_force_from, report.announced_on if report.status in {*ENDED, "in_force"} else None):
        if time is not None and time.earliest:
            return time.earliest
    return _known(report)


def _runs_out(report: MeasureMention) -> bool:
    """Whether an end is told as the last day of a measure: "expires on 1 May"."""
    words, last = report.status_words, report.in_force_to
    return bool(report.status == "lifted" and words and _RUNS_OUT.match(words.text) and last and last.latest)


def _end(report: MeasureMention) -> str | None:
    """The last day of a report's status: as stated, or its start and the length of time for which it holds."""
    if report.in_force_to is None or _runs_out(report):
        return None
    return report.in_force_to.latest or _after(begins(report), report.in_force_to.value)


def _after(start: str, length: str | None) -> str | None:
    """The day after a length of time ("P90D"), or None where either is unknown."""
    told = _LENGTH.fullmatch(length or "")
    if not told or len(start) != len("2031-01-01"):
        return None
    number, first = int(told["number"]), date.fromisoformat(start)
    if told["unit"] in "DW":
        return (first + timedelta(days=number * (7 if told["unit"] == "W" else 1))).isoformat()
    months = first.month - 1 + number * (12 if told["unit"] == "Y" else 1)
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1])).isoformat() if year <= date.max.year else None


def _counts_from(report: MeasureMention, coming: Sequence[MeasureMention], start: str) -> str:
    """The day from which a report decides: what ends or replaces a measure still to come, from that one's first day."""
    amends = report.status in ENDED or (report.rate is not None and report.rate.kind == "replacing")
    if not amends or (report.in_force_from and report.in_force_from.earliest):
        return start
    return max([start, *(begins(r) for r in coming if _known(r) <= _known(report) < begins(r))])


def _weight(report: MeasureMention, counts_from: str) -> tuple[str, str, bool, str]:
    """The latest report decides; of one day, one in the article's own voice goes before what a source says."""
    return counts_from, _known(report), not report.attributions, report.measure_mention_id


def _rate(report: MeasureMention, speaking: Sequence[MeasureMention], weight: Weight) -> MeasureMention | None:
    """The report's own rate, else that of the latest other report that speaks of the day."""
    if report.rate:
        same = [r for r in speaking if r.rate and r.rate.value == report.rate.value and r.rate.kind]
        return report if report.rate.kind or not same else max(same, key=weight)
    rated = [r for r in speaking if r.rate]
    return max(rated, key=weight) if rated else None


def _open_points(
    report: MeasureMention, status: str, rate: MeasureMention | None, ordered: Sequence[MeasureMention], on: str
) -> Iterable[str]:
    if status == "due":
        yield f"announced for {begins(report)}; no report confirms that it took effect"
    if not _known(report):
        yield "the page of the report has no date"
    if report.in_force_to and not _runs_out(report) and _end(report) is None:
        yield f"told for “{report.in_force_to.text}”; the day on which that ends is not known"
    later = [r for r in ordered if r.status in ENDED and r.factuality != "CT+" and _known(r) >= _known(report)]
    if later and status in HOLDS:
        yield f"a report of {_known(later[-1]) or 'an undated page'} speaks of its end"
    if rate is not None and rate is not report and report.rate is None:
        yield "the rate is that of an earlier report"
    values = {r.rate.value for r in ordered if r.rate and status_on(r, on) in HOLDS and begins(r) == begins(report)}
    if len(values) > 1:
        yield "reports give different rates for this day: " + ", ".join(f"{v:g}" for v in sorted(values))


def _of_others(
    report: MeasureMention,
    status: str,
    on: str,
    aside: tuple[set[MeasureMention], set[MeasureMention]],
    ordered: Sequence[MeasureMention],
) -> Iterable[str]:
    """What reports that do not decide leave open: mentions after the end, ends of a part, last days."""
    echoes, parts = aside
    if status in ENDED and echoes:
        yield f"a later report, of {max(map(_known, echoes)) or 'an undated page'}, still speaks of it"
    if status not in HOLDS:
        return
    if parts:
        yield f"a report of {max(map(_known, parts)) or 'an undated page'} lifts a part of it"
    for told in (r for r in ordered if _runs_out(r)):
        put_off = [r for r in ordered if _prolongs(r, told)]
        if told is report and put_off:
            yield f"a report of {_known(put_off[-1])} puts off its end"
        elif told is report or (not put_off and _known(report) > begins(told) and on >= begins(told)):
            yield f"a report of {_known(told) or 'an undated page'} gives {begins(told)} as its last day"
