"""A codebook of the user's own as terminal text: types, rules in their order, and what becomes of its examples."""

from __future__ import annotations

from dataclasses import dataclass

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from newsledger.errors import OntologyError
from newsledger.ontology.own import OwnCodebook, OwnRule
from newsledger.ontology.own.book import code_label
from newsledger.ontology.own.checks import unmapped


@dataclass(frozen=True, slots=True)
class Tried:
    """The table of the examples, and how many of them do not get their code."""

    table: RenderableType
    missed: int


def overview(book: OwnCodebook) -> RenderableType:
    """Return the types, and the rules in the order in which they are tried."""
    types = _table(f"{book.name}: {book.label}", "type", "what it covers", "modes", "examples")
    for kind in book.types:
        modes = ", ".join(m.code for m in kind.modes)
        types.add_row(Text(kind.code, "bold cyan"), kind.label, modes, str(len(kind.examples)))
    rules = _table("Rules, the first that fits decides", "", "rule", "gives", "when", "unless")
    for number, rule in enumerate(book.rules, 1):
        when, unless = _conditions(rule)
        rules.add_row(str(number), Text(rule.name), Text(code_label(rule.type, rule.mode), "cyan"), when, unless)
    use = "instead of PLOVER: mentions that no rule maps are left out" if book.instead else "beside PLOVER"
    lines = [Text(f"Used {use}. Part of the coder's name: codebook-{book.id}")]
    lines += [Text(f"{code}: no rule gives it; only a learned layer can", "yellow")
              for code in unmapped(book.types, book.rules)]  # fmt: skip
    if book.layer:
        lines.append(Text(f"Learned layer: {len(book.layer.features)} features, labels {', '.join(_labels(book))}"))
    return Group(types, rules, *lines)


def page(book: OwnCodebook, code: str) -> RenderableType:
    """Return the page of one type.

    Raises:
        OntologyError: The codebook has no such type.
    """
    known = {t.code.lower(): t for t in book.types}
    kind = known.get(code.partition("/")[0].lower())
    if kind is None:
        hint = "its types: " + ", ".join(t.code for t in book.types)
        raise OntologyError(f"the codebook {book.name} has no type {code!r}", hint=hint)
    lines = [Text.assemble((kind.code, "bold cyan"), f"  {kind.label}"), Text(kind.definition)]
    for mode in kind.modes:
        lines.append(Text.assemble((f"\n/{mode.code}", "bold"), f"  {mode.description}"))
        lines += [Text(f"    {e.text}  [{e.trigger}]", "italic") for e in kind.examples if e.mode == mode.code]
    lines += [Text(f"\n{e.text}  [{e.trigger}]", "italic") for e in kind.examples if e.mode is None]
    for rule in book.rules:
        if rule.type == kind.code:
            when, unless = _conditions(rule)
            lines.append(Text(f"\nrule {rule.name} → {code_label(rule.type, rule.mode)}\n  when {when}"))
            lines += [Text(f"  unless {unless}")] if unless else []
    return Group(*lines)


def tried(book: OwnCodebook) -> Tried:
    """Code the examples of a codebook by itself."""
    from newsledger.engine import Coder
    from newsledger.records import make_document

    coder = Coder.load((), book)
    table = _table("Examples, coded", "", "wanted", "coded", "words", "example")
    missed = 0
    for kind in book.types:
        for example in kind.examples:
            wanted = code_label(kind.code, example.mode)
            mentions = coder.code(make_document(example.text)).mentions
            here = [m for m in mentions if m.trigger.text in example.trigger or example.trigger in m.trigger.text]
            found = [code_label(m.own_type, m.own_mode) if m.own_type else f"– ({m.event_type})" for m in here]
            right = wanted in found if example.mode else any(m.own_type == kind.code for m in here)
            missed += not right
            mark = Text("ok", "green") if right else Text("no", "red")
            told = ", ".join(found) or "no event read there"
            table.add_row(mark, wanted, told, Text(example.trigger), Text(example.text, "italic"))
    return Tried(table, missed)


def _conditions(rule: OwnRule) -> tuple[str, str]:
    when, unless = (
        "; ".join(f"{key} {' | '.join(values)}" for key, values in side) for side in (rule.when, rule.unless)
    )
    return when, unless


def _labels(book: OwnCodebook) -> list[str]:
    return [label or "none" for label in book.layer.labels] if book.layer else []


def _table(title: str, *columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
