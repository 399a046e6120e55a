"""``newsledger articles``: the split alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsledger.records import Article, Document


@click.command("articles")
@options.inputs
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
    inputs: tuple[str, ...], *, form: str, output: Path | None, date: str | None, publisher: str | None
) -> None:
    """Split pages into articles and sentences, and stop there.

    With --format jsonl one line a document: {external_id, articles: [{start, end, kind, cut_off}], sentences}.
    """
    from newsledger.articles import split_articles
    from newsledger.ingest import read_inputs
    from newsledger.records import Skip

    options.keep_inputs(inputs, output)
    read = skipped = 0
    with click.open_file(str(output) if output else "-", "w", encoding="utf-8") as handle:
        for item in read_inputs(inputs, date=date, publisher=publisher):
            if isinstance(item, Skip):
                skipped += 1
                hint = f" ({item.hint})" if item.hint else ""
                click.echo(f"skipped {item.origin}: {item.reason}{hint}", err=True)
                continue
            read += 1
            articles = split_articles(item)
            line = json.dumps(_row(item, articles), ensure_ascii=False) if form == "jsonl" else _lines(item, articles)
            handle.write(line + "\n")
    if skipped and not read:
        raise SystemExit(3)


def _row(document: Document, articles: Sequence[Article]) -> dict[str, Any]:
    return {
        "external_id": document.external_id,
        "articles": [{"start": a.start, "end": a.end, "kind": a.kind, "cut_off": a.cut_off} for a in articles],
        "sentences": [[s.start, s.end] for a in articles for s in a.sentences],
    }


def _lines(document: Document, articles: Sequence[Article]) -> str:
    from newsledger.apps.cli.screen import plain

    out = []
    for article in articles:
        cut = ", cut off" if article.cut_off else ""
        out.append(f"── {article.kind}{cut} ({article.start}–{article.end})")
        out += [
            f"  {'' if s.kind == 'body' else s.kind + ': '}{document.text[s.start : s.end]}" for s in article.sentences
        ]
    return "\n".join(plain(line) for line in out)
