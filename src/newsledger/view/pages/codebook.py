"""The codebook as pages: the overview, and a page for each type, mode, context, sector and other code."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from newsledger.errors import OntologyError
from newsledger.ontology import CodebookEntry, CodedExample, Context, EventType, ModeEntry, load
from newsledger.view.draw.svg import line, rect
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import Child, definitions, group, link, signed, table, tag
from newsledger.view.words import quad_badge, type_badge

_CUES = 60


def codebook_index(*, links: Links = NOWHERE) -> Markup:
    """Return the overview: all types with their scores and modes, then contexts, sectors and the other codes."""
    book = load()
    types = table(
        ("type", "what it covers", "quad", "score", "modes"),
        (
            (link(type_badge(t.code, None, t.quad_code), links.to_code(t.code)), t.label, quad_badge(t.quad_code),
             group(_score(t.intensity), f" {signed(t.intensity)}"), group(_mode_links(t, links)))
            for t in book.types
        ),
        caption="PLOVER’s sixteen event types; the score goes from −10 (conflict) to +10 (cooperation)",
    )  # fmt: skip
    lists = (
        ("Contexts", "what an event is about", [(c.code, c.label) for c in book.contexts]),
        ("Sectors", "the part of society that a party belongs to", [(s.code, s.label) for s in book.sectors]),
        (
            "In the place of a country",
            "parties that belong to no country",
            [(o.code, o.label) for o in book.organisations],
        ),
        ("Auxiliary modes", "how an event stands to the report", [(a.code, a.label) for a in book.auxiliary]),
    )
    sections = [
        tag(
            "section",
            tag("h3", title),
            tag("p", about, class_="nl-note"),
            tag(
                "ul",
                [
                    tag("li", link(label, links.to_code(code)), " ", tag("span", code, class_="nl-id"))
                    for code, label in rows
                ],
                class_="nl-codes-list",
            ),
        )
        for title, about, rows in lists
    ]
    return tag("div", types, sections, class_="nl-codebook")


def _mode_links(kind: EventType, links: Links) -> Iterator[Child]:
    home = links.to_code(kind.code)
    for n, mode in enumerate(kind.modes):
        yield ", " if n else None
        yield link(mode.code, f"{home}#{mode.code}" if home else None)


def _score(value: float) -> Markup:
    """A small scale from conflict to cooperation with the place of a score on it."""
    x = 30 + value * 2.8
    bar = rect(min(30.0, x), 4, abs(x - 30), 8, "nl-fill-q2" if value > 0 else "nl-fill-q4")
    middle = line(30, 1, 30, 15, "nl-zero")
    return tag("svg", bar, middle, viewBox="0 0 60 16", aria_hidden="true", class_="nl-score")


def codebook_page(code: str, *, links: Links = NOWHERE) -> Markup:
    """Return the page of a type, a mode (``COERCE/arrest`` or ``arrest``), a context, a sector or another code.

    Raises:
        OntologyError: No such code; the hint names near ones.
    """
    book = load()
    kind, _, mode = code.partition("/")
    if mode:
        return _mode_page(book.entry(kind.upper()), book.mode(kind.upper(), mode.lower()).code, links)
    if any(t.code == code.upper() for t in book.types):
        return _type_page(book.entry(code.upper()), links)
    having = [t for t in book.types if any(m.code == code.lower() for m in t.modes)]
    if having:
        return group([_mode_page(book.entry(t.code), code.lower(), links) for t in having])
    for context in book.contexts:
        if context.code == code.lower():
            return _context_page(context)
    entries = [(s.code, s.label, s.description, s.examples) for s in book.sectors]
    entries += [(o.code, o.label, o.description, o.examples) for o in book.organisations]
    entries += [(a.code, a.label, a.description, (a.example,)) for a in book.auxiliary]
    for own, label, description, examples in entries:
        if own.lower() == code.lower():
            return _short_page(own, label, description, examples)
    book.event_type(code)
    raise OntologyError(f"Unknown code: {code!r}")


def _type_page(entry: CodebookEntry, links: Links) -> Markup:
    kind = entry.event_type
    rows: list[tuple[Child, Child]] = [
        ("quad", quad_badge(kind.quad_code)),
        ("score", group(_score(kind.intensity), f" {signed(kind.intensity)}")),
        ("needs a recipient", "yes, unless all parties act together" if kind.requires_recipient else "no"),
    ]
    if entry.future:
        rows.append(("in the future", entry.future))
    modes = [_mode_card(m) for m in entry.modes]
    not_this = [tag("li", link(n.event_type, links.to_code(n.event_type)), ": ", n.decide) for n in entry.not_this]
    return tag(
        "article", _head(kind.code, kind.label), tag("p", entry.definition), definitions(rows),
        group(tag("h3", "Modes"), tag("div", modes, class_="nl-cards")) if modes else None,
        tag("h3", "Examples"), [_example(e) for e in entry.examples], tag("h3", "Not this, but"), tag("ul", not_this),
        class_="nl-entry",
    )  # fmt: skip


def _head(code: str, label: str) -> Markup:
    return tag("header", tag("h2", label), tag("p", code, class_="nl-id"))


def _mode_page(entry: CodebookEntry, code: str, links: Links) -> Markup:
    kind = entry.event_type
    mode = next(m for m in entry.modes if m.mode.code == code)
    back = tag(
        "p",
        "a mode of ",
        link(type_badge(kind.code, None, kind.quad_code), links.to_code(kind.code)),
        f": {kind.label}",
    )
    return tag("article", back, _mode_card(mode), class_="nl-entry")


def _mode_card(entry: ModeEntry) -> Markup:
    mode = entry.mode
    adds = tag("p", f"always about: {', '.join(mode.adds_contexts)}", class_="nl-note") if mode.adds_contexts else None
    return tag(
        "section", tag("h4", mode.code, " ", tag("small", signed(mode.intensity))), tag("p", entry.description),
        tag("ul", [tag("li", tag("i", e)) for e in entry.examples]), adds, class_="nl-card", id=mode.code,
    )  # fmt: skip


def _example(example: CodedExample) -> Markup:
    """A coded example; its words are found in the sentence, so that they can be marked."""
    marks = [
        (example.trigger, "trigger"),
        *((a, "actor") for a in example.actors),
        *((r, "recipient") for r in example.recipients),
    ]
    found = sorted((at, -len(w), w, f) for w, f in marks if (at := example.text.find(w)) >= 0)
    pieces: list[Child] = []
    end = 0
    for at, _, words, field in found:
        if at < end:
            continue
        pieces += [example.text[end:at], tag("span", words, class_=f"nl-chip nl-chip-{field}")]
        end = at + len(words)
    code = f"{example.event_type}/{example.event_mode}" if example.event_mode else example.event_type
    note = group(" – ", example.note) if example.note else None
    return tag("blockquote", pieces, example.text[end:], tag("small", tag("br"), code, note), class_="nl-marked")


def _context_page(context: Context) -> Markup:
    cues = context.cues[:_CUES]
    more = f" and {len(context.cues) - _CUES} more" if len(context.cues) > _CUES else ""
    found = tag("details", tag("summary", f"{len(context.cues)} cue phrases"), tag("p", f"{', '.join(cues)}{more}"))
    return _short_page(context.code, context.label, context.description, context.examples, found)


def _short_page(
    code: str, label: str, description: str, examples: tuple[str, ...], more: Markup | None = None
) -> Markup:
    items = tag("ul", [tag("li", tag("i", e)) for e in examples])
    return tag(
        "article", _head(code, label), tag("p", description), tag("h3", "Examples"), items, more, class_="nl-entry"
    )
