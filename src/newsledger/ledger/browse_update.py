"""A cache brought up to date: the rows of new, changed and vanished documents, and of the events that they touch.

The result is that of making the whole cache anew; where that cannot be promised, or too much changed, :func:`update`
says so and it is made anew. The ledger's own statements (:mod:`newsledger.ledger.views`) are run on the part that
changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

from newsledger.ledger.browse_tables import CLAIMS, COPIED_WHOLE, PAGES, SUMMARIES, listing, view_as
from newsledger.ledger.query import connect

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

_MOST = 0.2
"""Part of the documents or events that may change before it is quicker to begin anew."""
_FEW = 500
_STALE = 1.3
"""Numbers that were given, to rows that are listed: words of rows that are gone are still in ``postings``."""

_CHILDREN = ("articles", "claims", "measure_mentions", "findings")
_SEARCHED = {"claim_list": CLAIMS, "pages": PAGES}


def update(old: Path, new: Path, ledger: Ledger, *, made: tuple[str, int | None], tell: Callable[[str], None]) -> bool:
    """Write a cache from an older one.

    Args:
        old: The older cache.
        new: The file to be made.
        ledger: The ledger.
        made: How it is made, and the version of the ledger.
        tell: Called with the name of each step before it.

    Returns:
        False when it must be made anew; then the new file is of no use.
    """
    import duckdb

    tell("changes")
    copyfile(old, new)
    with connect(ledger) as db, duckdb.connect(":memory:") as target:
        target.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
        target.execute(f"attach {duckdb.ConstantExpression(str(new))} as kept")
        target.execute("set search_path = 'memory,kept'")
        work = _Update(target, db)
        return work.same_make(made) and work.documents() and work.events() and work.rest(made, tell)


class _Update:
    """One update. Tables in memory are the part that changed; those of ``kept`` are the cache."""

    def __init__(self, target: duckdb.DuckDBPyConnection, db: duckdb.DuckDBPyConnection) -> None:
        self._target, self._db = target, db
        self._since: int | None = None

    def same_make(self, made: tuple[str, int | None]) -> bool:
        """Tell whether the older cache was made the same way."""
        make, self._since = self._target.execute("from kept.made").fetchall()[0]
        return bool(make == made[0] and self._since is not None)

    def documents(self) -> bool:
        """Find the documents that are new and those that are gone; one that was coded again is both."""
        self._read("now", "select document_id, coding_id, commit_id from stored_documents")
        same = "anti join {} using (document_id, coding_id, commit_id)"
        self._do(f"create table fresh as from now {same.format('kept.held')}")
        self._do(f"create table gone as from kept.held {same.format('now')}")
        changed = self._value("select (select count(*) from fresh) + (select count(*) from gone)")
        numbers, rows = self._target.execute("select max(number), count(*) from kept.listed").fetchall()[0]
        stale = (numbers or 0) > _FEW + _STALE * rows
        return not stale and changed <= max(_FEW, _MOST * self._value("select count(*) from kept.held"))

    def events(self) -> bool:
        """Find the events that changed, and where mentions went."""
        self._read("stored_events", "from stored_events where updated_in >= $since", {"since": self._since})
        self._do("""
            delete from stored_events where event_id in (
                select event_id from (
                    select * exclude (removed, replaced_by) from stored_events where not removed
                    intersect from kept.events
                )
            )
        """)  # of many events that a first, large commit made, most are in the cache as they are
        self._read("new_mentions", *self._fresh_rows("event_mentions"))
        self._do("create table gone_mentions as select event_mention_id, event_id from kept.event_mentions "
                 "where document_id in (select document_id from gone)")  # fmt: skip
        self._do("""
            create table touched as
            select event_id from stored_events union select event_id from gone_mentions
            union select event_id from new_mentions union select event_id from kept.events where updated_in is null
        """)
        self._complete_stored()
        if self._value("select count(*) from touched") > max(
            3 * _FEW, _MOST * self._value("select count(*) from kept.events")
        ):
            return False
        self._do(view_as("event_members"))
        self._do("""
            create table moved as
            select m.event_mention_id, m.event_id as old_id, coalesce(x.event_id, m.event_id) as event_id,
                x.event_id is null and e.updated_in is not null as lost
            from kept.event_mentions as m
            left join event_members as x using (event_mention_id)
            left join kept.events as e on e.event_id = m.event_id
            where m.event_id in (select event_id from touched) or x.event_id is not null
        """)
        self._do("delete from moved where event_mention_id in (select event_mention_id from gone_mentions)")
        return not self._value("select count(*) from moved where lost")

    def _complete_stored(self) -> None:
        """Read the touched events that were stored long ago, too: they may have lost all their mentions."""
        ids = self._column("select event_id from touched where event_id not in (select event_id from stored_events)")
        if ids:
            self._read("old_events", "from stored_events where event_id in (select unnest($ids))", {"ids": ids})
            self._do("insert into stored_events by name from old_events")

    def rest(self, made: tuple[str, int | None], tell: Callable[[str], None]) -> bool:
        """Put what changed in its place."""
        tell("documents")
        self._replace_rows()
        tell("event_mentions")
        self._replace_mentions()
        tell("events")
        self._replace_events()
        tell("listed")
        self._list()
        for name in COPIED_WHOLE:
            tell(name)
            self._read(f"whole_{name}", f"from {name}")
            self._do(f"create or replace table kept.{name} as from whole_{name}")
        self._do("create or replace table kept.held as from now")
        self._do("update kept.made set version = $version", {"version": made[1]})
        self._do("use kept")
        for statement in SUMMARIES:
            self._do(statement)
        return True

    def _replace_rows(self) -> None:
        """Documents and what is in them."""
        self._read(
            "new_documents",
            "select d.* exclude (commit_id) from stored_documents as d semi join "
            "(select unnest($documents) as document_id, unnest($commits) as commit_id) using (document_id, commit_id)",
            {"documents": self._column("select document_id from fresh order by all"),
             "commits": self._column("select commit_id from fresh order by document_id, coding_id, commit_id")},
        )  # fmt: skip
        for name in _CHILDREN:
            self._read(f"new_{name}", *self._fresh_rows(name))
        for name in ("documents", *_CHILDREN, *_SEARCHED):
            self._do(f"delete from kept.{name} where document_id in (select document_id from gone)")
        for name in ("documents", *_CHILDREN):
            self._do(f"insert into kept.{name} by name from new_{name}")
        for name, query in _SEARCHED.items():
            self._do(f"insert into kept.{name} by name from ({query}) "
                     "where document_id in (select document_id from fresh)")  # fmt: skip

    def _replace_mentions(self) -> None:
        ids = "event_mention_id in (select event_mention_id from gone_mentions)"
        self._do(f"delete from kept.event_mentions where {ids}")
        self._do(f"delete from kept.listed where {ids}")
        self._do("""
            update kept.event_mentions as m set event_id = v.event_id from moved as v
            where m.event_mention_id = v.event_mention_id and v.event_id <> v.old_id
        """)
        self._do("insert into kept.event_mentions by name "
                 "from new_mentions select * replace (coalesce((select x.event_id from event_members as x "
                 "where x.event_mention_id = new_mentions.event_mention_id), event_id) as event_id)")  # fmt: skip

    def _replace_events(self) -> None:
        """Run the ledger's statements on the touched events and their mentions."""
        self._do("insert into touched select event_id from moved except select event_id from touched")
        self._do("create table event_mentions as from kept.event_mentions "
                 "where event_id in (select event_id from touched)")  # fmt: skip
        self._do("create table claims as from kept.claims "
                 "where document_id in (select document_id from memory.main.event_mentions)")  # fmt: skip
        for name in ("events", "event_changes", "on_whose_word", "unnamed_only"):
            self._do(view_as(name))
        for name, view in (
            ("events", "events"),
            ("event_changes", "event_changes"),
            ("unnamed_events", "unnamed_only"),
        ):
            self._do(f"delete from kept.{name} where event_id in (select event_id from touched)")
            self._do(f"insert into kept.{name} by name from memory.main.{view}")
        for name in ("events", "event_changes", "unnamed_only", "on_whose_word"):
            self._do(f"drop view memory.main.{name}")
        self._do("drop table memory.main.event_mentions; drop table memory.main.claims")

    def _list(self) -> None:
        self._do("""
            update kept.listed as l set event_id = m.event_id, updated_at = coalesce(e.updated_at, '9999')
            from kept.event_mentions as m left join kept.events as e using (event_id)
            where l.event_mention_id = m.event_mention_id and m.event_id in (select event_id from touched)
        """)
        self._do("create table unlisted as from kept.event_mentions "
                 "where event_mention_id in (select event_mention_id from new_mentions)")  # fmt: skip
        for statement in listing("unlisted"):
            self._do(statement)

    def _fresh_rows(self, name: str) -> tuple[str, dict[str, Any]]:
        """The rows of a child table that belong to fresh documents; commit ids sort by time: old files are left out."""
        query = f"""
            select t.* exclude (coding_id, commit_id) from stored_{name} as t
            semi join (select unnest($codings) as coding_id, unnest($commits) as commit_id) using (coding_id, commit_id)
            where t.commit_id >= $first
        """
        pairs = self._target.execute("select distinct coding_id, commit_id from fresh order by all").fetchall()
        commits = [commit for _, commit in pairs]
        return query, {"codings": [c for c, _ in pairs], "commits": commits, "first": min(commits, default="")}

    def _read(self, name: str, query: str, values: dict[str, Any] | None = None) -> None:
        """Copy rows of the ledger into a table in memory."""
        self._target.register("stream", self._db.sql(query, params=values or {}).to_arrow_reader(20_000))
        self._target.execute(f"create table memory.main.{name} as from stream")
        self._target.unregister("stream")

    def _do(self, sql: str, values: dict[str, Any] | None = None) -> None:
        self._target.execute(sql, values or {})

    def _value(self, sql: str) -> Any:
        return self._target.execute(sql).fetchall()[0][0]

    def _column(self, sql: str) -> list[Any]:
        return [row[0] for row in self._target.execute(sql).fetchall()]
