"""``newsledger compare``: two ledgers, or a ledger and rows of another data set, beside each other."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.export.compare import Comparison, Side

KINDS = ("ledger", "polecat", "icews", "gdelt")
_SHOWN = 30


@click.command("compare")
@click.argument("a", type=click.Path(path_type=Path), metavar="A")
@click.argument("b", type=click.Path(path_type=Path), metavar="B")
@click.option("--by", type=click.Choice(("type", "dyad", "day")), default="type", show_default=True, help="Rows.")
@options.first_day
@options.last_day
@click.option("--country", "countries", multiple=True, metavar="CODE", help="A party has this code; may be repeated.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="This PLOVER type; may be repeated.")
@click.option(
    "--days", type=click.IntRange(0, 31), default=1, show_default=True, help="How far apart two days may be to match."
)
@click.option("--examples", type=click.IntRange(0), default=3, show_default=True, help="Examples of each sort.")
@click.option(
    "--undated",
    type=click.Choice(("open", "report-day")),
    default="open",
    show_default=True,
    help="What stands, in a ledger, for a date that the text does not give.",
)
@click.option("--a-is", type=click.Choice(KINDS), help="What A is; found out by default.")
@click.option("--b-is", type=click.Choice(KINDS), help="What B is; found out by default.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "jsonl", "html")),
    default="table",
    show_default=True,
    help="Form of the answer.",
)
@options.output
def command(
    a: Path,
    b: Path,
    *,
    by: str,
    first_day: str | None,
    last_day: str | None,
    countries: tuple[str, ...],
    types: tuple[str, ...],
    days: int,
    examples: int,
    undated: str,
    a_is: str | None,
    b_is: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Compare two sets of coded events: what both have, what only one has, how far they agree.

    A and B are each a ledger folder, or a file of POLECAT, ICEWS or GDELT 2.0 rows (also .gz or .zip).
    """
    from newsledger.export import known_codes, known_types
    from newsledger.export.compare import Limits, compare, comparison_html, detect_kind, read_side

    options.keep_inputs([str(a), str(b)], output)
    kinds = a_is or detect_kind(a), b_is or detect_kind(b)
    options.in_order(first_day, last_day)
    limits = Limits(first_day, last_day, frozenset(known_codes(countries)), frozenset(known_types(types)))
    dated = undated == "report-day"
    sides = [read_side(path, limits, kind=k, report_day=dated) for path, k in zip((a, b), kinds, strict=True)]
    one, other = sides
    found = compare(one, other, by=by, days_apart=days, examples=examples, span=(first_day, last_day))
    if form == "table":
        _print(sides, found, by, output)
        return
    text = comparison_html(one, other, found, by=by) if form == "html" else _json_lines(sides, found, by)
    with click.open_file(str(output) if output else "-", "w", encoding="utf-8") as handle:
        handle.write(text)


def _json_lines(sides: list[Side], found: Comparison, by: str) -> str:
    """The whole as lines: one of what was compared, then one a group, then one an example."""
    head = {
        "sides": [{"name": s.name, "kind": s.kind, "left_out": dict(s.notes)} for s in sides],
        "first": found.first,
        "last": found.last,
        "days_apart": found.days_apart,
        "pair_days_kappa": found.pair_days,
        "types_kappa": found.types,
        "types_count": found.types_count,
        "confusion": [{"a": x, "b": y, "pair_days": n} for x, y, n in found.confusion],
        "correlations": [{"unit": u, "n": n, "pearson": p, "spearman": s} for u, n, p, s in found.correlations],
    }
    rows: list[dict[str, Any]] = [{"record": "comparison", **head}]
    rows += [{"record": by if g is not found.total else "all", **asdict(g)} for g in (found.total, *found.groups)]
    for name, matches in found.examples:
        for one, other in matches:
            pair = {"a": asdict(one) if one else None, "b": asdict(other) if other else None}
            rows.append({"record": "example", "sort": name, **pair})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _print(sides: list[Side], found: Comparison, by: str, output: Path | None) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from newsledger.apps.cli.screen import console, plain
    from newsledger.export.compare.page import LIMITS, agreement_cells, measure_rows

    out = console(output)
    for letter, side in zip("AB", sides, strict=True):
        out.print(Text(plain(f"{letter}  {side.name} ({side.kind})")))
    if found.first is None or not found.total.a + found.total.b:
        out.print("They have no day in common on which both could be compared.")
    else:
        out.print(f"{found.days}, days at most {found.days_apart} apart\n")
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        heads = (by, "rows A", "rows B", "A", "B", "matched", "only A", "only B", "Jaccard")
        for n, name in enumerate(heads):
            table.add_column(name, justify="right" if n else "left")
        for group in (found.total, *found.groups[:_SHOWN]):
            table.add_row(*(Text(plain(cell)) for cell in agreement_cells(group)))
        out.print(table)
        if len(found.groups) > _SHOWN:
            out.print(f"… {len(found.groups)} in all; --format jsonl has them\n")
        for name, value in measure_rows(found):
            out.print(Text(f"{value:>6}  {name}"))
        _print_examples(found, out)
    for letter, side in zip("AB", sides, strict=True):
        for note, count in side.notes.items():
            out.print(Text(plain(f"{letter}: {count} {note}"), style="dim"))
    out.print()
    for line in LIMITS:
        out.print(Text(line, style="dim"))
    if output:
        out.file.close()


def _print_examples(found: Comparison, out: object) -> None:
    from rich.console import Console
    from rich.text import Text

    from newsledger.apps.cli.screen import plain

    assert isinstance(out, Console)
    for name, matches in found.examples:
        if matches:
            out.print(f"\n{name}")
        for match in matches:
            for letter, row in zip("AB", match, strict=True):
                if row:
                    where = f"  [{row.where}]" if row.where else ""
                    head = f"  {letter}  {row.day}  {row.event_type}  {row.actor} → {row.recipient}  "
                    out.print(Text(plain(f"{head}{row.words}{where}")))
    out.print()
