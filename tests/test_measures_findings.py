from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from newsledger.measures.findings import find_findings
from newsledger.measures.scene import scenes_of
from newsledger.records import Article, Sentence, make_document
from newsledger.records.rule import Finding
from newsledger.resolve import Resolver
from newsledger.view.findings import finding_cells, finding_lines


def find(text: str, date: str | None = "2024-05-01") -> list[Finding]:
    page = make_document(text, document_creation_time=date)
    ends = [m.end() for m in re.finditer(r"[.!?](?= [A-Z]|$)", text)]
    starts = [0, *(e + 1 for e in ends[:-1])]
    sentences = tuple(Sentence(a, b) for a, b in zip(starts, ends, strict=True))
    article = Article("a", page.document_id, 0, 0, len(text), "main", False, None, None, sentences)
    return list(find_findings(scenes_of(page, article, (), (), Resolver.load().context(article, page))))


def told(text: str, date: str | None = "2024-05-01") -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(f.basis, f.regime_id, tuple(r.partition("/")[2] for r in f.rule_ids)) for f in find(text, date)]


@pytest.mark.parametrize(
    ("text", "regime", "rule"),
    [
        ("Mali bought machine guns from North Korea.", "un-dprk", "arms-from"),
        ("Cuba shipped torpedoes and rifles to North Korea.", "un-dprk", "small-arms"),
        ("A Thai firm imported North Korean coal.", "un-dprk", "coal-iron"),
        ("Kuwait employs 300 North Korean workers.", "un-dprk", "workers-repatriation"),
        ("North Korea fired two ballistic missiles into the sea.", "un-dprk", "missile-launch"),
        ("Jordan sent armoured vehicles to Libya.", "un-libya", "arms-to"),
        ("Oman supplied rockets to the Houthis.", "un-yemen", "arms-to-houthis"),
        ("Burundi delivered rifles to M23 fighters.", "un-drc", "arms-to-armed-groups"),
    ],
)
def test_an_act_that_falls_under_a_rule_is_found(text: str, regime: str, rule: str) -> None:
    (finding,) = find(text)
    assert (finding.basis, finding.regime_id) == ("register", regime)
    assert f"{regime}/{rule}" in finding.rule_ids
    assert finding.citations


@pytest.mark.parametrize(
    "text",
    [
        "North Korea sent rice to Mongolia.",
        "Norway sold artillery shells to South Korea.",
        "North Korea denied sending weapons to Russia.",
        "Kuwait sent 300 North Korean workers home.",
        "Russia's trade with North Korea does not violate any UN resolution.",
        "Jordan did not send weapons to Libya.",
    ],
)
def test_what_falls_under_no_rule_gives_no_finding(text: str) -> None:
    assert find(text) == []


def test_the_two_kinds_stay_apart() -> None:
    found = find("North Korea's arms export to Syria would be a violation of UN resolutions.")
    assert sorted(f.basis for f in found) == ["register", "text"]
    text = next(f for f in found if f.basis == "text")
    assert text.rule_ids == ()
    assert text.citations == ()
    assert text.instrument
    assert text.instrument.text == "UN resolutions"
    assert text.act.text == "North Korea's arms export to Syria"


def test_dates_decide() -> None:
    assert told("Iran shipped rifles to Syria.", "2019-05-01") == [("register", "un-iran", ("arms-from-2231",))]
    assert told("Iran shipped rifles to Syria.", "2022-05-01") == []
    assert told("Iran shipped rifles to Syria.", "2025-11-01") == [("register", "un-iran", ("arms-from-restored",))]


def test_without_a_date_a_rule_that_was_interrupted_gives_no_finding() -> None:
    assert told("Iran shipped rifles to Syria.", None) == []
    assert len(told("Mali bought machine guns from North Korea.", None)) == 1


def test_the_deadline_for_workers() -> None:
    text = "Kuwait employs 300 North Korean workers."
    assert [f.deadline_passed for f in find(text, "2024-05-01")] == [True]
    assert [f.deadline_passed for f in find(text, None)] == [None]
    assert told(text, "2018-05-01") == [("register", "un-dprk", ("workers-permits",))]


def test_an_act_of_its_pronoun_says_where_the_name_comes_from() -> None:
    found = find("North Korea met envoys of Mali. Its dispatch of workers to Mali was planned.")
    giver = next(g for g in found[0].grounds if g.field == "giver")
    assert (giver.value, giver.words) == ("PRK", None)
    assert "sentence before" in giver.reason


def test_a_finding_is_worded_as_a_lead_and_its_words_stand_in_the_text() -> None:
    text = "Mali may buy machine guns from North Korea."
    (finding,) = find(text)
    assert finding.lead.startswith("Lead, to be checked")
    assert "may fall under" in finding.lead
    assert finding.factuality == "PS+"
    assert text[finding.act.start : finding.act.end] == finding.act.text
    lines = "\n".join(finding_lines(finding))
    assert "not a verdict" in lines
    assert "unchecked" in lines
    assert len(finding_cells(finding)) == 9
    assert asdict(finding)["checked"] == "unchecked"


@pytest.mark.parametrize(
    "text",
    [
        "Japan condemned North Korea after South Korea launched a satellite.",
        "Norway said it violated no treaty.",
        "Nobody violated the truce in Chad.",
        "Oman rejected claims that it had sent fighter jets to the Houthis.",
        "Jordan dismissed accusations that it breached the UN arms embargo on Libya.",
    ],
)
def test_denials_and_the_acts_of_others_give_no_finding(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "source", "act"),
    [
        ("Chile accused Peru of violating the Chemical Weapons Convention.", "Chile", "Peru"),
        ("Kenya warned that the arms deal would breach the UN arms embargo on Somalia.", "Kenya", "the arms deal"),
        ("A UN panel said Rwanda violated the arms embargo on Congo.", "A UN panel", "Rwanda"),
    ],
)
def test_who_speaks_of_a_breach_is_its_source_and_no_part_of_the_act(text: str, source: str, act: str) -> None:
    (finding,) = find(text)
    assert ([a.text for a in finding.attributions], finding.act.text.strip()) == ([source], act)


def test_what_is_hoped_for_is_no_fact() -> None:
    assert [f.factuality for f in find("Iran hopes to buy fighter jets from Russia.", "2026-02-01")] == ["PR+"]
