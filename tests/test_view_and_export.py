from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from newsledger.errors import InputError
from newsledger.export import FORMATS, open_writer
from newsledger.export.plover import plover_record
from newsledger.export.tidy import TIDY_COLUMNS, tidy_row
from newsledger.records import Attribution, Party, Place, Quantity, TextSpan, TimeExpression, make_document
from newsledger.view import COLUMNS, cells, marks_of, mentions_html
from newsledger.view.explain import explanation
from newsledger.view.pages.events import event_page
from newsledger.view.pages.mentions import mention_card
from tests.builders import day, document, mention, party
from tests.pictured import event

PAGE = document()
FULL = mention(
    PAGE,
    actors=(party(PAGE, "Kenya's foreign minister", "KEN", "GOV"), party(PAGE, "Uganda's envoy", "UGA", "GOV")),
    time=day("2031-03-10"),
    place=Place("Nairobi", 47, 54, "Nairobi", "KEN", 184745, -1.28, 36.82, "city", "test"),
    quantities=(Quantity("two", 0, 3, 2.0, 2.0, False, "people", None),),
    attributions=(Attribution("officials", 0, 9, TextSpan("said", 10, 14), "unnamed_person", True),),
    auxiliary=("negation",),
)
OPEN = mention(PAGE, time=TimeExpression("Monday", 58, 64, None, None, None, None, "no document creation time"))


def test_cells_show_every_field_and_leave_missing_ones_empty() -> None:
    shown = dict(zip(COLUMNS, cells(FULL), strict=True))
    assert shown["event"] == "CONSULT (negation)"
    assert shown["actor"] == "Kenya's foreign minister [KEN.GOV]; Uganda's envoy [UGA.GOV]"
    assert shown["when"] == "2031-03-10 (Monday)"
    assert shown["on whose word"] == "officials (unnamed)"
    bare = dict(zip(COLUMNS, cells(OPEN), strict=True))
    assert bare["when"] == "open (Monday)"
    assert bare["actor"] == bare["where"] == ""


def test_html_escapes_what_pages_say() -> None:
    evil = make_document("<script>alert(1)</script> met \u202eevil\u202c \"quoted' rebels")
    html = mentions_html([mention(evil, "met", actors=(Party("<img onerror=x>", 0, 8),))])
    assert "<script" not in html
    assert "<img" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;" in html
    assert "'quoted" not in html.replace("&#x27;", "")


def test_marks_point_at_the_words() -> None:
    marks = marks_of([FULL])
    assert {PAGE.text[m.start : m.end] for m in marks if m.field == "actor"} == {
        "Kenya's foreign minister",
        "Uganda's envoy",
    }
    assert [m.start for m in marks] == sorted(m.start for m in marks)


def test_an_explanation_has_a_line_for_every_field() -> None:
    fields = [line.field for line in explanation(FULL)]
    for field in ("event", "actor", "recipient", "time", "place", "quantity", "on whose word", "factuality", "codes"):
        assert field in fields
    reasons = {line.field: line.why for line in explanation(OPEN)}
    assert reasons["time"] == "no document creation time"
    assert reasons["actor"] == "the text names none"
    assert reasons["place"] == "the sentence gives none"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(None, 700.0, "at most 700"), (None, 0.0, "at most 0"), (40.0, None, "at least 40"), (0.0, 9.0, "0 to 9"),
     (1200000.0, 1200000.0, "1,200,000")],
)  # fmt: skip
def test_a_range_with_one_end_says_which(low: float | None, high: float | None, words: str) -> None:
    told = replace(FULL, quantities=(replace(FULL.quantities[0], low=low, high=high, unit="people"),))
    (line,) = [line for line in explanation(told) if line.field == "quantity"]
    assert line.value == f"{words} people"
    assert words in mention_card(told)
    assert words in event_page(event(), [told], {})


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_every_mention(name: str, tmp_path: Path) -> None:
    file = tmp_path / "out"
    with open_writer(name, file) as writer:
        writer.write([FULL])
        writer.write([])
        writer.write([OPEN])
    if name == "parquet":
        import pyarrow.parquet as pq

        ids = pq.read_table(file)["event_mention_id"].to_pylist()
    elif name == "csv":
        ids = [row["event_mention_id"] for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]
    else:
        key = "id" if name == "plover" else "event_mention_id"
        ids = [json.loads(line)[key] for line in file.read_text(encoding="utf-8").splitlines()]
    assert ids == [FULL.event_mention_id, OPEN.event_mention_id]


def test_the_tidy_row() -> None:
    row = dict(zip(TIDY_COLUMNS, tidy_row(FULL), strict=True))
    assert row["actor_country"] == "KEN;UGA"
    assert row["time_value"] == "2031-03-10"
    assert row["quantity_low"] == "2"
    assert row["attributed_to_anonymous"] == "true"


def test_plover_json_never_passes_off_a_publication_date() -> None:
    assert plover_record(FULL)["date"] == "2031-03-10"
    assert plover_record(OPEN)["date"] is None


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        open_writer("csv", tmp_path / "none" / "x.csv")


def test_every_rule_is_told_in_plain_words() -> None:
    from newsledger.extract import certainty
    from newsledger.extract.modality import word_rules
    from newsledger.extract.resting import RULES
    from newsledger.records import CERTAINTY, PLANNED
    from newsledger.view.explain import reasons

    assert {*RULES, "as-linked"} == set(reasons()["attribution"])
    named = {certainty.LONG_AGO, certainty.OLD_YEAR, certainty.RECENT, certainty.DENIED_BY_SOURCE}
    named |= {certainty.AHEAD, PLANNED.removeprefix(CERTAINTY)}
    assert {r.name for r in word_rules()} | named == set(reasons()["certainty"])


def test_contexts_are_explained_by_their_words() -> None:
    told = replace(FULL, text="Hackers hit the ministry's servers with malware.", contexts=("cyber",))
    (line,) = [x for x in explanation(told) if x.field == "context"]
    assert "malware" in line.words.lower()
