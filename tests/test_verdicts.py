"""What people decide about rows: kept beside the coding, the last word winning, exported as gold."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from newsledger.apps.cli import cli
from newsledger.errors import InputError, LedgerError, NewsledgerError, OntologyError
from newsledger.export import reviewed_gold
from newsledger.ledger import Ledger, run_query
from newsledger.ledger.corrections import Correction, correct
from newsledger.ledger.reviews import standing
from newsledger.records import EventMention
from newsledger.records.verdict import Verdict, make_verdict
from tests.builders import TEXT, coding, day, document, mention, party

DOCS = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
PAGE = document()
MENTION = mention(PAGE, actors=(party(PAGE, "Kenya's foreign minister", "KEN", "GOV"),), time=day("2031-03-10"))
ID = MENTION.event_mention_id


def verdict(kind: str, *ids: str, at: str = "2031-03-12T10:00:00+00:00", **rest: Any) -> Verdict:
    return make_verdict(kind, ids or (ID,), reviewer=rest.pop("reviewer", "Ada"), decided_at=at, **rest)


def invoke(*args: object, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, [str(a) for a in args])
    assert (result.exit_code == code) or (code and isinstance(result.exception, NewsledgerError)), result.output
    return result


@pytest.fixture
def book(tmp_path: Path) -> Ledger:
    found = Ledger(tmp_path / "ledger")
    page = coding(PAGE)
    found.commit([replace(page, mentions=(MENTION,))])
    return found


def ask(book: Ledger, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = run_query(book, sql).to_pylist()
    return rows


def test_verdicts_come_back_oldest_first_and_the_same_one_is_one(book: Ledger) -> None:
    late = verdict("reject", at="2031-03-12T10:00:00+01:00")
    early = verdict("accept", at="2031-03-12T08:30:00Z")
    assert book.verdicts() == ()
    assert book.add_verdicts([late, early]) == 2
    assert book.add_verdicts([early, late]) == 0
    assert book.verdicts() == (early, late)
    assert Ledger(book.path).verdicts() == (early, late)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (verdict("praise"), "no kind of verdict"),
        (verdict("merge"), "two or more"),
        (verdict("accept", reviewer=" "), "needs a reviewer"),
        (verdict("accept", field="place", value="null"), "belong to a correction"),
        (verdict("correct", field="place"), "belong to a correction"),
        (verdict("correct", field="place", value="{"), "not JSON"),
        (verdict("accept", at="yesterday"), "not a date"),
    ],
)
def test_a_verdict_that_breaks_the_rules_is_refused_and_none_is_written(
    book: Ledger, bad: Verdict, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        book.add_verdicts([verdict("accept"), bad])
    assert book.verdicts() == ()


def test_rejected_rows_stay_in_the_record_and_leave_the_reviewed_view(book: Ledger) -> None:
    book.add_verdicts([verdict("reject")])
    assert len(ask(book, "from event_mentions")) == 1
    assert ask(book, "from reviewed_mentions") == []
    assert ask(book, "select verdict, reviewer from judged_mentions") == [{"verdict": "rejected", "reviewer": "Ada"}]
    book.add_verdicts([verdict("accept", at="2031-03-13T00:00:00Z", reviewer="Ben")])
    assert ask(book, "select verdict, reviewer from reviewed_mentions") == [{"verdict": "accepted", "reviewer": "Ben"}]


def test_corrections_of_every_kind_of_column_show_in_the_view(book: Ledger) -> None:
    given = {
        "event_type": "AGREE",
        "contexts": ["military"],
        "intensity": 3.5,
        "time": None,
        "place": {"text": "Nairobi", "country": "KEN"},
        "actors": [{"text": "Uganda's envoy", "country": "UGA", "sector": "GOV"}],
    }
    for column, value in given.items():
        for found in correct(MENTION, column, json.dumps(value), text=TEXT, reviewer="Ada"):
            book.add_verdicts([verdict("correct", field=found.field, value=found.value)])
    (row,) = ask(book, "from reviewed_mentions")
    assert row["verdict"] == "corrected"
    assert (row["event_type"], row["event_mode"], row["contexts"]) == ("AGREE", None, ["military"])
    assert row["time"] is None
    assert (row["place"]["country"], row["place"]["start"], row["place"]["latitude"]) == ("KEN", 47, None)
    assert [(p["text"], p["country"], p["reason"]) for p in row["actors"]] == [
        ("Uganda's envoy", "UGA", "corrected by Ada")
    ]
    (coded,) = ask(book, "from event_mentions")
    assert coded["event_type"] == "CONSULT"
    assert set(row) == set(coded) | {"verdict", "reviewer"}


def test_a_rerun_never_overwrites_a_verdict_and_a_mention_that_comes_back_has_it_again(book: Ledger) -> None:
    book.add_verdicts([verdict("reject")])
    moved = replace(MENTION, event_mention_id="m-other")
    book.commit([replace(coding(PAGE, coder="newer"), mentions=(moved,))])
    assert [r["event_mention_id"] for r in ask(book, "from reviewed_mentions")] == ["m-other"]
    assert ask(book, "select in_ledger from reviews") == [{"in_ledger": False}]
    listed = invoke("verdict", "list", "--ledger", book.path)
    assert "mention gone" in listed.output
    assert "kept" in listed.output
    book.commit([replace(coding(PAGE, coder="newest"), mentions=(MENTION,))])
    assert ask(book, "from reviewed_mentions") == []


def test_the_last_word_on_each_matter_stands() -> None:
    first, second = verdict("correct", field="place", value="null"), verdict("correct", field="time", value="null")
    accept = verdict("accept")
    merged, parted = verdict("merge", "m-1", "m-2", "m-3"), verdict("split", "m-1", "m-2")
    every = [first, second, accept, merged, parted]
    assert standing(every) == {v.verdict_id for v in every}
    again = verdict("correct", field="place", value='{"text": "x"}', at="2031-03-13T00:00:00Z")
    assert first.verdict_id not in standing([*every, again])
    assert standing([verdict("reject", "m-1"), accept_one := verdict("accept", "m-1")]) == {accept_one.verdict_id}
    assert standing([parted, merged]) == {merged.verdict_id}


def fix(path: str, value: str, coded: EventMention = MENTION, text: str = TEXT) -> dict[str, Any]:
    found: tuple[Correction, ...] = correct(coded, path, value, text=text, reviewer="Ada")
    return {c.field: json.loads(c.value) for c in found}


@pytest.mark.parametrize(
    ("path", "value"),
    [("quad_code", "7"), ("cameo_code", "999"), ("intensity", "NaN"), ("intensity", "Infinity")],
)
def test_a_correction_that_no_export_could_write_is_refused(path: str, value: str) -> None:
    with pytest.raises(NewsledgerError):
        fix(path, value)


def test_a_part_of_a_column_can_be_corrected() -> None:
    (actor,) = fix("actors.0.country", "TZA")["actors"]
    assert (actor["text"], actor["country"], actor["sector"]) == ("Kenya's foreign minister", "TZA", "GOV")
    assert actor["reason"] == "corrected by Ada"
    (actor,) = fix("actors[0].sector", "MIL")["actors"]
    assert (actor["sector"], actor["sectors"]) == ("MIL", ["MIL"])
    (actor,) = fix("actors.0.text", "foreign minister")["actors"]
    assert TEXT[actor["start"] : actor["end"]] == "foreign minister"


def test_what_hangs_on_a_corrected_part_follows_it() -> None:
    time = fix("time.value", "2031-03")["time"]
    assert (time["earliest"], time["latest"], time["granularity"]) == ("2031-03-01", "2031-03-31", "month")
    fixed = fix("event_type", "ASSAULT", replace(MENTION, event_type="SANCTION", event_mode="discontinue"))
    assert fixed == {"event_type": "ASSAULT", "event_mode": None, "quad_code": "4"} | {
        k: fixed[k] for k in ("cameo_code", "intensity")
    }


@pytest.mark.parametrize(
    ("path", "value", "error", "message"),
    [
        ("evnt_type", "AGREE", InputError, "did you mean 'event_type'"),
        ("document_id", "d-1", InputError, "no column that can be corrected"),
        ("event_type", "FIGHT", OntologyError, "FIGHT"),
        ("event_type", "null", InputError, "cannot be null"),
        ("event_mode", "airstrike-by-cat", OntologyError, "mode of CONSULT"),
        ("intensity", "high", InputError, "not JSON.*\n.*a number"),
        ("intensity", '"high"', InputError, "wrong type"),
        ("contexts", '"military"', InputError, "no list"),
        ("actors", '[{"country": 5}]', InputError, "wrong type"),
        ("actors", '[{"land": "KEN"}]', InputError, "no part 'land'"),
        ("actors.3.country", "KEN", InputError, "no item '3'"),
        ("actors.0.country", "Kenya", InputError, "no country code"),
        ("actors.0.sector", "XYZ", OntologyError, "XYZ"),
        ("actors.0.text", "the rebels", InputError, "does not say"),
        ("place.country", "KEN", InputError, "has none yet"),
        ("place", '{"text": "n"}', InputError, "times"),
        ("place", '{"text": "Nairobi", "start": 3}', InputError, "does not say 'Nairobi' at 3"),
        ("factuality", "sure", InputError, "one of CT"),
        ("auxiliary", '["past"]', InputError, "one of historical"),
    ],
)
def test_a_wrong_correction_says_what_is_wrong(path: str, value: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        fix(path, value)


def test_the_commands_write_list_and_refuse(book: Ledger) -> None:
    where = ("--ledger", book.path, "--reviewer", "Ada")
    assert ID in invoke("verdict", "reject", ID[:10], *where, "--note", "an opinion").output
    done = invoke("verdict", "correct", ID, "--field", "event_type", "--value", "AGREE", *where)
    assert "event_type = " in done.output
    assert "quad_code" not in done.output  # AGREE and CONSULT are both verbal cooperation
    why = " ".join(invoke("explain", ID, "--ledger", book.path).output.split())
    assert "verdict rejected Ada, " in why
    assert "an opinion (overruled)" in why
    assert 'verdict event_type = "AGREE" Ada, ' in why
    table = invoke("verdict", "list", "--ledger", book.path).output
    assert "overruled" in table
    assert "an opinion" in table
    rows = [json.loads(line) for line in invoke("verdict", "list", "--ledger", book.path, "--json").output.splitlines()]
    assert [r["stands"] for r in rows][:2] == [False, True]
    assert isinstance(invoke("verdict", "accept", "m-none", *where, code=5).exception, LedgerError)
    assert isinstance(invoke("verdict", "merge", ID, *where, code=3).exception, InputError)
    assert "--reviewer" in invoke("verdict", "accept", ID, "--ledger", book.path, code=2).output
    assert len(book.verdicts()) == len(rows)


def test_whole_events_are_merged_by_their_ids(tmp_path: Path) -> None:
    book, pages = Ledger(tmp_path / "ledger"), [document(), document(TEXT + " Again.")]
    book.commit([coding(page) for page in pages])
    events = [r["event_id"] for r in ask(book, "from events")]
    invoke("verdict", "merge", *events, "--ledger", book.path, "--reviewer", "Ada", "--at", "2031-03-12T10:00")
    (found,) = book.verdicts()
    assert found.event_mention_ids == tuple(sorted(mention(p).event_mention_id for p in pages))
    assert found.decided_at == "2031-03-12T10:00:00+00:00"


def test_gold_has_the_reviewed_sentences_only(book: Ledger, tmp_path: Path) -> None:
    assert reviewed_gold(book).sentences == ()
    where = ("--ledger", book.path, "--reviewer", "Ada")
    invoke("verdict", "accept", ID, *where)
    files = tmp_path / "gold.jsonl", tmp_path / "docs.jsonl"
    done = invoke("verdict", "gold", "--ledger", book.path, "-o", files[0], "--documents", files[1])
    assert "1 sentence of 1 document, 1 event" in done.output
    (row,), (page,) = ([json.loads(line) for line in f.read_text().splitlines()] for f in files)
    (event,) = row["events"]
    start, end = page["sentences"][row["sent"]]
    assert page["id"] == row["doc"]
    assert page["text"][start:end] == row["text"] == TEXT
    assert (event["trigger"], event["type"], event["when"]["value"]) == ("met", "CONSULT", "2031-03-10")
    (actor,) = event["actor"]
    assert page["text"][actor["start"] : actor["end"]] == actor["text"] == "Kenya's foreign minister"
    invoke("verdict", "reject", ID, *where)
    (row,) = reviewed_gold(book).sentences
    assert row["events"] == []


def test_a_sentence_of_which_a_part_was_reviewed_is_no_gold(book: Ledger) -> None:
    other = replace(MENTION, event_mention_id="m-other", event_type="ACCUSE")
    book.commit([replace(coding(PAGE, coder="newer"), mentions=(MENTION, other))])
    book.add_verdicts([verdict("accept")])
    assert (reviewed_gold(book).sentences, reviewed_gold(book).left_out) == ((), 1)
    book.add_verdicts([verdict("reject", "m-other")])
    (row,) = reviewed_gold(book).sentences
    assert [e["type"] for e in row["events"]] == ["CONSULT"]


def test_every_option_of_the_group_is_documented() -> None:
    section = DOCS.split("\n## verdict\n")[1].split("\n## ")[0]
    group = cli.get_command(None, "verdict")  # type: ignore[arg-type]
    for name, sub in group.commands.items():  # type: ignore[union-attr]
        assert f"verdict {name}" in section
        for parameter in sub.params:
            for option in parameter.opts if parameter.param_type_name == "option" else []:
                assert f"`{option}" in section, option
        assert invoke("verdict", name, "--help").exit_code == 0


def test_corrections_are_told_by_the_parts_that_they_change(book: Ledger) -> None:
    where = ("--ledger", book.path, "--reviewer", "Ada")
    for code in ("UGA", "EUR"):
        done = invoke("verdict", "correct", ID, "--field", "actors.0.country", "--value", code, *where)
        assert done.output.startswith(f"actors.0.country = {code} by Ada")
    shown = " ".join(invoke("verdict", "list", "--ledger", book.path).output.split())
    assert "actors.0.country = UGA" in shown
    assert "actors.0.country = EUR" in shown
    wrong = invoke("verdict", "correct", ID, "--field", "actors.0.country", "--value", "EU", *where, code=3)
    assert "did you mean EUR?" in str(wrong.exception)
