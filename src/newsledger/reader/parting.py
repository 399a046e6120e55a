"""Sentence ends that only the sense shows: where a story has lost its full stops, the network parts its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from newsledger.reader.decode import Output, sigmoid
from newsledger.reader.labels import columns
from newsledger.reader.windows import Window, join_sentences
from newsledger.records import Article, Sentence

_OPENS = columns("opens")
_SURE = 0.7
"""Two sentences left together do less harm than one cut in two."""


def part_sentences(
    text: str, article: Article, windows: Sequence[Window], run: Callable[[Window], Output]
) -> tuple[Sentence, ...]:
    """Return an article's sentences, those of its body parted further where the network sees one begin.

    Args:
        text: Text of the document.
        article: A story without stops.
        windows: The model input of its sentences.
        run: The network.
    """
    cuts: dict[int, list[int]] = {}
    for window in windows:
        opens = sigmoid(run(join_sentences(window)).unary[:, _OPENS][:, 0])
        for word in np.flatnonzero(opens >= _SURE):
            if not text[window.starts[word]].islower():
                cuts.setdefault(window.sentences[word], []).append(window.starts[word])
    return tuple(part for number, s in enumerate(article.sentences) for part in _parts(text, s, cuts.get(number, [])))


def _parts(text: str, sentence: Sentence, cuts: Sequence[int]) -> Iterator[Sentence]:
    if sentence.kind != "body":
        yield sentence
        return
    edges = [sentence.start, *(c for c in sorted(cuts) if c > sentence.start), sentence.end]
    for start, stop in pairwise(edges):
        yield replace(sentence, start=start, end=start + len(text[start:stop].rstrip()))
