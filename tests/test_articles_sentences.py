"""Sentence ends in news text. In the cases ``|`` stands for a space where a sentence ends, ``~`` for no space."""

from __future__ import annotations

import re

import pytest

from newsledger.articles import split_articles
from newsledger.articles.sentences import split_sentences
from newsledger.records import make_document

STOPS = {
    "plain": "The minister resigned.|He gave no reason.",
    "titles": "Gen. Ola Berg met Sen. Ann Holt and Mr. Lund.|They said nothing.",
    "initials": "J. P. Ravn and George W. Holt signed.|The deal holds.",
    "acronym before a name": "The U.S. Senate voted.|The U.S. and the U.K. agreed.",
    "acronym at the end": "He flew to the U.S.|The trip took a day.|She stayed in Washington, D.C.|However, he left.",
    "joined acronym": "The EU-U.S. Summit opened in Oslo.|It ended late.",
    "dates": "They met on Jan. 5 and again on Sept. 12.|Nothing was signed.",
    "month at the end": "It was built last Dec.|The bridge fell.",
    "companies": "Norland Oil Co. Ltd. said so.|They sued Baltic Steel Inc.|The union agreed.",
    "numbers": "Prices rose 3.5 percent.|No. 4 was closed.|Exports hit $1.2 billion.",
    "sentence opens with a number": "The vote was lost.|14 members stayed away.",
    "quote after the stop": "“We will not go.”|The minister left.|She said: “It is over.”|He agreed.",
    "quotation stays whole": '"We lost the town. We will take it back," Col. Lund said.|He left.',
    "tag behind a question": "“Who sent them?” Lund asked.|Nobody knew.",
    "question, exclamation": "Who knows?|Not he!|The court does.",
    "ellipsis": "He paused… and went on.|They tried...|They failed.",
    "brackets": "(Laughter.)|Thank you all.|It ended [...] in Oslo.",
    "missing space": "The talks failed.~The envoys left.|It cost 5.5 million in 2016.~She paid.",
    "missing space behind a quote": "He said “no.”~She said yes.",
    "addresses": "See www.example.org or write to Ada.Marsh@example.org today.|It helps.",
    "article in a name": "Troops left.|al-Nour fighters stayed.",
    "no stop at the end": "The vote was held on Monday.|It was lost by two",
    "speakers": "Thank you.|QUESTION: Did he go?|MR LUND: He did.",
    "footnotes": "Guards fled.[3]|Two died.[4][a]|Helm fell.12|He “left.”¹|It rained.[citation needed]|All was lost.",
    "no footnotes": "See No.5 The list.|It rose 2.5 Points.|Sign Art.7 The rest is void.",
    "a state behind an acronym": "It was asked by the U.S.|Japan declined.|The U.N. Syria envoy ran a U.S. China team.",
    "a state behind a firm": "It sued Baltic Steel Inc.|South Korea has paid.|Vernon E. Jordan said no.",
    "end with the clock": "They met at 9 a.m.|Police fired.|It closed at 3:30 p.m.|Ministers left.|Peru stayed.",
    "go on behind the clock": "It opens at 9 a.m. Sunday.|An 8 p.m. Council vote failed.|At 5 p.m. Kyiv time it ends.",
    "a timetable": "3 p.m. Secretary Lund meets his staff.",
    "a zone behind the clock": "It opened at 9 a.m. AST on Friday and at 5 p.m. LOCAL time.|It rained.",
    "retired": "Gen. (ret.) Adeel Lund met Mohd. Berg and Atty. Luz Holt.|They left.",
    "list numbers": "1. The north gets aid.|2. The south gets none.",
}


@pytest.mark.parametrize("name", STOPS)
def test_stops(name: str) -> None:
    text = STOPS[name].replace("|", " ").replace("~", "")
    assert sentences(text) == re.split(r"[|~]", STOPS[name])


def sentences(text: str, *, stops_lost: bool = False) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text), stops_lost=stops_lost)]


def test_bullets_and_archive_marks_are_no_part_of_a_sentence() -> None:
    assert sentences("• aid for the north • patrols in the south") == ["aid for the north", "patrols in the south"]
    assert sentences("FILE - Guards stand at the Helm crossing") == ["Guards stand at the Helm crossing"]


def test_a_glued_crosshead_is_cut_off() -> None:
    assert sentences("A long road-The talks began.") == ["A long road", "The talks began."]
    assert sentences("The stay-at-home order and the Norland-Sudmark talks") == [
        "The stay-at-home order and the Norland-Sudmark talks"
    ]


LOST = {
    "opener behind a word": "The guards left the crossing|They took the tents with them|The aid convoys waited",
    "opener behind a name": "The envoys met in Port Selim|He called the talks a step|However, no date was set",
    "plain noun": "The army took the bridge|Officials said nothing|Witnesses heard shots",
    "quotation": "The minister refused to leave|“We will stay here,” he added",
    "behind a tag": "“We will stay here,” the guards heard|“We hold the town,” Lund said|Norland denied it",
    "behind a full date": "Guards stand at the bridge in Helm, May 3, 2023|Norland closed it in March",
}


@pytest.mark.parametrize("name", LOST)
def test_lost_stops(name: str) -> None:
    assert sentences(LOST[name].replace("|", " "), stops_lost=True) == LOST[name].split("|")


@pytest.mark.parametrize(
    "text",
    [
        "The envoy told The Norland Post that the Helm crossing stays shut",
        "Norland Foreign Minister Ida Holm met Sudmark Army Chief Per Lund on Monday in Port Selim",
        "He was held by Norland Security Forces at the border on the order of The Hague",
        "A banner reading “Open the bridge” hung there when President Holm spoke",
        "The deal Sudmark has signed with the Union for Free Trade",
    ],
)
def test_names_are_never_cut(text: str) -> None:
    assert sentences(text, stops_lost=True) == [text]


def test_stops_are_taken_for_lost_only_where_they_are() -> None:
    stopped = "The envoys read The Norland Post in a hotel in Helm before the talks. " * 8
    joined = "The envoys of both sides met in a hotel in Helm and left without a word The talks go on in May " * 8
    (article,) = split_articles(make_document(stopped))
    assert len(article.sentences) == 8
    (article,) = split_articles(make_document(joined))
    assert len(article.sentences) == 16


def test_a_very_long_sentence_stays_one() -> None:
    text = "The list names " + ", ".join(f"the village of Helm {n}" for n in range(120)) + "."
    (article,) = split_articles(make_document(text))
    assert [(s.start, s.end) for s in article.sentences] == [(0, len(text))]


@pytest.mark.parametrize("piece", ["the village of Helm is calm, ", "it rained and ", "word ", "“Oh "])
def test_text_without_any_stop_is_cut_between_words(piece: str) -> None:
    text = "We saw " + piece * (20_000 // len(piece)) + "the end."
    found = sentences(text)
    assert all(len(sentence) <= 3000 for sentence in found)
    assert " ".join(found) == text
    assert all(sentence.endswith(",") or " and " not in sentence[-4:] for sentence in found[:-1])
    assert sentences("x" * 9000) == ["x" * 9000]
