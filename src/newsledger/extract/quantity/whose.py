"""Whose pounds, rupees or pesos an amount is, once a country is known."""

from __future__ import annotations

import re

from newsledger.extract.quantity.tables import currencies, shared_currencies
from newsledger.records import Quantity

_WORD = re.compile(r"[^\W\d_]+")


def currency_in(quantity: Quantity, country: str) -> str | None:
    """Return the ISO 4217 code that the words of an amount stand for in a country.

    Args:
        quantity: An amount as found in a sentence.
        country: ISO 3166 alpha-3 code.

    Returns:
        The code, or None where the words name no money that states share ("Egyptian pounds" name theirs), or the
        country has none of that name.
    """
    name = _shared_name(quantity.text) if quantity.measures == "money" else None
    return shared_currencies()[name].get(country) if name else None


def _shared_name(text: str) -> str | None:
    """The name that several states share at the end of an amount's words, or else a sign such as "Rs" among them."""
    written = _WORD.findall(text)
    words = [word.lower() for word in written]
    signs, names = currencies()
    found = names.before(words, len(words))
    candidates = [" ".join(words[found[1] :])] if found else [word for word in written if word in signs]
    return next((name for name in candidates if name in shared_currencies()), None)
