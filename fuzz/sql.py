"""Statements for the SQL box: answered or refused; what lies outside the ledger is neither read nor written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fuzz.aid import folder, text_of
from newsledger.errors import NewsledgerError
from newsledger.ledger import Ledger
from newsledger.ledger.browse_sql import Desk
from newsledger.ledger.query import VIEWS
from tests.builders import coding

SECRET = "what-lies-outside-7b1e"
SECONDS = 3.0
DICTIONARY = (
    b"select ", b" from ", b"read_text(", b"read_csv(", b"read_blob(", b"glob(", b"copy ", b" to ", b"attach ",
    b"install ", b"load ",
    b"pragma ", b"set ", b"export database ", b"query(", b"query_table(", b"describe ", b"summarize ",
    b"with recursive ",
    b"union all ", b"lateral ", b"unnest(", b"range(", b"repeat(", b"getenv(", b"current_setting(",
    b"event_mentions", b"documents",
    b"stored_documents", b"OUTSIDE", b"LEDGER", b"pivot ", b"explain ", b"values (", b"/*", b"--", b"$$", b";",
)  # fmt: skip


def seeds() -> tuple[bytes, ...]:
    """Return questions, and statements that must be refused; OUTSIDE and LEDGER stand for paths."""
    asked = tuple(f"from {view} limit 2".encode() for view in VIEWS)
    return (
        *asked, b"describe event_mentions", b"summarize documents", b"select * from read_text('OUTSIDE')",
        b"copy (select 1) to 'LEDGER/x.csv'", b"select * from 'OUTSIDE'", b"select * from glob('LEDGER/../*')",
        b"attach 'LEDGER/x.db' as x", b"set enable_external_access = true", b"select * from query('select 1')",
        b"with recursive r(n) as (select 1 union all select n + 1 from r where n < 9) from r",
        b"pivot event_mentions on event_type using count(*)", b"export database 'LEDGER'", b"load httpfs",
    )  # fmt: skip


@cache
def _desk() -> tuple[Desk, Path, Path, list[Path]]:
    book = Ledger(folder() / "asked" / "ledger")
    book.commit([coding()])
    outside = folder() / "asked" / "outside.txt"
    outside.write_text(SECRET, encoding="utf-8")
    return Desk(book, seconds=SECONDS), book.path, outside, sorted((folder() / "asked").rglob("*"))


def one(data: bytes) -> None:
    """Ask, and look at what the answer tells and at what lies on the disk."""
    desk, ledger, outside, before = _desk()
    sql = text_of(data[:4000]).replace("OUTSIDE", str(outside)).replace("LEDGER", str(ledger))
    try:
        found = desk.ask(sql, key=1)
    except NewsledgerError:
        return
    finally:
        assert sorted(outside.parent.rglob("*")) == before
    assert SECRET not in str(found.rows)
