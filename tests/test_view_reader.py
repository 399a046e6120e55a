from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.records import Article, EventMention, Sentence, TextSpan, make_document
from newsledger.view.links import WEB
from newsledger.view.pages.mentions import marked_sentence, mention_card, why_table
from newsledger.view.pages.reader import reader
from newsledger.view.pages.segments import TRACKS, Span, marked, segments, spans_of
from newsledger.view.words import FIELDS
from tests.builders import mention, party
from tests.pictured import TEXT, body_of, elements, rich_page, words_of

LENGTH = 40
spans = st.lists(
    st.builds(
        lambda start, length, field: (start, min(LENGTH, start + length), field),
        st.integers(0, LENGTH - 1),
        st.integers(1, LENGTH),
        st.sampled_from(sorted(FIELDS)),
    ),
    max_size=12,
).map(lambda found: [Span(n, *span, events=(n,)) for n, span in enumerate(found)])


@given(spans)
def test_pieces_make_up_the_text_and_know_all_that_covers_them(found: list[Span]) -> None:
    pieces = list(segments(0, LENGTH, found))
    assert [p.start for p in pieces] == [0, *(p.end for p in pieces)][:-1]
    assert pieces[-1].end == LENGTH
    for piece in pieces:
        for at in range(piece.start, piece.end):
            assert set(piece.spans) == {s for s in found if s.start <= at < s.end}


@given(st.text(min_size=1, max_size=60), spans)
def test_marked_text_reads_as_before(text: str, found: list[Span]) -> None:
    from newsledger.view.markup import clean

    inside = [s for s in found if s.end <= len(text)]
    plain = "".join(clean(text[s.start : s.end]) for s in segments(0, len(text), inside))
    pre = words_of(f"<pre>x{marked(text, 0, len(text), inside)}</pre>")
    assert pre.strip() == f"x{plain}".strip()


def test_marks_that_cross_get_tracks_of_their_own() -> None:
    page = make_document("abcdefghij")
    crossing = [
        replace(mention(page, "a"), event_mention_id="m-1", trigger=TextSpan("abcdef", 0, 6)),
        replace(mention(page, "a"), event_mention_id="m-2", trigger=TextSpan("defgh", 3, 8)),
        replace(mention(page, "a"), event_mention_id="m-3", trigger=TextSpan("ij", 8, 10)),
    ]
    found = spans_of(crossing, length=10)
    assert [(s.start, s.end, s.track, s.events) for s in found] == [(0, 6, 0, (0,)), (3, 8, 1, (1,)), (8, 10, 0, (2,))]
    classes = [n["class"] for t, n in elements(marked("abcdefghij", 0, 10, found)) if t == "span"]
    assert classes[1].split()[:4] == ["nl-seg", "is-trigger", "nl-t0-trigger", "nl-t1-trigger"]


def test_more_marks_than_tracks_are_still_told() -> None:
    page = make_document("abcdefghij")
    piled = [
        replace(mention(page, "a"), event_mention_id=f"m-{n}", trigger=TextSpan("x", n, 10)) for n in range(TRACKS + 2)
    ]
    found = spans_of(piled, length=10)
    assert [s.track for s in found] == [*range(TRACKS), None, None]
    last = [n for t, n in elements(marked("abcdefghij", 0, 10, found))][-1]
    assert "event word of event 6" in last["title"]


def test_offsets_beyond_the_text_are_left_alone() -> None:
    page = make_document("short")
    wrong = replace(mention(page, "s"), trigger=TextSpan("x", 3, 99), actors=(replace(party(page, "short"), end=-4),))
    assert spans_of([wrong], length=5) == []


@pytest.fixture(scope="module")
def rich() -> str:
    page, articles, found, claim = rich_page()
    return reader(page, articles, [found], claims=[claim], links=WEB)


def test_words_and_fields_find_each_other_by_number(rich: str) -> None:
    body = body_of(rich)
    rows = {n.getattr("data-s") for n in body.query_selector_all("dd[data-s]")}
    pieces = {n for s in body.query_selector_all(".nl-seg") for n in s.getattr("data-s").split()}
    assert rows
    assert rows <= pieces


def test_how_sure_and_on_whose_word_is_seen_at_a_glance_and_not_by_colour_alone(rich: str) -> None:
    text = words_of(rich)
    assert "? possible" in text
    assert "◌ unnamed" in text
    assert "nl-ends-possible" in rich
    assert "nl-ends-unnamed" in rich


def test_every_field_says_why(rich: str) -> None:
    table = body_of(rich).query_selector(".nl-why")
    fields = [n.text for n in table.query_selector_all("tbody th")]
    assert {"event", "actor", "recipient", "time", "place", "quantity", "on whose word", "factuality"} <= set(fields)


def test_headlines_cut_ends_and_captions_are_marked() -> None:
    text = "Big news\nKenya met Uganda.\nPhoto: A. Person\nThen it"
    page = make_document(text)
    at = text.index("Kenya"), text.index("Photo"), text.index("Then")
    sentences = (Sentence(0, 8, "headline"), Sentence(at[0], at[1] - 1), Sentence(at[2], len(text)))
    article = Article("a", page.document_id, 0, 0, len(text), "teaser", True, "NAIROBI", None, sentences, True)
    shown = reader(page, [article], [])
    body = body_of(shown)
    assert [n.text for n in body.query_selector_all(".nl-kind")] == ["headline", "not read"]
    assert "Photo: A. Person" in body.query_selector(".nl-block-aside").text
    assert "breaks off" in body.query_selector(".nl-cut-off").text
    about = body.query_selector(".nl-story-name").text
    assert about == "Story 1 of 1 · teaser · dateline NAIROBI · full stops were lost"
    assert "No event was read" in body.text


def test_stories_glued_to_one_page_stand_apart() -> None:
    text = "One met two. || Three met four."
    page = make_document(text)
    stories = [
        Article("a", page.document_id, 0, 0, 12, "main", False, None, None, (Sentence(0, 12),)),
        Article("b", page.document_id, 1, 16, len(text), "teaser", False, None, None, (Sentence(16, len(text)),)),
    ]
    body = body_of(reader(page, stories[::-1], []))
    assert [n.getattr("aria-label") for n in body.query_selector_all("article")] == ["Story 1 of 2", "Story 2 of 2"]
    assert "||" in body.query_selector(".nl-text").text


def test_without_a_date_the_reader_says_what_the_date_would_rest_on() -> None:
    assert "undated: not stated" in words_of(reader(make_document("x"), [], []))


def test_a_source_of_an_earlier_sentence_that_speaks_on_is_named(rich: str) -> None:
    names = [n.text for n in body_of(rich).query_selector_all(".nl-event dt")]
    assert "speaks on" in names


def test_a_sentence_by_itself_has_its_own_marks() -> None:
    page = make_document("Before. " + TEXT)
    found = _moved(page, 8)
    assert words_of(marked_sentence(found)).startswith("Officials")
    marks = [n["class"] for t, n in elements(marked_sentence(found)) if t == "span"]
    assert any("is-trigger" in c for c in marks)


def _moved(page: Any, by: int) -> EventMention:
    at = TEXT.index("shelled") + by
    made = mention(page, page.text[:1], text=TEXT, sentence_start=by, sentence_end=by + len(TEXT))
    return replace(made, trigger=TextSpan("shelled", at, at + 7))


def test_a_card_says_what_the_sentence_lacks() -> None:
    bare = mention()
    text = words_of(mention_card(bare))
    assert "Not in the sentence: actor, recipient, time, place." in text
    assert "the article’s own voice" in text
    assert "the text names none" in words_of(why_table(bare))
