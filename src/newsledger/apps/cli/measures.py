"""``newsledger measures``: tariffs, sanctions, bans and the like with their state on a day."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.apps.cli import listing, options
from newsledger.records.measure import MEASURE_KINDS


@click.command("measures")
@options.ledger
@click.option("--issuer", metavar="CODE", callback=options.code, help="Who takes it: ISO 3166 alpha-3, or EUR, UNO.")
@click.option(
    "--target",
    metavar="CODE",
    callback=options.code,
    help="Whom it is aimed at; measures on all countries are included.",
)
@click.option("--party", metavar="CODE", callback=options.code, help="Who takes it, or whom it is aimed at.")
@click.option("--name", metavar="WORDS", help='A name that its reports have: "Captain Trading".')
@click.option("--kind", type=click.Choice(MEASURE_KINDS), help="One kind only.")
@options.on_day
@options.known_by
@options.as_of
@listing.form
@options.output
@listing.as_json
def command(
    *,
    ledger: Path,
    issuer: str | None,
    target: str | None,
    party: str | None,
    name: str | None,
    kind: str | None,
    on: str | None,
    known_by: str | None,
    as_of: int | None,
    form: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """List tariffs, sanctions, bans and the like with their state on a day.

    Without --on, the day of the newest report counts; today's date never does.
    """
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.export.leads import select_measures
    from newsledger.ledger import load_records
    from newsledger.measures.ask import exceptions, select
    from newsledger.records.measure import MeasureMention
    from newsledger.view.measures import COLUMNS, UNDATED, day_words, exception_line, in_order, state_cells

    reports = load_records(open_ledger(ledger), MeasureMention, as_of=as_of)
    day = on or max(((r.document_creation_time or "")[:10] for r in reports), default="") or UNDATED
    states = select(reports, issuer=issuer, target=target, kind=kind, on=day, known=known_by)
    states = select_measures(states, party=party, name=name)
    if (form := listing.form_of(form, output, as_json=as_json)) != "table":
        from newsledger.export.flat import MEASURE_COLUMNS, measure_row

        listing.write_list(states, form, output, columns=MEASURE_COLUMNS, flat=lambda state: measure_row(state, day))
        return
    if not states:
        click.echo("No such measure is in this ledger.")
        return
    from newsledger.apps.cli.screen import print_rows

    click.echo(f"state {day_words(day)}" + ("" if on or day == UNDATED else " (the newest report)"))
    print_rows(COLUMNS, [state_cells(s) for s in in_order(states)])
    apart = () if party or name else exceptions(reports, issuer=issuer, target=target, kind=kind, known=known_by)
    for report in apart:
        click.echo(exception_line(report))
