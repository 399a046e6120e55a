"""What holds for any text: spans lie where they should, and the same page is split the same way twice."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.articles import split_articles
from newsledger.records import Article, make_document

# Pieces that the rules look at, so that random pages reach them.
PIECES = st.sampled_from(
    [
        "The minister said on Monday that the talks had failed.",
        "He left. She stayed",
        "TRADE TALKS: The talks go on The ministers of Norland and Sudmark",
        "OSLO, Norway (AP) — ",
        "Read more",
        "MOST POPULAR",
        "Photo: Reuters",
        "A Long Headline About Talks-HELM, SUDMARK — -The talks",
        "U.S. Gen. J. Smith",
        "“",
        "”",
        '"',
        "• ",
        "...",
        "[...]",
        "\n",
        "\r\n",
        "\u2028",
        "\x00",
        "\x1c",
        "\u200b",
        " ",
        "MR LUND: Thank you.",
        "May 3, 2023",
        "賴清德",
        "e\u0301",
        "😀",
    ]
)
PAGES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(PIECES, max_size=30).map("\n".join),
)


def split(text: str) -> tuple[Article, ...]:
    return split_articles(make_document(text))


@settings(max_examples=300, deadline=None)
@given(PAGES)
def test_spans_lie_inside_in_order_and_without_white_space(text: str) -> None:
    articles = split(text)
    at = 0
    for index, article in enumerate(articles):
        assert article.article_index == index
        assert article.kind == ("teaser" if index else "main")
        assert at <= article.start < article.end <= len(text)
        within = article.start
        for sentence in article.sentences:
            assert within <= sentence.start < sentence.end <= article.end
            words = text[sentence.start : sentence.end]
            assert words == words.strip()
            assert sentence.kind in {"body", "headline", "kicker", "deck"}
            within = sentence.end
        at = article.end
    assert split(text) == articles


@given(st.text(st.sampled_from(" \t\n\r\u00a0\u2003\x0b\x1f\u2028")))
def test_white_space_has_no_articles(text: str) -> None:
    assert split(text) == ()


def test_ids_are_stable_and_distinct() -> None:
    document = make_document("One story stands here.")
    (article,) = split_articles(document)
    assert article.document_id == document.document_id
    assert article.article_id.startswith("a-")
    (other,) = split("Another story stands here.")
    assert other.article_id != article.article_id


HOSTILE = {
    "letters": "a",
    "capitals": "A ",
    "stops": ".",
    "initials": "A. ",
    "spaces": "x" + " " * 500,
    "quotes": '"',
    "open quotes": "“Ab. C ",
    "labels": "KICK: ",
    "datelines": "AB, CD, ",
    "glued": "Aab-The ",
    "credits": "Photo: ",
    "brackets": "(",
    "openers": "said The ",
    "lines": "Abc def\n",
    "links": "http://a.b.C/",
    "dashes": "— ",
    "bullets": "• ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    """Ten times the text may take no more than about ten times as long; backtracking would take a hundred times."""

    def seconds(size: int) -> float:
        document = make_document(piece * (size // len(piece)))
        before = time.process_time()
        split_articles(document)
        return time.process_time() - before

    seconds(1_000)
    short = max(0.002, *(seconds(10_000) for _ in range(3)))
    assert min(seconds(100_000) for _ in range(2)) < 40 * short
