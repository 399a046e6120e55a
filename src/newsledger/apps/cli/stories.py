"""``newsledger stories``: which documents report the same thing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from newsledger.apps.cli import options
from newsledger.apps.cli.words import counted

_SHOWN = 60
_COLUMNS = ("documents", "first", "publishers", "title", "id")


@click.command("stories")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@options.ledger
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "jsonl")),
    default="table",
    show_default=True,
    help="Form of the output.",
)
@options.output
@options.date
@options.publisher
def command(
    inputs: tuple[str, ...], *, ledger: Path, form: str, output: Path | None, date: str | None, publisher: str | None
) -> None:
    """List the documents of a ledger by what they report; every document is in exactly one story.

    With INPUT, files, folders or - as for code, the documents are grouped as they are, and no ledger is read or
    written. One line of jsonl is {external_id, document_id, story_id}.
    """
    options.keep_inputs(inputs, output)
    found = _of_inputs(inputs, date, publisher) if inputs else _of_ledger(ledger)
    if form == "jsonl":
        with click.open_file(str(output) if output else "-", "w", encoding="utf-8") as handle:
            for row in found:
                line = {key: row[key] for key in ("external_id", "document_id", "story_id")}
                handle.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    _print(list(found), output)


def _of_ledger(ledger: Path) -> Iterator[dict[str, Any]]:
    from newsledger.apps.cli.lookup import open_grouped
    from newsledger.ledger import run_query

    yield from run_query(open_grouped(ledger), "from stories order by external_id nulls last, document_id").to_pylist()


def _of_inputs(inputs: tuple[str, ...], date: str | None, publisher: str | None) -> Iterator[dict[str, Any]]:
    from newsledger.articles import split_articles
    from newsledger.cluster import group_stories
    from newsledger.ingest import read_inputs
    from newsledger.records import Skip

    pages = {}
    for item in read_inputs(inputs, date=date, publisher=publisher):
        if isinstance(item, Skip):
            click.echo(f"skipped {item.origin}: {item.reason}", err=True)
        else:
            pages[item.document_id] = item
    if not pages:
        raise SystemExit(3)
    stories = group_stories((page, split_articles(page)) for page in pages.values())
    for page in pages.values():
        yield {
            "external_id": page.external_id,
            "document_id": page.document_id,
            "story_id": stories[page.document_id],
            "title": page.title or page.text[:80],
            "publisher": page.publisher,
            "document_creation_time": page.document_creation_time,
        }


def _print(rows: list[dict[str, Any]], output: Path | None) -> None:
    """The stories that most documents report first, each with its first report."""
    from newsledger.apps.cli.screen import print_rows

    stories: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        stories.setdefault(row["story_id"], []).append(row)
    order = sorted(stories.values(), key=lambda s: (-len(s), s[0]["story_id"]))
    print_rows(_COLUMNS, map(_cells, order[:_SHOWN]), output=output)
    told = "1 story" if len(stories) == 1 else f"{len(stories)} stories"
    click.echo(f"{counted(len(rows), 'document')}, {told}", err=True)


def _cells(story: list[dict[str, Any]]) -> tuple[Any, ...]:
    first = min(story, key=lambda r: (r["document_creation_time"] is None, r["document_creation_time"] or ""))
    outlets = {r["publisher"] for r in story} - {None}
    day = (first["document_creation_time"] or "")[:10]
    return len(story), day, len(outlets) or None, first["title"] or first["external_id"], first["story_id"]
