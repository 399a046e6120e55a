"""How sure: word rules, the age of an event, the verb of the source, and the rewriting rules that follow."""

from __future__ import annotations

from dataclasses import replace
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
from newsledger.extract.modality import SAYS_HOW_SURE, coded, cue_class, spoken, word_rules
from newsledger.extract.telling import told
from newsledger.extract.threats import threatened
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
    ("An attack on a depot near Basra was called off.", "attack", "called-off", "negation"),
    ("Reports that rebels attacked the mill are baseless.", "attacked", "called-false", "negation"),
    ("The claim that rebels attacked the mill is “a lie”.", "attacked", "called-false", "negation"),
    ("Beijing dismissed the report that its ships attacked a boat as false.", "attacked", "called-a-lie", "negation"),
    ("They spread false rumours that the army had attacked.", "attacked", "false-report", "negation"),
    ("Guards foiled an attack on a church.", "attack", "foiled", "negation"),
    ("Guards stopped two men from attacking the minister.", "attacking", "foiled", "negation"),
    ("Egypt has not ruled out an attack on the dam.", "attack", "not-ruled-out", "hypothetical"),
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
        ("ACCUSE", "Nurses Without Borders condemned the raid.", "condemned"),
        ("ACCUSE", "On Friday No 11 condemned the raid.", "condemned"),
        ("ACCUSE", "In Lagos Will Adeyemi condemned the raid.", "condemned"),
        ("ASSAULT", "The festival attacked by rebels was cancelled.", "attacked"),
        ("ASSAULT", "Guards attacked the mill, and the fair was cancelled.", "attacked"),
        ("ASSAULT", "Troops were sent to prevent attacks.", "attacks"),
        ("ASSAULT", "Troops attacked and spread false reports.", "attacked"),
        ("ASSAULT", "Reports that rebels attacked the mill are true.", "attacked"),
        ("SANCTION", "Tariffs on tea were scrapped.", "Tariffs"),
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


@pytest.mark.parametrize(
    ("sentence", "trigger", "rule", "article"),
    [
        ("The palace declined to confirm that troops had attacked.", "attacked", "withheld", "UU"),
        ("The army neither confirmed nor denied that it had attacked.", "attacked", "withheld", "UU"),
        ("There was no confirmation that rebels had attacked.", "attacked", "withheld", "UU"),
        ("Lima has never denied attacking the mill.", "attacking", "withheld", "UU"),
        ("It was not the first time that jets had attacked the camp.", "attacked", "asserted", "CT+"),
        ("It is no secret that Chad attacked the camp.", "attacked", "asserted", "CT+"),
        ("Nobody denies that police attacked the students.", "attacked", "asserted", "CT+"),
        ("Police failed to prevent an attack on a mosque.", "attack", "asserted", "CT+"),
        ("The army did not say why it had attacked the mill.", "attacked", "left-unsaid", "CT+"),
    ],
)
def test_negative_words_that_deny_nothing(sentence: str, trigger: str, rule: str, article: str) -> None:
    sure = how_sure(event(sentence, trigger, negation=0.9), Telling(sentence, 0))
    assert (sure.auxiliary, sure.factuality, sure.article_factuality) == ((), "CT+", article)
    assert f"certainty:{rule}" in sure.rules


def test_a_source_that_never_denied_it_does_not_deny_it() -> None:
    sentence = "Lima has never denied that it attacked the mill."
    sure = how_sure(event(sentence, "attacked"), Telling(sentence, 0, attributions=[source("denied")]))
    assert (sure.factuality, sure.article_factuality) == ("CT+", "UU")


def test_a_denial_behind_words_that_deny_nothing_stands() -> None:
    sentence = "The ministry did not confirm that its troops had not attacked the town."
    sure = how_sure(event(sentence, "attacked", negation=0.9), Telling(sentence, 0))
    assert (sure.auxiliary, sure.factuality, sure.article_factuality) == (("negation",), "CT-", "UU")


@pytest.mark.parametrize(
    ("sentence", "trigger", "article"),
    [
        ("An officer was held on suspicion of shooting two students.", "shooting", "UU"),
        ("Prosecutors charged the mayor with the killing of a priest.", "killing", "UU"),
        ("The minister was accused by prosecutors of having bombed a village.", "bombed", "UU"),
        ("He was held to face charges that he had kidnapped a banker.", "kidnapped", "UU"),
        ("Two men are wanted for kidnapping a banker.", "kidnapping", "UU"),
        ("Residents fled amid reports of shelling.", "shelling", "UU"),
        ("Police are investigating claims that guards beat migrants.", "beat", "UU"),
        ("The court convicted him of ordering the killing of a priest.", "killing", "CT+"),
        ("Villagers accused of hiding rebels were killed.", "killed", "CT+"),
        ("Rebels charged the barracks with grenades.", "charged the barracks with grenades", "CT+"),
        ("The general in charge of the shelling left.", "shelling", "CT+"),
        ("Men suspected of a role in the bombing fled.", "bombing", "CT+"),
    ],
)
def test_what_is_charged_or_claimed_is_open_for_the_article(sentence: str, trigger: str, article: str) -> None:
    assert how_sure(event(sentence, trigger), Telling(sentence, 0)).article_factuality == article


@pytest.mark.parametrize(
    ("sentence", "trigger", "value"),
    [
        ("The rocket was probably fired by rebels.", "fired", "PR+"),
        ("The boat was most likely attacked by pirates.", "attacked", "PR+"),
        ("Chad apparently bombed a mill.", "bombed", "PR+"),
        ("The village appears to have been shelled.", "shelled", "PR+"),
        ("Six died in an apparent suicide bombing.", "bombing", "PR+"),
        ("Rebels are thought to have killed the mayor.", "killed", "PR+"),
        ("The likely heir met the king.", "met", "CT+"),
        ("In an apparent bid to calm the crowd, police freed a man.", "freed", "CT+"),
        ("The envoy appeared in court and was jailed.", "jailed", "CT+"),
    ],
)
def test_what_is_called_probable(sentence: str, trigger: str, value: str) -> None:
    sure = how_sure(event(sentence, trigger), Telling(sentence, 0))
    assert (sure.factuality, sure.auxiliary) == (value, ())
    page = document(sentence)
    told_so = mention(page, trigger, event_type="ASSAULT", auxiliary=())
    told_so = replace(told_so, provenance=replace(told_so.provenance, rules=sure.rules))
    assert rewrite(told_so, load()).factuality == value


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
    cues = (
        "said",
        "denied",
        "believe",
        "feared",
        "confirmed",
        "showed",
        "hopes",
        "denies",
        "did not deny",
        "declined to confirm",
        "not only confirmed",
        "was unable to confirm",
    )
    assert [cue_class(c) for c in cues] == [
        None, "denial", "belief", "guess", "vouching", "vouching", "guess", "denial", "withheld",
        "withheld", "vouching", "withheld",
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
    named = {rule.name for rule in word_rules() if rule.codes or rule.tells in SAYS_HOW_SURE}
    assert {name for name in named | {LONG_AGO, OLD_YEAR, RECENT, DENIED_BY_SOURCE} if f"`{name}`" not in page} == set()
