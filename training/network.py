"""The reader's network: a MiniLM encoder and heads that score words, pairs of words, and span ends.

The encoder is BERT (Devlin et al. 2019) with the weights of all-MiniLM-L6-v2. Token types carry the casing that the
uncased vocabulary loses. On the first piece of each word stand

- per-word scores (types, modes, auxiliary modes, sources …): a two-layer perceptron;
- links from a head word to the first words of its arguments: low-rank biaffine scores plus a distance bias;
- extents from a first word to its last word: the same form.

Links and extents are scored on words that a layer of their own has let look at each other once more: who acts on whom
hangs on the other words between two words, and the encoder's last layer is busy with what each word means. The links of
triggers are learned twice: as pairs, which teaches that layer, and by :class:`Roles`, which is what is read.
"""

from __future__ import annotations

import math
import random
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from newsledger.reader.labels import DISTANCES, EVENT_TYPES, LINKS, MEASURE_COLUMNS, PAIRS, ROLE_COLUMNS, UNARY
from newsledger.records.measure import MEASURE_KINDS

HIDDEN, LAYERS, HEADS, INNER, CASES = 384, 6, 12, 1536, 4
PAIR_INNER = 768
ROLE_INNER = 384
RANK = 48
MASK = 103
"""The piece of BERT's vocabulary that hides another."""
DROPOUT = 0.1


class PooledDropout(nn.Module):
    """Dropout whose random masks are windows into one pool: drawing fresh numbers costs as much as the layer itself."""

    SIZE = 1 << 22

    def __init__(self, rate: float, seed: int = 0) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        pool = torch.rand(self.SIZE, generator=generator).ge(rate).float() / (1.0 - rate)
        self.register_buffer("pool", pool, persistent=False)
        self.generator = random.Random(seed)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        offset = self.generator.randrange(self.SIZE - x.numel())
        return x * self.pool[offset : offset + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer, post-norm, with twelve heads; ``bias`` is added to the scores of attention."""

    def __init__(self, dropout: float, inner: int = INNER, *, width: int = HIDDEN, eps: float = 1e-12) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.dropout = PooledDropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, width = x.shape[0], x.shape[1], self.out.in_features
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(width // HEADS) + bias.to(q.dtype)
        context = (scores.softmax(-1, dtype=q.dtype) @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(context)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM; token types are casing classes, all started from BERT's type 0."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.case = nn.Embedding(CASES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = PooledDropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, pieces: Tensor, cases: Tensor) -> Tensor:
        mask = hide_absent(pieces.eq(0))
        position = torch.arange(pieces.shape[1])
        x = self.dropout(self.norm(self.word(pieces) + self.position(position) + self.case(cases)))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def stack(self) -> list[nn.Module]:
        """What is trained, from the bottom up."""
        return [nn.ModuleList([self.position, self.case, self.norm]), *self.layers]

    def load_minilm(self, path: Path) -> None:
        """Take over the weights of a BERT checkpoint in safetensors."""
        w = load_file(path)
        get = lambda name: w[name]  # noqa: E731
        self.word.weight.data = get("embeddings.word_embeddings.weight")
        self.position.weight.data = get("embeddings.position_embeddings.weight")
        self.case.weight.data = get("embeddings.token_type_embeddings.weight")[:1].repeat(CASES, 1)
        copy_weights(self.norm, w, "embeddings.LayerNorm")
        for n, layer in enumerate(self.layers):
            at = f"encoder.layer.{n}."
            for kind in ("weight", "bias"):
                parts = [get(f"{at}attention.self.{name}.{kind}") for name in ("query", "key", "value")]
                getattr(layer.qkv, kind).data = torch.cat(parts)
            copy_weights(layer.out, w, at + "attention.output.dense")
            copy_weights(layer.norm1, w, at + "attention.output.LayerNorm")
            copy_weights(layer.up, w, at + "intermediate.dense")
            copy_weights(layer.down, w, at + "output.dense")
            copy_weights(layer.norm2, w, at + "output.LayerNorm")


def hide_absent(absent: Tensor) -> Tensor:
    """Return what attention adds to its scores so that nothing looks at the absent places of [batch, places]."""
    return absent.to(torch.float32)[:, None, None, :] * -1e4


def distance_bucket(delta: Tensor) -> Tensor:
    """Return the bucket of each signed word distance."""
    return torch.bucketize(delta, torch.tensor(DISTANCES), right=True)


class Roles(nn.Module):
    """Layers that know which word is the trigger, and score the words of its sentence as its arguments.

    Marking the predicate before the layers that label its arguments follows He et al. 2017 (deep semantic role
    labelling); here the mark enters late, so that the encoder is run once for all events of a window.
    """

    def __init__(self, kinds: int = len(EVENT_TYPES), columns: int = sum(ROLE_COLUMNS.values())) -> None:
        super().__init__()
        self.mark = nn.Embedding(kinds + 1, HIDDEN)
        self.distance = nn.Embedding(len(DISTANCES) + 1, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(DROPOUT, ROLE_INNER) for _ in range(2))
        self.dropout = PooledDropout(0.2, seed=2)
        self.scores = nn.Linear(HIDDEN, columns)
        for table in (self.mark, self.distance):
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, words: Tensor, marks: Tensor, distances: Tensor) -> Tensor:
        """Score sentences, each with one event.

        Args:
            words: [events, words, hidden] what the reader gives as ``paired``.
            marks: [events, words] event type + 1 at the trigger, 0 at other words, -1 at padding.
            distances: [events, words] bucket of the distance to the trigger.

        Returns:
            [events, words, columns of ROLE_COLUMNS].
        """
        x = self.norm(words + self.mark(marks.clamp(min=0)) + self.distance(distances))
        for layer in self.layers:
            x = layer(x, hide_absent(marks.lt(0)))
        return self.scores(self.dropout(x))


class Measures(nn.Module):
    """Proposes the words that name a measure, and reads each: layers like those of an event's roles."""

    def __init__(self) -> None:
        super().__init__()
        self.named = nn.Linear(HIDDEN, len(MEASURE_KINDS))
        self.roles = Roles(len(MEASURE_KINDS), sum(MEASURE_COLUMNS.values()))
        nn.init.constant_(self.named.bias, -5.0)

    @torch.no_grad()
    def start_from(self, roles: Roles) -> None:
        """Take over what is known of an event's roles: a measure is much like a SANCTION."""
        for part in ("distance", "norm", "layers"):
            getattr(self.roles, part).load_state_dict(getattr(roles, part).state_dict())
        self.roles.mark.weight[0] = roles.mark.weight[0]
        self.roles.mark.weight[1:] = roles.mark.weight[EVENT_TYPES.index("SANCTION") + 1]
        for row, role in enumerate(("actor", "recipient")):
            self.roles.scores.weight[row] = roles.scores.weight[LINKS.index(role)]
            self.roles.scores.bias[row] = roles.scores.bias[LINKS.index(role)]


def copy_weights(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.data = weights[f"{name}.weight"]
    module.bias.data = weights[f"{name}.bias"]


class Reader(nn.Module):
    """Encoder and heads; returns per-word scores and the two sides of all pair scores."""

    def __init__(self, encoder: nn.Module | None = None, head_dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = encoder or Encoder(DROPOUT)
        self.head_dropout = PooledDropout(head_dropout)
        self.unary_in = nn.Linear(HIDDEN, HIDDEN)
        self.unary_out = nn.Linear(HIDDEN, sum(UNARY.values()))
        self.pair_layer = Layer(DROPOUT, PAIR_INNER)
        self.heads = nn.Linear(HIDDEN, len(PAIRS) * RANK)
        self.dependents = nn.Linear(HIDDEN, len(PAIRS) * RANK)
        self.start = nn.Linear(HIDDEN, len(PAIRS))
        self.distance = nn.Parameter(torch.zeros(len(PAIRS), len(DISTANCES) + 1))
        self.roles = Roles()
        self.measures = Measures()
        nn.init.constant_(self.unary_out.bias, -5.0)
        nn.init.constant_(self.start.bias, -3.0)

    def take_over(self, weights: dict[str, Tensor]) -> None:
        """Load the weights of a run; where it knew no measures, they start from its roles."""
        missing, unknown = self.load_state_dict(weights, strict=False)
        if unknown or any(not name.startswith("measures.") for name in missing):
            raise ValueError(f"weights of another network: {[*missing, *unknown]}")
        if missing:
            self.measures.start_from(self.roles)

    def forward(self, pieces: Tensor, cases: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Score the words of a batch.

        Args:
            pieces: [batch, pieces] ids, 0 is padding.
            cases: [batch, pieces] casing classes.
            first: [batch, words] index of the first piece of each word, 0 is padding.

        Returns:
            unary [batch, words, columns], heads and dependents [batch, words, pairs, rank], start [batch, words,
            pairs], paired [batch, words, hidden] (what :class:`Roles` reads).
        """
        x = self.encoder(pieces, cases)
        words = torch.gather(x, 1, first[:, :, None].expand(-1, -1, HIDDEN))
        unary = self.unary_out(self.head_dropout(F.gelu(self.unary_in(self.head_dropout(words)))))
        paired = self.head_dropout(self.pair_layer(words, hide_absent(first.eq(0))))
        shape = (words.shape[0], words.shape[1], -1, RANK)
        return unary, self.heads(paired).view(shape), self.dependents(paired).view(shape), self.start(paired), paired
