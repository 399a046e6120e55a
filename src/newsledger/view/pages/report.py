"""A report as one page that needs nothing else: it can be mailed, kept and printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from newsledger.measures.fold import State
from newsledger.records import Document, Event, EventMention
from newsledger.records.rule import Finding
from newsledger.view.assets import csp, script, stylesheet
from newsledger.view.draw.dyads import clock_for, dyad_of, dyad_view
from newsledger.view.draw.network import edges_of, network
from newsledger.view.draw.sparks import months
from newsledger.view.draw.timeline import timeline
from newsledger.view.draw.worldmap import event_map, fills_of, measure_map, points_of
from newsledger.view.links import Links
from newsledger.view.markup import away, clean, group, said, table, tag
from newsledger.view.names import name_of
from newsledger.view.pages.events import event_excerpt, event_page, event_table
from newsledger.view.pages.findings import finding_list
from newsledger.view.pages.measures import measure_table
from newsledger.view.pages.overview import facet, number_cards

MOST_BYTES = 3_000_000
"""Size of a report; sections that no longer fit are named instead."""
EXCERPTS, LISTED, _DYADS = 12, 60, 3
_SOURCES = 150


@dataclass(frozen=True, slots=True)
class Report:
    """What a report tells.

    Attributes:
        title: Its title.
        chosen: What it was asked for ("events with Kenya"), or "" for the whole ledger.
        events: Its events, those with the most sources first.
        mentions: Mentions of the first :data:`EXCERPTS` events, by event id.
        pages: The documents of these mentions and the originals of copies, by id.
        originals: Ids of the originals of copies, by document id.
        outlets: Publishers with their number of reports, and one address each where there is one.
        numbers: What the head of the report counts.
        on: ISO day of the state of measures, or None without any.
        states: Measures on that day.
        findings: Findings.
        dyad: The two parties that were asked for, or None: then those with the most events.
        whole: The one event that was asked for is told in full.
        version: Version of the ledger.
        written: When that version was written, ISO 8601, or None.
        coders: Readers and rules that coded the mentions.
        left_out: What was left out when the data was collected.
    """

    title: str
    chosen: str
    events: Sequence[Event]
    mentions: Mapping[str, Sequence[EventMention]]
    pages: Mapping[str, Document]
    originals: Mapping[str, str]
    outlets: Sequence[tuple[str, int, str | None]]
    numbers: Sequence[tuple[str, int | str]]
    on: str | None
    states: Sequence[State]
    findings: Sequence[Finding]
    dyad: tuple[str, str] | None
    whole: bool
    version: int
    written: str | None
    coders: Sequence[str]
    left_out: Sequence[str] = ()


def report_page(report: Report, *, most: int = MOST_BYTES) -> str:
    """Return the page of a report: style and script within it, nothing asked for from outside.

    Args:
        report: What it tells.
        most: Bytes that it may have; sections that no longer fit are left out and named.
    """
    links = Links(
        event="#{}", events=frozenset(e.event_id for e in report.events[:EXCERPTS] if e.event_id in report.mentions)
    )
    room = most - len(stylesheet()) - len(script()) - 20_000
    shown: list[tuple[str, str, Markup]] = []
    missing: list[str] = list(report.left_out)
    for name, title, draw in _sections(report, links):
        fragment = draw()
        size = len(fragment.encode("utf-8", "replace"))
        if size > room:
            missing.append(f"“{title}” ({size // 1000} kB) would have made the file too large")
            continue
        room -= size
        shown.append((name, title, fragment))
    return _document(report, shown, missing)


def _sections(report: Report, links: Links) -> Iterator[tuple[str, str, Callable[[], Markup]]]:
    events = report.events
    if report.whole and events:
        event = events[0]
        found = report.mentions[event.event_id]
        yield "event", "The event", lambda: event_page(event, found, report.pages, report.originals)
    elif not events:
        yield "events", "Events", lambda: tag("p", "No event in the ledger is as asked for.", class_="nl-empty")
    else:
        yield "time", "When", lambda: group(timeline(events, links=links), months(events))
        yield "place", "Where", lambda: event_map(points_of(events), fills_of(events), links=links)
        yield "who", "Who and whom", lambda: _parties(report, links)
        yield "top", "The events with the most sources", lambda: _excerpts(report, links)
        yield "list", "List of events", lambda: event_table(events[:LISTED], links=links, total=len(events))
    if report.states and report.on:
        yield "measures", "Measures", lambda: _measures(report)
    if report.findings:
        yield "findings", "Leads", lambda: finding_list(report.findings)
    yield "sources", "Reports", lambda: _outlets(report.outlets)


def _parties(report: Report, links: Links) -> Markup:
    pairs = [report.dyad] if report.dyad else _weightiest(report.events)
    clock = clock_for(report.events)
    views = [dyad_view(dyad_of(report.events, *pair, clock=clock), links=links) for pair in pairs]
    parties = Counter(code for e in report.events for code in {*e.actors, *e.recipients})
    types = Counter(e.event_type for e in report.events)
    facets = tag(
        "div", facet("Parties by number of events", _ranked(parties), named=name_of),
        facet("Types by number of events", _ranked(types)), class_="nl-two",
    )  # fmt: skip
    return group(network(edges_of(report.events), links=links), views, facets)


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda x: (-x[1], x[0]))


def _weightiest(events: Iterable[Event]) -> list[tuple[str, str]]:
    """The pairs of different parties that meet in the most events."""
    counts: Counter[tuple[str, str]] = Counter()
    for edge in edges_of(events):
        if edge.actor != edge.recipient:
            counts[min(edge.actor, edge.recipient), max(edge.actor, edge.recipient)] += edge.count
    ranked = sorted(counts.items(), key=lambda x: (-x[1], x[0]))
    return [pair for pair, n in ranked[:_DYADS] if n > 1]


def _excerpts(report: Report, links: Links) -> Markup:
    told = [e for e in report.events[:EXCERPTS] if report.mentions.get(e.event_id)]
    cards = [
        tag(
            "div",
            event_excerpt(e, report.mentions[e.event_id], report.pages, links=links),
            _reports(e, report),
            class_="nl-told",
        )
        for e in told
    ]
    return tag("div", cards, class_="nl-cards nl-excerpts")


def _reports(event: Event, report: Report) -> Markup | None:
    """All reports of an event, folded."""
    mentions = report.mentions[event.event_id]
    if len(mentions) < 2:
        return None
    told = event_page(event, mentions, report.pages, report.originals, headed=False)
    return tag("details", tag("summary", f"All {len(mentions)} mentions"), told)


def _measures(report: Report) -> Markup:
    assert report.on is not None
    return group(measure_map(report.states, on=report.on), measure_table(report.states, on=report.on))


def _outlets(outlets: Sequence[tuple[str, int, str | None]]) -> Markup:
    rows = [
        (said(name), count, away(said(url, limit=90), url) if url else "–") for name, count, url in outlets[:_SOURCES]
    ]
    left = len(outlets) - _SOURCES
    more = tag("p", f"{left} more publishers are not listed.", class_="nl-note") if left > 0 else None
    return group(table(("publisher", "reports", "for example"), rows), more)


def _document(report: Report, sections: Sequence[tuple[str, str, Markup]], missing: Sequence[str]) -> str:
    contents = tag("ul", [tag("li", tag("a", title, href=f"#{name}")) for name, title, _ in sections], class_="nl-nav")
    switch = tag("button", "◐ as the system", type="button", data_nl="theme", hidden=True)
    top = tag(
        "header",
        tag(
            "div", tag("span", "Newsledger report", class_="nl-brand"), contents, tag("span", switch, class_="nl-push")
        ),
        class_="nl-top",
    )
    head = group(
        tag("h1", said(report.title)),
        tag("p", said(report.chosen or "The whole ledger.")),
        number_cards(report.numbers),
        tag("p", _standing(report), class_="nl-note"),
    )
    parts = [tag("section", tag("h2", title), fragment, id=name) for name, title, fragment in sections]
    body = group(top, tag("main", head, parts, _method(report, missing), class_="nl-main", id="main"))
    return _PAGE.format(
        csp=escape(csp(inline=True)),
        title=escape(clean(report.title, limit=200)),
        style=stylesheet(),
        script=script(),
        body=body,
    )


_MADE = (
    "Each event was read from the sentences of the pages by ",
    ", coded by the PLOVER codebook, and merged from all reports that tell of it; copies and reports that rest on one "
    "named source count as one source. Scores go from −10 (conflict) to 10 (cooperation) and are those of PLOVER’s "
    "types and modes. What a page does not say is left open: the day of a report is never taken for the day of an "
    "event.",
)
_RIGHTS = (
    "The sentences are quoted from their publishers, who keep their rights; a longer quotation, or passing this file "
    "on in public, may need their leave."
)
_PAGE = """<!doctype html>
<html lang="en" class="nl nl-page">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Newsledger">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def _standing(report: Report) -> str:
    written = f", written {report.written}" if report.written else ""
    return f"Made from version {report.version} of the ledger{written}."


def _method(report: Report, missing: Sequence[str]) -> Markup:
    """How the numbers came about, what was left out, and whose the texts are."""
    coders = ", ".join(report.coders) or "no coder"
    left = group(tag("h3", "Left out"), tag("ul", [tag("li", said(m)) for m in missing])) if missing else None
    return tag(
        "section",
        tag("h2", "Method"),
        tag("p", _MADE[0], tag("code", said(coders)), _MADE[1]),
        tag("p", "The coding is made by a machine and errs. Read the sentence before you cite an event."),
        tag("p", _standing(report)),
        left,
        tag("p", _RIGHTS, class_="nl-note"),
        id="method",
    )
