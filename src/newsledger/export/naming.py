"""What to call a party where a format wants a name."""

from __future__ import annotations

from functools import cache

from newsledger.export.countries import country
from newsledger.ontology import load
from newsledger.records import Party
from newsledger.resolve.words import word_set


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(word_set("pronouns"))


def party_name(party: Party) -> str | None:
    """Return the canonical name, else the words unless they are a pronoun, else the name of the code, else None."""
    return party.name or own_words(party) or code_name(party.country)


def own_words(party: Party) -> str | None:
    """Return the words of a party unless they are a pronoun."""
    return party.text if party.text and party.text.lower() not in _pronouns() else None


def code_name(code: str | None) -> str | None:
    """Return the name of a country, or the label of an organisation code."""
    state = country(code)
    if state:
        return state.name
    return load().organisation(code).label if code else None
