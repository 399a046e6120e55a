"""How sure: word rules, the age of an event, the verb of the source, and the rewriting rules that follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsledger.cluster.versions import stage_of
from newsledger.extract import rewrite
from newsledger.extract.certainty import (
    DENIED_BY_SOURCE,
    LONG_AGO,
    OLD_YEAR,
    RECENT,
    Telling,
    age_of,
    article_factuality,
    factuality,
    how_sure,
)
from newsledger.extract.modality import coded, cue_class, spoken, threatened, word_rules
from newsledger.extract.telling import told
from newsledger.ontology import load
from newsledger.reader.reading import RawEvent, RawSpan
from newsledger.records import PLANNED, Attribution, TextSpan, TimeExpression
from tests.builders import document, mention

UNREAD = (("historical", 0.0), ("future", 0.0), ("hypothetical", 0.0), ("negation", 0.0))


def at(sentence: str, words: str) -> tuple[int, int]:
    start = sentence.index(words)
    return (start, start + len(words))


CASES = [
    ("The army did not attack the town.", "attack", "not", "negation"),
    ("They didn’t attack the town.", "attack", "contracted-not", "negation"),
    ("The army has yet to attack the town.", "attack", "failed-to", "negation"),
    ("The army stopped short of an attack.", "attack", "failed-to", "negation"),
    ("The army failed to attack the town.", "attack", "failed-to", "negation"),
    ("The army denied that it had attacked.", "attacked", "denied", "negation"),
    ("The army denied involvement in the attack.", "attack", "denied", "negation"),
    ("The army denied attacks.", "attacks", "denied-outright", "negation"),
    ("The attack never happened.", "attack", "did-not-take-place", "negation"),
    ("The attack was called off.", "attack", "called-off", "negation"),
    ("Troops will attack the town.", "attack", "will", "future"),
    ("Troops are to attack the town.", "attack", "is-to", "future"),
    ("Troops plan to attack the town.", "attack", "plans-to", "future"),
    ("Troops could attack the town.", "attack", "could", "hypothetical"),
    ("If troops attack, we flee.", "attack", "if", "hypothetical"),
    ("It asked whether troops attack.", "attack", "whether", "hypothetical"),
    ("There is a possible attack.", "attack", "possible", "hypothetical"),
    ("Troops are considering an attack.", "attack", "considering", "hypothetical"),
]


@pytest.mark.parametrize(("sentence", "trigger", "rule", "mode"), CASES)
def test_a_word_rule_sets_an_auxiliary_mode(sentence: str, trigger: str, rule: str, mode: str) -> None:
    assert (rule, mode) in [(r.name, r.tells) for r in coded("ASSAULT", sentence, *at(sentence, trigger))]


def test_every_rule_that_sets_a_mode_has_a_case() -> None:
    assert {case[2] for case in CASES} == {rule.name for rule in word_rules() if rule.codes}


@pytest.mark.parametrize(
    ("event_type", "sentence", "trigger"),
    [
        ("REJECT", "Chad will not recognise the pact.", "will not recognise"),
        ("THREATEN", "We may strike back.", "strike"),
        ("AGREE", "Chad will send aid.", "send"),
        ("ACCUSE", "It was not possible, she said.", "not possible"),
        ("COERCE", "Millions were denied citizenship.", "denied citizenship"),
        ("ASSAULT", "In May troops attacked the town.", "attacked"),
        ("ASSAULT", "Not only attacks were reported.", "attacks"),
        ("ASSAULT", "Denmark attacked the town.", "attacked"),
        ("ASSAULT", "They do not know who attacked.", "attacked"),
    ],
)
def test_what_is_part_of_the_act_or_of_another_clause_sets_none(event_type: str, sentence: str, trigger: str) -> None:
    assert coded(event_type, sentence, *at(sentence, trigger)) == []


@pytest.mark.parametrize(
    ("sentence", "trigger", "negative"),
    [
        ("The council rejected the deal.", "deal", True),
        ("The council rejected the proposal.", "proposal", False),
        ("The attacks were not stopped.", "stopped", True),
        ("Not all of the attacks were stopped.", "attacks", False),
        ("The court did not necessarily convict him.", "convict", False),
    ],
)
def test_what_is_rejected_or_not_wholly_so_is_not_denied(sentence: str, trigger: str, negative: bool) -> None:
    assert told(sentence, *at(sentence, trigger)).negative == negative


def test_a_cue_may_be_part_of_the_events_words() -> None:
    sentence = "Kenya will meet its neighbours."
    assert [r.name for r in coded("CONSULT", sentence, *at(sentence, "will meet"))] == ["will"]


def time(earliest: str | None, latest: str | None, words: str = "then") -> TimeExpression:
    return TimeExpression(words, 0, 4, latest, earliest, latest, "day", "test")


@pytest.mark.parametrize(
    ("when", "anchor", "age"),
    [
        (time("2029-01-01", "2029-12-31"), "2031-03-12", "long ago"),
        (time("2031-03-01", "2031-03-10"), "2031-03-12", "recent"),
        (time("2030-05-01", "2030-05-01"), "2031-03-12", None),
        (time(None, None, "three years ago"), None, "long ago"),
        (time(None, None, "on Monday"), None, None),
        (None, "2031-03-12", None),
    ],
)
def test_how_old_an_event_is(when: TimeExpression | None, anchor: str | None, age: str | None) -> None:
    assert age_of(when, anchor) == age


def event(sentence: str, trigger: str, event_type: str = "ASSAULT", **scores: float) -> RawEvent:
    auxiliary = tuple((mode, scores.get(mode, score)) for mode, score in UNREAD)
    return RawEvent(RawSpan(*at(sentence, trigger), 0.9), event_type, None, 0.9, auxiliary, 0.0, 0.0, (), ())


def source(cue: str) -> Attribution:
    return Attribution("ministry", 0, 8, TextSpan(cue, 9, 9 + len(cue)), "office", False)


def test_old_events_are_historical_and_new_ones_are_not() -> None:
    sentence = "It recalled the 2027 raid."
    old = how_sure(event(sentence, "raid"), Telling(sentence, 0, anchor="2031-03-12"))
    assert (old.auxiliary, old.rules) == (("historical",), ("certainty:an-old-year-beside",))
    recent = time("2031-03-10", "2031-03-10")
    new = how_sure(event(sentence, "raid", historical=0.9), Telling(sentence, 0, recent, "2031-03-12"))
    assert (new.auxiliary, new.rules) == ((), ("certainty:within-the-year",))


def test_what_its_source_denies_did_not_happen_for_the_source_and_is_open_for_the_article() -> None:
    sentence = "The ministry denied a role in the raid."
    sure = how_sure(event(sentence, "raid"), Telling(sentence, 0, attributions=[source("denied")]))
    assert sure.auxiliary == ("negation",)
    assert (sure.factuality, sure.article_factuality) == ("CT-", "UU")


@pytest.mark.parametrize(
    ("sentence", "trigger", "event_type", "denied"),
    [
        ("Hanoi denied ramming the boat and accused Manila of sinking a trawler.", "sinking", "ASSAULT", False),
        ("Kigali denied a role but blamed Kinshasa for the raid.", "raid", "ASSAULT", False),
        ("Lima denied it was there and said smugglers had killed two men.", "killed", "ASSAULT", False),
        ("The army denied that it had shelled the village and killed ten men.", "killed", "ASSAULT", True),
        ("Libya denied the allegations.", "allegations", "ACCUSE", False),
        ("Libya denied the raid.", "raid", "ASSAULT", True),
        ("Latvia says a drone hit a mill, a claim that Moscow denies.", "hit", "ASSAULT", False),
    ],
)
def test_what_is_said_beside_a_denial_is_not_denied(
    sentence: str, trigger: str, event_type: str, *, denied: bool
) -> None:
    read = event(sentence, trigger, event_type, negation=0.9)
    sure = how_sure(read, Telling(sentence, 0, attributions=[source("denied")]))
    assert ("negation" in sure.auxiliary) is denied


def test_a_so_called_group_is_named_and_not_alleged() -> None:
    sentence = "The so-called Normandy group met in Astana."
    assert how_sure(event(sentence, "met", "CONSULT"), Telling(sentence, 0)).article_factuality == "CT+"


@pytest.mark.parametrize(
    ("auxiliary", "cues", "value", "articles"),
    [
        ((), [], "CT+", "CT+"),
        (("future",), [], "PR+", "PR+"),
        ((), ["said"], "CT+", "UU"),
        ((), ["confirmed"], "CT+", "CT+"),
        ((), ["confirmed", "said"], "CT+", "UU"),
        ((), ["believes"], "PR+", "UU"),
        ((), ["said", "suspect"], "PR+", "UU"),
        ((), ["fear"], "PS+", "UU"),
        (("hypothetical",), ["believes"], "PS+", "UU"),
        (("negation",), ["admitted"], "CT-", "CT-"),
    ],
)
def test_the_source_and_the_article_are_kept_apart(
    auxiliary: tuple[str, ...], cues: list[str], value: str, articles: str
) -> None:
    attributions = [source(cue) for cue in cues]
    assert factuality(auxiliary, attributions) == value
    assert article_factuality(value, attributions) == articles


def test_what_is_alleged_is_open_for_the_article() -> None:
    sentence = "Rebels allegedly raided the mill."
    sure = how_sure(event(sentence, "raided"), Telling(sentence, 0))
    assert (sure.factuality, sure.article_factuality, sure.rules) == ("CT+", "UU", ("certainty:alleged",))


def test_cues_have_one_class_at_most() -> None:
    cues = ("said", "denied", "believe", "feared", "confirmed", "showed", "hopes", "denies")
    assert [cue_class(c) for c in cues] == [
        None, "denial", "belief", "guess", "vouching", "vouching", "guess", "denial",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "trigger", "event_type", "mode", "expected"),
    [
        ("The king vowed to strike the rebels.", "strike", "ASSAULT", "aerial", ("THREATEN", "violence")),
        ("Rebels threatened to arrest the envoy.", "arrest", "COERCE", "arrest", ("THREATEN", "arrest")),
        ("Chad threatened to expel the envoy.", "expel", "SANCTION", "expel", ("THREATEN", "expel")),
        ("Chad threatened to cut ties.", "cut ties", "SANCTION", "discontinue", ("THREATEN", "relations")),
        ("Rebels threatened to have the envoy killed.", "killed", "ASSAULT", None, ("THREATEN", "violence")),
        ("Chad threatened the rebels with air strikes.", "air strikes", "ASSAULT", None, ("THREATEN", "violence")),
        ("Rebels who made threats struck the town.", "struck", "ASSAULT", None, ("ASSAULT", None)),
        ("The king vowed to help, but troops strike the rebels.", "strike", "ASSAULT", None, ("ASSAULT", None)),
    ],
)
def test_warned_of_force_is_a_threat(
    sentence: str, trigger: str, event_type: str, mode: str | None, expected: tuple[str, str | None]
) -> None:
    page = document(sentence)
    found = rewrite(mention(page, trigger, event_type=event_type, event_mode=mode, auxiliary=("future",)), load())
    assert (found.event_type, found.event_mode) == expected
    assert ("threatened-force-is-a-threat" in found.provenance.rules) is threatened(sentence, *at(sentence, trigger))
    assert ("future" in found.auxiliary) is (expected[0] != "THREATEN")


@pytest.mark.parametrize(
    ("sentence", "trigger", "mode", "expected"),
    [
        ("Ghana threatened to impose sanctions on Togo.", "threatened", None, "relations"),
        ("Rebels threatened to have the mayor of Kidal killed.", "threatened", None, "violence"),
        ("Dockers threatened to block the port.", "threatened", "violence", "restrict"),
        ("The general warned that his men would close the canal.", "warned", "violence", "restrict"),
        ("The junta threatened to expel two aid groups.", "threatened", None, "expel"),
        ("A judge threatened editors with prison.", "threatened", None, "arrest"),
        ("Truckers threatened to strike over fuel prices.", "threatened to strike", None, "restrict"),
        ("Chad threatened to strike camps in Niger.", "threatened", None, "violence"),
        ("Uganda threatened to retaliate for the bombing of a bus.", "threatened", None, None),
        ("Iran threatened retaliation after jets bombed a convoy.", "threatened", None, None),
        ("Serbia would respond in kind.", "respond", "relations", "relations"),
    ],
)
def test_what_is_threatened_is_the_mode(sentence: str, trigger: str, mode: str | None, expected: str | None) -> None:
    found = rewrite(mention(document(sentence), trigger, event_type="THREATEN", event_mode=mode), load())
    assert (found.event_type, found.event_mode) == ("THREATEN", expected)


@pytest.mark.parametrize(
    ("sentence", "trigger", "event_type", "expected"),
    [
        ("Kenya's president will meet Uganda's on Friday.", "will meet", "AGREE", "PR+"),
        ("Kenya's president will meet Uganda's on Friday.", "meet", "CONSULT", "PR+"),
        ("Kenya plans to visit Uganda.", "visit", "CONSULT", "PR+"),
        ("Kenya is to withdraw its troops.", "withdraw", "RETREAT", "PR+"),
        ("Kenya will sign an agreement.", "sign", "SUPPORT", "PR+"),
        ("Kenya pledged to send aid.", "send", "AID", "CT+"),
        ("Kenya agreed to buy rockets.", "agreed to buy", "AGREE", "CT+"),
        ("Kenya announced a truce.", "truce", "CONCEDE", "CT+"),
    ],
)
def test_what_is_only_announced_has_not_happened(sentence: str, trigger: str, event_type: str, expected: str) -> None:
    auxiliary = () if event_type in {"AGREE", "CONCEDE"} else ("future",)
    found = rewrite(mention(document(sentence), trigger, event_type=event_type, auxiliary=auxiliary), load())
    assert (found.factuality, found.auxiliary) == (expected, ())
    assert (PLANNED in found.provenance.rules) is (expected == "PR+")
    assert stage_of(found) == ("planned" if expected == "PR+" else "happened")


def test_what_a_date_places_ahead_has_not_happened() -> None:
    when = TimeExpression("March 20", 0, 8, "2031-03-20", "2031-03-20", "2031-03-20", "day", "date")
    assert age_of(when, "2031-03-12") == "ahead"
    assert age_of(when, "2031-03-19") != "ahead"


def test_rewriting_keeps_the_articles_certainty_in_step() -> None:
    plan = rewrite(mention(event_type="AID", auxiliary=("future",)), load())
    assert (plan.event_type, plan.factuality, plan.article_factuality) == ("AGREE", "PR+", "PR+")
    relayed = rewrite(mention(attributions=(source("said"),)), load())
    assert (relayed.factuality, relayed.article_factuality) == ("CT+", "UU")


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("The maker will build a plant and hire people.", "hire", (False, False, True)),
        ("The maker may build a plant.", "build", (True, False, True)),
        ("The maker built a plant.", "built", (False, False, False)),
        ("The maker did not really want a plant.", "want", (False, True, False)),
        ("The deal is expected to close soon.", "close", (True, False, True)),
    ],
)
def test_how_any_event_is_told(sentence: str, word: str, expected: tuple[bool, bool, bool]) -> None:
    found = told(sentence, *at(sentence, word))
    assert (found.uncertain, found.negative, found.future) == expected


def test_the_readers_probabilities_add_to_the_words() -> None:
    sentence = "The maker built a plant."
    found = told(sentence, *at(sentence, "built"), (0.6, 0.1, 0.9))
    assert (found.uncertain, found.negative, found.future) == (True, False, True)
    assert spoken(sentence, *at(sentence, "built")) == []


def test_the_docs_name_every_rule_that_sets_a_mode() -> None:
    page = Path("docs/certainty.md").read_text(encoding="utf-8")
    named = {rule.name for rule in word_rules() if rule.codes or rule.tells == "report"}
    assert {name for name in named | {LONG_AGO, OLD_YEAR, RECENT, DENIED_BY_SOURCE} if f"`{name}`" not in page} == set()
