from __future__ import annotations

import re

import pytest

from newsledger.measures.read import read_measures
from newsledger.records import Article, Sentence, make_document
from newsledger.records.measure import MeasureMention
from newsledger.resolve import Resolver

RELEASE = "https://www.state.gov/releases/2031/03/a-page"


def read(text: str, **page_of: str) -> list[MeasureMention]:
    page = make_document(text, document_creation_time="2031-03-13", **page_of)
    ends = [m.end() for m in re.finditer(r"[.!?](?= [A-Z]|$)", text)]
    starts = [0, *(e + 1 for e in ends[:-1])]
    sentences = tuple(Sentence(a, b) for a, b in zip(starts, ends, strict=True))
    article = Article("a", page.document_id, 0, 0, len(text), "main", False, None, None, sentences)
    return list(read_measures(page, article, (), (), Resolver.load().context(article, page)))


def told(m: MeasureMention) -> tuple[object, ...]:
    return m.kind, {p.country for p in m.issuers}, {p.country for p in m.targets}, m.status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EU sanctions on Belarus have cut its potash sales.", ("sanction", {"EUR"}, {"BLR"}, "in_force")),
        ("Chile's sanctions against Peru do not touch medicine.", ("sanction", {"CHL"}, {"PER"}, "in_force")),
        ("The shipowner got round UN sanctions on Eritrea.", ("sanction", {"UNO"}, {"ERI"}, "in_force")),
        ("Analysts say that the sanctions on Eritrea bite.", ("sanction", set(), {"ERI"}, "in_force")),
        ("Peru taught its banks about Belarus sanctions enforcement.", ("sanction", set(), {"BLR"}, "in_force")),
        ("Kenya must help us uphold the export controls on Eritrea.", ("export_control", set(), {"ERI"}, "in_force")),
        ("Ministers spoke of violations of the UN arms embargo on Chad.", ("embargo", {"UNO"}, {"TCD"}, "in_force")),
        ("We got a truce in Chad after weeks of talks.", ("ceasefire", {"TCD"}, set(), "in_force")),
        ("We have sanctions that hurt Belarus.", ("sanction", set(), {"BLR"}, "in_force")),
        ("Banks in Belarus were already covered by EU sanctions.", ("sanction", {"EUR"}, {"BLR"}, "in_force")),
        (
            "Peru would not lift any of the sanctions imposed by Chile.",
            ("sanction", {"CHL"}, set(), "in_force"),
        ),
    ],
)
def test_a_certain_measure_is_told_as_one_that_stands(text: str, expected: tuple[object, ...]) -> None:
    found = [told(m) for m in read(text)]
    assert [f[0] for f in found] == [expected[0]]
    kind, issuers, targets, status = found[0]
    assert (kind, issuers if expected[1] else set(), targets if expected[2] else set(), status) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chile and Peru discussed sanctions on Belarus.",
        "Chile's sanctions policy has many friends.",
        "Chile called for sanctions on Belarus.",
        "Banks that deal with them could be subject to US sanctions.",
        "Chile has no sanctions on Belarus.",
        "Chile shied away from sanctions on Belarus.",
        "We do not need your sanctions, the envoy of Chile said.",
        "Sanctions have never changed a regime.",
        "The importance of an immediate ceasefire in Chad was underlined.",
        "Monitors counted ceasefire violations in Chad.",
        "Monitors told of increased truce violations in Chad.",
        "Only a nationwide ceasefire can bring relief to Chad.",
        "Chile remains focused on a ceasefire in Chad.",
        "It was an officially sanctioned race in Kenya.",
        "The group listed generals that it wants Chile to sanction.",
        "Is trade between Chile and Peru subject to UN sanctions?",
        "Kenya ended its support for the Ceasefire and Security Arrangements Board.",
    ],
)
def test_a_topic_a_wish_and_what_is_not_so_are_no_reports(text: str) -> None:
    assert [told(m) for m in read(text) if m.kind in {"sanction", "ceasefire"}] == []


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Kenya voiced its support for the truce in Chad.", {"TCD"}),
        ("After a short war between Chad and Sudan, Kenya helped to get a truce.", {"TCD", "SDN"}),
        ("Fighting between Chad and Sudan killed forty people. The ceasefire has held for a week.", {"TCD", "SDN"}),
        ("Kenya thanked Oman for its efforts to strengthen the truce in Chad.", {"TCD"}),
    ],
)
def test_a_truce_is_that_of_those_who_fought(text: str, parties: set[str]) -> None:
    found = [m for m in read(text) if m.kind == "ceasefire"]
    assert [{p.country for p in m.issuers} for m in found] == [parties]
    assert found[0].status == "in_force"


def test_a_truce_without_a_place_is_that_of_the_title() -> None:
    (found,) = read("All sides must respect the truce.", title="A day of quiet in Chad")
    assert [p.country for p in found.issuers] == ["TCD"]
    assert any(g.field == "issuers" for g in found.gaps)


def test_the_state_of_emergency_that_somebody_wants_lifted_stands() -> None:
    (found,) = read("Kenya pressed for confidence-building steps by Chad, including lifting the state of emergency.")
    assert told(found) == ("emergency", {"TCD"}, set(), "in_force")


def test_this_designation_takes_up_the_one_told_before() -> None:
    found = read(
        "The United States is designating a governor of Peru under Section 7031(c). This designation reaffirms our "
        "commitment to clean government.",
        url=RELEASE,
    )
    assert [told(m) for m in found] == [("sanction", {"USA"}, {"PER"}, "in_force")] * 2


def test_a_designation_of_another_kind_is_no_sanction() -> None:
    assert read("Peru was glad of its designation as host. This designation brings visitors.", url=RELEASE) == []


def test_steps_of_a_list_are_taken_by_who_took_the_steps() -> None:
    found = read("Chile has taken firm steps against Belarus, including visa restrictions and export controls.")
    assert {(m.kind, m.status) for m in found} == {("visa_rule", "in_force"), ("export_control", "in_force")}
    assert {p.country for m in found for p in m.issuers} == {"CHL"}


def test_holding_to_account_with_sanctions_is_taking_them() -> None:
    (found,) = read("Chile is punishing Belarus with new sanctions.")
    assert told(found) == ("sanction", {"CHL"}, {"BLR"}, "in_force")


def test_in_a_statement_of_the_seven_we_are_the_seven() -> None:
    (found,) = read("We have imposed sanctions on Belarus.", title="G7 Foreign Ministers’ Statement on Belarus")
    assert {p.country for p in found.issuers} == {"CAN", "FRA", "DEU", "ITA", "JPN", "GBR", "USA", "EUR"}


def test_who_is_not_eligible_to_enter_is_barred() -> None:
    found = read("Those named are not eligible to enter Canada and are not eligible for a Canadian visa.")
    assert [(m.kind, [p.country for p in m.issuers]) for m in found] == [("entry_ban", ["CAN"]), ("visa_rule", ["CAN"])]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Chile recognised Kosovo’s independence in 2033.", True),
        ("Chile recognised the Peruvian government’s work for refugees.", False),
    ],
)
def test_independence_is_recognised_merit_is_only_praised(text: str, reported: bool) -> None:
    assert [m.kind for m in read(text)] == ["recognition"] * reported


def test_who_brokers_a_truce_or_applies_sanctions_with_many_others_is_no_issuer() -> None:
    (truce,) = read("Fighting went on in Chad. We urge all to abide by the UN-negotiated truce and UN-led talks.")
    assert {p.country for p in truce.issuers} == {"TCD"}
    (applied,) = read(
        "Kenya hosted the talks. They praised the growing number of countries imposing sanctions on Belarus."
    )
    assert (applied.issuers, {p.country for p in applied.targets}) == ((), {"BLR"})
    (both,) = read("Chad praised the work of Kenya and Peru in imposing sanctions on Belarus.")
    assert {p.country for p in both.issuers} == {"KEN", "PER"}
