"""What two sides agree on.

What is compared is the *occurrence*: a PLOVER type between a directed pair on a day, once however many rows have it,
since data sets differ most in how often they write the same thing down. Occurrences of the same pair and type match one
to one if their days are no further apart than the tolerance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from newsledger.export.compare.coded import Coded
from newsledger.export.compare.sides import Side
from newsledger.export.compare.statistics import cohen_kappa, jaccard, pearson, presence_kappa, spearman

Match = tuple[Coded | None, Coded | None]
"""An occurrence of each side, or of one alone."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one type, pair or day.

    Attributes:
        key: What it is about, or ``all``.
        rows_a: Rows on side A.
        rows_b: Rows on side B.
        a: Occurrences on side A.
        b: Occurrences on side B.
        matched: Occurrences that match.
        jaccard: Matched of all different occurrences, or None.
    """

    key: str
    rows_a: int
    rows_b: int
    a: int
    b: int
    matched: int
    jaccard: float | None

    @property
    def only_a(self) -> int:
        """Occurrences on side A alone."""
        return self.a - self.matched

    @property
    def only_b(self) -> int:
        """Occurrences on side B alone."""
        return self.b - self.matched


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides compared.

    Attributes:
        first: First day that both cover, or None where they share none.
        last: Last such day.
        days_apart: The tolerance.
        total: Agreement on everything.
        groups: Agreement by type, pair or day, the most frequent first (days in order).
        pair_days: Kappa of whether anything at all happened, over each pair of either side and each day; same day.
        types: Kappa of the type, over pair-days for which each side has exactly one; same day.
        types_count: Number of such pair-days.
        confusion: Types of A and B on them, with how often.
        correlations: Pearson's and Spearman's by unit (``day``, ``pair and month``) with the number of units.
        examples: Matches, for reading: matched, only A, only B.
    """

    first: str | None
    last: str | None
    days_apart: int
    total: Agreement
    groups: tuple[Agreement, ...]
    pair_days: float | None
    types: float | None
    types_count: int
    confusion: tuple[tuple[str, str, int], ...]
    correlations: tuple[tuple[str, int, float | None, float | None], ...]
    examples: tuple[tuple[str, tuple[Match, ...]], ...]

    @property
    def days(self) -> str:
        """The days that are compared, in words; an end may be open where a side is empty."""
        if self.first and self.last:
            return f"{self.first} to {self.last}"
        return f"from {self.first}" if self.first else f"to {self.last}" if self.last else "no common day"


def compare(
    a: Side,
    b: Side,
    *,
    by: str = "type",
    days_apart: int = 1,
    examples: int = 3,
    span: tuple[str | None, str | None] = (None, None),
) -> Comparison:
    """Compare two sides over the days that both cover.

    Args:
        a: One side.
        b: The other.
        by: ``type``, ``dyad`` or ``day``.
        days_apart: How many days two reports of the same occurrence may lie apart.
        examples: Number of examples of each sort.
        span: First and last day asked for; where one is None, the days end where the shorter side ends.
    """
    first, last = _shared(a.rows, b.rows, span)
    rows_a, rows_b = (_within(rows, first, last) for rows in (a.rows, b.rows))
    matches = _matches(rows_a, rows_b, days_apart)
    key = _KEYS[by]
    types, confusion = _types(rows_a, rows_b)
    return Comparison(
        first,
        last,
        days_apart,
        _agreement("all", rows_a, rows_b, matches),
        tuple(_groups(rows_a, rows_b, matches, key, in_order=by == "day")),
        _pair_days(rows_a, rows_b, first, last),
        cohen_kappa(types),
        len(types),
        confusion,
        tuple(_correlations(rows_a, rows_b, first, last)),
        _examples(matches, examples),
    )


_KEYS: dict[str, Callable[[Coded], str]] = {
    "type": lambda row: row.event_type,
    "dyad": lambda row: f"{row.actor} → {row.recipient}",
    "day": lambda row: row.day,
}


def _shared(
    a: Sequence[Coded], b: Sequence[Coded], span: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    if not a or not b:
        return span
    first = span[0] or max(min(r.day for r in a), min(r.day for r in b))
    last = span[1] or min(max(r.day for r in a), max(r.day for r in b))
    return (first, last) if first <= last else (None, None)


def _within(rows: Iterable[Coded], first: str | None, last: str | None) -> list[Coded]:
    if first is None or last is None:
        return []
    return [row for row in rows if first <= row.day <= last]


def _matches(a: Sequence[Coded], b: Sequence[Coded], days_apart: int) -> list[Match]:
    """Match occurrences one to one; of the same pair and type, the earliest with the earliest in reach."""
    sides = [_by_pair(a), _by_pair(b)]
    found: list[Match] = []
    for key in sorted(sides[0].keys() | sides[1].keys()):
        one, other = sides[0].get(key, []), sides[1].get(key, [])
        m = n = 0
        while m < len(one) and n < len(other):
            apart = _ordinal(one[m].day) - _ordinal(other[n].day)
            if abs(apart) <= days_apart:
                found.append((one[m], other[n]))
                m, n = m + 1, n + 1
            elif apart < 0:
                found.append((one[m], None))
                m += 1
            else:
                found.append((None, other[n]))
                n += 1
        found += [(row, None) for row in one[m:]] + [(None, row) for row in other[n:]]
    return found


def _by_pair(rows: Sequence[Coded]) -> dict[tuple[str, str, str], list[Coded]]:
    """Return the occurrences of each pair and type in the order of their days, each with the first row that has it."""
    found: dict[tuple[str, str, str], dict[str, Coded]] = defaultdict(dict)
    for row in sorted(rows, key=lambda r: (r.day, r.reference)):
        found[row.actor, row.recipient, row.event_type].setdefault(row.day, row)
    return {key: list(days.values()) for key, days in found.items()}


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def _agreement(key: str, a: Sequence[Coded], b: Sequence[Coded], matches: Sequence[Match]) -> Agreement:
    count_a, count_b = sum(m[0] is not None for m in matches), sum(m[1] is not None for m in matches)
    matched = sum(None not in m for m in matches)
    return Agreement(key, len(a), len(b), count_a, count_b, matched, jaccard(matched, count_a, count_b))


def _groups(
    a: Sequence[Coded], b: Sequence[Coded], matches: Sequence[Match], key: Callable[[Coded], str], *, in_order: bool
) -> list[Agreement]:
    """Return the agreement on each key; a match of two days counts for the day of side A."""
    by_key = [_grouped(side, key) for side in (a, b)]
    matched: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        matched[key(_either(match))].append(match)
    names = sorted(matched)
    found = [_agreement(n, by_key[0].get(n, []), by_key[1].get(n, []), matched[n]) for n in names]
    return found if in_order else sorted(found, key=lambda g: -(g.a + g.b))


def _grouped(rows: Sequence[Coded], key: Callable[[Coded], str]) -> dict[str, list[Coded]]:
    found: dict[str, list[Coded]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _either(match: Match) -> Coded:
    row = match[0] or match[1]
    assert row is not None
    return row


def _pair_days(a: Sequence[Coded], b: Sequence[Coded], first: str | None, last: str | None) -> float | None:
    if first is None or last is None:
        return None
    one, other = ({(r.actor, r.recipient, r.day) for r in rows} for rows in (a, b))
    pairs = len({key[:2] for key in one | other})
    cells = pairs * (_ordinal(last) - _ordinal(first) + 1)
    return presence_kappa(len(one & other), len(one - other), len(other - one), cells)


def _types(a: Sequence[Coded], b: Sequence[Coded]) -> tuple[list[tuple[str, str]], tuple[tuple[str, str, int], ...]]:
    sides: list[dict[tuple[str, str, str], set[str]]] = [defaultdict(set), defaultdict(set)]
    for side, rows in zip(sides, (a, b), strict=True):
        for row in rows:
            side[row.actor, row.recipient, row.day].add(row.event_type)
    one, other = sides
    shared = [k for k in sorted(one.keys() & other.keys()) if len(one[k]) == len(other[k]) == 1]
    pairs = [(next(iter(one[k])), next(iter(other[k]))) for k in shared]
    counted = sorted(Counter(pairs).items(), key=lambda item: (-item[1], item[0]))
    return pairs, tuple((x, y, n) for (x, y), n in counted)


def _correlations(
    a: Sequence[Coded], b: Sequence[Coded], first: str | None, last: str | None
) -> list[tuple[str, int, float | None, float | None]]:
    """Correlate counts of rows by day, and by pair and month, over all units of the span, the empty ones included."""
    if first is None or last is None:
        return []
    days = [date.fromordinal(n).isoformat() for n in range(_ordinal(first), _ordinal(last) + 1)]
    pairs = sorted({(r.actor, r.recipient) for r in (*a, *b)})
    months = sorted({day[:7] for day in days})
    by_day = [Counter(r.day for r in rows) for rows in (a, b)]
    by_month = [Counter((r.actor, r.recipient, r.day[:7]) for r in rows) for rows in (a, b)]
    units = [(*pair, month) for pair in pairs for month in months]
    found = []
    for name, one, other in (
        ("day", [by_day[0][d] for d in days], [by_day[1][d] for d in days]),
        ("pair and month", [by_month[0][u] for u in units], [by_month[1][u] for u in units]),
    ):
        found.append((name, len(one), pearson(one, other), spearman(one, other)))
    return found


def _examples(matches: Sequence[Match], number: int) -> tuple[tuple[str, tuple[Match, ...]], ...]:
    """Return the first matches of each sort, spread over types so that the commonest does not fill them all."""
    sorts: dict[str, list[Match]] = {"matched": [], "only in A": [], "only in B": []}
    for match in matches:
        sorts["matched" if None not in match else "only in A" if match[1] is None else "only in B"].append(match)
    return tuple((name, tuple(_spread(found, number))) for name, found in sorts.items())


def _spread(matches: Sequence[Match], number: int) -> list[Match]:
    seen: Counter[str] = Counter()
    ranked = []
    for place, match in enumerate(matches):
        row = _either(match)
        ranked.append((seen[row.event_type], place))
        seen[row.event_type] += 1
    return [matches[place] for _, place in sorted(ranked)[:number]]
