from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest

import newsledger
from newsledger.api import Mentions
from newsledger.engine import Coder, run
from newsledger.errors import InputError, LedgerError, NewsledgerError
from newsledger.export.tidy import TIDY_COLUMNS
from newsledger.ledger import Ledger, run_query
from newsledger.records import Document, EventMention, Skip, make_document

EXAMPLE = Path(__file__).parent.parent / "examples" / "strait.txt"


@pytest.fixture(scope="module")
def table() -> Mentions:
    return newsledger.code(EXAMPLE, date="2031-03-12", publisher="Example Times")


def test_the_table_iterates_as_typed_records(table: Mentions) -> None:
    assert len(table) == len(list(table)) > 8
    assert all(isinstance(m, EventMention) for m in table)
    assert table[0] in table[:3]
    assert table.documents[0].publisher == "Example Times"
    assert table.claims
    assert "event mentions" in repr(table)


def test_the_table_shows_itself_in_a_notebook(table: Mentions) -> None:
    html = table._repr_html_()
    assert html.startswith('<div class="nl nl-notebook"><style>')
    assert "<script" not in html
    assert table[0].trigger.text in html


def test_the_table_speaks_arrow(table: Mentions) -> None:
    import duckdb
    import pyarrow as pa

    arrow = pa.table(table)
    assert arrow.num_rows == len(table)
    assert arrow["event_type"].to_pylist() == [m.event_type for m in table]
    assert duckdb.connect().execute("select count(*) from arrow").fetchone() == (len(table),)


def test_texts_paths_and_records_are_the_same_to_it() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    by_text = newsledger.code(text)
    by_path = newsledger.code(str(EXAMPLE))
    by_record = newsledger.code([{"text": text}])
    assert list(by_text) == list(by_path) == list(by_record)


def test_without_a_date_relative_times_stay_open() -> None:
    found = newsledger.code(EXAMPLE.read_text(encoding="utf-8"))
    times = [m.time for m in found if m.time and m.time.text in {"last month", "yesterday", "today", "In January"}]
    assert times
    for time in times:
        assert time.value is None
        assert time.reason


def test_the_order_of_inputs_does_not_matter() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    pages = [{"id": str(n), "text": "\n".join(lines[n : n + 4])} for n in range(0, 8, 2)]
    forwards = {m.event_mention_id: m for m in newsledger.code(pages)}
    backwards = {m.event_mention_id: m for m in newsledger.code(pages[::-1])}
    assert forwards == backwards


def test_what_is_written_to_a_ledger_is_what_is_returned(tmp_path: Path, table: Mentions) -> None:
    newsledger.code(EXAMPLE, date="2031-03-12", publisher="Example Times", ledger=tmp_path / "book")
    stored = run_query(Ledger(tmp_path / "book"), "from event_mentions")["event_mention_id"].to_pylist()
    assert sorted(stored) == sorted(m.event_mention_id for m in table)


class Poison:
    """A coder that one document kills."""

    def __init__(self, coder: Coder) -> None:
        self.coder, self.name, self.coding_id = coder, coder.name, coder.coding_id

    def code(self, document: Document) -> object:
        if "poison" in document.text:
            raise RecursionError("too deep")
        return self.coder.code(document)


def test_a_document_that_breaks_the_coder_is_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    poison = Poison(Coder.load())
    monkeypatch.setattr(Coder, "load", staticmethod(lambda *_: poison))
    items: list[Document | Skip] = [
        make_document("Police arrested two men."),
        make_document("poison", external_id="bad"),
        make_document("Troops shot three villagers."),
    ]
    (shard,) = run(items)
    assert len(shard.codings) == 2
    assert [s.origin for s in shard.skips] == ["bad"]
    assert "RecursionError" in shard.skips[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "x" * 300_000,
        "word " * 50_000,
        "\u202e\u200b\ufeff" * 1000 + "Police arrested two men.",
        "<script>alert('Police arrested two men.')</script> Police arrested two men.",
        "🏴‍☠️ " * 500 + "Troops shot three villagers in Kivu on Monday.",
        "((((((((((" * 2000,
        "\n" * 10_000 + "a",
    ],
)
def test_hostile_text_is_only_text(text: str) -> None:
    found = newsledger.code([{"text": text}])
    assert len(found.documents) == 1
    assert not found.skipped
    for mention in found:
        assert found.documents[0].text[mention.trigger.start : mention.trigger.end] == mention.trigger.text


def test_the_same_input_gives_the_same_bytes_in_another_process(table: Mentions) -> None:
    script = (
        "import json, newsledger; from newsledger.records import to_row;"
        f"t = newsledger.code({str(EXAMPLE)!r}, date='2031-03-12', publisher='Example Times');"
        "print(json.dumps([to_row(m) for m in t]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    from newsledger.records import to_row

    assert json.loads(done.stdout) == json.loads(json.dumps([to_row(m) for m in table]))


def test_the_public_names_are_complete() -> None:
    for name in newsledger.__all__:
        assert getattr(newsledger, name)
    with pytest.raises(AttributeError):
        _ = newsledger.nothing


def test_a_data_frame_is_its_rows() -> None:
    import pyarrow as pa

    frame = pa.table({"id": [1, 2], "text": ["Police arrested two men.", None], "date": ["2031-03-12", None]})
    found = newsledger.code(frame)
    assert [d.external_id for d in found.documents] == ["1"]
    assert [s.origin for s in found.skipped] == ["record 2"]


@pytest.mark.parametrize(
    "name", ["nowhere.txt", "no/such/page", "missing.jsonl", "my pages/file.txt", "/no dir/*.txt", "./no dir/pages"]
)
def test_a_misspelt_path_is_told_and_not_coded_as_a_text(name: str) -> None:
    found = newsledger.code(name)
    assert not found.documents
    assert "no such file" in found.skipped[0].reason


@pytest.mark.parametrize(
    "text",
    ["/PRNewswire/ -- Police arrested two men.", "~5,000 people marched", "Police and/or soldiers arrested two men"],
)
def test_a_line_that_is_told_is_a_text(text: str) -> None:
    assert len(newsledger.code(text).documents) == 1


def test_what_cannot_be_coded_is_an_error_with_a_hint() -> None:
    with pytest.raises(InputError, match="cannot code a bytes"):
        newsledger.code([b"Police arrested two men."])  # type: ignore[list-item]
    with pytest.raises(LedgerError, match="there is no ledger"):
        newsledger.find_measures("/no/such/ledger", on="2031-03-12")


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"issuer": "US"}, "ISO 3166 alpha-3"),
        ({"target": "Taiwan"}, "ISO 3166 alpha-3"),
        ({"kind": "tarif"}, "kinds: tariff"),
        ({"on": "12.3.2031"}, "ISO 8601"),
    ],
)
def test_a_question_that_cannot_be_meant_is_no_empty_answer(question: dict[str, str], message: str) -> None:
    with pytest.raises(NewsledgerError, match=message):
        newsledger.find_measures("ledger", **({"on": "2031-03-12"} | question))


def test_dates_of_python_are_dates() -> None:
    text = "Police arrested two men in Nairobi on Tuesday."
    for date in (datetime.date(2031, 3, 12), datetime.datetime(2031, 3, 12, 8)):
        (found,) = newsledger.code(text, date=date)
        assert found.time is not None
        assert found.time.value == "2031-03-11"


@pytest.mark.parametrize("source", [None, 5, b"Police arrested two men.", [None]])
def test_what_is_no_text_is_an_input_error(source: object) -> None:
    with pytest.raises(InputError, match="cod"):
        newsledger.code(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [0, -3])
def test_no_worker_codes_nothing(jobs: int) -> None:
    with pytest.raises(InputError, match="1 or more"):
        newsledger.code("Police arrested two men.", jobs=jobs)


def test_a_slice_is_a_table(table: Mentions) -> None:
    part = table[2:4]
    assert isinstance(part, Mentions)
    assert list(part) == list(table)[2:4]
    assert part.to_arrow().num_rows == 2
    assert part._repr_html_()
    assert list(table[::-1]) == list(table)[::-1]


def test_flat_rows_have_the_columns_of_the_csv(table: Mentions, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tuple(table.rows()[0]) == TIDY_COLUMNS
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match="pip install pandas"):
        table.to_pandas()


def test_a_data_frame_has_the_flat_rows(table: Mentions) -> None:
    pytest.importorskip("pandas")
    frame = table.to_pandas()
    assert list(frame.columns) == list(TIDY_COLUMNS)
    assert frame["event_mention_id"].tolist() == [m.event_mention_id for m in table]


def test_names_are_completed_and_a_folder_can_be_asked(tmp_path: Path) -> None:
    assert set(newsledger.__all__) <= set(dir(newsledger))
    with pytest.raises(LedgerError, match="there is no ledger"):
        run_query(tmp_path / "nowhere", "from events")
