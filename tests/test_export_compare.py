"""Comparison: other data sets read with their faults, matching, measures, pages."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from newsledger.apps.cli import cli
from newsledger.apps.cli import compare as command
from newsledger.errors import InputError
from newsledger.export.compare import KINDS, Limits, Side, compare, comparison_html, detect_kind, read_side
from newsledger.export.compare.coded import Coded, code_of, type_of_cameo
from newsledger.export.compare.files import read_polecat
from newsledger.export.compare.statistics import cohen_kappa, jaccard, pearson, presence_kappa, spearman
from newsledger.export.gdelt import EVENT_COLUMNS
from newsledger.export.icews import COLUMNS as ICEWS
from newsledger.export.polecat import COLUMNS as POLECAT
from tests.export_world import ledger


def polecat_row(**cells: str) -> list[str]:
    given = {
        "Event ID": "20310310-7_1",
        "Event Date": "2031-03-10",
        "Event Type": "CONSULT",
        "Intensity": "2.5",
        "Quad Code": "VERBAL COOPERATION",
        "Actor Name": "Amina Otieno",
        "Actor Country": "KEN",
        "Actor COW": "501",
        "Recipient Name": "Uganda",
        "Recipient Country": "UGA",
        "Recipient COW": "500",
        "Country": "KEN",
        "Latitude": "-1.3",
        "Longitude": "36.8",
        "Publication Date": "2031-03-11",
        "Version": "NGEC_invented",
    }
    return [{**given, **{k.replace("_", " "): v for k, v in cells.items()}}.get(name, "None") for name in POLECAT]


def icews_row(**cells: str) -> list[str]:
    given = {
        "Event ID": "31000001",
        "Event Date": "2031-03-11",
        "Source Name": "Amina Otieno",
        "Source Country": "Kenya",
        "Event Text": "Consult",
        "CAMEO Code": "040",
        "Intensity": "1.0",
        "Target Name": "Uganda",
        "Target Country": "Uganda",
    }
    return [{**given, **{k.replace("_", " "): v for k, v in cells.items()}}.get(name, "") for name in ICEWS]


def gdelt_row(**cells: str) -> list[str]:
    given = {
        "GLOBALEVENTID": "1310000001",
        "SQLDATE": "20310311",
        "Actor1Name": "GUNMAN",
        "Actor2CountryCode": "KEN",
        "Actor2Name": "KENYA",
        "EventCode": "190",
        "SOURCEURL": "https://news.example/<b>",
    }
    return [(given | cells).get(name, "") for name in EVENT_COLUMNS]


def save(file: Path, *rows: list[str], encoding: str = "utf-8") -> Path:
    file.write_bytes("".join("\t".join(row) + "\n" for row in rows).encode(encoding))
    return file


def polecat_codes(file: Path) -> tuple[list[tuple[str, str, str, str]], Counter[str]]:
    notes: Counter[str] = Counter()
    return [(r.day, r.actor, r.recipient, r.event_type) for r in read_polecat(file, notes)], notes


MEETING = ("2031-03-10", "KEN", "UGA", "CONSULT")


def test_kinds_are_known_by_their_columns(tmp_path: Path) -> None:
    assert detect_kind(save(tmp_path / "a", list(POLECAT), polecat_row())) == "polecat"
    assert detect_kind(save(tmp_path / "b", list(ICEWS), icews_row())) == "icews"
    assert detect_kind(save(tmp_path / "c", gdelt_row())) == "gdelt"
    assert detect_kind(tmp_path) == "ledger"
    with pytest.raises(InputError, match="looks like GDELT 1"):
        detect_kind(save(tmp_path / "d", ["1"] * 58))
    with pytest.raises(InputError, match="no file of a known kind"):
        detect_kind(save(tmp_path / "e", ["id", "text"]))
    with pytest.raises(InputError, match="there is no"):
        detect_kind(tmp_path / "none")
    assert set(command.KINDS) == set(KINDS)


def test_polecat_columns_that_only_the_header_names_are_taken_out(tmp_path: Path) -> None:
    header = [*POLECAT[:6], "Headline", *POLECAT[6:]]
    found, notes = polecat_codes(save(tmp_path / "p", header, polecat_row()))
    assert found == [MEETING]
    assert not notes
    row = polecat_row()
    found, _ = polecat_codes(save(tmp_path / "q", header, [*row[:6], "Talks by the lake", *row[6:]]))
    assert found == [MEETING]


def test_polecat_tabs_too_many_are_mended_or_counted(tmp_path: Path) -> None:
    row = polecat_row()
    name = POLECAT.index("Actor Name")
    split = [*row[:name], "Amina", "Otieno", *row[name + 1 :]]
    late = [*row[:-2], "extra", *row[-2:]]
    found, notes = polecat_codes(save(tmp_path / "p", list(POLECAT), split, late, [*row, "", ""]))
    assert found == [MEETING] * 3
    found, notes = polecat_codes(save(tmp_path / "q", list(POLECAT), row[:20], ["x"] * 40))
    assert found == []
    assert notes["rows left out because their columns cannot be told apart"] == 2


def test_polecat_latin_letters_none_and_compound_parties(tmp_path: Path) -> None:
    rows = [
        polecat_row(Actor_Name="José Müller", Recipient_Name="None", Recipient_Country="None", Event_Date="None"),
        polecat_row(Actor_Country="KEN; UGA", Actor_COW="501; 500", Recipient_Name="None", Recipient_Country="None"),
        polecat_row(
            Event_Type="AID", Quad_Code="MATERIAL COOPERATION", Actor_Country="None; None", Actor_COW="385; 380"
        ),
    ]
    found, _ = polecat_codes(save(tmp_path / "p", list(POLECAT), *rows, encoding="iso-8859-1"))
    assert found == [
        ("", "KEN", "", "CONSULT"),
        ("2031-03-10", "KEN", "UGA", "CONSULT"),
        ("2031-03-10", "UGA", "KEN", "CONSULT"),
        ("2031-03-10", "NOR", "UGA", "AID"),
        ("2031-03-10", "SWE", "UGA", "AID"),
    ]


def test_icews_and_gdelt_rows_become_plover(tmp_path: Path) -> None:
    icews = save(tmp_path / "i", list(ICEWS), icews_row(), icews_row(CAMEO_Code="010"), icews_row()[:5])
    side = read_side(icews, Limits())
    assert [(r.day, r.actor, r.recipient, r.event_type) for r in side.rows] == [("2031-03-11", "KEN", "UGA", "CONSULT")]
    assert sum(side.notes.values()) == 2
    rows = [gdelt_row(), gdelt_row(Actor1CountryCode="ROM"), gdelt_row(SQLDATE=""), gdelt_row(EventCode="---")]
    side = read_side(save(tmp_path / "g", *rows, gdelt_row()[:60]), Limits())
    assert [(r.day, r.actor, r.recipient, r.event_type) for r in side.rows] == [("2031-03-11", "ROU", "KEN", "ASSAULT")]
    assert sum(side.notes.values()) == 4


def test_days_in_another_form_are_counted_not_guessed(tmp_path: Path) -> None:
    icews = save(tmp_path / "i", list(ICEWS), icews_row(Event_Date="3/12/2031"), icews_row(Event_Date="2031-02-30"))
    side = read_side(icews, Limits())
    assert not side.rows
    assert sum(side.notes.values()) == 2
    side = read_side(save(tmp_path / "g", gdelt_row(SQLDATE="March 12")), Limits())
    assert (len(side.rows), sum(side.notes.values())) == (0, 1)


def test_polecat_days_that_no_calendar_has_are_counted(tmp_path: Path) -> None:
    rows = [polecat_row(Event_Date=day) for day in ("2031-02-30", "0000-00-00", "2031-13-45", "2031-03-10")]
    file = save(tmp_path / "p", list(POLECAT), *rows)
    one = read_side(file, Limits())
    assert [r.day for r in one.rows] == ["2031-03-10"]
    assert one.notes["rows left out because they have no day"] == 3
    assert CliRunner().invoke(cli, ["compare", str(file), str(file)]).exit_code == 0


def test_an_open_end_is_told_as_one() -> None:
    found = compare(side(), side(coded(5)), span=("2031-03-01", None))
    page = comparison_html(side(), side(coded(5)), found, by="type")
    assert "from 2031-03-01," in page
    assert "None" not in page
    assert compare(side(), side(), span=(None, "2031-03-09")).days == "to 2031-03-09"
    assert compare(side(), side()).days == "no common day"


def test_a_long_list_of_states_is_no_riddle(tmp_path: Path) -> None:
    path = save(tmp_path / "p", list(POLECAT), polecat_row(Actor_Country="USA" + "; GBR" * 2000 + "; 1"))
    assert not read_side(path, Limits()).rows


def test_packed_files_are_read(tmp_path: Path) -> None:
    plain = save(tmp_path / "g", gdelt_row(Actor1CountryCode="UGA"))
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.write(plain, "20310311.export.CSV")
    (tmp_path / "g.gz").write_bytes(gzip.compress(plain.read_bytes()))
    for name in ("g.zip", "g.gz"):
        assert len(read_side(tmp_path / name, Limits()).rows) == 1
    with zipfile.ZipFile(tmp_path / "folder.zip", "w") as archive:
        archive.mkdir("weekly")
        archive.write(plain, "weekly/20310311.export.CSV")
    assert len(read_side(tmp_path / "folder.zip", Limits()).rows) == 1
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.write(plain, "one")
        archive.write(plain, "two")
    with pytest.raises(InputError, match="there are 2 files in"):
        detect_kind(tmp_path / "two.zip")
    (tmp_path / "bad.zip").write_bytes(b"PK")
    with pytest.raises(InputError, match="cannot read"):
        detect_kind(tmp_path / "bad.zip")


@pytest.mark.parametrize(
    ("cell", "cow", "code"),
    [
        ("KEN", "", "KEN"),
        ("rom", "", "ROU"),
        ("Russian Federation", "", "RUS"),
        ("Occupied Palestinian Territory", "", "PSE"),
        ("UNO", "", "UNO"),
        ("None", "817", "VNM"),
        ("None", "260", "DEU"),
        ("None", "", ""),
        ("AFR", "", ""),
    ],
)
def test_codes_names_and_numbers_of_countries(cell: str, cow: str, code: str) -> None:
    assert code_of(cell, cow) == code


def test_cameo_roots_and_unknown_codes() -> None:
    assert (type_of_cameo("14"), type_of_cameo("0312"), type_of_cameo("010"), type_of_cameo("---")) == (
        "PROTEST",
        "AGREE",
        None,
        None,
    )


def coded(day: int, event_type: str = "AID", actor: str = "NOR", recipient: str = "UGA", n: int = 0) -> Coded:
    return Coded(f"2031-03-{day:02}", actor, recipient, event_type, f"{day}-{n}", "words")


def side(*rows: Coded, name: str = "x") -> Side:
    return Side(name, "polecat", rows)


def test_occurrences_match_one_to_one_within_reach() -> None:
    a = side(coded(1), coded(2), coded(2, n=1), coded(9), coded(20))
    b = side(coded(1), coded(3), coded(11), coded(20))
    found = compare(a, b, days_apart=1)
    assert (found.total.rows_a, found.total.a, found.total.b, found.total.matched) == (5, 4, 4, 3)
    assert (found.total.only_a, found.total.only_b) == (1, 1)
    assert found.total.jaccard == pytest.approx(3 / 5)
    assert compare(a, b, days_apart=0).total.matched == 2
    assert compare(a, b, days_apart=2).total.matched == 4


def test_only_days_that_both_cover_are_compared() -> None:
    a, b = side(coded(1), coded(10), coded(20)), side(coded(10), coded(28))
    found = compare(a, b)
    assert (found.first, found.last) == ("2031-03-10", "2031-03-20")
    assert (found.total.a, found.total.b, found.total.matched) == (2, 1, 1)
    apart = compare(side(coded(1)), side(coded(20)))
    assert (apart.first, apart.total.a, apart.total.jaccard, apart.pair_days) == (None, 0, None, None)
    assert compare(side(), b).total.a == 0


def test_measures_are_those_of_the_books() -> None:
    # Cohen 1960: 20 and 15 agreements, 5 and 10 disagreements of 50: po = .70, pe = .50, kappa = .40.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert presence_kappa(20, 5, 10, 50) == pytest.approx(0.4)
    assert cohen_kappa([]) is cohen_kappa([("y", "y")]) is presence_kappa(0, 0, 0, 0) is None
    assert pearson([1, 2, 3, 4], [2, 4, 6, 8]) == pytest.approx(1)
    assert spearman([1, 2, 3, 4], [1, 8, 27, 64]) == pytest.approx(1)
    assert spearman([1, 1, 2, 3], [4, 3, 2, 1]) == pytest.approx(-0.9486832980505138)
    assert pearson([1, 1, 1], [1, 2, 3]) is pearson([1, 2], [1, 2]) is None
    assert jaccard(0, 0, 0) is None


def test_types_are_compared_where_both_have_one() -> None:
    a = side(coded(1), coded(2), coded(3), coded(3, "ASSAULT"))
    b = side(coded(1), coded(2, "COOPERATE"), coded(3))
    found = compare(a, b)
    assert found.types_count == 2
    assert set(found.confusion) == {("AID", "AID", 1), ("AID", "COOPERATE", 1)}


_ROWS = st.lists(
    st.builds(
        coded,
        st.integers(1, 28),
        st.sampled_from(["AID", "ASSAULT"]),
        st.sampled_from(["NOR", "SWE"]),
        st.sampled_from(["UGA", "KEN"]),
    ),
    max_size=25,
)


@given(_ROWS, _ROWS, st.integers(0, 3), st.sampled_from(["type", "dyad", "day"]))
def test_counts_add_up_and_sides_can_be_changed(a: list[Coded], b: list[Coded], days: int, by: str) -> None:
    span = ("2031-03-01", "2031-03-28")
    found = compare(side(*a), side(*b), by=by, days_apart=days, span=span)
    turned = compare(side(*b), side(*a), by=by, days_apart=days, span=span)
    assert (found.total.matched, found.pair_days, found.types) == (
        turned.total.matched,
        turned.pair_days,
        pytest.approx(turned.types) if turned.types is not None else None,
    )
    assert sum(g.matched for g in found.groups) == found.total.matched
    assert sum(g.a for g in found.groups) == found.total.a
    assert 0 <= found.total.matched <= min(found.total.a, found.total.b)
    same = compare(side(*a), side(*a), by=by, days_apart=days, span=span)
    assert same.total.matched == same.total.a


def test_the_page_escapes_what_rows_say() -> None:
    evil = Coded("2031-03-01", "NOR", "UGA", "AID", "1", "<script>alert(1)</script>\u202eevil", "d-1:0-4")
    a, b = side(evil, name="<b>"), side(coded(1))
    page = comparison_html(a, b, compare(a, b), by="type")
    assert "<script" not in page
    assert "<b>&lt;b&gt;" not in page
    assert "\u202e" not in page
    assert "d-1:0-4" in page
    assert "Agreement is no accuracy" in page


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare") / "ledger"
    ledger(folder)
    return folder


def test_a_ledger_is_compared_with_a_file(book: Path, tmp_path: Path) -> None:
    other = save(tmp_path / "p", list(POLECAT), polecat_row())
    span = ("--from", "2031-03-01", "--to", "2031-03-31")
    done = CliRunner().invoke(cli, ["compare", str(book), str(other), *span, "--format", "jsonl"])
    assert done.exit_code == 0
    head, *rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [s["kind"] for s in head["sides"]] == ["ledger", "polecat"]
    whole = next(r for r in rows if r["record"] == "all")
    assert (whole["a"], whole["b"], whole["matched"]) == (2, 1, 1)
    match = next(r for r in rows if r.get("sort") == "matched")
    document, offsets = match["a"]["where"].split(":")
    assert document.startswith("d-")
    start, end = map(int, offsets.split("-"))
    assert match["a"]["words"][start:end] == "met"


@pytest.mark.parametrize("form", ["table", "html"])
def test_a_ledger_agrees_with_itself(book: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "out"
    done = CliRunner().invoke(cli, ["compare", str(book), str(book), "--format", form, "-o", str(file)])
    assert done.exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "1.00" in text
    assert "What this cannot say" in text or "Agreement is no accuracy" in text
