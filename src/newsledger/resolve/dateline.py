"""The place of a dateline: the state from which a story is told, and cities that tell nothing of it."""

from __future__ import annotations

import re

from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.gazetteer import Gazetteer
from newsledger.resolve.knowledge import Knowledge
from newsledger.resolve.words import word_set

_PLACES = frozenset({"country", "capital", "region", "pre"})
_CAPS_INSIDE = re.compile(r"(?<=[ -])(?:And|Au|D|Da|De|Del|Des|Di|Do|Du|El|Es|Of|Sur)(?=[ -])")
_HUBS = word_set("hosts_of_organisations")


def told_from(dateline: str, knowledge: Knowledge, gazetteer: Gazetteer) -> str | None:
    """Return the state in which the place of a dateline lies; what stands behind a comma settles it."""
    parts = [_in_small_letters(part.strip()) for part in dateline.split(",")]
    first, last = (_states_of(part, knowledge, gazetteer) for part in (parts[0], parts[-1]))
    return next((code for code in last if code in first), next(iter(last or first), None))


def is_hub(dateline: str) -> bool:
    """Tell whether bodies of the world sit in the city of a dateline: stories told from there play anywhere."""
    return dateline.split(",")[0].strip().lower() in _HUBS


def _states_of(place: str, knowledge: Knowledge, gazetteer: Gazetteer) -> list[str]:
    """The states in which a place may lie, the likeliest first."""
    hits = knowledge.scan(place)
    lands = [e.country for hit in hits for e in hit.entries if e.kind in _PLACES]
    found = [c.country for hit in gazetteer.find(place) for c in hit.cities]
    cities = [knowledge.sovereigns.get(code, code) for code in found]
    # "Tel Aviv" is a town, "White House" is none.
    seats = [e.country for hit in hits for e in hit.entries if e.kind == "seat"]
    towns = [code for code in seats if code in cities] if seats else cities
    return [code for code in (*lands, *towns) if code and code not in ORGANISATION_CODES]


def _in_small_letters(place: str) -> str:
    """The place of a dateline as a sentence would write it: "Rio de Janeiro"."""
    return _CAPS_INSIDE.sub(lambda word: word[0].lower(), place.title())
