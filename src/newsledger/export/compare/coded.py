"""One coded row of any data set, brought down to what all have: a day, a directed pair, a PLOVER type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from newsledger.errors import OntologyError
from newsledger.export.countries import country, iso3_of_cow, iso3_of_name
from newsledger.ontology import load


@dataclass(frozen=True, slots=True)
class Coded:
    """A row.

    Attributes:
        day: ISO day.
        actor: ISO 3166 alpha-3 or organisation code, or "" where the row gives none that is known.
        recipient: The same.
        event_type: PLOVER type.
        reference: The row's id in its data set.
        words: What the row has to show: the sentence, or names and label.
        where: Document and half-open offsets of the event's words ("d-…:120-128"), or "".
    """

    day: str
    actor: str
    recipient: str
    event_type: str
    reference: str
    words: str
    where: str = ""


_EMPTY = frozenset({"", "None", "NA", "NULL", "---"})
_OLD_CODES = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "XKX": "KOS", "GER": "DEU"}
_NAMES = {
    "occupied palestinian territory": "PSE",
    "palestine": "PSE",
    "syrian arab republic": "SYR",
    "viet nam": "VNM",
    "korea": "KOR",
    "macedonia": "MKD",
    "swaziland": "SWZ",
    "east timor": "TLS",
    "czech republic": "CZE",
    "cote d'ivoire": "CIV",
    "turkiye": "TUR",
}


def is_empty(cell: str) -> bool:
    """Whether a cell says that there is nothing, in the way of any of the data sets."""
    return cell.strip() in _EMPTY


@lru_cache(maxsize=4096)
def code_of(cell: str, cow: str = "") -> str:
    """Return the code that a country cell means: a code, a name, or a Correlates of War number beside it; else ""."""
    text = cell.strip()
    if is_empty(text):
        return iso3_of_cow().get(cow.strip(), "")
    upper = _OLD_CODES.get(text.upper(), text.upper())
    if len(upper) == 3 and (country(upper) or upper in {o.code for o in load().organisations}):
        return upper
    lower = text.lower()
    return iso3_of_name().get(lower) or _NAMES.get(lower) or iso3_of_cow().get(cow.strip(), "")


@lru_cache(maxsize=1024)
def type_of_cameo(code: str) -> str | None:
    """Return the PLOVER type of a CAMEO code, None for what PLOVER does not code or no code at all."""
    try:
        return load().from_cameo(code.strip()).event_type
    except OntologyError:
        return None


@lru_cache(maxsize=1024)
def cameo_label(code: str) -> str:
    """Return CAMEO's name of a code, or the code where there is none."""
    try:
        return load().from_cameo(code.strip()).label
    except OntologyError:
        return code
