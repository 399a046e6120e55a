"""The page that this exists for, where the bench folder is at hand: what must hold of its measures and findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import newsledger
from newsledger.api import Mentions
from newsledger.measures.ask import rate
from newsledger.measures.fold import fold

PAGE = Path(__file__).parent.parent / "../shared/seed/page.txt"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the page is not here")


@pytest.fixture(scope="module")
def table() -> Mentions:
    return newsledger.code(PAGE.read_text(encoding="utf-8"), date="2025-04-03")


def test_the_baseline_and_the_six_rates_from_their_days(table: Mentions) -> None:
    found = {
        (m.targets[0].country, m.rate.value, m.in_force_from.value)
        for m in table.measures
        if m.rate and m.in_force_from and m.targets and m.article_index == 1
    }
    wednesday = {"TWN": 32, "CHN": 34, "JPN": 24, "KOR": 25, "VNM": 46, "THA": 36}
    assert found == {("*", 10, "2025-04-05"), *((c, v, "2025-04-09") for c, v in wednesday.items())}


def test_nothing_is_in_force_where_the_page_only_announces(table: Mentions) -> None:
    tariffs = [m for m in table.measures if m.kind == "tariff"]
    assert {m.status for m in tariffs if m.aspect == "measure"} == {"announced"}
    assert {s.status for s in fold(tariffs, on="2025-04-04")} == {"announced"}
    assert rate(tariffs, importer="USA", origin="VNM", on="2025-04-04").low is None
    answer = rate(tariffs, importer="USA", origin="VNM", on="2025-04-10")
    assert (answer.low, answer.high, answer.in_force) == (46, 46, False)


def test_the_exception_for_semiconductors_is_the_claim_of_an_unnamed_official(table: Mentions) -> None:
    (claim,) = [m for m in table.measures if m.aspect == "exception"]
    assert "semiconductors" in claim.exceptions[0].text
    assert claim.status is None
    assert [a.anonymous for a in claim.attributions] == [True]


def test_the_exports_and_the_workers_are_findings_of_both_kinds(table: Mentions) -> None:
    found = [f for f in table.findings if f.sentence_index in {11, 12} and f.article_index == 0]
    assert sorted((f.sentence_index, f.basis) for f in found) == [
        (11, "register"), (11, "text"), (12, "register"), (12, "text"),
    ]  # fmt: skip
    arms, workers = (next(f for f in found if f.basis == "register" and f.sentence_index == n) for n in (11, 12))
    assert {(c.instrument, c.paragraph) for c in arms.citations} == {
        ("S/RES/1718 (2006)", "8(b)"),
        ("S/RES/1874 (2009)", "9"),
    }
    assert ("S/RES/2397 (2017)", "8") in {(c.instrument, c.paragraph) for c in workers.citations}
    assert (workers.deadline, workers.deadline_passed) == ("2019-12-22", True)
    assert all(not f.rule_ids for f in found if f.basis == "text")


def test_the_purchase_of_rockets_is_a_lead(table: Mentions) -> None:
    (first,) = [f for f in table.findings if f.article_index == 0 and f.sentence_index == 0]
    assert (first.basis, first.regime_id) == ("register", "un-dprk")
    assert first.lead.startswith("Lead, to be checked")
    assert first.event_mention_ids
