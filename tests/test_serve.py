"""The web app as a server: pages, data, what it refuses, and what it keeps."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from newsledger.apps.web.routes import pictures
from newsledger.ledger import Ledger, browse, refresh, run_query
from newsledger.ledger.browse_filters import MentionFilter, as_sql
from newsledger.records.verdict import make_verdict
from newsledger.view.names import name_of
from tests.builders import coding, document
from tests.serve_world import FORMULA, HARMFUL_NAME, ODD_ID, SERVED, client

PAGES = (*SERVED, "/rate", "/codebook/COERCE/arrest", "/codebook/GOV", "/sql")
LISTS = (
    "/documents",
    "/event-mentions",
    "/events",
    "/stories",
    "/sources",
    "/claims",
    "/measure-mentions",
    "/findings",
    "/skipped",
    "/verdicts",
)


@pytest.fixture(scope="module")
def web(book: Ledger, cache: Path) -> TestClient:
    return client(book, cache)


@pytest.fixture
def own(book: Ledger, tmp_path: Path) -> Ledger:
    """A copy of the ledger that may be written."""
    shutil.copytree(book.path, tmp_path / "own")
    return Ledger(tmp_path / "own")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.odd: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script":
            self.scripts.append(given)
        if tag in {"img", "iframe", "object", "embed", "base", "style"}:
            self.odd.append(tag)
        self.odd += [name for name in given if name.startswith("on") or name == "style"]
        href = given.get("href") or given.get("action") or given.get("src") or ""
        if ":" in href.partition("?")[0] and not href.startswith(("http://", "https://")):
            self.odd.append(href)
        if href.startswith(("http://", "https://")):
            assert "noopener" in (given.get("rel") or "")
            assert "noreferrer" in (given.get("rel") or "")
        if given.get("id"):
            self.ids.append(str(given["id"]))


def all_pages(web: TestClient) -> list[str]:
    found = list(PAGES)
    for path, column in (
        ("/documents", "document_id"),
        ("/event-mentions", "event_mention_id"),
        ("/events", "event_id"),
        ("/stories", "story_id"),
    ):
        found += [f"{path}/{row[column]}" for row in web.get(f"{path}.json").json()["items"]]
    events = [path for path in found if path.startswith("/events/")]
    return found + [f"{path}/casualties" for path in events[:4]]


def test_every_page_is_whole_and_harmless(web: TestClient) -> None:
    for path in all_pages(web):
        answer = web.get(path)
        assert answer.status_code == 200, path
        tags = _Tags()
        tags.feed(answer.text)
        assert {s.get("src") for s in tags.scripts} == {"/static/newsledger.js", "/static/web.js"}, path
        assert tags.odd == [], path
        assert len(tags.ids) == len(set(tags.ids)), path
        assert answer.text.count("<h1") == 1, path
        assert not set("\u202e\u2066\u200b") & set(answer.text), path
        assert len(answer.content) < 3_000_000, path


def test_answers_tell_the_browser_what_it_may_do(web: TestClient) -> None:
    for path in ("/", "/events.json", "/static/web.js", "/nowhere", "/login"):
        headers = web.get(path).headers
        policy = headers["content-security-policy"]
        for rule in (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ):
            assert rule in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8380", "", "localhost@evil.example", "[::2]", "a:b"]
)
def test_a_foreign_name_is_refused(web: TestClient, host: str) -> None:
    assert web.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8380", "127.0.0.1:1", "[::1]:8380", "localhost."])
def test_our_own_names_are_known(web: TestClient, host: str) -> None:
    assert web.get("/robots.txt", headers={"host": host}).status_code == 200


def test_lists_have_twins_that_agree(web: TestClient) -> None:
    for path in LISTS:
        rows = web.get(f"{path}.json?limit=200").json()
        lines = list(csv.reader(io.StringIO(web.get(f"{path}.csv?limit=200").text)))
        table = pq.read_table(io.BytesIO(web.get(f"{path}.parquet?limit=200").content))
        assert table.num_rows == len(rows["items"]) == rows["total"], path
        assert max(0, len(lines) - 1) == len(rows["items"]), path


def test_pages_of_a_list_hold_each_row_once(web: TestClient) -> None:
    for path, column in (
        ("/event-mentions", "event_mention_id"),
        ("/events", "event_id"),
        ("/documents", "document_id"),
    ):
        whole = [row[column] for row in web.get(f"{path}.json?limit=500").json()["items"]]
        seen: list[str] = []
        address: str | None = f"{path}.json?limit=2"
        while address:
            page = web.get(address).json()
            seen += [row[column] for row in page["items"]]
            address = page["next"]
        assert seen == whole, path
        assert len(set(seen)) == len(seen), path
        back = [[row[column] for row in page["items"]]]
        while page["previous"]:
            page = web.get(page["previous"]).json()
            back.append([row[column] for row in page["items"]])
            assert page["next"], path
        assert [name for rows in reversed(back) for name in rows] == whole, path


def test_a_formula_stays_a_text_in_csv(web: TestClient) -> None:
    text = web.get("/documents.csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert "'" + FORMULA in {row["publisher"] for row in rows}
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values() if value)
    assert FORMULA in {row["publisher"] for row in web.get("/documents.json").json()["items"]}


def test_measures_and_their_twin_ask_alike(web: TestClient) -> None:
    every = web.get("/measures.json?on=2031-04-01").json()["items"]
    tariffs = web.get("/measures.json?on=2031-04-01&kind=tariff&issuer=uga").json()["items"]
    assert tariffs
    assert web.get("/measures.json?on=2031-04-01&kind=ceasefire").json()["items"] == []
    assert len(tariffs) <= len(every)


def test_records_come_as_json(web: TestClient, book: Ledger) -> None:
    for view, path in (("documents", "/documents"), ("event_mentions", "/event-mentions"), ("events", "/events")):
        row = run_query(book, f"from {view} order by all limit 1").to_pylist()[0]
        name = next(iter(row)) if view != "event_mentions" else "event_mention_id"
        found = web.get(f"{path}/{row[name]}.json").json()
        assert {key: found[key] for key in row} == json.loads(json.dumps(row))


def test_the_record_of_an_odd_external_id_is_found_by_its_own(web: TestClient) -> None:
    row = next(r for r in web.get("/documents.json").json()["items"] if r["external_id"] == ODD_ID)
    assert row["publisher"] == HARMFUL_NAME
    assert web.get(f"/documents/{row['document_id']}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/events/e-none",
        "/documents/d-none",
        "/event-mentions/m-none",
        "/stories/none",
        "/codebook/NOTHING",
        "/nowhere",
        "/documents/%ED%A0%80",
        "/events/%00",
        "/static/../app.py",
        "/events/e-none.json",
        "/findings/f-none.json",
        "/event-mentions/%F0%9F%92%A9.json",
    ],
)
def test_what_is_not_there_is_told_plainly(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    if path.endswith(".json"):
        assert set(answer.json()) == {"error", "hint"}


@pytest.mark.parametrize(
    "path",
    [
        "/event-mentions.json?after=zzz",
        "/events?after=W10",
        "/measures?on=yesterday",
        "/documents.json?after=WzEsICJhIl0",
        "/events.json?after=WyJhIiwgImIiXQ&order=sources",
        "/event-mentions.json?after=WyJcdWQ4MDAiLCAiYSJd",
        "/documents?after=WyJhIiwgIlx1ZGZmZiJd",
    ],
)
def test_what_cannot_be_read_is_told_plainly(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code in {200, 400}, answer.text[:300]
    assert "Traceback" not in answer.text


def test_a_page_that_did_not_change_is_not_sent_again(web: TestClient) -> None:
    for path in ("/event-mentions", "/events.json", "/static/web.css"):
        first = web.get(path)
        again = web.get(path, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""


def test_head_tells_the_same_without_the_page(web: TestClient) -> None:
    for path in ("/", "/events.json", "/nowhere"):
        got, head = web.get(path), web.head(path)
        assert head.status_code == got.status_code
        assert head.content == b""
        assert head.headers["content-type"] == got.headers["content-type"]


def test_long_answers_are_packed(web: TestClient) -> None:
    assert web.get("/event-mentions", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_a_feed_is_atom_with_what_changed_last_first(web: TestClient) -> None:
    root = ET.fromstring(web.get("/event-mentions.atom?type=ASSAULT").content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    moments = [node.text for node in root.findall("a:entry/a:updated", space)]
    assert moments == sorted(moments, key=str, reverse=True)
    assert len(moments) == web.get("/event-mentions.json?type=ASSAULT").json()["total"] > 0
    assert root.findtext("a:updated", namespaces=space) == moments[0]
    for link in root.findall("a:entry/a:link", space):
        assert web.get(link.attrib["href"]).status_code == 200


def test_updated_since_gives_what_changed(web: TestClient) -> None:
    newest = max(row["updated_at"] for row in web.get("/events.json?limit=500").json()["items"])
    assert web.get("/events.json", params={"updated_since": newest}).json()["total"] > 0
    for moment in (newest[:19] + "Z", newest[:19] + "+00:00", newest[:19].replace("T", " "), newest[:10], newest[:7]):
        assert web.get("/events.json", params={"updated_since": moment}).json()["total"] > 0, moment
        assert web.get("/event-mentions.json", params={"updated_since": moment}).json()["total"] > 0, moment
    assert web.get("/documents.json?updated_since=2020-01-01T00:00:00Z").json()["total"] == 7
    assert web.get("/documents.json?updated_since=").json()["total"] == 7
    assert web.get("/documents.json?updated_since=9000-01-01").json()["total"] == 0
    for wrong, status in (("soon", 422), ("3", 422), ("2031-02-30", 400), ("2031-13", 400), ("2031-03-01T25:00", 400)):
        for path in ("/documents.json", "/event-mentions.json"):
            assert web.get(path, params={"updated_since": wrong}).status_code == status, (path, wrong)
    assert web.get("/events.json?updated_since=2031-99-99").status_code == 400
    assert web.get("/events.json?updated_since=0").json()["total"] > 0
    assert web.get("/events.json?updated_since=9000-01-01").json()["total"] == 0
    assert web.get("/event-mentions.json?updated_since=9000-01-01").json()["total"] == 0


def test_a_month_or_year_as_the_end_counts_whole(web: TestClient) -> None:
    for path in ("/event-mentions", "/events", "/documents"):
        every = web.get(f"{path}.json?since=2031-03-01&until=2031-03-31").json()["total"]
        assert every > 0
        for until in ("2031-03", "2031"):
            assert web.get(f"{path}.json?since=2031-03&until={until}").json()["total"] == every, (path, until)
        assert web.get(f"{path}.json?until=2031-02").json()["total"] == 0
        assert web.get(f"{path}.json?until=2030").json()["total"] == 0
        for wrong in ("2031-99-99", "2031-02-30", "2031-13", "0000"):
            assert web.get(f"{path}.json?until={wrong}").status_code == 400, (path, wrong)
            assert web.get(f"{path}.json?since={wrong}").status_code == 400, (path, wrong)
    assert web.get("/countries/KEN?until=2031-99-99").status_code == 400


@pytest.mark.parametrize("words", ['"(Kenyan', "“Kenyan”", "@kenyan", "$Kenyan", '"Kenyan, troops"', "(kenyan troops)"])
def test_a_mark_beside_a_word_does_not_matter(web: TestClient, book: Ledger, words: str) -> None:
    plain = "kenyan troops" if "troops" in words else "kenyan"
    for path in ("/event-mentions", "/events", "/documents"):
        given = web.get(f"{path}.json", params={"q": words}).json()["total"]
        assert given == web.get(f"{path}.json", params={"q": plain}).json()["total"] > 0, path
    statement = as_sql(MentionFilter(q=words))
    assert run_query(book, statement).num_rows == web.get("/event-mentions.json", params={"q": words}).json()["total"]
    assert web.get("/stories.json", params={"q": "“new"}).json()["total"] > 0


@pytest.mark.parametrize(
    ("path", "field", "code"),
    [
        ("/event-mentions", "party", "ken"),
        ("/event-mentions", "type", "assault"),
        ("/event-mentions", "place", "Ken"),
        ("/event-mentions", "certainty", "ct+"),
        ("/events", "party", "ken"),
        ("/events", "type", "Assault"),
    ],
)
def test_codes_may_be_written_in_any_case(web: TestClient, path: str, field: str, code: str) -> None:
    found = web.get(f"{path}.json", params={field: code}).json()["total"]
    assert found == web.get(f"{path}.json", params={field: code.upper()}).json()["total"] > 0


@pytest.mark.parametrize("path", ["/countries/ken", "/dyads/ken/uga"])
def test_codes_of_an_address_may_be_written_in_any_case(web: TestClient, path: str) -> None:
    kind, codes = path.split("/")[1], path.split("/")[2:]
    upper = web.get("/".join(["", kind, *map(str.upper, codes)])).text
    heads = [re.findall(r"<h1>.*|nw-lead.*", page) for page in (web.get(path).text, upper)]
    assert heads[0] == heads[1] != []


def test_events_by_month_counts_all_events(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_DRAWN", 2)
    monkeypatch.setattr(pictures, "_OF_A_COUNTRY", 2, raising=False)
    for path, query in (("/timeline", ""), ("/countries/KEN", "party=KEN")):
        total = web.get(f"/events.json?{query}").json()["total"]
        page = web.get(path).text
        table = page[page.index("Events by month") :].partition("</tbody>")[0]
        rows = re.findall(r"<tr><(?:th|td)[^>]*>(?:<[^>]*>)*\d{4}-\d\d.*?</tr>", table, re.DOTALL)
        counted = sum(int(re.findall(r">(\d+)<", row)[-1]) for row in rows)
        dated = web.get(f"/events.json?{query}&since=2000").json()["total"]
        assert counted == dated > 2, path
        assert f"Drawn are the 2 events with the most independent sources, of {total}" in page, path


def test_dyads_are_searched_and_counted_before_they_are_cut(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = web.get("/dyads.json").json()
    assert every["total"] == len(every["items"]) > 1
    monkeypatch.setattr(pictures, "_LISTED", 1, raising=False)
    web.app.state.site.browser.snapshot().forget()  # type: ignore[attr-defined]
    last = every["items"][-1]
    page = web.get("/dyads").text
    assert f"of {every['total']};" in page
    one, other = last["one"], last["other"]
    assert web.get("/dyads", params={"q": one}).text.count('data-name="events"') == 1
    found = web.get("/dyads.json", params={"q": name_of(other).upper()}).json()["items"]
    assert last in found
    assert all(other in (r["one"], r["other"]) for r in found)
    assert web.get("/dyads.json?q=nobody").json() == {"items": [], "total": 0}
    assert web.get("/dyads.csv?q=nobody").text.startswith("one,other,events")


def test_columns_of_one_name_are_told_apart(web: TestClient) -> None:
    found = web.get("/sql.json", params={"q": "select 1 as a, 2 as a, 3 as a_1, 1.50::decimal(4,2) as d"}).json()
    assert found["columns"] == ["a", "a_2", "a_1", "d"]
    assert found["rows"] == [{"a": 1, "a_2": 2, "a_1": 3, "d": 1.5}]
    assert web.get("/sql.json", params={"q": "select 1 as a, 2 as a"}).json()["rows"] == [{"a": 1, "a_1": 2}]
    assert web.get("/sql.json", params={"q": "select [1.5::decimal(4,2)] as d"}).json()["rows"] == [{"d": [1.5]}]


def test_a_list_without_rows_has_its_columns(web: TestClient) -> None:
    for path, nothing in (
        ("/documents", "until=1999"),
        ("/events", "until=1999"),
        ("/event-mentions", "until=1999"),
        ("/stories", "q=zzz"),
        ("/sources", "q=zzz"),
        ("/claims", "q=zzz"),
    ):
        header = web.get(f"{path}.csv?limit=1").text.partition("\r\n")[0]
        assert web.get(f"{path}.csv?{nothing}").text == header + "\r\n", path
        table = pq.read_table(io.BytesIO(web.get(f"{path}.parquet?{nothing}").content))
        assert (table.num_rows, table.num_columns > 3) == (0, True), path
    assert web.get("/verdicts.csv").text.startswith("verdict_id,kind,")


def test_the_addresses_of_a_replaced_event_lead_to_its_heir(own: Ledger, tmp_path: Path) -> None:
    web = client(own, tmp_path / "cache")
    one, other = (e["event_id"] for e in web.get("/events.json?order=sources").json()["items"][:2])
    rows = run_query(own, "select event_id, event_mention_ids from events").to_pylist()
    names = tuple(m for r in rows if r["event_id"] in {one, other} for m in r["event_mention_ids"])
    own.add_verdicts([make_verdict("merge", names, reviewer="Ada", decided_at="2031-04-01T10:00:00+00:00")])
    refresh(own)
    web.app.state.site.browser.snapshot(wait=60)  # type: ignore[attr-defined]
    gone, heir = (other, one) if web.get(f"/events/{one}").status_code == 200 else (one, other)
    for beyond in ("", ".json", "/casualties"):
        answer = web.get(f"/events/{gone}{beyond}")
        assert (answer.status_code, answer.headers.get("location")) == (303, f"/events/{heir}{beyond}")
        assert web.get(answer.headers["location"]).status_code == 200


def test_a_state_that_could_not_be_read_is_told_and_read_again(
    own: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    web = client(own, tmp_path / "cache")
    assert web.get("/documents.json").json()["total"] == 7
    own.commit([coding(document("Chad's envoy met Uganda's.", external_id="late"), text="x", sentence_end=1)])

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(browse, "build", broken)
        page = web.get("/documents")
        assert page.status_code == 200
        assert "cannot be read" in page.text
        assert "cannot be read" in caplog.text
        assert "cannot be read" in web.get("/").text
    monkeypatch.setattr(browse, "_PAUSE", 0.0, raising=False)
    web.app.state.site.browser.snapshot(wait=60)  # type: ignore[attr-defined]
    assert web.get("/documents.json").json()["total"] == 8
    assert "cannot be read" not in web.get("/").text


def test_a_question_in_sql_is_answered_and_nothing_else_is_done(web: TestClient, book: Ledger) -> None:
    assert web.get("/sql.json", params={"q": "select count(*) as n from documents"}).json()["rows"] == [{"n": 7}]
    assert "7" in web.get("/sql", params={"q": "select count(*) as n from documents"}).text
    outside = book.path.parent / "outside.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    for sql in (
        "select 1; select 2",
        f"copy (select 1) to '{book.path}/x.parquet'",
        "create table x as select 1",
        "attach ':memory:' as m",
        "set threads = 1",
        "select * from read_csv('/etc/passwd')",
        f"from read_csv('{outside}')",
        "install httpfs",
        "explain analyze select 1",
        "selec 1",
        "'",
        "--",
        "",
    ):
        answer = web.get("/sql.json", params={"q": sql})
        assert answer.status_code in {400, 422}, sql
        assert "Traceback" not in answer.text
    assert not (book.path / "x.parquet").exists()


def test_a_long_answer_is_cut_and_a_question_from_another_site_is_not_asked(web: TestClient) -> None:
    answer = web.get("/sql.json", params={"q": "from range(5000)"}).json()
    assert len(answer["rows"]) == 1000
    assert answer["cut"]
    foreign = {"sec-fetch-site": "cross-site"}
    assert web.get("/sql.json", params={"q": "select 1"}, headers=foreign).status_code == 400
    page = web.get("/sql", params={"q": "select 42 as answer"}, headers=foreign)
    assert page.status_code == 200
    assert "<td>" not in page.text


def test_the_statement_of_a_filter_is_the_same_question(web: TestClient, book: Ledger) -> None:
    query = "type=ASSAULT&type=COERCE&party=KEN&q=%22on+Monday%22&since=2031-03-01&verdict=open"
    page = web.get(f"/event-mentions?{query}").text
    shown = re.search(r'<pre class="nw-sql"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert shown
    from html import unescape

    rows = run_query(book, unescape(shown[1]))["event_mention_id"].to_pylist()
    found = web.get(f"/event-mentions.json?{query}&limit=500").json()["items"]
    assert [row["event_mention_id"] for row in found] == rows != []


def test_a_commit_shows_without_a_restart(own: Ledger, tmp_path: Path) -> None:
    web = client(own, tmp_path / "cache")
    before = web.get("/documents.json").json()
    own.commit(
        [coding(document("Chad's envoy met Uganda's in Entebbe.", external_id="late"), text="x", sentence_end=1)]
    )
    web.app.state.site.browser.snapshot(wait=60)  # type: ignore[attr-defined]
    after = web.get("/documents.json").json()
    assert after["total"] == before["total"] + 1
    assert after["version"] == before["version"] + 1
    assert len(list((tmp_path / "cache").glob("*.duckdb"))) == 1


def test_a_damaged_cache_is_made_anew(book: Ledger, tmp_path: Path) -> None:
    assert client(book, tmp_path).get("/documents.json").json()["total"] == 7
    (path,) = tmp_path.glob("*.duckdb")
    path.write_bytes(b"no database")
    assert client(book, tmp_path).get("/documents.json").json()["total"] == 7


def test_a_cache_that_cannot_be_written_is_told(book: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    answer = client(book, tmp_path / "file" / "cache").get("/documents.json")
    assert answer.status_code == 503
    assert "cannot write the cache" in answer.json()["error"]


def test_an_empty_ledger_has_pages_too(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "ledger")
    page = document("Nothing happened.")
    book.commit([], [])
    from newsledger.records import make_coding

    book.commit([make_coding(page, coder="test")])
    web = client(book, tmp_path / "cache")
    for path in PAGES:
        assert web.get(path).status_code == 200, path
    for path in LISTS:
        assert web.get(f"{path}.json").status_code == 200
        assert web.get(f"{path}.csv").status_code == web.get(f"{path}.parquet").status_code == 200


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/event-mentions.json?typ=ASSAULT", "there is no such field"),
        ("/events.json?country=KEN", "there is no such field"),
        ("/events.csv?type=ASSULT", "ASSAULT"),
        ("/event-mentions.json?actor=US", "did you mean USA?"),
        ("/events.json?stage=soon", "planned"),
        ("/measures.json?issuer=XYZ", "no code of a country"),
        ("/rate.json?importer=USA&origin=EU", "did you mean EUR?"),
        ("/findings.json?regime=un-drpk", "un-dprk"),
    ],
)
def test_what_does_not_exist_is_no_empty_answer(web: TestClient, address: str, message: str) -> None:
    found = web.get(address)
    assert found.status_code == 422
    assert message in found.json()["detail"][0]["msg"]
    assert web.get(address.replace(".json", "").replace(".csv", "")).status_code in {200, 422}


def test_the_start_of_an_id_leads_to_its_page(web: TestClient) -> None:
    for path, column in (("/events", "event_id"), ("/event-mentions", "event_mention_id"), ("/findings", "finding_id")):
        for row in web.get(f"{path}.json").json()["items"][:2]:
            whole = row[column]
            found = web.get(f"{path}/{whole[:14]}")
            assert found.status_code == 303
            assert found.headers["location"] == f"{path}/{whole}"
            assert web.get(f"{path}/{whole}").status_code == 200
    assert web.get("/findings/f-nothing").status_code == 404
