"""Codes: every code of the record is one that the codebook has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from newsledger.ledger.verify import Check, verdict
from newsledger.ontology import load
from newsledger.records import ATTRIBUTION_KINDS, AUXILIARY_MODES, FACTUALITY_VALUES
from newsledger.records.measure import EVERYONE, MEASURE_KINDS
from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.knowledge import Knowledge

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger


def check_codes(db: duckdb.DuckDBPyConnection, _: Ledger) -> Iterator[Check]:
    """Yield what is found on codes; a code is counted once for each row that has it."""
    ontology = load()
    modes = {f"{t.code}/{m.code}" for t in ontology.types for m in t.modes}
    sectors = {s.code for s in ontology.sectors}
    countries = {*Knowledge.load().countries, *ORGANISATION_CODES, EVERYONE}
    parties = "(select unnest(actors || recipients) as p from event_mentions)"
    asked: tuple[tuple[str, str, str, Collection[str]], ...] = (
        ("event_mentions", "types", "event_type from event_mentions", {t.code for t in ontology.types}),
        ("event_mentions", "modes", "event_type || '/' || event_mode from event_mentions", modes),
        ("event_mentions", "contexts", "unnest(contexts) from event_mentions", {c.code for c in ontology.contexts}),
        ("event_mentions", "auxiliary modes", "unnest(auxiliary) from event_mentions", AUXILIARY_MODES),
        ("event_mentions", "factuality", "factuality from event_mentions", FACTUALITY_VALUES),
        ("event_mentions", "countries", f"p.country from {parties}", countries),
        ("event_mentions", "sectors", f"p.sector from {parties}", sectors),
        ("event_mentions", "places", "place.country from event_mentions", countries),
        ("claims", "kinds of sources", "attribution.kind from claims", ATTRIBUTION_KINDS),
        ("measure_mentions", "kinds", "kind from measure_mentions", MEASURE_KINDS),
    )
    for table, what, column, known in asked:
        query = f"select code, count(*) from (select {column.replace(' from ', ' as code from ', 1)}) group by 1"
        counts = {code: n for code, n in db.execute(query).fetchall() if code is not None}
        unknown = sorted(code for code in counts if code not in known)
        example = f"unknown: {', '.join(unknown[:5])}"
        yield verdict(table, f"known {what}", sum(counts[c] for c in unknown), sum(counts.values()), example=example)
