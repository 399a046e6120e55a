"""A comparison as one HTML page: no script, nothing from elsewhere; every piece of text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from newsledger.export.compare.agreement import Agreement, Comparison, Match
from newsledger.export.compare.coded import Coded
from newsledger.export.compare.sides import Side

LIMITS = (
    "Agreement is no accuracy: neither side is taken as right, and both can be wrong together.",
    "The two sides read different news: what only one has may be an error of the other, or a page that it never saw.",
    "An occurrence is a type between a directed pair on a day. Rows without a day or without two known codes are not "
    "compared; the notes count them.",
    "CAMEO codes were put into PLOVER types by PLOVER's crosswalk; CAMEO 01 has no type and is left out.",
    "Only pairs of codes are compared: sectors, modes, places and names are coded too differently to be matched.",
)
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b }
table { border-collapse: collapse; margin: .6rem 0 1.4rem }
caption { text-align: left; font-weight: 600; padding: .3rem 0 }
th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid #ddd }
th:first-child, td:first-child { text-align: left }
td.bars { text-align: left; white-space: nowrap }
.bar { display: inline-block; height: .7em; vertical-align: baseline }
.a { background: #3b6ea5 } .m { background: #444 } .b { background: #c98a2b }
li { margin: .4rem 0; overflow-wrap: anywhere } small { color: #555 }
"""
_BAR = 16.0


def number(value: float | None) -> str:
    """Return a measure with two decimals, a dash where it is not defined."""
    return "–" if value is None else f"{value:.2f}"


def comparison_html(a: Side, b: Side, found: Comparison, *, by: str) -> str:
    """Return the page."""
    parts = [
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=color-scheme content=light>",
        "<meta name=viewport content='width=device-width'><title>Comparison</title>",
        f"<style>{_STYLE}</style></head><body><h1>Comparison</h1>",
        f"<p><b>A</b> {_safe(a.name)} ({a.kind})<br><b>B</b> {_safe(b.name)} ({b.kind})<br>{found.days}, "
        f"days at most {found.days_apart} apart</p>",
        _agreement_table(found, by),
        _measures(found),
        _confusion(found),
        *(_examples(name, matches) for name, matches in found.examples if matches),
        "<h2>What this cannot say</h2><ul>",
        *(f"<li>{_safe(line)}</li>" for line in LIMITS),
        "</ul>",
        *(_notes(letter, side) for letter, side in (("A", a), ("B", b)) if side.notes),
        "</body></html>\n",
    ]
    return "".join(parts)


def _agreement_table(found: Comparison, by: str) -> str:
    head = (by, "rows A", "rows B", "occurrences A", "occurrences B", "matched", "only A", "only B", "Jaccard")
    rows = [found.total, *found.groups]
    most = max((g.a + g.b - g.matched for g in found.groups), default=1)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{_safe(str(v))}</td>" for v in agreement_cells(group))
        + f"<td class=bars>{_bar(group, most) if group is not found.total else ''}</td></tr>"
        for group in rows
    )
    heads = "".join(f"<th>{h}</th>" for h in head)
    key = "<small><span class='bar a' style='width:1em'></span> only A <span class='bar m' style='width:1em'></span> "
    key += "matched <span class='bar b' style='width:1em'></span> only B</small>"
    return f"<table><caption>Agreement by {_safe(by)} {key}</caption><tr>{heads}<th></th></tr>{body}</table>"


def agreement_cells(group: Agreement) -> list[str]:
    """Return the cells of one row of the table."""
    counts = (group.rows_a, group.rows_b, group.a, group.b, group.matched, group.only_a, group.only_b)
    return [group.key, *map(str, counts), number(group.jaccard)]


def _bar(group: Agreement, most: int) -> str:
    parts = (("a", group.only_a), ("m", group.matched), ("b", group.only_b))
    return "".join(
        f"<span class='bar {k}' style='width:{_BAR * n / max(most, 1):.2f}em'></span>" for k, n in parts if n
    )


def measure_rows(found: Comparison) -> list[tuple[str, str]]:
    """Return the measures with what each is taken over."""
    rows = [
        ("Cohen's kappa, did anything happen (each pair and day, same day)", number(found.pair_days)),
        (f"Cohen's kappa, which type ({found.types_count} pair-days with one type on each side)", number(found.types)),
    ]
    for unit, n, linear, ranked in found.correlations:
        rows.append((f"correlation of counts by {unit} (n = {n}), Pearson", number(linear)))
        rows.append((f"correlation of counts by {unit} (n = {n}), Spearman", number(ranked)))
    return rows


def _measures(found: Comparison) -> str:
    body = "".join(f"<tr><td>{_safe(name)}</td><td>{value}</td></tr>" for name, value in measure_rows(found))
    return f"<table><caption>Measures</caption>{body}</table>"


def _confusion(found: Comparison) -> str:
    differing = [(x, y, n) for x, y, n in found.confusion if x != y][:12]
    if not differing:
        return ""
    body = "".join(f"<tr><td>{x}</td><td>{y}</td><td>{n}</td></tr>" for x, y, n in differing)
    return f"<table><caption>Types that differ</caption><tr><th>A</th><th>B</th><th>pair-days</th></tr>{body}</table>"


def _examples(name: str, matches: Sequence[Match]) -> str:
    items = "".join(f"<li>{_example(match)}</li>" for match in matches)
    return f"<h2>{_safe(name)}</h2><ul>{items}</ul>"


def _example(match: Match) -> str:
    row = match[0] or match[1]
    assert row is not None
    parts = [f"<b>{_safe(row.event_type)}</b> {_safe(row.actor)} → {_safe(row.recipient)}"]
    parts += [f"<br>{letter} {row_text(side)}" for letter, side in zip("AB", match, strict=True) if side]
    return "".join(parts)


def row_text(row: Coded) -> str:
    """Return a row as escaped text: its day, its words and where they stand."""
    where = f" <small>{_safe(row.where)}</small>" if row.where else ""
    return f"{_safe(row.day)}: {_safe(row.words)} <small>{_safe(row.reference)}</small>{where}"


def _notes(letter: str, side: Side) -> str:
    items: Iterable[str] = (f"<li>{count} {_safe(note)}</li>" for note, count in side.notes.items())
    return f"<h2>Left out of {letter}</h2><ul>{''.join(items)}</ul>"


def _safe(text: str) -> str:
    """Return text for HTML; characters that would reorder the page are shown as a mark."""
    return escape("".join("\ufffd" if c in _OVERRIDES or not (c.isprintable() or c == " ") else c for c in text))


_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
