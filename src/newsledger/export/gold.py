"""Reviewed mentions as gold: coded documents and coded sentences that can be scored against and trained on.

A sentence is given only when somebody decided on every mention in it: one that nobody looked at would count as an
event that is not there. A sentence whose mentions were all rejected is gold too: it has none. What the coder missed, a
verdict cannot say; the sentences vouch for what they list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsledger.records import Article, Attribution, Document, EventMention, Party, Quantity, TimeExpression, from_row

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger import Ledger

_COUNTED = frozenset({"killed", "injured", "arrested"})


@dataclass(frozen=True, slots=True)
class Gold:
    """What was reviewed.

    Attributes:
        documents: Rows ``{id, date, title, url, text, sentences: [[start, end], …]}``.
        sentences: Rows ``{doc, sent, text, events, attribution}``.
        left_out: Number of sentences of which only a part was reviewed.
    """

    documents: tuple[dict[str, Any], ...]
    sentences: tuple[dict[str, Any], ...]
    left_out: int


def reviewed_gold(ledger: Ledger) -> Gold:
    """Return all of a ledger that was reviewed as gold."""
    from newsledger.ledger import connect

    there = "document_id in (select document_id from event_mentions semi join reviews using (event_mention_id))"
    with connect(ledger) as db:
        several = "select external_id from documents where external_id is not null group by all having count(*) > 1"
        shared = {row[0] for row in db.sql(several).fetchall()}
        verdicts = dict(db.sql("select event_mention_id, verdict from reviews").fetchall())
        documents = [from_row(Document, r) for r in _rows(db, f"from documents where {there}")]
        stories = [from_row(Article, r) for r in _rows(db, f"from articles where {there} order by start")]
        mentions = [from_row(EventMention, r) for r in _rows(db, f"from judged_mentions where {there}")]
    articles: dict[str, list[Article]] = {d.document_id: [] for d in documents}
    for story in stories:
        articles[story.document_id].append(story)
    return gold(documents, articles, mentions, verdicts, shared=shared)


def _rows(db: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = db.sql(sql).to_arrow_table().to_pylist()
    return found


def gold(
    documents: Iterable[Document],
    articles: Mapping[str, Sequence[Article]],
    mentions: Iterable[EventMention],
    verdicts: Mapping[str, str],
    *,
    shared: Collection[str] = (),
) -> Gold:
    """Return reviewed sentences as gold.

    Args:
        documents: The documents of the mentions.
        articles: The articles of each document, by its id.
        mentions: All mentions of these documents, corrections put in, rejected ones too.
        verdicts: ``accepted``, ``corrected`` or ``rejected`` for each reviewed mention, by its id.
        shared: Ids given on input that more than one document has: those documents go by their own ids.
    """
    documents = sorted(documents, key=lambda d: (d.external_id or "", d.document_id))
    here_twice = {key for key, n in Counter(d.external_id for d in documents).items() if key and n > 1}
    names = {d.document_id: _name(d, {*shared, *here_twice}) for d in documents}
    by_place: dict[tuple[str, int], list[EventMention]] = {}
    for mention in mentions:
        by_place.setdefault((mention.document_id, mention.sentence_start), []).append(mention)
    pages, rows, left_out = [], [], 0
    for document in documents:
        name = names[document.document_id]
        spans = sorted((s.start, s.end) for a in articles[document.document_id] for s in a.sentences)
        found = []
        for number, (start, end) in enumerate(spans):
            here = by_place.get((document.document_id, start), [])
            if here and all(m.event_mention_id in verdicts for m in here):
                kept = [m for m in here if verdicts[m.event_mention_id] != "rejected"]
                found.append(_sentence(name, number, document.text[start:end], kept))
            elif any(m.event_mention_id in verdicts for m in here):
                left_out += 1
        rows += found
        if found:
            pages.append(_page(name, document, spans))
    return Gold(tuple(pages), tuple(rows), left_out)


def _name(document: Document, shared: Collection[str]) -> str:
    """The id given on input, if that is of this document alone."""
    given = document.external_id
    return given if given and given not in shared else document.document_id


def _page(name: str, document: Document, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    return {
        "id": name,
        "date": document.document_creation_time,
        "title": document.title,
        "url": document.url,
        "text": document.text,
        "sentences": [list(span) for span in spans],
    }


def _sentence(name: str, number: int, text: str, mentions: Sequence[EventMention]) -> dict[str, Any]:
    ordered = sorted(mentions, key=lambda m: (m.trigger.start, m.event_mention_id))
    speakers = list(dict.fromkeys(_key(a) for m in ordered for a in m.attributions))
    told = {_key(a): _attribution(a) for m in ordered for a in m.attributions}
    return {
        "doc": name,
        "sent": number,
        "text": text,
        "events": [_event(m, speakers) for m in ordered],
        "attribution": [told[key] for key in speakers],
    }


def _key(attribution: Attribution) -> tuple[int, int]:
    return attribution.start, attribution.end


def _event(mention: EventMention, speakers: Sequence[tuple[int, int]]) -> dict[str, Any]:
    time, place = mention.time, mention.place
    return {
        "event_mention_id": mention.event_mention_id,
        "trigger": mention.trigger.text,
        "start": mention.trigger.start,
        "end": mention.trigger.end,
        "type": mention.event_type,
        "mode": mention.event_mode,
        "aux": list(mention.auxiliary),
        "actor": [_party(p) for p in mention.actors],
        "recipient": [_party(p) for p in mention.recipients],
        "when": _when(time) if time else None,
        "where": place and {"text": place.text, "country": place.country, "start": place.start, "end": place.end},
        "quantity": [_quantity(q) for q in mention.quantities],
        "attributed_to": [speakers.index(_key(a)) for a in mention.attributions],
    }


def _when(time: TimeExpression) -> dict[str, Any]:
    value = "PRESENT" if time.value == "PRESENT_REF" else time.value
    return {"text": time.text, "value": value, "start": time.start, "end": time.end}


def _party(party: Party) -> dict[str, Any]:
    return {
        "text": party.text,
        "code": party.country,
        "sector": party.sector,
        "start": party.start,
        "end": party.end,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    unit = quantity.measures if quantity.measures in _COUNTED else quantity.unit
    return {
        "text": quantity.text,
        "value": quantity.low if quantity.low is not None else quantity.high,
        "unit": unit,
        "start": quantity.start,
        "end": quantity.end,
    }


def _attribution(attribution: Attribution) -> dict[str, Any]:
    return {
        "text": attribution.text,
        "cue": attribution.cue.text if attribution.cue else None,
        "kind": attribution.kind,
        "code": attribution.country,
        "anonymous": attribution.anonymous,
        "start": attribution.start,
        "end": attribution.end,
    }


def gold_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield rows as lines of JSON."""
    import json

    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
