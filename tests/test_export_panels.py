"""Panels: zeros, spans, means; crosswalks of countries and scores on a day."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from newsledger.errors import OntologyError
from newsledger.export import Selection, Settings, export_ledger, known_codes
from newsledger.export.countries import country, state_numbers
from newsledger.ledger import Ledger
from newsledger.ontology import load
from newsledger.ontology.crosswalks import cameo_role, goldstein, state_codes
from newsledger.records import TimeExpression
from tests.builders import coding, document, mention, party
from tests.export_world import ledger

Row = dict[str, str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ledger(tmp_path_factory.mktemp("panels") / "ledger")


def panel(book: Ledger, file: Path, name: str, **chosen: object) -> tuple[list[Row], Counter[str]]:
    settings = Settings(Selection(auxiliary=False, **chosen))  # type: ignore[arg-type]
    export_ledger(book, f"panel-{name}", file, settings)
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())), settings.notes


def test_days_without_events_are_zeros_and_their_means_are_empty(book: Ledger, tmp_path: Path) -> None:
    rows, _ = panel(book, tmp_path / "p", "dyad-day", countries=("KEN", "UGA"), since="2031-03-08", until="2031-03-12")
    assert [(r["day"], r["actor"], r["recipient"]) for r in rows] == [
        (f"2031-03-{day:02}", *pair) for day in range(8, 13) for pair in (("KEN", "UGA"), ("UGA", "KEN"))
    ]
    met = [r for r in rows if r["events"] != "0"]
    assert {(r["day"], r["actor"]) for r in met} == {("2031-03-10", "KEN"), ("2031-03-10", "UGA")}
    assert {(r["verbal_cooperation"], r["consult"], r["intensity_mean"], r["goldstein_mean"]) for r in met} == {
        ("1", "1", "2.5", "1")
    }
    empty = next(r for r in rows if r["events"] == "0")
    assert (empty["mentions"], empty["intensity_sum"], empty["intensity_mean"]) == ("0", "0", "")
    assert (empty["actor_cow"], empty["actor_gw"]) == ("501", "501")


def test_a_month_counts_in_months_and_is_told_apart_in_days(book: Ledger, tmp_path: Path) -> None:
    days, notes = panel(book, tmp_path / "d", "dyad-day")
    assert not [r for r in days if r["aid"] != "0"]
    assert sum(n for note, n in notes.items() if "does not give the day; --undated report-day" in note) == 1
    months, _ = panel(book, tmp_path / "m", "dyad-month")
    assert {(r["month"], r["actor"], r["recipient"]) for r in months if r["aid"] == "1"} == {
        ("2031-03", "NOR", "UGA"),
        ("2031-03", "SWE", "UGA"),
    }


def test_a_country_takes_part_once_in_an_event_on_either_side(book: Ledger, tmp_path: Path) -> None:
    rows, _ = panel(book, tmp_path / "c", "country-month", since="2031-02-15", until="2031-04-02")
    assert {r["month"] for r in rows} == {"2031-02", "2031-03", "2031-04"}
    march = {r["country"]: r for r in rows if r["month"] == "2031-03"}
    assert (march["KEN"]["events"], march["KEN"]["as_actor"], march["KEN"]["as_recipient"]) == ("2", "1", "1")
    assert (march["UGA"]["events"], march["UGA"]["as_actor"], march["UGA"]["as_recipient"]) == ("2", "1", "1")
    assert sum(int(r["events"]) for r in rows if r["month"] != "2031-03") == 0


def test_an_open_end_does_not_reach_into_years_without_reports(tmp_path: Path) -> None:
    page = document("Kenya met Uganda in 1948. Kenya met Uganda on Monday.", document_creation_time="2031-03-12")
    sides = {"actors": (party(page, "Kenya", "KEN"), party(page, "Uganda", "UGA"))}
    long_ago = TimeExpression("1948", 20, 24, "1948-05", "1948-05-01", "1948-05-31", "month", "test")
    monday = TimeExpression("Monday", 46, 52, "2031-03-10", "2031-03-10", "2031-03-10", "day", "test")
    book = Ledger(tmp_path / "ledger")
    told = [
        mention(page, "met", time=long_ago, **sides),
        replace(mention(page, "met", time=monday, **sides), event_mention_id="m-2", event_id="e-2"),
    ]
    book.commit([replace(coding(page), mentions=tuple(told))])
    rows, notes = panel(book, tmp_path / "p", "dyad-month")
    assert {r["month"] for r in rows} == {"2031-03"}
    assert sum(n for words, n in notes.items() if "before the first report" in words) == 1
    rows, _ = panel(book, tmp_path / "q", "dyad-month", since="1948-05-01", until="1948-06-30")
    assert {r["month"] for r in rows} == {"1948-05", "1948-06"}


def test_an_empty_panel_is_a_header(book: Ledger, tmp_path: Path) -> None:
    rows, _ = panel(book, tmp_path / "e", "dyad-day", countries=("CHL",))
    assert rows == []
    assert (tmp_path / "e").read_text(encoding="utf-8").startswith("day,actor,recipient,")


@pytest.mark.parametrize(
    ("iso3", "day", "numbers"),
    [
        ("DEU", "1989-11-09", ("260", "260")),
        ("DEU", "2031-01-01", ("255", "260")),
        ("YEM", "1991-01-01", ("679", "678")),
        ("SRB", "2000-01-01", ("345", "345")),
        ("SRB", None, ("345", "340")),
        ("SSD", "2010-01-01", ("", "")),
        ("VNM", "2031-01-01", ("816", "816")),
        ("NAM", None, ("565", "565")),
        ("PSE", None, ("", "")),
        ("UNO", None, ("", "")),
    ],
)
def test_numbers_of_states_hold_on_their_day(iso3: str, day: str | None, numbers: tuple[str, str]) -> None:
    assert state_numbers(iso3, day) == numbers


def test_every_country_has_a_region_and_every_code_a_score() -> None:
    assert all(row["acled_region"] for row in state_codes().values())
    namibia = country("NAM")
    assert namibia is not None
    assert (namibia.fips, namibia.numeric) == ("WA", "516")
    for code in load().crosswalk:
        score = goldstein(code.code)
        assert score is not None
        assert -10 <= score <= 10
    assert (goldstein("0874"), goldstein("1823"), goldstein("20"), goldstein(None)) == (10.0, -10.0, -10.0, None)
    assert all(cameo_role(s.code) in {"", s.code, "MED", "CVL", "UAF"} for s in load().sectors)


def test_a_name_in_the_place_of_a_code_is_refused_with_the_code() -> None:
    assert known_codes(("ken", "UNO", "KEN")) == ("KEN", "UNO")
    with pytest.raises(OntologyError, match="did you mean UGA"):
        known_codes(("Uganda",))
    with pytest.raises(OntologyError, match="alpha-3"):
        known_codes(("NA",))
