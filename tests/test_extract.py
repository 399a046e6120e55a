from __future__ import annotations

from dataclasses import replace

import pytest

from newsledger.extract import extract, rewrite
from newsledger.extract.attribution import SentenceSources
from newsledger.extract.certainty import auxiliary_modes, factuality
from newsledger.extract.modality import coded
from newsledger.ontology import load
from newsledger.reader.reading import RawEvent, RawSource, RawSpan, SentenceReading
from newsledger.records import Article, Document, Party, Sentence, content_id, make_document
from tests.builders import document as page_of
from tests.builders import mention

TEXT = "Reuters reported that officials said Kenya sent 300 troops to Somalia last month."


def span(words: str, score: float = 0.9) -> RawSpan:
    start = TEXT.index(words)
    return RawSpan(start, start + len(words), score)


def raw_event(**changes: object) -> RawEvent:
    values: dict[str, object] = {
        "trigger": span("sent"),
        "event_type": "MOBILIZE",
        "mode": "troops",
        "mode_score": 0.8,
        "auxiliary": (("historical", 0.1), ("future", 0.2), ("hypothetical", 0.1), ("negation", 0.0)),
        "implicit_actor": 0.0,
        "implicit_recipient": 0.0,
        "arguments": (
            ("actor", span("Kenya")),
            ("time", span("last month")),
            ("place", span("Somalia")),
            ("quantity", span("300 troops")),
        ),
        "sources": ((1, 0.9), (0, 0.7)),
    }
    return RawEvent(**(values | changes))  # type: ignore[arg-type]


SOURCES = (
    RawSource(span("Reuters"), span("reported"), "media", 0.9, 0.0),
    RawSource(span("officials"), span("said"), "unnamed_person", 0.9, 0.3),
)


def page(date: str | None = None) -> tuple[Document, Article]:
    document = make_document(TEXT, document_creation_time=date, external_id="x")
    article = Article(
        content_id("a", 1), document.document_id, 0, 0, len(TEXT), "main", False, None, None, (Sentence(0, len(TEXT)),)
    )
    return document, article


def one(event: RawEvent, date: str | None = None):  # type: ignore[no-untyped-def]
    document, article = page(date)
    reading = SentenceReading(0, (event,), SOURCES)
    found = extract(document, article, [reading], ontology=load(), model="test")
    return found.mentions[0], found.claims


def test_a_reading_becomes_a_mention_whose_offsets_hold() -> None:
    found, claims = one(raw_event(), "2031-03-12")
    for part in (found.trigger, *found.actors, found.time, found.place, *found.quantities, *found.attributions):
        assert TEXT[part.start : part.end] == part.text
    assert found.time.value == "2031-02"
    assert found.quantities[0].low == 300
    assert (found.quad_code, found.cameo_code[:2], found.intensity) == ("4", "15", -6.5)
    assert [a.text for a in found.attributions] == ["Reuters", "officials"]
    assert [a.anonymous for a in found.attributions] == [False, True]
    assert [c.event_mention_ids for c in claims] == [(found.event_mention_id,)] * 2


def test_a_relative_time_without_a_date_stays_open_with_a_reason() -> None:
    found, _ = one(raw_event())
    assert found.time.text == "last month"
    assert (found.time.value, found.time.earliest, found.time.latest) == (None, None, None)
    assert "document creation time" in found.time.reason


def test_a_dateline_anchors_what_the_document_leaves_open() -> None:
    document, article = page()
    from dataclasses import replace

    dated = replace(article, dateline_date="2031-03-12")
    reading = SentenceReading(0, (raw_event(),), SOURCES)
    (found,) = extract(document, dated, [reading], ontology=load(), model="test").mentions
    assert found.time is not None
    assert found.time.value == "2031-02"


def test_a_party_that_the_sentence_does_not_name_is_said_to_be_missing() -> None:
    event = raw_event(arguments=(), implicit_actor=0.8)
    found, _ = one(event)
    assert found.actors == (Party(None, None, None, reason="named in an earlier sentence"),)
    assert found.recipients == ()
    assert found.time.reason.endswith("beside the event, not linked by the reader")
    assert found.place is None


@pytest.mark.parametrize(("before", "kept"), [("around ", False), ("off the ", False), ("by ", True), ("and ", True)])
def test_what_follows_a_word_of_place_does_not_act(before: str, *, kept: bool) -> None:
    text = f"Kenya held exercises {before}Somalia."
    words = {w: RawSpan(text.index(w), text.index(w) + len(w), 0.9) for w in ("Kenya", "exercises", "Somalia")}
    event = raw_event(
        trigger=words["exercises"], arguments=(("actor", words["Kenya"]), ("actor", words["Somalia"])), sources=()
    )
    document = make_document(text)
    sentences = (Sentence(0, len(text)),)
    article = Article("a-1", document.document_id, 0, 0, len(text), "main", False, None, None, sentences)
    found = extract(document, article, [SentenceReading(0, (event,), ())], ontology=load(), model="test")
    assert [p.text for p in found.mentions[0].actors] == (["Kenya", "Somalia"] if kept else ["Kenya"])


def test_the_speaker_of_a_speech_act_is_not_its_source() -> None:
    event = raw_event(event_type="ACCUSE", arguments=(("actor", span("officials")),))
    found, rules = SentenceSources(TEXT, 0, SOURCES).of_event(event)
    assert [s.kind for s, _ in found] == ["media"]
    assert "no-attribution:own-act" in rules


def test_ids_do_not_depend_on_what_stands_beside() -> None:
    assert one(raw_event())[0].event_mention_id == one(raw_event(mode=None), "2031-03-12")[0].event_mention_id


@pytest.mark.parametrize(
    ("auxiliary", "value"),
    [((), "CT+"), (("negation",), "CT-"), (("hypothetical",), "PS+"), (("future",), "PR+"), (("historical",), "CT+")],
)
def test_factuality_follows_from_the_auxiliary_modes(auxiliary: tuple[str, ...], value: str) -> None:
    assert factuality(auxiliary) == value


def test_auxiliary_modes_come_in_codebook_order() -> None:
    event = raw_event(auxiliary=(("negation", 0.9), ("future", 0.7), ("historical", 0.1), ("hypothetical", 0.1)))
    assert auxiliary_modes(event) == ("future", "negation")


@pytest.mark.parametrize(
    ("event_type", "auxiliary", "expected"),
    [
        ("AID", ("future",), "AGREE"),
        ("CONSULT", ("future",), "AGREE"),
        ("RETREAT", ("future",), "CONCEDE"),
        ("SANCTION", ("future",), "SANCTION"),
        ("AID", (), "AID"),
    ],
)
def test_future_cooperation_is_a_promise(event_type: str, auxiliary: tuple[str, ...], expected: str) -> None:
    found = rewrite(mention(event_type=event_type, auxiliary=auxiliary), load())
    assert found.event_type == expected
    fired = "future-cooperation-is-a-promise" in found.provenance.rules
    assert fired == (event_type != expected)
    assert ("future" in found.auxiliary) == (auxiliary == ("future",) and not fired)


@pytest.mark.parametrize(
    ("words", "kept"),
    [("Ugandan-made drones", 0), ("Ugandan-backed rebels", 1), ("drones", 1), ("Ugandan-made films of the army", 1)],
)
def test_goods_by_where_they_were_made_are_no_party(words: str, kept: int) -> None:
    text = f"Kenya took delivery of {words}."
    document = page_of(text)
    article = Article("a", document.document_id, 0, 0, len(text), "main", False, None, None, (Sentence(0, len(text)),))
    at = text.index(words)
    party = RawSpan(at, at + len(words), 0.9)
    event = raw_event(trigger=RawSpan(6, 10, 0.9), arguments=(("recipient", party),), sources=())
    found = extract(document, article, [SentenceReading(0, (event,), ())], ontology=load(), model="test")
    assert len(found.mentions[0].recipients) == kept


@pytest.mark.parametrize(
    ("sentence", "trigger", "actor", "expected"),
    [
        ("Hackers attacked the ministry's servers.", "attacked", "Hackers", "COERCE"),
        ("A cyberattack shut the bank.", "cyberattack", "", "COERCE"),
        ("A cyber attack shut the bank.", "attack", "", "COERCE"),
        ("Kenyan spies hacked the exchange.", "hacked", "Kenyan spies", "COERCE"),
        ("Gunmen hacked two farmers to death.", "hacked", "Gunmen", "ASSAULT"),
        ("Gunmen attacked the cyber café.", "attacked", "Gunmen", "ASSAULT"),
    ],
)
def test_attacks_by_computer_are_coercion(sentence: str, trigger: str, actor: str, expected: str) -> None:
    at = sentence.index(actor) if actor else 0
    actors = (Party(actor, at, at + len(actor)),) if actor else ()
    coded = mention(page_of(sentence), trigger, event_type="ASSAULT", event_mode="explosives", actors=actors)
    found = rewrite(coded, load())
    assert (found.event_type, found.event_mode) == (expected, None if expected == "COERCE" else "explosives")


@pytest.mark.parametrize(
    ("event_type", "countries", "expected"),
    [
        ("COOPERATE", ["NOR", "NOR"], "MOBILIZE"),
        ("COOPERATE", ["NOR", "SWE"], "COOPERATE"),
        ("COOPERATE", ["NOR", None], "COOPERATE"),
        ("MOBILIZE", ["NOR", "SWE"], "COOPERATE"),
        ("MOBILIZE", ["NOR"], "MOBILIZE"),
    ],
)
def test_whose_exercises_they_are_decides(event_type: str, countries: list[str | None], expected: str) -> None:
    document = make_document("The navy and the army began exercises.")
    actors = tuple(Party("navy", 4, 8, country=c) for c in countries)
    before = mention(document, "exercises", event_type=event_type, event_mode=None, actors=actors)
    assert rewrite(before, load()).event_type == expected


@pytest.mark.parametrize(
    ("sentence", "actor", "expected"),
    [
        ("Malay and Thai ships held joint drills.", "Thai ships", "COOPERATE"),
        ("Oman, Kuwait and Qatar began joint exercises.", "Oman", "COOPERATE"),
        ("The Army and Navy held joint drills.", "Army", "MOBILIZE"),
        ("The Army and the Air Force held joint drills.", "Air Force", "MOBILIZE"),
        ("Thai ships held drills, and Malay ones left.", "Thai ships", "MOBILIZE"),
        ("Thai ships and Malay ones held drills.", "Thai ships", "MOBILIZE"),
    ],
)
def test_a_joint_exercise_with_another_name_beside_the_actor_is_no_own_one(
    sentence: str, actor: str, expected: str
) -> None:
    document = make_document(sentence)
    at = sentence.index(actor)
    actors = (Party(actor, at, at + len(actor), country="THA"),)
    trigger = next(t for t in ("joint drills", "joint exercises", "drills") if t in sentence)
    before = mention(document, trigger, event_type="COOPERATE", event_mode=None, actors=actors)
    assert rewrite(before, load()).event_type == expected


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("Chile lifted its tariff on soybeans from Brazil.", "lifted", "CONCEDE"),
        ("Chile suspended the new import ban on Tuesday.", "suspended", "CONCEDE"),
        ("Duties on soybeans were scrapped.", "scrapped", "CONCEDE"),
        ("Chile suspended trade with Brazil.", "suspended", "SANCTION"),
        ("Chile dropped out of a fair and raised tariffs.", "dropped", "SANCTION"),
        ("Chile imposed tariffs on Brazil.", "imposed", "SANCTION"),
        ("Chile lifted its tariff on soybeans.", "tariff", "CONCEDE"),
        ("The ban was lifted on Monday.", "ban", "CONCEDE"),
        ("The court overturned the criminal convictions of two aides.", "convictions", "CONCEDE"),
        ("The ban was not lifted.", "ban", "SANCTION"),
        ("Chile has not lifted the ban.", "ban", "SANCTION"),
        ("Brazil urged Chile to lift the ban.", "ban", "SANCTION"),
        ("A union suspended its strike despite the ban.", "ban", "SANCTION"),
        ("Kenya agreed to cut duties on Ugandan sugar.", "cut duties", "CONCEDE"),
        ("Norway lowered its tariffs on tomatoes.", "tariffs", "CONCEDE"),
        ("Tariffs on tomatoes were halved.", "halved", "CONCEDE"),
        ("Quito cut visa fees for Colombians.", "cut", "CONCEDE"),
        ("Chile cut the import quota for cars.", "cut", "SANCTION"),
        ("Japan cut aid after tariffs rose.", "cut aid", "SANCTION"),
        ("Brazil urged Chile to cut the tariff.", "tariff", "SANCTION"),
    ],
)
def test_a_measure_that_ends_is_conceded(sentence: str, trigger: str, expected: str) -> None:
    before = mention(make_document(sentence), trigger, event_type="SANCTION", event_mode="discontinue")
    found = rewrite(before, load())
    assert found.event_type == expected
    assert ("lifted-measure-is-conceded" in found.provenance.rules) == (expected == "CONCEDE")


@pytest.mark.parametrize(
    ("sentence", "sector", "expected"),
    [
        ("Fijian troops freed nine hostages.", "MIL", ("AID", None)),
        ("Police freed a nurse abducted by bandits.", "COP", ("AID", None)),
        ("Police freed a nurse from her kidnappers.", "COP", ("AID", None)),
        ("Rebels freed nine hostages.", "REB", ("RETREAT", "release")),
        ("Troops freed nine prisoners.", "MIL", ("RETREAT", "release")),
        ("Troops freed nine captives that they held.", "MIL", ("RETREAT", "release")),
        ("Police freed a nurse whom it had seized by mistake.", "COP", ("RETREAT", "release")),
    ],
)
def test_only_the_captor_releases(sentence: str, sector: str, expected: tuple[str, str | None]) -> None:
    actor = sentence[: sentence.index(" freed")]
    free = mention(make_document(sentence), "freed", event_type="RETREAT", event_mode="release")
    found = rewrite(replace(free, actors=(Party(actor, 0, len(actor), country="FJI", sector=sector),)), load())
    assert (found.event_type, found.event_mode) == expected


@pytest.mark.parametrize(
    ("sentence", "trigger", "actor", "expected"),
    [
        ("Pilots ended a walkout on Friday.", "walkout", "Pilots", "CONCEDE"),
        ("Teachers have called off their general strike.", "general strike", "Teachers", "CONCEDE"),
        ("Inmates suspended their hunger strike.", "hunger strike", "Inmates", "CONCEDE"),
        ("Police ended the protest with tear gas.", "protest", None, "PROTEST"),
        ("Teachers did not call off the strike.", "strike", "Teachers", "PROTEST"),
        ("Talks to end the strike by nurses failed.", "strike", "nurses", "PROTEST"),
        ("Nurses gave up lunch for a strike.", "strike", "Nurses", "PROTEST"),
    ],
)
def test_a_strike_that_its_own_side_ends_is_conceded(
    sentence: str, trigger: str, actor: str | None, expected: str
) -> None:
    at = sentence.index(actor) if actor else 0
    actors = (Party(actor, at, at + len(actor)),) if actor else (Party(None, None, None),)
    coded = mention(page_of(sentence), trigger, event_type="PROTEST", event_mode="strike", actors=actors)
    found = rewrite(coded, load())
    assert found.event_type == expected
    assert ("ended-protest-is-conceded" in found.provenance.rules) == (expected == "CONCEDE")


@pytest.mark.parametrize(
    ("sentence", "trigger", "whom", "expected"),
    [
        ("Spanish guards turned back 30 migrants.", "turned back", ("REF", None), "REJECT"),
        ("Spanish guards turned back Chilean lorries.", "turned back", (None, "CHL"), "REJECT"),
        ("Spanish guards refused them entry.", "refused them entry", ("REF", None), "REJECT"),
        ("Spanish guards turned back the marchers.", "turned back", ("CVL", "ESP"), "COERCE"),
        ("Spanish guards deported 30 migrants.", "deported", ("REF", None), "COERCE"),
    ],
)
def test_who_is_not_let_in_is_refused(
    sentence: str, trigger: str, whom: tuple[str | None, str | None], expected: str
) -> None:
    guards = Party("Spanish guards", 0, 14, country="ESP", sector="COP")
    party = Party("whom", 15, 19, sector=whom[0], country=whom[1])
    before = mention(
        page_of(sentence), trigger, event_type="COERCE", event_mode="deport", actors=(guards,), recipients=(party,)
    )
    found = rewrite(before, load())
    assert (found.event_type, found.event_mode) == (expected, "assist" if expected == "REJECT" else "deport")


def test_all_parties_of_a_meeting_are_actors_but_not_of_a_visit() -> None:
    host, guest = Party("Uganda", 0, 1), Party("Kenya", 2, 3)
    meeting = rewrite(mention(actors=(guest,), recipients=(host,)), load())
    assert (meeting.actors, meeting.recipients) == ((guest, host), ())
    visit = rewrite(mention(event_mode="visit", actors=(guest,), recipients=(host,)), load())
    assert (visit.actors, visit.recipients) == ((guest,), (host,))


@pytest.mark.parametrize(
    ("before", "negated"),
    [
        ("The navy said it had not ", True),
        ("Norway has not yet detected any ", True),
        ("Officials denied ", True),
        ("The mission ended without a single ", True),
        ("The envoys stopped short of ", True),
        ("They didn’t ", True),
        ("Not only did the troops ", False),
        ("He had no comment, but the army ", False),
        ("It was not clear whether rebels ", False),
        ("The army no longer ", False),
        ("Rebels ", False),
    ],
)
def test_negation_reaches_as_far_as_its_clause(before: str, negated: bool) -> None:
    words = before + "attacks"
    assert ("negation" in {r.tells for r in coded("ASSAULT", words, len(before), len(words))}) is negated
