"""Pages of our own writing, split as a reader would split them."""

from __future__ import annotations

import pytest

from newsledger.articles import split_articles
from newsledger.records import Article, make_document

MAIN = [
    "The foreign ministers of Norland and Sudmark agreed on Tuesday to reopen the border crossing at Helm, closed "
    "since a shooting in March that killed two guards.",
    "“This is a first step,” Norland Foreign Minister Ida Holm told reporters. She did not say when.",
    "The crossing will first open to aid convoys, officials said. Trade is to follow in June, Sudmark’s minister, Per "
    "Lund, said, if a joint patrol finds the road safe.",
    "Norland closed the crossing on March 9 after gunmen fired on a patrol from the Sudmark side. Sudmark denied that "
    "its soldiers took part in the shooting.",
]
STRIKE = (
    "Tens of thousands of teachers in Costa Verde walked out on Wednesday, shutting schools in all eight provinces, "
    "after the government of President Luz Amaro refused to raise their wages in line with inflation. The main "
    "teachers union said that classes would not resume until the Treasury withdraws a plan to"
)
TANKER = (
    "An oil tanker sailing under the flag of Maresia ran aground in a storm off Port Selim early yesterday, the coast "
    "guard said, adding that no oil had leaked. Two tugs were sent from Dar Hamra to pull the ship free before the "
    "next high tide, but the harbor master, Omar Tafel, said that the wind was still too strong."
)
DAM_DECK = "Farmers downstream fear that the reservoir will take the water that their rice needs, a union leader said"
DAM = (
    "The parliament of Khandara yesterday approved a dam on the Ulu River by a margin of four votes, clearing the way "
    "for the largest public work in the history of the country. Prime Minister Arun Seth told lawmakers that the plant "
    "would light a million homes, while deputies from the south, among them"
)


def split(*lines: str, gap: str = "\n") -> tuple[str, tuple[Article, ...]]:
    text = gap.join(lines)
    return text, split_articles(make_document(text))


def shown(text: str, articles: tuple[Article, ...]) -> list[str]:
    return [text[article.start : article.end] for article in articles]


def sentences(text: str, article: Article) -> list[tuple[str, str]]:
    return [(sentence.kind, text[sentence.start : sentence.end]) for sentence in article.sentences]


def test_a_story_alone_is_one_article() -> None:
    text, articles = split(*MAIN, gap="\n\n")
    assert shown(text, articles) == [text]
    assert (articles[0].kind, articles[0].cut_off, len(articles[0].sentences)) == ("main", False, 7)


def test_teasers_are_apart_from_the_story() -> None:
    text, articles = split(
        MAIN[0], "Photo: Reuters", *MAIN[1:], "Related stories", STRIKE, TANKER, f"WATER FEARS: {DAM_DECK} {DAM}"
    )
    assert shown(text, articles)[1:] == [STRIKE, TANKER, f"WATER FEARS: {DAM_DECK} {DAM}"]
    assert [(a.kind, a.cut_off) for a in articles] == [
        ("main", False),
        ("teaser", True),
        ("teaser", False),
        ("teaser", True),
    ]
    assert text[articles[0].start : articles[0].end].endswith(MAIN[-1])
    assert sentences(text, articles[3])[:3] == [
        ("kicker", "WATER FEARS"),
        ("deck", DAM_DECK),
        ("body", DAM.split(". ")[0] + "."),
    ]
    assert not any("Photo" in words for _, words in sentences(text, articles[0]))


def test_headlines_go_with_the_teasers_below_them() -> None:
    strike, tanker = "Teachers strike over pay in Costa Verde", "Oil tanker aground in storm off Port Selim"
    text, articles = split(*MAIN, strike, STRIKE, tanker, TANKER)
    assert shown(text, articles)[1:] == [f"{strike}\n{STRIKE}", f"{tanker}\n{TANKER}"]
    assert sentences(text, articles[1])[0] == ("headline", strike)


def test_kicker_and_deck_on_lines_of_their_own() -> None:
    text, articles = split(*MAIN, STRIKE, "WATER FEARS", DAM_DECK, DAM)
    assert shown(text, articles)[1:] == [STRIKE, f"WATER FEARS\n{DAM_DECK}\n{DAM}"]
    assert [kind for kind, _ in sentences(text, articles[2])] == ["kicker", "deck", "body", "body"]


def test_short_teasers_that_trail_off() -> None:
    strike, tanker = STRIKE[:160] + "...", TANKER[:150] + "… Read more"
    text, articles = split(*MAIN, strike, tanker)
    assert shown(text, articles)[1:] == [strike, tanker]
    assert all(article.cut_off for article in articles[1:])
    assert sentences(text, articles[2]) == [("body", TANKER[:150] + "…")]


def test_title_byline_date_and_furniture_are_no_stories() -> None:
    title = "Norland and Sudmark agree to reopen the Helm crossing"
    text, articles = split(
        title,
        "By Ada Marsh and Tom Reyes",
        "Published: May 3, 2023 10:15 GMT",
        "ARKADIA, Norland (NWA) — " + MAIN[0],
        "Advertisement",
        *MAIN[1:],
        "Most read",
        "Norland holds naval drill",
        "Sudmark recalls its envoy",
        "Copyright © 2023 Northern News. All rights reserved.",
    )
    (article,) = articles
    found = sentences(text, article)
    assert found[0] == ("headline", title)
    assert found[1] == ("body", MAIN[0])
    assert len(found) == 8
    assert (article.dateline_place, article.dateline_date) == ("ARKADIA, Norland", "2023-05-03")


def test_a_transcript_is_one_story() -> None:
    turns = [
        "MR LUND: Good afternoon, everyone. I have one announcement, and then I will take your questions about Helm.",
        "QUESTION: Thank you. Do you have a date for the crossing?",
        "MR LUND: I do not. We have said that the patrol comes first, and we will not be hurried by anybody in "
        "Norland. The minister spoke with her counterpart on Monday, and they will speak again this week about the "
        "guards.",
        "QUESTION: Will the guards be charged?",
        "MR LUND: That is a matter for the courts in Sudmark. I would refer you to the Ministry of Justice, which has "
        "opened a case and which briefs the press on Fridays in the old customs house, as all of you know.",
    ]
    text, articles = split(*turns * 3, gap="\n\n")
    assert shown(text, articles) == [text]


def test_a_story_without_stops_is_one_story() -> None:
    lines = [paragraph.split(". ")[0].rstrip(".") for paragraph in MAIN] * 3
    text, articles = split(*lines)
    assert shown(text, articles) == [text]
    assert not articles[0].cut_off
    assert len(articles[0].sentences) == len(lines)


def test_lines_broken_by_a_column_are_joined() -> None:
    words, lines = " ".join(MAIN).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 60:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    text, (article,) = split(*lines)
    assert [words.replace("\n", " ") for _, words in sentences(text, article)] == [
        words for _, words in sentences(*_one_line())
    ]


WRAPPED = (
    "Norland on Thursday deported nine Sudmark sailors whom the Coast Guard of\nNorland had held since March. Sudmark "
    "called the step hostile, and President\nDaniel Lund of Sudmark recalled the consul in Helm.",
    "The League of the North said that Norland and Sudmark had agreed to guard the\nUlu Bridge together. Khandara will "
    "join in May, as the Defence Minister of\nKhandara told the League of the North.",
)


@pytest.mark.parametrize("text", [*WRAPPED, "\n\n".join(WRAPPED)])
def test_a_short_text_with_hard_wraps_is_joined_though_names_begin_its_lines(text: str) -> None:
    found = [text[s.start : s.end] for article in split_articles(make_document(text)) for s in article.sentences]
    assert len(found) == 2 * (1 + text.count("\n\n"))
    assert all(sentence.endswith(".") for sentence in found)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Norland closes land border with Khandara",
            "Sudmark expels a military adviser now",
            "Helm frees two Sudmark writers today",
        ),
        (
            "Minister of Defence of the Republic of Norland",
            "Minister of Justice of the Kingdom of Sudmark",
            "Mayor of Helm",
        ),
    ],
)
def test_headlines_and_items_of_a_list_are_not_joined(lines: tuple[str, ...]) -> None:
    text, articles = split(*lines)
    assert [text[s.start : s.end] for article in articles for s in article.sentences] == list(lines)


def _one_line() -> tuple[str, Article]:
    text, (article,) = split(" ".join(MAIN))
    return text, article


def test_a_cut_story_is_known() -> None:
    _, (article,) = split(*MAIN, "Both armies had moved guns to the river by the time that the envoys met in the")
    assert article.cut_off


def test_a_page_without_text_has_no_articles() -> None:
    assert split("") == ("", ())
    assert split("Advertisement", "Read more", "* * *")[1] == ()
