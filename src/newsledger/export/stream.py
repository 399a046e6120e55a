"""What a ledger holds as a stream of reports, events or pages; no more than a batch of rows is kept in memory.

DuckDB sorts, and spills to disk what does not fit; Python sees one batch after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from newsledger.errors import QueryError
from newsledger.export.merged import Merged, Report
from newsledger.records import Article, Document, EventMention, from_row

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from newsledger.export.selection import Selection
    from newsledger.ledger import Ledger

_BATCH = 1000
_TEXT_ORDER = "m.document_id, m.trigger.start, m.event_mention_id"
_EVENT_ORDER = "m.event_id, m.event_mention_id"
_DAY_ORDER = 'left(coalesce(m."time".earliest, m.document_creation_time), 10) nulls last, m.event_mention_id'
ORDERS = {"text": _TEXT_ORDER, "event": _EVENT_ORDER, "day": _DAY_ORDER}


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its articles and its selected mentions in text order."""

    document: Document
    articles: tuple[Article, ...]
    mentions: tuple[EventMention, ...]


class Stream:
    """The selected rows of a ledger; use it in a ``with`` statement.

    Args:
        ledger: The ledger.
        selection: Which mentions.
        advance: Called with the number of mentions that were read since the last call.

    Raises:
        QueryError: DuckDB refuses the condition; raised when the stream is opened, before any work is done.
        LedgerError: There is no such version.
    """

    def __init__(self, ledger: Ledger, selection: Selection, *, advance: Callable[[int], None] | None = None) -> None:
        self._ledger, self.selection, self._advance = ledger, selection, advance

    def __enter__(self) -> Self:
        from newsledger.ledger import connect

        self._must_be_a_condition()
        self._db = connect(self._ledger, as_of=self.selection.as_of)
        try:
            self.total = self._count()
        except BaseException:
            self._db.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _must_be_a_condition(self) -> None:
        """Refuse words that close the bracket around them and go on as another statement."""
        import duckdb

        try:
            for form in ("{}", "({}\n)"):
                duckdb.SQLExpression(form.format(self.selection.where or "true"))
        except duckdb.Error as error:
            raise QueryError(str(error).partition("\n")[0], hint=_CONDITION) from error

    def told_apart(self) -> int:
        """Return how many mentions are left out because they tell of what did not happen."""
        return 0 if self.selection.auxiliary else self._count(auxiliary=True)

    def reports(self, order: str = "text") -> Iterator[Report]:
        """Yield mentions with what is known of their pages.

        Args:
            order: One of :data:`ORDERS`: through the texts, event by event, or day by day.
        """
        for row in self._rows(_REPORTS, order):
            page = row["page"]
            yield Report(
                from_row(EventMention, row),
                publisher=page["publisher"],
                url=page["url"],
                title=page["title"],
                language=page["language"],
                text_length=page["text_length"],
                independent_count=row["independent_count"],
                updated_at=row["updated_at"],
            )

    def events(self) -> Iterator[Merged]:
        """Yield events in the order of their ids, their mentions in that of their reports, hours compared in UTC."""
        from newsledger.cluster.folding import report_order

        for event_id, reports in groupby(self.reports("event"), key=lambda r: r.mention.event_id):
            yield Merged(event_id, tuple(sorted(reports, key=lambda r: report_order(r.mention))))

    def pages(self) -> Iterator[Page]:
        """Yield documents that have selected mentions, in the order of their ids."""
        where, values = self.selection.condition()
        ids = f"select document_id from {self.selection.view} as m where {where}"
        documents = self._read(f"from documents where document_id in ({ids}) order by document_id", values)
        query = f"from articles where document_id in ({ids}) order by document_id, start, article_id"
        articles = groupby(self._read(query, values), key=lambda row: row["document_id"])
        mentions = groupby(
            (from_row(EventMention, row) for row in self._rows(_MENTIONS, "text")), key=attrgetter("document_id")
        )
        stories = _Beside(articles)
        for row, (_, found) in zip(documents, mentions, strict=True):
            here = stories.of(row["document_id"])
            yield Page(from_row(Document, row), tuple(from_row(Article, a) for a in here), tuple(found))

    def tables(self) -> Iterator[pa.Table]:
        """Yield the mentions as Arrow tables in the schema of the record."""
        import pyarrow as pa

        from newsledger.ledger.schema import record_schema

        schema = record_schema(EventMention)
        where, values = self.selection.condition()
        columns = ", ".join(f'm."{name}"' for name in schema.names)
        query = f"select {columns} from {self.selection.view} as m where {where} order by {_TEXT_ORDER}"
        for batch in self._reader(query, values):
            self._tell(batch.num_rows)
            yield pa.Table.from_batches([batch]).cast(schema)

    def _count(self, *, auxiliary: bool | None = None) -> int:
        where, values = self.selection.condition(auxiliary=auxiliary)
        query = f"select count(*) as n from {self.selection.view} as m where {where}"
        return int(next(self._read(query, values))["n"])

    def _rows(self, query: str, order: str) -> Iterator[dict[str, Any]]:
        where, values = self.selection.condition()
        text = query.format(view=self.selection.view, where=where, order=ORDERS[order])
        for row in self._read(text, values):
            self._tell(1)
            yield row

    def _tell(self, rows: int) -> None:
        if self._advance:
            self._advance(rows)

    def _read(self, query: str, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for batch in self._reader(query, values):
            yield from batch.to_pylist()

    def _reader(self, query: str, values: dict[str, Any]) -> pa.RecordBatchReader:
        """Run a query on a cursor of its own, so that several can be read side by side."""
        import duckdb

        cursor: duckdb.DuckDBPyConnection = self._db.cursor()
        try:
            relation = cursor.sql(query, params=values) if values else cursor.sql(query)
            return relation.to_arrow_reader(_BATCH)
        except duckdb.Error as error:
            raise QueryError(str(error).partition("\n")[0], hint=_CONDITION) from error


class _Beside:
    """Groups in the order of their keys, of which some keys may be missing."""

    def __init__(self, groups: Iterator[tuple[str, Iterator[dict[str, Any]]]]) -> None:
        self._groups, self._key, self._rows = groups, "", list[dict[str, Any]]()

    def of(self, key: str) -> list[dict[str, Any]]:
        """Return the rows of a key; keys are asked in rising order."""
        while self._key < key:
            step = next(self._groups, None)
            if step is None:
                return []
            self._key, self._rows = step[0], list(step[1])
        return self._rows if self._key == key else []


_CONDITION = 'the condition is SQL on the columns of event_mentions: newsledger query "describe event_mentions"'
_MENTIONS = "select m.* from {view} as m where {where} order by {order}"
_REPORTS = """
    select m.*, e.independent_count, e.updated_at, d.page
    from (from {view} as m where {where}) as m
    left join (
        select document_id, {{
            'publisher': publisher, 'url': url, 'title': title, 'language': language, 'text_length': length(text)
        }} as page
        from documents
    ) as d using (document_id)
    left join (
        select event_id, independent_count, updated_at from stored_events where not removed
    ) as e using (event_id)
    order by {order}
"""
