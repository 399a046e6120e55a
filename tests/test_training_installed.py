"""The installed networks give back the run that they were made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsledger.reader.model import MODEL_DIR

onnx = pytest.importorskip("onnx", reason="needs the train extra")
installed = pytest.importorskip("training.installed", reason="needs the train extra", exc_type=ImportError)
export = pytest.importorskip("training.export", reason="needs the train extra", exc_type=ImportError)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_is_installed_quantises_to_the_same_integers(tmp_path: Path) -> None:
    export.export_roles(installed.installed_model().roles, tmp_path / "plain.onnx")
    export.quantise(tmp_path / "plain.onnx", tmp_path / "roles.onnx")
    again, before = (
        {w.name: onnx.numpy_helper.to_array(w) for w in onnx.load(str(path)).graph.initializer}
        for path in (tmp_path / "roles.onnx", MODEL_DIR / "roles.onnx")
    )
    assert again.keys() == before.keys()
    whole = [name for name, array in before.items() if array.dtype.kind in "iu"]
    assert len(whole) > 10
    assert all((again[name] == before[name]).all() for name in whole)
