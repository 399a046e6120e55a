"""What all pictures share: the frame with title, description, legend and table, in a wide and a narrow drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from markupsafe import Markup

from newsledger.view.draw.scales import Scale, Tick, width_of
from newsledger.view.markup import Child, clean, group, number, table, tag, verbatim

WIDE, NARROW = 960.0, 380.0
"""Width of the two drawings of a picture, in pixels; the stylesheet shows the one that fits."""
Draw = Callable[[float], tuple[float, Markup]]
"""Draws for a width; returns the height and the content."""
_ROWS = 200
_AXIS, _EDGE = 11.5, 10.0


@dataclass(frozen=True, slots=True)
class Twin:
    """The numbers of a picture as a table."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Child]]


def figure(
    title: str, description: str, draw: Draw, *, legend: Iterable[Markup] = (), twin: Twin | None = None,
    notes: Iterable[str] = (), shared: Markup | None = None,
) -> Markup:  # fmt: skip
    """Return a picture with its words.

    Args:
        title: What it shows.
        description: What can be seen, in a sentence, for those who do not see it.
        draw: Draws it for a width.
        legend: Entries of the legend.
        twin: The same as a table.
        notes: What else must be known, such as what was left out.
        shared: Shapes with ids that both drawings use.
    """
    drawn = [_svg(title, description, width, *draw(width)) for width in (WIDE, NARROW)]
    entries = list(legend)
    key = tag("ul", [tag("li", e) for e in entries], class_="nl-legend", aria_label="Legend") if entries else None
    said = [tag("p", note, class_="nl-note") for note in notes if note]
    caption = tag("figcaption", tag("strong", title), description)
    both = (
        tag("svg", tag("defs", shared), width=0, height=0, aria_hidden="true", class_="nl-hidden") if shared else None
    )
    return tag("figure", caption, both, drawn, key, said, _table(title, twin), class_="nl-figure")


def _table(title: str, twin: Twin | None) -> Markup | None:
    if twin is None or not twin.rows:
        return None
    more = len(twin.rows) - _ROWS
    left = tag("p", f"{more} more rows are left out", class_="nl-note") if more > 0 else None
    rows = table(twin.columns, twin.rows[:_ROWS], caption=title)
    return tag("details", tag("summary", "The same as a table"), rows, left, class_="nl-twin")


def _svg(title: str, description: str, width: float, height: float, content: Markup) -> Markup:
    named = ident(title, description, str(content), number(width))
    inner = group(
        tag("title", title, id=f"{named}-t"), tag("desc", description, id=f"{named}-d"), content
    )  # fmt: skip
    return tag(
        "svg", inner, viewBox=f"0 0 {number(width)} {number(height)}", role="group" if "<a " in content else "img",
        aria_labelledby=f"{named}-t", aria_describedby=f"{named}-d",
        class_="nl-svg nl-wide" if width == WIDE else "nl-svg nl-narrow",
    )  # fmt: skip


def ident(*parts: str) -> str:
    """Return an id that follows from content."""
    text = "\x00".join(parts).encode("utf-8", "replace")
    return "nl-" + blake2b(text, digest_size=6).hexdigest()


def label(words: str, x: float, y: float, *, class_: str | None = None, anchor: str | None = None) -> Markup:
    """Return text at a point."""
    return tag("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str, **more: str | float | None) -> Markup:
    """Return a straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_, **more)


def rect(x: float, y: float, width: float, height: float, class_: str, **more: str | float | None) -> Markup:
    """Return a rectangle; one without area is a hair wide, so that it is seen."""
    return tag("rect", x=x, y=y, width=max(0.5, width), height=max(0.5, height), class_=class_, **more)


def path(points: Iterable[tuple[float, float]], class_: str, *, closed: bool = False) -> Markup:
    """Return a line through points."""
    way = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return tag("path", d=verbatim(f"M{way}{'z' if closed else ''}"), class_=class_)


def mark(code: str, x: float, y: float, radius: float = 5.0) -> Markup:
    """Return the sign of a quad: a circle cooperates, a diamond is in conflict; hollow in words, filled in deeds."""
    style = f"nl-mark-q{code}" if code in {"1", "2", "3", "4"} else "nl-mark-q0"
    if code in {"1", "2"}:
        return tag("circle", cx=x, cy=y, r=radius, class_=style)
    r = radius * 1.25
    corners = " ".join(f"{number(a)},{number(b)}" for a, b in ((x, y - r), (x + r, y), (x, y + r), (x - r, y)))
    return tag("polygon", points=corners, class_=style)


def stage_mark(stage: str, x: float, y: float, radius: float = 5.0) -> Markup | None:
    """Return what a stage adds to a sign: a dashed ring (planned), a dotted one (possible), a stroke (denied)."""
    if stage == "denied":
        r = radius + 4
        return line(x - r, y + r, x + r, y - r, "nl-stage-denied")
    if stage in {"planned", "possible", "open"}:
        return tag("circle", cx=x, cy=y, r=radius + 3.5, class_=f"nl-stage-{stage}")
    return None


def linked(href: str | None, title: str, *children: Child) -> Markup:
    """Return shapes with their words, as a link where there is an address."""
    inner = group(tag("title", clean(title, limit=400)), *children)
    if href:
        return tag("a", inner, href=href, aria_label=title)
    return tag("g", inner)


def days_axis(ticks: Sequence[Tick], at: Scale, top: float, bottom: float) -> Markup:
    """Return the lines of days with their labels below; a label that would run over the edge is left out."""
    lines = [line(at(t.day), top, at(t.day), bottom, "nl-grid") for t in ticks]
    room = at.end + _EDGE
    labels = [
        label(t.label, at(t.day) + 3, bottom + 14, class_="nl-axis-text")
        for t in ticks
        if at(t.day) + 3 + width_of(t.label, _AXIS) <= room
    ]
    return group(lines, labels)


def swatch(content: Markup, words: str) -> Markup:
    """Return an entry of a legend: a small drawing (26 by 16) and what it means."""
    return group(tag("svg", content, viewBox="0 0 26 16", aria_hidden="true", class_="nl-swatch"), words)
