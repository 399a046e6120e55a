"""Write the runtime model: ``python -m training.export RUN_DIR`` makes int8 ONNX, card and tokenizer.

The thresholds in the card are placeholders until ``python -m training.thresholds`` has found them.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import tempfile
from functools import partial
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from newsledger.reader.labels import EVENT_TYPES, LINKS, PAIRS, READ_PAIRS
from newsledger.reader.model import FORMAT, MODEL_DIR, NETWORKS, weights_digest
from training.fit import MODEL_DIR as BASE_DIR
from training.fuse import fuse
from training.network import HIDDEN, Reader, Roles


@torch.no_grad()
def cut_links(model: Reader) -> None:
    """Cut off in place the pairs that are only learned."""
    read = len(READ_PAIRS)
    for part in (model.heads, model.dependents, model.start):
        rows = part.out_features // len(PAIRS) * read
        part.weight = nn.Parameter(part.weight[-rows:])
        part.bias = nn.Parameter(part.bias[-rows:])
    model.distance = nn.Parameter(model.distance[-read:])


class Exported(Reader):
    """The reader as one graph, with the layer that proposes words for measures."""

    def forward(self, pieces: Tensor, cases: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Score the words of a batch: what :class:`Reader` gives, and named [batch, words, kinds of measures]."""
        out = super().forward(pieces, cases, first)
        return (*out, self.measures.named(out[-1]))


def export_reader(model: Exported, path: Path) -> None:
    """Write the fp32 graph of encoder and heads, with free batch, piece and word axes."""
    example = (torch.ones(1, 12, dtype=torch.long), torch.zeros(1, 12, dtype=torch.long), torch.arange(6)[None])
    inputs = {"pieces": "pieces", "cases": "pieces", "first": "words"}
    outputs = dict.fromkeys(("unary", "heads", "dependents", "start", "paired", "named"), "words")
    _export(model, example, path, inputs, outputs)


def export_roles(roles: Roles, path: Path) -> None:
    """Write the fp32 graph of layers that read one event or one measure, with free batch and word axes."""
    example = (torch.zeros(1, 6, HIDDEN), torch.zeros(1, 6, dtype=torch.long), torch.zeros(1, 6, dtype=torch.long))
    _export(roles, example, path, dict.fromkeys(("words", "marks", "distances"), "words"), {"scores": "words"})


def _export(
    module: nn.Module, example: tuple[Tensor, ...], path: Path, inputs: dict[str, str], outputs: dict[str, str]
) -> None:
    torch.onnx.export(
        module.eval(),
        example,
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={name: {0: "batch", 1: axis} for name, axis in (inputs | outputs).items()},
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
    model = Exported()
    model.take_over(torch.load(a.run / "model.pt"))
    cut_links(model)
    a.out.mkdir(parents=True, exist_ok=True)
    for name, write in zip(
        NETWORKS,
        (
            partial(export_reader, model),
            partial(export_roles, model.roles),
            partial(export_roles, model.measures.roles),
        ),
        strict=True,
    ):
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / name)
            quantise(Path(folder) / name, a.out / name)
    shutil.copyfile(BASE_DIR / "tokenizer.json", a.out / "tokenizer.json")
    card = {
        "format": FORMAT,
        "name": f"reader-{weights_digest(a.out)}",
        "temperature": 1.0,
        "thresholds": {"type": [0.5] * len(EVENT_TYPES), "repeat": 0.5, "source": 0.5, "link": [0.5] * len(LINKS)},
        "distance": [[round(float(x), 5) for x in row] for row in model.distance.detach()],
    }
    (a.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    for name in NETWORKS:
        print(f"{a.out / name}: {(a.out / name).stat().st_size / 2**20:.1f} MiB")
    print(card["name"])


if __name__ == "__main__":
    main()
