from __future__ import annotations

import pytest

from newsledger.extract import without_repeats
from newsledger.reader.reading import RawEvent, RawSource, RawSpan, SentenceReading
from newsledger.records import Article, Sentence

TEXT = "Brazil announced a duty on steel from Chile."
HEADLINE, LEAD, SECOND = Sentence(0, 20, "headline"), Sentence(21, 60), Sentence(61, 90)
ARTICLE = Article("a", "d", 0, 0, 90, "main", False, None, None, (HEADLINE, LEAD, SECOND))


def event(kind: str, words: str = "duty") -> RawEvent:
    at = TEXT.find(words)
    return RawEvent(RawSpan(at, at + len(words), 0.9), kind, None, 0.9, (), 0.0, 0.0, (), ())


def types(readings: list[SentenceReading]) -> list[list[str]]:
    return [[e.event_type for e in r.events] for r in readings]


def test_what_the_first_sentence_tells_again_is_coded_there() -> None:
    source = RawSource(RawSpan(0, 3, 0.9), None, "office", 0.9, 0.1)
    readings = [
        SentenceReading(0, (event("ASSAULT"), event("THREATEN")), (source,)),
        SentenceReading(1, (event("ASSAULT"),), ()),
        SentenceReading(2, (event("THREATEN"), event("ASSAULT")), ()),
    ]
    kept = without_repeats(TEXT, ARTICLE, readings)
    assert types(kept) == [["THREATEN"], ["ASSAULT"], ["THREATEN", "ASSAULT"]]
    assert kept[0].sources == (source,)


def test_a_headline_alone_is_coded() -> None:
    readings = [SentenceReading(0, (event("ASSAULT"),), ())]
    assert types(without_repeats(TEXT, ARTICLE, readings)) == [["ASSAULT"]]


@pytest.mark.parametrize(
    ("announced", "kept"),
    [("SANCTION", ["SANCTION"]), ("MOBILIZE", ["MOBILIZE"]), ("AID", ["AGREE", "AID"])],
)
def test_an_announced_act_is_the_act(announced: str, kept: list[str]) -> None:
    readings = [SentenceReading(2, (event("AGREE", "announced"), event(announced)), ())]
    assert types(without_repeats(TEXT, ARTICLE, readings)) == [kept]


def test_an_announcement_behind_an_act_stays() -> None:
    readings = [SentenceReading(2, (event("SANCTION", "Brazil"), event("AGREE", "announced")), ())]
    assert types(without_repeats(TEXT, ARTICLE, readings)) == [["SANCTION", "AGREE"]]
