"""Blocks of a page: its lines, with lines that a narrow column broke joined again."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsledger.articles.features import breaks_phrase
from newsledger.articles.furniture import is_furniture

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOPPED = re.compile(r"[.!?…:;][\"”’»')\]]*\Z")

# A line longer than this was not broken by a column.
_COLUMN = 160
# A page is set in a column when this share of its neighbouring lines runs on in lower case, and at least so many.
_RUN_ON_SHARE = 0.25
_RUN_ON_LEAST = 3
# A short page is set in one when nearly all its lines are filled: the first word of the next would not have fitted,
# give or take a sign. The longest is no shorter than this, and at least half of them have no stop.
_FILLED_SHARE = 0.9
_FILLED_LEAST = 2
_FILLED_WIDTH = 40
_SLACK = 2
_UNSTOPPED_SHARE = 0.5


class Block(NamedTuple):
    """A paragraph of the page, without white space around it; half-open offsets into the text."""

    start: int
    end: int


def find_blocks(text: str) -> list[Block]:
    """Return the paragraphs of a page in order.

    Every line is a paragraph, as crawlers write them, unless the line before it broke off without punctuation and this
    one goes on in lower case. On a page set in a narrow column, only an empty line or a short, finished line ends one.
    """
    lines = list(_lines(text))
    column = _column_width(text, lines)
    blocks: list[Block] = []
    for line in lines:
        if blocks and _runs_on(text, blocks[-1], line, column=column):
            blocks[-1] = Block(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _lines(text: str) -> Iterator[Block]:
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.end() - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            yield Block(start, end)


def _neighbours(text: str, before: Block, line: Block) -> bool:
    """True when only one line break stands between the two."""
    gap = text[before.end : line.start]
    return len(gap) <= 2 * _COLUMN and gap.replace("\r\n", "\n").strip(" \t\u00a0") in ("\n", "\r")


def _column_width(text: str, lines: list[Block]) -> int:
    """Return the width of the column that the page is set in, or 0 when its lines are paragraphs."""
    if any(line.end - line.start > _COLUMN for line in lines[:-1]):
        return 0
    pairs = [pair for pair in pairwise(lines) if _neighbours(text, *pair)]
    widths = [before.end - before.start for before, line in pairs if _goes_on(text, before, line)]
    if len(widths) >= _RUN_ON_LEAST and len(widths) >= _RUN_ON_SHARE * len(pairs):
        return max(widths)
    return _filled_width(text, lines, pairs)


def _goes_on(text: str, before: Block, line: Block) -> bool:
    return text[line.start].islower() and not _stopped(text, before)


def _filled_width(text: str, lines: list[Block], pairs: list[tuple[Block, Block]]) -> int:
    """Return the width that the lines of a page were filled to, or 0 when they were not broken by a column."""
    width = max((line.end - line.start for line in lines), default=0)
    if len(pairs) < _FILLED_LEAST or not _FILLED_WIDTH <= width <= _COLUMN:
        return 0
    filled = sum(before.end - before.start + 1 + _first_word(text, line) > width - _SLACK for before, line in pairs)
    unstopped = sum(not _stopped(text, before) for before, _ in pairs)
    if filled < _FILLED_SHARE * len(pairs) or unstopped < _UNSTOPPED_SHARE * len(pairs):
        return 0
    broken = any(_goes_on(text, *pair) or breaks_phrase(text[pair[0].start : pair[0].end]) for pair in pairs)
    return width if broken else 0


def _first_word(text: str, line: Block) -> int:
    return len(text[line.start : line.end].split(maxsplit=1)[0])


def _stopped(text: str, block: Block) -> bool:
    return _STOPPED.search(text, max(block.start, block.end - 8), block.end) is not None


def _runs_on(text: str, block: Block, line: Block, *, column: int) -> bool:
    if not _neighbours(text, block, line):
        return False
    last = max(text.rfind("\n", block.start, block.end) + 1, block.start)
    width = block.end - last
    if width > _COLUMN:
        return False
    if _stopped(text, block):
        joins = column > 0 and width > column * 0.8
    else:
        joins = text[line.start].islower() or 0 < column <= width * 1.4
    return joins and not is_furniture(text[last : block.end]) and not is_furniture(text[line.start : line.end])
