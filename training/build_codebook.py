"""Write docs/codebook.md from the ontology's data files.

Usage: ``python -m training.build_codebook``. The tests fail when the page is older than the data.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsledger import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = Path(__file__).parent.parent / "docs" / "codebook.md"

HEAD = """\
# Codebook

<!-- Made by training/build_codebook.py from src/newsledger/ontology/: change the data there, not this page. -->

What Newsledger codes and how to decide. The event types, modes, contexts, sectors and scores are those of
[PLOVER](https://github.com/openeventdata/PLOVER) (Open Event Data Alliance); definitions and examples are our own.
`newsledger codebook TYPE` shows the same in the terminal.

Rules for every type:

- One event is one deed: who did what to whom. Plain saying is no event; condemning, promising or threatening is one.
- Actors and recipients are lists. A reciprocal act (two sides meet, trade, fight) has all of them as actors.
- A cooperative act in the future is AGREE, a retreat that is only announced is CONCEDE; both lose their mode.
- Other planned acts keep their type and are marked with an auxiliary mode.
- Contexts say what the event is about; an event may have several or none.
- Intensity runs from -10 (conflict) to +10 (cooperation). The quad code is 1 verbal cooperation, 2 material
  cooperation, 3 verbal conflict, 4 material conflict.
"""


def page(book: ontology.Ontology) -> str:
    """Return the whole page as Markdown."""
    parts = [HEAD, *_overview(book)]
    for event_type in book.types:
        parts += _entry(book.entry(event_type.code))
    parts += _contexts(book)
    parts += _lists(book)
    parts += _cameo(book)
    return "\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"
    yield ""


def _overview(book: ontology.Ontology) -> Iterator[str]:
    yield "## Event types at a glance\n"
    head = ("type", "in words", "quad", "intensity", "recipient", "in the future", "modes")
    yield from _table(
        head,
        (
            (
                f"[{t.code}](#{t.code.lower()})",
                t.label,
                f"{t.quad_code} {t.quad_label}",
                t.intensity,
                "required" if t.requires_recipient else "",
                t.future_type or "",
                ", ".join(mode.code for mode in t.modes),
            )
            for t in book.types
        ),
    )


def _entry(entry: ontology.CodebookEntry) -> Iterator[str]:
    event_type = entry.event_type
    yield f"## {event_type.code}\n"
    yield f"*{event_type.label}; {event_type.quad_label}; intensity {event_type.intensity}*\n"
    yield f"{entry.definition}\n"
    if event_type.requires_recipient:
        yield "A recipient is required, unless the act is reciprocal and all its parties are actors.\n"
    if entry.future:
        yield f"**In the future:** {entry.future}\n"
    if entry.modes:
        yield from _table(
            ("mode", "intensity", "what it covers", "examples"),
            ((m.mode.code, m.mode.intensity, m.description, "<br>".join(m.examples)) for m in entry.modes),
        )
    yield from _table(
        ("example", "mode", "actor", "trigger", "recipient", "why"),
        (
            (e.text, e.event_mode or "", ", ".join(e.actors), e.trigger, ", ".join(e.recipients), e.note or "")
            for e in entry.examples
        ),
    )
    yield "Not this, but:\n"
    yield from (f"- {other.event_type}: {other.decide}" for other in entry.not_this)
    yield ""


def _contexts(book: ontology.Ontology) -> Iterator[str]:
    yield "## Contexts\n"
    yield "A sentence has a context when it holds one of its cue phrases (`plover/contexts.toml`).\n"
    rows = ((c.code, c.description, "<br>".join(c.examples)) for c in book.contexts)
    yield from _table(("context", "what it covers", "examples"), rows)


def _lists(book: ontology.Ontology) -> Iterator[str]:
    yield "## Auxiliary modes\n"
    yield from _table(("mode", "meaning", "example"), ((a.code, a.description, a.example) for a in book.auxiliary))
    yield "## Sectors\n"
    head = ("code", "name", "meaning", "examples")
    yield from _table(head, ((s.code, s.label, s.description, "; ".join(s.examples)) for s in book.sectors))
    yield "## Codes in the place of a country\n"
    yield from _table(head, ((o.code, o.label, o.description, "; ".join(o.examples)) for o in book.organisations))


def _cameo(book: ontology.Ontology) -> Iterator[str]:
    yield "## CAMEO\n"
    yield (
        "How each CAMEO code reads in PLOVER. It follows PLOVER's conversion table of 17 September 2021; notes say\n"
        "where it departs from that table. The other direction is in `cameo/back.csv`.\n"
    )
    yield from _table(
        ("CAMEO", "name", "type", "mode", "contexts", "note"),
        (
            (c.code, c.label, c.event_type or "", c.event_mode or "", ", ".join(c.contexts), c.note or "")
            for c in book.crosswalk
        ),
    )


if __name__ == "__main__":
    PAGE.write_text(page(ontology.load()), encoding="utf-8")
    print(f"wrote {PAGE.name}")
