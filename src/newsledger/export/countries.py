"""One country in the codes of several data sets, on a day. ISO 3166 alpha-2 is never written: "NA" is Namibia."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsledger.ontology.crosswalks import state_codes, state_terms
from newsledger.resolve.knowledge import read_table


@dataclass(frozen=True, slots=True)
class Country:
    """A country.

    Attributes:
        iso3: ISO 3166 alpha-3.
        name: English name.
        cow: Correlates of War number on the day, or "".
        gw: Gleditsch-Ward number on the day, or "".
        fips: FIPS 10-4, or "".
        numeric: ISO 3166 number, or "".
        region: ACLED's region.
        ftm: FollowTheMoney's code, or "" where it has none.
    """

    iso3: str
    name: str
    cow: str
    gw: str
    fips: str
    numeric: str
    region: str
    ftm: str


@cache
def _countries() -> dict[str, Country]:
    codes = state_codes()
    return {
        row["iso3"]: Country(
            row["iso3"],
            row["name"].strip(),
            row["cow"],
            row["gw"],
            row["fips"],
            codes[row["iso3"]]["numeric"],
            codes[row["iso3"]]["acled_region"],
            codes[row["iso3"]]["ftm"],
        )
        for row in read_table("countries.csv")
    }


def country(iso3: str | None) -> Country | None:
    """Return a country by its ISO 3166 alpha-3 code, or None for an organisation code or no code."""
    return _countries().get(iso3 or "")


def state_numbers(iso3: str | None, day: str | None = None) -> tuple[str, str]:
    """Return the Correlates of War and the Gleditsch-Ward number of a country, each "" where there is none.

    Args:
        iso3: ISO 3166 alpha-3.
        day: ISO day; without one, the numbers of today's state.
    """
    found = country(iso3)
    if found is None:
        return "", ""
    terms = state_terms().get(found.iso3)
    if terms is None:
        return found.cow, found.gw
    term = terms[-1] if day is None else next((t for t in terms if t.holds(day)), None)
    return (term.cow, term.gw) if term else ("", "")


@cache
def iso3_of_fips() -> dict[str, str]:
    """Return ISO 3166 alpha-3 by FIPS 10-4; Gaza is part of the Palestinian territory."""
    return {c.fips: c.iso3 for c in _countries().values() if c.fips} | {"GZ": "PSE"}


@cache
def iso3_of_name() -> dict[str, str]:
    """Return ISO 3166 alpha-3 by names and aliases of countries in small letters."""
    found: dict[str, str] = {}
    for row in read_table("countries.csv"):
        for name in (row["name"], *row["aliases"].split("|")):
            found.setdefault(name.strip().lower(), row["iso3"])
    found.pop("", None)
    return found


@cache
def iso3_of_cow() -> dict[str, str]:
    """Return ISO 3166 alpha-3 by Correlates of War number; 260 and 817, as POLECAT has them, included."""
    found = {c.cow: c.iso3 for c in _countries().values() if c.cow}
    found |= {term.cow: iso3 for iso3, terms in state_terms().items() for term in terms}
    return found | {"817": "VNM"}
