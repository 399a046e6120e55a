"""A page read into paragraphs: furniture left out, headlines and speakers told, before any story is looked for."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from newsledger.articles.blocks import Block, find_blocks
from newsledger.articles.features import is_cut_off, tokens
from newsledger.articles.furniture import is_furniture, is_link, is_section_head
from newsledger.articles.openings import any_label
from newsledger.articles.stamps import day_of_publication

# The longest headline or link, and the longest deck on a line of its own, in characters.
_LONGEST_HEADLINE = 140
_LONGEST_DECK = 220
# A headline in mixed case stands on a paragraph at least so long and shares so many words with it.
_RUNNING_TEXT = 120
_LEAST_SHARED = 2
# When most of the first paragraphs have no stop, a missing stop tells no headline.
_FIRST = 3
# A label is a speaker's when it comes back and one of its turns is short.
_SHORT_TURN = 200


class Page(NamedTuple):
    """A page read into paragraphs.

    Attributes:
        text: The text of the page.
        blocks: Its paragraphs without furniture, in order.
        heads: For each paragraph, whether it is a headline, kicker or deck of the paragraph below it.
        speakers: Labels in capitals that name speakers of a transcript.
        date: ISO date of the line above the story that states the day of publication, or None.
    """

    text: str
    blocks: tuple[Block, ...]
    heads: tuple[bool, ...]
    speakers: frozenset[str]
    date: str | None


def read_page(text: str) -> Page:
    """Return the paragraphs of a page and what is known about them before any is judged."""
    blocks, date = _without_furniture(text)
    return Page(text, tuple(blocks), tuple(_heads(text, blocks)), _speakers(text, blocks), date)


def _without_furniture(text: str) -> tuple[list[Block], str | None]:
    """Return the paragraphs that are text, and the date that a line above the second of them states.

    Below the head of a list of stories, its links are furniture too. Where there is nothing else, a line such as
    "Watch: …" is the text.
    """
    kept: list[Block] = []
    links: list[Block] = []
    date: str | None = None
    in_links = False
    for block in find_blocks(text):
        line = text[block.start : block.end]
        if is_furniture(line):
            in_links = in_links or is_section_head(line)
            if is_link(line):
                links.append(block)
            if date is None and len(kept) <= 1:
                date = day_of_publication(line)
        elif not (in_links and len(line) <= _LONGEST_HEADLINE and is_cut_off(line)):
            in_links = False
            kept.append(block)
    return kept or links, date


def _speakers(text: str, blocks: list[Block]) -> frozenset[str]:
    turns: Counter[str] = Counter()
    short: set[str] = set()
    for start, end in blocks:
        label = any_label(text, start, end)
        if label is not None:
            turns[label] += 1
            if end - start < _SHORT_TURN:
                short.add(label)
    return frozenset(label for label in short if turns[label] > 1)


def _heads(text: str, blocks: list[Block]) -> list[bool]:
    """Return for each paragraph whether it is the kicker, deck or headline of the paragraph below it."""
    heads = [False] * len(blocks)
    paragraphs = [text[b.start : b.end] for b in blocks if b.end - b.start > _LONGEST_HEADLINE][:_FIRST]
    if 2 * sum(map(is_cut_off, paragraphs)) > len(paragraphs):
        return heads
    below_kicker = False
    for at, (block, below) in enumerate(pairwise(blocks)):
        line = text[block.start : block.end]
        unfinished = len(line) <= min(_LONGEST_DECK, below.end - below.start) and is_cut_off(line)
        kicker = unfinished and " " in line and line.isupper()
        heads[at] = unfinished and (kicker or below_kicker or _is_headline(line, text[below.start : below.end]))
        below_kicker = kicker
    return heads


def _is_headline(line: str, below: str) -> bool:
    if len(line) > _LONGEST_HEADLINE or len(below) < _RUNNING_TEXT or line.endswith((":", ",", ";")):
        return False
    names, plain = tokens(line)
    names_below, plain_below = tokens(below)
    return len(names & names_below) + len(plain & plain_below) + len(names & plain_below) >= _LEAST_SHARED
