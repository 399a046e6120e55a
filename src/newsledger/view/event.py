"""Events as what people read: a row of a list, a short dossier, the reasons of a merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsledger.cluster.sources import CITING
from newsledger.cluster.versions import amount
from newsledger.records import Document, Event, EventMention
from newsledger.view.cells import event_cell, source_cell
from newsledger.view.words import count_words

COLUMNS = ("event", "actor", "recipient", "when", "where", "told as", "sources", "reports", "differ in", "id")
_QUOTE = 240
_CITED, _REPORTS = 3, 25
"""Sources of an outlet, and reports, that a dossier names; the rest it counts."""
_SHORT_ID = 10
"""An id in a table: its start is enough for every command."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a dossier: a heading and rows of cells."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def event_cells(event: Event) -> tuple[str, ...]:
    """Return the cells of an event, in the order of :data:`COLUMNS`."""
    return (
        kind(event),
        ", ".join(event.actors),
        ", ".join(event.recipients),
        event.time_value or "",
        where(event),
        event.stage,
        str(event.independent_count),
        str(event.document_count),
        ", ".join(dict.fromkeys(v.field for v in event.versions)),
        event.event_id[:_SHORT_ID],
    )


def kind(event: Event) -> str:
    """Return type and mode, as in ``SANCTION/discontinue``."""
    return f"{event.event_type}/{event.event_mode}" if event.event_mode else event.event_type


def where(event: Event) -> str:
    """Return the place with its country."""
    if event.place is None:
        return ""
    name = event.place.name or event.place.text
    return f"{name} [{event.place.country}]" if event.place.country else name


def headline(event: Event) -> str:
    """Return who did what to whom in one line."""
    actors, recipients = ", ".join(event.actors) or "–", ", ".join(event.recipients)
    return f"{kind(event)}: {actors} → {recipients}" if recipients else f"{kind(event)}: {actors}"


def dossier(
    event: Event,
    mentions: Sequence[EventMention],
    pages: Mapping[str, Document],
    originals: Mapping[str, str] | None = None,
    *,
    whole: bool = False,
) -> list[Section]:
    """Return an event as sections to read from top to bottom; empty ones are left out.

    Args:
        event: The event.
        mentions: Its mentions, in the order of their reports.
        pages: Its documents, and the originals of those that are copies, by id.
        originals: Ids of the originals of copies, by document id.
        whole: All reports, however many.
    """
    shown = mentions if whole else mentions[:_REPORTS]
    more = len(mentions) - len(shown)
    reports = (*_reports(shown, pages, originals or {}), *([("", "", "", f"… and {more} more: --all")] if more else []))
    sections = (
        Section("", tuple(_facts(event, mentions, pages))),
        Section("How it stood", tuple((s.known_at or "undated", s.stage, s.event_mention_id) for s in event.history)),
        Section("Where reports differ", tuple(_versions(event))),
        Section("Reports", reports),
    )
    single = len(event.history) < 2
    return [s for s in sections if s.rows and not (single and s.title == "How it stood")]


def _facts(event: Event, mentions: Sequence[EventMention], pages: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    if event.time_value:
        span = "" if event.time_earliest == event.time_latest else f" ({event.time_earliest} … {event.time_latest})"
        yield "when", event.time_value + span
    if event.place:
        yield "where", where(event)
    for count in event.counts:
        yield "how many", f"{amount(count.low, count.high)} {count_words(count.measures, count.unit)}".strip()
    yield "last told as", event.stage
    documents = _number(event.document_count, "document")
    yield (
        "reported by",
        (
            f"{documents}, {_number(event.publisher_count, 'publisher')}, "
            f"{_number(event.independent_count, 'independent source')}"
        ),
    )
    first = mentions[0]
    yield "first", " · ".join((first.document_creation_time or "undated", outlet(first, pages)))
    yield "", f"“{short(first.text)}”"


def _versions(event: Event) -> Iterator[tuple[str, str, str]]:
    field = None
    for told in event.versions:
        yield ("" if told.field == field else told.field, told.value, _tellers(told.told_by))
        field = told.field


def _tellers(told_by: Sequence[str]) -> str:
    """Return who says so, each outlet once with the first few that it cites; "also" where it says so itself too."""
    cited: dict[str, list[str]] = {}
    for teller in told_by:
        name, _, source = teller.partition(CITING)
        cited.setdefault(name, []).extend([source] if source else [])
    own = set(told_by)
    return "; ".join(_teller(name, sources, own=name in own) for name, sources in cited.items())


def _teller(name: str, sources: Sequence[str], *, own: bool) -> str:
    citing = CITING.replace("citing", "also citing") if own else CITING
    return name + citing + _some(sources) if sources else name


def _some(items: Sequence[str]) -> str:
    more = len(items) - _CITED
    return ", ".join(items[:_CITED]) + (f" and {more} more" if more > 0 else "")


def _reports(
    mentions: Sequence[EventMention], pages: Mapping[str, Document], originals: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """One row a mention: when, who printed it, how it codes it, its words and on whose word."""
    for mention in mentions:
        sources = " < ".join(source_cell(a) for a in mention.attributions)
        words = f"“{short(mention.text)}”" + (f" (citing {sources})" if sources else "")
        original = originals.get(mention.document_id)
        copied = f" (copy of {_outlet(original, pages)})" if original else ""
        yield (mention.document_creation_time or "undated", outlet(mention, pages), event_cell(mention), words + copied)


def outlet(mention: EventMention, pages: Mapping[str, Document]) -> str:
    """Return who printed a mention: the publisher, or what else names its page."""
    return _outlet(mention.document_id, pages)


def _outlet(document_id: str, pages: Mapping[str, Document]) -> str:
    page = pages.get(document_id)
    return (page.publisher or page.external_id or page.url if page else None) or document_id


def merge_lines(event: Event, mentions: Sequence[EventMention]) -> Iterator[str]:
    """Return why the mentions of an event are one, line by line."""
    texts = {m.event_mention_id: m for m in mentions}
    yield f"{event.event_id}  {headline(event)}"
    yield event.merge_reason
    yield ""
    yield f"{event.first_mention_id}  the first report"
    yield f"  “{short(texts[event.first_mention_id].text)}”"
    for merge in event.merges:
        yield ""
        yield f"{merge.event_mention_id}  with {merge.with_mention_id}, score {merge.score:.2f}"
        yield f"  “{short(texts[merge.event_mention_id].text)}”"
        for reason in merge.reasons:
            yield f"    {reason}"
    if event.merges:
        pair = f"{event.merges[-1].with_mention_id} {event.merges[-1].event_mention_id}"
        yield ""
        yield f"Not one event? A verdict undoes a merge: newsledger verdict split {pair} --reviewer NAME"


def short(text: str) -> str:
    """Return a sentence without line breaks, cut where it is very long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTE else flat[:_QUOTE].rsplit(" ", 1)[0] + " …"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
