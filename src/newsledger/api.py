"""The public face: ``newsledger.code(…)`` and the table that it returns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from newsledger.engine import run
from newsledger.errors import InputError, OntologyError
from newsledger.ingest import SUFFIXES, parse_date, read_inputs, read_records
from newsledger.ontology import load
from newsledger.ontology.own import read_codebook
from newsledger.records import Claim, Document, DocumentCoding, EventMention, Skip
from newsledger.records.measure import MEASURE_KINDS, MeasureMention
from newsledger.records.rule import Finding
from newsledger.resolve import read_actors
from newsledger.view import mentions_html

if TYPE_CHECKING:
    import pyarrow as pa

    from newsledger.view.pages.notebook import Events, Measures, TariffRate

_SHOWN = 50
_PATH_START = re.compile(r"(/|\./|\.\./|~/)\S")
_SENTENCE_ENDS = (".", "!", "?", '"', "”")

Source = str | Path | Mapping[str, Any] | Iterable[str | Path | Mapping[str, Any]]
"""What can be coded; a data frame (anything with an Arrow stream) is taken as its rows."""


class Mentions(Sequence[EventMention]):
    """Event mentions as a table.

    It iterates as typed records, shows itself in a notebook, and speaks the Arrow PyCapsule protocol, so pandas,
    polars, DuckDB and R (through reticulate or nanoarrow) take it without a copy.

    Attributes:
        codings: One coding a document: articles, mentions, claims.
        skipped: Inputs that could not be coded, with reasons.
    """

    def __init__(self, codings: Sequence[DocumentCoding], skipped: Sequence[Skip] = ()) -> None:
        self.codings = tuple(codings)
        self.skipped = tuple(skipped)
        self._mentions = tuple(m for c in self.codings for m in c.mentions)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, in input order."""
        return tuple(c.document for c in self.codings)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All cited sources, whether or not an event rests on them."""
        return tuple(x for c in self.codings for x in c.claims)

    @property
    def measures(self) -> tuple[MeasureMention, ...]:
        """Tariffs, sanctions, bans and the like, as the pages report them."""
        return tuple(x for c in self.codings for x in c.measures)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Leads: acts that, as told, fall under a rule."""
        return tuple(x for c in self.codings for x in c.findings)

    @overload
    def __getitem__(self, index: int) -> EventMention: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[EventMention]: ...

    def __getitem__(self, index: int | slice) -> EventMention | Sequence[EventMention]:
        return self._mentions[index]

    def __len__(self) -> int:
        return len(self._mentions)

    def __repr__(self) -> str:
        return f"<{len(self)} event mentions from {len(self.codings)} documents, {len(self.skipped)} inputs skipped>"

    def _repr_html_(self) -> str:
        caption = f"documents: {len(self.codings)}, inputs skipped: {len(self.skipped)}"
        return mentions_html(self._mentions[:_SHOWN], total=len(self), caption=caption)

    def to_arrow(self) -> pa.Table:
        """Return the mentions as an Arrow table; the columns are the fields of the record."""
        from newsledger.ledger.schema import to_arrow

        return to_arrow(EventMention, self._mentions)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)


def code(
    source: Source,
    *,
    date: str | None = None,
    publisher: str | None = None,
    ledger: str | Path | None = None,
    jobs: int = 1,
    actors: str | Path | None = None,
    codebook: str | Path | None = None,
) -> Mentions:
    """Code texts, files or records.

    Args:
        source: A text; a path, folder, glob or URL; a record with ``text`` or ``html`` and optionally ``id``,
            ``title``, ``date``, ``publisher``, ``url``, ``language``; many of these; or a data frame with such
            columns (pandas, polars, Arrow). A string is a URL when it begins as one, a path when such a file or folder
            exists or when it looks like a path (one line that begins with ``/``, ``./`` or ``~/``, or ends as
            ``.txt`` …), and a text otherwise.
        date: ISO 8601 document creation time for documents that come without one. Without it, relative times stay
            open: today's date is never used.
        publisher: Outlet for documents that come without one.
        ledger: Ledger folder to write to as well.
        jobs: Number of worker processes.
        actors: CSV or TOML file of your own actors, which add to the knowledge base or override it.
        codebook: Folder of a codebook of your own, whose types stand beside PLOVER's or instead of them.

    Returns:
        The event mentions, with codings, claims and skips.

    Raises:
        InputError: ``date`` is no ISO 8601 date, or a row of ``actors`` is wrong.
        OntologyError: The codebook is wrong; the message names file and rule.
        ModelError: The reading model is missing.
        LedgerError: The ledger cannot be written.
    """
    codings: list[DocumentCoding] = []
    skips: list[Skip] = []
    book = _writable_ledger(ledger) if ledger is not None else None
    own = read_actors(actors) if actors is not None else ()
    types = read_codebook(codebook) if codebook is not None else None
    documents = _documents(source, date=date, publisher=publisher)
    for shard in run(documents, jobs=jobs, actors=own, codebook=types, ledger=book):
        codings.extend(shard.codings)
        skips.extend(shard.skips)
    if book is not None:
        _refresh(book)
    return Mentions(codings, skips)


def find_measures(
    ledger: str | Path,
    *,
    on: str,
    issuer: str | None = None,
    target: str | None = None,
    kind: str | None = None,
    known_by: str | None = None,
) -> Measures:
    """Return the measures of a ledger with their state on a day: a tuple that shows itself as a table in a notebook.

    Args:
        ledger: Ledger folder.
        on: ISO date asked about.
        issuer: ISO 3166 alpha-3 or organisation code (``EUR``, ``UNO``).
        target: ISO 3166 alpha-3; measures on all countries are included.
        kind: ``tariff``, ``sanction``, ``embargo`` … (:data:`newsledger.records.measure.MEASURE_KINDS`).
        known_by: ISO date: only reports of that day and before count.

    Raises:
        LedgerError: There is no ledger.
        OntologyError: A code or kind does not exist.
        InputError: A day is no ISO 8601 date.
    """
    from newsledger.measures.ask import select
    from newsledger.view.pages.notebook import Measures

    if kind not in {None, *MEASURE_KINDS}:
        raise OntologyError(f"unknown kind of measure {kind!r}", hint="kinds: " + ", ".join(MEASURE_KINDS))
    issuer, target, on, known_by = _code(issuer), _code(target), parse_date(on)[:10], _day(known_by)
    return Measures(select(_reports(ledger), issuer=issuer, target=target, kind=kind, on=on, known=known_by), on)


def tariff_rate(
    ledger: str | Path, *, importer: str, origin: str, on: str, goods: str | None = None, known_by: str | None = None
) -> TariffRate:
    """Return the tariff rate between two states on a day, with the measures that make it up and what is uncertain.

    Raises:
        LedgerError: There is no ledger.
        OntologyError: A code does not exist.
        InputError: A day is no ISO 8601 date.
    """
    from newsledger.measures.ask import rate
    from newsledger.view.pages.notebook import TariffRate

    asked = {"importer": _code(importer) or "", "origin": _code(origin) or "", "on": parse_date(on)[:10]}
    return TariffRate.of(rate(_reports(ledger), **asked, goods=goods, known=_day(known_by)))


def find_events(
    ledger: str | Path, *, party: str | None = None, event_type: str | None = None, since: str | None = None
) -> Events:
    """Return the events of a ledger, those with the most independent sources first, as a tuple that shows itself.

    Args:
        ledger: Ledger folder; its events are brought up to date.
        party: ISO 3166 alpha-3 or organisation code of an actor or recipient.
        event_type: PLOVER type.
        since: ISO date: events first reported on that day or later.

    Raises:
        LedgerError: There is no ledger.
        OntologyError: A code does not exist.
        InputError: ``since`` is no ISO 8601 date.
    """
    from newsledger.ledger import Ledger, connect, refresh
    from newsledger.records import Event, from_row
    from newsledger.view.pages.notebook import Events

    party, since = _code(party), _day(since)
    event_type = load().event_type(event_type.upper()).code if event_type else None
    book = Ledger(ledger)
    book.must_exist()
    refresh(book)
    query = """
        from events where first_mention_id is not null and ($1 is null or list_contains(actors || recipients, $1))
            and ($2 is null or event_type = $2) and ($3 is null or first_reported_at >= $3)
        order by independent_count desc, document_count desc, mention_count desc, event_id
    """
    with connect(book) as db:
        rows = db.sql(query, params=[party, event_type, since]).to_arrow_table().to_pylist()
    return Events(from_row(Event, row) for row in rows)


def _code(code: str | None) -> str | None:
    """Return a code in capitals; refuse one that cannot be meant, rather than answer that nothing is known."""
    from newsledger.export import known_codes

    return known_codes((code,))[0] if code is not None else None


def _day(day: str | None) -> str | None:
    """Return a day as the ledger writes it, whatever form of ISO 8601 it came in."""
    return parse_date(day)[:10] if day is not None else None


def _reports(ledger: str | Path) -> tuple[MeasureMention, ...]:
    from newsledger.ledger import Ledger, load_records

    book = Ledger(ledger)
    book.must_exist()
    return load_records(book, MeasureMention)


def _writable_ledger(path: str | Path) -> Any:
    from newsledger.ledger import Ledger

    book = Ledger(path)
    book.must_be_writable()
    return book


def _refresh(book: Any) -> None:
    from newsledger.ledger import refresh

    refresh(book)


def _documents(source: Source, *, date: str | None, publisher: str | None) -> Iterator[Document | Skip]:
    number = 0
    for item in _items(source):
        if isinstance(item, Mapping):
            number += 1
            yield from read_records([item], date=date, publisher=publisher, first=number)
        elif isinstance(item, Path) or _is_path(item):
            yield from read_inputs([str(item)], date=date, publisher=publisher)
        else:
            yield from read_records([{"text": item}], date=date, publisher=publisher)


def _items(source: Source) -> Iterable[str | Path | Mapping[str, Any]]:
    if isinstance(source, str | Path | Mapping):
        return [source]
    if hasattr(source, "__arrow_c_stream__"):
        import pyarrow as pa

        rows: list[dict[str, Any]] = pa.table(source).to_pylist()
        return rows
    return source


def _is_path(text: object) -> bool:
    """Tell a path from a text, so that a misspelt path is told and not coded.

    One line is a path when it has no space and a slash or a known ending, or when it has spaces and such an ending, or
    begins as a path and does not end as a sentence ("/PRNewswire/ -- Police arrested two men.").
    """
    if not isinstance(text, str):
        hint = "give texts, paths, records with `text` or `html`, or a data frame"
        raise InputError(f"cannot code a {type(text).__name__}", hint=hint)
    if len(text) > 1000 or "\n" in text or not text.strip():
        return False
    if text.lower().startswith(("http://", "https://")) and " " not in text:
        return True
    if Path(text).suffix.lower() in SUFFIXES or ("/" in text and not any(c.isspace() for c in text)):
        return True
    if _PATH_START.match(text) and not text.rstrip().endswith(_SENTENCE_ENDS):
        return True
    try:
        return Path(text).exists() or (any(c in text for c in "*?") and " " not in text)
    except (OSError, ValueError):
        return False
