"""One side of a comparison: a ledger folder or a file of rows, read for a span of days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsledger.errors import InputError
from newsledger.export.compare.coded import Coded
from newsledger.export.compare.files import file_kind, read_gdelt, read_icews, read_polecat
from newsledger.export.merged import Merged
from newsledger.export.selection import Selection
from newsledger.export.stream import Stream

KINDS = ("ledger", "polecat", "icews", "gdelt")
_READERS: dict[str, Callable[[Path, Counter[str]], Iterator[Coded]]] = {
    "polecat": read_polecat,
    "icews": read_icews,
    "gdelt": read_gdelt,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is compared: days from ``since`` to ``until``, pairs with one of ``countries``, these ``types``; or all."""

    since: str | None = None
    until: str | None = None
    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def keeps(self, row: Coded) -> bool:
        """Whether a row is within the limits."""
        return (
            (self.since is None or row.day >= self.since)
            and (self.until is None or row.day <= self.until)
            and (not self.countries or bool(self.countries & {row.actor, row.recipient}))
            and (not self.types or row.event_type in self.types)
        )


@dataclass(frozen=True, slots=True)
class Side:
    """The rows of one side.

    Attributes:
        name: Path, as the user gave it.
        kind: One of :data:`KINDS`.
        rows: Rows within the limits that have a day and two codes.
        notes: What was left out, with how often.
    """

    name: str
    kind: str
    rows: tuple[Coded, ...]
    notes: Counter[str] = field(default_factory=Counter)


def detect_kind(path: Path) -> str:
    """Return the kind of a ledger folder or a file.

    Raises:
        InputError: It is of no known kind.
    """
    if path.is_dir():
        return "ledger"
    if not path.exists():
        raise InputError(f"there is no {path}", hint="name a ledger folder, or a file of POLECAT, ICEWS or GDELT rows")
    return file_kind(path)


def read_side(path: Path, limits: Limits, *, kind: str | None = None, report_day: bool = False) -> Side:
    """Read one side.

    Args:
        path: A ledger folder or a file.
        limits: What to keep.
        kind: One of :data:`KINDS`; found out by default.
        report_day: In a ledger, let the day of the report stand in where the text does not date an event.

    Raises:
        InputError: The file cannot be read, or is of no known kind.
        LedgerError: There is no ledger in the folder.
    """
    known = kind or detect_kind(path)
    notes: Counter[str] = Counter()
    found = _ledger_rows(path, notes, report_day=report_day) if known == "ledger" else _READERS[known](path, notes)
    return Side(str(path), known, tuple(_kept(found, limits, notes)), notes)


def _kept(rows: Iterable[Coded], limits: Limits, notes: Counter[str]) -> Iterator[Coded]:
    for row in rows:
        if not row.day:
            notes["rows left out because they have no day"] += 1
        elif not row.actor or not row.recipient:
            notes["rows left out because they are not between two known countries or organisations"] += 1
        elif limits.keeps(row):
            yield row


def _ledger_rows(path: Path, notes: Counter[str], *, report_day: bool) -> Iterator[Coded]:
    from newsledger.ledger import Ledger, refresh

    book = Ledger(path)
    book.must_exist()
    refresh(book)
    with Stream(book, Selection(auxiliary=False)) as stream:
        if left_out := stream.told_apart():
            notes["mentions left out that tell of what did not happen"] += left_out
        for event in stream.events():
            yield from _event_rows(event, report_day=report_day)


def _event_rows(event: Merged, *, report_day: bool) -> Iterator[Coded]:
    """Yield the pairs of an event, the same as in its rows of GDELT and in panels."""
    mention = event.lead.mention
    day = event.when(report_day=report_day).day or ""
    where = f"{mention.external_id or mention.document_id}:{mention.trigger.start}-{mention.trigger.end}"
    pairs = {((d.actor and d.actor.country) or "", (d.recipient and d.recipient.country) or "") for d in event.dyads}
    for actor, recipient in sorted(pairs):
        yield Coded(day, actor, recipient, event.event_type, event.event_id, mention.text, where)
