"""The day of publication where metadata are silent: found in the text and markup of the story, never guessed."""

from __future__ import annotations

import pytest

from newsledger.ingest.html import read_html

STORY = (
    "<p>Norland on Monday recalled its ambassador from Sudmark after a patrol was shelled near the river at Helm.</p>"
    "<p>Sudmark denied that its guns had fired, and asked the League of the North to send observers to the river.</p>"
)


def day(body: str, head: str = "") -> str | None:
    return read_html(f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>").date


def story(before: str = "") -> str:
    return f"<article><h1>Norland recalls its envoy</h1>{before}{STORY}</article>"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2031-04-05T01:00:00Z">',
        '<meta property="og:updated_time" content="2031-04-05">',
        '<meta http-equiv="last-modified" content="2031-04-05">',
        '<meta name="revised" content="2031-04-05">',
        '<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2031-04-05"}</script>',
        '<script type="application/ld+json">{"@type":"ItemList","item":[{"datePublished":"2029-01-02"}]}</script>',
        '<meta name="date" content="03/04/2031">',
        '<meta name="date" content="3-4-2031 08:00">',
    ],
)
def test_a_change_another_story_or_a_date_of_two_readings_is_none(head: str) -> None:
    assert day(story(), head) is None
    assert day(story('<time datetime="2031-03-12">12 March</time>'), head) == "2031-03-12"


@pytest.mark.parametrize(
    "other",
    [
        '<aside><time datetime="2029-01-01">1 January</time></aside>',
        '<footer><time datetime="2032-01-01">Our gala</time></footer>',
        '<ul class="related-stories"><li><span class="date">March 2, 2029</span> Old news</li></ul>',
        '<div id="comments"><span class="date">July 7, 2031</span> Well said</div>',
        '<header><div class="date">Friday, November 30, 2035</div></header>',
        '<div class="most-read"><time datetime="2030-02-02">2 February</time></div>',
    ],
)
def test_dates_of_other_parts_of_a_page_are_none(other: str) -> None:
    assert day(other + story()) is None
    assert day(other + story('<div class="byline">By Ada Marsh | March 12, 2031</div>')) == "2031-03-12"


@pytest.mark.parametrize(
    "body",
    [
        story('<p>Updated <time datetime="2031-04-05">5 April</time></p><time datetime="2031-03-12">12 March</time>'),
        story(
            '<header><time class="entry-date published updated" datetime="2031-03-12T08:00">12 March</time></header>'
        ),
        f'<div class="page has-sidebar today">{story("<time datetime=2031-03-12>12 March</time>")}</div>',
        story('<p class="date">Published: 12/03/2031</p><time datetime="2031-03-12">12 March</time>'),
    ],
)
def test_the_day_of_the_story_is_found(body: str) -> None:
    assert day(body) == "2031-03-12"


def test_what_the_day_rests_on_is_told() -> None:
    assert read_html(story('<time datetime="2031-03-12">12 March</time>')).date_basis == "html text"
    assert (
        read_html(story('<time itemprop="datePublished" datetime="2031-03-12"></time>')).date_basis == "html metadata"
    )
