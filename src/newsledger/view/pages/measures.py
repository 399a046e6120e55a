"""Measures as people read them: what holds on a day, since when, at what rate, on whose word; answers for a rate."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from newsledger.measures.ask import RateAnswer
from newsledger.measures.fold import HOLDS, State
from newsledger.records import Party
from newsledger.records.measure import EVERYONE, MeasureMention
from newsledger.view.event import short
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import Child, group, link, said, table, tag
from newsledger.view.measures import UNDATED, day_words, exception_line, goods_asked, in_order, rate_words
from newsledger.view.names import name_of
from newsledger.view.words import Look, certainty_badge, source_badge

_STANDING = {
    "in_force": Look("■", "in force", "fact"),
    "due": Look("▣", "due", "planned"),
    "announced": Look("▷", "announced", "planned"),
    "proposed": Look("?", "proposed", "possible"),
    "suspended": Look("❚❚", "suspended", "open"),
    "lifted": Look("✕", "lifted", "denied"),
    "struck_down": Look("✕", "struck down", "denied"),
    "expired": Look("✕", "expired", "denied"),
    "unknown": Look("…", "unknown", "open"),
}
_COLUMNS = ("measure", "who takes it", "at whom", "stands", "rate", "covers", "on whose word", "as reported")


def standing_badge(status: str) -> Markup:
    """Return how a measure stands on a day."""
    look = _STANDING.get(status, _STANDING["unknown"])
    sign = tag("span", look.sign, class_="nl-sign", aria_hidden="true")
    return tag("span", sign, " ", look.word, class_=f"nl-badge nl-{look.style}")


def measure_table(states: Sequence[State], *, on: str, links: Links = NOWHERE) -> Markup:
    """Return measures with their state on a day; those that hold come first.

    Args:
        states: Of :func:`newsledger.measures.fold.fold`.
        on: ISO day of the question.
        links: Where names lead.
    """
    if not states:
        return tag("p", f"No measure is known {day_words(on)}.", class_="nl-empty")
    ordered = sorted(in_order(states), key=lambda s: s.status not in HOLDS)
    holding = sum(s.status in HOLDS for s in states)
    caption = (
        f"{len(states)} measure{'' if len(states) == 1 else 's'} {day_words(on)}, {holding} of them in force or due"
    )
    return table(_COLUMNS, [_row(s, links) for s in ordered], caption=caption, class_="nl-table nl-measures nl-cards")


def _row(state: State, links: Links) -> tuple[Child, ...]:
    report = state.report or state.history[-1]
    since = tag("small", " since ", tag("span", state.since, class_="nl-day")) if state.since else None
    sources = [(source_badge(a), " ") for a in report.attributions] or "the article’s own voice"
    open_points = [tag("small", tag("br"), said(p)) for p in state.uncertain]
    return (
        tag("strong", report.kind.replace("_", " "), id=state.measure_id),
        _parties(report.issuers, links), _parties(report.targets, links),
        group(standing_badge(state.status), since, open_points),
        rate_words(state.rate), said(", ".join(s.text for s in report.scope)), sources, _reports(state, links),
    )  # fmt: skip


def _reports(state: State, links: Links) -> Markup:
    report = state.report or state.history[-1]
    quote = link(said(f"“{short(report.text)}”"), links.to_document(report.document_id))
    if len(state.history) < 2:
        return quote
    items = [
        tag("li", r.document_creation_time or "undated", ": ", (r.status or "no status").replace("_", " "), " ",
            certainty_badge(r.factuality), " ", link(said(f"“{short(r.text)}”"), links.to_document(r.document_id)))
        for r in state.history[:50]
    ]  # fmt: skip
    return group(quote, tag("details", tag("summary", f"{len(state.history)} reports"), tag("ol", items)))


def _parties(parties: Sequence[Party], links: Links) -> Markup:
    return group([(", " if n else None, _party(p, links)) for n, p in enumerate(parties)]) if parties else Markup("?")


def _party(party: Party, links: Links) -> Markup:
    if party.country == EVERYONE:
        return Markup("all countries")
    if party.country:
        return link(name_of(party.country), links.to_party(party.country))
    return said(party.text or "?")


def rate_answer(answer: RateAnswer, *, links: Links = NOWHERE) -> Markup:
    """Return a tariff rate on a day with the measures that make it up, and all that is open."""
    title = tag(
        "p", link(name_of(answer.importer), links.to_party(answer.importer)), " on ",
        said(answer.goods) if answer.goods else "goods", " of ",
        link(name_of(answer.origin), links.to_party(answer.origin)),
        f", {day_words(answer.on) if answer.on == UNDATED else answer.on}",
    )  # fmt: skip
    parts = (
        ("Made up of", answer.parts), ("Replaced", answer.replaced), ("On certain goods only", answer.narrower),
        ("Not counted", answer.ahead),
    )  # fmt: skip
    tables = [
        table(
            _COLUMNS, [_row(s, links) for s in in_order(states)], caption=name, class_="nl-table nl-measures nl-cards"
        )
        for name, states in parts
        if states
    ]
    notes = [tag("li", said(point)) for point in answer.uncertain] + [
        tag("li", _exception(r)) for r in answer.exceptions
    ]
    return tag(
        "section",
        title,
        tag("p", _rate(answer), class_="nl-answer"),
        tag("ul", notes, class_="nl-note") if notes else None,
        tables,
        class_="nl-rate",
    )


def _exception(report: MeasureMention) -> Markup:
    return said(exception_line(report))


def _rate(answer: RateAnswer) -> Markup:
    if answer.low is None or answer.high is None:
        narrow = "; on certain goods one does" if answer.narrower and not answer.goods else ""
        return group(said(f"No report gives a rate on {goods_asked(answer)} that holds on this day{narrow}."))
    value = f"{answer.low:g}" if answer.low == answer.high else f"{answer.low:g} to {answer.high:g}"
    ahead = "" if answer.in_force else ", as announced: no report says that it took effect"
    return group(tag("strong", f"{value} percent"), ahead)
