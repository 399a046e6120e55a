"""Tools that find event mentions and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from newsledger.apps.mcp.answers import EventPage, EventRow, MentionPage, MentionRow
from newsledger.apps.mcp.filters import Condition, mention_conditions, named_documents, where, why_nothing
from newsledger.apps.mcp.rows import Pages, fit, mention_row
from newsledger.ledger import Ledger, connect
from newsledger.records import Document, EventMention, from_row

if TYPE_CHECKING:
    import duckdb

MAX_ROWS = 50
MAX_OFFSET = 1_000_000_000
_REPORTS = 3

EventType = Annotated[str | None, Field(description="PLOVER type, such as ASSAULT; the tool codebook lists them")]
EventMode = Annotated[str | None, Field(description="PLOVER mode, such as arrest")]
Side = Annotated[
    str | None, Field(description="ISO 3166 alpha-3 or organisation code (KEN, UNO), or words of the text or name")
]
Country = Annotated[str | None, Field(description="Code of a country on either side or of the place")]
Day = Annotated[str | None, Field(description="ISO 8601 day")]
Text = Annotated[str | None, Field(description="Words that must all stand in the sentence, in any order")]
Certainty = Annotated[
    list[str] | None,
    Field(description="CT+ happened, CT- did not, PR+/PR- planned, PS+/PS- might, UU open; any of those given"),
]
Unnamed = Annotated[bool | None, Field(description="True: a source of it is unnamed; False: none is")]
Limit = Annotated[int, Field(ge=1, le=MAX_ROWS, description="Rows at most; an answer also ends at its size")]
Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET, description="Where to read on: next_offset of the answer before")]


@dataclass(frozen=True, slots=True)
class Search:
    """Searches in one ledger."""

    book: Ledger

    def search_event_mentions(
        self,
        event_type: EventType = None,
        event_mode: EventMode = None,
        own_type: Annotated[str | None, Field(description="Type of the user's own codebook, if one was used")] = None,
        actor: Side = None,
        recipient: Side = None,
        country: Country = None,
        reported_from: Day = None,
        reported_to: Day = None,
        happened_from: Day = None,
        happened_to: Day = None,
        text: Text = None,
        certainty: Certainty = None,
        unnamed_sources: Unnamed = None,
        document_id: Annotated[str | None, Field(description="Id of a document, or the id given on input")] = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> MentionPage:
        """Find event mentions: who did what to whom as one sentence reports it.

        All filters must hold. Each row has the document, the exact words of every field with their offsets, the
        sentence, and on whose word it stands. Newest reports first.
        """
        conditions = mention_conditions(
            event_type=event_type, event_mode=event_mode, own_type=own_type, actor=actor, recipient=recipient,
            country=country, reported_from=reported_from, reported_to=reported_to, happened_from=happened_from,
            happened_to=happened_to, text=text, certainty=certainty, unnamed_sources=unnamed_sources,
            document_id=document_id,
        )  # fmt: skip
        with connect(self.book) as db:
            if document_id is not None:
                named_documents(db, document_id)
            return _mention_page(db, conditions, limit, offset)

    def search_events(
        self,
        event_type: EventType = None,
        event_mode: EventMode = None,
        actor: Side = None,
        recipient: Side = None,
        country: Country = None,
        reported_from: Day = None,
        reported_to: Day = None,
        happened_from: Day = None,
        happened_to: Day = None,
        text: Text = None,
        certainty: Certainty = None,
        unnamed_sources: Annotated[
            bool | None, Field(description="True: the event rests on unnamed sources alone; False: it does not")
        ] = None,
        independent_sources: Annotated[int, Field(ge=1, description="At least so many independent sources")] = 1,
        limit: Limit = 5,
        offset: Offset = 0,
    ) -> EventPage:
        """Find events: mentions of one act in many reports merged, with counts of independent sources.

        An event is found when one of its mentions meets all filters. Each row has its first reports with their exact
        words. Most independent sources first.
        """
        conditions = mention_conditions(
            event_type=event_type, event_mode=event_mode, actor=actor, recipient=recipient, country=country,
            reported_from=reported_from, reported_to=reported_to, happened_from=happened_from,
            happened_to=happened_to, text=text, certainty=certainty,
        )  # fmt: skip
        with connect(self.book) as db:
            return _event_page(db, conditions, _event_conditions(unnamed_sources, independent_sources), limit, offset)


def _mention_page(
    db: duckdb.DuckDBPyConnection, conditions: Sequence[Condition], limit: int, offset: int
) -> MentionPage:
    test, values = where(conditions)
    total = _count(db, f"select count(*) from event_mentions where {test}", values)
    if not total:
        return MentionPage(total=0, offset=offset, next_offset=None, note=why_nothing(db, conditions), rows=[])
    query = f"""
        from event_mentions where {test}
        order by document_creation_time desc nulls last, document_id, trigger.start, event_mention_id
        limit {limit} offset {offset}
    """
    mentions = read_mentions(db, query, values)
    kept = fit(mention_rows(db, mentions))
    note, following = page_note(total, offset, len(mentions), len(kept))
    return MentionPage(total=total, offset=offset, next_offset=following, note=note, rows=kept)


def _event_conditions(unnamed: bool | None, sources: int) -> list[Condition]:  # noqa: FBT001
    found = []
    if sources > 1:
        found.append(Condition("independent_sources", "coalesce(independent_count, 1) >= ?", (sources,)))
    if unnamed is not None:
        inside = "event_id in (select event_id from unnamed_only)"
        found.append(Condition("unnamed_sources", inside if unnamed else f"not {inside}", ()))
    return found


def _event_page(
    db: duckdb.DuckDBPyConnection, mentions: Sequence[Condition], events: Sequence[Condition], limit: int, offset: int
) -> EventPage:
    test, values = where(mentions)
    also, more = where(events)
    matching = f"from events where event_id in (select event_id from event_mentions where {test}) and {also}"
    total = _count(db, f"select count(*) {matching}", [*values, *more])
    if not total:
        return EventPage(total=0, offset=offset, next_offset=None, note=_no_event(db, mentions, events), rows=[])
    order = "independent_count desc nulls last, document_count desc, mention_count desc, event_id"
    query = f"select * {matching} order by {order} limit {limit} offset {offset}"
    found = _dicts(db, query, [*values, *more])
    kept = fit([_event_row(db, row) for row in found])
    note, following = page_note(total, offset, len(found), len(kept))
    if any(row["independent_count"] is None for row in found):
        note += " Some events are not merged yet: `newsledger events` does it."
    return EventPage(total=total, offset=offset, next_offset=following, note=note.strip(), rows=kept)


def _no_event(db: duckdb.DuckDBPyConnection, mentions: Sequence[Condition], events: Sequence[Condition]) -> str:
    test, values = where(mentions)
    found = _count(db, f"select count(distinct event_id) from event_mentions where {test}", values)
    if not found:
        return why_nothing(db, mentions)
    names = " and ".join(c.name for c in events)
    return f"{found} events meet the other filters, none of them meets {names} too. Try without."


def _event_row(db: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> EventRow:
    query = """
        from event_mentions where event_id = ?
        order by document_creation_time nulls last, document_id, trigger.start, event_mention_id limit ?
    """
    mentions = read_mentions(db, query, [row["event_id"], _REPORTS])
    copied = (
        "event_id", "event_type", "event_mode", "time_value", "place_country", "stage", "first_reported_at",
        "mention_count", "document_count", "independent_count",
    )  # fmt: skip
    return EventRow(
        **{name: row[name] for name in copied},
        actors=row["actors"] or [],
        recipients=row["recipients"] or [],
        publishers=row["publishers"] or [],
        counts=[_count_words(count) for count in row["counts"] or []],
        reports_differ_on=list(dict.fromkeys(told["field"] for told in row["versions"] or [])),
        reports=mention_rows(db, mentions),
    )


def _count_words(count: dict[str, Any]) -> str:
    low, high = count["low"], count["high"]
    number = (
        f"{low:g}" if low is not None and low == high else f"{low or 0:g} to {high if high is not None else 'open'}"
    )
    return f"{number} {count['measures'] or count['unit'] or ''}".strip()


def page_note(total: int, offset: int, found: int, kept: int) -> tuple[str, int | None]:
    """Return what a page leaves out, and where to read on."""
    if not found:
        return f"There are {total} rows; the offset {offset} is behind the last.", None
    following = offset + kept if offset + kept < total else None
    if kept < found:
        return f"Cut to {kept} of {found} rows by size; read on at next_offset.", following
    return (f"{total - offset - kept} more rows: read on at next_offset." if following else ""), following


def mention_rows(db: duckdb.DuckDBPyConnection, mentions: Sequence[EventMention]) -> list[MentionRow]:
    """Return mentions as rows, with what is known of their pages."""
    pages = read_pages(db, [m.document_id for m in mentions])
    return [mention_row(m, pages) for m in mentions]


def read_mentions(db: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any]) -> list[EventMention]:
    """Return the mentions of a query."""
    return [from_row(EventMention, row) for row in _dicts(db, query, values)]


def read_pages(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Pages:
    """Return documents by their ids, without their text."""
    query = "select * replace ('' as text) from documents where document_id in (select unnest(?))"
    return {row["document_id"]: from_row(Document, row) for row in _dicts(db, query, [sorted(set(ids))])}


def _dicts(db: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = db.sql(query, params=list(values)).to_arrow_table().to_pylist()
    return found


def _count(db: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any]) -> int:
    return int(db.execute(query, list(values)).fetchall()[0][0])
