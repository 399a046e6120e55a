"""``newsledger explain``: what is behind every field of a mention, behind a finding, or why mentions are one event."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from rich.text import Text

    from newsledger.ledger import Ledger
    from newsledger.records import EventMention
    from newsledger.records.rule import Finding
    from newsledger.view.explain import Reason

_TABLE_WIDTH = 100


@click.command("explain")
@click.argument("mention_id", metavar="ID")
@options.ledger
@click.option("--json", "as_json", is_flag=True, help="The whole record as JSON.")
def command(mention_id: str, *, ledger: Path, as_json: bool) -> None:
    """Show the words, the scores and the rules behind every field of an event mention, and the verdicts on it.

    For a finding, show its grounds; for an event, why its mentions are one. ID is the id of a mention (m-…), a finding
    (f-…) or an event (e-…), or the start of one.
    """
    from newsledger.apps.cli.lookup import find_finding, find_mention, open_ledger, print_json

    if mention_id.startswith("f-"):
        _explain_finding(find_finding(open_ledger(ledger), mention_id), as_json=as_json)
        return
    if mention_id.startswith("e-"):
        _explain_event(ledger, mention_id, as_json=as_json)
        return
    book = open_ledger(ledger)
    mention = find_mention(book, mention_id)
    if as_json:
        print_json(mention, indent=1)
        return
    _print(mention, _decided(book, mention.event_mention_id))


def _explain_finding(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        from newsledger.apps.cli.lookup import print_json

        print_json(finding, indent=1)
        return
    from newsledger.apps.cli.screen import plain
    from newsledger.view.findings import finding_lines

    for line in finding_lines(finding):
        click.echo(plain(line))


def _block(line: Reason) -> Text:
    """One reason for a narrow screen: what is coded from which words, and below it why."""
    from rich.text import Text

    from newsledger.apps.cli.screen import plain

    words = f"“{line.words}”" if line.words else ""
    score = "" if line.score is None else f"{line.score:.2f}"
    told = "  ".join(filter(None, (line.value or "–", words, score)))
    return Text.assemble((f"{line.field}: ", "bold"), (plain(told), "cyan"), (f"\n    {plain(line.why)}", "dim"))


def _explain_event(ledger: Path, key: str, *, as_json: bool) -> None:
    from newsledger.apps.cli.lookup import find_event, open_grouped, print_json

    event, mentions = find_event(open_grouped(ledger), key)
    if as_json:
        print_json(*event.merges)
        return
    from newsledger.apps.cli.screen import plain
    from newsledger.view.event import merge_lines

    for line in merge_lines(event, mentions):
        click.echo(plain(line))


def _decided(book: Ledger, mention_id: str) -> list[Reason]:
    """The verdicts on a mention; where a column was corrected, what stands above is still the coder's."""
    from newsledger.ledger.reviews import standing
    from newsledger.view.explain import decisions

    verdicts = book.verdicts()
    return decisions([v for v in verdicts if mention_id in v.event_mention_ids], standing(verdicts))


def _print(mention: EventMention, decided: list[Reason]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from newsledger.apps.cli.screen import console, plain
    from newsledger.view.explain import explanation

    out = console()
    out.print(Text(f"“{plain(mention.text)}”", style="italic"))
    if out.width < _TABLE_WIDTH:
        for line in (*explanation(mention), *decided):
            out.print(_block(line))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, style in (("field", "bold"), ("value", "cyan"), ("words", ""), ("score", "green"), ("why", "dim")):
        table.add_column(name, style=style, overflow="fold")
    for line in (*explanation(mention), *decided):
        score = "" if line.score is None else f"{line.score:.2f}"
        table.add_row(*(Text(plain(x)) for x in (line.field, line.value, line.words, score, line.why)))
    out.print(table)
