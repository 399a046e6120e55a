"""A page parted into stories, openings and sentences."""

from __future__ import annotations

from fuzz.aid import text_of
from fuzz.ingest import STORY
from newsledger.articles import split_articles
from newsledger.records import make_document

LONGEST = 5000
DICTIONARY = (
    b". ", b"\n\n", b"U.S. ", b"Gen. ", b"\xe2\x80\x9c", b"\xe2\x80\x9d", b"(AP) \xe2\x80\x94 ", b"Read more",
    b"Photo: ", b"MOST POPULAR\n",
    b"KICKER: ", b"[...]", b"...", b"\xe2\x80\xa2 ", b"\xe2\x80\xa8", b"NAIROBI, Kenya", b"\xe3\x80\x82", b"?!",
    b"; ",
)  # fmt: skip


def seeds() -> tuple[bytes, ...]:
    """Return pages with a headline, a dateline, a second story, lost full stops."""
    return (
        b"Talks Resume\n\nNAIROBI, Kenya (AP) - " + STORY + b"\n\nRead more\n\nSecond Story Of The Day\n\n" + STORY,
        b"TRADE TALKS: The talks go on The ministers of Norland and Sudmark met He said they agreed " + STORY,
        b'"We met," he said. "They left." ' + STORY,
    )


def one(data: bytes) -> None:
    """Part a page: spans in order, inside each other, without white space at their ends."""
    text, at = text_of(data)[:LONGEST], 0
    for article in split_articles(make_document(text)):
        assert at <= article.start < article.end <= len(text)
        within = article.start
        for sentence in article.sentences:
            assert within <= sentence.start < sentence.end <= article.end
            words = text[sentence.start : sentence.end]
            assert words == words.strip()
            within = sentence.end
        at = article.end
