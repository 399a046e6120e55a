"""What the package index itself tells of known holes, where the advisory service behind pip-audit cannot be reached.

The index tells the holes of a version (``/pypi/NAME/VERSION/json``); a mirror may tell them of the newest version alone
(``/pypi/NAME/json``), which serves a lock that is up to date.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from supply.lock import Locked

INDEX = "https://pypi.org/pypi"
_SECONDS = 20
_AT_ONCE = 8

Ask = Callable[[str], dict[str, Any] | None]
"""The index's answer to an address, or None where it has none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Known holes of a package, a line each; ``looked_up`` is False where the index tells nothing of this version."""

    package: Locked
    looked_up: bool
    holes: tuple[str, ...] = ()


def ask_index(address: str) -> dict[str, Any] | None:
    """Return the JSON at an address of the index; None where it is not there or cannot be reached."""
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as reply:
            return dict(json.load(reply))
    except (urllib.error.URLError, TimeoutError, ValueError):
        return None


def known_of(packages: Iterable[Locked], ask: Ask = ask_index) -> list[Answer]:
    """Ask the index for each package, several at once; answers come in the order of the packages."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda package: _known(package, ask), packages))


def _known(package: Locked, ask: Ask) -> Answer:
    told = ask(f"{INDEX}/{package.name}/{package.version}/json") or ask(f"{INDEX}/{package.name}/json")
    if told is None or told["info"]["version"] != package.version:
        return Answer(package, looked_up=False)
    open_holes = [hole["id"] for hole in told.get("vulnerabilities") or () if not hole.get("withdrawn")]
    return Answer(package, looked_up=True, holes=tuple(f"{package.name} {package.version}: {h}" for h in open_holes))
