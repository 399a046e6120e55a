from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from newsledger.view.links import Links
from newsledger.view.markup import address, clean, group, link, said, short, table, tag
from tests.pictured import elements, words_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “text” 中文 日本", "plain – “text” 中文 日本"),
        ("\u202egnihton\u202c", "[U+202E]gnihton[U+202C]"),
        ("a\u200bb\ufeffc\u00ad", "a[U+200B]b[U+FEFF]c[U+00AD]"),
        ("a\x00\x1b[31m", "a[U+0000][U+001B][31m"),
        ("\ud800 lone", "[U+D800] lone"),
        ("tag\U000e0041", "tag[U+E0041]"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("Lat\u200cin", "Lat[U+200C]in"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("x\u2066y\u2069", "x[U+2066]y[U+2069]"),
        ("line\nbreak\ttab", "line\nbreak\ttab"),
        ("z" + "\u0301" * 40, "z[40 accents]"),
        ("e\u0301", "e\u0301"),
        ("blank\u3164\u2800", "blank[U+3164][U+2800]"),
    ],
)
def test_what_is_not_seen_is_shown_and_what_is_seen_stays(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_very_long_text_is_cut_and_says_so() -> None:
    shown = clean("a" * 10_000_000)
    assert len(shown) < 21_000
    assert shown.endswith("… [9980000 characters more]")
    assert short("b " * 5_000_000, 40).endswith("…")


@given(st.text())
def test_text_makes_no_element_and_no_attribute(text: str) -> None:
    made = tag("p", text, title=text)
    assert [(name, sorted(attributes)) for name, attributes in elements(made)] == [("p", ["title"])]
    assert words_of(tag("pre", clean(text))).strip() == clean(text).replace("\r", "\n").strip()


def test_markup_stays_and_text_beside_it_is_escaped() -> None:
    assert group(tag("b", "x"), " & ", ["<", None, 2.50, 7]) == Markup("<b>x</b> &amp; &lt;2.57")


@pytest.mark.parametrize("name", ["on click", "a b", "", "x>y", "<p"])
def test_names_of_elements_never_come_from_data(name: str) -> None:
    with pytest.raises(ValueError, match="no name of an element"):
        tag(name)


@pytest.mark.parametrize("name", ["onclick", "ONLOAD", "style", "a b", 'x"y'])
def test_no_handler_and_no_style_can_be_an_attribute(name: str) -> None:
    with pytest.raises(ValueError, match="no name of an attribute"):
        tag("p", **{name: "x"})


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        " javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/\\evil.example",
        "http:",
        "https:///x",
        "http://[bad",
        "blob:x",
        "\u200bjavascript:x",
    ],
)
def test_an_address_that_is_none_of_the_web_is_no_link(href: str) -> None:
    assert not [a for name, a in elements(link("words", href)) if "href" in a]
    assert "words" in link("words", href)


@pytest.mark.parametrize("href", ["https://a.example/x?y=1&z", "http://a.example", "/events/e-1", "#e-1", "?page=2"])
def test_an_address_of_the_web_or_of_our_own_is_a_link(href: str) -> None:
    ((name, attributes),) = elements(link("words", href))
    assert (name, attributes["href"]) == ("a", href)
    assert ("rel" in attributes) == href.startswith("http")


def test_addresses_encode_what_they_hold() -> None:
    assert address("/events/{}", "e/1?x#y&z") == "/events/e%2F1%3Fx%23y%26z"
    assert address(None, "x") is None
    links = Links(event="/e/{}", dyad="/d/{}/{}", events=frozenset({"a"}))
    assert (links.to_event("a"), links.to_event("b"), links.to_dyad("K E", "U")) == ("/e/a", None, "/d/K%20E/U")


def test_a_table_names_its_rows_and_columns() -> None:
    found = list(elements(table(("a", "b"), [("x", 1), ("y", None)], caption="c")))
    assert [a["scope"] for n, a in found if n == "th"] == ["col", "col", "row", "row"]
    assert [a["tabindex"] for n, a in found if n == "div"] == ["0"]


def test_words_of_a_page_keep_their_direction_to_themselves() -> None:
    assert said("شرق") == Markup("<bdi>شرق</bdi>")
    assert said(None) == said("") == Markup("")
