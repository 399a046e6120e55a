"""Which mentions are exported: simple filters as bound values, and a condition in SQL of the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TOLD_APART = ("negation", "hypothetical", "future")
"""Auxiliary modes of what did not happen: denied, possible, still to come."""

_DAY_FROM = 'left(coalesce("time".latest, document_creation_time), 10)'
_DAY_TO = 'left(coalesce("time".earliest, document_creation_time), 10)'
_CODES = "[p.country for p in actors || recipients]"


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export.

    Attributes:
        where: A condition in DuckDB's SQL on the columns of ``event_mentions``, or None.
        since: First ISO day, of the event where the text dates it and of the report otherwise, or None.
        until: Last ISO day, in the same way, or None.
        countries: Codes of which a party must have one; empty for all.
        types: PLOVER types; empty for all.
        auxiliary: Keep what is told as not so, as possible or as to come.
        as_coded: Leave reviewers' verdicts out of account; otherwise corrections are put in and rejected mentions left
            out.
        as_of: Version of the ledger, the newest by default.
    """

    where: str | None = None
    since: str | None = None
    until: str | None = None
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    auxiliary: bool = True
    as_coded: bool = False
    as_of: int | None = None

    @property
    def view(self) -> str:
        """The view that is read."""
        return "event_mentions" if self.as_coded else "reviewed_mentions"

    def condition(self, *, auxiliary: bool | None = None) -> tuple[str, dict[str, Any]]:
        """Return the condition as SQL with named parameters, and their values.

        Args:
            auxiliary: False for mentions of what happened, True for the others alone; as selected by default.
        """
        parts: list[str] = []
        values: dict[str, Any] = {}
        if self.where:
            parts.append(f"({self.where}\n)")  # a remark at the end of the user's words must not swallow the bracket
        for name, value, part in (
            ("since", self.since, f"{_DAY_FROM} >= $since"),
            ("until", self.until, f"{_DAY_TO} <= $until"),
            ("countries", list(self.countries), f"list_has_any({_CODES}, $countries)"),
            ("types", list(self.types), "list_contains($types, event_type)"),
        ):
            if value:
                parts.append(part)
                values[name] = value
        if auxiliary is True or not (self.auxiliary if auxiliary is None else auxiliary):
            parts.append(f"{'' if auxiliary else 'not '}list_has_any(auxiliary, $told_apart)")
            values["told_apart"] = list(TOLD_APART)
        return " and ".join(parts) or "true", values
