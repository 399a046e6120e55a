"""The ledger's own check: sound ledgers pass, and each kind of damage is found, told and, where it can be, mended."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from deltalake import DeltaTable, write_deltalake

from newsledger.apps.cli import cli
from newsledger.engine.coder import Coder
from newsledger.errors import LedgerError
from newsledger.ledger import Ledger, connect, refresh
from newsledger.ledger.schema import TABLES, stored_rows
from newsledger.ledger.verify import ERROR, NOTE, Check, verify
from newsledger.ledger.verify_repair import QUIET_SECONDS, repair
from newsledger.ledger.verify_spans import has_words, span_lists
from newsledger.ontology import load
from newsledger.records import DocumentCoding, EventMention, Skip, content_id, make_document
from newsledger.records.rows import field_types
from newsledger.resolve import Resolver
from tests import recorded

STRAIT = (Path(__file__).parent.parent / "examples" / "strait.txt").read_text(encoding="utf-8")
Change = Callable[[DocumentCoding], DocumentCoding]


@pytest.fixture(scope="module")
def coding() -> DocumentCoding:
    page = make_document(STRAIT, document_creation_time="2031-03-12", publisher="Example Times")
    return Coder(cast(Any, recorded.RecordedReader()), Resolver.load(), load()).code(page)


@pytest.fixture
def book(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def found(book: Ledger, state: str = ERROR) -> dict[str, Check]:
    return {f"{c.table}: {c.what}": c for c in verify(book) if c.state == state}


def changed(coding: DocumentCoding, **fields: Any) -> DocumentCoding:
    """The coding with its first mention changed."""
    first, *rest = coding.mentions
    return replace(coding, mentions=(replace(first, **fields), *rest))


def test_a_sound_ledger_has_no_error_and_all_was_looked_at(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding], [Skip(content_id("s", "a", "b"), "a", "b", None)])
    refresh(book)
    checks = list(verify(book))
    assert [c for c in checks if c.state == ERROR] == []
    looked_at = {f"{c.table}: {c.what}": c.count for c in checks}
    assert looked_at["event_mentions: words at their offsets"] > len(coding.mentions)
    assert looked_at["event_mentions: ids follow from the content"] == len(coding.mentions)
    assert looked_at["measure_mentions: words at their offsets"] >= len(coding.measures)


@pytest.mark.parametrize("name", ["My News", "Zürich", "100% sure"])
def test_a_ledger_may_lie_in_a_folder_of_any_name(tmp_path: Path, coding: DocumentCoding, name: str) -> None:
    book = Ledger(tmp_path / name)
    book.commit([coding])
    refresh(book)
    assert connect(book).execute("select count(*) from event_mentions").fetchall() == [(len(coding.mentions),)]
    assert not found(book)


@pytest.mark.parametrize("name", ["news[2031]", "a%20b", "a#b", "what?"])
def test_a_folder_that_delta_lake_cannot_write_to_is_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerError) as refused:
        Ledger(tmp_path / name)
    assert refused.value.hint


def test_every_part_with_words_is_looked_at() -> None:
    for name in ("event_mentions", "measure_mentions", "findings", "claims"):
        record = TABLES[name]
        spans = " ".join(span_lists(record))
        told = [f for f, hint in field_types(record).items() if f != "provenance" and _has_any_words(hint)]
        assert told
        assert all(f"'f': '{field}" in spans for field in told), name


def _has_any_words(hint: Any) -> bool:
    import typing
    from dataclasses import is_dataclass

    parts = [hint, *typing.get_args(hint)]
    return any(is_dataclass(p) and has_words(p) for p in parts)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda c: changed(c, event_mention_id="m-0"), "event_mentions: ids follow from the content"),
        (lambda c: changed(c, event_type="SCOLD"), "event_mentions: known types"),
        (lambda c: changed(c, event_mode="gently"), "event_mentions: known modes"),
        (lambda c: changed(c, contexts=("gossip",)), "event_mentions: known contexts"),
        (lambda c: changed(c, factuality="CT"), "event_mentions: known factuality"),
        (lambda c: changed(c, text="Other words."), "event_mentions: sentence as in the text"),
        (
            lambda c: changed(c, trigger=replace(c.mentions[0].trigger, text="disagreed")),
            "event_mentions: words at their offsets",
        ),
        (
            lambda c: changed(c, actors=(replace(c.mentions[0].actors[0], country="XXX"),)),
            "event_mentions: known countries",
        ),
        (lambda c: replace(c, mentions=(*c.mentions, c.mentions[0])), "event_mentions: ids stand once"),
        (
            lambda c: replace(c, claims=(replace(c.claims[0], event_mention_ids=("m-none",)),)),
            "claims: names mentions that it covers",
        ),
        (
            lambda c: replace(c, document=replace(c.document, text=c.document.text + " ")),
            "documents: ids follow from the content",
        ),
        (
            lambda c: replace(c, articles=(replace(c.articles[0], end=99_999), *c.articles[1:])),
            "articles: stories and sentences within the text",
        ),
    ],
)
def test_wrong_content_is_found(book: Ledger, coding: DocumentCoding, change: Change, error: str) -> None:
    book.commit([change(coding)])
    assert error in found(book)


def test_an_event_that_names_a_lost_mention_is_made_anew(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    refresh(book)
    table = DeltaTable(str(book.path / "events"))
    table.update(updates={"event_mention_ids": "make_array('m-gone')"})
    assert found(book)["events: names mentions"].repair == "events"
    assert "made anew from 1 documents" in "".join(repair(book, {"events"}))
    assert found(book) == {}


def test_a_broken_table_of_events_is_made_anew(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    refresh(book)
    (book.path / "events" / "_delta_log" / f"{0:020}.json").write_text("{")
    errors = found(book)
    assert errors["events: opens"].repair == "events"
    assert errors["ledger: content"].detail.startswith("not checked")
    assert run(book.path, "--repair").exit_code == 0
    assert found(book) == {}


def test_a_document_not_grouped_yet_is_a_note(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    assert found(book, NOTE)["groups: documents not grouped yet"].count == 1
    assert found(book) == {}


def test_rows_of_killed_runs_are_counted_and_dropped_once_they_are_old(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    lost = stored_rows("event_mentions", [(m, "k-lost") for m in coding.mentions], "killed")
    write_deltalake(str(book.path / "event_mentions"), lost, mode="append")
    check = found(book, NOTE)["event_mentions: rows of killed runs"]
    assert (check.count, check.repair) == (len(coding.mentions), "rows")
    assert "may still be writing" in " ".join(repair(book, {"rows"}))
    assert "event_mentions: rows of killed runs" in found(book, NOTE)
    newest = max(p.stat().st_mtime for p in book.path.rglob("*.parquet"))
    assert "dropped" in " ".join(repair(book, {"rows"}, now=newest + QUIET_SECONDS + 1))
    assert "event_mentions: rows of killed runs" not in found(book, NOTE)
    with connect(book) as db:
        assert db.sql("from event_mentions").to_arrow_table().num_rows == len(coding.mentions)


def test_rows_of_replaced_codings_are_kept_for_old_versions(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    book.commit([replace(coding, coding_id="k-again", mentions=coding.mentions[:1])])
    notes = found(book, NOTE)
    assert notes["event_mentions: rows of replaced codings"].count == len(coding.mentions)
    assert "event_mentions: rows of killed runs" not in notes
    list(repair(book, {"rows"}, now=2e10))
    with connect(book, as_of=1) as db:
        assert db.sql("from event_mentions").to_arrow_table().num_rows == len(coding.mentions)


def test_a_damaged_file_is_named(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    (path,) = (book.path / "event_mentions").glob("*.parquet")
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)
    path.write_bytes(data)
    errors = found(book)
    assert path.name in errors["event_mentions: files"].detail
    assert errors["ledger: content"].detail.startswith("not checked")
    path.unlink()
    assert path.name in found(book)["event_mentions: files"].detail


def test_files_that_no_version_names_are_told(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    (path,) = (book.path / "claims").glob("*.parquet")
    loose = path.with_name("part-of-a-killed-run.parquet")
    loose.write_bytes(path.read_bytes())
    os.utime(loose, (0, 0))
    assert found(book, NOTE)["claims: files that no version names"].count == 1
    list(repair(book, {"files"}))
    assert not loose.exists()
    assert path.exists()


def test_a_gap_in_the_log_is_an_error(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    book.commit([replace(coding, coding_id="k-again")])
    (book.path / "claims" / "_delta_log" / f"{1:020}.json").unlink()
    errors = found(book)
    assert "claims: log" in errors or "claims: opens" in errors


def test_columns_of_other_versions_are_notes_and_other_types_errors(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    rows = stored_rows("claims", [(c, coding.coding_id) for c in coding.claims], "x").append_column(
        "mood", pa.array(["calm"] * len(coding.claims))
    )
    write_deltalake(str(book.path / "claims"), rows, mode="append", schema_mode="merge")
    assert "newer version: mood" in found(book, NOTE)["claims: schema"].detail
    wrong = rows.drop_columns(["position", "mood"]).append_column("position", pa.array(["1"] * rows.num_rows))
    write_deltalake(str(book.path / "claims"), wrong, mode="overwrite", schema_mode="overwrite")
    assert "column position is" in found(book)["claims: schema"].detail


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["verify", *map(str, arguments)], catch_exceptions=False)


def test_the_command_ends_with_1_on_errors_only(book: Ledger, coding: DocumentCoding) -> None:
    book.commit([coding])
    assert run(book.path).exit_code == 0
    assert "0 errors, 2 notes" in run(book.path).output
    assert "0 errors, 1 note" in run(book.path, "--repair").output
    book.commit([replace(changed(coding, event_type="SCOLD"), coding_id="k-wrong")])
    result = run(book.path, "--json")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [r["detail"] for r in rows if r["state"] == "error"] == ["unknown: SCOLD"]


def test_no_ledger_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        run(tmp_path / "none")


def test_a_mention_keeps_its_id_when_a_rule_rewrites_its_type(coding: DocumentCoding) -> None:
    def read_type(m: EventMention) -> str:
        return next(s.value for s in m.provenance.scores if s.field == "event_type")

    assert any(read_type(m) != m.event_type for m in coding.mentions)
