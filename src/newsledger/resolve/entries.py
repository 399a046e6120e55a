"""What the knowledge base knows about one name: an entry, and what a date makes of it."""

from __future__ import annotations

from dataclasses import dataclass

# Heads of state and government were compared with the Factbook up to here; later dates are "unknown after".
CHECKED_TO = "2026-02-28"

# Codes of the codebook that are not countries.
ORGANISATION_CODES = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name.

    Attributes:
        kind: ``country``, ``demonym``, ``seat``, ``capital``, ``region``, ``pre``, ``group``, ``organisation``,
            ``person`` or ``role``.
        name: Canonical name.
        country: ISO 3166 alpha-3 or organisation code, or None.
        sector: PLOVER sector, or None.
        detail: ``igo``, ``media``, ``armed`` … of an organisation; ``strong``, ``weak``, ``modifier`` of a role;
            several countries, joined by ``|``, of an ethnic group.
        start: First ISO date on which the entry holds, or "".
        end: Last ISO date, or "".
        before: Sector of a person before ``start``, or "".
        after: Sector of a person after ``end``, or "".
    """

    kind: str
    name: str
    country: str | None
    sector: str | None
    detail: str = ""
    start: str = ""
    end: str = ""
    before: str = ""
    after: str = ""

    @property
    def entry_id(self) -> str:
        """A stable, readable id such as ``person:USA:Barack Obama``."""
        return f"{self.kind}:{self.country or '-'}:{self.name}"

    def holds(self, date: str | None) -> bool:
        """Whether the entry is valid on an ISO date; without a date, every entry may be."""
        if not date:
            return True
        return (not self.start or self.start <= date[:10]) and (not self.end or date[:10] <= self.end)


def sector_on(entry: Entry, date: str | None) -> tuple[str | None, str]:
    """Return a person's sector on a date, with the reason; after the term it stays the same unless told."""
    if not date:
        return entry.sector, "in office at some time, no date given"
    day = date[:10]
    if entry.start and day < entry.start:
        return entry.before or None, f"before office, which began {entry.start}"
    if entry.end and day > entry.end:
        return entry.after or entry.sector, f"after office, which ended {entry.end}"
    if not entry.end and day > CHECKED_TO:
        return entry.sector, f"in office from {entry.start}, unknown after {CHECKED_TO}"
    return entry.sector, f"in office from {entry.start}"


def closest(entries: tuple[Entry, ...], date: str | None) -> Entry:
    """Return the entry that holds on the date, else the one whose term lies nearest to it."""
    if not date:
        return entries[-1]
    return min(entries, key=lambda e: (not e.holds(date), _gap(e, date[:10])))


def _gap(entry: Entry, day: str) -> int:
    edges = [int(edge[:4]) for edge in (entry.start, entry.end) if edge]
    return min((abs(int(day[:4]) - edge) for edge in edges), default=0)


def near(entry: Entry, date: str | None) -> bool:
    """Whether a term lies close enough to the date for a bare surname to mean its holder."""
    return not date or entry.holds(date) or _gap(entry, date[:10]) <= _NEAR_YEARS


_NEAR_YEARS = 6
