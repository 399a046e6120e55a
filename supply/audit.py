"""Checks what Newsledger is built from.

Usage: python -m supply.audit [--licences]

Offline: each locked package has one exact version and hashes, and a licence that licences.toml allows (told by what is
installed). Online: known holes in the locked versions, from pip-audit where it is installed and from the package index;
what neither could look up is said, and is no failure. The exit code is 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from supply.advisories import known_of
from supply.lock import LOCKS, ROOT, Locked, licence, may_be_used, read_lock


def main() -> int:
    """Run the checks and print what they find."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--licences", action="store_true", help="list all packages with their licences")
    given = parser.parse_args()
    wrong = []
    for name in LOCKS:
        packages = read_lock(ROOT / name)
        found = [*without_hashes(packages), *licences(packages, listed=given.licences)]
        print(f"{name}: {len(packages)} packages, {len(found)} faults")
        wrong += [f"{name}: {fault}" for fault in found]
        wrong += known_holes(ROOT / name, packages)
    for fault in wrong:
        print(f"FAULT {fault}")
    return 1 if wrong else 0


def without_hashes(packages: tuple[Locked, ...]) -> list[str]:
    """Return a line for each package whose files could be exchanged."""
    return [f"{p.name} {p.version} has no hash" for p in packages if not p.hashes]


def licences(packages: tuple[Locked, ...], *, listed: bool = False) -> list[str]:
    """Return a line for each package whose licence is not allowed; what is not installed is only told."""
    faults, unknown = [], []
    for package in packages:
        found = licence(package.name)
        if found is None:
            unknown.append(package.name)
        elif not may_be_used(found):
            faults.append(f"{package.name} {package.version} has the licence {found!r}, which is not allowed")
        if listed:
            print(f"  {package.name} {package.version}: {found or 'not installed'}")
    if unknown:
        print(f"  licences not looked at, because not installed: {', '.join(unknown)}")
    return faults


def known_holes(path: Path, packages: tuple[Locked, ...]) -> list[str]:
    """Return the known holes of the locked versions, a line each; print how many could not be looked up, and which.

    pip-audit is asked first; what it does not know, or all where it is not installed, the package index.
    """
    rows = ask_pip_audit(path)
    sure = {row["name"] for row in rows if "skip_reason" not in row}
    answers = known_of(p for p in packages if p.name not in sure)
    unknown = [f"{a.package.name} {a.package.version}" for a in answers if not a.looked_up]
    looked_up = len(packages) - len(unknown)
    print(f"  known holes: {looked_up} packages looked up ({len(sure)} by pip-audit)", end="")
    print(f", not the other {len(unknown)}: {', '.join(unknown)}" if unknown else "")
    return [*holes_of(rows), *(hole for answer in answers for hole in answer.holes)]


def ask_pip_audit(path: Path) -> list[dict[str, Any]]:
    """Return pip-audit's rows for a lock file; none where it is not installed or gives no answer."""
    beside = Path(sys.executable).with_name("pip-audit")
    tool = str(beside) if beside.exists() else shutil.which("pip-audit")
    if tool is None:
        return []
    command = [tool, "--requirement", str(path), "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False, timeout=600)
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except ValueError:
        print(f"  pip-audit gave no answer: {' '.join(done.stderr.split())[-300:]}")
        return []


def holes_of(rows: list[dict[str, Any]]) -> list[str]:
    """Return a line for each known hole in pip-audit's rows.

    It calls a package that its service does not list skipped, and the whole sound: behind a mirror that is all of them.
    """
    return [f"{row['name']} {row['version']}: {hole['id']}" for row in rows for hole in row.get("vulns", ())]


if __name__ == "__main__":
    sys.exit(main())
