"""What the user chose for an export, and what has to be told afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from newsledger.export.selection import Selection


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that several formats share.

    Attributes:
        selection: Which mentions are exported; panels take their span and their countries from it.
        report_day: Let the day of the report stand in where the text does not date an event at all.
        notes: Filled while writing: what was left out or left empty, with how often.
    """

    selection: Selection = field(default_factory=Selection)
    report_day: bool = False
    notes: Counter[str] = field(default_factory=Counter)


def clean(value: Any) -> str:
    """Return a value as the text of one cell: no tab, line break or control character, None as empty text."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return " ".join(text.split())


def tab_line(values: Iterable[Any], *, empty: str = "") -> str:
    """Return values as a line of tab-separated cells, without quoting, as the data sets of the field do it."""
    return "\t".join(clean(v) or empty for v in values) + "\n"
