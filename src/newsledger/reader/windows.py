"""Text to model input: word pieces of whole sentences, packed into windows that share context.

A window holds consecutive sentences of one article, each closed by ``[SEP]``, so that one pass gives every sentence
its left and right context at no extra cost. Words are the units of all labels: runs of letters and digits, or single
punctuation marks, as BERT's pre-tokeniser cuts them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MAX_PIECES = 192
CLS, SEP = 101, 102
LOWER, CAPITALISED, UPPER, DIGIT = range(4)


@dataclass(slots=True)
class Window:
    """One input row of the encoder.

    Attributes:
        pieces: Word-piece ids with ``[CLS]`` and ``[SEP]``.
        cases: Casing class of each piece (lower, capitalised, upper, digit), fed as token type.
        first: Index of the first piece of each word.
        starts: Character offset of each word in the document.
        ends: End offset of each word.
        sentences: Sentence number of each word.
    """

    pieces: list[int] = field(default_factory=lambda: [CLS])
    cases: list[int] = field(default_factory=lambda: [LOWER])
    first: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)

    def bounds(self, number: int) -> tuple[int, int]:
        """Return the first word of a sentence and the word behind its last."""
        return bisect_left(self.sentences, number), bisect_right(self.sentences, number)


@dataclass(frozen=True, slots=True)
class _Word:
    pieces: list[int]
    case: int
    start: int
    end: int


def case_of(word: str) -> int:
    """Return the casing class of a word; the encoder itself is uncased."""
    if word[:1].isdigit():
        return DIGIT
    if not word[:1].isupper():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else CAPITALISED


def _words(encoding: Encoding, text: str, base: int) -> list[_Word]:
    words: list[_Word] = []
    last = -1
    for piece, number, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        if number is None:
            continue
        if number == last:
            word = words[-1]
            word.pieces.append(piece)
            words[-1] = _Word(word.pieces, word.case, word.start, base + end)
        else:
            last = number
            words.append(_Word([piece], case_of(text[start:end]), base + start, base + end))
    return words


def _chunks(words: list[_Word], limit: int) -> Iterator[list[_Word]]:
    """Cut a sentence that no window can hold; pieces of a word stay together, a monster word is clipped."""
    chunk: list[_Word] = []
    size = 0
    for word in words:
        del word.pieces[limit:]
        if size + len(word.pieces) > limit:
            yield chunk
            chunk, size = [], 0
        chunk.append(word)
        size += len(word.pieces)
    if chunk:
        yield chunk


def make_windows(
    text: str, sentences: Sequence[tuple[int, int]], tokenizer: Tokenizer, *, limit: int = MAX_PIECES
) -> list[Window]:
    """Pack the sentences of one article into windows.

    Args:
        text: Document text.
        sentences: Half-open offsets into it, in order.
        tokenizer: The word-piece tokenizer, without truncation or padding.
        limit: Most pieces a window holds, special pieces included.

    Returns:
        Windows in order; each word of each sentence is in exactly one.
    """
    parts = [text[start:end] for start, end in sentences]
    encodings = tokenizer.encode_batch(parts, add_special_tokens=False)
    windows: list[Window] = []
    window = Window()
    for number, (encoding, part, (start, _)) in enumerate(zip(encodings, parts, sentences, strict=True)):
        for chunk in _chunks(_words(encoding, part, start), limit - 2):
            size = sum(len(word.pieces) for word in chunk) + 1
            if len(window.pieces) + size > limit:
                windows.append(window)
                window = Window()
            _append(window, chunk, number)
    if window.first:
        windows.append(window)
    return windows


def _append(window: Window, words: list[_Word], sentence: int) -> None:
    for word in words:
        window.first.append(len(window.pieces))
        window.starts.append(word.start)
        window.ends.append(word.end)
        window.sentences.append(sentence)
        window.pieces.extend(word.pieces)
        window.cases.extend([word.case] * len(word.pieces))
    window.pieces.append(SEP)
    window.cases.append(LOWER)


def join_sentences(window: Window) -> Window:
    """Return the window without the marks between its sentences; words keep their numbers."""
    marks = [n for n, piece in enumerate(window.pieces[:-1]) if piece == SEP]
    inside = set(marks)
    shift = [sum(mark < at for mark in marks) for at in window.first]
    return replace(
        window,
        pieces=[p for n, p in enumerate(window.pieces) if n not in inside],
        cases=[c for n, c in enumerate(window.cases) if n not in inside],
        first=[at - by for at, by in zip(window.first, shift, strict=True)],
    )
