"""Codes that a user asks for, checked before any work is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from newsledger.errors import OntologyError
from newsledger.export.countries import country
from newsledger.ontology import load
from newsledger.resolve.meant import code_meant


def known_types(types: Iterable[str]) -> tuple[str, ...]:
    """Return PLOVER types in capitals.

    Raises:
        OntologyError: There is no such type; the hint names near ones.
    """
    return tuple(dict.fromkeys(load().event_type(t.upper()).code for t in types))


def known_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes of countries and organisations in capitals.

    Raises:
        OntologyError: A code is none; the hint names the code that is meant.
    """
    organisations = {o.code for o in load().organisations}
    found = []
    for code in codes:
        upper = code.strip().upper()
        if country(upper) is None and upper not in organisations:
            meant = code_meant(code)
            hint = f"did you mean {meant}? " if meant else ""
            hint += "use ISO 3166 alpha-3 (KEN), or UNO, EUR, IGO, NGO …"
            raise OntologyError(f"{code!r} is no code of a country or an organisation", hint=hint)
        found.append(upper)
    return tuple(dict.fromkeys(found))


def known_regime(regime: str, known: Collection[str]) -> str:
    """Return the id of a regime as the register writes it, whatever its capitals.

    Raises:
        OntologyError: There is no such regime; the hint names near ones.
    """
    written = {name.lower(): name for name in sorted(known)}
    return one_of("regime", written.get(regime.strip().lower(), regime), sorted(known))


def one_of(what: str, value: str, known: Collection[str]) -> str:
    """Return a value that is one of those known.

    Raises:
        OntologyError: It is none; the hint names near ones, or all.
    """
    if value in known:
        return value
    near = get_close_matches(value.lower(), known, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "one of " + ", ".join(known)
    raise OntologyError(f"unknown {what} {value!r}", hint=hint)
