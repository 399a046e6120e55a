"""``newsledger verdict``: what a person decides about rows, kept beside the coding."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.words import counted

if TYPE_CHECKING:
    from newsledger.ledger import Ledger
    from newsledger.records import EventMention
    from newsledger.records.verdict import Verdict

_NOW = "now"
_FOLLOWING = ("actor_id", "reason", "sectors")
"""Parts of a party that a correction of another part changes by itself."""


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
    from newsledger.records import to_row
    from newsledger.records.verdict import make_verdict

    book = open_ledger(ledger)
    book.must_be_writable()
    mention = _as_corrected(book, find_mention(book, mention_id).event_mention_id)
    text = find_document(book, mention.document_id)[0].text
    when = _instant(at)
    corrections = correct(mention, field, value, text=text, reviewer=reviewer)
    row = json.loads(json.dumps(to_row(mention)))
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
    _add(book, verdicts, told=[_told(v, row) for v in verdicts])


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
        query = "from event_mentions where list_contains(?, event_mention_id)"
        coded = db.sql(query, params=[wanted]).to_arrow_table().to_pylist()
    there = {row["event_mention_id"]: row for row in coded}
    rows = [(v, v.verdict_id in stand, [m for m in v.event_mention_ids if m not in there]) for v in verdicts]
    if as_json:
        _print_json(rows)
    else:
        _print_table(rows, _deeds(verdicts, there))


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
    told = f"{counted(len(found.sentences), 'sentence')} of {counted(len(found.documents), 'document')}"
    click.echo(f"{told}, {counted(events, 'event')}", err=True)
    if found.left_out:
        text = f"{counted(found.left_out, 'sentence')} left out: not all of their mentions were reviewed"
        click.secho(text, fg="yellow", err=True)


def _decide(kind: str, ids: tuple[str, ...], *, ledger: Path, reviewer: str, note: str | None, at: str) -> None:
    """Write one verdict on all ids together for merge and split, one a mention otherwise."""
    from newsledger.apps.cli.lookup import find_mention_ids, open_ledger
    from newsledger.ledger import refresh
    from newsledger.records.verdict import MENTION_KINDS, make_verdict

    book = open_ledger(ledger)
    book.must_be_writable()
    refresh(book)
    mentions = find_mention_ids(book, ids)
    when = _instant(at)
    groups = [(m,) for m in mentions] if kind in MENTION_KINDS else [tuple(mentions)]
    _add(book, [make_verdict(kind, group, reviewer=reviewer, decided_at=when, note=note) for group in groups])
    if kind not in MENTION_KINDS:
        refresh(book)


def _add(book: Ledger, verdicts: list[Verdict], told: Sequence[str] = ()) -> None:
    from newsledger.apps.cli.screen import plain

    written = book.add_verdicts(verdicts)
    for verdict, deed in zip(verdicts, told or map(_deed, verdicts), strict=True):
        click.echo(plain(f"{deed} by {verdict.reviewer}: {', '.join(verdict.event_mention_ids)}"))
    if not written:
        click.echo("the ledger holds this verdict already", err=True)


_DEEDS = {"accept": "accepted", "reject": "rejected", "merge": "merged", "split": "split"}


def _deed(verdict: Verdict) -> str:
    return _DEEDS.get(verdict.kind) or f"{verdict.field} = {_short(verdict.value or '')}"


def _told(verdict: Verdict, row: Mapping[str, Any]) -> str:
    """Return a correction as the parts that it changes in the row of its mention."""
    from newsledger.ledger.corrections import parts_changed

    field = verdict.field or ""
    parts = parts_changed(field, row.get(field), json.loads(verdict.value or "null"))
    given = [(path, value) for path, value in parts if path.rpartition(".")[2] not in _FOLLOWING]
    parts = given or parts
    return ", ".join(f"{path} = {_short(_written(value))}" for path, value in parts) or _deed(verdict)


def _deeds(verdicts: Sequence[Verdict], coded: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return what each verdict says; a correction is held against the row as the verdicts before it left it."""
    rows = {key: json.loads(json.dumps(dict(row), default=str)) for key, row in coded.items()}
    found = []
    for verdict in verdicts:
        row = rows.get(verdict.event_mention_ids[0])
        if verdict.field is None or row is None:
            found.append(verdict.kind if verdict.field is None else _deed(verdict))
            continue
        found.append(_told(verdict, row))
        row[verdict.field] = json.loads(verdict.value or "null")
    return found


def _written(value: Any) -> str:
    """Return a value as a user writes it: text without its quotation marks."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


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
    from newsledger.records import to_row

    for verdict, stands, missing in rows:
        click.echo(json.dumps(to_row(verdict) | {"stands": stands, "missing": missing}, ensure_ascii=False))


def _print_table(rows: list[tuple[Verdict, bool, list[str]]], deeds: Sequence[str]) -> None:
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
                deed,
                _told_ids(v.event_mention_ids),
                v.note,
                "mention gone" if missing else "stands" if stands else "overruled",
            )
            for (v, stands, missing), deed in zip(rows, deeds, strict=True)
        ],
    )
    gone = sum(bool(missing) for _, _, missing in rows)
    if gone:
        click.echo(
            f"{counted(gone, 'verdict')} on mentions that the ledger no longer holds (their pages were recoded): kept, "
            "and valid again if the mention comes back",
            err=True,
        )


def _told_ids(ids: tuple[str, ...]) -> str:
    shown = " ".join(ids[:3])
    return shown if len(ids) <= 3 else f"{shown} … {len(ids)} mentions"


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"
