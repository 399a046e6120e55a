"""The web app in a browser: each page and interaction, nothing that text could do, and no barrier for anybody."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsledger.ledger import Ledger
from tests.serve_world import FORMULA, SERVED, served

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = (*SERVED, "/sql?q=from+unnamed_only", "/nowhere")

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")


@pytest.fixture(scope="module")
def own(book: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    folder = tmp_path_factory.mktemp("browser") / "own"
    shutil.copytree(book.path, folder)
    return Ledger(folder)


@pytest.fixture(scope="module")
def site(own: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(own, tmp_path_factory.mktemp("cache")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def tab(browser: Any, site: str) -> Iterator[Any]:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda m: page.wrong.append(m.text) if m.type == "error" else None)
    yield page
    assert page.evaluate("window.harmed") is None
    context.close()


def every_page(tab: Any) -> list[str]:
    found = list(PAGES)
    for path, column in (
        ("/documents", "document_id"),
        ("/event-mentions", "event_mention_id"),
        ("/events", "event_id"),
    ):
        rows = tab.request.get(f"{path}.json?limit=200").json()["items"]
        found += [f"{path}/{row[column]}" for row in rows]
    rows = tab.request.get("/stories.json").json()["items"]
    return [
        *found,
        f"/stories/{rows[0]['story_id']}",
        next(p for p in found if p.startswith("/events/")) + "/casualties",
    ]


def test_no_page_runs_what_a_text_says_or_is_wider_than_a_phone(tab: Any) -> None:
    paths = every_page(tab)
    tab.set_viewport_size({"width": 390, "height": 844})
    for path in paths:
        tab.goto(path)
        assert tab.evaluate("window.harmed") is None, path
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390, path
        wrong = [w for w in tab.wrong if "404" not in w]
        assert wrong == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(browser: Any, site: str, scheme: str) -> None:
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core is not installed: pip install axe-playwright-python")
    axe = Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(base_url=site, color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    documents = tab.request.get("/documents.json").json()["items"]
    mentions = tab.request.get("/event-mentions.json?limit=4").json()["items"]
    events = tab.request.get("/events.json?limit=2").json()["items"]
    paths = [
        *PAGES,
        *(f"/documents/{row['document_id']}" for row in documents),
        *(f"/event-mentions/{row['event_mention_id']}" for row in mentions),
        *(f"/events/{row['event_id']}" for row in events),
        f"/events/{events[0]['event_id']}/casualties",
        "/event-mentions?type=ASSAULT&q=killed",
        "/sql?q=selec",
    ]
    only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}  # all else is the same in the dark
    found = []
    for path in paths:
        tab.goto(path)
        tab.evaluate(axe)
        answer = tab.evaluate("only => axe.run(document, {resultTypes: ['violations'], ...only})", only)
        found += [
            (path, v["id"], v["nodes"][0]["html"][:200])
            for v in answer["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
    context.close()
    assert found == []


def test_filters_and_facets_work_without_a_script(browser: Any, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto("/event-mentions")
    whole = tab.locator("tbody tr").count()
    tab.locator(".nw-facets a", has_text="ASSAULT").first.click()
    chosen = tab.locator("tbody tr").count()
    assert 0 < chosen < whole
    assert "type=ASSAULT" in tab.url
    tab.locator(".nw-chosen a", has_text="ASSAULT").click()
    assert tab.locator("tbody tr").count() == whole
    tab.fill(".nw-facets input[name=q]", "village")
    tab.locator(".nw-facets form button").click()
    assert 0 < tab.locator("tbody tr").count() < whole
    tab.locator("tbody th a").first.click()
    assert "/event-mentions/m-" in tab.url
    tab.goto("/events?limit=2")
    first = tab.locator("tbody th").first.inner_text()
    tab.locator("a[rel=next]").first.click()
    assert tab.locator("tbody th").first.inner_text() != first or "after=" in tab.url
    tab.locator("a[rel=prev]").first.click()
    assert tab.locator("tbody th").first.inner_text() == first
    assert tab.locator("a[rel=prev]").count() == 0
    context.close()


def test_the_search_and_its_key(tab: Any) -> None:
    tab.goto("/")
    tab.keyboard.press("/")
    tab.keyboard.type("village")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/event-mentions?q=village")
    assert tab.locator("tbody tr").count() > 0


def test_the_first_stop_of_the_keyboard_leads_to_the_content(tab: Any) -> None:
    tab.goto("/events")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_a_question_is_asked_in_sql(tab: Any) -> None:
    tab.goto("/event-mentions?type=ASSAULT")
    tab.get_by_text("View as SQL").click()
    tab.get_by_role("link", name="open it here").click()
    assert tab.locator("main tbody tr").count() > 0
    tab.fill("textarea", "select 6 * 7 as answer")
    tab.get_by_role("button", name="Ask").click()
    assert tab.locator("main td").all_inner_texts() == ["42"]
    tab.fill("textarea", "selec 1")
    tab.get_by_role("button", name="Ask").click()
    assert "syntax error" in tab.get_by_role("alert").inner_text()


def test_an_outside_link_goes_out_alone(tab: Any) -> None:
    rows = tab.request.get("/documents.json").json()["items"]
    name = next(row["document_id"] for row in rows if row["publisher"] == FORMULA)
    tab.goto(f"/documents/{name}")
    links = tab.locator("a[href^='http']")
    assert links.count() > 0
    for link in links.all():
        assert {"noopener", "noreferrer"} <= set(link.get_attribute("rel").split())


def decided(tab: Any, count: int) -> None:
    """Wait until so many mentions are decided on and the page listens to keys again."""
    tab.wait_for_function("count => document.querySelector('progress').value === count", arg=count)
    tab.wait_for_load_state()


def test_mentions_are_reviewed_with_the_keyboard(tab: Any, own: Ledger) -> None:
    before = len(own.verdicts())
    tab.goto("/review")
    tab.fill("form[action='/verdicts'] input[name=reviewer] >> nth=0", "Ada")
    tab.locator("h1").click()
    tab.keyboard.press("a")
    decided(tab, 1)
    tab.keyboard.press("s")
    tab.wait_for_url("**after=**")
    tab.wait_for_load_state()
    tab.keyboard.press("r")
    decided(tab, 2)
    tab.keyboard.press("c")
    tab.keyboard.type("factuality")
    tab.keyboard.press("Tab")
    tab.keyboard.type("PS+")
    tab.keyboard.press("Enter")
    decided(tab, 3)
    found = own.verdicts()[before:]
    assert [(v.kind, v.reviewer) for v in found] == [("accept", "Ada"), ("reject", "Ada"), ("correct", "Ada")]
    tab.goto("/verdicts")
    assert tab.locator("tbody tr").count() >= 3
    tab.goto("/review")
    tab.get_by_role("button", name="Someone else").click()
    tab.wait_for_url("**/review")
    assert tab.locator("input[name=reviewer][required]").count() == 3


def test_an_event_is_split_in_the_browser(tab: Any, own: Ledger) -> None:
    events = tab.request.get("/events.json?order=sources").json()["items"]
    event = next(e for e in events if e["mention_count"] > 1)
    tab.goto(f"/events/{event['event_id']}")
    boxes = tab.locator("input[type=checkbox][name=id]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    tab.fill(".nw-verdict input[name=reviewer]", "Ada")
    tab.get_by_role("button", name="Split").click()
    tab.wait_for_load_state()
    assert own.verdicts()[-1].kind == "split"


def test_a_password_opens_the_door(browser: Any, own: Ledger, tmp_path: Path) -> None:
    with served(own, tmp_path, password="right") as address:
        context = browser.new_context(base_url=address)
        tab = context.new_page()
        tab.goto("/events")
        tab.fill("input[name=password]", "wrong")
        tab.keyboard.press("Enter")
        assert "not the password" in tab.get_by_role("alert").inner_text()
        tab.fill("input[name=password]", "right")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/events")
        tab.get_by_role("button", name="Leave").click()
        tab.wait_for_url("**/login")
        context.close()


def test_light_and_dark_is_chosen_and_kept(tab: Any) -> None:
    tab.goto("/")
    tab.locator("[data-nl=theme]").click()
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    tab.goto("/events")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
