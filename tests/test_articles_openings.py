"""Datelines, kickers, decks, headlines and page furniture."""

from __future__ import annotations

import pytest

from newsledger.articles import split_articles
from newsledger.articles.datelines import full_date, parse_dateline
from newsledger.articles.furniture import credit_start, is_furniture
from newsledger.articles.openings import read_opening
from newsledger.records import Article, make_document

BODY = "The two sides agreed to reopen the crossing at Helm."


@pytest.mark.parametrize(
    ("dateline", "place", "date"),
    [
        ("OSLO — ", "OSLO", None),
        ("ISLAMABAD, PAKISTAN — -", "ISLAMABAD, PAKISTAN", None),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti", None),
        ("BEIRUT, April 3 (Reuters) - ", "BEIRUT", None),
        ("WASHINGTON, Jan. 5, 2021 – ", "WASHINGTON", "2021-01-05"),
        ("ST. PETERSBURG, Russia -- ", "ST. PETERSBURG, Russia", None),
        ("Kyiv, Ukraine (CNN) - ", "Kyiv, Ukraine", None),
        ("Geneva, 12 May 2021 – ", "Geneva", "2021-05-12"),
        ("GENEVA, 31 February 2021 – ", "GENEVA", None),
    ],
)
def test_datelines(dateline: str, place: str, date: str | None) -> None:
    text = dateline + BODY
    found = parse_dateline(text, 0, len(text))
    assert found is not None
    assert (found.place, found.date, found.end) == (place, date, len(dateline))


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "NATO — which has no army of its own — said so.",
        "Norland and Sudmark – old rivals – met.",
        "In Oslo (AP) reporters waited.",
        "MR LUND: We are done - Thank you.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert parse_dateline(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Friday, January 4, 2019", "2019-01-04"),
        ("Published: 3 Sept. 2022", "2022-09-03"),
        ("2020-02-29", "2020-02-29"),
        ("2021-02-29", None),
        ("May 3", None),
    ],
)
def test_full_dates(words: str, date: str | None) -> None:
    assert full_date(words) == date


def opening(text: str) -> tuple[list[tuple[str, str]], str | None, str]:
    found = read_opening(text, 0, len(text))
    pieces = [(kind, text[start:end]) for start, end, kind in found.pieces]
    return pieces, found.dateline.place if found.dateline else None, text[found.body :]


def test_kicker_and_deck() -> None:
    deck = "The envoys set no date for a second round, the ministry said"
    assert opening(f"BORDER TALKS: {deck} {BODY}") == ([("kicker", "BORDER TALKS"), ("deck", deck)], None, BODY)
    assert opening(f"BORDER TALKS: {deck} Norland yesterday closed the crossing at Helm.") == (
        [("kicker", "BORDER TALKS"), ("deck", deck)],
        None,
        "Norland yesterday closed the crossing at Helm.",
    )


@pytest.mark.parametrize("kicker", ["BORDER TALKS", "UNDER PRESSURE", "A NEW ERA", "G-20 MEETING"])
def test_kicker_without_deck(kicker: str) -> None:
    assert opening(f"{kicker}: {BODY}") == ([("kicker", kicker)], None, BODY)


@pytest.mark.parametrize("label", ["MR LUND", "QUESTION", "FOREIGN MINISTER HOLM"])
def test_speakers_are_no_kickers(label: str) -> None:
    text = f"{label}: {BODY}"
    assert opening(text) == ([], None, text)


def test_glued_headlines() -> None:
    head = "Norland-Sudmark Talks Reopen Crossing"
    assert opening(f"{head}-HELM, SUDMARK — -{BODY}") == ([("headline", head)], "HELM, SUDMARK", BODY)
    assert opening(f"{head} -{BODY}") == ([("headline", head)], None, BODY)
    plain = "Norland and Sudmark reopened the Helm-Oslo road on Monday."
    assert opening(plain) == ([], None, plain)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Read more",
        "READ MORE: Norland recalls its envoy",
        "MOST POPULAR",
        "More from World",
        "2 min read",
        "Comments (14)",
        "14 comments",
        "Sign up for our newsletter",
        "Photo: Reuters",
        "Photo courtesy of the Helm Museum",
        "(Photo by Ada Marsh)",
        "Image: EPA-EFE",
        "AP/File",
        "AFP/Getty Images",
        "By Ada Marsh and Tom Reyes",
        "By Ada Marsh, Staff Writer",
        "Published: May 3, 2023 10:15 GMT",
        "3 hours ago",
        "* * *",
        "© 2023 Northern News",
        "Ada Marsh contributed to this report from Helm",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        "Read more books, she told them.",
        "By Monday the crossing was open again.",
        "By Monday Sudmark and Norland had agreed",
        "Reuters, which first reported the deal, named no one",
        "Photographers and reporters were kept away from the crossing",
        "Latest talks fail",
        "May 3 was the day of the vote",
        "Norland signs",
        "Photos by activists showed tanks in the streets of Helm",
    ],
)
def test_text_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Guards wait at Helm. Photo: Reuters", " Photo: Reuters"),
        ("Guards wait at Helm. (Photo by A. Marsh)", " (Photo by A. Marsh)"),
        ("The road is open... Read more", " Read more"),
        ("The road is open (at last)", ""),
        ("The plan has one part: aid.", ""),
        ("The plan had one image: a bridge", ""),
    ],
)
def test_credit_at_the_end(text: str, credit: str) -> None:
    assert text[credit_start(text) :] == credit


def test_openings_become_sentences_and_the_dateline_none() -> None:
    head = "Norland And Sudmark Reopen The Crossing"
    text = f"{head}-HELM, SUDMARK — -{BODY} It had been shut since March. Photo: AP/File"
    (article,) = split_articles(make_document(text))
    assert shown(text, article) == [
        ("headline", head),
        ("body", BODY),
        ("body", "It had been shut since March."),
    ]
    assert article.dateline_place == "HELM, SUDMARK"


def shown(text: str, article: Article) -> list[tuple[str, str]]:
    return [(sentence.kind, text[sentence.start : sentence.end]) for sentence in article.sentences]
