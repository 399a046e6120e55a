"""Stories, copies and events of a ledger: the same whatever the order, and brought up to date in place."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from newsledger.apps.cli.lookup import find_event, find_pages
from newsledger.ledger import Ledger, refresh, run_query
from newsledger.records import DocumentCoding
from newsledger.records.event import Told
from newsledger.records.verdict import make_verdict
from newsledger.view.event import dossier
from tests.builders import coding, document
from tests.test_cluster_events import LATER, NIGER, OTHER, TEXT, at, killed, on, party
from tests.test_cluster_texts import CHESS


def coded(text: str, publisher: str, day: str, *, coder: str = "test", **changes: Any) -> DocumentCoding:
    page = document(text, publisher=publisher, document_creation_time=day, external_id=f"{publisher}-{day}")
    values = {"trigger": "bombed", "event_type": "ASSAULT", "actors": (party("SDN", "MIL"),)}
    return coding(page, coder=coder, **(values | changes))


HERE = at("Kabkabiya", 13.6, 24.1)
NIGERIEN: dict[str, Any] = {"actors": (party("NER", "MIL"),), "place": at("Diffa", 13.3, 12.6, "NER")}
ONE = coded(TEXT, "A", "2031-03-11", time=on("2031-03-10"), place=HERE, quantities=(killed(12, 12),))
TWO = coded(OTHER, "B", "2031-03-12", place=HERE, quantities=(killed(15, 15),))
WEEK = coded(LATER, "A", "2031-03-18", time=on("2031-03-17"), place=at("Nyala", 12.1, 24.9))
COPY = coded(OTHER + " ", "C", "2031-03-13", place=HERE, quantities=(killed(15, 15),))
AWAY = coded(NIGER, "C", "2031-03-11", time=on("2031-03-10"), **NIGERIEN)
GAME = coding(document(CHESS, document_creation_time="2031-03-12"), trigger="won", event_type="RETREAT")
ALL = (ONE, TWO, WEEK, COPY, AWAY, GAME)


def rows(ledger: Ledger, sql: str) -> list[dict[str, Any]]:
    return run_query(ledger, sql).to_pylist()  # type: ignore[no-any-return]


def state(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """Everything that is derived, without what tells when it was."""
    views = ("events", "stories", "copies")
    columns = {"events": "* exclude (updated_at, updated_in)"}
    return {v: rows(ledger, f"select {columns.get(v, '*')} from {v} order by all") for v in views}


def made(folder: Path, *portions: tuple[DocumentCoding, ...]) -> Ledger:
    ledger = Ledger(folder)
    for portion in portions:
        ledger.commit(portion)
        refresh(ledger)
    return ledger


def ids(*codings: DocumentCoding) -> list[str]:
    return sorted(m.event_mention_id for c in codings for m in c.mentions)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    return state(made(tmp_path_factory.mktemp("whole"), ALL))


def test_reports_of_one_act_are_one_event(whole: dict[str, list[dict[str, Any]]]) -> None:
    found = {tuple(e["event_mention_ids"]): e for e in whole["events"]}
    assert set(found) == {tuple(ids(ONE, TWO, COPY)), tuple(ids(WEEK)), tuple(ids(AWAY)), tuple(ids(GAME))}
    event = found[tuple(ids(ONE, TWO, COPY))]
    assert (event["document_count"], event["publisher_count"], event["independent_count"]) == (3, 3, 2)
    assert [c["document_id"] for c in whole["copies"]] == [COPY.document.document_id]
    assert [c["original_id"] for c in whole["copies"]] == [TWO.document.document_id]


def test_every_document_is_in_exactly_one_story(whole: dict[str, list[dict[str, Any]]]) -> None:
    assert sorted(s["document_id"] for s in whole["stories"]) == sorted(c.document.document_id for c in ALL)
    assert all(s["story_id"].startswith("t-") for s in whole["stories"])


@pytest.mark.parametrize("order", [*permutations(range(3)), (2, 1, 0)][::2])
def test_portions_in_any_order_give_the_same_result(
    order: tuple[int, ...], tmp_path: Path, whole: dict[str, list[dict[str, Any]]]
) -> None:
    portions = ((ONE, AWAY), (COPY, GAME), (WEEK, TWO))
    assert state(made(tmp_path, *(portions[n] for n in order))) == whole


def test_small_batches_give_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, list[dict[str, Any]]]
) -> None:
    monkeypatch.setattr(import_module("newsledger.ledger.refresh"), "BATCH", 1)
    assert state(made(tmp_path, ALL)) == whole


def test_nothing_new_is_nothing_to_do(tmp_path: Path) -> None:
    ledger = made(tmp_path, ALL)
    before = ledger.table("events")
    assert refresh(ledger) == 0
    after = ledger.table("events")
    assert before is not None
    assert after is not None
    assert before.version() == after.version()


def test_a_new_report_changes_its_event_and_no_other(tmp_path: Path) -> None:
    ledger = made(tmp_path, (ONE, WEEK, AWAY), (TWO,))
    changed = rows(ledger, "from event_changes where updated_in = (select max(updated_in) from event_changes)")
    (event,) = rows(ledger, "from events where document_count = 2")
    assert [c["event_id"] for c in changed] == [event["event_id"]]


def test_an_earlier_report_leaves_a_tombstone_that_names_the_heir(tmp_path: Path) -> None:
    ledger = made(tmp_path, (TWO,))
    (old,) = rows(ledger, "select event_id from events")
    ledger.commit([ONE])
    refresh(ledger)
    (new,) = rows(ledger, "select event_id from events")
    assert new != old
    (grave,) = rows(ledger, "from event_changes where removed")
    assert (grave["event_id"], grave["replaced_by"]) == (old["event_id"], new["event_id"])


def test_a_page_coded_again_replaces_its_old_mentions(tmp_path: Path) -> None:
    moved = coded(OTHER, "B", "2031-03-12", coder="newer", place=at("Nyala", 12.1, 24.9), actors=(party("TCD"),))
    ledger = made(tmp_path, (ONE, TWO), (moved,))
    assert state(ledger) == state(made(tmp_path / "again", (moved, ONE)))


def test_a_refresh_that_was_killed_before_its_groups_were_written_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path / "killed")
    ledger.commit([TWO])
    module = import_module("newsledger.ledger.refresh")
    write = module.upsert

    def killed(ledger: Ledger, name: str, *args: Any, **options: Any) -> Any:
        if name != "events":
            raise KeyboardInterrupt
        return write(ledger, name, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(module, "upsert", killed)
        with pytest.raises(KeyboardInterrupt):
            refresh(ledger)
    ledger.commit([ONE])
    refresh(ledger)
    assert state(ledger) == state(made(tmp_path / "whole", (ONE, TWO)))
    assert rows(ledger, "select count(*) as n from event_mentions") == [{"n": 2}]


def test_mentions_that_wait_to_be_merged_are_shown(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.commit([ONE])
    (event,) = rows(ledger, "from events")
    assert (event["merge_reason"], event["event_mention_ids"]) == ("not merged yet", ids(ONE))
    refresh(ledger)
    assert rows(ledger, "select merge_reason from events") == [{"merge_reason": "one mention"}]


def test_a_verdict_undoes_a_merge_and_outlives_new_reports(tmp_path: Path) -> None:
    ledger = made(tmp_path, (ONE, TWO))
    split = make_verdict("split", tuple(ids(ONE, TWO)), reviewer="r", decided_at="2031-04-01T10:00:00+00:00")
    ledger.add_verdicts([split])
    refresh(ledger)
    assert len(rows(ledger, "from events")) == 2
    ledger.commit([WEEK])
    refresh(ledger)
    home = {m: e["event_id"] for e in rows(ledger, "from events") for m in e["event_mention_ids"]}
    assert home[ids(ONE)[0]] != home[ids(TWO)[0]]
    merge = make_verdict("merge", tuple(ids(ONE, TWO)), reviewer="r", decided_at="2031-04-01T12:30:00+02:00")
    ledger.add_verdicts([merge])
    refresh(ledger)
    assert [len(e["merges"]) for e in rows(ledger, "from events order by len(merges)")] == [0, 1]


def test_the_dossier_names_the_original_of_a_copy(tmp_path: Path) -> None:
    ledger = made(tmp_path, (ONE, TWO, COPY))
    event, mentions = find_event(ledger, ids(COPY)[0])
    pages, copied = find_pages(ledger, event)
    sections = {s.title: s.rows for s in dossier(event, mentions, pages, copied)}
    assert [row[1] for row in sections["Reports"] if row[-1].endswith("(copy of B)")] == ["C"]
    assert [row[:2] for row in sections["Where reports differ"]] == [("how many killed", "12"), ("", "15")]
    assert ("reported by", "3 documents, 3 publishers, 2 independent sources") in sections[""]


def test_a_long_dossier_says_how_much_it_leaves_out(tmp_path: Path) -> None:
    ledger = made(tmp_path, (ONE,))
    event, mentions = find_event(ledger, ids(ONE)[0])
    told = Told("how many killed", "12", (), ("A", "A, citing w", "A, citing x", "A, citing y", "A, citing z", "B"))
    many, pages = replace(event, versions=(told,)), find_pages(ledger, event)[0]
    short = {s.title: s.rows for s in dossier(many, [*mentions] * 30, pages)}
    assert short["Where reports differ"] == (("how many killed", "12", "A, also citing w, x, y and 1 more; B"),)
    assert [row[-1] for row in short["Reports"]][-1] == "… and 5 more: --all"
    whole = {s.title: s.rows for s in dossier(many, [*mentions] * 30, pages, whole=True)}
    assert len(whole["Reports"]) == 30


def test_the_id_of_an_event_comes_before_one_that_code_printed(tmp_path: Path) -> None:
    (event,) = rows(made(tmp_path / "one", (ONE,)), "from events")
    elsewhere = coded(OTHER, "C", "2031-05-02", event_id=event["event_id"], **NIGERIEN)
    ledger = made(tmp_path / "two", (ONE, elsewhere))
    assert len(rows(ledger, "from events")) == 2
    assert find_event(ledger, event["event_id"])[0].event_mention_ids == tuple(ids(ONE))


def test_event_mentions_carry_the_id_of_their_event(tmp_path: Path) -> None:
    ledger = made(tmp_path, (ONE, TWO))
    (event,) = rows(ledger, "from events")
    assert rows(ledger, "select distinct event_id from event_mentions") == [{"event_id": event["event_id"]}]
