"""``newsledger rate``: a tariff rate between two states on a day."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.apps.cli import options


@click.command("rate")
@options.ledger
@click.option(
    "--importer", required=True, metavar="CODE", callback=options.code, help="State that levies it, ISO 3166 alpha-3."
)
@click.option(
    "--origin",
    required=True,
    metavar="CODE",
    callback=options.code,
    help="State that the goods come from, ISO 3166 alpha-3.",
)
@click.option("--goods", metavar="WORDS", help="Goods, in a word of the news: steel, cars.")
@options.on_day_required
@options.known_by
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
def command(
    *, ledger: Path, importer: str, origin: str, goods: str | None, on: str, known_by: str | None, as_json: bool
) -> None:
    """Tell a tariff rate between two states on a day.

    The answer has the rate, the measures that make it up, what is uncertain, and the sentences that it rests on.
    """
    from newsledger.apps.cli.lookup import open_ledger, print_json
    from newsledger.ledger import load_records
    from newsledger.measures.ask import rate
    from newsledger.records.measure import MeasureMention

    reports = load_records(open_ledger(ledger), MeasureMention)
    answer = rate(reports, importer=importer, origin=origin, on=on, goods=goods, known=known_by)
    if as_json:
        print_json(answer, indent=1)
        return
    from newsledger.apps.cli.screen import plain
    from newsledger.view.measures import answer_lines

    for line in answer_lines(answer):
        click.echo(plain(line))
