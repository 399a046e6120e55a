"""Numbers behind the pictures, counted in SQL so that a large ledger draws as quickly as a small one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from newsledger.ledger.browse import Snapshot
from newsledger.ledger.browse_filters import Where
from newsledger.ontology import load

_EDGES = """
with found as (select event_id, actors, recipients, quad_code, stage from events where {where}),
arcs as (
    select a.actor, r.recipient, quad_code, event_id
    from found, unnest(actors) as a(actor), unnest(recipients) as r(recipient)
    union all
    select a.actor, b.actor, quad_code, event_id
    from found, unnest(actors) as a(actor), unnest(actors) as b(actor)
    where len(recipients) = 0 and a.actor <> b.actor
)
"""


def network_edges(snapshot: Snapshot, where: Where, least: int, *, most: int = 4000) -> list[dict[str, Any]]:
    """Return who acts on whom: ``actor``, ``recipient``, ``quad_code``, ``count``; what is denied joins nobody.

    Args:
        snapshot: The ledger.
        where: Which events.
        least: Arcs of fewer events are left out.
        most: Arcs that are returned, those with the most events.
    """
    sql = _EDGES.format(where=f"{where.sql} and stage is distinct from 'denied'") + (
        "select actor, recipient, quad_code, count(*) as count from arcs group by all having count(*) >= $least "
        "order by count desc, actor, recipient, quad_code limit $most"
    )
    return snapshot.rows(sql, {**where.values, "least": least, "most": most})


def dyad_counts(
    snapshot: Snapshot, code: str | None = None, *, among: Sequence[str] | None = None, most: int
) -> tuple[list[dict[str, Any]], int]:
    """Return pairs of parties with the number of their events by quad, those with the most first.

    Args:
        snapshot: The ledger.
        code: Only pairs with this party, which then stands first.
        among: Only pairs of which one is among these parties.
        most: Pairs that are returned.

    Returns:
        The pairs, and how many there are in all.
    """
    first = "case when recipient = $code then recipient else actor end" if code else "least(actor, recipient)"
    second = "case when recipient = $code then actor else recipient end" if code else "greatest(actor, recipient)"
    condition = "actor <> recipient" + (" and $code in (actor, recipient)" if code else "")
    values: dict[str, Any] = {"most": most, **({"code": code} if code else {})}
    if among is not None:
        condition += " and list_has_any([actor, recipient], $among::varchar[])"
        values["among"] = list(among)
    quads = ", ".join(f"count(*) filter (quad_code = '{q}') as quad_{q}" for q in range(1, 5))
    sql = _EDGES.format(where="first_mention_id is not null") + (
        f"select one, other, count(*) as events, {quads}, count(*) over () as pairs from ("
        f"select distinct event_id, quad_code, {first} as one, {second} as other from arcs "
        f"where {condition} and length(actor) = 3 and length(recipient) = 3"
        ") group by all order by events desc, one, other limit $most"
    )
    rows = snapshot.rows(sql, values)
    total = rows[0]["pairs"] if rows else 0
    return [{k: v for k, v in row.items() if k != "pairs"} for row in rows], total


def codes_met(snapshot: Snapshot) -> list[str]:
    """Return the codes of all parties of events, in their order."""
    sql = """
        select distinct code from (select unnest(actors || recipients) as code from events)
        where length(code) = 3 order by code
    """
    return [row["code"] for row in snapshot.rows(sql)]


def event_months(snapshot: Snapshot, where: Where) -> dict[tuple[str | None, str], int]:
    """Return the number of events by month of the first report (None without one) and quad."""
    sql = f"""
        select left(first_reported_at, 7) as month, quad_code, count(*) as n from events where {where.sql}
        group by all order by all
    """
    return {(row["month"], row["quad_code"]): row["n"] for row in snapshot.rows(sql, where.values)}


def map_points(snapshot: Snapshot, where: Where, *, most: int = 1500) -> list[dict[str, Any]]:
    """Return places with the number of events at each, those with the most first."""
    sql = f"""
        select coalesce(place.name, place.text) as name, place.country as country, place.latitude as latitude,
            place.longitude as longitude, count(*) as count,
            coalesce(place.granularity in ('country', 'admin1', 'sea', 'region'), false) as coarse
        from events where {where.sql} and place.latitude is not null and place.longitude is not null
        group by all order by count desc, name, latitude limit $most
    """
    return snapshot.rows(sql, {**where.values, "most": most})


def fills(snapshot: Snapshot, where: Where) -> list[dict[str, Any]]:
    """Return countries with the mean score of the events in which they take part, as told to have happened."""
    sql = f"""
        select code, event_type, event_mode, count(*) as n
        from (
            select unnest(list_distinct(actors || recipients)) as code, event_type, event_mode
            from events where {where.sql} and stage = 'happened'
        )
        where length(code) = 3 group by all order by all
    """
    score = load().intensity
    sums: dict[str, tuple[float, int]] = {}
    for row in snapshot.rows(sql, where.values):
        total, count = sums.get(row["code"], (0.0, 0))
        sums[row["code"]] = total + row["n"] * score(row["event_type"], row["event_mode"]), count + row["n"]
    return [{"country": code, "value": total / n, "count": n} for code, (total, n) in sorted(sums.items())]
