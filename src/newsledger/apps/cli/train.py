"""``newsledger train``: types of the user's own, learned from labelled examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options

if TYPE_CHECKING:
    from newsledger.engine.teaching import Lesson, Outcome


@click.command("train")
@click.option(
    "--examples", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=True, metavar="FILE",
    help="Labelled texts: CSV or JSON Lines with text, trigger, type, mode.",
)  # fmt: skip
@options.codebook
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="PATH",
    help="File for the layer, layer.json in the codebook by default; without --codebook a new codebook folder.",
)  # fmt: skip
@click.option("--folds", type=click.IntRange(2), default=5, show_default=True, help="Parts that are judged in turn.")
@click.option("--seed", type=int, default=0, show_default=True, help="Deals the texts into parts.")
def command(*, examples: Path, codebook: Path | None, output: Path | None, folds: int, seed: int) -> None:
    """Learn the types of your own codebook from examples, beside its rules.

    What is learned is kept only when it codes texts that it has not seen better than the rules alone; the table shows
    both. It takes seconds on a laptop and needs no extra.
    """
    from newsledger.engine import Coder
    from newsledger.engine.teaching import teach
    from newsledger.ontology.own import read_codebook
    from newsledger.ontology.own.labelled import read_labelled
    from newsledger.ontology.own.layer import LAYER_FILE, write_layer
    from newsledger.ontology.own.scaffold import new_codebook

    labelled = read_labelled(examples)
    if codebook is None:
        if output is None:
            raise click.UsageError("give --codebook DIR to learn for, or -o DIR for a new codebook of these examples")
        with new_codebook(output, labelled) as made:
            lesson = teach(labelled, Coder.load(), read_codebook(made), number=folds, seed=seed)
        click.echo(f"{output}: a codebook of these examples; read it, and write rules into rules.toml", err=True)
        codebook, output = output, None
    else:
        lesson = teach(labelled, Coder.load(), read_codebook(codebook), number=folds, seed=seed)
    _print(lesson)
    path = output or codebook / LAYER_FILE
    if not lesson.better:
        click.echo(f"Not kept: it is no better than the rules alone. {path} is as it was.")
        return
    write_layer(lesson.layer, path)
    doubt = "" if lesson.low > 0 else "; the difference may be chance, so label more"
    click.echo(f"Kept: {path}{doubt}. Use it: newsledger code INPUT --codebook {codebook}")


def _print(lesson: Lesson) -> None:
    from rich import box
    from rich.table import Table

    from newsledger.apps.cli.screen import console, plain

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("type", "events", "before: P", "R", "F1", "after: P", "R", "F1"):
        table.add_column(name, justify="left" if name == "type" else "right", overflow="fold")
    for label in sorted(lesson.before.keys() | lesson.after.keys(), key=lambda name: (name == "", name)):
        before, after = (side.get(label) for side in (lesson.before, lesson.after))
        events = next(o.gold for o in (before, after) if o is not None)
        table.add_row(plain(label) or "all", str(events), *_cells(before), *_cells(after))
    console().print(table)
    click.echo(
        f"{lesson.texts} texts, {lesson.events} events. On the words of {lesson.unread} the reader sees no event, and "
        "no layer can code them.\n"
        "Before: the rules alone. After: each text judged by what was learned from the others. Difference of F1: "
        f"{lesson.after[''].f1 - lesson.before[''].f1:+.3f} (95 %: {lesson.low:+.3f} to {lesson.high:+.3f})."
    )


def _cells(outcome: Outcome | None) -> tuple[str, str, str]:
    if outcome is None:
        return "", "", ""
    precision = outcome.hits / outcome.coded if outcome.coded else 0.0
    recall = outcome.hits / outcome.gold if outcome.gold else 0.0
    return f"{precision:.2f}", f"{recall:.2f}", f"{outcome.f1:.2f}"
