"""The word lists of the room, read once from ``words.toml`` and ``furniture.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the room's TOML files as a dict."""
    path = resources.files("newsledger.articles").joinpath(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words(section: str, key: str) -> frozenset[str]:
    """Return a list of ``words.toml``, split at white space."""
    return frozenset(table("words")[section][key].split())


@cache
def lines(*path: str) -> frozenset[str]:
    """Return a list of ``furniture.toml`` that has one entry a line."""
    value: Any = table("furniture")
    for key in path:
        value = value[key]
    return frozenset(value.strip().split("\n"))
