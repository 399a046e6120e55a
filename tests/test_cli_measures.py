from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import newsledger
from newsledger.apps.cli import cli
from newsledger.apps.mcp.measures import Measures
from newsledger.errors import OntologyError
from newsledger.export.flat import EVENT_COLUMNS, FINDING_COLUMNS, MEASURE_COLUMNS
from newsledger.ledger import Ledger, connect, run_query

PAGE = (
    "Uganda will levy a 10 percent baseline duty on imports from all countries from Saturday, the trade ministry said "
    "on Tuesday. Countries with a surplus would face higher duties from Wednesday, including Kenya (32 percent) and "
    "Rwanda (34 percent). An exception for Kenyan semiconductors would have a small effect, an official said. North "
    "Korea's arms export to Uganda would be a violation of UN resolutions, a diplomat in Kampala said on Monday."
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measures") / "ledger"
    newsledger.code([{"id": "page", "text": PAGE, "date": "2031-03-13"}], ledger=folder)
    return folder


def invoke(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output
    return result


def test_measures_are_listed_with_their_state(ledger: Path) -> None:
    found = invoke(
        "measures", "--ledger", ledger, "--target", "KEN", "--on", "2031-03-20", "--json"
    ).output.splitlines()
    states = [json.loads(line) for line in found]
    assert {s["status"] for s in states} == {"due"}
    assert {s["rate"]["rate"]["value"] for s in states} == {10, 32}
    shown = invoke("measures", "--ledger", ledger).output
    assert "state on 2031-03-13 (the newest report)" in shown
    assert "exception, on the word of" in shown
    assert "Kenyan semiconductors" in shown


def test_a_rate_says_what_makes_it_up_and_what_is_open(ledger: Path) -> None:
    output = invoke("rate", "--ledger", ledger, "--importer", "UGA", "--origin", "KEN", "--on", "2031-03-20").output
    assert output.startswith("UGA on goods of KEN, 2031-03-20: 32 percent, as announced")
    assert "replaced: 10 percent (baseline) on all" in output
    assert "Kenyan semiconductors" in output
    assert "no report confirms" in output
    answer = newsledger.tariff_rate(ledger, importer="UGA", origin="BDI", on="2031-03-20")
    assert (answer.low, answer.high, answer.in_force) == (10, 10, False)
    assert newsledger.tariff_rate(ledger, importer="UGA", origin="KEN", on="2031-03-14").low is None


def test_findings_keep_the_two_kinds_apart_and_explain_themselves(ledger: Path) -> None:
    found = [json.loads(x) for x in invoke("findings", "--ledger", ledger, "--json").output.splitlines()]
    assert sorted(f["basis"] for f in found) == ["register", "text"]
    assert "not verdicts" in invoke("findings", "--ledger", ledger).output
    register = next(f for f in found if f["basis"] == "register")
    output = invoke("explain", register["finding_id"], "--ledger", ledger).output
    assert "not a verdict" in output
    assert "S/RES/1874 (2009)" in output
    assert "would be exempt" in output
    again = invoke("explain", register["finding_id"], "--ledger", ledger, "--json").output
    assert json.loads(again) == register
    only = invoke(
        "findings", "--ledger", ledger, "--basis", "text", "--regime", "un-dprk", "--json"
    ).output.splitlines()
    assert len(only) == 1


def test_sql_sees_measures_with_their_history(ledger: Path) -> None:
    rows = run_query(Ledger(ledger), "select kind, targets, rates, history from measures").to_pylist()
    assert {tuple(r["targets"]) for r in rows} == {("*",), ("KEN",), ("RWA",)}
    assert all(r["history"][0]["status"] == "announced" for r in rows)


def test_codes_may_be_written_small_and_wrong_ones_are_no_empty_answer(ledger: Path) -> None:
    assert invoke("measures", "--ledger", ledger, "--issuer", "uga").output == (
        invoke("measures", "--ledger", ledger, "--issuer", "UGA").output
    )
    for question in (
        ("measures", "--target", "Kenya"),
        ("rate", "--importer", "UGA", "--origin", "Kenia", "--on", "2031-03-20"),
        ("events", "--party", "XXX"),
        ("events", "--type", "ASAULT"),
    ):
        result = CliRunner().invoke(cli, [question[0], "--ledger", str(ledger), *question[1:]])
        assert isinstance(result.exception, OntologyError), question
    assert CliRunner().invoke(cli, ["events", "--ledger", str(ledger), "--since", "01.04.2031"]).exit_code == 2
    assert newsledger.find_events(ledger, since="20310313") == newsledger.find_events(ledger, since="2031-03-13")
    assert newsledger.find_events(ledger, event_type="sanction") == newsledger.find_events(
        ledger, event_type="SANCTION"
    )


def test_exceptions_that_were_told_later_are_not_known_yet(ledger: Path) -> None:
    asked = {"importer": "UGA", "origin": "KEN", "on": "2031-03-20"}
    assert newsledger.tariff_rate(ledger, **asked, known_by="2031-03-13").exceptions
    assert not newsledger.tariff_rate(ledger, **asked, known_by="2031-03-12").exceptions


def test_a_report_of_an_empty_ledger_and_an_output_that_is_an_input_are_refused(tmp_path: Path) -> None:
    Ledger(tmp_path / "empty").commit([])
    result = CliRunner().invoke(cli, ["report", "--ledger", str(tmp_path / "empty"), "-o", str(tmp_path / "r.html")])
    assert result.exit_code != 0
    assert not isinstance(result.exception, IndexError)
    page = tmp_path / "p.jsonl"
    page.write_text(json.dumps({"id": "1", "text": PAGE}), encoding="utf-8")
    result = CliRunner().invoke(cli, ["stories", str(page), "--format", "jsonl", "-o", str(page)])
    assert result.exit_code != 0
    assert page.stat().st_size > len(PAGE)


@pytest.mark.parametrize("on", ["2031-03-14", "20310314", " 2031-03-14T09:00", "2031-W11-5"])
def test_agents_get_the_same_answer_in_whatever_form_they_write_a_day(ledger: Path, on: str) -> None:
    tools = Measures(Ledger(ledger))
    answer = tools.rate(importer="uga", origin="KEN", on=on)
    assert (answer.low, answer.on, answer.importer) == (None, "2031-03-14", "UGA")
    assert {row.status for row in tools.measures(on=on).rows} == {"announced"}
    assert tools.measures(on="2031-03-20", known_by="20310312").total == 0


def test_agents_find_leads_of_a_document_without_opening_the_ledger_for_each(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Ledger] = []

    def counted(book: Ledger) -> Any:
        opened.append(book)
        return connect(book)

    tools = Measures(Ledger(ledger))
    first = tools.findings()
    named = first.rows[0].grounds.document_id
    assert first.total == tools.findings(document_id="page").total == tools.findings(document_id=named).total == 2
    monkeypatch.setattr("newsledger.apps.mcp.measures.connect", counted)
    assert len(tools.findings(regime="un-dprk").rows) == 2
    assert len(opened) == 1


def test_measures_and_findings_are_found_by_party_and_name(ledger: Path, tmp_path: Path) -> None:
    listed = ["measures", "--ledger", ledger, "--on", "2031-03-20", "--format", "csv"]
    by_party = list(csv.DictReader(invoke(*listed, "--party", "RWA").output.splitlines()))
    assert {row["target_country"] for row in by_party} == {"RWA"}
    by_name = list(csv.DictReader(invoke(*listed, "--name", "kenya").output.splitlines()))
    assert any("32" in row["rate"] for row in by_name)
    assert len(invoke(*listed, "--name", "nobody at all").output.splitlines()) == 1
    leads = ["findings", "--ledger", ledger]
    assert "un-dprk" in invoke(*leads, "--party", "PRK", "--regime", "UN-DPRK").output
    assert "No such finding" in invoke(*leads, "--party", "NZL").output
    invoke(*leads, "--name", "arms export", "-o", tmp_path / "leads.csv")
    with (tmp_path / "leads.csv").open(encoding="utf-8", newline="") as handle:
        assert all(row["finding_id"].startswith("f-") for row in csv.DictReader(handle))
    assert [f.finding_id for f in newsledger.find_findings(ledger, party="PRK")]


def test_a_regime_that_does_not_exist_is_no_empty_answer(ledger: Path) -> None:
    result = CliRunner().invoke(cli, ["findings", "--ledger", str(ledger), "--regime", "un-drpk"])
    assert isinstance(result.exception, OntologyError)
    assert "un-dprk" in str(result.exception)


def test_goods_that_nobody_knows_are_named(ledger: Path) -> None:
    asked = ["rate", "--ledger", ledger, "--importer", "UGA", "--origin", "KEN", "--on", "2031-03-20", "--goods"]
    shown = invoke(*asked, "stell").output
    assert shown.startswith("UGA on stell of KEN")
    assert "'stell' is no class of goods" in shown
    assert "is no class of goods" not in invoke(*asked, "steel").output


def test_a_panel_and_flat_rows_in_python(ledger: Path) -> None:
    panel = newsledger.panel(ledger, "country-month", report_day=True)
    assert panel.columns[:2] == ("month", "country")
    assert all(isinstance(row["events"], int) for row in panel)
    with pytest.raises(OntologyError, match="dyad-month"):
        newsledger.panel(ledger, "dyad-moth")
    found = newsledger.find_measures(ledger, party="KEN")
    assert found.on == "2031-03-13"
    assert tuple(found.rows()[0]) == MEASURE_COLUMNS
    assert type(found[:1]) is type(found)
    assert found[:1].on == found.on
    for row in newsledger.find_events(ledger, type="sanction").rows():
        assert tuple(row) == EVENT_COLUMNS
    for row in newsledger.find_findings(ledger).rows():
        assert tuple(row) == FINDING_COLUMNS
