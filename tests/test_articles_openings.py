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


def test_a_hyphen_in_the_place_of_a_dateline_parts_no_headline() -> None:
    dateline = "AL-HELMIYA, Sudmark (Northern Press) – "
    assert opening(dateline + BODY) == ([], "AL-HELMIYA, Sudmark", BODY)


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
        "READ: Norland expels envoy of Sudmark",
        "MORE: Why Norland expelled the envoy",
        "[READ: Norland expels envoy]",
        "Opinion | Norland was right to expel the envoy",
        "Explainer: Why did Norland expel the envoy?",
        "In pictures: flood in Helm",
        "Don’t miss: Norland frees two men",
        "Also see: Norland frees two men",
        "By AFP",
        "Source: Xinhua",
        "(With inputs from PTI)",
        "(ANI)",
        "[Ada Marsh/Al Jazeera]",
        "[File: Tom Reyes/Reuters]",
        "(AP Photo/Ada Marsh)",
        "AP Photo/Ada Marsh, File",
        "Reporting by Ada Marsh in Helm; Editing by Tom Reyes",
        "(Reporting by Ada Marsh and Tom Reyes; additional reporting by Ann de la Cruz; Editing by X. Y. Lund)",
        "Image source, Getty Images",
        "Photo: Ministry of Foreign Affairs of Ukraine / Handout",
        "Photo: AFP via Getty Images",
        "Photo: Ada Marsh for the Helm Museum",
        "Image: @togopress",
        "Photograph: Ada Marsh/The Guardian",
        "Follow us on X",
        "ENDS",
        "-30-",
        "Tags: Norland, Sudmark",
        "The views expressed in this article are the author’s own.",
        "(Except for the headline, this story has not been edited by our staff.)",
        "CORRECTION (May 3, 2031): Sudmark, not Norland, closed the border.",
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
        "Video: Soldiers of Sudmark shot a boy in Helm",
        "Photos: Police beat protesters in Oslo",
        "Pictured: soldiers storm the parliament in Helm",
        "Read: the minister must go, said the paper.",
        "Next: the border. It is still closed.",
        "Opinion polls show that Norland will vote for the party",
        "More than 300 people: that is how many died",
        "Analysis of the vote: the party of the president lost",
        "By Tuesday the army held Helm",
        "Reporting by the paper showed that guards shot a man.",
        "Reporting by Human Rights Watch shows that guards shot a man.",
        "Writing on X, the president of Norland accused Sudmark",
        "With Norland, Sudmark signed the pact",
        "Source: the guards fired first, a witness says",
        "Norland expels envoy",
        "Update: Police have arrested two men in Oslo",
    ],
)
def test_text_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("piece", ["Ab, ", "Ada and ", "in by ", "Ada-Marsh"])
def test_no_line_takes_long(piece: str) -> None:
    for opening in ("Reporting by ", "Photo: ", "By ", "Correction: ", "Updated "):
        is_furniture((opening + "Ada " + piece * 80)[:300] + " said 1")


@pytest.mark.parametrize(
    "note",
    [
        "Correction: This article originally stated that the army of Sudmark killed two monks. It was bandits.",
        "CLARIFICATION: An earlier headline said Sudmark bombed Helm. It did not.",
        "This article was amended on 4 June 2031. An earlier version said the police shot the monks.",
        "An earlier version of this story incorrectly said that Sudmark invaded Norland.",
        "An earlier version misstated the name of the minister.",
        "(Corrects paragraph 3 to say Sudmark, not Norland, closed the border)",
        "Corrections & clarifications: We said that Sudmark arrested the bishop. In fact he was fined.",
        "Editor's note: A previous version of this story wrongly reported that Norland expelled the French ambassador.",
        "We apologise for stating that Norland financed the rebels.",
        "(This story corrects the attribution in paragraph 4: the quote was from Sudmark)",
        "A story on Monday misstated that Norland cut ties with Sudmark.",
        "This story has been corrected to show that 12 soldiers, not 21, were killed.",
    ],
)
def test_a_correction_is_furniture(note: str) -> None:
    assert is_furniture(note)


@pytest.mark.parametrize(
    "text",
    [
        "The minister wrongly said that Sudmark had closed the border.",
        "An earlier version of the bill would have banned the party.",
        "An earlier report by the United Nations said that the army killed 30 people.",
        "The report wrongly accused Sudmark of arming the rebels.",
        "This report was written by two judges and accuses the army of murder.",
        "Editor's note: Gunmen killed three guards on Monday. Here is what we know.",
        "Note: the army was reorganised in May.",
        "Corrections officers shot two prisoners in Helm.",
        "Corrected figures show that 14 people died",
        "(Corrects name) LOME, May 3 (Reuters) - Norland expelled",
        "We said that we would sign the treaty, and we did.",
    ],
)
def test_what_takes_nothing_back_is_text(text: str) -> None:
    assert not is_furniture(text)


@pytest.mark.parametrize(
    "text", ["Watch: Norland fires on Sudmark", "Video: Soldiers shot a boy in Helm", "Related: Norland bombs a port"]
)
def test_a_page_that_is_one_link_is_read(text: str) -> None:
    (article,) = split_articles(make_document(text))
    assert shown(text, article) == [("body", text)]


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
