"""Rewrite the attention of an exported graph for speed: ``python -m training.fuse`` does it to the installed model.

Windows are read one at a time and never padded, so nothing has to be hidden from attention: the mask goes. What is
left of a layer's attention (scores, softmax, mixing, the turning of axes between) becomes one ``MultiHeadAttention`` of
ONNX Runtime, which reads queries, keys and values where they stand. Query, key and value are three products, so that
nothing is copied apart; the weights are cut, not changed. Scores move in their last digits only, as sums are taken in
another order.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, helper, numpy_helper

from newsledger.reader.model import MODEL_DIR, NETWORKS
from training.network import HEADS, HIDDEN, LAYERS

_LAYERS = [*(f"/encoder/layers.{n}/" for n in range(LAYERS)), "/pair_layer/", "/layers.0/", "/layers.1/"]
"""Layers of the reader, and of its roles."""
_ROLES = ("query", "key", "value")


class Graph:
    """A graph with its nodes by what they make, and its weights by name."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.graph = graph
        self.maker = {name: node for node in graph.node for name in node.output}
        self.weights = {w.name: w for w in graph.initializer}

    def weight(self, names: list[str]) -> np.ndarray:
        """Return the one of a node's inputs that is a weight."""
        (name,) = (n for n in names if n in self.weights)
        return numpy_helper.to_array(self.weights[name])

    def made(self, names: list[str]) -> list[NodeProto]:
        """Return the nodes that make a node's inputs, weights left out."""
        return [self.maker[name] for name in names if name in self.maker]

    def add_weight(self, name: str, value: np.ndarray) -> str:
        """Add a weight and return its name."""
        self.graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name


def fuse(model: onnx.ModelProto) -> None:
    """Rewrite the attention of all layers of an int8 reader in place; a graph that is rewritten stays as it is."""
    for layer in _LAYERS:
        graph = Graph(model.graph)
        if f"{layer}qkv/Add_output_0" in graph.maker:
            _fuse_layer(graph, layer)
            _prune(model.graph)
    if not any(o.domain == "com.microsoft" for o in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _fuse_layer(graph: Graph, layer: str) -> None:
    mixed = graph.maker[f"{layer}Reshape_1_output_0"]
    nodes = [node for part, role in enumerate(_ROLES) for node in _projection(graph, layer, part, role)]
    inputs = [f"{layer}{role}" for role in _ROLES]
    nodes.append(
        helper.make_node("MultiHeadAttention", inputs, list(mixed.output), domain="com.microsoft", num_heads=HEADS)
    )
    at = list(graph.graph.node).index(mixed)
    graph.graph.node.remove(mixed)
    for offset, node in enumerate(nodes):
        graph.graph.node.insert(at + offset, node)


def _projection(graph: Graph, layer: str, part: int, role: str) -> Iterator[NodeProto]:
    """Yield the nodes that make the queries, keys or values from the layer's quantised input."""
    bias = graph.maker[f"{layer}qkv/Add_output_0"]
    (scaled,) = graph.made(bias.input)
    cast, scales = graph.made(scaled.input)
    (product,) = graph.made(cast.input)
    (step,) = (name for name in scales.input if name not in graph.weights)
    columns, name = slice(part * HIDDEN, (part + 1) * HIDDEN), f"{layer}{role}"
    weight, zero = (numpy_helper.to_array(graph.weights[product.input[n]]) for n in (1, 3))
    weight_name = graph.add_weight(f"{name}.weight", weight[:, columns])
    zero_name = graph.add_weight(f"{name}.zero", zero[columns] if zero.ndim else zero)
    scale_name = graph.add_weight(f"{name}.scale", graph.weight(scales.input)[columns])
    bias_name = graph.add_weight(f"{name}.bias", graph.weight(bias.input)[columns])
    inputs = [product.input[0], weight_name, product.input[2], zero_name]
    yield helper.make_node("MatMulInteger", inputs, [f"{name}.int"])
    yield helper.make_node("Cast", [f"{name}.int"], [f"{name}.float"], to=onnx.TensorProto.FLOAT)
    yield helper.make_node("Mul", [step, scale_name], [f"{name}.step"])
    yield helper.make_node("Mul", [f"{name}.float", f"{name}.step"], [f"{name}.scaled"])
    yield helper.make_node("Add", [f"{name}.scaled", bias_name], [name])


def _prune(graph: onnx.GraphProto) -> None:
    """Drop nodes and weights that nothing uses any more."""
    while True:
        used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
        unused = [node for node in graph.node if used.isdisjoint(node.output)]
        if not unused:
            break
        for node in unused:
            graph.node.remove(node)
    for weight in [w for w in graph.initializer if w.name not in used]:
        graph.initializer.remove(weight)
    del graph.value_info[:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=MODEL_DIR)
    folder = parser.parse_args().folder
    for path in (folder / name for name in NETWORKS):
        model = onnx.load(str(path))
        fuse(model)
        onnx.save(model, str(path))
        fused = sum(node.op_type == "MultiHeadAttention" for node in model.graph.node)
        print(f"{path}: attention of {fused} layers in one step each")


if __name__ == "__main__":
    main()
