from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsledger.errors import OntologyError
from newsledger.measures import load_register
from newsledger.measures.goods import load_goods
from newsledger.measures.register import read_regime

TEXTS = Path(__file__).parent.parent / "../shared/bench/un_resolutions/unsc_en_gold.jsonl"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def regime(**changes: Any) -> dict[str, Any]:
    from datetime import date

    rule = {
        "id": "arms", "title": "No arms", "effect": "banned", "act": "transfer", "bound": ["all_states"],
        "taker": ["PRK"], "goods": ["arms"], "from": date(2006, 10, 14), "citations": ["S/RES/1718 (2006) 8(a)"],
    }  # fmt: skip
    row = {
        "regime_id": "x", "title": "X", "kind": "un_sanctions", "checked": "unchecked",
        "instruments": [{"id": "S/RES/1718 (2006)", "date": date(2006, 10, 14)}], "rules": [rule | changes],
    }  # fmt: skip
    return {k: v for k, v in row.items() if v is not None}


def test_the_regimes_of_the_brief_are_there() -> None:
    register = load_register()
    wanted = [
        "dprk",
        "iran",
        "libya",
        "yemen",
        "somalia",
        "south-sudan",
        "sudan",
        "drc",
        "car",
        "haiti",
        "taliban",
        "isil-alqaida",
    ]
    assert {f"un-{name}" for name in wanted} <= set(register.regimes)
    numbers = {int(i.instrument.split("/")[2].split()[0]) for i in register.regimes["un-dprk"].instruments}
    assert numbers == {1695, 1718, 1874, 2087, 2094, 2270, 2321, 2371, 2375, 2397}


def test_north_koreas_workers_had_to_be_home_within_24_months_of_2397() -> None:
    rule = load_register().rule("un-dprk/workers-repatriation")
    assert (rule.in_force_from, rule.deadline, rule.effect) == ("2017-12-22", "2019-12-22", "required")
    assert [(c.instrument, c.paragraph) for c in rule.citations] == [("S/RES/2397 (2017)", "8")]


def test_iran_has_its_dates_of_2020_2023_and_2025() -> None:
    rules = {r.rule_id: r for r in load_register().regimes["un-iran"].rules}
    assert rules["un-iran/arms-from-2231"].in_force_to == "2020-10-17"
    assert rules["un-iran/missile-goods-2231"].in_force_to == "2023-10-17"
    assert rules["un-iran/arms-from-restored"].in_force_from == "2025-09-28"
    assert "disputed" in (rules["un-iran/arms-from-restored"].note or "")


def test_who_is_bound_by_a_treaty_and_when() -> None:
    register = load_register()
    npt, cluster = register.rule("treaty-npt/acquire"), register.rule("treaty-ccm/no-cluster-munitions")
    assert register.is_bound(npt, "IRN", "2020-01-01") is True
    assert register.is_bound(npt, "IND", "2020-01-01") is False
    assert register.is_bound(npt, "PRK", "2000-01-01") is True
    assert register.is_bound(npt, "PRK", "2004-01-01") is False
    assert register.is_bound(cluster, "FRA", "2020-01-01") is None


def test_every_rule_has_a_citation_and_every_text_rule_stands_in_its_text() -> None:
    rules = load_register().rules
    assert all(rule.citations for rule in rules)
    checked = [r for r in rules if r.checked == "text"]
    assert checked
    if not TEXTS.exists():
        pytest.skip("the texts of the resolutions are not here")
    texts = {row["id"]: row["text"] for row in map(json.loads, TEXTS.read_text(encoding="utf-8").splitlines())}
    for rule in checked:
        for citation in rule.citations:
            paragraph = re.match(r"\d+", citation.paragraph or "")
            assert paragraph
            assert re.search(rf"(?m)^\s*{paragraph[0]}[.,] ", texts[citation.instrument]), citation


def test_dates_of_checked_instruments_stand_in_their_texts() -> None:
    if not TEXTS.exists():
        pytest.skip("the texts of the resolutions are not here")
    texts = {row["id"]: row["text"] for row in map(json.loads, TEXTS.read_text(encoding="utf-8").splitlines())}
    checked = [i for g in load_register().regimes.values() for i in g.instruments if i.checked == "text"]
    assert len(checked) >= 10
    for instrument in checked:
        year, month, day = instrument.date.split("-")
        assert f"{int(day)} {MONTHS[int(month) - 1]} {year}" in texts[instrument.instrument][:200].replace("]", "l")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"effect": "forbidden"}, "effect"),
        ({"goods": ["bananas"]}, "no class"),
        ({"taker": ["Korea"]}, "no code"),
        ({"citations": ["S/RES/9999 (2030) 1"]}, "does not list"),
        ({"colour": "red"}, "unknown key"),
        ({"taker": [], "goods": []}, "transfer needs"),
    ],
)
def test_a_broken_file_is_refused_with_its_name(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(OntologyError, match=message) as caught:
        read_regime("broken.toml", regime(**changes))
    assert "broken.toml" in str(caught.value)


def test_goods_have_classes_and_parents() -> None:
    table = load_goods()
    found = [(g.goods_class, g.words.text) for g in table.find("rockets, artillery shells and crude oil")]
    assert found == [("missiles", "rockets"), ("heavy_arms", "artillery shells"), ("crude_oil", "crude oil")]
    assert table.falls_under("small_arms", ["arms"])
    assert not table.falls_under("arms", ["small_arms"])
