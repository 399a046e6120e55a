"""Writes the bill of materials of a lock file, in CycloneDX 1.6 JSON.

Usage: python -m supply.sbom [--lock requirements.lock] [--output FILE]

It has no clock and no random number in it: the same lock and the same installed packages give the same bytes. What
``pip install newsledger`` brings in is ``required``; what only developers need is ``excluded``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from supply.lock import ROOT, Locked, licence, needed_at_run_time, read_lock


def main() -> int:
    """Write the bill."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock")
    parser.add_argument("--output", type=Path, help="standard output by default")
    given = parser.parse_args()
    text = json.dumps(bill(read_lock(given.lock)), indent=2) + "\n"
    if given.output:
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(text, encoding="utf-8")
        print(f"the bill of materials is in {given.output}")
    else:
        print(text, end="")
    return 0


def bill(packages: tuple[Locked, ...]) -> dict[str, Any]:
    """Return the bill of materials: a component a package, and what needs what."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = needed_at_run_time(packages)
    own = f"pkg:pypi/newsledger@{project['version']}"
    refs = {p.name: _purl(p) for p in packages}
    asks: dict[str, list[str]] = {own: [refs[p.name] for p in packages if any(_is_own(w) for w in p.wanted_by)]}
    for package in packages:
        asks[refs[package.name]] = [refs[p.name] for p in packages if package.name in p.wanted_by]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": own, "name": "newsledger", "version": project["version"], "purl": own,
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": [_component(p, required=p.name in needed) for p in packages],
        "dependencies": [{"ref": ref, "dependsOn": sorted(needs)} for ref, needs in asks.items()],
    }  # fmt: skip


def _component(package: Locked, *, required: bool) -> dict[str, Any]:
    found = licence(package.name)
    files = {
        "type": "distribution",
        "url": f"https://pypi.org/project/{package.name}/{package.version}/",
        "hashes": [{"alg": "SHA-256", "content": content} for content in package.hashes],
    }
    return {
        "type": "library",
        "bom-ref": _purl(package),
        "name": package.name,
        "version": package.version,
        "scope": "required" if required else "excluded",
        "purl": _purl(package),
        **({"licenses": [{"expression": found}]} if found else {}),
        "externalReferences": [files],
    }


def _purl(package: Locked) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


def _is_own(wanted_by: str) -> bool:
    return wanted_by.startswith("newsledger (")


if __name__ == "__main__":
    sys.exit(main())
