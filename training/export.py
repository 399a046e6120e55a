"""Write the runtime model: ``python -m training.export RUN_DIR`` makes int8 ONNX, card and tokenizer.

The thresholds in the card are placeholders until ``python -m training.thresholds`` has found them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from newsledger.reader.labels import EVENT_TYPES, LINKS
from newsledger.reader.model import FORMAT, MODEL_DIR
from training.fit import MODEL_DIR as BASE_DIR
from training.fuse import fuse
from training.network import Reader


def export_onnx(model: Reader, path: Path) -> None:
    """Write the fp32 graph with free batch, piece and word axes."""
    model.eval()
    example = (torch.ones(1, 12, dtype=torch.long), torch.zeros(1, 12, dtype=torch.long), torch.arange(6)[None])
    axes = {"pieces": {0: "batch", 1: "pieces"}, "cases": {0: "batch", 1: "pieces"}, "first": {0: "batch", 1: "words"}}
    names = ["unary", "heads", "dependents", "start"]
    axes |= {name: {0: "batch", 1: "words"} for name in names}
    torch.onnx.export(
        model,
        example,
        str(path),
        input_names=["pieces", "cases", "first"],
        output_names=names,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the int8 graph: 7-bit weights per channel, so that CPUs without VNNI cannot overflow."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    model = onnx.load(str(target))
    fuse(model)
    model.doc_string = ""
    model.producer_version = ""
    onnx.save(model, str(target))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--out", type=Path, default=MODEL_DIR)
    a = parser.parse_args()
    logging.getLogger().setLevel(logging.ERROR)
    model = Reader()
    model.load_state_dict(torch.load(a.run / "model.pt"))
    a.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "reader.onnx"
        export_onnx(model, full)
        quantise(full, a.out / "reader.onnx")
    shutil.copyfile(BASE_DIR / "tokenizer.json", a.out / "tokenizer.json")
    digest = hashlib.sha256((a.out / "reader.onnx").read_bytes()).hexdigest()[:8]
    card = {
        "format": FORMAT,
        "name": f"reader-{digest}",
        "temperature": 1.0,
        "thresholds": {"type": [0.5] * len(EVENT_TYPES), "repeat": 0.5, "source": 0.5, "link": [0.5] * len(LINKS)},
        "distance": [[round(float(x), 5) for x in row] for row in model.distance.detach()],
    }
    (a.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    size = (a.out / "reader.onnx").stat().st_size / 2**20
    print(f"{a.out / 'reader.onnx'}: {size:.1f} MiB, {card['name']}")


if __name__ == "__main__":
    main()
