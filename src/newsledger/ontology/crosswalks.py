"""Codes of neighbouring data sets: Goldstein's scale, CAMEO roles, numbers of states, each read from its data file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsledger.ontology.files import read_csv


@cache
def _goldstein() -> dict[str, float]:
    return {row["cameo"]: float(row["goldstein"]) for row in read_csv("cameo/goldstein.csv")}


def goldstein(cameo: str | None) -> float | None:
    """Return the Goldstein score of a CAMEO code, -10 (conflict) to +10 (cooperation), or None for an unknown code.

    The table is that of the CAMEO project (Goldstein 1992, carried over from WEIS), by root, base and full code.
    """
    return _goldstein().get(cameo or "")


@cache
def _roles() -> dict[str, str]:
    return {row["plover"]: row["cameo"] for row in read_csv("cameo/sectors.csv")}


def cameo_role(code: str | None) -> str:
    """Return the CAMEO role (``GOV``, ``MED`` …) of a PLOVER sector or organisation code, "" where there is none."""
    return _roles().get(code or "", "")


@dataclass(frozen=True, slots=True)
class StateTerm:
    """What a state is called by Correlates of War and by Gleditsch and Ward between two days, "" for an open end."""

    cow: str
    gw: str
    start: str
    end: str

    def holds(self, day: str) -> bool:
        """Whether the term covers an ISO day."""
        return (not self.start or self.start <= day) and (not self.end or day <= self.end)


@cache
def state_terms() -> dict[str, tuple[StateTerm, ...]]:
    """Return the terms of the states whose numbers changed or that are young, by ISO 3166 alpha-3, oldest first."""
    found: dict[str, tuple[StateTerm, ...]] = {}
    for row in read_csv("states/dated.csv"):
        term = StateTerm(row["cow"], row["gw"], row["from"], row["to"])
        found[row["iso3"]] = (*found.get(row["iso3"], ()), term)
    return found


@cache
def state_codes() -> dict[str, dict[str, str]]:
    """Return ISO 3166 numbers, ACLED regions and FollowTheMoney codes of states by ISO 3166 alpha-3."""
    return {row["iso3"]: row for row in read_csv("states/codes.csv")}
