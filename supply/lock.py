"""Lock files as ``uv pip compile`` writes them, and what the installed packages say of their licence."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-all.lock")
"""Those that are installed with hashes; the one for training is not."""

_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_PARENT = re.compile(r"#\s+(?:via\s+)?([A-Za-z0-9][\w.-]*(?: \(pyproject\.toml[^)]*\))?)\s*$")


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of a lock file.

    Attributes:
        name: Its normalised name.
        version: The one version.
        hashes: SHA-256 of the files that may be installed.
        wanted_by: What needs it: packages, or ``newsledger (pyproject.toml)``, with ``:GROUP`` of a group.
    """

    name: str
    version: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]


def read_lock(path: Path) -> tuple[Locked, ...]:
    """Return the packages of a lock file, in its order.

    Raises:
        ValueError: A line asks for a package without an exact version.
    """
    found: list[tuple[str, str, list[str], list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            found.append((pin[1].lower(), pin[2], [], []))
        elif line[:1].strip() and not line.startswith("#"):
            raise ValueError(f"{path.name}: {line!r} is no exact version")
        if found:
            found[-1][2].extend(_HASH.findall(line))
            parent = _PARENT.search(line) if line.startswith(" ") else None
            if parent and parent[1] != "via":
                found[-1][3].append(parent[1])
    return tuple(Locked(name, version, tuple(h), tuple(via)) for name, version, h, via in found)


def needed_at_run_time(packages: tuple[Locked, ...]) -> frozenset[str]:
    """Return the names that ``pip install newsledger`` brings in, without groups and extras."""
    needed = {p.name for p in packages if "newsledger (pyproject.toml)" in p.wanted_by}
    while more := {p.name for p in packages if p.name not in needed and needed & set(p.wanted_by)}:
        needed |= more
    return frozenset(needed)


def licence(name: str) -> str | None:
    """Return the licence of an installed package as SPDX writes it, as far as it says; None if it is not installed."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    listed = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    plain = next(iter(told.get_all("License") or ()), "").partition("\n")[0]
    stated = next(iter(told.get_all("License-Expression") or ()), "") or " OR ".join(listed) or plain
    table = _table()
    return table["same"].get(stated.strip(), stated.strip()) or table["read"].get(name, "")


def may_be_used(expression: str) -> bool:
    """Tell whether a licence is allowed: of alternatives any, of several that hold together all."""
    allowed = set(_table()["allowed"])
    return any(all(part.strip() in allowed for part in one.split(" AND ")) for one in expression.split(" OR "))


def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("licences.toml").read_text(encoding="utf-8"))
