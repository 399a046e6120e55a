"""The teacher: the same heads on MPNet, an encoder twice as wide and twice as deep, too slow to read with.

MPNet (Song et al. 2020) with the weights of all-mpnet-base-v2. It is trained on the coded sentences like the reader,
then tells of many more what it would code, and the reader learns from both (Hinton et al. 2015). Its vocabulary is
BERT's with other numbers, so that it reads the same windows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from newsledger.reader.windows import CLS, SEP, Window
from training.batches import collate
from training.network import (
    CASES,
    DROPOUT,
    HEADS,
    HIDDEN,
    MASK,
    Layer,
    PooledDropout,
    Reader,
    copy_weights,
    hide_absent,
)

WIDE, LAYERS, INNER = 768, 12, 3072
PLACES, FIRST_PLACE = 514, 2
FROZEN = 4
"""Layers at the bottom that stay as they come: a fifth of the time saved; casing is told above them."""
BUCKETS, EXACT, FARTHEST = 16, 8, 128
SHIFT = 4
"""The vocabulary begins with four pieces of its own."""
OWN = {0: 1, CLS: 0, SEP: 2, MASK: 30526}
"""Padding, begin, end and mask of BERT, and what stands for them here."""


class Mpnet(nn.Module):
    """MPNet, narrowed to the width that the heads read; takes the pieces and cases of the reader's windows."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(30527, WIDE)
        self.position = nn.Embedding(PLACES, WIDE)
        self.case = nn.Embedding(CASES, WIDE)
        self.far = nn.Embedding(2 * BUCKETS, HEADS)
        self.norm = nn.LayerNorm(WIDE, eps=1e-5)
        self.dropout = PooledDropout(dropout)
        self.frozen = nn.ModuleList(_layer(0.0) for _ in range(FROZEN))
        self.layers = nn.ModuleList(_layer(dropout) for _ in range(LAYERS - FROZEN))
        self.narrow: nn.Linear | None = None
        nn.init.zeros_(self.case.weight)

    def forward(self, pieces: Tensor, cases: Tensor) -> Tensor:
        own = pieces + SHIFT
        for theirs, mine in OWN.items():
            own = own.masked_fill(pieces == theirs, mine)
        place = torch.arange(pieces.shape[1])
        bias = self.far(bucket(place[None, :] - place[:, None])).permute(2, 0, 1)[None] + hide_absent(pieces.eq(0))
        with torch.no_grad():
            x = self.norm(self.word(own) + self.position(place + FIRST_PLACE))
            for layer in self.frozen:
                x = layer(x, bias)
        x = self.dropout(x + self.case(cases))
        for layer in self.layers:
            x = layer(x, bias)
        return x if self.narrow is None else self.narrow(x)

    def load(self, path: Path) -> None:
        """Take over the weights of an MPNet checkpoint in safetensors."""
        w = load_file(path)
        self.word.weight.data = w["embeddings.word_embeddings.weight"]
        self.position.weight.data = w["embeddings.position_embeddings.weight"]
        self.far.weight.data = w["encoder.relative_attention_bias.weight"]
        copy_weights(self.norm, w, "embeddings.LayerNorm")
        for n, layer in enumerate([*self.frozen, *self.layers]):
            at = f"encoder.layer.{n}."
            for kind in ("weight", "bias"):
                getattr(layer.qkv, kind).data = torch.cat([w[f"{at}attention.attn.{name}.{kind}"] for name in "qkv"])
            copy_weights(layer.out, w, at + "attention.attn.o")
            copy_weights(layer.norm1, w, at + "attention.LayerNorm")
            copy_weights(layer.up, w, at + "intermediate.dense")
            copy_weights(layer.down, w, at + "output.dense")
            copy_weights(layer.norm2, w, at + "output.LayerNorm")
        self.freeze()

    def freeze(self) -> None:
        """Keep what lies below the trained layers as it is."""
        for part in (self.word, self.position, self.far, self.norm, self.frozen):
            part.requires_grad_(requires_grad=False)

    def stack(self) -> list[nn.Module]:
        """What is trained, from the bottom up."""
        return [self.case, *self.layers]


def _layer(dropout: float) -> Layer:
    return Layer(dropout, INNER, width=WIDE, eps=1e-5)


def bucket(distance: Tensor) -> Tensor:
    """Return the bucket of each signed distance of pieces: exact near, by logarithm farther (as T5 and MPNet count)."""
    far = distance.abs()
    growth = torch.log(far.clamp(min=1) / EXACT) / math.log(FARTHEST / EXACT) * (BUCKETS - EXACT)
    near_or_far = torch.where(far < EXACT, far, (EXACT + growth.long()).clamp(max=BUCKETS - 1))
    return near_or_far + BUCKETS * (distance > 0)


def narrowed(encoder: Mpnet) -> Mpnet:
    """Give an encoder the layer that narrows it to what the heads read."""
    encoder.narrow = nn.Linear(WIDE, HIDDEN)
    return encoder


def beginner(weights: Path, reader: Reader, windows: Sequence[Window]) -> Reader:
    """Return a teacher with the heads of a trained reader, narrowed so as to give them what they know.

    Args:
        weights: The checkpoint of MPNet.
        reader: Whose heads are taken over.
        windows: On whose words the two encoders are brought together, by least squares.
    """
    encoder = Mpnet(DROPOUT)
    encoder.load(weights)
    mine, theirs = (torch.cat([_of_words(e, w) for w in windows]) for e in (encoder, reader.encoder))
    ones = torch.ones(len(mine), 1)
    solved = torch.linalg.lstsq(torch.cat([mine, ones], 1), theirs).solution
    teacher = Reader(encoder)
    teacher.load_state_dict(
        {n: w for n, w in reader.state_dict().items() if not n.startswith("encoder.")}, strict=False
    )
    narrowed(encoder)
    encoder.narrow.weight.data, encoder.narrow.bias.data = solved[:-1].T.contiguous(), solved[-1]
    return teacher


def is_teacher(weights: dict[str, Tensor]) -> bool:
    """Whether these are the weights of a teacher, not of a reader."""
    return "encoder.narrow.weight" in weights


def trained(weights: dict[str, Tensor], dropout: float = 0.0) -> Reader:
    """Return a teacher with the weights of a run; with a dropout, ready to learn on."""
    encoder = narrowed(Mpnet(dropout))
    encoder.freeze()
    teacher = Reader(encoder)
    teacher.take_over(weights)
    return teacher


@torch.inference_mode()
def _of_words(encoder: nn.Module, window: Window) -> Tensor:
    """Return what an encoder says of the words of a window, before it is narrowed: [words, width]."""
    t = collate([window])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = encoder.eval()(t.pieces, t.cases)
    return x[0, t.first[0]].float()
