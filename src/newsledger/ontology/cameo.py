"""PLOVER to CAMEO and back.

``cameo/crosswalk.csv`` gives each CAMEO code its PLOVER type, mode and contexts. ``cameo/back.csv`` gives each PLOVER
type and mode the most general CAMEO code that is true of it, and for some contexts a narrower one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsledger.ontology.files import read_csv
from newsledger.ontology.records import CameoCode

if TYPE_CHECKING:
    from collections.abc import Iterable

_Key = tuple[str, str]


def read_crosswalk() -> dict[str, CameoCode]:
    """Return all CAMEO codes by code, in CAMEO's order."""
    return {
        row["cameo"]: CameoCode(
            code=row["cameo"],
            label=row["label"],
            event_type=row["type"] or None,
            event_mode=row["mode"] or None,
            contexts=tuple(row["contexts"].split()),
            note=row["note"] or None,
        )
        for row in read_csv("cameo/crosswalk.csv")
    }


class BackTable:
    """From PLOVER to CAMEO."""

    def __init__(self) -> None:
        self._general: dict[_Key, str] = {}
        self._narrow: dict[_Key, dict[str, str]] = {}
        for row in read_csv("cameo/back.csv"):
            key = (row["type"], row["mode"])
            if row["context"]:
                self._narrow.setdefault(key, {})[row["context"]] = row["cameo"]
            else:
                self._general[key] = row["cameo"]

    def code(self, event_type: str, mode: str | None, contexts: Iterable[str]) -> str:
        """Return the narrow code if the contexts point to exactly one, otherwise the general code of type and mode."""
        key = (event_type, mode or "")
        narrow = self._narrow.get(key, {})
        codes = {narrow[context] for context in contexts if context in narrow}
        return codes.pop() if len(codes) == 1 else self._general[key]
