"""The data files of this room."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def read_toml(name: str) -> dict[str, Any]:
    """Return the data file ``name``, a path relative to this room."""
    with (_HERE / name).open("rb") as file:
        return tomllib.load(file)


def read_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of the data file ``name``; an empty cell is an empty string."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
