"""Codes that a user asks for, checked before any work is done."""

from __future__ import annotations

from collections.abc import Iterable

from newsledger.errors import OntologyError
from newsledger.export.countries import country, iso3_of_name
from newsledger.ontology import load


def known_types(types: Iterable[str]) -> tuple[str, ...]:
    """Return PLOVER types in capitals.

    Raises:
        OntologyError: There is no such type; the hint names near ones.
    """
    return tuple(dict.fromkeys(load().event_type(t.upper()).code for t in types))


def known_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes of countries and organisations in capitals.

    Raises:
        OntologyError: A code is none; the hint names the code of a country of that name.
    """
    organisations = {o.code for o in load().organisations}
    found = []
    for code in codes:
        upper = code.strip().upper()
        if country(upper) is None and upper not in organisations:
            meant = iso3_of_name().get(code.strip().lower())
            hint = f"did you mean {meant}? " if meant else ""
            hint += "use ISO 3166 alpha-3 (KEN), or UNO, EUR, IGO, NGO …"
            raise OntologyError(f"{code!r} is no code of a country or an organisation", hint=hint)
        found.append(upper)
    return tuple(dict.fromkeys(found))
