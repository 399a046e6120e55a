"""What was learned from a user's examples: a linear layer over features of a mention, kept as JSON in the codebook.

The features are words and codes that stand in the record, so that the layer can be read: ``layer.json`` lists the
weight of each feature for each label. The empty label is "none of this codebook's types".
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import OntologyError
from newsledger.records import EventMention

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from newsledger.ontology.own.book import OwnCode, OwnType

LAYER_FILE = "layer.json"
FORMAT = 1
FLOOR = 0.3
"""Least probability of a type. F1 is best at half of the F1 that can be reached: at .3 for an F1 of .6 (Lipton et al.,
"Optimal thresholding of classifiers to maximize F1 measure", 2014)."""
_WORD = re.compile(r"[^\W\d_]+")
_STEM = 5
RULE = "rule="
"""What precedes the label that the rules give, in the name of a feature."""


@dataclass(frozen=True)
class Layer:
    """A trained layer.

    Attributes:
        labels: ``TYPE`` or ``TYPE/mode``; "" for no type.
        features: Names of the features, in the order of the rows of ``weights``.
        weights: One row a feature, one column a label.
        bias: One number a label.
    """

    labels: tuple[str, ...]
    features: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    @cached_property
    def digest(self) -> str:
        """Content hash."""
        return blake2b(json.dumps(self.to_json()).encode(), digest_size=10).hexdigest()

    def label(self, mention: EventMention, ruled: OwnCode | None) -> tuple[str, float]:
        """Return the label of a mention and its probability: the likeliest type, where it is likely enough.

        Args:
            mention: The mention.
            ruled: What the rules make of it: a feature like others.
        """
        import numpy as np

        rows = [self._index[f] for f in features(mention, ruled) if f in self._index]
        scores = self._bias + self._matrix[rows].sum(axis=0)
        odds = np.exp(scores - scores.max())
        chances = odds / odds.sum()
        best = max(range(len(self.labels)), key=lambda n: (self.labels[n] != "", chances[n]))
        if chances[best] < FLOOR and "" in self.labels:
            best = self.labels.index("")
        return self.labels[best], float(chances[best])

    def to_json(self) -> dict[str, Any]:
        """Return the layer as plain data."""
        weights = {name: list(row) for name, row in zip(self.features, self.weights, strict=True)}
        return {"format": FORMAT, "labels": list(self.labels), "bias": list(self.bias), "weights": weights}

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.features)}

    @cached_property
    def _matrix(self) -> NDArray[np.float64]:
        import numpy as np

        return np.asarray(self.weights, dtype=np.float64).reshape(len(self.features), len(self.labels))

    @cached_property
    def _bias(self) -> NDArray[np.float64]:
        import numpy as np

        return np.asarray(self.bias, dtype=np.float64)


def features(mention: EventMention, ruled: OwnCode | None) -> list[str]:
    """Return the features of a mention, sorted, each once: codes, words of the trigger, words of the sentence."""
    found = {
        f"type={mention.event_type}",
        f"mode={mention.event_type}/{mention.event_mode}",
        RULE + (f"{ruled.type}/{ruled.mode}" if ruled and ruled.mode else ruled.type if ruled else ""),
    }
    found |= {f"context={c}" for c in mention.contexts} | {f"auxiliary={a}" for a in mention.auxiliary}
    for side, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
        found |= {f"{side}={sector}" for p in parties for sector in (*p.sectors[:1], p.sector) if sector}
        found |= {f"{side}~{w}" for p in parties for w in _words(p.text or "")}
    trigger = _words(mention.trigger.text)
    found |= {f"trigger={w}" for w in trigger} | {f"stem={w[:_STEM]}" for w in trigger}
    found |= {f"word={w}" for w in _words(mention.text)}
    return sorted(found)


def _words(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]


def read_layer(path: Path, types: Sequence[OwnType]) -> Layer | None:
    """Read the layer of a codebook; a codebook without one has none.

    Raises:
        OntologyError: The file is damaged, of another format, or gives a code that the codebook does not have.
    """
    if not path.exists():
        return None
    retrain = "train it again: newsledger train --codebook DIR --examples FILE, or delete the file"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        weights = data["weights"]
        layer = Layer(
            labels=tuple(map(str, data["labels"])),
            features=tuple(weights),
            weights=tuple(tuple(map(float, row)) for row in weights.values()),
            bias=tuple(map(float, data["bias"])),
        )
        whole = all(len(row) == len(layer.labels) for row in (*layer.weights, layer.bias))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise OntologyError(f"{path.name} is damaged: {error}", hint=retrain) from error
    if data.get("format") != FORMAT or not whole or not layer.labels:
        raise OntologyError(f"{path.name} is of another format", hint=retrain)
    known = {"", *(t.code for t in types), *(f"{t.code}/{m.code}" for t in types for m in t.modes)}
    for label in layer.labels:
        if label not in known:
            raise OntologyError(f"{path.name} gives {label!r}, which the codebook does not have", hint=retrain)
    return layer


def write_layer(layer: Layer, path: Path) -> None:
    """Write a layer, one line a feature, so that two of them can be compared."""
    data = layer.to_json()
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in data.pop("weights").items())
    head = json.dumps(data)[:-1]
    path.write_text(f'{head}, "weights": {{\n{rows}\n}}}}\n', encoding="utf-8")
