"""Where one story on a page ends and the next begins.

A page holds the main story and then, on many sites, teasers of other stories; once teasers begin, nothing goes back to
the main story. So there is one decision: how many paragraphs the main story has. Each paragraph gets the log odds that
it opens another story (:mod:`newsledger.articles.features`, weights in ``pages.toml``), and the split is made where the
odds of all paragraphs behind it add up to the most, if they add up to enough at all.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import accumulate, pairwise
from operator import mul
from typing import NamedTuple

from newsledger.articles.blocks import Block, find_blocks
from newsledger.articles.datelines import full_date
from newsledger.articles.features import FEATURES, Profile, Tokens, is_cut_off, tokens
from newsledger.articles.furniture import is_furniture, is_section_head, is_time_stamp
from newsledger.articles.openings import any_label
from newsledger.articles.words import table, words

# A story needs so many characters of running text before another can begin.
_LEAST_STORY = 120
# A headline on its own line is no longer than this, and shares so many words with the paragraph below it.
_LONGEST_HEADLINE = 140
_LEAST_SHARED = 2
# When most of the first paragraphs have no stop, a missing stop tells no headline.
_FIRST = 3
# A label is a speaker's when it comes back and one of its turns is short.
_SHORT_TURN = 200


class Story(NamedTuple):
    """One story: ``main`` or ``teaser``, and the half-open range of its paragraphs in ``Page.blocks``."""

    kind: str
    first: int
    after: int


class Page(NamedTuple):
    """A page read into paragraphs.

    Attributes:
        text: The text of the page.
        blocks: Its paragraphs without furniture, in order.
        heads: For each paragraph, whether it is the headline of the paragraph below it.
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
    return Page(text, tuple(blocks), _heads(text, blocks), _speakers(text, blocks), date)


def find_stories(page: Page) -> list[Story]:
    """Return the stories of a page in order: the main story, then the teasers."""
    if not page.blocks:
        return []
    first = _first_teaser(page)
    stories = [Story("main", 0, first)]
    for at in range(first, len(page.blocks)):
        if at > first and _continues(page, at):
            stories[-1] = stories[-1]._replace(after=at + 1)
        else:
            stories.append(Story("teaser", at, at + 1))
    return stories


def feature_rows(page: Page) -> list[tuple[float, ...] | None]:
    """Return the features of each paragraph, or None where no other story can begin."""
    profile = Profile(page.speakers)
    rows: list[tuple[float, ...] | None] = []
    waiting: list[tuple[str, Tokens]] = []
    told = 0
    for (start, end), head in zip(page.blocks, page.heads, strict=True):
        block = page.text[start:end]
        found = tokens(block)
        waiting.append((block, found))
        if head:
            rows.append(None)
            continue
        rows.append(profile.features(block, found) if told >= _LEAST_STORY else None)
        for paragraph in waiting:
            profile.add(*paragraph)
        waiting.clear()
        told += len(block) if len(block) >= _LEAST_STORY else 0
    return rows


def _first_teaser(page: Page) -> int:
    """Return the index of the first paragraph of the first teaser, or the number of paragraphs."""
    rows = feature_rows(page)
    odds = [0.0 if row is None else log_odds(row) for row in rows]
    allowed = [row is not None for row in rows]
    behind = list(accumulate(reversed(odds)))[::-1]
    best, total = len(rows), float(table("pages")["decision"]["least_odds"])
    for at, sum_behind in enumerate(behind):
        if allowed[at] and sum_behind > total:
            best, total = at, sum_behind
    while best < len(rows) and best > 1 and page.heads[best - 1]:
        best -= 1
    return best


def _continues(page: Page, at: int) -> bool:
    """True when a paragraph behind the main story belongs to the teaser before it."""
    if page.heads[at - 1]:
        return True
    before, block = page.blocks[at - 1], page.blocks[at]
    if page.heads[at] or is_cut_off(page.text[before.start : before.end]):
        return False
    opening = page.text[block.start : block.start + 12].split(maxsplit=1)[0]
    return opening.lower() in words("page", "strict_continuers")


def _without_furniture(text: str) -> tuple[list[Block], str | None]:
    """Return the paragraphs that are text, and the date that a line above the second of them states.

    Below the head of a list of stories, its links are furniture too.
    """
    kept: list[Block] = []
    date: str | None = None
    in_links = False
    for block in find_blocks(text):
        line = text[block.start : block.end]
        if is_furniture(line):
            in_links = in_links or is_section_head(line)
            if date is None and len(kept) <= 1 and is_time_stamp(line):
                date = full_date(line)
        elif not (in_links and len(line) <= _LONGEST_HEADLINE and is_cut_off(line)):
            in_links = False
            kept.append(block)
    return kept, date


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


def _heads(text: str, blocks: list[Block]) -> tuple[bool, ...]:
    """Return for each paragraph whether it is a headline: in capitals, or sharing words with the paragraph below."""
    paragraphs = [text[b.start : b.end] for b in blocks if b.end - b.start > _LONGEST_HEADLINE][:_FIRST]
    if 2 * sum(map(is_cut_off, paragraphs)) > len(paragraphs):
        return (False,) * len(blocks)
    heads = [_is_head(text, block, below) for block, below in pairwise(blocks)]
    return (*heads, False) if blocks else ()


def _is_head(text: str, block: Block, below: Block) -> bool:
    length = block.end - block.start
    if length > _LONGEST_HEADLINE or below.end - below.start < length:
        return False
    line = text[block.start : block.end]
    if not is_cut_off(line) or line.endswith((":", ",", ";")):
        return False
    if line.isupper() and " " in line:
        return True
    if below.end - below.start < _LEAST_STORY:
        return False
    names, plain = tokens(line)
    names_below, plain_below = tokens(text[below.start : below.end])
    return len(names & names_below) + len(plain & plain_below) + len(names & plain_below) >= _LEAST_SHARED


def log_odds(row: tuple[float, ...]) -> float:
    """Return the log odds that a paragraph with these features opens another story."""
    return sum(map(mul, _weights(), row), 0.0)


@cache
def _weights() -> tuple[float, ...]:
    weights = table("pages")["weights"]
    return tuple(float(weights[name]) for name in FEATURES)
