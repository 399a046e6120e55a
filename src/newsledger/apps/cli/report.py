"""``newsledger report``: a ledger, or a part of it, as one page that can be mailed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from newsledger.ledger import Ledger
    from newsledger.measures.fold import State
    from newsledger.records import Document, Event, EventMention
    from newsledger.records.rule import Finding
    from newsledger.view.pages.report import Report

_MOST_EVENTS = 5_000
_CHOSEN = """
    first_mention_id is not null
    and (len($codes) = 0 or list_has_any(actors || recipients, $codes))
    and ($one is null
        or (list_contains(actors, $one) and list_contains(actors || recipients, $two))
        or (list_contains(actors, $two) and list_contains(actors || recipients, $one)))
    and ($first is null or first_reported_at >= $first) and ($last is null or left(first_reported_at, 10) <= $last)
    and ($id is null or event_id = $id)
"""


@click.command("report")
@options.output
@options.ledger
@click.option("--title", help="Title of the report.")
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Events with this party; may be repeated.")
@click.option("--dyad", nargs=2, metavar="CODE CODE", help="Events between two parties.")
@click.option(
    "--from",
    "first",
    type=options.Day("first"),
    metavar="DATE",
    help="Events first reported on that day or later.",
)
@click.option(
    "--to",
    "last",
    type=options.Day("last"),
    metavar="DATE",
    help="Events first reported on that day or before.",
)
@click.option("--event", "event_key", metavar="ID", help="One event, told in full.")
def command(
    *,
    output: Path | None,
    ledger: Path,
    title: str | None,
    countries: tuple[str, ...],
    dyad: tuple[str, str] | None,
    first: str | None,
    last: str | None,
    event_key: str | None,
) -> None:
    """Write a ledger, or a part of it, as one HTML page that needs nothing else and can be mailed.

    It has an overview, pictures, the events with the most sources in their own words, measures, leads, and a note on
    method and versions. Parties are ISO 3166 alpha-3 codes, or EUR, UNO.
    """
    if output is None:
        raise click.UsageError("A report is a file: name one with --output report.html.")
    from newsledger.apps.cli.lookup import find_event, open_grouped
    from newsledger.export import known_codes
    from newsledger.ledger import connect
    from newsledger.view.pages.report import report_page

    options.in_order(first, last)
    one, two = (known_codes((code,))[0] for code in dyad) if dyad else (None, None)
    codes = list(known_codes(countries))
    book = open_grouped(ledger)
    asked: dict[str, Any] = {
        "codes": codes, "one": one, "two": two, "first": first, "last": last,
        "id": find_event(book, event_key)[0].event_id if event_key else None,
    }  # fmt: skip
    with connect(book) as db:
        report = _collect(book, db, asked, title=title)
    page = report_page(report)
    output.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    size = len(page.encode("utf-8", "replace")) // 1000
    click.echo(f"{output}: {counted(len(report.events), 'event')}, {size} kB", err=True)
    if not report.events:
        click.secho("no event of this ledger fits what was asked for: the page has none", fg="yellow", err=True)


def _collect(book: Ledger, db: duckdb.DuckDBPyConnection, asked: dict[str, Any], *, title: str | None) -> Report:
    from newsledger.errors import LedgerError
    from newsledger.records import Event, from_row
    from newsledger.view.pages.report import EXCERPTS, Report

    query = f"""
        from events where {_CHOSEN}
        order by independent_count desc, document_count desc, mention_count desc, event_id
    """
    rows = _rows(db, f"{query} limit {_MOST_EVENTS}", **asked)
    events = [from_row(Event, row) for row in rows]
    total = int(_rows(db, f"select count(*) as n from events where {_CHOSEN}", **asked)[0]["n"])
    mentions, pages, originals = _told(db, events[:EXCERPTS])
    on, states = _measures(book, asked)
    versions = book.versions()
    if not versions:
        raise LedgerError("no page is in this ledger yet", hint="newsledger code INPUT --ledger DIR")
    newest = versions[-1]
    narrowed = _words(asked)
    return Report(
        title=title or _title(asked, events),
        chosen=narrowed,
        events=events,
        mentions=mentions,
        pages=pages,
        originals=originals,
        outlets=_outlets(db, events),
        numbers=_numbers(db, events, total),
        on=on,
        states=states,
        findings=_findings(book, events, everything=not narrowed),
        dyad=(asked["one"], asked["two"]) if asked["one"] else None,
        whole=asked["id"] is not None,
        version=newest.version,
        written=_moment(newest.timestamp_ms),
        coders=_coders(db),
        left_out=[f"{total - len(events)} events with the fewest sources"] if total > len(events) else [],
    )


def _rows(db: duckdb.DuckDBPyConnection, sql: str, **values: Any) -> list[dict[str, Any]]:
    used = {name: value for name, value in values.items() if f"${name}" in sql}
    found: list[dict[str, Any]] = db.sql(sql, params=used).to_arrow_table().to_pylist()
    return found


def _told(
    db: duckdb.DuckDBPyConnection, events: Sequence[Event]
) -> tuple[dict[str, list[EventMention]], dict[str, Document], dict[str, str]]:
    """Return mentions by event, and the pages that they stand on with the originals of copies."""
    from newsledger.cluster.folding import report_order
    from newsledger.records import Document, EventMention, from_row

    query = "from event_mentions where event_id in (select unnest($ids))"
    mentions: dict[str, list[EventMention]] = {}
    rows = (from_row(EventMention, row) for row in _rows(db, query, ids=[e.event_id for e in events]))
    for mention in sorted(rows, key=report_order):
        mentions.setdefault(mention.event_id, []).append(mention)
    wanted = sorted({d for e in events for d in e.document_ids})
    query = "select document_id, original_id from copies where document_id in (select unnest($ids))"
    originals = {r["document_id"]: r["original_id"] for r in _rows(db, query, ids=wanted)}
    query = "from documents where document_id in (select unnest($ids))"
    pages = [from_row(Document, r) for r in _rows(db, query, ids=sorted({*wanted, *originals.values()}))]
    return mentions, {p.document_id: p for p in pages}, originals


def _outlets(db: duckdb.DuckDBPyConnection, events: Sequence[Event]) -> list[tuple[str, int, str | None]]:
    query = """
        select coalesce(publisher, 'publisher unknown') as name, count(*) as n, min(url) as url from documents
        where document_id in (select unnest($ids)) group by 1 order by n desc, name
    """
    return [(r["name"], r["n"], r["url"]) for r in _rows(db, query, ids=_documents(events))]


def _documents(events: Sequence[Event]) -> list[str]:
    return sorted({d for e in events for d in e.document_ids})


def _numbers(db: duckdb.DuckDBPyConnection, events: Sequence[Event], total: int) -> list[tuple[str, int | str]]:
    query = """
        select count(*) as pages, count(distinct publisher) as outlets,
            left(min(document_creation_time), 10) as first, left(max(document_creation_time), 10) as last
        from documents where document_id in (select unnest($ids))
    """
    (row,) = _rows(db, query, ids=_documents(events))
    found: list[tuple[str, int | str]] = [
        ("events", total), ("mentions", sum(e.mention_count for e in events)), ("pages", row["pages"]),
        ("publishers", row["outlets"]), ("told by two sources or more", sum(e.independent_count > 1 for e in events)),
        ("whose reports differ", sum(bool(e.versions) for e in events)),
    ]  # fmt: skip
    return [*found, ("first page", row["first"]), ("last page", row["last"])] if row["first"] else found


def _measures(book: Ledger, asked: dict[str, Any]) -> tuple[str | None, list[State]]:
    """Return the state of measures on the day of the newest report asked for, those of the parties asked for only."""
    from newsledger.ledger import load_records
    from newsledger.measures.fold import fold
    from newsledger.records.measure import MeasureMention

    if asked["id"]:
        return None, []
    codes = {*asked["codes"], *filter(None, (asked["one"], asked["two"]))}
    reports = [
        r for r in load_records(book, MeasureMention)
        if not codes or codes & {p.country for p in (*r.issuers, *r.targets)}
    ]  # fmt: skip
    days = [
        d for r in reports if (d := (r.document_creation_time or "")[:10]) and (not asked["last"] or d <= asked["last"])
    ]
    if not days:
        return None, []
    return max(days), list(fold(reports, on=max(days), known=asked["last"]))


def _findings(book: Ledger, events: Sequence[Event], *, everything: bool) -> list[Finding]:
    from newsledger.ledger import load_records
    from newsledger.records.rule import Finding

    pages = set(_documents(events))
    found = [f for f in load_records(book, Finding) if everything or f.document_id in pages]
    return sorted(found, key=lambda f: (f.document_creation_time or "", f.document_id, f.sentence_index, f.finding_id))


def _coders(db: duckdb.DuckDBPyConnection) -> list[str]:
    query = "select distinct provenance.model || ' ' || provenance.version as coder from event_mentions order by 1"
    return [r["coder"] for r in _rows(db, query) if r["coder"]]


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).strftime("%Y-%m-%d %H:%M UTC")


def _title(asked: dict[str, Any], events: Sequence[Event]) -> str:
    from newsledger.view.draw.timeline import who
    from newsledger.view.names import name_of, names_of

    if asked["id"] and events:
        return f"{events[0].event_type}: {who(events[0])}"
    if asked["one"]:
        return f"{name_of(asked['one'])} and {name_of(asked['two'])}"
    return names_of(asked["codes"]) or "World politics, as reported"


def _words(asked: dict[str, Any]) -> str:
    """Return what was asked for in a sentence; empty for the whole ledger."""
    from newsledger.view.names import name_of

    if asked["id"]:
        return f"The event {asked['id']}."
    parts = []
    if asked["codes"]:
        parts.append("with " + " or ".join(name_of(c) for c in asked["codes"]))
    if asked["one"]:
        parts.append(f"between {name_of(asked['one'])} and {name_of(asked['two'])}")
    if asked["first"]:
        parts.append(f"first reported from {asked['first']}")
    if asked["last"]:
        parts.append(f"{'to' if asked['first'] else 'first reported by'} {asked['last']}")
    return f"Events {' '.join(parts)}." if parts else ""
