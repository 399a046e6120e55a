"""Numbers at the head of a page, and facets: what there is how often."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from newsledger.view.draw.sparks import bars
from newsledger.view.markup import address, link, tag


def number_cards(pairs: Sequence[tuple[str, int | str]]) -> Markup:
    """Return numbers with what they count, large."""
    cards = [
        tag("div", tag("dt", name), tag("dd", f"{value:,}" if isinstance(value, int) else value))
        for name, value in pairs
    ]
    return tag("dl", cards, class_="nl-numbers")


def facet(
    title: str, rows: Sequence[tuple[str, int]], *, links_to: str | None = None, most: int = 12,
    named: Callable[[str], str] = str,
) -> Markup:  # fmt: skip
    """Return the most frequent values of something as bars.

    Args:
        title: What it is.
        rows: Values with their numbers, most frequent first.
        links_to: Pattern of addresses with ``{}`` for a value.
        most: Values shown; the rest is counted, and listed when it is opened.
        named: What a value is called.
    """
    rest = rows[most:]
    more = None
    if rest:
        items = [tag("li", link(named(name), address(links_to, name)), f" {count}") for name, count in rest[:500]]
        more = tag("details", tag("summary", f"{len(rest)} more"), tag("ul", items))
    return tag("section", tag("h3", title), bars(rows[:most], links_to=links_to, named=named), more, class_="nl-facet")
