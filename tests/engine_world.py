"""What tests of engines share: pages, and a ledger as rows that can be compared."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsledger.engine import Item, Shard, run
from newsledger.ledger import Ledger
from newsledger.ledger.schema import TABLES
from newsledger.records import Document, Skip
from tests.builders import document
from tests.engine_stub import LoadStub, StubCoder

ROOT = Path(__file__).parent.parent


def pages(n: int, **words: str) -> list[Document]:
    """Pages of one event each; ``p3="crash"`` puts a word into page 3."""
    return [document(f"Troops met rebels in village {i} {words.get(f'p{i}', 'today')} .") for i in range(n)]


def dump(book: Ledger, *, skips: bool = True) -> dict[str, list[str]]:
    """Return all rows of a ledger but those of runs, without the ids of commits."""
    found = {}
    for name in TABLES:
        if name == "runs" or (name == "skipped" and not skips):
            continue
        table = book.table(name)
        rows = table.to_pyarrow_table().to_pylist() if table else []
        found[name] = sorted(json.dumps({k: v for k, v in r.items() if k != "commit_id"}) for r in rows)
    return found


def seen(book: Ledger) -> dict[str, list[str]]:
    """Return the rows that questions see: of a commit that never ended none is."""
    documents = book.table("documents")
    commits = set(documents.to_pyarrow_table()["commit_id"].to_pylist()) if documents else set()
    found = {}
    for name in ("documents", "articles", "event_mentions"):
        table = book.table(name)
        rows = table.to_pyarrow_table().to_pylist() if table else []
        found[name] = sorted(
            json.dumps({k: v for k, v in r.items() if k != "commit_id"}) for r in rows if r["commit_id"] in commits
        )
    return found


def undisturbed(folder: Path, items: Iterable[Document]) -> Ledger:
    """Commit the pages in one go, without any engine."""
    book = Ledger(folder)
    book.commit([StubCoder().code(d) for d in items])
    return book


def code(book: Ledger | None, items: Iterable[Item], **options: Any) -> list[Shard]:
    return list(run(items, ledger=book, **({"load": LoadStub()} | options)))


def told(shards: Iterable[Shard]) -> tuple[list[str], list[Skip]]:
    """Return the texts of the codings and the skips of shards, in their order."""
    found = list(shards)
    return [c.document.text for s in found for c in s.codings], [skip for s in found for skip in s.skips]


def with_path() -> dict[str, str]:
    """Return the environment of a process that finds the tests."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
