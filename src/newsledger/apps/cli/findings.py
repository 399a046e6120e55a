"""``newsledger findings``: leads, the two kinds apart."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.apps.cli import options
from newsledger.records.rule import FINDING_BASES


@click.command("findings")
@options.ledger
@click.option(
    "--basis", type=click.Choice(FINDING_BASES), help="Only what the text says, or only what the register says."
)
@click.option("--regime", metavar="ID", help="One regime of the register only, such as un-dprk.")
@options.as_of
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
def command(*, ledger: Path, basis: str | None, regime: str | None, as_of: int | None, as_json: bool) -> None:
    """List leads: acts that, as told, fall under a rule.

    A finding is a lead for an analyst, never a verdict. "The text" means that someone says so in it; "the register",
    that the act as told meets the conditions of a rule of Newsledger's register. newsledger explain ID shows why.
    """
    from newsledger.apps.cli.lookup import open_ledger, print_json
    from newsledger.ledger import load_records
    from newsledger.records.rule import Finding

    found = [
        f
        for f in load_records(open_ledger(ledger), Finding, as_of=as_of)
        if basis in {None, f.basis} and regime in {None, f.regime_id}
    ]
    found.sort(key=lambda f: (f.document_id, f.article_index, f.sentence_index, f.basis, f.finding_id))
    if as_json:
        print_json(*found)
        return
    if not found:
        click.echo("No finding is in this ledger.")
        return
    from newsledger.apps.cli.screen import print_rows
    from newsledger.view.findings import COLUMNS, finding_cells

    print_rows(COLUMNS, [finding_cells(f) for f in found])
    click.echo("Leads to be checked, not verdicts. newsledger explain ID tells why.")
