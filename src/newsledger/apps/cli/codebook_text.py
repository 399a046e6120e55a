"""The codebook as terminal text: the overview, and a page a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsledger.errors import OntologyError
from newsledger.export.countries import country
from newsledger.ontology import CodebookEntry, ModeEntry, load
from newsledger.view.colours import QUAD_STYLES


def overview() -> RenderableType:
    """Return the table of all event types with their modes."""
    book = load()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="PLOVER event types", title_justify="left")
    for name in ("type", "what it covers", "quad", "intensity", "modes"):
        table.add_column(name, overflow="fold")
    for kind in book.types:
        style = QUAD_STYLES[kind.quad_code]
        modes = ", ".join(m.code for m in kind.modes)
        table.add_row(
            Text(kind.code, style=style), kind.label, kind.quad_label.lower(), f"{kind.intensity:g}", Text(modes)
        )
    lines = [
        Text("Contexts: " + ", ".join(c.code for c in book.contexts)),
        Text("Sectors: " + ", ".join(s.code for s in book.sectors)),
        Text("Codes in place of a country: " + ", ".join(o.code for o in book.organisations)),
        Text("Auxiliary modes: " + ", ".join(a.code for a in book.auxiliary)),
        Text("newsledger codebook CODE reads on", style="dim"),
    ]
    return Group(table, *lines)


def page(code: str) -> RenderableType:
    """Return the page of a type, mode ("arrest", "COERCE/arrest"), context, sector, organisation or auxiliary mode.

    Raises:
        OntologyError: No such code; the hint names near ones.
    """
    book = load()
    kind, _, mode = code.partition("/")
    types = {t.code for t in book.types}
    if mode:
        return Group(*_mode_lines(book.entry(kind.upper()), book.mode(kind.upper(), mode.lower()).code))
    if code.upper() in types:
        return Group(*_type_lines(book.entry(code.upper())))
    having = [t for t in book.types if any(m.code == code.lower() for m in t.modes)]
    if having:
        return Group(*(line for t in having for line in _mode_lines(book.entry(t.code), code.lower())))
    tables: tuple[Callable[[str], object], ...] = (book.sector, book.organisation)
    for find in tables:
        try:
            return _short(find(code.upper()))
        except OntologyError:
            continue
    for auxiliary in book.auxiliary:
        if auxiliary.code == code.lower():
            return _short(auxiliary)
    try:
        return _short(book.context(code.lower()))
    except OntologyError:
        if found := country(code.upper()):
            hint = "newsledger codebook lists the types, modes, contexts and sectors"
            raise OntologyError(f"{found.iso3} is the code of a country, {found.name}", hint=hint) from None
        book.event_type(code)
        raise


def _short(entry: object) -> RenderableType:
    lines = [Text.assemble((entry.code, "bold cyan"), f"  {entry.label}")]  # type: ignore[attr-defined]
    lines.append(Text(entry.description))  # type: ignore[attr-defined]
    examples = getattr(entry, "examples", ()) or tuple(filter(None, [getattr(entry, "example", None)]))
    lines += [Text(f"  · {example}", style="italic") for example in examples]
    return Group(*lines)


def _mode_lines(entry: CodebookEntry, code: str) -> Iterator[RenderableType]:
    for mode in entry.modes:
        if mode.mode.code == code:
            yield from _mode_text(mode, f"{entry.event_type.code}/{code}")


def _mode_text(mode: ModeEntry, name: str) -> Iterator[RenderableType]:
    yield Text.assemble((name, "bold"), f"  {mode.mode.intensity:g}  {mode.description}")
    yield Padding(Text("\n".join(mode.examples), style="italic"), (0, 0, 0, 4))


def _type_lines(entry: CodebookEntry) -> Iterator[RenderableType]:
    kind = entry.event_type
    style = QUAD_STYLES[kind.quad_code]
    yield Text.assemble((kind.code, style), f"  {kind.label}  ({kind.quad_label.lower()}, {kind.intensity:g})")
    yield Text(entry.definition)
    if entry.future:
        yield Text.assemble(("In the future tense: ", "bold"), entry.future)
    for mode in entry.modes:
        yield from _mode_text(mode, f"\n/{mode.mode.code}")
    yield Text("\nExamples", style="bold")
    for example in entry.examples:
        code = f"{example.event_type}/{example.event_mode}" if example.event_mode else example.event_type
        sides = " → ".join(filter(None, ("; ".join(example.actors), "; ".join(example.recipients))))
        yield Text.assemble("  ", (example.text, "italic"))
        yield Text(f"    {code}: {example.trigger}  [{sides}]  {example.note or ''}", style="dim")
    yield Text("\nNot this type", style="bold")
    for neighbour in entry.not_this:
        yield Text.assemble("  ", (neighbour.event_type, "cyan"), f"  {neighbour.decide}")
