"""Where one story on a page ends and the next begins.

A page holds the main story and then, on many sites, teasers of other stories; once teasers begin, nothing goes back to
the main story. So there is one decision: how many paragraphs the main story has. Each paragraph gets the log odds that
it opens another story (:mod:`newsledger.articles.features`, weights in ``pages.toml``), and the split is made where the
odds of all paragraphs behind it add up to the most, if they add up to enough at all.
"""

from __future__ import annotations

from functools import cache
from operator import mul
from typing import NamedTuple

from newsledger.articles.features import FEATURES, Profile, Tokens, is_cut_off, tokens
from newsledger.articles.page import Page
from newsledger.articles.words import table, words

# A story needs so many characters of text before another can begin: long paragraphs, or short ones with a stop.
_RUNNING_TEXT = 120


class Story(NamedTuple):
    """One story: ``main`` or ``teaser``, and the half-open range of its paragraphs in ``Page.blocks``."""

    kind: str
    first: int
    after: int


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
    """Return the features of each paragraph, or None where no other story can begin.

    A headline is told by the paragraph below it, so it has none itself and joins the story with that paragraph.
    """
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
        rows.append(profile.features(block, found) if told >= _RUNNING_TEXT else None)
        for paragraph in waiting:
            profile.add(*paragraph)
        waiting.clear()
        told += len(block) if len(block) >= _RUNNING_TEXT or not is_cut_off(block) else 0
    return rows


def _first_teaser(page: Page) -> int:
    """Return the index of the first paragraph of the first teaser, or the number of paragraphs."""
    rows = feature_rows(page)
    first = len(rows)
    behind, most = 0.0, float(table("pages")["decision"]["least_odds"])
    for at in range(len(rows) - 1, 0, -1):
        row = rows[at]
        if row is not None:
            behind += log_odds(row)
            if behind > most:
                first, most = at, behind
    while first < len(rows) and page.heads[first - 1]:
        first -= 1
    return first


def _continues(page: Page, at: int) -> bool:
    """True when a paragraph behind the main story belongs to the teaser before it."""
    if page.heads[at - 1]:
        return True
    before, block = page.blocks[at - 1], page.blocks[at]
    if page.heads[at] or is_cut_off(page.text[before.start : before.end]):
        return False
    opening = page.text[block.start : block.start + 12].split(maxsplit=1)[0]
    return opening.lower() in words("page", "strict_continuers")


def log_odds(row: tuple[float, ...]) -> float:
    """Return the log odds that a paragraph with these features opens another story."""
    return sum(map(mul, _weights(), row), 0.0)


@cache
def _weights() -> tuple[float, ...]:
    weights = table("pages")["weights"]
    return tuple(float(weights[name]) for name in FEATURES)
