"""The command: whole files or none, streams on standard output, errors before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsledger.apps.cli import cli
from newsledger.apps.cli import export as command
from newsledger.errors import InputError, NewsledgerError, QueryError
from newsledger.export import EXPORTS, Selection, Settings, Stream, export_ledger
from newsledger.export.sink import open_sink, write_folder
from newsledger.ledger import Ledger
from tests.builders import coding, document
from tests.export_world import ledger


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("command") / "ledger"
    ledger(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["export", *map(str, arguments)])


def test_the_command_offers_every_format() -> None:
    assert set(command.FORMATS) == set(EXPORTS)


def test_a_file_is_written_and_what_was_left_out_is_told(folder: Path, tmp_path: Path) -> None:
    done = run("polecat", "--ledger", folder, "-o", tmp_path / "events.txt")
    assert done.exit_code == 0
    assert "3 event mentions →" in done.stderr
    assert "3 mentions left out that tell of what did not happen" in done.stderr
    assert len((tmp_path / "events.txt").read_text(encoding="utf-8").splitlines()) == 4
    assert list(tmp_path.iterdir()) == [tmp_path / "events.txt"]


def test_standard_output_is_the_default(folder: Path) -> None:
    done = run("jsonl", "--ledger", folder, "--type", "assault", "--quiet")
    assert {json.loads(line)["event_type"] for line in done.stdout.splitlines()} == {"ASSAULT"}
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("csv", "--where", "nonsense ="), "syntax error"),
        (("csv", "--where", "no_such_column = 1"), "no_such_column"),
        (("csv", "--country", "Kenya"), "did you mean KEN"),
        (("csv", "--type", "ASAULT"), "ASSAULT"),
        (("brat",), "folder of files"),
        (("csv", "-o", "/nowhere/out.csv"), "no such folder"),
        (("csv", "--as-of", "9"), "no version 9"),
    ],
)
def test_mistakes_are_told_before_any_work(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments, "--ledger", folder)
    assert isinstance(done.exception, NewsledgerError)
    assert message in str(done.exception)


def test_no_ledger_is_no_empty_export(tmp_path: Path) -> None:
    assert isinstance(run("csv", "--ledger", tmp_path / "none").exception, NewsledgerError)


def test_a_condition_can_only_read_the_ledger(folder: Path) -> None:
    for condition in ("text in (select content from read_text('/etc/passwd'))", "true); drop view documents; --"):
        stream = Stream(_book(folder), Selection(where=condition))
        with pytest.raises(QueryError):
            stream.__enter__()


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("before", encoding="utf-8")

    def fail() -> None:
        with open_sink(file) as handle:
            handle.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert file.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_device_is_written_to_and_not_replaced(folder: Path) -> None:
    assert run("csv", "--ledger", folder, "-o", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def files() -> object:
        yield "a.txt", "text"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_folder(tmp_path / "brat", files())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_files_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not an empty folder"):
        export_ledger(_book(folder), "brat", tmp_path, Settings())
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_verdict_corrects_and_removes_unless_told_otherwise(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "ledger"
    shutil.copytree(folder, copy)
    with Stream(_book(copy), Selection(types=("ASSAULT",), auxiliary=False)) as stream:
        (raid,) = [r.mention.event_mention_id for r in stream.reports()]
    CliRunner().invoke(cli, ["verdict", "reject", raid, "--reviewer", "Ada", "--ledger", str(copy)])
    for as_coded, count in ((False, 0), (True, 1)):
        with Stream(_book(copy), Selection(types=("ASSAULT",), auxiliary=False, as_coded=as_coded)) as stream:
            assert stream.total == count


def _book(folder: Path):  # type: ignore[no-untyped-def]
    from newsledger.ledger import Ledger

    return Ledger(folder)


def test_the_reports_of_an_event_are_in_the_order_of_their_hours_in_utc(tmp_path: Path) -> None:
    book, text = Ledger(tmp_path / "ledger"), "Kenya's foreign minister met Uganda's envoy in Nairobi on Monday."
    times = ("2031-03-10T23:30:00-05:00", "2031-03-11T01:00:00+03:00", "2031-03-11")
    book.commit([coding(document(text, external_id=t, document_creation_time=t), event_id="e-1") for t in times])
    with Stream(book, Selection()) as stream:
        found = [m.document_creation_time for event in stream.events() for m in event.mentions]
    assert found == [times[1], times[2], times[0]]
