from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import newsledger as newsledger_api
from newsledger import errors
from newsledger.apps.cli import COMMANDS, cli, options
from newsledger.apps.cli.lookup import find_event
from newsledger.ledger import Ledger

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "strait.txt"
DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def invoke(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in args], catch_exceptions=False)


def newsledger(*args: object, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "newsledger", *map(str, args)]
    return subprocess.run(command, input=data, capture_output=True, check=False)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "ledger"
    result = invoke("code", EXAMPLE, "--ledger", folder, "--date", "2031-03-12", "--quiet")
    assert result.exit_code == 0, result.output
    return folder


def rows(ledger: Path, sql: str) -> list[dict[str, Any]]:
    result = invoke("query", sql, "--ledger", ledger, "--format", "jsonl")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL)
    assert section, f"docs/cli.md has no section {name}"
    for parameter in command.params:
        for option in parameter.opts if parameter.param_type_name == "option" else []:
            assert f"`{option}" in section[1], f"{name} {option} is not documented"
    assert invoke(name, "--help").exit_code == 0


def test_every_error_and_exit_code_is_documented() -> None:
    for error in errors.NewsledgerError.__subclasses__():
        assert f"`{error.__name__}`" in DOCS
        assert f"| {error.exit_code} |" in DOCS


def test_start_up_imports_nothing_heavy() -> None:
    heavy = ["pyarrow", "duckdb", "deltalake", "onnxruntime", "numpy", "rich", "trafilatura", "tokenizers"]
    script = f"import sys; import newsledger.apps.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_example_page_is_split_and_coded(ledger: Path) -> None:
    (articles,) = rows(ledger, "select count(*) as n, count(*) filter (cut_off) as cut from articles")
    assert articles == {"n": 4, "cut": 3}
    types = {str(r["event_type"]) for r in rows(ledger, "select distinct event_type from event_mentions")}
    assert {"SANCTION", "MOBILIZE"} <= types


def test_coding_twice_adds_nothing_and_prints_the_same_bytes(ledger: Path, tmp_path: Path) -> None:
    before = rows(ledger, "from event_mentions order by event_mention_id")
    outputs = []
    for name in ("a", "b"):
        file = tmp_path / name
        result = invoke(
            "code", EXAMPLE, "--ledger", ledger, "--date", "2031-03-12", "-q", "--format", "jsonl", "-o", file
        )
        assert result.exit_code == 0
        outputs.append(file.read_bytes())
    assert outputs[0] == outputs[1]
    assert rows(ledger, "from event_mentions order by event_mention_id") == before


def test_offsets_hold_and_ids_are_unique(ledger: Path) -> None:
    (document,) = rows(ledger, "from documents")
    text = str(document["text"])
    mentions = rows(ledger, "from event_mentions")
    assert len({m["event_mention_id"] for m in mentions}) == len(mentions) > 0

    def check(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("start"), int) and isinstance(value.get("text"), str):
                assert text[value["start"] : value["end"]] == value["text"]
            for item in value.values():
                check(item)
        elif isinstance(value, list):
            for item in value:
                check(item)

    for mention in mentions:
        check(mention)
        assert text[mention["sentence_start"] : mention["sentence_end"]] == mention["text"]


def test_explain_and_show_find_by_the_start_of_an_id(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mention = rows(ledger, "from event_mentions limit 1")[0]
    explained = invoke("explain", str(mention["event_mention_id"])[:12], "--ledger", ledger)
    assert explained.exit_code == 0
    assert str(mention["event_type"]) in explained.output
    monkeypatch.setattr("newsledger.apps.cli.screen.console", lambda: Console(width=60))
    narrow = invoke("explain", mention["event_mention_id"], "--ledger", ledger).output
    assert "factuality: " in narrow
    assert max(map(len, narrow.splitlines())) <= 60
    monkeypatch.undo()
    as_json = invoke("explain", mention["event_mention_id"], "--ledger", ledger, "--json")
    assert json.loads(as_json.output) == mention
    shown = invoke("show", mention["document_id"], "--ledger", ledger)
    assert shown.exit_code == 0
    assert "event mentions" in shown.output


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "plover"])
def test_every_output_form(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"out.{form}"
    result = invoke("code", EXAMPLE, "--no-ledger", "-q", "--format", form, "-o", file)
    assert result.exit_code == 0, result.output
    assert file.stat().st_size > 1000


def test_two_workers_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    inputs = tmp_path / "in.jsonl"
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = text.splitlines()
    pages = [{"id": str(n), "text": "\n".join(lines[n % 5 :]), "date": "2031-03-12"} for n in range(40)]
    inputs.write_text("\n".join(map(json.dumps, pages)), encoding="utf-8")
    found = [
        newsledger("code", inputs, "--no-ledger", "-q", "--format", "jsonl", "--jobs", jobs).stdout for jobs in (1, 2)
    ]
    assert found[0] == found[1]
    assert found[0].count(b"\n") > 40


def test_bad_inputs_are_counted_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "cut.jsonl").write_text('{"id": "1", "text": "Troops shot two men."}\n{"id": "2", "te')
    result = invoke("code", tmp_path, "--ledger", tmp_path / "ledger")
    assert result.exit_code == 0
    assert "3 skipped" in result.output
    assert len(rows(tmp_path / "ledger", "from skipped")) == 3


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["code", "/no/such/file.txt", "--no-ledger"], 3, "no such file"),
        (["code", str(EXAMPLE), "--no-ledger", "--date", "soon"], 3, "hint: write ISO 8601"),
        (["code", str(EXAMPLE), "--ledger", str(ROOT / "examples")], 5, "hint:"),
        (["query", "select 1", "--ledger", "/no/such/ledger"], 5, "newsledger code"),
        (["codebook", "SANCTON"], 7, "Did you mean SANCTION"),
        (["cod"], 2, "Did you mean 'code'"),
        ([], 2, "Usage"),
    ],
)
def test_errors_have_a_code_and_a_hint(args: list[str], code: int, message: str) -> None:
    done = newsledger(*args)
    assert done.returncode == code, done.stderr
    assert message in (done.stderr + done.stdout).decode()
    assert b"Traceback" not in done.stderr


def test_a_refused_query_is_an_error(ledger: Path) -> None:
    done = newsledger("query", "select nope from event_mentions", "--ledger", ledger)
    assert done.returncode == 6
    assert b"describe event_mentions" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    assert "_NEWSLEDGER_COMPLETE" in invoke("completion", shell).output


@pytest.mark.parametrize("code", ["", "ACCUSE", "PRE", "cyber", "IMG", "negation"])
def test_codebook_pages(code: str) -> None:
    result = invoke("codebook", *filter(None, [code]))
    assert result.exit_code == 0
    assert code in result.output


def test_articles_as_json_lines() -> None:
    (line,) = invoke("articles", EXAMPLE, "--format", "jsonl").output.splitlines()
    row = json.loads(line)
    assert [a["kind"] for a in row["articles"]] == ["main", "teaser", "teaser", "teaser"]
    text = EXAMPLE.read_text(encoding="utf-8")
    assert not any("Photo:" in text[a:b] for a, b in row["sentences"])


def test_the_doctor_finds_everything() -> None:
    result = invoke("doctor")
    assert result.exit_code == 0, result.output
    assert "missing" not in result.output


@pytest.mark.parametrize("command", [("articles", EXAMPLE), ("code", EXAMPLE, "--no-ledger"), ("query", "select 1")])
def test_an_output_that_cannot_be_written_stops_before_any_work(command: tuple[object, ...], tmp_path: Path) -> None:
    with pytest.raises(errors.InputError, match="no such folder"):
        invoke(*command, "-o", tmp_path / "missing" / "out")


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Police arrested two men.")
    for command in ("articles", "code"):
        with pytest.raises(errors.InputError, match="would be overwritten"):
            invoke(command, page, "-o", page)
    assert page.read_text() == "Police arrested two men."


def test_a_reader_that_goes_away_is_no_error() -> None:
    script = (
        f"{sys.executable} -c 'from newsledger.apps.cli import main; main()' --help | true; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
    assert not done.stderr


def test_an_answer_too_wide_for_a_table_is_told_field_by_field(ledger: Path) -> None:
    wide = invoke("query", "from event_mentions limit 2", "--ledger", ledger).output
    assert "row 2" in wide
    assert re.search(r"^event_type +[A-Z]+\s*$", wide, re.MULTILINE)
    narrow = invoke("query", "select event_type, quad_code from event_mentions limit 2", "--ledger", ledger).output
    assert "row 2" not in narrow


@pytest.mark.parametrize("code", ["arrest", "COERCE/arrest", "coerce/arrest"])
def test_the_codebook_explains_modes_as_they_are_printed(code: str) -> None:
    result = invoke("codebook", code)
    assert result.exit_code == 0
    assert "COERCE/arrest" in result.output


def test_stories_of_a_ledger_and_of_files_have_every_document_once(ledger: Path, tmp_path: Path) -> None:
    result = invoke("stories", "--ledger", ledger, "--format", "jsonl")
    (line,) = [json.loads(row) for row in result.output.splitlines()]
    assert list(line) == ["external_id", "document_id", "story_id"]
    news = tmp_path / "news.jsonl"
    texts = {"a": "Lindiwe Dube won the Harare Open.", "b": "Rain closed the port of Tanga."}
    news.write_text("\n".join(json.dumps({"id": k, "text": v}) for k, v in texts.items()), encoding="utf-8")
    found = [json.loads(row) for row in invoke("stories", news, "--format", "jsonl").output.splitlines()]
    assert [row["external_id"] for row in found] == ["a", "b"]
    assert len({row["story_id"] for row in found}) == 2
    assert "2 documents, 2 stories" in invoke("stories", news).output


def test_an_event_reads_like_a_dossier_and_its_merges_are_explained(ledger: Path) -> None:
    events = [json.loads(row) for row in invoke("events", "--ledger", ledger, "--json").output.splitlines()]
    assert sum(e["mention_count"] for e in events) == len(rows(ledger, "from event_mentions"))
    event = max(events, key=lambda e: len(e["merges"]))
    shown = invoke("event", event["event_id"], "--ledger", ledger).output
    assert event["event_id"] in shown
    assert "independent source" in shown
    assert json.loads(invoke("event", event["event_id"], "--ledger", ledger, "--json").output) == event
    why = invoke("explain", event["event_id"], "--ledger", ledger).output
    assert all(m in why for m in event["event_mention_ids"])


def test_an_event_is_found_by_its_mentions_and_by_the_id_that_code_printed(ledger: Path, tmp_path: Path) -> None:
    output = tmp_path / "mentions.jsonl"
    invoke("code", EXAMPLE, "--ledger", ledger, "--date", "2031-03-12", "-q", "--format", "jsonl", "-o", output)
    mention = json.loads(output.read_text(encoding="utf-8").splitlines()[0])
    for key in (mention["event_id"], mention["event_mention_id"]):
        event = json.loads(invoke("event", key, "--ledger", ledger, "--json").output)
        assert mention["event_mention_id"] in event["event_mention_ids"]


def test_events_are_filtered(ledger: Path) -> None:
    def found(*options: object) -> list[dict[str, Any]]:
        return [json.loads(row) for row in invoke("events", "--ledger", ledger, "--json", *options).output.splitlines()]

    assert {e["event_type"] for e in found("--type", "sanction")} == {"SANCTION"}
    party = next(code for e in found() for code in e["actors"])
    assert all(party in e["actors"] + e["recipients"] for e in found("--party", party))
    assert found("--since", "2031-03-13") == []
    assert found("--sources", 2) == []


def test_a_run_that_goes_on_writes_in_the_form_and_to_the_place_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text("Police in Kenya arrested two opposition leaders.", encoding="utf-8")
    invoke("code", "page.txt", "--ledger", "book", "--format", "jsonl", "--output", "out.jsonl")
    written = Path("out.jsonl").read_bytes()
    assert written
    Path("out.jsonl").unlink()
    (run,) = rows(tmp_path / "book", "select run_id from runs")
    other = tmp_path / "elsewhere"
    other.mkdir()
    monkeypatch.chdir(other)
    assert invoke("runs", "--resume", run["run_id"], "--ledger", tmp_path / "book").stdout == ""
    assert (tmp_path / "out.jsonl").read_bytes() == written


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["code", ""], "an INPUT is empty"),
        (["measures", "--on", "2031-05"], "'2031-05' is no date; write 2031-03-12"),
        (["events", "--since", "2031-13"], "2031-03 or 2031 is its first day"),
        (["export", "csv", "--from", "2031-06", "--to", "2031-05"], "--from 2031-06-01 is after --to 2031-05-31"),
        (["report", "-o", "never.html", "--from", "2031-06", "--to", "2031-05"], "nothing lies between"),
        (["verify", "one", "--ledger", "other"], "name one ledger"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert message in result.output


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2031", "2031-01-01", "2031-12-31"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031-3-5", "2031-03-05", "2031-03-05"),
        ("20310305", "2031-03-05", "2031-03-05"),
    ],
)
def test_a_month_or_year_is_its_first_or_last_day(given: str, first: str, last: str) -> None:
    assert options.Day("first").convert(given, None, None) == first
    assert options.Day("last").convert(given, None, None) == last


def test_a_quiet_run_still_tells_of_the_inputs_that_were_named(tmp_path: Path) -> None:
    told = invoke("code", EXAMPLE, tmp_path / "nope.txt", "--no-ledger", "--quiet")
    assert "nope.txt: no such file or folder" in told.output
    table = tmp_path / "table.csv"
    table.write_text("headline,day\nPolice arrested two men.,2031-03-12\n", encoding="utf-8")
    nothing = invoke("code", table, "--no-ledger", "--quiet")
    assert nothing.exit_code == 3
    assert "name the column that holds the page" in nothing.output


@pytest.mark.parametrize(
    ("given", "meant"), [("US", "USA"), ("EU", "EUR"), ("un", "UNO"), ("Britain", "GBR"), ("KE", "KEN")]
)
def test_a_code_of_another_kind_gets_the_one_that_is_meant(ledger: Path, given: str, meant: str) -> None:
    for arguments in (
        ["events", "--party", given],
        ["report", "-o", str(ledger.parent / "x.html"), "--country", given],
    ):
        result = CliRunner().invoke(cli, [*arguments, "--ledger", str(ledger)])
        assert isinstance(result.exception, errors.OntologyError)
        assert f"did you mean {meant}?" in str(result.exception)


def test_events_of_a_ledger_that_cannot_be_written_are_shown_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ledger"
    invoke("code", EXAMPLE, "--ledger", folder, "--no-group", "--quiet")

    def refuse(_: Ledger) -> None:
        raise errors.LedgerError("cannot write", hint="none")

    monkeypatch.setattr(Ledger, "must_be_writable", refuse)
    shown = invoke("events", "--ledger", folder)
    assert shown.exit_code == 0
    assert "pages that are not grouped yet are left out" in shown.output
    decided = CliRunner().invoke(cli, ["verdict", "accept", "m-", "--reviewer", "Ada", "--ledger", str(folder)])
    assert isinstance(decided.exception, errors.LedgerError)


def test_the_first_report_of_an_event_is_the_first_on_its_page(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "ledger")
    page = "Kenya recalled its envoy to Uganda on 3 March 2031. " * 3
    newsledger_api.code([{"text": page, "date": "2031-03-04"}], ledger=book.path)
    for event in rows(book.path, "from events where mention_count > 1"):
        _, mentions = find_event(book, event["event_id"])
        assert mentions[0].event_mention_id == event["first_mention_id"]
        assert [m.trigger.start for m in mentions] == sorted(m.trigger.start for m in mentions)
