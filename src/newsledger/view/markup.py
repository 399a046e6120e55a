"""HTML and SVG from plain values: every text is escaped and cleaned here, and nowhere else.

A fragment is a :class:`markupsafe.Markup`, which Jinja takes as it is. Text that comes from pages is data: it cannot
make an element or an attribute, characters that are not seen are shown as signs, and very long texts are cut and say
so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

Child: TypeAlias = "str | Markup | float | Iterable[Child] | None"
"""What an element may hold: markup, text, numbers, nothing, or several of these."""
Value: TypeAlias = str | Markup | float | bool | None

LONGEST = 20_000
"""Characters of one text in a fragment; a reader of a whole page sets its own limit."""
_CELL = 600
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*\Z")
_STACKED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}")
_JOINERS = "\u200c\u200d"
_KEPT = frozenset("\n\t")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LAST_EUROPEAN = "\u0590"
_HOLLOW = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
"""Characters that count as letters or marks and yet show nothing."""


def clean(text: str, *, limit: int = LONGEST) -> str:
    """Return text as it may be shown: what is not seen as ``[U+202E]``, towers of accents counted, long text cut.

    Joiners between letters of scripts that need them (Persian, Hindi …) and within emoji stay as they are.
    """
    left = len(text) - limit
    if left > 0:
        text = text[:limit]
    if not text.isascii() or not text.isprintable():
        text = _STACKED.sub(lambda m: f"[{len(m[0])} accents]", text)
        text = "".join(_sign(text, n) for n in range(len(text)))
    return f"{text} … [{left} characters more]" if left > 0 else text


def _sign(text: str, at: int) -> str:
    char = text[at]
    if char in _KEPT or (unicodedata.category(char) not in _HIDDEN and char not in _HOLLOW):
        return char
    if char in _JOINERS and at > 0 and text[at - 1] >= _LAST_EUROPEAN and text[at - 1] not in _JOINERS:
        return char
    return f"[U+{ord(char):04X}]"


def tag(name: str, *children: Child, **attributes: Value) -> Markup:
    """Return an element. Children that are no markup are escaped; those that are None or empty are left out.

    An attribute named ``class_`` or ``for_`` loses its underscore, other underscores become hyphens (``data_id``);
    one that is None or False is left out, one that is True has no value. Long ones are cut, but for geometry that is
    given as markup.

    Raises:
        ValueError: A name is none: names never come from data.
    """
    if not _NAME.match(name):
        raise ValueError(f"no name of an element: {name!r}")
    opened = f"<{name}{''.join(_attribute(k, v) for k, v in attributes.items())}>"
    return verbatim(opened if name in _VOID else f"{opened}{group(*children)}</{name}>")


def verbatim(text: str) -> Markup:
    """Return what we wrote ourselves (geometry, our own style) as markup; never for words of a page."""
    return Markup(text)  # noqa: S704


def group(*children: Child) -> Markup:
    """Return children one after the other."""
    return verbatim("".join(_pieces(children)))


def _pieces(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Markup):
            yield str(child)
        elif isinstance(child, str):
            yield str(escape(clean(child)))
        elif isinstance(child, int | float):
            yield number(child)
        elif child is not None:
            yield from _pieces(child)


def _attribute(key: str, value: Value) -> str:
    name = key.rstrip("_").replace("_", "-")
    if not _NAME.match(name) or name.lower().startswith("on") or name == "style":
        raise ValueError(f"no name of an attribute: {key!r}")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if isinstance(value, int | float):
        return f' {name}="{number(value)}"'
    shown = escape(str(value)) if isinstance(value, Markup) else escape(clean(value, limit=_CELL))
    return f' {name}="{shown}"'


def number(value: float) -> str:
    """Return a number with at most two decimals, as coordinates need it."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def signed(value: float) -> str:
    """Return a score with its sign: "+2.5", "−6", "0"."""
    return f"{value:+g}".replace("-", "−") if value else "0"


def classes(*names: str | None) -> str:
    """Return class names joined; empty ones are left out."""
    return " ".join(filter(None, names))


def said(text: str | None, *, limit: int = _CELL) -> Markup:
    """Return words of a page as an element of their own, so that their direction cannot reach what stands beside."""
    return tag("bdi", clean(text or "", limit=limit)) if text else Markup("")


def short(text: str, most: int) -> str:
    """Return a text on one line, cut after about so many characters."""
    flat = " ".join(text[: most * 8].split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def link(words: Child, href: str | None, *, class_: str | None = None, title: str | None = None) -> Markup:
    """Return a link, or the words alone where there is no address, or one that is none of the web."""
    if not href or not _safe(href):
        return tag("span", words, class_=class_, title=title) if class_ or title else group(words)
    rel = "noopener noreferrer nofollow" if urlsplit(href).scheme else None
    return tag("a", words, href=href, class_=class_, title=title, rel=rel)


def away(words: Child, url: str | None) -> Markup:
    """Return a link to an address that a page gave: one that is not of the web, or of our own pages, is words only."""
    return link(words, url if url and url.startswith(("http://", "https://")) else None)


def _safe(href: str) -> bool:
    """Tell whether an address is a place in our own pages, or http and https; ``javascript:`` and the like are not."""
    if any(c.isspace() or unicodedata.category(c) in _HIDDEN for c in href):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in {"http", "https"} and bool(parts.netloc)
    return href.startswith(("/", "#", "?")) and not href.startswith(("//", "/\\"))


def address(pattern: str | None, *values: str) -> str | None:
    """Return the address that a pattern gives for values, each percent-encoded; None without a pattern."""
    if not pattern:
        return None
    return pattern.format(*(quote(v, safe="", errors="replace") for v in values))


def table(
    columns: Iterable[Child], rows: Iterable[Iterable[Child]], *, caption: Child = None, class_: str = "nl-table"
) -> Markup:
    """Return a table with a head; the first cell of a row is its name."""
    columns = list(columns)
    head = tag("tr", [tag("th", c, scope="col") for c in columns])
    names = [c if isinstance(c, str) else None for c in columns]
    body = [tag("tr", [_cell(n, c, names[n] if n < len(names) else None) for n, c in enumerate(row)]) for row in rows]
    named = tag("caption", caption) if caption else None
    inner = tag("table", named, tag("thead", head), tag("tbody", body), class_=class_)
    return tag("div", inner, class_="nl-scroll", tabindex="0", role="group")


def _cell(at: int, child: Child, column: str | None) -> Markup:
    return tag("td", child, data_name=column) if at else tag("th", child, scope="row")


def definitions(pairs: Iterable[tuple[Child, Child]], *, class_: str = "nl-facts") -> Markup:
    """Return a list of names with what they are."""
    return tag("dl", [group(tag("dt", name), tag("dd", what)) for name, what in pairs], class_=class_)
