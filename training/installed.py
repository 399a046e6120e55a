"""The installed reader as a run to go on from: ``python -m training.installed training/runs/NAME``.

Runs are not committed, the int8 networks are. Their weights, scaled back, are those of the run that they were made
from up to half a step of a weight's scale, and quantise to the same integers again. Two parts are not in them: the
word embeddings, which are MiniLM's own and never trained, and the links that are only learned (``cut_links``), which
begin anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from newsledger.reader.model import MODEL_DIR, NETWORKS
from training.fit import load_model
from training.network import Reader

_INSIDE = {"reader.onnx": "", "roles.onnx": "roles.", "measures.onnx": "measures.roles."}
_SHARED_NAMES = {"named": "measures.named"}
_SUFFIX = "_quantized"


def network_weights(path: Path) -> Iterator[tuple[str, Tensor]]:
    """Yield the weights of an exported network by the names that they have in training, query, key and value joined."""
    graph = onnx.load(str(path)).graph
    arrays = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
    inside = _INSIDE[path.name]
    for name, array in arrays.items():
        if name.endswith((".weight", ".bias")) and not name.startswith("/"):
            yield inside + name, torch.tensor(array)
        elif name.endswith(f".weight{_SUFFIX}"):
            stem = name.removesuffix(_SUFFIX)
            scale, zero = arrays[f"{stem}_scale"], arrays[f"{stem}_zero_point"]
            yield inside + stem, torch.tensor((array.astype(np.float32) - np.float32(zero)) * scale)
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.name:
            stem = node.name.removesuffix("/MatMul_quant").strip("/").replace("/", ".")
            weight = node.input[1]
            scale = arrays[weight.removesuffix(_SUFFIX) + "_scale"]
            name = _SHARED_NAMES.get(stem, inside + stem)
            yield f"{name}.weight", torch.tensor((arrays[weight].astype(np.float32) * scale).T.copy())
    for layer in sorted({name.rsplit("/", 1)[0] for name in arrays if name.endswith("/query.weight")}):
        parts = [f"{layer}/{role}" for role in ("query", "key", "value")]
        name = inside + layer.strip("/").replace("/", ".") + ".qkv"
        scaled = [arrays[f"{p}.weight"].astype(np.float32) * arrays[f"{p}.scale"] for p in parts]
        yield f"{name}.weight", torch.tensor(np.concatenate(scaled, 1).T.copy())
        yield f"{name}.bias", torch.tensor(np.concatenate([arrays[f"{p}.bias"] for p in parts]))


def installed_model(folder: Path = MODEL_DIR) -> Reader:
    """Return a reader with the installed weights.

    Raises:
        ValueError: The networks in the folder are not of this code.
    """
    model = load_model()
    weights = dict(w for name in NETWORKS for w in network_weights(folder / name))
    del weights["encoder.word.weight"]
    card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    weights["distance"] = torch.tensor(card["distance"])
    mine = model.state_dict()
    unknown, missing = weights.keys() - mine.keys(), mine.keys() - weights.keys() - {"encoder.word.weight"}
    missing = {name for name in missing if "dropout" not in name}
    if unknown or missing:
        raise ValueError(f"networks of other code: unknown {sorted(unknown)}, missing {sorted(missing)}")
    for name, weight in weights.items():
        mine[name][-len(weight) :] = weight
    model.load_state_dict(mine)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    a = parser.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save(installed_model().state_dict(), a.out / "model.pt")
    print(f"{a.out / 'model.pt'}: the weights of the installed reader")


if __name__ == "__main__":
    main()
