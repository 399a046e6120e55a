"""What codes are called: ISO 3166 alpha-3 and the codes of organisations, to names that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from newsledger.ontology import load
from newsledger.resolve.knowledge import read_table


@cache
def names() -> Mapping[str, str]:
    """Return the names of all countries and organisation codes, by code."""
    countries = {row["iso3"]: row["name"] for row in read_table("countries.csv")}
    return {o.code: o.label for o in load().organisations} | countries


def name_of(code: str, own: Mapping[str, str] | None = None) -> str:
    """Return what a code is called; what is no code stays as it is."""
    return (own or {}).get(code) or names().get(code, code)


def names_of(codes: Iterable[str], own: Mapping[str, str] | None = None) -> str:
    """Return the names of several codes in one line."""
    return ", ".join(name_of(c, own) for c in codes)
