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
    mentions, parties = "event_mentions", "(select unnest(actors || recipients) as p from event_mentions)"
    asked: tuple[tuple[str, str, str, str, Collection[str]], ...] = (
        (mentions, "types", "event_type", mentions, {t.code for t in ontology.types}),
        (mentions, "modes", "event_type || '/' || event_mode", mentions, modes),
        (mentions, "contexts", "unnest(contexts)", mentions, {c.code for c in ontology.contexts}),
        (mentions, "auxiliary modes", "unnest(auxiliary)", mentions, AUXILIARY_MODES),
        (mentions, "factuality", "factuality", mentions, FACTUALITY_VALUES),
        (mentions, "countries", "p.country", parties, countries),
        (mentions, "sectors", "p.sector", parties, sectors),
        (mentions, "places", "place.country", mentions, countries),
        ("claims", "kinds of sources", "attribution.kind", "claims", ATTRIBUTION_KINDS),
        ("measure_mentions", "kinds", "kind", "measure_mentions", MEASURE_KINDS),
    )
    for table, what, code, relation, known in asked:
        query = f"select code, count(*) from (select {code} as code from {relation}) where code is not null group by 1"
        counts = dict(db.execute(query).fetchall())
        unknown = sorted(code for code in counts if code not in known)
        example = f"unknown: {', '.join(unknown[:5])}"
        yield verdict(table, f"known {what}", sum(counts[c] for c in unknown), sum(counts.values()), example=example)
