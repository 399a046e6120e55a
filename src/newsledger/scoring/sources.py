"""Where a coding to be scored comes from: a ledger, or codings just made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsledger.records import Article, Document, DocumentCoding, EventMention, from_row
from newsledger.scoring.coded import Coded, from_mention
from newsledger.scoring.goldfile import Page

if TYPE_CHECKING:
    from newsledger.ledger import Ledger


@dataclass(slots=True)
class Coding:
    """What was coded on the pages that the gold names, by the id that the gold uses.

    ``shared`` are ids that more than one document has: which of them the gold means, nobody can say.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    events: dict[str, list[Coded]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def add(self, key: str, page: Document, articles: Iterable[Article], events: Iterable[Coded]) -> None:
        """Take one document."""
        spans = sorted((s.start, s.end) for a in articles for s in a.sentences)
        self.pages[key] = Page(key, page.text, tuple(spans))
        self.events[key] = list(events)

    def on(self, pages: Mapping[str, Page]) -> tuple[dict[str, Page], int]:
        """Return those pages of the gold whose text is the one that was coded, and the number of the others."""
        same = {k: p for k, p in pages.items() if k in self.pages and self.pages[k].text == p.text}
        return same, sum(k in self.pages for k in pages) - len(same)


def from_codings(codings: Iterable[DocumentCoding], keys: Sequence[str], *, own: bool = False) -> Coding:
    """Return what was coded just now."""
    found, wanted = Coding(), set(keys)
    owners: dict[str, dict[str, DocumentCoding]] = {}
    for coding in codings:
        for key in {coding.document.external_id, coding.document.document_id} & wanted:
            owners.setdefault(str(key), {})[coding.document.document_id] = coding
    for key, of in owners.items():
        one = of.get(key) or (next(iter(of.values())) if len(of) == 1 else None)
        if one is None:
            found.shared.add(key)
        else:
            found.add(key, one.document, one.articles, _events(one.mentions, own=own))
    return found


def from_ledger(ledger: Ledger, keys: Sequence[str], *, own: bool = False) -> Coding:
    """Return what a ledger holds of the documents that the gold names.

    Raises:
        LedgerError: There is no ledger.
    """
    from newsledger.ledger import connect

    ledger.must_exist()
    there = "document_id in (select document_id from named)"
    with connect(ledger) as db:
        db.execute("create temp table named (key varchar, document_id varchar)")
        db.execute(
            """
            insert into named select k.key, d.document_id
            from (select distinct unnest(?) as key) as k
            join documents as d on d.external_id = k.key or d.document_id = k.key
            qualify d.document_id = k.key or not bool_or(d.document_id = k.key) over (partition by k.key)
            """,
            [list(keys)],
        )
        ids = "select key, any_value(document_id), count(distinct document_id) from named group by key order by key"
        named = db.execute(ids).fetchall()
        pages = {r["document_id"]: from_row(Document, r) for r in _rows(db, f"from documents where {there}")}
        articles = [from_row(Article, r) for r in _rows(db, f"from articles where {there}")]
        mentions = [from_row(EventMention, r) for r in _rows(db, f"from event_mentions where {there}")]
    mentions.sort(key=lambda m: (m.trigger.start, m.event_mention_id))
    found = Coding()
    for key, document_id, count in named:
        if count > 1:
            found.shared.add(key)
            continue
        own_articles = [a for a in articles if a.document_id == document_id]
        own_mentions = [m for m in mentions if m.document_id == document_id]
        found.add(key, pages[document_id], own_articles, _events(own_mentions, own=own))
    return found


def _events(mentions: Iterable[EventMention], *, own: bool) -> list[Coded]:
    return [coded for m in mentions if (coded := from_mention(m, own=own)) is not None]


def _rows(db: Any, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = db.sql(sql).to_arrow_table().to_pylist()
    return found
