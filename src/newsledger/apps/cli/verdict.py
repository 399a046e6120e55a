"""``newsledger verdict``: what a person decides about rows, kept beside the coding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.ledger import Ledger
    from newsledger.records import EventMention
    from newsledger.records.verdict import Verdict

_NOW = "now"


@click.group("verdict")
def command() -> None:
    """Accept, reject, correct, merge or split what was coded; list the verdicts; export them as gold.

    Verdicts are data beside the coding, with who and when. None is ever changed or overwritten, and a later one
    overrules an earlier one.
    """


def _deciding(function: Callable[..., None]) -> Callable[..., None]:
    """The arguments and options of every decision."""
    for decorate in (
        click.option("--at", default=_NOW, metavar="ISO", help="When it was decided; now, unless said otherwise."),
        click.option("--note", help="Why."),
        click.option("--reviewer", required=True, metavar="NAME", help="Who decides."),
        options.ledger,
    ):
        function = decorate(function)
    return function


_ids = click.argument("ids", nargs=-1, required=True, metavar="ID...")


@command.command("accept")
@_ids
@_deciding
def accept(ids: tuple[str, ...], *, ledger: Path, reviewer: str, note: str | None, at: str) -> None:
    """Say that mentions are right. ID is that of a mention or of an event, or the start of one."""
    _decide("accept", ids, ledger=ledger, reviewer=reviewer, note=note, at=at)


@command.command("reject")
@_ids
@_deciding
def reject(ids: tuple[str, ...], *, ledger: Path, reviewer: str, note: str | None, at: str) -> None:
    """Say that mentions are no such events. ID is that of a mention or of an event, or the start of one."""
    _decide("reject", ids, ledger=ledger, reviewer=reviewer, note=note, at=at)


@command.command("merge")
@_ids
@_deciding
def merge(ids: tuple[str, ...], *, ledger: Path, reviewer: str, note: str | None, at: str) -> None:
    """Say that mentions, or whole events, are one event."""
    _decide("merge", ids, ledger=ledger, reviewer=reviewer, note=note, at=at)


@command.command("split")
@_ids
@_deciding
def split(ids: tuple[str, ...], *, ledger: Path, reviewer: str, note: str | None, at: str) -> None:
    """Say that mentions are different events, each from each."""
    _decide("split", ids, ledger=ledger, reviewer=reviewer, note=note, at=at)


@command.command("correct")
@click.argument("mention_id", metavar="ID")
@click.option("--field", required=True, help="Column, or a part of one: event_type, place.country, actors.0.sector.")
@click.option("--value", required=True, metavar="JSON", help="The right value; a bare word will do for text.")
@_deciding
def correct_mention(
    mention_id: str, *, field: str, value: str, ledger: Path, reviewer: str, note: str | None, at: str
) -> None:
    """Give the right value of a field of a mention.

    newsledger verdict correct m-1f0c --field event_type --value AGREE --reviewer Ada

    newsledger verdict correct m-1f0c --field actors.0.country --value KEN --reviewer Ada
    """
    from newsledger.apps.cli.lookup import find_document, find_mention, open_ledger
    from newsledger.ledger.corrections import correct
    from newsledger.records.verdict import make_verdict

    book = open_ledger(ledger)
    mention = _as_corrected(book, find_mention(book, mention_id).event_mention_id)
    text = find_document(book, mention.document_id)[0].text
    when = _instant(at)
    corrections = correct(mention, field, value, text=text, reviewer=reviewer)
    verdicts = [
        make_verdict(
            "correct",
            (mention.event_mention_id,),
            reviewer=reviewer,
            decided_at=when,
            field=c.field,
            value=c.value,
            note=note if n == 0 else f"follows from {corrections[0].field}",
        )
        for n, c in enumerate(corrections)
    ]
    _add(book, verdicts)


@command.command("list")
@options.ledger
@click.option("--json", "as_json", is_flag=True, help="One JSON object a verdict, with `stands` and `missing`.")
def list_verdicts(*, ledger: Path, as_json: bool) -> None:
    """List all verdicts, oldest first, with those that were overruled and those whose mention is gone."""
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.ledger import connect
    from newsledger.ledger.reviews import standing

    book = open_ledger(ledger)
    verdicts = book.verdicts()
    stand = standing(verdicts)
    wanted = sorted({m for v in verdicts for m in v.event_mention_ids})
    with connect(book) as db:
        query = "select event_mention_id from event_mentions where list_contains(?, event_mention_id)"
        there = {row[0] for row in db.execute(query, [wanted]).fetchall()}
    rows = [(v, v.verdict_id in stand, [m for m in v.event_mention_ids if m not in there]) for v in verdicts]
    if as_json:
        _print_json(rows)
    else:
        _print_table(rows)


@command.command("gold")
@options.ledger
@options.output
@click.option(
    "--documents",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the documents, with text and sentences, to this file.",
)
def write_gold(*, ledger: Path, output: Path | None, documents: Path | None) -> None:
    """Write reviewed sentences as gold, one JSON object a sentence: {doc, sent, text, events, attribution}.

    A sentence is written when somebody decided on every mention in it; rejected mentions are left out of it.
    """
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.export import gold_lines, reviewed_gold

    found = reviewed_gold(open_ledger(ledger))
    with click.open_file(str(output) if output else "-", "w", encoding="utf-8") as handle:
        handle.writelines(gold_lines(found.sentences))
    if documents:
        with documents.open("w", encoding="utf-8") as handle:
            handle.writelines(gold_lines(found.documents))
    events = sum(len(row["events"]) for row in found.sentences)
    told = f"{_count(len(found.sentences), 'sentence')} of {_count(len(found.documents), 'document')}"
    click.echo(f"{told}, {_count(events, 'event')}", err=True)
    if found.left_out:
        text = f"{_count(found.left_out, 'sentence')} left out: not all of their mentions were reviewed"
        click.secho(text, fg="yellow", err=True)


def _decide(kind: str, ids: tuple[str, ...], *, ledger: Path, reviewer: str, note: str | None, at: str) -> None:
    """Write one verdict on all ids together for merge and split, one a mention otherwise."""
    from newsledger.apps.cli.lookup import find_mention_ids, open_grouped
    from newsledger.ledger import refresh
    from newsledger.records.verdict import MENTION_KINDS, make_verdict

    book = open_grouped(ledger)
    mentions = find_mention_ids(book, ids)
    when = _instant(at)
    groups = [(m,) for m in mentions] if kind in MENTION_KINDS else [tuple(mentions)]
    _add(book, [make_verdict(kind, group, reviewer=reviewer, decided_at=when, note=note) for group in groups])
    if kind not in MENTION_KINDS:
        refresh(book)


def _add(book: Ledger, verdicts: list[Verdict]) -> None:
    from newsledger.apps.cli.screen import plain

    written = book.add_verdicts(verdicts)
    for verdict in verdicts:
        click.echo(plain(f"{_deed(verdict)} by {verdict.reviewer}: {', '.join(verdict.event_mention_ids)}"))
    if not written:
        click.echo("the ledger holds this verdict already", err=True)


_DEEDS = {"accept": "accepted", "reject": "rejected", "merge": "merged", "split": "split"}


def _deed(verdict: Verdict) -> str:
    return _DEEDS.get(verdict.kind) or f"{verdict.field} = {_short(verdict.value or '')}"


def _as_corrected(book: Ledger, mention_id: str) -> EventMention:
    """Return a mention with earlier corrections put in."""
    from newsledger.ledger import connect
    from newsledger.records import EventMention, from_row

    with connect(book) as db:
        query = "select * exclude (verdict, reviewer) from judged_mentions where event_mention_id = ?"
        rows = db.sql(query, params=[mention_id]).to_arrow_table().to_pylist()
    return from_row(EventMention, rows[0])


def _instant(at: str) -> str:
    """Return the time of a decision, in ISO 8601 with offset."""
    from datetime import UTC, datetime

    if at == _NOW:
        return datetime.now(UTC).isoformat(timespec="microseconds")
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        raise click.BadParameter(f"{at!r} is no ISO 8601 date and time", param_hint="--at") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def _print_json(rows: list[tuple[Verdict, bool, list[str]]]) -> None:
    import json

    from newsledger.records import to_row

    for verdict, stands, missing in rows:
        click.echo(json.dumps(to_row(verdict) | {"stands": stands, "missing": missing}, ensure_ascii=False))


def _print_table(rows: list[tuple[Verdict, bool, list[str]]]) -> None:
    from newsledger.apps.cli.screen import print_rows

    if not rows:
        click.echo("No verdict yet: newsledger verdict accept ID --reviewer NAME")
        return
    print_rows(
        ("when", "who", "verdict", "on", "note", "state"),
        [
            (
                v.decided_at[:16].replace("T", " "),
                v.reviewer,
                v.kind if v.field is None else f"{v.field} = {_short(v.value or '')}",
                _told_ids(v.event_mention_ids),
                v.note,
                "mention gone" if missing else "stands" if stands else "overruled",
            )
            for v, stands, missing in rows
        ],
    )
    gone = sum(bool(missing) for _, _, missing in rows)
    if gone:
        click.echo(
            f"{_count(gone, 'verdict')} on mentions that the ledger no longer holds (their pages were recoded): kept, "
            "and valid again if the mention comes back",
            err=True,
        )


def _told_ids(ids: tuple[str, ...]) -> str:
    shown = " ".join(ids[:3])
    return shown if len(ids) <= 3 else f"{shown} … {len(ids)} mentions"


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
