"""The doctor tells what is missing, and what is only worth knowing."""

from __future__ import annotations

import json
import shutil
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsledger.apps.cli import cli, doctor
from newsledger.reader import model


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", *arguments], catch_exceptions=False)


def test_a_sound_installation_ends_with_0() -> None:
    result = run("--json")
    assert result.exit_code == 0, result.output
    told = {row["check"]: row for row in map(json.loads, result.output.splitlines())}
    assert {"memory", "writable", "reading model", "a test sentence", *doctor.PACKAGES} <= told.keys()
    assert {f"extra {extra}" for extra in doctor.EXTRAS} <= told.keys()
    assert "whole by its checksum" in told["reading model"]["told"]


def test_an_absent_extra_is_a_note_and_an_absent_package_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    version = metadata.version

    def absent(name: str) -> str:
        if name in {"ray", "rensa"}:
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", absent)
    result = run()
    assert result.exit_code == 1
    assert "note  extra ray: not installed; for coding on a Ray cluster: pip install 'newsledger[ray]'" in result.output
    assert "missing  rensa: not installed" in result.output


def test_a_swapped_model_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model.MODEL_DIR, folder)
    with (folder / "reader.onnx").open("ab") as file:
        file.write(b"x")
    monkeypatch.setattr(model, "MODEL_DIR", folder)
    result = run()
    assert result.exit_code == 1
    assert "are not its own" in result.output


def test_little_memory_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_available", lambda _: 1)
    assert "each process of --jobs needs some" in run().output
