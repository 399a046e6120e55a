"""Reviewing in the web app, and who may do it: tokens, origins, passwords."""

from __future__ import annotations

import re
import shutil
import threading
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from newsledger.apps.web.forms import inside
from newsledger.apps.web.sessions import tidy_name
from newsledger.ledger import Ledger, browse, run_query
from newsledger.ledger import browse_cache as caches
from newsledger.ledger.browse_lists import write_cursor
from newsledger.records.verdict import make_verdict
from tests.builders import coding, document
from tests.serve_world import client

SAME = {"sec-fetch-site": "same-origin", "origin": "null"}


@pytest.fixture
def own(book: Ledger, tmp_path: Path) -> Ledger:
    shutil.copytree(book.path, tmp_path / "own")
    return Ledger(tmp_path / "own")


@pytest.fixture
def web(own: Ledger, tmp_path: Path) -> TestClient:
    return client(own, tmp_path / "cache")


def token(web: TestClient, path: str = "/review") -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', web.get(path).text)
    assert found
    return found[1]


def send(web: TestClient, headers: dict[str, str] | None = None, /, **fields: Any) -> Response:
    given = {"token": token(web), "reviewer": "Ada", "next": "/review"} | fields
    return web.post("/verdicts", data=given, headers=SAME if headers is None else headers)


def mentions(web: TestClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = web.get(f"/event-mentions.json?limit=200&{query}").json()["items"]
    return found


def test_a_mention_is_accepted_and_the_next_one_comes(web: TestClient, own: Ledger) -> None:
    first, second = (m["event_mention_id"] for m in mentions(web)[:2])
    assert first in web.get("/review").text
    answer = send(web, kind="accept", id=first, note="seen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    (verdict,) = own.verdicts()
    assert (verdict.kind, verdict.reviewer, verdict.note) == ("accept", "Ada", "seen")
    page = web.get("/review").text
    assert f'name="id" value="{second}"' in page
    assert "You decide as" in page
    assert [m["event_mention_id"] for m in mentions(web, "verdict=accepted")] == [first]
    assert "accepted" in web.get(f"/event-mentions/{first}").text
    assert web.get(f"/event-mentions/{first}.json").json()["review"]["verdict"] == "accepted"
    assert web.get("/verdicts.json").json()["items"][0]["stands"]


def test_a_correction_is_checked_and_brings_what_follows(web: TestClient, own: Ledger) -> None:
    name = mentions(web, "type=COERCE")[0]["event_mention_id"]
    wrong = send(web, kind="correct", id=name, field="event_type", value="NOTHING")
    assert wrong.status_code in {400, 404}
    assert "NOTHING" in wrong.text
    assert own.verdicts() == ()
    assert send(web, kind="correct", id=name, field="event_type", value="ASSAULT").status_code == 303
    row = run_query(own, f"select * from judged_mentions where event_mention_id = '{name}'").to_pylist()[0]
    assert (row["event_type"], row["quad_code"], row["verdict"]) == ("ASSAULT", "4", "corrected")


def test_mentions_are_split_and_merged(web: TestClient, own: Ledger) -> None:
    event = next(e for e in web.get("/events.json?order=sources").json()["items"] if e["mention_count"] > 1)
    one, other = event["event_mention_ids"][:2]
    assert send(web, kind="split", id=[one, other], next=f"/events/{event['event_id']}").status_code == 303
    homes = {r["event_mention_id"]: r["event_id"] for r in run_query(own, "from event_mentions").to_pylist()}
    assert homes[one] != homes[other]
    assert send(web, kind="merge", id=[one, other]).status_code == 303
    homes = {r["event_mention_id"]: r["event_id"] for r in run_query(own, "from event_mentions").to_pylist()}
    assert homes[one] == homes[other]
    assert send(web, kind="merge", id=[one]).status_code == 400


def homes(own: Ledger) -> dict[str, str]:
    return {r["event_mention_id"]: r["event_id"] for r in run_query(own, "from event_mentions").to_pylist()}


def test_on_the_page_of_an_event_the_event_is_meant_where_nothing_is_ticked(web: TestClient, own: Ledger) -> None:
    one, other = (e for e in web.get("/events.json?order=sources").json()["items"][:2])
    page = f"/events/{one['event_id']}"
    assert f'name="event" value="{one["event_id"]}"' in web.get(page).text
    form = {"event": one["event_id"], "with": other["event_id"], "next": page}
    assert send(web, kind="merge", **form).status_code == 303
    (verdict,) = own.verdicts()
    assert set(verdict.event_mention_ids) == {*one["event_mention_ids"], *other["event_mention_ids"]}
    assert len({homes(own)[name] for name in verdict.event_mention_ids}) == 1
    assert send(web, kind="merge", event=one["event_id"], next=page).status_code == 400


def test_an_event_that_a_mention_is_split_from_stays_whole(web: TestClient, own: Ledger) -> None:
    event = next(e for e in web.get("/events.json?order=sources").json()["items"] if e["mention_count"] > 2)
    (leaver, *others) = event["event_mention_ids"]
    assert 'name="with"' in web.get(f"/event-mentions/{leaver}").text
    assert send(web, kind="split", id=leaver, **{"with": event["event_id"]}).status_code == 303
    assert sorted(v.event_mention_ids for v in own.verdicts()) == sorted(tuple(sorted((leaver, o))) for o in others)
    now = homes(own)
    assert len({now[name] for name in others}) == 1
    assert now[leaver] != now[others[0]]


def test_what_was_decided_counts_while_a_newer_state_is_read(
    web: TestClient, own: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, second = (m["event_mention_id"] for m in mentions(web)[:2])
    read_on = threading.Event()

    def build_late(*given: Any, **named: Any) -> None:
        read_on.wait(60)
        caches.build(*given, **named)

    monkeypatch.setattr(browse, "_PATIENCE", 0.0)
    monkeypatch.setattr(browse, "build", build_late)
    own.commit([coding(document("Chad's envoy met Uganda's.", external_id="late"), text="x", sentence_end=1)])
    try:
        assert send(web, kind="correct", id=name, field="actors.0.country", value="CHD").status_code == 303
        assert f'name="id" value="{second}"' in web.get("/review").text
        assert send(web, kind="correct", id=name, field="actors.0.sector", value="REB").status_code == 303
    finally:
        read_on.set()
    row = run_query(own, f"select actors from judged_mentions where event_mention_id = '{name}'").to_pylist()[0]
    assert (row["actors"][0]["country"], row["actors"][0]["sector"]) == ("CHD", "REB")


def test_what_was_skipped_stays_skipped(web: TestClient) -> None:
    first, second, third = (m["event_mention_id"] for m in mentions(web)[:3])
    skip = unescape(re.search(r'data-key="s" href="([^"]+)"', web.get("/review?sector=").text)[1])  # type: ignore[index]
    page = web.get(skip).text
    assert f'name="id" value="{second}"' in page
    place = unescape(re.search(r'name="next" value="([^"]+)"', page)[1])  # type: ignore[index]
    answer = send(web, kind="accept", id=second, next=place)
    page = web.get(answer.headers["location"]).text
    assert f'name="id" value="{third}"' in page
    assert f'name="id" value="{first}"' not in page


def test_half_a_character_is_refused(web: TestClient, own: Ledger) -> None:
    name = mentions(web, "party=KEN")[0]["event_mention_id"]
    answer = send(web, kind="correct", id=name, field="actors.0.name", value=r'"a\udfff"')
    assert answer.status_code == 400
    assert "half a character" in answer.text
    assert own.verdicts() == ()


def test_verdicts_that_come_in_between_pages_repeat_no_row(web: TestClient, own: Ledger) -> None:
    def decide(at: int, names: list[str]) -> None:
        own.add_verdicts(
            make_verdict("accept", (name,), reviewer="Ada", decided_at=f"2031-04-0{at}T10:00:00+00:00")
            for name in names
        )
        web.app.state.site.browser.snapshot(wait=60)  # type: ignore[attr-defined]

    names = [m["event_mention_id"] for m in mentions(web)[:5]]
    decide(1, names[:4])
    first = web.get("/verdicts.json?limit=2").json()
    decide(2, names[4:])
    rest = web.get(first["next"]).json()
    seen = [v["verdict_id"] for v in (*first["items"], *rest["items"])]
    assert len(set(seen)) == len(seen) == 4
    assert rest["next"] is None
    back = web.get(rest["previous"]).json()
    assert back["items"] == first["items"]
    assert web.get("/verdicts.json?after=2").status_code == 400
    assert web.get(f"/verdicts.json?after={write_cursor('', 'v-none')}").status_code == 400


def test_nobody_decides_without_a_name(web: TestClient, own: Ledger) -> None:
    answer = send(web, kind="accept", id=mentions(web)[0]["event_mention_id"], reviewer=" ")
    assert answer.status_code == 400
    assert own.verdicts() == ()


@pytest.mark.parametrize(
    ("kind", "name"), [("accept", "m-none"), ("nonsense", "m-none"), ("accept", ""), ("merge", "e-none")]
)
def test_a_wrong_decision_is_refused(web: TestClient, own: Ledger, kind: str, name: str) -> None:
    assert send(web, kind=kind, id=name).status_code == 400
    assert own.verdicts() == ()


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {},
                                     {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:1"},
                                     {"sec-fetch-site": "same-origin", "origin": "https://evil.example"}])  # fmt: skip
def test_another_site_cannot_write(web: TestClient, own: Ledger, headers: dict[str, str]) -> None:
    assert send(web, headers, kind="accept", id=mentions(web)[0]["event_mention_id"]).status_code == 403
    assert own.verdicts() == ()


def test_a_browser_that_tells_only_the_origin_can_write(web: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1:8380"}
    assert send(web, headers, kind="accept", id=mentions(web)[0]["event_mention_id"]).status_code == 303


@pytest.mark.parametrize("given", ["", "0" * 64, "é"])
def test_a_form_needs_the_token_of_its_session(web: TestClient, own: Ledger, given: str) -> None:
    answer = send(web, kind="accept", id=mentions(web)[0]["event_mention_id"], token=given)
    assert answer.status_code == 403
    assert own.verdicts() == ()


def test_a_token_of_another_session_is_none(web: TestClient, own: Ledger, tmp_path: Path) -> None:
    stolen = token(client(own, tmp_path / "cache"))
    assert send(web, kind="accept", id=mentions(web)[0]["event_mention_id"], token=stolen).status_code == 403


def test_a_forged_cookie_is_a_new_session(web: TestClient) -> None:
    web.cookies.set("newsledger_session", "eyJrbm93biI6IHRydWV9.00")
    assert "newsledger_session" in web.get("/").headers["set-cookie"]


def test_too_much_is_refused(web: TestClient) -> None:
    assert web.post("/verdicts", content=b"x" * 1_000_001, headers=SAME).status_code == 413
    assert web.post("/verdicts", content=(b"x" * 600_000 for _ in range(3)), headers=SAME).status_code == 413


def test_get_changes_nothing(web: TestClient, own: Ledger) -> None:
    assert web.get("/verdicts?kind=accept").status_code == 200
    assert web.get("/logout").status_code == 405
    assert own.verdicts() == ()


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_password_is_asked_for(book: Ledger, cache: Path) -> None:
    web = client(book, cache, host="192.0.2.1", password="right")
    assert web.get("/events?order=newest").headers["location"] == "/login?next=%2Fevents%3Forder%3Dnewest"
    assert web.get("/events.json").status_code == 401
    assert web.get("/openapi.json").status_code == 401
    assert web.get("/static/web.css").status_code == 200
    shown = web.get("/login?next=/events").text
    assert "ledger, version" not in shown
    assert web.get("/loginx").headers["location"] == "/login?next=%2Floginx"
    unknown = [web.get("/static/none"), web.post("/login", data={"token": "x", "password": "right"}, headers=SAME)]
    assert [a.status_code for a in unknown] == [404, 403]
    assert not any("nw-book" in a.text for a in unknown)
    wrong = web.post("/login", data={"token": token(web, "/login"), "password": "wrong"}, headers=SAME)
    assert wrong.status_code == 403
    right = {"token": token(web, "/login"), "password": "right", "next": "/events"}
    answer = web.post("/login", data=right, headers=SAME)
    assert (answer.status_code, answer.headers["location"]) == (303, "/events")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert web.get("/events").status_code == 200
    web.post("/logout", data={"token": token(web)}, headers=SAME)
    assert web.get("/events").status_code == 303


def test_the_password_of_basic_authentication_is_taken(book: Ledger, cache: Path) -> None:
    web = client(book, cache, host="192.0.2.1", password="right")
    assert web.get("/events.json", auth=("any", "right")).status_code == 200
    assert web.get("/events.json", auth=("any", "wrong")).status_code == 401


def test_guessing_is_slowed_down(book: Ledger, cache: Path) -> None:
    clock = Clock()
    web = client(book, cache, host="192.0.2.1", password="right", clock=clock)
    for _ in range(5):
        assert web.get("/events.json", auth=("any", "wrong")).status_code == 401
    assert web.get("/events.json", auth=("any", "right")).status_code == 429
    right = {"token": token(web, "/login"), "password": "right"}
    assert web.post("/login", data=right, headers=SAME).headers["retry-after"]
    clock.now += 60
    assert web.post("/login", data=right, headers=SAME).status_code == 303


def test_names_by_which_an_open_server_may_be_called(book: Ledger, cache: Path) -> None:
    web = client(book, cache, host="0.0.0.0", password="right", hosts=frozenset({"ledger.example"}))
    for host, status in (
        ("192.0.2.7:8380", 200),
        ("ledger.example", 200),
        ("[2001:db8::1]:80", 200),
        ("evil.example", 421),
    ):
        assert web.get("/login", headers={"host": host}).status_code == status


def test_a_server_goes_by_the_address_that_it_listens_on(book: Ledger, cache: Path) -> None:
    web = client(book, cache, host="127.0.0.2")
    for host, status in (("127.0.0.2:8380", 200), ("127.0.0.1:8380", 200), ("127.0.0.3:8380", 421)):
        assert web.get("/robots.txt", headers={"host": host}).status_code == status


def test_places_to_go_to_are_inside() -> None:
    for place in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\nb", "", "/ /x"):
        assert inside(place, "/review") == "/review"
    assert inside("/events?x=1", "/review") == "/events?x=1"


def test_names_are_tidy() -> None:
    assert tidy_name(" Ada\u202e \n Lovelace ") == "Ada Lovelace"
    assert len(tidy_name("x" * 500)) == 80
