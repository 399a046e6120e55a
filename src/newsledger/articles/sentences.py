"""Sentences of a paragraph of news.

A stop ends a sentence unless the words around it say otherwise: abbreviations, initials, decimals, dates, list numbers,
addresses on the web, quotations that their tag continues. Reference for what counts as a sentence: Universal
Dependencies English (EWT, GUM), measured in ``benchmarks/pages.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsledger.articles.lost_stops import lost_stops
from newsledger.articles.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

# A run of stops with the quotes and brackets that close behind it; an inline bullet; a speaker's label inside a line.
_BREAK = re.compile(
    r"(?P<stop>[.!?…]+(?P<closers>[\"”’»')\]]*)(?: [\"”](?=\s|\Z))?)(?P<gap>\s*)"
    r"|(?P<bullet>(?<=\s)[•●▪■◦‣](?=\s))"
    r"|(?<=[a-z\])”\"] )(?P<label>(?:QUESTION|ANSWER|MODERATOR|OPERATOR|(?:MR|MS|MRS|DR|SECRETARY|PRESIDENT|MINISTER|AMBASSADOR) [A-Z][A-Z’'-]{1,24})(?=: ))"
    r"|(?<=[^\W\d_])-(?P<joined>(?:The|A|An|In|On|At|He|She|They|It|This|That|While|When|After|As|For|With|If|We) )"
)
_TOKEN_BEFORE = re.compile(r"[^\s\"“”‘()\[\]]{1,24}\Z")
_WORD_AFTER = re.compile(r"[\"“‘'(\[]*([^\W_][\w’'-]{0,40})(\S?)")
_ACRONYM = re.compile(r"(?:[A-Za-zÀ-Þ]\.){2,6}\Z|(?<![\w.])[A-ZÀ-Þ]\.\Z")
_TAG_AFTER = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]{0,30} ){1,4}(?:said|says|asked|told|added|wrote|tweeted|replied|shouted|warned)\b")
_ADDRESS = re.compile(r"www\.|https?:|@|\.(?:com|org|net|gov|edu|int|mil|info|eu|uk)\b|/", re.IGNORECASE)
_LEAD = re.compile(r"[\s•●▪■◦‣*–—·>|]*(?:-\s+)?\s*")
_WORD = re.compile(r"\w+")

# Words a sentence between which no stop stands: above this, the text has lost its stops.
LOST_STOPS_WORDS = 38
_REACH = 60


def split_sentences(text: str, start: int, end: int, *, stops_lost: bool = False) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph as half-open offsets, in order, without white space or bullets around them.

    Args:
        text: The page.
        start: First character of the paragraph.
        end: One past its last character.
        stops_lost: True when the story has lost its full stops; safe cuts are then made without them.
    """
    spans: list[tuple[int, int]] = []
    at = start
    for stop, resume in _breaks(text, start, end):
        if stops_lost:
            for cut, go_on in lost_stops(text, at, stop):
                _add(spans, text, at, cut)
                at = go_on
        _add(spans, text, at, stop)
        at = resume
    return spans


def words_and_sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """Return how many words a paragraph has, and how many sentences its stops make of it."""
    return sum(1 for _ in _WORD.finditer(text, start, end)), sum(1 for _ in _breaks(text, start, end))


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    match = _LEAD.match(text, start, end)
    start = match.end() if match else start
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return
    if spans and not any(c.isalnum() for c in text[start : min(end, start + _REACH)]):
        return
    spans.append((start, end))


def _breaks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (end of a sentence, start of the next) up to and including the end of the paragraph."""
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match["stop"] is None:
            edge = match.start("joined") - 1 if match["joined"] else match.start()
            if edge > at:
                yield edge, match.start("joined") if match["joined"] else match.start()
        elif match.end() >= end:
            break
        elif _ends_sentence(text, match, at, end):
            yield match.end("stop"), match.end()
        else:
            continue
        at = match.end()
    yield end, end


def _ends_sentence(text: str, match: re.Match[str], sentence_start: int, end: int) -> bool:
    after = match.end()
    following = _WORD_AFTER.match(text, after, min(end, after + _REACH))
    if following is None:
        return bool(match["gap"])
    word = following[1]
    if word[0].islower():
        return False
    at = match.start()
    if not match["gap"]:
        return _stop_without_space(text, match, word, end)
    if text[at] != "." or match.end("stop") > at + 1:
        return not _goes_on(text, match, end)
    return _full_stop_ends(text, at, word, sentence_start)
