"""Stories, copies and events of a ledger brought up to date: only what new documents touch is grouped again.

The result is that of grouping all documents at once, whatever the order in which they came. A batch first writes its
events, in one atomic commit with the tombstones of those that they replace, and then its groups, which mark its
documents as done: a process killed in between does the batch again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newsledger.cluster.copies import CopySpace, Printed, originals, put_down
from newsledger.cluster.folding import event_id, fold_event, report_order
from newsledger.cluster.grouping import Remembered, regroup
from newsledger.cluster.merging import MentionSpace, constraints
from newsledger.cluster.profile import Profile, profile, topic_of
from newsledger.cluster.sources import Report
from newsledger.cluster.space import Component, Constraints, Space
from newsledger.cluster.stories import StorySpace, Told, story_ids, tell
from newsledger.cluster.terms import Vector
from newsledger.errors import LedgerError
from newsledger.ledger.derived import OvertakenError, delete, upsert
from newsledger.ledger.grouped import LedgerStore, rows
from newsledger.ledger.query import connect_to_group
from newsledger.ledger.schema import GROUPS
from newsledger.records import Event, EventMention, from_row, to_row
from newsledger.records.verdict import Verdict

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

BATCH = 400
"""Documents that are grouped at once."""

Row = dict[str, Any]

_MENTIONS = """
select * replace ({'model': '', 'rules': [], 'version': '', 'scores': []} as provenance) from event_mentions
"""
"""Where a mention comes from is most of its row, and no part of an event."""


def refresh(ledger: Ledger, verdicts: Sequence[Verdict] | None = None) -> int:
    """Group what came since the last time.

    Args:
        ledger: The ledger; an empty one is left alone.
        verdicts: What people decided, of which those of kind ``merge`` and ``split`` are obeyed; by default all that
            the ledger holds.

    Returns:
        The number of documents that were new or changed.
    """
    said = constraints(ledger.verdicts() if verdicts is None else verdicts)
    done = 0
    while True:
        read = _versions(ledger)
        with connect_to_group(ledger) as db:
            batch = _waiting(db)
            if not batch and _obeyed(db, said):
                return done
            work = _Refresh(db, said, ledger)
            events, groups = work.run(batch)
        try:
            upsert(ledger, "events", events, key=("event_id",), read=read[0])
            void = sorted(row["document_id"] for row in batch if row["grouped"])
            version = delete(ledger, GROUPS, {"document_id": void}, read=read[1])
            upsert(ledger, GROUPS, groups, key=("kind", "item_id"), read=version)
        except OvertakenError:
            continue
        done += len(batch)
        if len(batch) < BATCH:
            return done


def refresh_if_writable(ledger: Ledger, verdicts: Sequence[Verdict] | None = None) -> bool:
    """Group what came since the last time; False where something waits that this ledger cannot be given."""
    try:
        ledger.must_be_writable()
    except LedgerError:
        said = constraints(ledger.verdicts() if verdicts is None else verdicts)
        with connect_to_group(ledger) as db:
            return not _waiting(db) and _obeyed(db, said)
    refresh(ledger, verdicts)
    return True


def _versions(ledger: Ledger) -> list[int | None]:
    tables = (ledger.table(name) for name in ("events", GROUPS))
    return [table.version() if table else None for table in tables]


def _waiting(db: duckdb.DuckDBPyConnection) -> list[Row]:
    """Documents that were never grouped, or coded again since."""
    return rows(
        db,
        """
        select d.document_id, d.commit_id, g.item_id is not null as grouped from stored_documents as d
        left join stored_groups as g on g.kind = 'story' and g.item_id = d.document_id
        where g.commit_id is distinct from d.commit_id
        order by d.document_creation_time nulls last, d.document_id limit ?
        """,
        BATCH,
    )


def _obeyed(db: duckdb.DuckDBPyConnection, said: Constraints) -> bool:
    """Tell whether the groups are as people want them."""
    named = sorted(said.named)
    query = "select item_id, group_id from stored_groups where kind = 'event' and item_id in (select unnest(?))"
    home = {row["item_id"]: row["group_id"] for row in rows(db, query, named)} if named else {}
    known = [(p, p in said.together) for p in said.together | said.apart if p[0] in home and p[1] in home]
    return all((home[one] == home[other]) == together for (one, other), together in known)


@dataclass(frozen=True, slots=True)
class _Page:
    document_id: str
    title: str | None
    document_creation_time: str | None


@dataclass(slots=True)
class _Refresh:
    """One batch; what is worked out for it is worked out once.

    Attributes:
        new: The documents of the batch.
        commits: Commits of documents.
        mentions: Event mentions met so far; so are ``told``, ``printed``, ``topics`` (by document) and ``profiles``.
    """

    db: duckdb.DuckDBPyConnection
    said: Constraints
    ledger: Ledger
    stories: Space[Told] = field(default_factory=lambda: Remembered(StorySpace()))
    copies: Space[Printed] = field(default_factory=lambda: Remembered(CopySpace()))
    events: Space[Profile] = field(default_factory=lambda: Remembered(MentionSpace()))
    new: set[str] = field(default_factory=set)
    commits: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, EventMention] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    printed: dict[str, Printed] = field(default_factory=dict)
    topics: dict[str, Vector] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)

    def run(self, batch: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        """Return rows of events and of groups to be written."""
        self.commits = {row["document_id"]: row["commit_id"] for row in batch}
        again = self.new = set(self.commits)
        groups: list[Row] = []
        pages = self._told(again)
        components = self._regroup("story", self.stories, self._told, pages, again)
        told = self._told(_ids(components))
        days = {d: item.day for d, item in told.items()}
        groups += self._rows("story", self.stories, told, components, story_ids(components, days))
        copies = self._regroup("copy", self.copies, self._printed, self._printed(again), again)
        items = self._printed(_ids(copies))
        found = originals(copies, {d: item.date for d, item in items.items()})
        moved = self._moved(found)
        groups += self._rows("copy", self.copies, items, copies, found)
        events, more = self._events(again, moved, found)
        return events, groups + more

    def _regroup(
        self, kind: str, space: Space[Any], load: Any, added: Mapping[str, Any], again: Collection[str]
    ) -> list[Component]:
        old = [r["item_id"] for r in self._old(kind, again)]
        return regroup(LedgerStore(self.db, kind, load), space, list(added.values()), old, Constraints())

    def _old(self, kind: str, documents: Collection[str]) -> list[Row]:
        query = "select * from stored_groups where kind = ? and document_id in (select unnest(?))"
        return rows(self.db, query, kind, sorted(documents))

    def _moved(self, found: Mapping[str, str]) -> set[str]:
        """Documents of old that have another original now: their events have other independent sources."""
        old = {row["item_id"]: row["group_id"] for row in self._old("copy", found)}
        return {d for d, original in found.items() if d in old and old[d] != original}

    def _events(
        self, again: Collection[str], moved: Collection[str], found: Mapping[str, str]
    ) -> tuple[list[Row], list[Row]]:
        """Group mentions and fold the groups into events."""
        added = self._profiles_of({*again, *moved})
        old = [row["item_id"] for row in self._old("event", {*again, *moved})]
        store = LedgerStore(self.db, "event", self._profiles)
        components = regroup(store, self.events, list(added.values()), old, self.said)
        ids = _ids(components)
        profiles = self._profiles(ids)
        reports = self._reports({self.mentions[i].document_id for i in ids}, found)
        events: list[Event] = []
        home: dict[str, str] = {}
        for component in components:
            for group in component.groups:
                event = fold_event([self.mentions[i] for i in group], profiles, reports, self.said)
                events.append(event)
                home.update(dict.fromkeys(group, event.event_id))
        groups = self._rows("event", self.events, profiles, components, home)
        return self._changes(events, home, [*ids, *old]), groups

    def _changes(self, events: Sequence[Event], home: Mapping[str, str], touched: Collection[str]) -> list[Row]:
        """Events that are not as they were, and tombstones for those that are no more.

        The old ones are known by their groups and by their mentions: a process that was killed between writing events
        and groups leaves events without groups.
        """
        query = """
            select * from stored_events where not removed and (
                event_id in (select group_id from stored_groups where kind = 'event' and item_id in (select unnest(?)))
                or list_has_any(event_mention_ids, ?)
            )
        """
        ids = sorted(set(touched))
        before = {row["event_id"]: row for row in rows(self.db, query, ids, ids)}
        stamp = _stamp(self.ledger)
        changed = []
        for event in events:
            row = to_row(event)
            old = before.pop(event.event_id, None)
            if old is None or any(old[name] != value for name, value in row.items()):
                changed.append(row | stamp | {"removed": False, "replaced_by": None})
        heirs = (row | stamp | {"removed": True, "replaced_by": _heir(row, home)} for row in before.values())
        return [*changed, *heirs]

    def _rows(
        self,
        kind: str,
        space: Space[Any],
        items: Mapping[str, Any],
        components: Iterable[Component],
        home: Mapping[str, str],
    ) -> list[Row]:
        documents = {i: item.document_id for i, item in items.items()}
        missing = sorted(set(documents.values()) - set(self.commits))
        query = "select document_id, commit_id from stored_documents where document_id in (select unnest(?))"
        if missing:
            self.commits.update({r["document_id"]: r["commit_id"] for r in rows(self.db, query, missing)})
        return [
            {
                "kind": kind,
                "item_id": i,
                "document_id": documents[i],
                "commit_id": self.commits[documents[i]],
                "place": space.place(items[i]),
                "component_id": component.ids[0],
                "group_id": home[i],
                "keys": list(space.keys(items[i])),
            }
            for component in components
            for i in component.ids
        ]

    def _read(self, ids: Collection[str]) -> Iterator[tuple[_Page, str]]:
        """Yield documents with the text of their first main story, or all of it where there is none."""
        query = """
            select d.document_id, d.title, d.document_creation_time, d.text, a.start, a.end
            from documents as d left join (
                select document_id, arg_min(start, article_index) as start, arg_min("end", article_index) as end
                from articles where kind = 'main' and document_id in (select unnest($1)) group by document_id
            ) as a using (document_id)
            where document_id in (select unnest($1)) order by document_id
        """
        for row in rows(self.db, query, sorted(ids)) if ids else ():
            page = _Page(row["document_id"], row["title"], row["document_creation_time"])
            yield page, row["text"][row["start"] : row["end"]]

    def _told(self, ids: Collection[str]) -> dict[str, Told]:
        for page, text in self._read(set(ids) - self.told.keys()):
            self.told[page.document_id] = tell(page, text)
            if page.document_id in self.new:
                self.printed[page.document_id] = put_down(page, text)
        return {i: self.told[i] for i in sorted(ids) if i in self.told}

    def _printed(self, ids: Collection[str]) -> dict[str, Printed]:
        for page, text in self._read(set(ids) - self.printed.keys()):
            self.printed[page.document_id] = put_down(page, text)
        return {i: self.printed[i] for i in sorted(ids) if i in self.printed}

    def _profiles(self, ids: Collection[str]) -> dict[str, Profile]:
        if missing := sorted(set(ids) - self.profiles.keys()):
            self._learn(rows(self.db, f"{_MENTIONS} where event_mention_id in (select unnest(?))", missing))
        return {i: self.profiles[i] for i in sorted(ids) if i in self.profiles}

    def _profiles_of(self, documents: Collection[str]) -> dict[str, Profile]:
        query = f"{_MENTIONS} where document_id in (select unnest(?)) order by event_mention_id"
        found = rows(self.db, query, sorted(documents))
        self._learn(found)
        return {row["event_mention_id"]: self.profiles[row["event_mention_id"]] for row in found}

    def _learn(self, found: Sequence[Row]) -> None:
        mentions = [from_row(EventMention, row) for row in found]
        wanted = {m.document_id for m in mentions} - self.topics.keys()
        self.topics.update({d: topic_of(item.vector) for d, item in self._told(wanted).items()})
        self.mentions.update({m.event_mention_id: m for m in mentions})
        self.profiles.update({m.event_mention_id: profile(m, self.topics[m.document_id]) for m in mentions})

    def _reports(self, documents: Collection[str], found: Mapping[str, str]) -> dict[str, Report]:
        """Documents as sources; an original of this batch goes before what was stored."""
        query = """
            select d.document_id, d.publisher, d.document_creation_time, g.group_id from documents as d
            left join stored_groups as g on g.kind = 'copy' and g.item_id = d.document_id
            where d.document_id in (select unnest(?))
        """
        return {
            r["document_id"]: Report(
                r["document_id"],
                r["publisher"],
                found.get(r["document_id"]) or r["group_id"] or r["document_id"],
                r["document_creation_time"],
            )
            for r in rows(self.db, query, sorted(documents))
        }


def _ids(components: Iterable[Component]) -> list[str]:
    return [i for component in components for i in component.ids]


def _heir(row: Row, home: Mapping[str, str]) -> str | None:
    """Return the event that now has the first report of an old one, or else any of its mentions."""
    mentions = (row["first_mention_id"], *row["event_mention_ids"])
    return next((home[m] for m in mentions if m in home), None)


def _stamp(ledger: Ledger) -> Row:
    """Return the ledger's newest version and the time of its commit: no clock is asked."""
    newest = ledger.versions()[-1]
    moment = datetime.fromtimestamp(newest.timestamp_ms / 1000, tz=UTC)
    return {"updated_in": newest.version, "updated_at": moment.isoformat(timespec="milliseconds")}


__all__ = ["event_id", "refresh", "report_order"]
