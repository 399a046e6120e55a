"""On whose word: the form of a citation, the rules on it, standing, and claims that go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsledger.extract.attribution import AS_LINKED, SentenceSources
from newsledger.extract.citing import ASIDE, BARE, LABEL, LEADING, MIDDLE, TAG, WHOLE, cite, cite_all, quotations
from newsledger.extract.continuing import PRONOUN, QUOTATION, TRANSCRIPT, as_who_is_meant, continue_claims
from newsledger.extract.headline import with_its_tag
from newsledger.extract.resting import RULES
from newsledger.extract.standing import kind_of
from newsledger.reader.reading import RawEvent, RawSource, RawSpan, SentenceReading
from newsledger.records import Claim, EventMention, Sentence
from tests.builders import document, mention


def place(text: str, words: str | None, after: int = 0) -> tuple[int, int] | None:
    if words is None:
        return None
    start = text.index(words, after)
    return (start, start + len(words))


def raw(text: str, words: str) -> RawSpan:
    span = place(text, words)
    assert span is not None
    return RawSpan(*span, 0.9)


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "shape"),
    [
        ("The minister said rebels burned a bridge.", "minister", "said", LEADING),
        ("On Friday, the minister said in a statement that rebels burned it.", "minister", "said", LEADING),
        ("Rebels burned a bridge on Monday, the minister said Tuesday.", "minister", "said", TAG),
        ("Rebels burned a bridge on Monday, said the minister.", "minister", "said", TAG),
        ("“Rebels burned a bridge,” the minister told reporters on condition of anonymity", "minister", "told", TAG),
        ("“They burned a bridge there,” the minister said, “and a mill.”", "minister", "said", MIDDLE),
        ("According to the minister, rebels burned a bridge.", "minister", "According to", WHOLE),
        ("MR OTIENO: Rebels burned a bridge.", "MR OTIENO", ":", LABEL),
        ("Troops left what the minister called a bridgehead.", "minister", "called", ASIDE),
        ("Troops left, as the minister noted, a bridgehead.", "minister", "noted", ASIDE),
        ("A report by the minister on rebels.", "minister", None, BARE),
        ("Rebels burned a bridge in Kivu, the minister told AFP.", "minister", "told", TAG),
        ("Rebels burned a bridge in Kivu, the minister told the court on Friday.", "minister", "told", TAG),
        ("Rebels burned a bridge in Kivu, the minister told Chadian state radio by phone.", "minister", "told", TAG),
        ("Rebels burned a bridge in Kivu, the minister told us, adding that it was old.", "minister", "told", MIDDLE),
        ("Rebels burned a bridge in Kivu, the minister assured the UN mission.", "minister", "assured", TAG),
        ("After the raid in northern Kivu, the minister told AFP rebels had fled.", "minister", "told", LEADING),
        ("After the raid in northern Kivu, the minister told AFP that rebels had fled.", "minister", "told", LEADING),
        ("After the raid in northern Kivu, the minister told them to leave.", "minister", "told", LEADING),
        (
            "After the raid in rural Kivu, the minister told AFP on Friday that it fell.",
            "minister",
            "told",
            LEADING,
        ),
        ("Kenya dismissed claims by the minister that its jets bombed a mill.", "minister", "claims by", LEADING),
        ("Kenya dismissed a report by the minister on Friday.", "minister", "report by", TAG),
    ],
)
def test_the_shape_of_a_citation(sentence: str, source: str, cue: str | None, shape: str) -> None:
    span = place(sentence, source)
    assert span is not None
    assert cite(sentence, span, place(sentence, cue)).shape == shape


@pytest.mark.parametrize(
    ("sentence", "cue", "sources", "shape"),
    [
        ("Rebels burned a bridge in Kivu, a nurse told AFP.", "told", ("nurse", "AFP"), TAG),
        ("The premier, who visited Juba on Friday, told AFP that rebels fled.", "told", ("premier", "AFP"), LEADING),
        ("Rebels burned a bridge in Kivu, a nurse and an aide said on Friday.", "said", ("nurse", "aide"), TAG),
        ("On Friday, a nurse and an aide said rebels burned a bridge.", "said", ("nurse", "aide"), LEADING),
    ],
)
def test_who_shares_a_cue_shares_the_shape(sentence: str, cue: str, sources: tuple[str, ...], shape: str) -> None:
    spans = [place(sentence, source) for source in sources]
    cited = cite_all(sentence, [(span, place(sentence, cue)) for span in spans if span])
    assert [c.shape for c in cited] == [shape, shape]


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("She said “rebels fled” and left.", ["rebels fled"]),
        ('She said "rebels fled" and "troops came".', ["rebels fled", "troops came"]),
        ("and they burned a mill,” she said.", ["and they burned a mill,"]),
        ('and they burned a mill," she said.', ["and they burned a mill,"]),
        ("She said: “Rebels fled.", ["Rebels fled."]),
        ("Nobody spoke.", []),
    ],
)
def test_quotations_may_begin_or_end_in_another_sentence(sentence: str, quoted: list[str]) -> None:
    assert [sentence[a:b] for a, b in quotations(sentence)] == quoted


def resting(
    sentence: str,
    trigger: str,
    cited: list[tuple[str, str | None]],
    *,
    event_type: str = "ASSAULT",
    actor: str | None = None,
    links: tuple[int, ...] = (),
) -> tuple[list[str], list[str]]:
    sources = [
        RawSource(raw(sentence, s), raw(sentence, c) if c else None, "office", 0.9, 0.0)
        for s, c in cited
    ]  # fmt: skip
    arguments = (("actor", raw(sentence, actor)),) if actor else ()
    event = RawEvent(
        raw(sentence, trigger), event_type, None, 0.9, (), 0.0, 0.0, arguments, tuple((i, 0.9) for i in links)
    )
    found, rules = SentenceSources(sentence, 0, sources).of_event(event)
    return [a.text for _, a in found], rules


CASES = [
    ("The ministry said rebels burned a bridge.", "burned", [("ministry", "said")], {}, ["ministry"], "under-the-cue"),
    ("Rebels burned a bridge, the ministry said.", "burned", [("ministry", "said")], {}, ["ministry"], "under-the-tag"),
    ("According to police, rebels burned a bridge.", "burned", [("police", "According to")], {}, ["police"],
     "whole-sentence"),
    ("MR OTIENO: They burned a bridge.", "burned", [("MR OTIENO", ":")], {}, ["MR OTIENO"], "under-a-label"),
    ("The ministry condemned the raid.", "condemned", [("ministry", "condemned")], {"event_type": "ACCUSE"}, [],
     "cue-is-the-event"),
    ("The ministry said on Monday it urged rebels to leave.", "urged", [("ministry", "said")],
     {"event_type": "REQUEST", "actor": "it"}, [], "own-act-by-pronoun"),
    ("The ministry said in Juba the ministry urged rebels to leave.", "urged", [("ministry", "said")],
     {"event_type": "REQUEST", "actor": "ministry"}, [], "own-act"),
    ("Mr Otieno of Kenya’s foreign ministry said Otieno urged rebels to go.", "urged",
     [("Mr Otieno of Kenya’s foreign ministry", "said")], {"event_type": "REQUEST", "actor": "Otieno"}, [], "own-act"),
    ("“We urge the rebels to leave,” the ministry said.", "urge", [("ministry", "said")],
     {"event_type": "REQUEST", "actor": "We"}, [], "own-act-by-pronoun"),
    ("A day after the raid, the ministry said talks would go on.", "raid", [("ministry", "said")], {}, [],
     "before-a-leading-cue"),
    ("The ministry, which ordered the raid, said nothing was lost.", "raid", [("ministry", "said")], {}, [],
     "within-the-citation"),
    ("“It is quiet there now,” the ministry said in Juba after the raid", "raid", [("ministry", "said")], {}, [],
     "after-the-tag"),
    ("Rebels raided a mill in the north “Nobody was there to stop them,” the ministry said", "raided",
     [("ministry", "said")], {}, [], "before-the-quotation"),
    ("The ministry said calm had returned, but the army reported that rebels raided a mill.", "raided",
     [("ministry", "said"), ("army", "reported")], {}, ["army"], "another-cue-is-nearer"),
    ("The ministry said calm had returned to the north, which Chad denounced.", "denounced", [("ministry", "said")],
     {"event_type": "ACCUSE", "actor": "Chad"}, [], "own-voice-in-a-relative-clause"),
    ("Rebels burned a mill, citing Chad’s easing of controls", "burned", [("Chad", "citing")], {}, [],
     "part-of-a-phrase"),
    ("Otieno, the group’s director, said rebels raided a mill.", "raided",
     [("Otieno", "said"), ("group’s director", "said")], {}, ["Otieno"], "one-cue-one-source"),
    ("Nairobi said gunmen shelled a mill; Mogadishu rejected the charge.", "rejected", [("Nairobi", "said")],
     {"event_type": "REJECT", "actor": "Mogadishu"}, [], "answered-in-a-new-clause"),
    ("The Greek minister said Athens freed them, and Italy’s premier visited Tripoli.", "visited",
     [("Greek minister", "said")], {"event_type": "CONSULT", "actor": "Italy’s premier"}, [],
     "answered-in-a-new-clause"),
    ("The envoy said Libya had left; Tunisia had rejected the plan.", "rejected", [("envoy", "said")],
     {"event_type": "REJECT", "actor": "Tunisia"}, ["envoy"], "under-the-cue"),
    ("The envoy said Libya had left, and that Tunisia rejected the plan.", "rejected", [("envoy", "said")],
     {"event_type": "REJECT", "actor": "Tunisia"}, ["envoy"], "under-the-cue"),
    ("Zambia said a bridge fell; Angola would send engineers.", "would send", [("Zambia", "said")],
     {"event_type": "AGREE", "actor": "Angola"}, ["Zambia"], "under-the-cue"),
    ("Police said rebels hit a bus; soldiers killed two of them.", "killed", [("Police", "said")],
     {"actor": "soldiers"}, ["Police"], "under-the-cue"),
    ("Latvia said a drone hit a mill, an allegation the Kremlin rejected.", "rejected", [("Latvia", "said")],
     {"event_type": "REJECT", "actor": "Kremlin"}, [], "answered-beside-the-charge"),
    ("Manila said ships rammed a boat, a claim that Beijing disputes.", "rammed", [("Beijing", "disputes")], {}, [],
     "who-answers-is-no-source"),
    ("Latvia said a drone hit a mill, a version of events the Kremlin rejected.", "rejected", [("Latvia", "said")],
     {"event_type": "REJECT", "actor": "Kremlin"}, [], "answered-beside-the-charge"),
    ("Latvia said a drone hit a mill, something that its neighbour mocked.", "mocked", [("Latvia", "said")],
     {"event_type": "ACCUSE", "actor": "its neighbour"}, [], "answered-beside-the-charge"),
    ("Latvia said a drone hit a mill, reports that Oslo denies.", "denies", [("Latvia", "said")],
     {"event_type": "REJECT", "actor": "Oslo"}, [], "answered-beside-the-charge"),
    ("Latvia said a drone hit a mill, a step that Oslo condemned.", "condemned", [("Latvia", "said")],
     {"event_type": "ACCUSE", "actor": "Oslo"}, ["Latvia"], "under-the-cue"),
    ("Manila said ships rammed a boat, an account the navy disputes.", "rammed", [("navy", "disputes")], {}, [],
     "who-answers-is-no-source"),
    ("Rebels burned a mill, according to The Post.", "burned",
     [("The Post", "according to"), ("Post", "according to")], {}, ["Post"], "one-cue-one-source"),
    ("For days Libya denied the allegations.", "allegations", [("Libya", "denied")], {"event_type": "ACCUSE"}, [],
     "denied-charge"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "trigger", "cited", "more", "expected", "rule"), CASES)
def test_what_an_event_rests_on(
    sentence: str, trigger: str, cited: list[tuple[str, str]], more: dict[str, str], expected: list[str], rule: str
) -> None:
    found, rules = resting(sentence, trigger, cited, links=tuple(range(len(cited))), **more)  # type: ignore[arg-type]
    assert found == expected
    assert f"{'attribution' if len(expected) == len(cited) else 'no-attribution'}:{rule}" in rules


def test_every_rule_has_a_case_and_a_docstring() -> None:
    """The name of a rule is what ``explain`` prints, its docstring what the docs say."""
    tested = {case[-1] for case in CASES} | {"own-act-by-name"}
    assert tested == set(RULES)
    assert all(rule.__doc__ for rule in RULES.values())


def test_the_speaker_under_a_longer_name_is_no_source_of_his_own_act() -> None:
    sentence = "The envoy, Amina Otieno, pledged aid, Otieno said on Monday."
    found, rules = resting(
        sentence, "pledged", [("Otieno said"[:6], "said")], event_type="AGREE", actor="envoy, Amina Otieno", links=(0,)
    )
    assert found == []
    assert rules == ["no-attribution:own-act"] or rules == ["no-attribution:own-act-by-name"]


def test_where_no_rule_speaks_the_link_decides() -> None:
    sentence = "A letter from the ministry on the raid."
    assert resting(sentence, "raid", [("ministry", None)]) == ([], [])
    assert resting(sentence, "raid", [("ministry", None)], links=(0,)) == (["ministry"], ["attribution:as-linked"])


def test_chains_are_ordered_from_outside() -> None:
    sentence = "Rebels burned a bridge, police said, citing two witnesses, according to the Post."
    kinds = {"police": "office", "two witnesses": "unnamed_person", "Post": "media"}
    cues = {"police": "said", "two witnesses": "citing", "Post": "according to"}
    sources = [RawSource(raw(sentence, s), raw(sentence, cues[s]), k, 0.9, 0.0) for s, k in kinds.items()]
    event = RawEvent(raw(sentence, "burned"), "ASSAULT", None, 0.9, (), 0.0, 0.0, (), ())
    found, _ = SentenceSources(sentence, 0, sources).of_event(event)
    assert [a.text for _, a in found] == ["Post", "police", "two witnesses"]


def cited(sentence: str, source: str, cue: str, kind: str = "unnamed_person") -> SentenceSources:
    return SentenceSources(sentence, 100, [RawSource(raw(sentence, source), raw(sentence, cue), kind, 0.9, 0.0)])


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The bridge fell, an official said on condition of anonymity to discuss the raid.",
         "on condition of anonymity to discuss the raid"),
        ("An official, who was not authorized to speak publicly, said the bridge fell.", "was not authorized to speak"),
        ("The bridge fell, an official said, because she was not authorized to speak to reporters.",
         "because she was not authorized to speak to reporters"),
        ("An official said the bridge fell, asking not to be named for fear of reprisals.",
         "asking not to be named for fear of reprisals"),
        ("An official who declined to be identified said the bridge fell.", "declined to be identified"),
        ("An official, on condition of anonymity because the talks are secret, said the bridge fell.",
         "on condition of anonymity because the talks are secret"),
        ("On condition of anonymity because he was not allowed to brief us, an official said the bridge fell.",
         "On condition of anonymity because he was not allowed to brief us"),
        ("An official asking for anonymity to avoid arrest said the bridge fell.",
         "asking for anonymity to avoid arrest"),
        ("An official, on condition that his name not be used, said the bridge fell.",
         "on condition that his name not be used"),
        ("An official who gave only her first name said the bridge fell.", "gave only her first name"),
        ("An official whose name the paper is withholding said the bridge fell.",
         "whose name the paper is withholding"),
        ("An official who didn’t want her name published said the bridge fell.", "didn’t want her name published"),
        ("An official who did not wish to be identified for his safety said the bridge fell.",
         "did not wish to be identified for his safety"),
        ("An official granted anonymity to speak freely said the bridge fell.", "granted anonymity to speak freely"),
        ("An official who is not permitted to speak said the bridge fell.", "is not permitted to speak"),
        ("An official said the bridge fell.", None),
    ],
)  # fmt: skip
def test_why_a_source_is_not_named(sentence: str, reason: str | None) -> None:
    source = "an official" if "an official" in sentence else "An official"
    shifted = " " * 100 + sentence
    sources = [RawSource(raw(shifted, source), raw(shifted, "said"), "unnamed_person", 0.9, 0.0)]
    found = SentenceSources(sentence, 100, sources).attribution(0).anonymity_reason
    assert (found.text if found else None) == reason
    if found:
        assert shifted[found.start : found.end] == reason


def test_a_reason_belongs_to_one_unnamed_source() -> None:
    sentence = "A diplomat said talks failed, and an aide said on condition of anonymity that troops left."
    sources = [
        RawSource(raw(sentence, "diplomat"), raw(sentence, "said"), "unnamed_person", 0.9, 0.0),
        RawSource(raw(sentence, "aide"), RawSpan(48, 52, 0.9), "unnamed_person", 0.9, 0.0),
    ]
    made = SentenceSources(sentence, 0, sources)
    assert made.attribution(0).anonymity_reason is None
    assert made.attribution(1).anonymity_reason is not None


@pytest.mark.parametrize(
    ("sentence", "source", "words"),
    [
        ("A senior defense official said it.", "senior defense official", ["senior", "defense"]),
        ("Two people familiar with the matter said it.", "Two people", ["familiar with the matter"]),
        ("A person with direct knowledge of the talks said it.", "person", ["with direct knowledge of the talks"]),
        ("An aide briefed on the plan said it.", "aide briefed on the plan", ["briefed on the plan"]),
        ("An aide said it.", "aide", []),
    ],
)
def test_words_that_claim_standing(sentence: str, source: str, words: list[str]) -> None:
    made = SentenceSources(
        sentence, 0, [RawSource(raw(sentence, source), raw(sentence, "said"), "unnamed_person", 0.9, 0.0)]
    )
    assert [w.text for w in made.attribution(0).authority] == words


def test_who_had_it_first() -> None:
    sentence = "The raid was first reported by the Post."
    made = SentenceSources(
        sentence, 0, [RawSource(raw(sentence, "Post"), raw(sentence, "first reported by"), "media", 0.9, 0.0)]
    )
    assert made.attribution(0).first_reported


def test_a_quotation_is_told_from_a_paraphrase() -> None:
    sentence = "The ministry said the raid failed: “Rebels burned a bridge.”"
    sources = [RawSource(raw(sentence, "ministry"), raw(sentence, "said"), "office", 0.9, 0.0)]
    made = SentenceSources(sentence, 0, sources)
    for trigger, quoted in (("burned", True), ("raid", False)):
        event = RawEvent(raw(sentence, trigger), "ASSAULT", None, 0.9, (), 0.0, 0.0, (), ())
        ((_, attribution),), _ = made.of_event(event)
        assert attribution.quoted is quoted


def going_on(*sentences: str, cites: dict[int, tuple[str, str]], trigger: str, rests: bool = False) -> list[Claim]:
    """Return the claims of an article whose last sentence has the event."""
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Sentence(at, at + len(sentence)))
        at += len(sentence) + 1
    claims = []
    for number, (source, cue) in cites.items():
        words = sentences[number]
        start = spans[number].start
        made = SentenceSources(
            words,
            start,
            [
                RawSource(
                    RawSpan(start + words.index(source), start + words.index(source) + len(source), 0.9),
                    RawSpan(start + words.index(cue), start + words.index(cue) + len(cue), 0.9),
                    "named_person",
                    0.9,
                    0.0,
                )
            ],
        ).attribution(0)
        claims.append(Claim(f"c{number}", "d", 0, number, made, 0, ()))
    page = document(text)
    last = len(sentences) - 1
    sources = (claims[-1].attribution,) if rests else ()
    found: EventMention = mention(page, trigger, sentence_index=last, attributions=sources, event_mention_id="m")
    return continue_claims(text, spans, claims, [found])


def test_a_quotation_goes_on_in_the_next_sentences() -> None:
    claims = going_on(
        "“It was night,” Otieno said.", "“Rebels burned a bridge.”", cites={0: ("Otieno", "said")}, trigger="burned"
    )
    assert (claims[0].continued_event_mention_ids, claims[0].continued_rules) == (("m",), (QUOTATION,))
    claims = going_on(
        "Otieno said: “It was night.", "Nobody slept.", "Rebels burned a bridge.” It rained.",
        cites={0: ("Otieno", "said")}, trigger="burned",
    )  # fmt: skip
    assert claims[0].continued_rules == (QUOTATION,)


def test_a_lost_closing_mark_does_not_speak_for_the_article() -> None:
    claims = going_on(
        "Otieno said: “It was night.", "Nobody slept.", "Rebels burned a bridge.",
        cites={0: ("Otieno", "said")}, trigger="burned",
    )  # fmt: skip
    assert claims[0].continued_event_mention_ids == ()


def test_he_added_means_the_speaker_before() -> None:
    claims = going_on(
        "Otieno said it was night.", "Rebels burned a bridge, he added.",
        cites={0: ("Otieno", "said"), 1: ("he", "added")}, trigger="burned", rests=True,
    )  # fmt: skip
    assert claims[0].continued_rules == (PRONOUN,)
    assert claims[1].continued_event_mention_ids == ()


def test_a_turn_of_phrase_is_no_quotation_that_goes_on() -> None:
    claims = going_on(
        "“It was night,” Otieno said.", "The “rebels” burned a bridge.", cites={0: ("Otieno", "said")}, trigger="burned"
    )
    assert claims[0].continued_event_mention_ids == ()


def test_a_label_speaks_until_the_next() -> None:
    claims = going_on(
        "MR OTIENO: Good day.", "It was night.", "Rebels burned a bridge.",
        cites={0: ("MR OTIENO", ":")}, trigger="burned",
    )  # fmt: skip
    assert claims[0].continued_rules == (TRANSCRIPT,)


def test_a_colon_announces_the_quotation() -> None:
    claims = going_on(
        "Otieno issued a statement:", "“Rebels burned a bridge.”", cites={0: ("Otieno", "issued")}, trigger="burned"
    )
    assert claims[0].continued_rules == (QUOTATION,)
    claims = going_on(
        "Otieno said this of three towns:", "Rebels burned a bridge.", cites={0: ("Otieno", "said")}, trigger="burned"
    )
    assert claims[0].continued_rules == ()


def test_the_one_label_of_a_headline_is_no_transcript() -> None:
    claims = going_on("Otieno: bridge lost", "Rebels burned a bridge.", cites={0: ("Otieno", ":")}, trigger="burned")
    assert claims[0].continued_event_mention_ids == ()
    claims = going_on(
        "Otieno: Good day.", "Reporter: What now?", "Rebels burned a bridge.",
        cites={0: ("Otieno", ":"), 1: ("Reporter", ":")}, trigger="burned",
    )  # fmt: skip
    assert [c.continued_rules for c in claims] == [(), (TRANSCRIPT,)]


def test_he_is_not_who_stands_in_a_label() -> None:
    claims = going_on(
        "MR OTIENO: The premier has left.", "He said rebels burned a bridge.",
        cites={0: ("MR OTIENO", ":"), 1: ("He", "said")}, trigger="burned", rests=True,
    )  # fmt: skip
    assert claims[0].continued_rules == (TRANSCRIPT,)


def test_a_pronoun_has_the_codes_of_the_speaker_it_stands_for() -> None:
    claims = going_on(
        "Otieno said Kim fled.", "He said rebels burned a bridge.",
        cites={0: ("Otieno", "said"), 1: ("He", "said")}, trigger="burned", rests=True,
    )  # fmt: skip
    known = replace(claims[0], attribution=replace(claims[0].attribution, name="Otieno", country="KEN", sector="GOV"))
    wrong = replace(claims[1].attribution, name="Kim", country="PRK", sector="MIL")
    said = mention(document("He said rebels burned a bridge."), "burned", attributions=(wrong,), event_mention_id="m")
    (coded,), told = as_who_is_meant([said], [known, replace(claims[1], attribution=wrong)])
    for pronoun in (coded.attributions[0], told[1].attribution):
        assert (pronoun.text, pronoun.name, pronoun.country, pronoun.sector) == ("He", "Otieno", "KEN", "GOV")


@pytest.mark.parametrize(
    ("headline", "recipient", "source"),
    [
        ("Chad jails two editors - lawyer", "two editors - lawyer", ("lawyer", "unnamed_person")),
        ("Chad jails two editors – Chadian police", "two editors", ("Chadian police", "office")),
        ("Chad jails two editors - state radio", "two editors - state radio", ("state radio", "media")),
        ("Chad jails two editors - and a lawyer", "two editors", None),
        ("Chad jails two editors - the third time", "two editors", None),
        ("Chad jails two editors - police say nothing - in Moundou", "two editors", None),
    ],
)
def test_a_headline_names_its_source_behind_a_dash(
    headline: str, recipient: str, source: tuple[str, str] | None
) -> None:
    event = RawEvent(
        raw(headline, "jails"), "COERCE", None, 0.9, (), 0.0, 0.0, (("recipient", raw(headline, recipient)),), ()
    )
    read = with_its_tag(SentenceReading(0, (event,), ()), headline, 0)
    assert [(headline[s.span.start : s.span.end], s.kind) for s in read.sources] == ([source] if source else [])
    ((_, span),) = read.events[0].arguments
    assert headline[span.start : span.end] == "two editors"
    found, rules = SentenceSources(headline, 0, read.sources).of_event(read.events[0])
    assert [a.text for _, a in found] == ([source[0]] if source else [])
    assert rules == (["attribution:under-the-tag"] if source else [])


def test_nobody_speaks_on_in_the_articles_own_voice() -> None:
    claims = going_on(
        "Otieno said it was night.", "Rebels burned a bridge.", cites={0: ("Otieno", "said")}, trigger="burned"
    )
    assert claims[0].continued_event_mention_ids == ()


@pytest.mark.parametrize(
    ("words", "read", "kind"),
    [
        ("two senior officials in Juba", "office", "unnamed_person"),
        ("witnesses", "other", "unnamed_person"),
        ("Chinese authorities", "unnamed_person", "office"),
        ("source within the ministry", "unnamed_person", "unnamed_person"),
        ("polling expert Amina Otieno", "named_person", "named_person"),
        ("foreign ministry", "office", "office"),
        ("Amina Otieno", "unnamed_person", "unnamed_person"),
    ],
)
def test_the_words_of_a_source_show_its_kind(words: str, read: str, kind: str) -> None:
    assert kind_of(words, read) == kind


def test_only_persons_and_reports_can_be_anonymous() -> None:
    sentence = "The ministry said rebels burned a bridge."
    for kind, hidden in (("office", False), ("media", True), ("unnamed_person", False)):
        source = RawSource(raw(sentence, "ministry"), raw(sentence, "said"), kind, 0.9, 0.9)
        assert SentenceSources(sentence, 0, [source]).attribution(0).anonymous is hidden


def test_the_docs_name_every_rule() -> None:
    page = Path("docs/attribution.md").read_text(encoding="utf-8")
    names = {*RULES, AS_LINKED, QUOTATION, PRONOUN, TRANSCRIPT}
    assert {name for name in names if f"`{name}`" not in page} == set()
