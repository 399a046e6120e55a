"""The public face: ``newsledger.code(…)`` and the table that it returns."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date as date_
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.api.table import Mentions
from newsledger.engine import run
from newsledger.errors import InputError, OntologyError
from newsledger.ingest import SUFFIXES, parse_date, read_inputs, read_records
from newsledger.ontology import load
from newsledger.ontology.own import read_codebook
from newsledger.records import Document, DocumentCoding, Skip
from newsledger.records.measure import MEASURE_KINDS, MeasureMention
from newsledger.records.rule import Finding
from newsledger.resolve import read_actors

if TYPE_CHECKING:
    from newsledger.view.pages.notebook import Events, Findings, Measures, Panel, TariffRate

__all__ = ["Mentions", "code", "find_events", "find_findings", "find_measures", "panel", "tariff_rate"]

_PATH_START = re.compile(r"(/|\./|\.\./|~/)\S")
_CODED = "give texts, paths, records with `text` or `html`, or a data frame"
_SENTENCE_ENDS = (".", "!", "?", '"', "”")

Source = str | Path | Mapping[str, Any] | Iterable[str | Path | Mapping[str, Any]]
"""What can be coded; a data frame (anything with an Arrow stream) is taken as its rows."""


def code(
    source: Source,
    *,
    date: str | date_ | None = None,
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
        date: ISO 8601 document creation time, or a ``datetime.date``, for documents that come without one. Without it,
            relative times stay open: today's date is never used.
        publisher: Outlet for documents that come without one.
        ledger: Ledger folder to write to as well.
        jobs: Number of worker processes.
        actors: CSV or TOML file of your own actors, which add to the knowledge base or override it.
        codebook: Folder of a codebook of your own, whose types stand beside PLOVER's or instead of them.

    Returns:
        The event mentions, with codings, claims and skips.

    Raises:
        InputError: ``date`` is no ISO 8601 date, ``source`` cannot be coded, ``jobs`` is none, or a row of ``actors``
            is wrong.
        OntologyError: The codebook is wrong; the message names file and rule.
        ModelError: The reading model is missing.
        LedgerError: The ledger cannot be written.
    """
    if jobs < 1:
        raise InputError(f"jobs={jobs} codes nothing", hint="give the number of worker processes, 1 or more")
    dated = parse_date(date) if date is not None else None
    codings: list[DocumentCoding] = []
    skips: list[Skip] = []
    book = _writable_ledger(ledger) if ledger is not None else None
    own = read_actors(actors) if actors is not None else ()
    types = read_codebook(codebook) if codebook is not None else None
    documents = _documents(source, date=dated, publisher=publisher)
    for shard in run(documents, jobs=jobs, actors=own, codebook=types, ledger=book):
        codings.extend(shard.codings)
        skips.extend(shard.skips)
    if book is not None:
        _refresh(book)
    return Mentions(codings, skips)


def find_measures(
    ledger: str | Path,
    *,
    on: str | date_ | None = None,
    issuer: str | None = None,
    target: str | None = None,
    kind: str | None = None,
    known_by: str | date_ | None = None,
    party: str | None = None,
    name: str | None = None,
) -> Measures:
    """Return the measures of a ledger with their state on a day: a tuple that shows itself as a table in a notebook.

    Args:
        ledger: Ledger folder.
        on: ISO date asked about; the day of the newest report by default, never today's.
        issuer: ISO 3166 alpha-3 or organisation code (``EUR``, ``UNO``).
        target: ISO 3166 alpha-3; measures on all countries are included.
        kind: ``tariff``, ``sanction``, ``embargo`` … (:data:`newsledger.records.measure.MEASURE_KINDS`).
        known_by: ISO date: only reports of that day and before count.
        party: Code of who takes it, or whom it is aimed at.
        name: Words of a name that its reports have.

    Raises:
        LedgerError: There is no ledger.
        OntologyError: A code or kind does not exist.
        InputError: A day is no ISO 8601 date.
    """
    from newsledger.export.leads import select_measures
    from newsledger.measures.ask import select
    from newsledger.view.measures import UNDATED
    from newsledger.view.pages.notebook import Measures

    if kind not in {None, *MEASURE_KINDS}:
        raise OntologyError(f"unknown kind of measure {kind!r}", hint="kinds: " + ", ".join(MEASURE_KINDS))
    issuer, target, party = _code(issuer), _code(target), _code(party)
    asked, known = _day(on), _day(known_by)
    reports = _reports(ledger)
    day = asked or max(((r.document_creation_time or "")[:10] for r in reports), default="") or UNDATED
    states = select(reports, issuer=issuer, target=target, kind=kind, on=day, known=known)
    return Measures(select_measures(states, party=party, name=name), day)


def find_findings(
    ledger: str | Path,
    *,
    basis: str | None = None,
    regime: str | None = None,
    party: str | None = None,
    name: str | None = None,
) -> Findings:
    """Return the leads of a ledger, to be checked and no verdicts, as a tuple that shows itself in a notebook.

    Args:
        ledger: Ledger folder.
        basis: ``text`` or ``register``.
        regime: Id of a regime of the register, such as ``un-dprk``.
        party: Code of a party to the act.
        name: Words of a name that the sentence has.

    Raises:
        LedgerError: There is no ledger.
        OntologyError: A code, basis or regime does not exist.
    """
    from newsledger.export.asked import known_regime, one_of
    from newsledger.export.leads import mentioned_codes, select_findings
    from newsledger.ledger import Ledger, load_records
    from newsledger.measures.register import load_register
    from newsledger.records.rule import FINDING_BASES
    from newsledger.view.pages.notebook import Findings

    basis = one_of("basis", basis, FINDING_BASES) if basis else None
    party = _code(party)
    book = Ledger(ledger)
    book.must_exist()
    found = load_records(book, Finding)
    if regime:
        regime = known_regime(regime, {*load_register().regimes, *(f.regime_id for f in found if f.regime_id)})
    mentioned = mentioned_codes(book) if party else None
    return Findings(select_findings(found, basis=basis, regime=regime, party=party, name=name, mentioned=mentioned))


def panel(
    ledger: str | Path,
    unit: str = "dyad-month",
    *,
    since: str | date_ | None = None,
    until: str | date_ | None = None,
    countries: Iterable[str] = (),
    report_day: bool = False,
) -> Panel:
    """Return a panel for statistics: rows as dictionaries, or a data frame by ``.to_pandas()``.

    Args:
        ledger: Ledger folder; its events are brought up to date.
        unit: ``dyad-day``, ``dyad-month`` or ``country-month``.
        since: First day.
        until: Last day.
        countries: Codes of which a party must have one; two or more give all their pairs.
        report_day: Let the day of the report stand in where the text does not date an event.

    Raises:
        LedgerError: There is no ledger.
        OntologyError: A code or unit does not exist.
        InputError: A day is no ISO 8601 date.
    """
    from newsledger.export import Selection, Settings, Stream, known_codes
    from newsledger.export.asked import one_of
    from newsledger.export.panels import PANELS, panel_rows
    from newsledger.view.pages.notebook import Panel

    lines = PANELS[one_of("unit of a panel", unit, PANELS)]
    selection = Selection(since=_day(since), until=_day(until), countries=known_codes(countries), auxiliary=False)
    settings = Settings(selection, report_day=report_day)
    with Stream(_grouped(ledger), selection) as stream:
        if left_out := stream.told_apart():
            settings.notes["mentions left out that tell of what did not happen"] += left_out
        columns, rows = panel_rows(lines(stream.events(), settings))
    notes = {note.replace("--undated report-day", "report_day=True"): n for note, n in settings.notes.items()}
    return Panel(columns, rows, notes)


def tariff_rate(
    ledger: str | Path,
    *,
    importer: str,
    origin: str,
    on: str | date_,
    goods: str | None = None,
    known_by: str | date_ | None = None,
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
    ledger: str | Path,
    *,
    party: str | None = None,
    event_type: str | None = None,
    since: str | date_ | None = None,
    type: str | None = None,  # noqa: A002 - as the command line has it
) -> Events:
    """Return the events of a ledger, those with the most independent sources first, as a tuple that shows itself.

    Args:
        ledger: Ledger folder; its events are brought up to date.
        party: ISO 3166 alpha-3 or organisation code of an actor or recipient.
        event_type: PLOVER type.
        since: ISO date: events first reported on that day or later.
        type: The same as ``event_type``, as the command line calls it.

    Raises:
        LedgerError: There is no ledger.
        OntologyError: A code does not exist.
        InputError: ``since`` is no ISO 8601 date.
    """
    from newsledger.ledger import connect
    from newsledger.records import Event, from_row
    from newsledger.view.pages.notebook import Events

    party, day, event_type = _code(party), _day(since), event_type or type
    event_type = load().event_type(event_type.upper()).code if event_type else None
    book = _grouped(ledger)
    query = """
        from events where first_mention_id is not null and ($1 is null or list_contains(actors || recipients, $1))
            and ($2 is null or event_type = $2) and ($3 is null or first_reported_at >= $3)
        order by independent_count desc, document_count desc, mention_count desc, event_id
    """
    with connect(book) as db:
        rows = db.sql(query, params=[party, event_type, day]).to_arrow_table().to_pylist()
    return Events(from_row(Event, row) for row in rows)


def _code(code: str | None) -> str | None:
    """Return a code in capitals; refuse one that cannot be meant, rather than answer that nothing is known."""
    from newsledger.export import known_codes

    return known_codes((code,))[0] if code is not None else None


def _day(day: str | date_ | None) -> str | None:
    """Return a day as the ledger writes it, whatever form of ISO 8601 it came in."""
    return parse_date(day)[:10] if day is not None else None


def _grouped(ledger: str | Path) -> Any:
    """Return a ledger that exists with its events brought up to date; one that cannot be written is read as it is."""
    from newsledger.ledger import Ledger, refresh_if_writable

    book = Ledger(ledger)
    book.must_exist()
    if not refresh_if_writable(book):
        warnings.warn(f"cannot write to {ledger}: pages that are not grouped yet are left out", stacklevel=3)
    return book


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


def _items(source: Any) -> Iterable[str | Path | Mapping[str, Any]]:
    if isinstance(source, str | Path | Mapping):
        return [source]
    if hasattr(source, "__arrow_c_stream__"):
        import pyarrow as pa

        rows: list[dict[str, Any]] = pa.table(source).to_pylist()
        return rows
    if isinstance(source, bytes | bytearray):
        raise InputError("bytes cannot be coded", hint="decode them first: page.decode()")
    if not isinstance(source, Iterable):
        raise InputError(f"cannot code {source!r}", hint=_CODED)
    return source


def _is_path(text: object) -> bool:
    """Tell a path from a text, so that a misspelt path is told and not coded.

    One line is a path when it has no space and a slash or a known ending, or when it has spaces and such an ending, or
    begins as a path and does not end as a sentence ("/PRNewswire/ -- Police arrested two men.").
    """
    if not isinstance(text, str):
        raise InputError(f"cannot code a {type(text).__name__}", hint=_CODED)
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
