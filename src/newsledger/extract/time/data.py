"""The data files of this package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Read a TOML file that stands beside this module."""
    return tomllib.loads(files("newsledger.extract.time").joinpath(name).read_text(encoding="utf-8"))


@cache
def context(name: str) -> frozenset[str]:
    """Return a list of ``context.toml``: words that decide how a neighbour is read."""
    return frozenset(load_toml("context.toml")[name].split())
