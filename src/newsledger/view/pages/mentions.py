"""A mention as a card: what each field is, the words that it rests on, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markupsafe import Markup

from newsledger.records import Attribution, EventMention, Party, Place, TimeExpression
from newsledger.view.draw.counts import range_words
from newsledger.view.explain import explanation
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import Child, group, link, said, table, tag
from newsledger.view.names import name_of
from newsledger.view.pages.segments import marked, spans_of
from newsledger.view.words import FIELDS, certainty_badge, type_badge

Numbers = Mapping[tuple[int, int, str], int]
"""Numbers of the marked words in the text beside, by offsets and field."""
_Row = tuple[str, Child, int | None]


def mention_card(
    mention: EventMention, *, number: int = 0, links: Links = NOWHERE, spans: Numbers | None = None,
    speaks_on: str | None = None,
) -> Markup:  # fmt: skip
    """Return a mention as a card.

    Args:
        mention: The mention.
        number: Its place among those shown, from 0.
        links: Where names lead.
        spans: Numbers of the marked words beside, so that card and text light up together.
        speaks_on: Words of a source of an earlier sentence that still speaks here.
    """
    named = {"class_": "nl-choose", "aria_label": f"Event {number + 1}"}
    home = (
        tag("a", number + 1, href=f"#s-{mention.sentence_start}", **named)
        if spans
        else tag("span", number + 1, **named)
    )
    spans = spans or {}
    head = tag("h4", home, " ", type_badge(mention.event_type, mention.event_mode, mention.quad_code), " ",
               certainty_badge(mention.factuality))  # fmt: skip
    rows = [*_rows(mention, links, spans), *([("speaks on", said(speaks_on), None)] if speaks_on else [])]
    facts = [group(tag("dt", name), tag("dd", what, data_s=n)) for name, what, n in rows]
    foot = [link("the event and its other reports", links.to_event(mention.event_id))] if links.event else []
    return tag(
        "article", head, tag("dl", facts, class_="nl-facts"), _missing(mention),
        tag("details", tag("summary", "Why"), why_table(mention)), tag("p", foot, class_="nl-note") if foot else None,
        class_="nl-card nl-event", id=mention.event_mention_id, data_e=number,
    )  # fmt: skip


def why_table(mention: EventMention) -> Markup:
    """Return every field of a mention with its words, the reader's score and the reason."""
    rows = [
        (r.field, said(r.value) or "–", said(r.words), "" if r.score is None else f"{r.score:.2f}", said(r.why))
        for r in explanation(mention)
    ]
    return table(("field", "coded as", "from the words", "score", "why"), rows, class_="nl-table nl-why")


def marked_sentence(mention: EventMention) -> Markup:
    """Return the sentence of a mention with its words marked."""
    length = mention.sentence_start + len(mention.text)
    spans = [s for s in spans_of([mention], length=length) if s.start >= mention.sentence_start]
    text = marked(mention.text, mention.sentence_start, length, spans, offset=mention.sentence_start)
    return tag("blockquote", tag("bdi", text), class_="nl-marked", lang=None)


def excerpt(mention: EventMention, most: int) -> Markup:
    """Return the sentence of a mention on one line, cut to about so many characters around its event word."""
    at = mention.trigger.start - mention.sentence_start
    words = mention.text[at : mention.trigger.end - mention.sentence_start]
    before, after = _flat(mention.text[:at]), _flat(mention.text[at + len(words) :])
    room = max(most - len(words), 0)
    ahead = max(room - len(after), room // 2)
    if len(before) > ahead:
        before = "…" + before[len(before) - ahead :].partition(" ")[2]
    if len(after) > room - len(before):
        after = after[: max(room - len(before), 0)].rpartition(" ")[0] + "…"
    return tag("bdi", before, tag("strong", " ".join(words.split())), after)


def _flat(text: str) -> str:
    """Return a text on one line; white space at its ends stays one space."""
    return re.sub(r"\s+", " ", text)


def _rows(mention: EventMention, links: Links, spans: Numbers) -> Iterator[_Row]:
    trigger = mention.trigger
    yield FIELDS["trigger"], chip("trigger", trigger.text), spans.get((trigger.start, trigger.end, "trigger"))
    for field, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
        for party in parties:
            found = (
                spans.get((party.start, party.end, field))
                if party.start is not None and party.end is not None
                else None
            )
            yield field, _party(field, party, links), found
    if mention.time:
        yield "time", _time(mention.time), spans.get((mention.time.start, mention.time.end, "time"))
    if mention.place:
        yield "place", _place(mention.place), spans.get((mention.place.start, mention.place.end, "place"))
    for q in mention.quantities:
        amount = range_words(q.low, q.high)
        about = " ".join(
            filter(
                None, ("about" if q.approximate else None, amount, q.unit, f"({q.measures})" if q.measures else None)
            )
        )
        yield "quantity", group(chip("quantity", q.text), " ", said(about)), spans.get((q.start, q.end, "quantity"))
    if not mention.attributions:
        yield FIELDS["source"], "the article’s own voice", None
    for n, source in enumerate(mention.attributions):
        name = FIELDS["source"] if n == 0 else "… citing"
        yield name, _attribution(source), spans.get((source.start, source.end, "source"))
    if mention.contexts:
        yield "about", ", ".join(mention.contexts), None


def chip(field: str, words: str | None) -> Markup:
    """Return words in the look of a field."""
    return tag("span", said(words) if words else "not named here", class_=f"nl-chip nl-chip-{field}")


def _party(field: str, party: Party, links: Links) -> Markup:
    called = name_of(party.country) if party.country else None
    words = party.country if called == party.text else called
    country = link(words, links.to_party(party.country), title=called) if party.country else None
    sector = " · ".join(party.sectors or ((party.sector,) if party.sector else ()))
    name = said(party.name) if party.name and party.name not in {party.text, called} else None
    coded = [x for x in (name, country, sector) if x]
    codes = group([(", " if n else "", x) for n, x in enumerate(coded)]) if coded else "no code"
    return group(chip(field, party.text), " ", tag("span", codes, class_="nl-codes", title=party.reason))


def _time(time: TimeExpression) -> Markup:
    value = time.value or "open"
    if time.earliest and time.earliest != time.latest:
        value += f" ({time.earliest} to {time.latest})"
    return group(chip("time", time.text), " ", tag("span", said(value), class_="nl-codes", title=time.reason))


def _place(place: Place) -> Markup:
    parts = (place.name if place.name != place.text else None, name_of(place.country) if place.country else None)
    coded = ", ".join(filter(None, parts)) or ("on the map" if place.latitude is not None else "not found")
    return group(chip("place", place.text), " ", tag("span", said(coded), class_="nl-codes", title=place.reason))


def _attribution(source: Attribution) -> Markup:
    unnamed = tag("span", " ◌ unnamed", class_="nl-unnamed") if source.anonymous else None
    cue = group(" ", chip("cue", source.cue.text)) if source.cue else None
    why = tag("span", " – ", said(source.anonymity_reason.text), class_="nl-note") if source.anonymity_reason else None
    quoted = tag("span", " in its own words", class_="nl-note") if source.quoted else None
    return group(chip("source", source.text), unnamed, cue, quoted, why)


def _missing(mention: EventMention) -> Markup | None:
    missing = [
        name
        for name, there in (
            ("actor", mention.actors),
            ("recipient", mention.recipients),
            ("time", mention.time),
            ("place", mention.place),
        )
        if not there
    ]
    return tag("p", f"Not in the sentence: {', '.join(missing)}.", class_="nl-note") if missing else None
