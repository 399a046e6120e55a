"""Blocks of a page: its lines, with lines that a narrow column broke joined again."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

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
    pairs = run_on = width = 0
    for before, line in pairwise(lines):
        if before.end - before.start > _COLUMN:
            return 0
        if _neighbours(text, before, line):
            pairs += 1
            if text[line.start].islower() and not _stopped(text, before):
                run_on += 1
                width = max(width, before.end - before.start)
    return width if run_on >= _RUN_ON_LEAST and run_on >= _RUN_ON_SHARE * pairs else 0


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
