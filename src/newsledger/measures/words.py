"""The word tables of this room, compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return a TOML file of this room."""
    return tomllib.loads(resources.files("newsledger.measures").joinpath(name).read_text(encoding="utf-8"))


@cache
def pattern(name: str, section: str, key: str) -> re.Pattern[str] | None:
    """Return the expressions of a list joined into one pattern, or None where the list is missing."""
    expressions = table(name)[section].get(key)
    return re.compile("|".join(f"(?:{e})" for e in expressions), re.IGNORECASE) if expressions else None


@cache
def verb_pattern(status: str) -> re.Pattern[str]:
    """Return the pattern of the verbs that give a status, on word boundaries."""
    expressions = table("actions.toml")["verbs"][status]
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"(?:{e})" for e in expressions) + r")(?![\w-])", re.IGNORECASE)
