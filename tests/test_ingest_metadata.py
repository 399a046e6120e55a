from __future__ import annotations

import json

import pytest
from lxml import html as lxml_html

from newsledger.ingest.metadata import Metadata, day, read_metadata


def told(head: str, body: str = "<p>Envoys met.</p>") -> Metadata:
    return read_metadata(lxml_html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))


def linked(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


def test_json_ld_tells_headline_day_and_outlet() -> None:
    story = {"@type": ["NewsArticle"], "headline": "Envoys meet", "datePublished": "2031-03-12T23:30:00-05:00"}
    page = told(linked(**{"@graph": [{"@type": "WebSite", "name": "Site"}, {**story, "publisher": {"name": "Times"}}]}))
    assert (page.title, page.date, page.publisher) == ("Envoys meet", "2031-03-12", "Times")
    assert told(linked(**{"@graph": [{"@type": "WebSite", "name": "Site"}, story]})).publisher == "Site"


def test_of_several_stories_the_one_of_the_page_tells_the_day() -> None:
    old = {"@type": "NewsArticle", "headline": "Old talks", "datePublished": "2019-01-02"}
    this = {
        "@type": "NewsArticle",
        "headline": "Envoys meet",
        "datePublished": ["2031-03-12"],
        "url": "https://n.example/a",
    }
    both = linked(**{"@graph": [old, this]})
    assert told(both + "<title>Envoys meet | Times</title>").date == "2031-03-12"
    assert told(both + '<link rel="canonical" href="https://n.example/a">').date == "2031-03-12"
    assert told(both + '<meta name="pubdate" content="2031-03-13">').date == "2031-03-13"
    assert told(both).date is None
    assert told(linked(**{"@graph": [old, {**old, "headline": "Other"}]})).date == "2019-01-02"


@pytest.mark.parametrize(
    ("before", "after"), [("<![CDATA[ ", " ]]>"), ("// <![CDATA[\n", "\n// ]]>\n"), ("<!--", "-->")]
)
def test_json_ld_may_be_wrapped(before: str, after: str) -> None:
    value = json.dumps({"@type": "http://schema.org/NewsArticle", "datePublished": "2031-03-12"})
    assert told(f'<script type="application/ld+json">{before}{value}{after}</script>').date == "2031-03-12"


def test_broken_json_ld_is_left_aside() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    deep = f'<script type="application/ld+json">{"[" * 50_000}</script>'
    odd = linked(**{"@type": 3, "@graph": [1, None, [["x"]]], "publisher": [], "datePublished": {}})
    assert told(f'{broken}{deep}{odd}<meta name="pubdate" content="2031-03-12">').date == "2031-03-12"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2031-03-12T08:00:00Z">',
        '<meta name="DC.date.issued" content="12 March 2031">',
        '<meta itemprop="datePublished" content="20310312">',
        '<meta name="pubdate" content="Wed, 12 Mar 2031 08:00:00 GMT">',
        '<meta name="date" content="soon"><meta name="dcterms.created" content="March 12th, 2031">',
    ],
)
def test_meta_elements_tell_the_day(head: str) -> None:
    assert told(head).date == "2031-03-12"


def test_a_last_change_is_no_publication() -> None:
    changed = '<meta property="article:modified_time" content="2031-04-01">'
    assert told(changed + linked(**{"@type": "NewsArticle", "dateModified": "2031-04-01"})).date is None


def test_marked_elements_count_when_they_agree() -> None:
    one = '<time itemprop="datePublished" datetime="2031-03-12T08:00">12 Mar</time>'
    assert told("", one).date == "2031-03-12"
    assert told("", one + '<span class="published">March 13, 2031</span>').date is None
    assert told("", '<time datetime="2031-03-12">of an event</time>').date is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2031-03-12", "2031-03-12"),
        ("2031/3/2 10:00", "2031-03-02"),
        ("Sept. 5, 2031", "2031-09-05"),
        ("5-Sep-2031", "2031-09-05"),
        ("Fri Sep 05 09:12:00 +0000 2031", "2031-09-05"),
        ("03/04/2031", None),
        ("2031-13-40", None),
        ("0001-01-01", None),
        ("tomorrow", None),
        ("", None),
        ("9" * 1000, None),
    ],
)
def test_days_are_read_only_when_they_can_be_read_in_one_way(value: str, expected: str | None) -> None:
    assert day(value) == expected


def test_titles_lose_the_name_of_the_outlet() -> None:
    outlet = '<meta property="og:site_name" content="Example Times">'
    assert told(f"{outlet}<title>Envoys meet | Example Times</title>").title == "Envoys meet"
    assert told("<title>Envoys meet in Nairobi - Example Times</title>").title == "Envoys meet in Nairobi"
    assert told("<title>Example Times</title>", "<h1>Envoys  meet</h1>").title == "Envoys meet"
    assert told(f"{outlet}<title>Example Times</title>").title == "Example Times"


def test_addresses_are_absolute_and_languages_have_two_letters() -> None:
    page = lxml_html.document_fromstring(
        '<html lang="en-GB"><head><link rel="canonical" href="/a"><meta property="og:url" content="https://n.example/a">'
    )
    assert (read_metadata(page).url, read_metadata(page).language) == ("https://n.example/a", "en")
    assert told('<link rel="canonical" href="javascript:alert(1)">').url is None
