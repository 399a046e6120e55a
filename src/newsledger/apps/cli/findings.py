"""``newsledger findings``: leads, the two kinds apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import listing, options
from newsledger.records.rule import FINDING_BASES

if TYPE_CHECKING:
    from newsledger.records.rule import Finding


@click.command("findings")
@options.ledger
@click.option(
    "--basis", type=click.Choice(FINDING_BASES), help="Only what the text says, or only what the register says."
)
@click.option("--regime", metavar="ID", help="One regime of the register only, such as un-dprk.")
@click.option("--party", metavar="CODE", callback=options.code, help="A party to the act: ISO 3166 alpha-3.")
@click.option("--name", metavar="WORDS", help='A name that the sentence has: "Captain Trading".')
@options.as_of
@listing.form
@options.output
@listing.as_json
def command(
    *,
    ledger: Path,
    basis: str | None,
    regime: str | None,
    party: str | None,
    name: str | None,
    as_of: int | None,
    form: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """List leads: acts that, as told, fall under a rule.

    A finding is a lead for an analyst, never a verdict. "The text" means that someone says so in it; "the register",
    that the act as told meets the conditions of a rule of Newsledger's register. newsledger explain ID shows why.
    """
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.export.leads import mentioned_codes, select_findings
    from newsledger.ledger import load_records
    from newsledger.records.rule import Finding

    book = open_ledger(ledger)
    everything = load_records(book, Finding, as_of=as_of)
    regime = _regime(regime, everything) if regime else None
    mentioned = mentioned_codes(book) if party else None
    found = select_findings(everything, basis=basis, regime=regime, party=party, name=name, mentioned=mentioned)
    if (form := listing.form_of(form, output, as_json=as_json)) != "table":
        from newsledger.export.flat import FINDING_COLUMNS, finding_row

        listing.write_list(found, form, output, columns=FINDING_COLUMNS, flat=finding_row)
        return
    if not found:
        click.echo("No such finding is in this ledger." if everything else "No finding is in this ledger.")
        return
    from newsledger.apps.cli.screen import print_rows
    from newsledger.view.findings import COLUMNS, finding_cells

    print_rows(COLUMNS, [finding_cells(f) for f in found])
    click.echo("Leads to be checked, not verdicts. newsledger explain ID tells why.")


def _regime(regime: str, findings: Sequence[Finding]) -> str:
    """Return the id of a regime that the register has, or had when the findings were made."""
    from newsledger.export.asked import known_regime
    from newsledger.measures.register import load_register

    return known_regime(regime, {*load_register().regimes, *(f.regime_id for f in findings if f.regime_id)})
