"""POLECAT, ICEWS, GDELT and the ACLED shape, read back by the rules of the readers that the field uses."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsledger.export import EXPORTS, Selection, Settings, export_ledger
from newsledger.export.acled import COLUMNS as ACLED
from newsledger.export.acled import lines as acled_lines
from newsledger.export.dyads import dyads
from newsledger.export.gdelt import EVENT_COLUMNS, MENTION_COLUMNS, event_lines, mention_lines
from newsledger.export.icews import COLUMNS as ICEWS
from newsledger.export.icews import lines as icews_lines
from newsledger.export.merged import Merged, Report
from newsledger.export.naming import party_name
from newsledger.export.numbers import small_number, stable_number
from newsledger.export.polecat import COLUMNS as POLECAT
from newsledger.export.polecat import lines as polecat_lines
from newsledger.ledger import Ledger
from newsledger.records import Party, Quantity
from tests.builders import document, mention
from tests.export_world import TALKS, ledger, pages, said, when

Export = Callable[..., str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ledger(tmp_path_factory.mktemp("export") / "ledger")


@pytest.fixture
def export(book: Ledger, tmp_path: Path) -> Export:
    def write(name: str, *, report_day: bool = False, notes: Counter[str] | None = None, **chosen: object) -> str:
        file = tmp_path / "out"
        selection = Selection(**({"auxiliary": not EXPORTS[name].counts} | chosen))  # type: ignore[arg-type]
        settings = Settings(selection, report_day=report_day)
        export_ledger(book, name, file, settings)
        if notes is not None:
            notes.update(settings.notes)
        return file.read_text(encoding="utf-8")

    return write


def tab_rows(text: str) -> list[dict[str, str]]:
    """As readr's read_tsv(quote = "") does: a line is a row, a tab ends a cell, quotes mean nothing."""
    head, *lines = text.splitlines()
    names = head.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


def test_polecat_has_its_forty_columns_and_none_for_what_is_missing(export: Export) -> None:
    text = export("polecat")
    rows = {r["Event Type"]: r for r in tab_rows(text)}
    assert tuple(text.splitlines()[0].split("\t")) == POLECAT
    assert len(POLECAT) == 40
    assert set(rows) == {"CONSULT", "ASSAULT", "AID"}
    met, killed, sent = rows["CONSULT"], rows["ASSAULT"], rows["AID"]
    assert all(cell for row in rows.values() for cell in row.values())
    assert met["Event Date"] == "2031-03-10"
    assert met["Quad Code"] == "VERBAL COOPERATION"
    assert (met["Actor Name"], met["Actor Country"], met["Actor COW"]) == (
        "Amina Otieno; Uganda's envoy",
        "KEN; UGA",
        "501; 500",
    )
    assert met["Recipient Name"] == met["Recipient Country"] == "None"
    assert met["GeoNames ID"] == "184745"
    assert sent["Event Date"] == "None"
    assert sent["Publication Date"] == "2031-03-20"
    assert killed["Source"] == "Harbour Post"
    assert killed["Actor Country"] == "None"
    assert killed["Event ID"].split("_")[0] == pages()[1].document_id


def test_the_day_of_the_report_stands_in_only_when_asked_and_never_for_a_given_month(export: Export) -> None:
    dates = {r["Event Type"]: r["Event Date"] for r in tab_rows(export("polecat", auxiliary=True, report_day=True))}
    assert dates["AID"] == "None"
    assert dates["COERCE"] == "2031-03-21"
    assert dates["AGREE"] == "None", "what is to come does not happen on the day of the report"


def test_what_did_not_happen_is_left_out_and_counted(export: Export) -> None:
    notes: Counter[str] = Counter()
    export("icews", notes=notes)
    assert notes["mentions left out that tell of what did not happen; --include-auxiliary keeps them"] == 3
    assert len(tab_rows(export("polecat", auxiliary=True))) == 6


def test_icews_fits_the_types_and_the_primary_key_of_the_r_package(export: Export) -> None:
    text = export("icews")
    rows = tab_rows(text)
    assert tuple(text.splitlines()[0].split("\t")) == ICEWS
    assert len(ICEWS) == 20
    for row in rows:
        for name in ("Event ID", "Story ID", "Sentence Number"):
            assert 0 < int(row[name]) < 2**31, "col_integer() of readr is NA beyond"
        for name in ("Intensity", "Latitude", "Longitude"):
            assert row[name] == "" or -200 < float(row[name]) < 200
        assert '"' not in text
    assert len({(r["Event ID"], r["Event Date"]) for r in rows}) == len(rows)


def test_icews_has_a_meeting_in_both_directions_and_compound_actors_apart(export: Export) -> None:
    rows = tab_rows(export("icews"))
    pairs = Counter((r["Source Country"], r["Target Country"], r["CAMEO Code"]) for r in rows)
    assert pairs == {
        ("Kenya", "Uganda", "040"): 1,
        ("Uganda", "Kenya", "040"): 1,
        ("Norway", "Uganda", "073"): 1,
        ("Sweden", "Uganda", "073"): 1,
        ("", "Kenya", "193"): 1,
    }
    raid = next(r for r in rows if r["CAMEO Code"] == "193")
    assert (raid["Source Sectors"], raid["Target Sectors"]) != ("", "")
    assert raid["Intensity"] == "-10"


_INTEGERS = {"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass", "DATEADDED"} | {
    name for name in EVENT_COLUMNS if name.startswith("Num") or name.endswith("Geo_Type")
}
_FLOATS = {"FractionDate", "GoldsteinScale", "AvgTone"} | {n for n in EVENT_COLUMNS if n.endswith(("Lat", "Long"))}


def gdelt_rows(text: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in text.splitlines()]


def test_gdelt_events_have_sixty_one_columns_of_the_types_that_gdelt2headerrows_lists(export: Export) -> None:
    rows = gdelt_rows(export("gdelt-events"), EVENT_COLUMNS)
    assert len(EVENT_COLUMNS) == 61
    assert len(rows) == 5
    for row in rows:
        for name in _INTEGERS:
            assert row[name] == "" or row[name].isdigit(), name
        for name in _FLOATS:
            assert row[name] == "" or isinstance(float(row[name]), float), name
        assert int(row["GLOBALEVENTID"]) < 2**53, "R's numbers are exact up to here"
        assert row["EventCode"].startswith(row["EventRootCode"])
        assert row["EventBaseCode"] == row["EventCode"][:3]


def test_gdelt_has_text_codes_fips_places_and_only_the_part_of_a_date_that_is_known(export: Export) -> None:
    rows = gdelt_rows(export("gdelt-events"), EVENT_COLUMNS)
    met = next(r for r in rows if r["EventCode"] == "040" and r["Actor1CountryCode"] == "KEN")
    assert (met["SQLDATE"], met["MonthYear"], met["Year"]) == ("20310310", "203103", "2031")
    assert met["FractionDate"] == f"{2031 + (2 * 30 + 10) / 365:.4f}"
    assert (met["Actor1Code"], met["Actor1Name"], met["Actor1Type1Code"]) == ("KENGOV", "AMINA OTIENO", "GOV")
    assert (met["ActionGeo_Type"], met["ActionGeo_FullName"], met["ActionGeo_CountryCode"]) == (
        "4",
        "Nairobi, Kenya",
        "KE",
    )
    assert (met["QuadClass"], met["GoldsteinScale"]) == ("1", "1")
    sent = [r for r in rows if r["EventCode"] == "073"]
    assert {(r["SQLDATE"], r["MonthYear"], r["Year"]) for r in sent} == {("", "203103", "2031")}
    assert {r["DATEADDED"] for r in sent} == {"20310320083000"}
    assert {r["Actor1Geo_Type"] for r in rows} == {"0"}
    assert {r["AvgTone"] for r in rows} == {""}


def test_gdelt_mentions_belong_to_events_and_point_at_the_words(export: Export) -> None:
    events = {r["GLOBALEVENTID"] for r in gdelt_rows(export("gdelt-events"), EVENT_COLUMNS)}
    rows = gdelt_rows(export("gdelt-mentions"), MENTION_COLUMNS)
    assert len(MENTION_COLUMNS) == 16
    assert {r["GLOBALEVENTID"] for r in rows} == events
    met = [r for r in rows if r["MentionIdentifier"] == "https://gazette.example/1"]
    starts = {TALKS[int(r["Actor1CharOffset"]) :][:6] for r in met}
    assert starts == {"Kenya'", "Uganda"}
    assert {TALKS[int(r["ActionCharOffset"]) :][:3] for r in met} == {"met"}
    assert {int(r["MentionDocLen"]) for r in met} == {len(TALKS)}
    assert {r["Confidence"] for r in met} == {"90"}
    raid = next(r for r in rows if r["MentionSourceName"] == "Harbour Post")
    assert raid["Actor2CharOffset"] == str(pages()[1].text.index("villagers"))


def test_acled_rows_pass_the_checks_of_its_r_package(export: Export) -> None:
    notes: Counter[str] = Counter()
    text = export("acled", notes=notes)
    rows = list(csv.DictReader(text.splitlines()))
    assert tuple(rows[0]) == ACLED
    assert len(ACLED) == 31
    (raid,) = rows
    assert notes["events left out because ACLED has no such type"] == 2
    assert raid["event_id_cnty"].startswith("KEN")
    assert raid["event_id_cnty"][3:].isdigit()
    assert (raid["event_date"], raid["year"], raid["time_precision"]) == ("2031-03-11", "2031", "1")
    assert (raid["event_type"], raid["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (raid["actor1"], raid["inter1"]) == ("Gunmen", "Political militia")
    assert (raid["actor2"], raid["inter2"]) == ("villagers (Kenya)", "Civilians")
    assert raid["interaction"] == "Political militia-Civilians"
    assert raid["civilian_targeting"] == "Civilian targeting"
    assert (raid["iso"], raid["region"], raid["country"]) == ("404", "Eastern Africa", "Kenya")
    assert (raid["location"], raid["geo_precision"]) == ("Kisumu", "1")
    assert raid["fatalities"] == "12"
    assert raid["timestamp"].isdigit()


def test_the_same_ledger_gives_the_same_numbers(export: Export) -> None:
    for name in ("icews", "gdelt-events"):
        assert export(name) == export(name)


def test_filters_are_values_and_a_condition_of_ones_own_is_sql(export: Export) -> None:
    assert len(tab_rows(export("polecat", countries=("NOR",)))) == 1
    assert len(tab_rows(export("polecat", types=("ASSAULT",)))) == 1
    assert len(tab_rows(export("polecat", since="2031-03-11", until="2031-03-12"))) == 2
    assert len(tab_rows(export("polecat", where="list_contains([p.sector for p in actors], 'UAF') -- rebels"))) == 1
    assert tab_rows(export("polecat", countries=("x' or true --",))) == []


def test_a_pronoun_is_no_name() -> None:
    assert party_name(Party("They", 0, 4, country="KEN")) == "Kenya"
    assert party_name(Party("they", 0, 4)) is None
    assert party_name(Party("it", 0, 2, country="UNO")) == "United Nations"
    assert party_name(Party("rebels", 0, 6, country="TCD")) == "rebels"
    assert party_name(Party("he", 0, 2, name="Amina Otieno", country="KEN")) == "Amina Otieno"


MINISTERS = "Kenya's foreign minister and Kenya's finance minister met Uganda's president near Busia at New Year."
CLASH = "Lake rebels and Hill rebels fought with police and soldiers, killing 12 soldiers and 3 civilians."


def ministers(**changes: Any) -> Merged:
    page = document(MINISTERS, document_creation_time="2031-01-02T01:30:00+03:00")
    actors = (
        said(page, "Kenya's foreign minister", "KEN", "GOV"),
        said(page, "Kenya's finance minister", "KEN", "GOV"),
    )
    other = (said(page, "Uganda's president", "UGA", "GOV"),)
    return Merged("e-1", (Report(mention(page, **({"actors": actors, "recipients": other} | changes))),))


def clash(**changes: Any) -> Merged:
    page = document(CLASH)
    rebels = (said(page, "Lake rebels", "COD", "REB"), said(page, "Hill rebels", "COD", "REB"))
    fought: dict[str, Any] = {"event_type": "ASSAULT", "cameo_code": "190", "quad_code": "4", "actors": rebels}
    return Merged("e-2", (Report(mention(page, "fought", **(fought | changes))),))


def acled_row(event: Merged) -> dict[str, str]:
    head, row = csv.reader(acled_lines([event], Settings()))
    return dict(zip(head, row, strict=True))


def test_two_parties_of_one_country_and_sector_are_two() -> None:
    (row,) = tab_rows("".join(polecat_lines(ministers().reports, Settings())))
    assert row["Actor Name"] == "Kenya's foreign minister; Kenya's finance minister"
    rows = gdelt_rows("".join(event_lines([ministers()], Settings())), EVENT_COLUMNS)
    assert [r["Actor1Name"] for r in rows] == ["KENYA'S FOREIGN MINISTER", "KENYA'S FINANCE MINISTER"]
    fought = gdelt_rows("".join(event_lines([clash()], Settings())), EVENT_COLUMNS)
    assert [(r["Actor1Name"], r["Actor2Name"]) for r in fought] == [
        ("LAKE REBELS", "HILL REBELS"),
        ("HILL REBELS", "LAKE REBELS"),
    ]
    row = acled_row(clash())
    assert (row["actor1"][:11], row["actor2"][:11]) == ("Lake rebels", "Hill rebels")


def test_the_first_of_them_keeps_its_number_and_the_others_have_their_own() -> None:
    event = ministers()
    numbers = [int(r["GLOBALEVENTID"]) for r in gdelt_rows("".join(event_lines([event], Settings())), EVENT_COLUMNS)]
    assert numbers[0] == stable_number("gdelt", "e-1", ("KEN", "GOV", ""), ("UGA", "GOV", ""))
    assert len(set(numbers)) == 2
    mentions = gdelt_rows("".join(mention_lines([event], Settings())), MENTION_COLUMNS)
    assert [int(r["GLOBALEVENTID"]) for r in mentions] == numbers
    starts = [MINISTERS[int(r["Actor1CharOffset"]) :] for r in mentions]
    assert [s[:15] for s in starts] == ["Kenya's foreign", "Kenya's finance"]
    rows = tab_rows("".join(icews_lines(event.reports, Settings())))
    key = (event.reports[0].mention.event_mention_id, ("KEN", "GOV", ""), ("UGA", "GOV", ""))
    assert int(rows[0]["Event ID"]) == small_number("icews", *key)
    assert len({r["Event ID"] for r in rows}) == 2


def test_parties_of_the_same_codes_stand_on_one_side_where_others_take_part() -> None:
    page = document(CLASH)
    (lake, hill), troops = clash().lead.mention.actors, said(page, "soldiers", "COD", "MIL")
    three = clash(actors=(lake, hill, troops))
    pairs = [(d.actor and d.actor.text, d.recipient and d.recipient.text) for d in three.dyads]
    assert set(pairs) == {(a, "soldiers") for a in ("Lake rebels", "Hill rebels")} | {
        ("soldiers", b) for b in ("Lake rebels", "Hill rebels")
    }
    row = acled_row(three)
    assert (row["actor1"][:11], row["assoc_actor_1"][:11], row["actor2"][:8]) == (
        "Lake rebels",
        "Hill rebels",
        "soldiers",
    )


def test_one_party_in_other_words_is_one() -> None:
    person: dict[str, Any] = {"country": "KEN", "actor_id": "person:KEN:Amina Otieno", "name": "Amina Otieno"}
    one, same = Party("Otieno", 0, 6, **person), Party("Amina Otieno", 20, 32, **person)
    state, it = Party("Kenya", 40, 45, country="KEN", name="Kenya"), Party("it", 50, 52, country="KEN", name="Kenya")
    pairs = dyads(mention(event_type="COERCE", actors=(one, same, state, it)))
    assert [p.actor for p in pairs] == [one, state]


def test_acled_armed_groups_clash_and_those_who_act_together_stand_on_one_side() -> None:
    assert acled_row(clash())["sub_event_type"] == acled_row(clash(event_mode="firearms"))["sub_event_type"]
    assert acled_row(clash())["sub_event_type"] == "Armed clash"
    page = document(CLASH)
    guards = (said(page, "police", "COD", "COP"), said(page, "soldiers", "COD", "MIL"))
    row = acled_row(clash(event_type="COERCE", event_mode="arrest", actors=guards))
    assert (row["actor1"][:6], row["assoc_actor_1"][:8], row["actor2"]) == ("police", "soldiers", "")


def test_acled_counts_the_dead_of_a_report_and_has_the_year_of_its_date() -> None:
    counted = [Quantity(str(n), 0, 2, float(n), float(n), False, "people", "killed") for n in (12, 3)]
    assert acled_row(clash(quantities=tuple(counted)))["fatalities"] == "12"
    assert ministers(quantities=tuple(counted)).count("killed") == (12.0, 12.0)
    page = document(CLASH)
    row = acled_row(clash(time=when(page, "fought", "2030-12-30", "2031-01-02", "week")))
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2030-12-31", "2030", "2")


def test_gdelt_times_are_in_utc() -> None:
    row, *_ = gdelt_rows("".join(event_lines([ministers()], Settings())), EVENT_COLUMNS)
    assert row["DATEADDED"] == "20310101223000"
    row, *_ = gdelt_rows("".join(mention_lines([ministers()], Settings())), MENTION_COLUMNS)
    assert row["MentionTimeDate"] == "20310101223000"
