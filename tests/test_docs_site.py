"""The docs site: complete, without dead links, read without a network; its reference is made from the code."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from docs.making.gather import gather, place, relink
from docs.making.reference import MADE
from newsledger.apps.cli import COMMANDS
from newsledger.ledger.query import VIEWS

ROOT = Path(__file__).parent.parent
PICTURED = (
    "Icelandic police arrested seven fishermen at a demonstration outside the Norwegian embassy in Reykjavik "
    "on Wednesday, witnesses said."
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "docs"
    gather(folder)
    return folder


def _nav(entries: object) -> list[str]:
    if isinstance(entries, str):
        return [entries]
    parts = entries.values() if isinstance(entries, dict) else entries
    return [page for part in parts for page in _nav(part)]  # type: ignore[attr-defined]


NAV = _nav(tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"])


def test_every_page_has_its_place(pages: Path) -> None:
    found = {p.relative_to(pages).as_posix() for p in pages.rglob("*.md")}
    assert found <= set(NAV), "a page stands in no part of the site: add it to zensical.toml"
    assert len(NAV) == len(set(NAV))


def test_links_move_with_their_pages() -> None:
    assert place("training/MODEL_CARD.md") == "project/model-card.md"
    text = (
        "[a](../events.md#x) [b](../../training/MODEL_CARD.md) [c](../../src/newsledger/api.py) [d](https://x.example/)"
    )
    moved = relink(text, "docs/how-to/review.md")
    assert moved == "[a](../events.md#x) [b](../project/model-card.md) c [d](https://x.example/)"
    assert relink("[a](docs/cli.md)", "ARCHITECTURE.md") == "[a](../cli.md)"


def test_the_reference_tells_of_everything() -> None:
    commands, views = MADE["commands"](), MADE["views"]()
    assert all(f"\n## {name}\n" in f"\n{commands}" for name in COMMANDS)
    assert all(f"\n## {name}\n" in f"\n{views}" for name in VIEWS)
    columns = MADE["columns"]()
    mention = columns.partition("## EventMention")[2].partition("\n### ")[0]
    assert not re.findall(r"^\| `\w+` \| .* \|  \|$", mention, re.MULTILINE), "docs/record.md lacks a column"
    assert "`QueryError` | 6" in MADE["failures"]()


class _Page(HTMLParser):
    """What a page loads and links to, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors |= {name for key in ("id", "name") if (name := given.get(key))}
        target = given.get("href") or given.get("src") or ""
        (self.links if tag == "a" else self.loads).append(target)


@pytest.fixture(scope="module")
def site(pages: Path) -> Path:
    if find_spec("zensical") is None:
        pytest.skip("zensical is not installed (`make all`)")
    config = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    config = (
        config.replace('"build/docs"', '"docs"').replace('"build/site"', '"site"').replace('["src"]', f'["{ROOT}/src"]')
    )
    (pages.parent / "zensical.toml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build"]
    done = subprocess.run(command, cwd=pages.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return pages.parent / "site"


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loads = _Page(page.read_text(encoding="utf-8")).loads
        assert not [url for url in loads if re.match(r"(https?:)?//", url)], page
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//|@import", sheet.read_text(encoding="utf-8")), sheet


def test_the_site_has_no_dead_link(site: Path) -> None:
    found = {page: _Page(page.read_text(encoding="utf-8")) for page in site.rglob("*.html") if page.name != "404.html"}
    awaited = {name.removesuffix(".md") for name in NAV if not (site.parent / "docs" / name).exists()}
    dead = []
    for page, read in found.items():
        for link in read.links:
            if not link or re.match(r"[a-z]+:", link):
                continue
            path, anchor = urldefrag(unquote(link))
            target = (page.parent / path).resolve() if path else page
            if target.with_suffix("").relative_to(site.resolve()).as_posix() in awaited:
                continue
            if not target.exists() or (anchor and target in found and anchor not in found[target].anchors):
                dead.append(f"{page.name}: {link}")
    assert not dead


def test_the_landing_page_shows_what_is_coded() -> None:
    from newsledger import code

    (mention,) = [m for m in code(PICTURED, date="2031-03-06") if m.event_type == "COERCE"]
    picture = re.search(
        r'<div class="nl-page">.*?</dl>', (ROOT / "docs" / "index.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert picture
    words = re.sub(r"<[^>]+>", "", picture[0])
    assert " ".join(words.split()).startswith(PICTURED)
    assert mention.time
    assert mention.place
    (actor,), (recipient,), (source,), (count,) = (
        mention.actors,
        mention.recipients,
        mention.attributions,
        mention.quantities,
    )
    told = {
        "what": f"{mention.event_type}/{mention.event_mode}",
        "who": f"{actor.text} {actor.country} {actor.sector}",
        "to whom": f"{recipient.text} {recipient.country} {recipient.sector}",
        "when": mention.time.value,
        "where": f"{mention.place.name} {mention.place.country}",
        "how much": f"{count.low:.0f} {count.measures}",
        "on whose word": f"{source.text}, {'unnamed' if source.anonymous else 'named'}",
        "how sure": f"{mention.factuality} told as a fact",
    }
    for name, value in told.items():
        cell = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", picture[0])
        assert cell
        assert re.sub(r"<[^>]+>", "", cell[1]) == value
