"""The code that somebody means who writes another: "US", "Britain", "EU", "Azerbijan"."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from newsledger.ontology.crosswalks import state_codes
from newsledger.resolve.knowledge import read_table

_NEAR = 0.8


def code_meant(words: str) -> str | None:
    """Return the code of a country or organisation by ISO 3166 alpha-2, by a name, or by a name that is nearly so."""
    asked = " ".join(words.split()).lower()
    found = _alpha_2().get(asked) or _named().get(asked)
    if found or len(asked) < 4:
        return found
    near = get_close_matches(asked, _named(), n=1, cutoff=_NEAR)
    return _named()[near[0]] if near else None


@cache
def _alpha_2() -> Mapping[str, str]:
    """ISO 3166 alpha-3 by alpha-2, which FollowTheMoney's codes are."""
    return {row["ftm"]: iso3 for iso3, row in state_codes().items() if len(row["ftm"]) == 2}


@cache
def _named() -> Mapping[str, str]:
    """Codes by the names of countries and organisations in small letters; a country goes before an organisation."""
    found: dict[str, str] = {}
    for row in read_table("countries.csv"):
        for name in (row["name"], *row["aliases"].split("|")):
            found.setdefault(name.strip().lower(), row["iso3"])
    for kind in ("country", "igo"):
        table = read_table("names.csv") if kind == "country" else read_table("organisations.csv")
        for row in table:
            if row["kind"] == kind:
                for name in (row["phrases"] if kind == "country" else row["names"]).split("|"):
                    found.setdefault(name.strip().lower(), row["code"])
    found.pop("", None)
    return found
