"""A report: one file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsledger.apps.cli import cli
from newsledger.ledger import Ledger
from newsledger.view.pages.report import Report, report_page
from tests.pictured import event, parsed, rich_event, rich_finding, rich_page
from tests.test_ledger_refresh import ALL, made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("report") / "ledger", ALL).path


def run(ledger: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["report", "--ledger", str(ledger), *arguments])


def page_of(ledger: Path, folder: Path, *arguments: str) -> str:
    file = folder / "report.html"
    result = run(ledger, "-o", str(file), *arguments)
    assert result.exit_code == 0, result.output
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(ledger, tmp_path_factory.mktemp("page"))


def report(words: str = "Lantern", **changes: object) -> Report:
    page, _, found, _ = rich_page(words)
    one = rich_event(words, found)
    made = Report(
        title=words,
        chosen=words,
        events=[one],
        mentions={one.event_id: [found]},
        pages={page.document_id: page},
        originals={},
        outlets=[(words, 1, words)],
        numbers=[("events", 1)],
        on=None,
        states=(),
        findings=[rich_finding(words)],
        dyad=None,
        whole=False,
        version=3,
        written="2031-03-12 08:00 UTC",
        coders=[words],
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_it_has_all_sections_and_says_what_it_was_made_from(whole: str) -> None:
    tree = parsed(whole)
    titles = [n.text for n in tree.body.query_selector_all("h2")]
    assert titles[:5] == ["When", "Where", "Who and whom", "The events with the most sources", "List of events"]
    assert titles[-1] == "Method"
    text = tree.body.text
    assert "Made from version" in text
    assert "test 1" in text  # coder and version of its rules
    assert "who keep their rights" in text
    assert "bombed" in text


def test_nothing_is_asked_for_from_outside(whole: str) -> None:
    tree = parsed(whole)
    for node in tree.document.query_selector_all("*"):
        assert node.tag not in {"img", "link", "iframe", "object", "embed", "audio", "video", "base", "form"}
        assert not {"src", "srcset", "style"} & set(node.attrs or ())
        assert not any(name.startswith("on") for name in node.attrs or ())
    policy = tree.head.query_selector("meta[http-equiv]").getattr("content")
    assert policy.startswith("default-src 'none'")
    for name in ("style", "script"):
        (inner,) = re.findall(rf"<{name}>(.*?)</{name}>", whole, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_every_link_within_it_leads_somewhere(whole: str) -> None:
    tree = parsed(whole)
    ids = {n.getattr("id") for n in tree.document.query_selector_all("[id]")}
    for link in tree.body.query_selector_all("a[href]"):
        href = link.getattr("href")
        if href.startswith("#"):
            assert href[1:] in ids


def test_it_is_the_same_every_time(ledger: Path, tmp_path: Path, whole: str) -> None:
    assert page_of(ledger, tmp_path) == whole


def test_parts_of_a_ledger_can_be_asked_for(ledger: Path, tmp_path: Path) -> None:
    one = page_of(ledger, tmp_path, "--country", "ner")
    assert "Events with Niger." in one
    assert "Kabkabiya" not in one
    later = page_of(ledger, tmp_path, "--from", "2031-03-15", "--title", "Late <b>")
    assert "Events first reported from 2031-03-15." in later
    assert "<title>Late &lt;b&gt;</title>" in later
    none = page_of(ledger, tmp_path, "--dyad", "KEN", "UGA")
    assert "No event in the ledger is as asked for." in none


def test_one_event_is_told_in_full(ledger: Path, tmp_path: Path) -> None:
    from newsledger.ledger import run_query

    (key,) = run_query(Ledger(ledger), "select event_id from events where document_count > 1")["event_id"].to_pylist()
    page = page_of(ledger, tmp_path, "--event", key[:8])
    assert "nl-event-page" in page
    assert "How many killed" in unescape(page)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "A report is a file"),
        (["-o", "x.html", "--country", "QQQ"], 7, "'QQQ' is no code of a country"),
        (["-o", "x.html", "--from", "soon"], 2, "'soon' is no date"),
        (["-o", "x.html", "--event", "e-zzz"], 5, "no event"),
        (["-o", "no/such/folder/x.html"], 3, "no such folder"),
    ],
)
def test_wrong_questions_are_clear_errors(
    ledger: Path, arguments: list[str], code: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(ledger, *arguments)
    told = f"{result.output} {result.exception}"
    assert message in told
    assert getattr(result.exception, "exit_code", result.exit_code) == code


def test_what_would_make_it_too_large_is_left_out_and_named() -> None:
    events = [event(str(n), day=f"2031-{n % 12 + 1:02}-{n % 28 + 1:02}") for n in range(2000)]
    page = report_page(report(events=events, mentions={}, left_out=["7 events with the fewest sources"]), most=150_000)
    assert len(page.encode()) <= 150_000
    text = parsed(page).body.text
    assert "Left out" in text
    assert "would have made the file too large" in text
    assert "7 events with the fewest sources" in text


@pytest.mark.parametrize(
    "words", ["</script><script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", "\ud800\u202e", "{csp}{0}"]
)
def test_words_cannot_break_out_of_a_report(words: str) -> None:
    page = report_page(report(words))
    page.encode("utf-8")
    tree = parsed(page)
    assert len(tree.document.query_selector_all("script")) == 1
    assert len(tree.document.query_selector_all("style")) == 1
    assert not tree.document.query_selector_all("img")


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium to look at the report with")
def test_a_browser_runs_the_script_under_the_policy(tmp_path: Path, whole: str) -> None:
    file = tmp_path / "report.html"
    file.write_text(whole, encoding="utf-8")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-logging=stderr",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert "Content Security Policy" not in done.stderr
    button = parsed(done.stdout).body.query_selector("[data-nl=theme]")
    assert "hidden" not in (button.attrs or ())  # the script has shown it
