"""A cache that was brought up to date has the rows of one that is made anew, whatever was committed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

import newsledger
from newsledger.ledger import Ledger, load_records, refresh, run_query
from newsledger.ledger import browse_cache as caches
from newsledger.ledger.browse_tables import SETS
from newsledger.ledger.browse_update import update
from newsledger.records import Document
from newsledger.records.verdict import make_verdict
from tests.builders import coding, document
from tests.serve_world import PAGES, RULES, STRIKE

_PLAIN = (
    *caches.ORDERS, "unnamed_events", "claim_list", "pages", "held", "made", "speakers", "story_list", "numbers",
    "months",
)  # fmt: skip
_CODES = ", ".join(f"(select codes from sets where set_id = {name}_set) as {name}_set" for name in SETS)
_LISTED = f"select * exclude (number) replace ({_CODES}) from listed"
_POSTINGS = "select token, event_mention_id from postings join vocabulary using (token_id) join listed using (number)"


def rows(path: Path) -> dict[str, list[str]]:
    """Return what a cache says, free of the numbers that it gives."""
    with duckdb.connect(str(path), read_only=True) as db:
        queries = {name: f"from {name}" for name in _PLAIN} | {"listed": _LISTED, "postings": _POSTINGS}
        return {name: sorted(map(repr, db.execute(query).fetchall())) for name, query in queries.items()}


def report(name: str, text: str, **given: str) -> dict[str, str]:
    return {"id": name, "text": text, "date": "2031-03-19", "publisher": "Daily Lantern", **given}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    folder = tmp_path_factory.mktemp("update") / "ledger"
    newsledger.code(list(PAGES[:4]), ledger=folder)
    return Ledger(folder)


def same_pages(book: Ledger) -> None:
    """Nothing changes."""


def new_report(book: Ledger) -> None:
    """Another outlet tells of the event that two have told, in words that the ledger does not know."""
    text = STRIKE.format("14", "a schoolteacher") + " Norwegian envoys met Chad's minister in Oslo on Tuesday."
    newsledger.code([report("strike-9", text, publisher="Brand New Post")], ledger=book.path)


def changed_page(book: Ledger) -> None:
    """A page came in again with other words: its event loses a report."""
    newsledger.code([report("strike-1", "Chad's army killed 4 rebels near Abeche on Sunday.")], ledger=book.path)


def oldest_page(book: Ledger) -> None:
    """The page that was listed last is coded anew and tells something else: its numbers are free."""
    (page, *_) = sorted(load_records(book, Document), key=lambda d: d.document_creation_time or "")
    book.commit([coding(page, trigger="levy", coder="newer", text="Zanzibar will levy a duty.")])


def empty_page(book: Ledger) -> None:
    """A page came in again and says nothing any more."""
    newsledger.code([report("rules", "Nothing was said.")], ledger=book.path)


def several(book: Ledger) -> None:
    """Several commits, the last of them not grouped."""
    new_report(book)
    changed_page(book)
    newsledger.code([report("rules", RULES.replace("Uganda", "Kenya"))], ledger=book.path)
    book.commit([coding(document("Chad's envoy met Uganda's.", external_id="late"), text="x", sentence_end=1)])


def split(book: Ledger) -> None:
    """Somebody takes an event apart, and another together: no document changes."""
    events = run_query(book, "from events where mention_count > 1 order by event_id").to_pylist()
    ids = run_query(book, "from event_mentions order by event_mention_id")["event_mention_id"].to_pylist()
    apart = tuple(events[0]["event_mention_ids"][:2])
    together = tuple(name for name in ids if name not in events[0]["event_mention_ids"])[:2]
    for kind, names in (("split", apart), ("merge", together)):
        book.add_verdicts([make_verdict(kind, names, reviewer="Ada", decided_at="2031-04-01T10:00:00+00:00")])
    refresh(book)


@pytest.mark.parametrize("change", [same_pages, new_report, changed_page, oldest_page, empty_page, several, split])
def test_what_was_brought_up_to_date_is_as_if_made_anew(
    pages: Ledger, tmp_path: Path, change: Callable[[Ledger], Any]
) -> None:
    shutil.copytree(pages.path, tmp_path / "own")
    own = Ledger(tmp_path / "own")
    old, new, anew = (tmp_path / f"{name}.duckdb" for name in ("old", "new", "anew"))
    caches.build(own, old)
    change(own)
    for grouped in (False, True) if change is several else (True,):
        if grouped:
            refresh(own)
        assert update(old, new, own, made=caches.made_of(own), tell=lambda _: None)
        caches.build(own, anew)
        assert rows(new) == rows(anew)
        old, new = new, old


def test_a_cache_of_another_format_or_a_damaged_one_is_made_anew(pages: Ledger, tmp_path: Path) -> None:
    old, new, anew = (tmp_path / f"{name}.duckdb" for name in ("old", "new", "anew"))
    caches.build(pages, old)
    assert not update(old, new, pages, made=("another", 1), tell=lambda _: None)
    old.write_bytes(b"no database")
    caches.build(pages, new, old=old)
    caches.build(pages, anew)
    assert rows(new) == rows(anew)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["anew.duckdb", "new.duckdb", "old.duckdb"]
