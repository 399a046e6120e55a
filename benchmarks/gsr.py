"""PLOVER's gold standard records: is the gold type among the types found, and are the countries of the parties right?

The records follow PLOVER 0.5: YIELD is CONCEDE or RETREAT, DEMAND and APPEAL are REQUEST, and "source" and "target" are
actor and recipient.
"""

from __future__ import annotations

from typing import Any

import newsledger
from benchmarks.common import jsonl, shared_folder
from newsledger.records import EventMention, Party

OLD_TYPES = {"YIELD": {"CONCEDE", "RETREAT"}, "DEMAND": {"REQUEST"}, "APPEAL": {"REQUEST"}}
OLD_COUNTRIES = {"JAP": "JPN"}


def gold_types(record: dict[str, Any]) -> set[str]:
    """Return the present names of the record's types."""
    return set().union(*(OLD_TYPES.get(e["event"], {e["event"]}) for e in record["events"]))


def countries(codes: list[str]) -> set[str]:
    """Return the countries of codes such as ``USAGOV``."""
    return {OLD_COUNTRIES.get(code[:3], code[:3]) for code in codes if len(code) >= 3}


def found_countries(parties: tuple[Party, ...]) -> set[str]:
    """Return the countries of the parties of a mention."""
    return {p.country for p in parties if p.country}


def main() -> None:
    records = list(jsonl(shared_folder(__doc__) / "bench" / "plover_gsr" / "dev.jsonl"))
    table = newsledger.code([{"id": r["id"], "text": r["text"]} for r in records])
    by_id: dict[str, list[EventMention]] = {}
    for mention in table:
        by_id.setdefault(str(mention.external_id), []).append(mention)
    hits = found = actors = recipients = compared = 0
    for record in records:
        mentions = by_id.get(str(record["id"]), [])
        gold = gold_types(record)
        right = [m for m in mentions if m.event_type in gold]
        hits += bool(right)
        found += bool(mentions)
        if right:
            compared += 1
            first = record["events"][0]
            actors += any(found_countries(m.actors) == countries(first["source"]) for m in right)
            recipients += any(found_countries(m.recipients) == countries(first["target"]) for m in right)
    total = sum(len(m) for m in by_id.values())
    true = sum(m.event_type in gold_types(r) for r in records for m in by_id.get(str(r["id"]), []))
    print(f"records {len(records)}, with an event found {found}, event mentions {total}")
    print(f"gold type among the types found {hits / len(records):.3f}; precision {true / max(total, 1):.3f}")
    print(f"of these, actor countries right {actors / max(compared, 1):.3f}")
    print(f"of these, recipient countries right {recipients / max(compared, 1):.3f}")


if __name__ == "__main__":
    main()
