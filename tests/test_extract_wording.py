"""Where the words of an event or of its object settle its type and mode: the rules of ``wording.toml``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsledger.extract import RULES, rewrite, without_repeats
from newsledger.extract.wording import wordings
from newsledger.ontology import load
from newsledger.reader.reading import RawEvent, RawSpan, SentenceReading
from newsledger.records import Article, EventMention, Party, Place, Sentence
from tests.builders import document, mention


def coded(sentence: str, trigger: str, code: str) -> EventMention:
    event_type, _, mode = code.partition("/")
    return mention(document(sentence), trigger, event_type=event_type, event_mode=None if mode == "-" else mode)


def as_code(found: EventMention) -> str:
    return f"{found.event_type}/{found.event_mode or '-'}"


@pytest.mark.parametrize(
    ("sentence", "trigger", "before", "after"),
    [
        ("Students smeared a monument in Porto.", "smeared", "PROTEST/riot", "PROTEST/vandalize"),
        ("A statue of the king was toppled.", "toppled", "PROTEST/demo", "PROTEST/vandalize"),
        ("Youths threw paint at police by the statue.", "threw", "PROTEST/riot", "PROTEST/riot"),
        ("Youths sprayed paint at police.", "sprayed", "PROTEST/riot", "PROTEST/riot"),
        ("Drivers downed tools in Quito.", "downed tools", "PROTEST/obstruct", "PROTEST/strike"),
        ("Two parties stayed away from the vote.", "stayed away", "PROTEST/obstruct", "PROTEST/boycott"),
        ("Clerks stayed away from work.", "stayed away", "PROTEST/obstruct", "PROTEST/obstruct"),
        ("The town was attacked with chlorine.", "attacked", "ASSAULT/explosives", "ASSAULT/unconventional"),
        ("The town was attacked with rockets.", "attacked", "ASSAULT/heavy-weapons", "ASSAULT/heavy-weapons"),
        ("A man stabbed a nurse.", "stabbed", "ASSAULT/targeted", "ASSAULT/primitive"),
        ("Men with machetes killed a nurse.", "killed", "ASSAULT/-", "ASSAULT/primitive"),
        ("Oman shot down a jet.", "shot down", "ASSAULT/aerial", "ASSAULT/-"),
        ("Oman destroyed its arsenal of sarin.", "destroyed", "ASSAULT/destroy", "RETREAT/disarm"),
        ("Oman destroyed rebel arsenals.", "destroyed", "ASSAULT/destroy", "ASSAULT/destroy"),
        ("The ministers held a video conference.", "held", "CONSULT/-", "CONSULT/phone"),
        ("The president called his counterpart on Monday.", "called", "CONSULT/-", "CONSULT/phone"),
        ("EU interior ministers met in Riga.", "met", "CONSULT/-", "CONSULT/multilateral"),
        ("Ghana urged Togo to stop the attacks.", "urged", "REQUEST/change", "REQUEST/yield"),
        ("Ghana urged Togo to pass a law.", "urged", "REQUEST/change", "REQUEST/change"),
        ("Chad blocked mobile data.", "blocked", "COERCE/censor", "COERCE/withhold"),
        ("Chad cut off the internet.", "cut off", "SANCTION/discontinue", "COERCE/withhold"),
        ("Chad blocked internet news sites.", "blocked", "COERCE/censor", "COERCE/censor"),
        ("Chad cut off water to the camp.", "cut off", "SANCTION/discontinue", "COERCE/withhold"),
        ("Chad cut off gas to Togo.", "cut off", "SANCTION/discontinue", "SANCTION/discontinue"),
        ("Chad banned the film.", "banned", "COERCE/restrict", "COERCE/censor"),
        ("Chad banned a newspaper editor from leaving.", "banned", "COERCE/restrict", "COERCE/restrict"),
        (
            "Chad suspended film grants and festival funding.",
            "suspended",
            "SANCTION/discontinue",
            "SANCTION/discontinue",
        ),
        ("Chad expropriated a mine.", "expropriated", "COERCE/restrict", "COERCE/seize"),
        ("Chad declared the envoy persona non grata.", "declared", "SANCTION/discontinue", "SANCTION/expel"),
        ("Chad told its envoys in Lima to come home.", "told", "SANCTION/expel", "SANCTION/withdraw"),
        ("Chad asked its ambassador in Lima to leave Peru.", "asked", "REQUEST/yield", "SANCTION/withdraw"),
        ("Chad told two Peruvian envoys to leave.", "told", "SANCTION/expel", "SANCTION/expel"),
        ("Chad swapped a jailed nurse for a spy.", "swapped", "COOPERATE/-", "RETREAT/release"),
        ("Chad and Togo exchanged teachers.", "exchanged", "COOPERATE/-", "COOPERATE/-"),
        ("Togo is violating the accord, he said.", "violating", "ACCUSE/disapprove", "ACCUSE/allege"),
    ],
)
def test_words_settle_the_mode(sentence: str, trigger: str, before: str, after: str) -> None:
    found = rewrite(coded(sentence, trigger, before), load())
    assert as_code(found) == after
    assert bool(set(wordings(threats=False)) & set(found.provenance.rules)) == (before != after)


@pytest.mark.parametrize(
    ("sentence", "trigger", "actor", "sector", "before", "after"),
    [
        ("The group sent fighters to the pass.", "sent", "group", "REB", "MOBILIZE/troops", "MOBILIZE/militia"),
        ("The army sent men to the pass.", "sent", "army", "MIL", "MOBILIZE/police", "MOBILIZE/troops"),
        ("Police sent men to the pass.", "sent", "Police", "COP", "MOBILIZE/police", "MOBILIZE/police"),
        ("The court struck down the law.", "struck down", "court", "JUD", "REJECT/change", "SANCTION/convict"),
        ("Lawmakers struck down the law.", "struck down", "Lawmakers", "LEG", "REJECT/change", "REJECT/change"),
        ("Pilots threatened to strike.", "threatened", "Pilots", "LAB", "THREATEN/violence", "THREATEN/restrict"),
        ("Rebels threatened to strike.", "threatened", "Rebels", "REB", "THREATEN/violence", "THREATEN/violence"),
    ],
)
def test_who_acts_settles_the_mode(
    sentence: str, trigger: str, actor: str, sector: str, before: str, after: str
) -> None:
    at = sentence.index(actor)
    party = Party(actor, at, at + len(actor), country="PER", sector=sector)
    assert as_code(rewrite(replace(coded(sentence, trigger, before), actors=(party,)), load())) == after


@pytest.mark.parametrize(
    ("whom", "sentence", "after"),
    [
        ("residents", "The mayor urged residents to boil water.", "REQUEST/-"),
        ("residents", "The mayor urged residents to vote for the reform.", "REQUEST/change"),
        ("council", "The mayor urged the council to boil water.", "REQUEST/change"),
    ],
)
def test_what_people_are_told_to_do_is_no_change_of_policy(whom: str, sentence: str, after: str) -> None:
    at = sentence.index(whom)
    asked = replace(coded(sentence, "urged", "REQUEST/change"), recipients=(Party(whom, at, at + len(whom)),))
    assert as_code(rewrite(asked, load())) == after


MET = "Peru's minister met Chile's and Togo's in Lima."


def gov(words: str, country: str) -> Party:
    at = MET.index(words)
    return Party(words, at, at + len(words), country=country, sector="GOV")


PERU, CHILE, TOGO = gov("Peru", "PER"), gov("Chile", "CHL"), gov("Togo", "TGO")
ENVOY = replace(CHILE, text="Chile's ambassador")
EUROPE = replace(TOGO, country="EUR")


@pytest.mark.parametrize(
    ("actors", "place", "after", "guests", "hosts"),
    [
        ((PERU, CHILE), "PER", "CONSULT/visit", (CHILE,), (PERU,)),
        ((PERU, CHILE), "OMN", "CONSULT/third-party", (PERU, CHILE), ()),
        ((PERU, ENVOY), "PER", "CONSULT/-", (PERU, ENVOY), ()),
        ((PERU, CHILE), None, "CONSULT/-", (PERU, CHILE), ()),
        ((PERU, EUROPE), "BEL", "CONSULT/-", (PERU, EUROPE), ()),
        ((PERU, replace(PERU, sector="LAB")), "PER", "CONSULT/-", None, ()),
        ((PERU, CHILE, TOGO), "PER", "CONSULT/multilateral", (PERU, CHILE, TOGO), ()),
    ],
)
def test_where_states_meet_settles_the_mode(
    actors: tuple[Party, ...],
    place: str | None,
    after: str,
    guests: tuple[Party, ...] | None,
    hosts: tuple[Party, ...],
) -> None:
    where = Place("Lima", MET.index("Lima"), MET.index("Lima") + 4, country=place)
    found = rewrite(replace(coded(MET, "met", "CONSULT/-"), actors=actors, place=where), load())
    assert (as_code(found), found.actors, found.recipients) == (after, guests or actors, hosts)


@pytest.mark.parametrize(
    ("sentence", "whom", "kept"),
    [
        ("The ousted president fled to Togo.", "ousted president", 0),
        ("A banker fled Togo.", "banker", 0),
        ("Six thousand villagers fled Togo.", "villagers", 1),
        ("Ministers and their families fled Togo.", "families", 1),
        ("The former minister of health fled Togo.", "former minister of health", 0),
        ("The president's guards fled Togo.", "president's guards", 1),
        ("People loyal to the president fled Togo.", "People loyal to the president", 1),
        ("A journalist fled Togo.", "journalist", 1),
    ],
)
def test_who_runs_from_justice_is_driven_out_by_nobody(sentence: str, whom: str, kept: int) -> None:
    at, flees = sentence.index(whom), sentence.index("fled")
    span = RawSpan(at, at + len(whom), 0.9)
    fled = RawSpan(flees, flees + 4, 0.9)
    event = RawEvent(fled, "SANCTION", "expel", 0.9, (), 0.0, 0.0, (("recipient", span),), ())
    article = Article("a", "d", 0, 0, len(sentence), "main", False, None, None, (Sentence(0, len(sentence)),))
    assert len(without_repeats(sentence, article, [SentenceReading(0, (event,), ())])[0].events) == kept


def test_each_rule_sets_and_corrects_known_codes_under_a_name_of_its_own() -> None:
    rules = [run.keywords["rule"] for threats in (False, True) for run in wordings(threats=threats).values()]  # type: ignore[attr-defined]
    assert {r.name for r in rules} <= set(RULES)
    for rule in rules:
        for event_type, mode in (*rule.of, rule.becomes):
            assert mode in {"-", "*", *(m.code for m in load().modes(event_type))}
