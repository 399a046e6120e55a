"""Windows with targets, and batches of windows of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor

from newsledger.reader.labels import (
    AUXILIARY,
    CERTAINTY,
    EVENT_TYPES,
    EXTENTS,
    LINK_EXTENT,
    LINKS,
    MODE_LABELS,
    SOURCE_KINDS,
)
from newsledger.reader.windows import Window, join_sentences, make_windows
from training.passages import Event, Passage, Span

PROMISES = {"AGREE", "CONCEDE", "THREATEN"}
LOST = 0.85
"""Share of sentences that lose their stop in a glued window."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a teacher says of a window, as probabilities in half precision.

    ``types`` [words, types], ``sources`` [words], ``roles`` for each trigger of the example [words of its sentence,
    columns of ROLE_COLUMNS]; ``paired`` [words, hidden] is no probability, but what its roles are read from.
    """

    types: Tensor
    sources: Tensor
    roles: list[Tensor]
    paired: Tensor


@dataclass(frozen=True, slots=True)
class MeasureTarget:
    """A word that names a measure: its kind, and what becomes of it, with the first words of each of its sides.

    ``status`` is None where nothing is reported: the word only could name one.
    """

    word: int
    kind: int
    status: int | None = None
    sides: tuple[list[int], ...] = ()


@dataclass(slots=True)
class Example:
    """A window and its targets; words are indices into the window.

    ``triggers`` (word, type column), ``ignored`` words inside a trigger, ``modes`` (word, column), ``auxiliary`` and
    ``implicit`` (word, 0/1 flags), ``links`` (pair row, head word, first words), ``extents`` (pair row, first, last),
    ``roles`` for each trigger its links (pair row, first words),
    ``sources`` (word, kind column, anonymous), ``opens`` first words of sentences where nothing marks them, else None,
    ``certainty`` (word, values, which of them are known); ``partial`` where nothing but the certainty, or
    nothing but measures, are coded; ``labelled`` are the numbers of the sentences whose ``measures`` are known.
    ``trust`` is the share of a ``lesson`` in what is learned, 1 where nobody has coded the window.
    """

    window: Window
    weight: float
    triggers: list[tuple[int, int]] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)
    modes: list[tuple[int, int, int]] = field(default_factory=list)
    auxiliary: list[tuple[int, list[float]]] = field(default_factory=list)
    implicit: list[tuple[int, list[float]]] = field(default_factory=list)
    links: list[tuple[int, int, list[int]]] = field(default_factory=list)
    roles: list[list[tuple[int, list[int]]]] = field(default_factory=list)
    extents: set[tuple[int, int, int]] = field(default_factory=set)
    sources: list[tuple[int, int, bool]] = field(default_factory=list)
    opens: list[int] | None = None
    certainty: list[tuple[int, list[float], list[float]]] = field(default_factory=list)
    partial: bool = False
    labelled: list[int] = field(default_factory=list)
    measures: list[MeasureTarget] = field(default_factory=list)
    lesson: Lesson | None = None
    trust: float = 0.0


def make_examples(passage: Passage, tokenizer: Tokenizer, *, weight: float, limit: int) -> list[Example]:
    """Cut a passage into windows and project its coding onto words; what a window cannot hold is left out."""
    windows = make_windows(passage.text, [s.span for s in passage.sentences], tokenizer, limit=limit)
    return [project(passage, window, weight) for window in windows]


def glued_examples(
    passage: Passage, tokenizer: Tokenizer, *, weight: float, limit: int, rng: random.Random
) -> list[Example]:
    """Return the same windows as a careless crawler leaves them: sentences run together, most without their stops.

    They teach where sentences begin (``opens``), and to read on where that is not marked.
    """
    spans = [_without_stop(passage.text, s.span) if rng.random() < LOST else s.span for s in passage.sentences]
    examples = []
    for window in make_windows(passage.text, spans, tokenizer, limit=limit):
        example = project(passage, join_sentences(window), weight)
        numbers = window.sentences
        example.opens = [n for n in range(len(numbers)) if n == 0 or numbers[n] != numbers[n - 1]]
        examples.append(example)
    return examples


def _without_stop(text: str, span: Span) -> Span:
    bare = text[span[0] : span[1]].rstrip(" .")
    return (span[0], span[0] + len(bare)) if bare else span


class _Finder:
    def __init__(self, window: Window) -> None:
        self.window = window
        self.by_start = {c: i for i, c in enumerate(window.starts)}

    def words(self, span: Span) -> tuple[int, int] | None:
        """Return first and last word of a span, or None when it is outside the window or cuts a word."""
        first = self.by_start.get(span[0])
        if first is None:
            first = next((i for i, e in enumerate(self.window.ends) if e > span[0]), None)
            if first is None or self.window.starts[first] >= span[1]:
                return None
        last = first
        while last + 1 < len(self.window.starts) and self.window.starts[last + 1] < span[1]:
            last += 1
        return first, last


def project(passage: Passage, window: Window, weight: float) -> Example:
    """Return the coding of a passage, seen through one of its windows."""
    out, find = Example(window, weight), _Finder(window)
    present = sorted(set(window.sentences))
    for number in present:
        sentence = passage.sentences[number]
        sources = [find.words(s.span) for s in sentence.sources]
        for source, at in zip(sentence.sources, sources, strict=True):
            if at is None:
                continue
            out.sources.append((at[0], SOURCE_KINDS.index(source.kind), source.anonymous))
            out.extents.add((EXTENTS.index("source"), *at))
            _link(out, find, "cue", at[0], [source.cue] if source.cue else [])
        for event in sentence.events:
            at = find.words(event.trigger)
            if at is None:
                continue
            head = at[0]
            out.triggers.append((head, EVENT_TYPES.index(event.kind)))
            out.ignored.extend(range(head + 1, at[1] + 1))
            out.extents.add((EXTENTS.index("trigger"), *at))
            label = f"{event.kind}/{event.mode}"
            column = MODE_LABELS.index(label) if label in MODE_LABELS else 0
            out.modes.append((head, EVENT_TYPES.index(event.kind), column))
            out.auxiliary.append((head, [float(a in event.auxiliary) for a in AUXILIARY]))
            out.certainty.append((head, *_certainty(event)))
            out.implicit.append((head, [float(x) for x in event.implicit]))
            before = len(out.links)
            for role, spans in event.links.items():
                _link(out, find, role, head, spans)
            _link(out, find, "source", head, [sentence.sources[i].span for i in event.sources])
            out.roles.append([(row, words) for row, _, words in out.links[before:]])
    return out


def _certainty(event: Event) -> tuple[list[float], list[float]]:
    """Return how a coded event is told; where the codebook turns a future act into another type, the time is open."""
    told = {"uncertain": "hypothetical", "negative": "negation", "future": "future"}
    known = [float(c != "future" or event.kind not in PROMISES) for c in CERTAINTY]
    return [float(told[c] in event.auxiliary) for c in CERTAINTY], known


def _link(out: Example, find: _Finder, role: str, head: int, spans: Sequence[Span | None]) -> None:
    found = [w for s in spans if s is not None for w in [find.words(s)] if w is not None]
    out.links.append((LINKS.index(role), head, [f for f, _ in found]))
    extent = EXTENTS.index(LINK_EXTENT[role])
    out.extents.update((extent, first, last) for first, last in found)


@dataclass(slots=True)
class Tensors:
    """Padded tensors of a few windows."""

    pieces: Tensor
    cases: Tensor
    first: Tensor
    words: Tensor
    sentences: Tensor


@dataclass(slots=True)
class Batch(Tensors):
    """The tensors with the examples that they are made of."""

    examples: list[Example]


def collate(windows: Sequence[Window]) -> Tensors:
    length = max(len(w.pieces) for w in windows)
    words = max(len(w.first) for w in windows)
    pad = lambda row, size: row + [0] * (size - len(row))  # noqa: E731
    return Tensors(
        torch.tensor([pad(w.pieces, length) for w in windows]),
        torch.tensor([pad(w.cases, length) for w in windows]),
        torch.tensor([pad(w.first, words) for w in windows]),
        torch.tensor([pad([1] * len(w.first), words) for w in windows], dtype=torch.bool),
        torch.tensor([w.sentences + [-1] * (words - len(w.sentences)) for w in windows]),
    )


class Windowed(Protocol):
    """Anything that is trained on a window."""

    window: Window


Item = TypeVar("Item", bound=Windowed)


def packed(items: Sequence[Item], *, pieces: int, rng: random.Random | None) -> Iterator[tuple[list[Item], Tensors]]:
    """Yield groups of at most ``pieces`` padded pieces with their tensors; shuffled when a generator is given."""
    order = list(items)
    if rng:
        rng.shuffle(order)
        order.sort(key=lambda e: len(e.window.pieces) + rng.randint(-8, 8))
    else:
        order.sort(key=lambda e: len(e.window.pieces))
    groups: list[list[Item]] = [[]]
    for item in order:
        longest = len(item.window.pieces)
        if groups[-1] and longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(item)
    if rng:
        rng.shuffle(groups)
    for group in filter(None, groups):
        yield group, collate([item.window for item in group])


def batches(examples: Sequence[Example], *, pieces: int, rng: random.Random | None) -> Iterator[Batch]:
    """Yield batches of examples."""
    for group, t in packed(examples, pieces=pieces, rng=rng):
        t.words[[e.partial for e in group]] = False
        yield Batch(t.pieces, t.cases, t.first, t.words, t.sentences, group)
