"""Small charts that stand in text and lists: a spark, bars, and columns by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from markupsafe import Markup

from newsledger.records import Event
from newsledger.view.draw.scales import Scale, day_of, day_ticks, next_period
from newsledger.view.draw.svg import NARROW, Twin, days_axis, figure, label, line, linked, path, rect, swatch
from newsledger.view.markup import address, group, link, said, tag
from newsledger.view.words import QUADS, quad

_WIDTH, _HEIGHT = 120.0, 24.0
_STACK = ("2", "1", "3", "4")


def spark(values: Sequence[float], *, label: str) -> Markup:
    """Return values as a line as high as the text; the last one is a dot.

    Args:
        values: In order of time.
        label: What they are, for those who do not see the line.
    """
    if not values:
        return tag("span", "–", title=label)
    at = Scale(0, max(1, len(values) - 1), 3, _WIDTH - 5)
    up = Scale(min(0.0, *values), max(0.0, *values) or 1.0, _HEIGHT - 3, 3)
    spots = [(at(n), up(v)) for n, v in enumerate(values)]
    words = f"{label}: " + ", ".join(f"{v:g}" for v in values[-24:])
    return tag(
        "svg", tag("title", words), line(0, up(0), _WIDTH, up(0), "nl-grid"), path(spots, "nl-mean"),
        tag("circle", cx=spots[-1][0], cy=spots[-1][1], r=2.6, class_="nl-dot nl-dot-count"),
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}", role="img", aria_label=words, class_="nl-spark",
    )  # fmt: skip


def bars(
    rows: Sequence[tuple[str, int]], *, caption: str = "", links_to: str | None = None,
    named: Callable[[str], str] = str,
) -> Markup:  # fmt: skip
    """Return names with bars as long as their numbers.

    Args:
        rows: Names (or codes) and numbers, in the order shown.
        caption: What is counted.
        links_to: Pattern of addresses with ``{}`` for the name.
        named: What a code is called.
    """
    if not rows:
        return tag("p", "Nothing to count.", class_="nl-empty")
    most = max(count for _, count in rows) or 1
    items = [
        tag("tr", tag("th", link(said(named(name)), address(links_to, name)), scope="row"),
            tag("td", _bar(count / most), class_="nl-bar-cell"), tag("td", count, class_="nl-number"))
        for name, count in rows
    ]  # fmt: skip
    head = tag("caption", caption) if caption else None
    return tag("table", head, tag("tbody", items), class_="nl-bars")


def _bar(share: float) -> Markup:
    return tag(
        "svg", rect(0, 0, 100 * share, 10, "nl-column"), viewBox="0 0 100 10", preserveAspectRatio="none",
        aria_hidden="true", class_="nl-bar",
    )  # fmt: skip


def months(events: Sequence[Event], *, title: str = "Events by month", clock: str = "report") -> Markup:
    """Return stacked columns by month and quad.

    Args:
        events: The events.
        title: Heading of the picture.
        clock: ``report``: by the day of the first report; ``event``: by the first day that the event may lie on.
    """
    counts: Counter[tuple[str | None, str]] = Counter()
    for event in events:
        day = event.first_reported_at if clock == "report" else event.time_earliest
        counts[(day[:7] if day and day_of(day) else None, event.quad_code)] += 1
    return months_of(counts, title=title, clock=clock)


def months_of(
    given: Mapping[tuple[str | None, str], int], *, title: str = "Events by month", clock: str = "report"
) -> Markup:
    """Return the columns of :func:`months` from numbers of events by month ("2031-03", None without a day) and quad."""
    counts: Counter[tuple[int, str]] = Counter()
    for (month, code), n in given.items():
        day = day_of(f"{month}-01")
        if day is not None:
            counts[(day, code)] += n
    undated = sum(given.values()) - sum(counts.values())
    if not counts:
        return tag("p", "No event with a day.", class_="nl-empty")
    rows = [(date.fromordinal(m).isoformat()[:7], quad(q).word, n) for (m, q), n in sorted(counts.items())]
    by = "day of the first report" if clock == "report" else "day of the event"
    left = f"{undated} event{' has' if undated == 1 else 's have'} no such day." if undated else ""
    legend = [swatch(rect(6, 2, 14, 12, f"nl-fill-q{q}"), QUADS[q].word) for q in _STACK]
    return figure(
        title, f"Number of events a month and quad, by {by}.", lambda width: _columns(counts, width), legend=legend,
        twin=Twin(("month", "quad", "events"), rows), notes=[left],
    )  # fmt: skip


def _columns(counts: Counter[tuple[int, str]], width: float) -> tuple[float, Markup]:
    first = min(m for m, _ in counts)
    end = next_period(max(m for m, _ in counts), "month")
    totals: Counter[int] = Counter()
    for (month, _), n in counts.items():
        totals[month] += n
    height, top = 150.0, 16.0
    at = Scale(first, end, 8, width - 8)
    up = Scale(0, max(totals.values()), height, top)
    parts = []
    for month, total in sorted(totals.items()):
        left, right = at(month), at(next_period(month, "month"))
        wide = min(right - left - 2, 46.0)
        x = left + (right - left - wide) / 2
        floor = 0
        shapes = []
        for code in _STACK:
            n = counts[(month, code)]
            if n:
                shapes.append(rect(x, up(floor + n), wide, up(floor) - up(floor + n) - 1, f"nl-fill-q{code}"))
                floor += n
        words = f"{date.fromordinal(month).isoformat()[:7]}: {total}"
        parts.append(linked(None, words, shapes))
        if wide > 12:
            parts.append(label(str(total), x + wide / 2, up(total) - 4, class_="nl-axis-text", anchor="middle"))
    ticks = day_ticks(first, end - 1, 5 if width == NARROW else 13)
    axis = days_axis(ticks, at, height, height + 5)
    return height + 22, group(axis, line(8, height, width - 8, height, "nl-zero"), parts)
