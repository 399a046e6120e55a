"""Whatever a page says, a fragment has the elements and attributes that we gave it, and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.measures.fold import fold
from newsledger.view.draw.counts import count_chart
from newsledger.view.draw.network import edges_of, network
from newsledger.view.draw.sparks import bars
from newsledger.view.draw.timeline import timeline
from newsledger.view.draw.worldmap import Point, event_map, measure_map
from newsledger.view.html import mentions_html
from newsledger.view.links import WEB
from newsledger.view.pages.events import event_excerpt, event_page, event_table
from newsledger.view.pages.findings import finding_list
from newsledger.view.pages.measures import measure_table
from newsledger.view.pages.overview import facet
from newsledger.view.pages.reader import reader
from tests.pictured import elements, rich_event, rich_finding, rich_measure, rich_page, words_of

EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='x",
    "</title><b>",
    "</style><script>",
    "</textarea>",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "&lt;b&gt;",
    "&#60;script&#62;",
    "javascript:alert(1)",
    "\u202eevil\u202c",
    "\u2067x\u2069",
    "\u200b\u200d\ufeff",
    "\x00\x08\x1b",
    "\ud800",
    "\udfff\ud83d",
    "{{7*7}}",
    "${x}",
    "%3Cb%3E",
    "a" * 5000,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
    "中华人民共和国外交部发言人",
    "وزارة الخارجية",
    "x" + "\u0301" * 200,
    "\r\n\r\n",
    "\u2028\u2029",
    "\u3164",
    "{",
    "}",
    "{}",
    "%s",
]
TAGS = {
    "a",
    "article",
    "aside",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "circle",
    "clippath",
    "code",
    "dd",
    "defs",
    "desc",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "g",
    "h2",
    "h3",
    "h4",
    "header",
    "i",
    "li",
    "line",
    "ol",
    "p",
    "path",
    "pattern",
    "polygon",
    "rect",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "use",
}
ATTRIBUTES = {
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "aria-live",
    "class",
    "data-name",
    "clip-path",
    "cx",
    "cy",
    "d",
    "data-e",
    "data-event",
    "data-nl",
    "data-s",
    "dir",
    "fill",
    "height",
    "href",
    "id",
    "patterntransform",
    "patternunits",
    "preserveaspectratio",
    "points",
    "r",
    "rel",
    "role",
    "rx",
    "scope",
    "stroke-width",
    "tabindex",
    "text-anchor",
    "title",
    "transform",
    "viewbox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
}

evil = st.one_of(
    st.sampled_from(EVIL), st.text(min_size=1), st.lists(st.sampled_from(EVIL), min_size=1, max_size=4).map("".join)
)


def _reader(words: str) -> str:
    text = f"{words} Officials said Kenya may have shelled Uganda near Busia on Monday, {words} "
    text += f"killing at least 12 people {words}"
    page, articles, found, claim = rich_page(words, text, url=words)
    return reader(page, articles, [found], claims=[claim], links=WEB)


def _event(words: str) -> str:
    page, _, found, _ = rich_page(words)
    event = rich_event(words, found)
    originals = {page.document_id: words}
    return event_page(event, [found], {page.document_id: page}, originals, links=WEB) + event_excerpt(
        event, [found], {}
    )


def _counts(words: str) -> str:
    page, _, found, _ = rich_page(words)
    later, _, other, _ = rich_page(words, url="https://x.example")
    return count_chart(rich_event(words), [found, other], {page.document_id: page, later.document_id: later})


FRAGMENTS: dict[str, Callable[[str], str]] = {
    "reader": _reader,
    "event page": _event,
    "counts": _counts,
    "event table": lambda w: event_table([rich_event(w)], links=WEB, caption=w),
    "timeline": lambda w: timeline([rich_event(w)], links=WEB),
    "network": lambda w: network(edges_of([rich_event(w)]), links=WEB),
    "map": lambda w: event_map([Point(w, "UGA", 0.5, 34.0, 3)], links=WEB),
    "measures": lambda w: measure_table(fold([rich_measure(w)], on="2031-04-01"), on="2031-04-01", links=WEB),
    "measure map": lambda w: measure_map(fold([rich_measure(w)], on="2031-04-01"), on="2031-04-01"),
    "findings": lambda w: finding_list([rich_finding(w)], links=WEB),
    "bars": lambda w: bars([(w, 3), ("b", 1)], caption=w, links_to="/x?y={}") + facet(w, [(w, 2)], most=0),
    "mentions": lambda w: mentions_html([rich_page(w)[2]], caption=w),
}


@pytest.mark.parametrize("name", FRAGMENTS)
@settings(max_examples=20, deadline=None)
@given(words=evil)
def test_no_element_and_no_attribute_comes_from_text(name: str, words: str) -> None:
    fragment = FRAGMENTS[name](words)
    for element, attributes in elements(fragment):
        assert element in TAGS
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("href", "/").startswith(("/", "#", "http://", "https://"))
        assert not attributes.get("href", "").startswith("//")
    fragment.encode("utf-8")  # no lone surrogate is left


@pytest.mark.parametrize("name", FRAGMENTS)
@pytest.mark.parametrize("words", EVIL)
def test_the_same_elements_stand_there_as_for_plain_words(name: str, words: str) -> None:
    if name == "reader" or not words.strip("\r\n\u2028\u2029"):
        return  # where paragraphs end follows from line breaks
    plain = [n for n, _ in elements(FRAGMENTS[name]("n" * min(len(words), 300)))]
    shown = [n for n, _ in elements(FRAGMENTS[name](words))]
    assert sorted(set(shown)) == sorted(set(plain))
    assert abs(len(shown) - len(plain)) <= 4  # a link more or less, a word cut for its room


@pytest.mark.parametrize("name", FRAGMENTS)
def test_nothing_unseen_reorders_or_hides_words(name: str) -> None:
    shown = words_of(FRAGMENTS[name]("safe\u202edab\u2066\u200b"))
    assert not set("\u202e\u2066\u200b") & set(shown)


def test_ten_megabytes_on_one_line_are_cut() -> None:
    text = "Kenya shelled Uganda. " + "word " * 2_000_000
    page, articles, found, claim = rich_page("x", text)
    shown = reader(page, articles, [found], claims=[claim])
    assert len(shown) < 400_000
    assert "more characters" in shown
