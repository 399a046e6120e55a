"""``newsledger evaluate``: a coding scored against the user's own gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options
from newsledger.errors import InputError

if TYPE_CHECKING:
    from newsledger.ontology.own import OwnCodebook
    from newsledger.scoring import Report
    from newsledger.scoring.sources import Coding

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("evaluate")
@click.option(
    "--gold", type=_FILE, required=True, metavar="FILE", help="Gold: coded sentences or mentions, JSON Lines."
)
@click.option("--documents", type=_FILE, metavar="FILE", help="Documents of the gold: id, text, sentences; JSON Lines.")
@click.option("--ledger", type=click.Path(path_type=Path), metavar="DIR", help="Score the coding of this ledger.")
@click.option("--input", "inputs", multiple=True, metavar="INPUT", help="Code these pages now, and score that.")
@options.codebook
@click.option("--own", is_flag=True, help="Compare the codes of a codebook of your own, not PLOVER's.")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@options.output
@click.option(
    "--examples", type=click.IntRange(0), default=3, show_default=True, help="Examples of each class of miss."
)
@click.option("--draws", type=click.IntRange(0), default=1000, show_default=True, help="Resamplings for the intervals.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the resampling.")
def command(
    *,
    gold: Path,
    documents: Path | None,
    ledger: Path | None,
    inputs: tuple[str, ...],
    codebook: Path | None,
    own: bool,
    form: str,
    output: Path | None,
    examples: int,
    draws: int,
    seed: int,
) -> None:
    """Score a coding against gold of your own: what is found, what is right, how sure, and what goes wrong.

    The coding is that of a ledger (--ledger), or pages are coded now (--input; without either, the --documents).
    """
    from newsledger.scoring import read_gold, read_pages, score
    from newsledger.scoring.goldfile import documents_of, read_lines

    if ledger and (inputs or codebook):
        raise click.UsageError("--ledger is a coding already: leave out --input and --codebook")
    rows = read_lines(gold)
    keys = documents_of(rows)
    given = read_pages(documents) if documents else None
    own = own or codebook is not None
    to_code = inputs or ((str(documents),) if documents else ())
    coding = _coding(keys, to_code, ledger=ledger, codebook=codebook, own=own)
    pages, unlike = (coding.pages, 0) if given is None else coding.on(given)
    found = read_gold(rows, pages, own=own, shared=coding.shared)
    left_out = dict(found.left_out) | ({"the text is not the one that was coded": unlike} if unlike else {})
    if not found.sentences:
        why = "; ".join(f"{reason} ({n})" for reason, n in left_out.items()) or "the file is empty"
        hint = "the gold names documents by the id given on input, or by document_id"
        raise InputError(f"no sentence of {gold.name} can be scored: {why}", hint=hint)
    report = score(found.sentences, coding.events, examples=examples, draws=draws, seed=seed)
    _print(report, left_out, form, output)


def _coding(
    keys: list[str],
    pages: Sequence[str],
    *,
    ledger: Path | None,
    codebook: Path | None,
    own: bool,
) -> Coding:
    from newsledger.scoring.sources import from_codings, from_ledger

    if ledger is not None:
        from newsledger.ledger import Ledger

        return from_ledger(Ledger(ledger), keys, own=own)
    if not pages:
        raise click.UsageError("say what to score: --ledger DIR, --input FILE, or --documents FILE to code them now")
    from newsledger.engine import run
    from newsledger.ingest import read_inputs
    from newsledger.ontology.own import read_codebook

    types: OwnCodebook | None = read_codebook(codebook) if codebook else None
    shards = run(read_inputs(pages), codebook=types)
    return from_codings((c for shard in shards for c in shard.codings), keys, own=own)


def _print(report: Report, left_out: Mapping[str, int], form: str, output: Path | None) -> None:
    if form == "json":
        import json

        from newsledger.apps.cli.evaluate_text import as_json

        text = json.dumps(as_json(report, left_out), ensure_ascii=False, indent=1)
        if output:
            output.write_text(text + "\n", encoding="utf-8")
        else:
            click.echo(text)
        return
    from newsledger.apps.cli.evaluate_text import tables
    from newsledger.apps.cli.screen import console

    out = console(output)
    for table in tables(report, left_out):
        out.print(table)
