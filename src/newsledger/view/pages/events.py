"""Events as pages: one event as n publishers tell it, side by side; lists of events; why mentions are one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from newsledger.records import Document, Event, EventMention, Quantity
from newsledger.records.event import Told
from newsledger.view.draw.counts import count_chart, counted, range_words
from newsledger.view.draw.timeline import who
from newsledger.view.event import outlet, short
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import Child, definitions, group, link, said, table, tag
from newsledger.view.names import name_of
from newsledger.view.pages.mentions import marked_sentence, mention_card
from newsledger.view.words import certainty_badge, count_words, source_badge, stage_badge, type_badge

_REPORTS = 100
_CARDS = 40
Pages = Mapping[str, Document]


def event_table(
    events: Sequence[Event], *, links: Links = NOWHERE, total: int | None = None, caption: str = ""
) -> Markup:
    """Return a list of events, one a row.

    Args:
        events: The rows to show.
        links: Where names lead.
        total: Number of all events, when only some are shown.
        caption: A line above the table.
    """
    if not events:
        return tag("p", "No such event.", class_="nl-empty")
    rows = [_row(e, links) for e in events]
    columns = ("event", "who", "when", "where", "told as", "sources", "reports", "differ in")
    more = f"{len(events)} of {total} events" if total and total > len(events) else ""
    return table(
        columns, rows, caption=" · ".join(filter(None, (caption, more))) or None, class_="nl-table nl-events nl-cards"
    )


def _row(event: Event, links: Links) -> tuple[Child, ...]:
    name = link(type_badge(event.event_type, event.event_mode, event.quad_code), links.to_event(event.event_id))
    differ = ", ".join(dict.fromkeys(v.field for v in event.versions))
    numbers = "; ".join(
        f"{range_words(c.low, c.high)} {count_words(c.measures, c.unit)}"
        for c in event.counts
        if c.measures and c.low is not None
    )
    about = tag("small", " ", numbers) if numbers else None
    return (
        name, group(_sides(event, links), about), _when(event), said(_where(event)), stage_badge(event.stage),
        event.independent_count, event.document_count, differ,
    )  # fmt: skip


def _sides(event: Event, links: Links) -> Markup:
    actors = _parties(event.actors, links) or Markup("–")
    return group(actors, " → ", _parties(event.recipients, links)) if event.recipients else actors


def _parties(codes: Sequence[str], links: Links) -> Markup:
    return group([(", " if n else None, said_link(code, links)) for n, code in enumerate(codes)])


def said_link(code: str, links: Links) -> Markup:
    """Return the name of a party, as a link where it has a page."""
    return link(said(name_of(code)), links.to_party(code))


def _when(event: Event) -> Markup:
    if not event.time_value:
        day = tag("span", (event.first_reported_at or "without a date")[:10], class_="nl-day")
        return tag("span", "not told; reported ", day, class_="nl-note")
    span = event.time_earliest != event.time_latest and event.time_earliest
    return tag(
        "span",
        said(event.time_value),
        class_="nl-day",
        title=f"{event.time_earliest} to {event.time_latest}" if span else None,
    )


def _where(event: Event) -> str:
    place = event.place
    if place is None:
        return ""
    country = name_of(place.country) if place.country else None
    name = place.name or place.text
    return f"{name}, {country}" if country and country != name else name


def event_page(
    event: Event, mentions: Sequence[EventMention], pages: Pages, originals: Mapping[str, str] | None = None, *,
    links: Links = NOWHERE, headed: bool = True,
) -> Markup:  # fmt: skip
    """Return one event as all its publishers tell it.

    Args:
        event: The event.
        mentions: Its mentions, in the order of their reports.
        pages: Its documents, and the originals of those that are copies, by id.
        originals: Ids of the originals of copies, by document id.
        links: Where names lead.
        headed: With its name and facts at the head; without where they stand beside already.
    """
    head = tag(
        "header",
        tag("p", type_badge(event.event_type, event.event_mode, event.quad_code), " ", stage_badge(event.stage)),
        tag("h2", said(who(event))),
        definitions(_facts(event, links)),
    )
    counts = count_chart(event, mentions, pages) if _several_counts(mentions, pages) else None
    cards = [mention_card(m, number=n, links=Links(party=links.party)) for n, m in enumerate(mentions[:_CARDS])]
    left = len(mentions) - _CARDS
    coded = tag(
        "details",
        tag("summary", f"How each of the {len(mentions)} mentions is coded"),
        tag("div", cards, class_="nl-cards"),
        tag("p", f"{left} more are not listed.", class_="nl-note") if left > 0 else None,
    )
    return tag(
        "section",
        head if headed else None,
        _history(event),
        _differences(event),
        counts,
        _side_by_side(event, mentions, pages, originals or {}, links),
        coded,
        merge_reasons(event, mentions),
        class_="nl-event-page",
        data_event=event.event_id,
    )


def _facts(event: Event, links: Links) -> Iterator[tuple[Child, Child]]:
    yield "who", _sides(event, links)
    yield "when", _when(event)
    if event.place:
        yield "where", said(_where(event))
    for count in event.counts:
        if count.low is not None:
            yield "how many", f"{range_words(count.low, count.high)} {count_words(count.measures, count.unit)}".strip()
    yield "reported by", _reported(event)


def _reported(event: Event) -> str:
    return (
        f"{_number(event.publisher_count, 'publisher')} in {_number(event.document_count, 'report')}, from "
        f"{_number(event.independent_count, 'independent source')}"
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _several_counts(mentions: Sequence[EventMention], pages: Pages) -> bool:
    return any(sum(t.day is not None for t in told) > 1 for told in counted(mentions, pages).values())


def _history(event: Event) -> Markup | None:
    """How the event stood over time, where that changed."""
    if len(event.history) < 2:
        return None
    steps = [
        tag("li", tag("span", s.known_at or "undated", class_="nl-note"), " ", stage_badge(s.stage))
        for s in event.history
    ]
    return group(tag("h3", "How it stood"), tag("ol", steps, class_="nl-stages"))


def _differences(event: Event) -> Markup | None:
    """Versions of each field in which reports differ, side by side."""
    if not event.versions:
        return None
    fields: dict[str, list[Told]] = {}
    for told in event.versions:
        fields.setdefault(told.field, []).append(told)
    cards = [
        tag("section", tag("h4", field), tag("div", [_version(field, t) for t in told], class_="nl-versions"))
        for field, told in fields.items()
    ]
    return group(tag("h3", "Where reports differ"), tag("div", cards, class_="nl-differ"))


def _version(field: str, told: Told) -> Markup:
    value = (
        ", ".join(name_of(c.strip()) for c in told.value.split(",")) if field in {"actor", "recipient"} else told.value
    )
    tellers = [tag("li", said(t, limit=160)) for t in told.told_by[:8]]
    more = tag("li", f"and {len(told.told_by) - 8} more") if len(told.told_by) > 8 else None
    return tag("div", tag("p", said(value), class_="nl-version-value"), tag("ul", tellers, more), class_="nl-card")


def _side_by_side(
    event: Event, mentions: Sequence[EventMention], pages: Pages, originals: Mapping[str, str], links: Links
) -> Markup:
    """Each report with its wording, its numbers, how sure it is, and on whose word."""
    cards = [_report(m, pages, originals, links) for m in mentions[:_REPORTS]]
    left = len(mentions) - _REPORTS
    more = tag("p", f"{left} more mentions are not shown.", class_="nl-empty") if left > 0 else None
    title = f"The same event, {_number(event.publisher_count or len(pages), 'publisher')}"
    return group(tag("h3", title), tag("div", cards, class_="nl-reports"), more)


def _report(mention: EventMention, pages: Pages, originals: Mapping[str, str], links: Links) -> Markup:
    original = originals.get(mention.document_id)
    page = pages.get(original) if original else None
    copy = tag("p", "a copy of the report of ", said((page.publisher if page else None) or original), class_="nl-note")
    named = link(said(outlet(mention, pages)), links.to_document(mention.document_id))
    head = tag("h4", named, " ", tag("span", mention.document_creation_time or "undated", class_="nl-note"))
    rows: list[tuple[Child, Child]] = [("sure", certainty_badge(mention.factuality))]
    rows.append(("on whose word", [(source_badge(a), " ") for a in mention.attributions] or "the article’s own voice"))
    rows += [("number", _quantity(q)) for q in mention.quantities]
    return tag(
        "article", head, marked_sentence(mention), definitions(rows), copy if original else None,
        class_="nl-card nl-report", id=f"r-{mention.event_mention_id}",
    )  # fmt: skip


def _quantity(quantity: Quantity) -> Markup:
    amount = range_words(quantity.low, quantity.high)
    return group(
        tag("strong", amount), f" {count_words(quantity.measures, quantity.unit)} ", said(f"“{quantity.text}”")
    )


def event_excerpt(event: Event, mentions: Sequence[EventMention], pages: Pages, *, links: Links = NOWHERE) -> Markup:
    """Return an event as a short card: who, when, its first report in its own words, who else reports it."""
    first = mentions[0]
    others = list(dict.fromkeys(outlet(m, pages) for m in mentions if m.document_id != first.document_id))
    differ = ", ".join(dict.fromkeys(v.field for v in event.versions))
    rows: list[tuple[Child, Child]] = [("when", _when(event))]
    if event.place:
        rows.append(("where", said(_where(event))))
    rows += [
        ("how many", f"{range_words(c.low, c.high)} {count_words(c.measures, c.unit)}")
        for c in event.counts
        if c.measures and c.low is not None
    ]
    rows.append(("first told", group(said(outlet(first, pages)), f", {first.document_creation_time or 'undated'}")))
    if others:
        rows.append(
            ("also told by", said(", ".join(others[:6]) + (f" and {len(others) - 6} more" if len(others) > 6 else "")))
        )
    if differ:
        rows.append(("reports differ in", differ))
    badges = (type_badge(event.event_type, event.event_mode, event.quad_code), " ", stage_badge(event.stage))
    return tag(
        "article", tag("h3", link(said(who(event)), links.to_event(event.event_id))), tag("p", badges),
        marked_sentence(first), definitions(rows), class_="nl-card nl-excerpt", id=event.event_id,
    )  # fmt: skip


def merge_reasons(event: Event, mentions: Sequence[EventMention]) -> Markup:
    """Return why the mentions of an event are one, mention by mention."""
    if not event.merges:
        return tag("p", f"One mention; nothing was merged ({event.merge_reason}).", class_="nl-note")
    texts = {m.event_mention_id: m.text for m in mentions}
    items = [
        tag("li", tag("blockquote", said(short(texts.get(m.event_mention_id, m.event_mention_id)))),
            tag("p", f"score {m.score:.2f} with ", tag("span", m.with_mention_id, class_="nl-id")),
            tag("ul", [tag("li", said(r)) for r in m.reasons]))
        for m in event.merges
    ]  # fmt: skip
    return tag(
        "details",
        tag("summary", "Why these mentions are one event"),
        tag("p", said(event.merge_reason)),
        tag("ol", items),
        class_="nl-merges",
    )
