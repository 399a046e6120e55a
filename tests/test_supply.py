"""What Newsledger is built from: locks that cannot be exchanged, licences that are allowed, a bill of materials."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from supply.advisories import INDEX, known_of
from supply.audit import holes_of, licences, without_hashes
from supply.lock import LOCKS, ROOT, Locked, may_be_used, needed_at_run_time, read_lock
from supply.sbom import bill


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_a_licence_that_is_allowed(name: str) -> None:
    packages = read_lock(ROOT / name)
    assert len(packages) > 90
    assert without_hashes(packages) == []
    assert licences(packages) == []


def test_licences_are_alternatives_or_hold_together() -> None:
    assert may_be_used("MIT")
    assert may_be_used("GPL-2.0-only OR MPL-2.0")
    assert may_be_used("MIT AND PSF-2.0")
    assert not may_be_used("MIT AND GPL-3.0-only")
    assert not may_be_used("")


def test_a_lock_without_a_version_or_a_hash_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.lock").write_text("click==8.5.1\n    # via newsledger (pyproject.toml)\n", encoding="utf-8")
    assert without_hashes(read_lock(tmp_path / "a.lock")) == ["click 8.5.1 has no hash"]
    (tmp_path / "b.lock").write_text("click>=8\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no exact version"):
        read_lock(tmp_path / "b.lock")


def test_the_bill_names_every_package_once_with_what_needs_it() -> None:
    packages = read_lock(ROOT / "requirements.lock")
    found = json.loads(json.dumps(bill(packages)))
    refs = [c["bom-ref"] for c in found["components"]]
    assert len(refs) == len(set(refs)) == len(packages)
    scopes = {c["name"]: c["scope"] for c in found["components"]}
    assert scopes["duckdb"] == scopes["starlette"] == scopes["lxml"] == "required"
    assert scopes["pytest"] == scopes["mypy"] == "excluded"
    needs = {d["ref"]: d["dependsOn"] for d in found["dependencies"]}
    assert any(ref.startswith("pkg:pypi/lxml@") for ref in needs[next(r for r in refs if "/trafilatura@" in r)])
    assert {ref for listed in needs.values() for ref in listed} == set(refs)
    assert all(re.fullmatch(r"[0-9a-f]{64}", h["content"]) for c in found["components"]
               for h in c["externalReferences"][0]["hashes"])  # fmt: skip


def test_all_that_is_declared_is_needed_at_run_time() -> None:
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=\[]", line)[0].lower() for line in declared}
    assert names <= needed_at_run_time(read_lock(ROOT / "requirements.lock"))


def test_a_package_that_pip_audit_skips_is_not_called_sound() -> None:
    holed = {"name": "b", "version": "1", "vulns": [{"id": "PYSEC-2031-1"}]}
    assert holes_of([{"name": "a", "skip_reason": "not found"}, holed]) == ["b 1: PYSEC-2031-1"]


def test_the_index_is_asked_for_the_version_then_for_the_newest() -> None:
    hole, withdrawn = {"id": "PYSEC-2031-1"}, {"id": "PYSEC-2031-2", "withdrawn": "2031-02-03T00:00:00Z"}
    told: dict[str, dict[str, Any]] = {
        f"{INDEX}/a/1/json": {"info": {"version": "1"}, "vulnerabilities": [hole, withdrawn]},
        f"{INDEX}/b/json": {"info": {"version": "2"}, "vulnerabilities": []},
        f"{INDEX}/c/json": {"info": {"version": "4"}, "vulnerabilities": [hole]},
    }
    packages = [Locked(name, version, (), ()) for name, version in (("a", "1"), ("b", "2"), ("c", "3"), ("d", "1"))]
    answers = known_of(packages, told.get)
    assert [(a.package.name, a.looked_up, a.holes) for a in answers] == [
        ("a", True, ("a 1: PYSEC-2031-1",)),
        ("b", True, ()),
        ("c", False, ()),
        ("d", False, ()),
    ]
