"""Measures and rates as short lines that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsledger.measures.ask import RateAnswer
from newsledger.measures.fold import State
from newsledger.records import Party
from newsledger.records.measure import EVERYONE, MeasureMention

COLUMNS = ("measure", "issuer", "target", "status", "since", "rate", "covers", "on whose word", "sentence", "id")


UNDATED = "9999-12-31"
"""The day asked about where no report is dated: whatever was told holds by then."""


def day_words(on: str) -> str:
    """Return the day of a question as words: "on 2031-03-12"."""
    return "by reports of which none is dated" if on == UNDATED else f"on {on}"


def state_cells(state: State) -> tuple[str, ...]:
    """Return the cells of a measure, in the order of :data:`COLUMNS`."""
    report = state.report or state.history[-1]
    return (
        report.kind.replace("_", " "),
        parties_words(report.issuers),
        parties_words(report.targets),
        state.status.replace("_", " "),
        state.since or "",
        rate_words(state.rate),
        ", ".join(s.text for s in report.scope),
        " < ".join(a.text for a in report.attributions) or "the article",
        report.text,
        report.measure_mention_id,
    )


def in_order(states: Iterable[State]) -> list[State]:
    """Return measures by kind, issuer and target, the oldest first."""

    def key(state: State) -> tuple[str, ...]:
        cells = state_cells(state)
        return (*cells[:3], state.since or "", state.measure_id)

    return sorted(states, key=key)


def exception_line(report: MeasureMention) -> str:
    """Return a report of an exception with its speaker."""
    words = ", ".join(e.text for e in report.exceptions)
    return f"exception, on the word of {_speakers(report)}: {words}  “{report.text}”"


def parties_words(parties: Sequence[Party]) -> str:
    """Return the codes of parties; a star is all countries, a question mark a party that the text leaves open."""
    return ", ".join("all" if p.country == EVERYONE else p.country or p.text or "?" for p in parties) or "?"


def rate_words(report: MeasureMention | None) -> str:
    """Return a rate with its kind."""
    if report is None or report.rate is None:
        return ""
    rate = report.rate
    return " ".join(filter(None, (f"{rate.value:g}", rate.unit, f"({rate.kind})" if rate.kind else "")))


def answer_lines(answer: RateAnswer) -> Iterator[str]:
    """Return the answer to a question for a rate, line by line: rate, parts, what is open."""
    head = f"{answer.importer} on {answer.goods or 'goods'} of {answer.origin}, {answer.on}:"
    if answer.low is None or answer.high is None:
        narrow = "; on certain goods one does: ask with --goods" if answer.narrower and not answer.goods else ""
        yield f"{head} no report gives a rate on {goods_asked(answer)} that holds on this day{narrow}"
    else:
        value = f"{answer.low:g}" if answer.low == answer.high else f"{answer.low:g} to {answer.high:g}"
        yield f"{head} {value} percent" + (
            "" if answer.in_force else ", as announced (no report says that it took effect)"
        )
    for title, states in (
        ("made up of", answer.parts), ("replaced", answer.replaced), ("on certain goods only", answer.narrower),
        ("not counted", answer.ahead),
    ):  # fmt: skip
        for state in states:
            yield f"  {title}: {_state_line(state)}"
    for report in answer.exceptions:
        yield f"  {exception_line(report)}"
    for point in answer.uncertain:
        yield f"  uncertain: {point}"


def goods_asked(answer: RateAnswer) -> str:
    """Return the goods of a question in words."""
    return f"{answer.goods}, or on all goods," if answer.goods else "all goods"


def _state_line(state: State) -> str:
    report = state.rate or state.report or state.history[-1]
    since = f" since {state.since}" if state.since and state.status not in {"announced", "proposed"} else ""
    words = rate_words(report) or report.kind
    target = parties_words(report.targets)
    return (
        f"{words} on {target}, {state.status.replace('_', ' ')}{since} [{report.measure_mention_id}]  “{report.text}”"
    )


def _speakers(report: MeasureMention) -> str:
    return " < ".join(f"{a.text} (unnamed)" if a.anonymous else a.text for a in report.attributions) or "the article"
