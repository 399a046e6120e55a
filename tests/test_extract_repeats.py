from __future__ import annotations

from dataclasses import replace

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


def read(sentence: str, *events: tuple[str, str, str | None], mode: str | None = None) -> list[SentenceReading]:
    """Return the reading of a sentence with events: type, trigger, actor."""
    made = []
    for kind, trigger, actor in events:
        spans = [RawSpan(sentence.index(w), sentence.index(w) + len(w), 0.9) for w in (trigger, actor) if w]
        arguments = tuple(("actor", span) for span in spans[1:])
        event_mode = mode if kind == "ACCUSE" else None
        made.append(RawEvent(spans[0], kind, event_mode, 0.9, (), 0.0, 0.0, arguments, ()))
    return [SentenceReading(2, tuple(made), ())]


@pytest.mark.parametrize(
    ("sentence", "events", "kept"),
    [
        ("Farmers marched to demand help.",
         [("PROTEST", "marched", "Farmers"), ("REQUEST", "demand", "Farmers")], ["PROTEST"]),
        ("Doctors went on strike, denouncing the premier.",
         [("PROTEST", "strike", "Doctors"), ("ACCUSE", "denouncing", "Doctors")], ["PROTEST"]),
        ("Hundreds of women gathered to condemn it.",
         [("PROTEST", "gathered", "Hundreds of women"), ("ACCUSE", "condemn", "women")], ["PROTEST"]),
        ("Lawyers demanded help after crowds rallied.",
         [("REQUEST", "demanded", "Lawyers"), ("PROTEST", "rallied", "crowds")], ["REQUEST", "PROTEST"]),
        ("Togo said the raiders must be held to account.",
         [("REQUEST", "must be held to account", "Togo"), ("THREATEN", "held to account", "Togo")], ["REQUEST"]),
        ("Ministers called the raid illegal while Togo called.",
         [("ACCUSE", "called the raid illegal", "Ministers"), ("ASSAULT", "raid", "Togo")], ["ACCUSE", "ASSAULT"]),
        ("Chile scrapped its levy on tea.",
         [("CONCEDE", "scrapped", "Chile"), ("SANCTION", "levy", "Chile")], ["CONCEDE"]),
        ("Chile lowered its tariffs on tea.",
         [("CONCEDE", "lowered", "Chile"), ("SANCTION", "tariffs", "Chile")], ["CONCEDE"]),
        ("Chile apologised for the ban on tea.",
         [("CONCEDE", "apologised", "Chile"), ("COERCE", "ban", "Chile")], ["CONCEDE", "COERCE"]),
        ("The curfew in Suva has been lifted.",
         [("COERCE", "curfew", None), ("CONCEDE", "lifted", None)], ["CONCEDE"]),
        ("Curbs on Fijian reporters were partly eased.",
         [("COERCE", "Curbs", None), ("CONCEDE", "eased", None)], ["CONCEDE"]),
        ("The blockade by Tongan ships was not lifted.",
         [("COERCE", "blockade", None), ("CONCEDE", "lifted", None)], ["COERCE", "CONCEDE"]),
        ("Police imposed a curfew after the ban on rallies was lifted.",
         [("COERCE", "curfew", None), ("CONCEDE", "lifted", None)], ["COERCE", "CONCEDE"]),
        ("Pilots suspended their strike.",
         [("CONCEDE", "suspended", "Pilots"), ("PROTEST", "strike", "Pilots")], ["CONCEDE"]),
        ("Talks between Niger and Benin on the dam were cancelled.",
         [("CONSULT", "Talks", "Niger"), ("REJECT", "cancelled", None)], ["REJECT"]),
        ("A meeting planned between the Greek and Turkish ministers was scrapped.",
         [("CONSULT", "meeting", "ministers"), ("REJECT", "scrapped", None)], ["REJECT"]),
        ("Talks between the two states in Suva were called off.",
         [("CONSULT", "Talks", "states"), ("REJECT", "called off", None)], ["REJECT"]),
        ("A meeting with Fijian envoys in Suva was postponed.",
         [("CONSULT", "meeting", "envoys"), ("REJECT", "postponed", None)], ["REJECT"]),
        ("The strike planned by Chilean miners was called off.",
         [("PROTEST", "strike", "miners"), ("CONCEDE", "called off", None)], ["CONCEDE"]),
        ("Angola met rebels after the ceremony was cancelled.",
         [("CONSULT", "met", "Angola"), ("REJECT", "cancelled", None)], ["CONSULT", "REJECT"]),
        ("Talks between Mali and Niger ended, and a fair was cancelled.",
         [("CONSULT", "Talks", "Mali"), ("REJECT", "cancelled", None)], ["CONSULT", "REJECT"]),
        ("Chile reimposed an embargo on tea.",
         [("CONCEDE", "reimposed", "Chile"), ("SANCTION", "embargo", "Chile")], ["SANCTION"]),
        ("Chad threatened to cut ties.",
         [("THREATEN", "threatened", "Chad"), ("SANCTION", "cut ties", "Chad")], ["THREATEN"]),
        ("Gunmen threatened to have the mayor killed.",
         [("THREATEN", "threatened", "Gunmen"), ("ASSAULT", "killed", None)], ["THREATEN"]),
        ("Chad threatened to retaliate for the bombing.",
         [("THREATEN", "threatened", "Chad"), ("ASSAULT", "bombing", None)], ["THREATEN", "ASSAULT"]),
    ],
)  # fmt: skip
def test_one_act_is_one_event(sentence: str, events: list[tuple[str, str, str | None]], kept: list[str]) -> None:
    assert types(without_repeats(sentence, ARTICLE, read(sentence, *events))) == [kept]


@pytest.mark.parametrize(
    ("sentence", "asked", "inquiry", "kept"),
    [
        ("Bishops called for an independent inquiry into it.", "called for", "inquiry", ["REQUEST"]),
        ("Bishops told police to investigate the bank.", "told", "investigate", ["REQUEST"]),
        ("Bishops urged Chad to end the investigation of two men.", "urged", "investigation", ["REQUEST", "ACCUSE"]),
        ("The mayor ordered an inquiry into it.", "ordered", "inquiry", ["ACCUSE"]),
        ("The mayor ordered an inquiry into it.", "ordered an inquiry", "inquiry", ["ACCUSE"]),
        ("The mayor ordered police to investigate.", "ordered", "investigate", ["REQUEST"]),
    ],
)
def test_an_inquiry_is_coded_where_it_is_opened(sentence: str, asked: str, inquiry: str, kept: list[str]) -> None:
    who = "Bishops" if "Bishops" in sentence else "mayor"
    found = read(sentence, ("REQUEST", asked, who), ("ACCUSE", inquiry, who), mode="investigate")
    assert types(without_repeats(sentence, ARTICLE, found)) == [kept]


def test_what_ends_an_act_takes_over_whom_it_bore_on() -> None:
    sentence = "The blockade of Suva was lifted."
    (reading,) = read(sentence, ("COERCE", "blockade", None), ("CONCEDE", "lifted", None))
    town = ("recipient", RawSpan(sentence.index("Suva"), sentence.index("Suva") + 4, 0.9))
    blockade, lifted = reading.events
    told = replace(reading, events=(replace(blockade, arguments=(town,)), lifted))
    (kept,) = without_repeats(sentence, ARTICLE, [told])
    assert [(e.event_type, e.arguments) for e in kept.events] == [("CONCEDE", (town,))]


def test_a_protest_is_against_whom_it_demands_something_of() -> None:
    sentence = "Nurses went on strike, demanding help from the premier."
    (reading,) = read(sentence, ("PROTEST", "strike", "Nurses"), ("REQUEST", "demanding", "Nurses"))
    premier = ("recipient", RawSpan(sentence.index("premier"), sentence.index("premier") + 7, 0.9))
    protest, demand = reading.events
    told = replace(reading, events=(protest, replace(demand, arguments=(*demand.arguments, premier))))
    (kept,) = without_repeats(sentence, ARTICLE, [told])
    assert [premier in e.arguments for e in kept.events] == [True]
