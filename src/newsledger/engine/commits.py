"""Results to commits: several shards a commit, codings that the ledger holds read back, compaction now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from newsledger.engine.shards import Result, Shard
from newsledger.ledger import Ledger
from newsledger.ledger.known import KnownCodings
from newsledger.ledger.readback import read_rows
from newsledger.ledger.rows import CodedRows
from newsledger.records import Skip, content_id

DOCUMENTS = 2_000
SIZE = 16_000_000
SECONDS = 10.0
"""A commit is made when any of these is reached, whichever comes first."""

COMPACT = 64
"""Commits between two compactions of a long run."""


@dataclass(slots=True)
class Committer:
    """Commits the results of one run.

    Of a page that the run gives twice with another date or title, which is one document with two codings, the first one
    counts: the ledger then does not depend on where commits fall, nor on whether the run was cut off and begun again.

    Attributes:
        ledger: Where to.
        documents: Documents of a commit at most, but for what a shard has more.
        clock: Seconds that only grow.
    """

    ledger: Ledger
    documents: int = DOCUMENTS
    clock: Callable[[], float] = time.monotonic
    _parts: list[Result] = field(default_factory=list)
    _since: float = 0.0
    _commits: int = 0
    _seen: KnownCodings = field(default_factory=KnownCodings)

    def take(self, results: Iterable[Result]) -> Iterator[Shard]:
        """Yield the shards of results, each after the commit that it is in; what is at hand is committed at the end."""
        for result in results:
            if not self._parts:
                self._since = self.clock()
            self._parts.append(result.to_send())
            if self._is_due():
                yield from self._commit()
        if self._parts:
            yield from self._commit()
        if self._commits:
            self.ledger.compact()

    def _is_due(self) -> bool:
        full = sum(len(p.order) for p in self._parts) >= self.documents or sum(p.size for p in self._parts) >= SIZE
        return full or self.clock() - self._since >= SECONDS

    def _commit(self) -> list[Shard]:
        parts, self._parts = self._parts, []
        new = [self._fresh(part) for part in parts]
        made = {coding for part in parts for _, coding in part.rows.ids}
        back = read_rows(self.ledger, {coding for part in parts for _, coding in part.order} - made)
        shards = [self._shard(part, back) for part in parts]
        skips = [skip for shard in shards for skip in shard.skips]
        self._commits += bool(self.ledger.commit_rows(CodedRows.join(new), skips))
        if self._commits and self._commits % COMPACT == 0:
            self.ledger.compact()
        return shards

    def _fresh(self, part: Result) -> CodedRows:
        """Return the codings of documents that this run has not given before."""
        keep = set()
        for document, coding in part.order:
            if not self._seen.has_document(document):
                self._seen.note(document, coding)
                keep.add(coding)
        rows = part.packed()
        return rows if all(coding in keep for _, coding in rows.ids) else rows.only(keep)

    def _shard(self, part: Result, back: CodedRows) -> Shard:
        """Put together what was coded and what is read back; a page with another coding in this run is a skip."""
        rows = part.packed()
        made, held = {coding for _, coding in rows.ids}, {coding for _, coding in back.ids}
        order: list[str] = []
        skips = list(part.skips)
        for document, coding in part.order:
            if not self._seen.holds(document, coding):
                skips.append(_left_out(document, _TWICE))
            elif coding in made or coding in held:
                order.append(coding)
            else:
                skips.append(_left_out(document, _REPLACED))
        wanted = set(order)
        rows = rows if made <= wanted else rows.only(wanted)
        if known := wanted - made:
            rows = CodedRows.join([rows, back.only(known)])
        return Shard(rows, tuple(order), tuple(skips), sum(coding in known for coding in order))


_TWICE = "the page was given before with another date or title, and the first one counts"
_REPLACED = "another run replaced the coding of the page meanwhile"


def _left_out(document_id: str, reason: str) -> Skip:
    return Skip(content_id("s", document_id, reason), document_id, reason, "give each page once")
