"""What stands before the first sentence of a story: kicker, deck, headline, dateline.

Forms met: "TRADE TALKS: The talks were the first in a decade The minister yesterday …" (kicker, deck, sentence, with no
stop behind the deck), "A Headline in Capitals-GENEVA, SWITZERLAND — -The talks …" (Voice of America), "GENEVA, May 3
(Agency) - The talks …".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsledger.articles.datelines import Dateline, parse_dateline
from newsledger.articles.lost_stops import deck_ends
from newsledger.articles.words import words

_LABEL = re.compile(
    r"(?P<label>[A-Z0-9][A-Z0-9’'&.,/–-]*(?: [A-Z0-9&’'–-][A-Z0-9’'&.,/–-]*){0,6}): (?=[\"“‘'(]?[A-Z0-9À-Þ])"
)
_GLUED_DATELINE = re.compile(r"(?<=[^\s—–-])\s?-(?=[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+[ ,/])")
_GLUED = re.compile(r"(?<=[^\s—–-])\s?-(?=[\"“‘]?[A-ZÀ-Þ])")
_WORD = re.compile(r"[^\W_][\w’'-]*")

_LONGEST_HEADLINE = 200
_SHORTEST_DECK = 25
_LONGEST_DECK = 260
_LEAST_LETTERS = 4
# A headline in capitals: this share of its longer words starts with one.
_TITLE_SHARE = 0.7


class Opening(NamedTuple):
    """The opening of a paragraph.

    Attributes:
        body: Where the first sentence begins.
        pieces: (start, end, kind) of each kicker, deck and headline, in order.
        dateline: The dateline, or None.
    """

    body: int
    pieces: tuple[tuple[int, int, str], ...] = ()
    dateline: Dateline | None = None


def read_opening(text: str, start: int, end: int, *, speakers: frozenset[str] = frozenset()) -> Opening:
    """Return the opening of the paragraph that begins a story.

    Args:
        text: The page.
        start: First character of the paragraph.
        end: One past its last character.
        speakers: Labels in capitals that belong to speakers on this page and are no kickers.
    """
    label = kicker_label(text, start, end, speakers=speakers)
    if label is not None:
        return _with_dateline(text, end, *_kicker_and_deck(text, start, end, label))
    headline = _glued_headline(text, start, end)
    if headline is not None:
        return _with_dateline(text, end, headline[1], ((start, headline[0], "headline"),))
    return _with_dateline(text, end, start, ())


def kicker_label(text: str, start: int, end: int, *, speakers: frozenset[str] = frozenset()) -> str | None:
    """Return the words of the kicker at ``start`` ("TRADE TALKS" of "TRADE TALKS: The talks …"), or None."""
    label = any_label(text, start, end)
    return None if label is None or label in speakers or is_speaker(label) else label


def any_label(text: str, start: int, end: int) -> str | None:
    """Return the words in capitals before a colon at ``start``, a kicker or a speaker's label, or None."""
    if text[start + 1 : start + 2].islower():
        return None
    match = _LABEL.match(text, start, min(end, start + _LONGEST_HEADLINE))
    if match is None or sum(c.isalpha() for c in match["label"]) < _LEAST_LETTERS:
        return None
    return match["label"]


def is_speaker(label: str) -> bool:
    """True for a label that names a speaker by a title or a part ("MR PRICE", "QUESTION")."""
    return label in words("page", "parts") or any(word.rstrip(".") in words("page", "titles") for word in label.split())


def _kicker_and_deck(text: str, start: int, end: int, label: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    body = start + len(label) + 2
    kicker = (start, start + len(label), "kicker")
    window = min(end, body + _LONGEST_DECK)
    for stop, resume in deck_ends(text, body, window):
        if stop - body >= _SHORTEST_DECK:
            return resume, (kicker, (body, stop, "deck"))
    return body, (kicker,)


def _with_dateline(text: str, end: int, body: int, pieces: tuple[tuple[int, int, str], ...]) -> Opening:
    dateline = parse_dateline(text, body, end)
    return Opening(dateline.end if dateline else body, pieces, dateline)


def _glued_headline(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return (end of the headline, start of what a hyphen glued to it), or None."""
    limit = min(end, start + _LONGEST_HEADLINE)
    for match in _GLUED_DATELINE.finditer(text, start, limit):
        if " " in text[start : match.start()] and parse_dateline(text, match.end(), end) is not None:
            return match.start(), match.end()
    glued = [m for m in _GLUED.finditer(text, start, limit) if _reads_on(text, m.end(), end)]
    for match in reversed(glued):
        if _in_title_case(text[start : match.start()]):
            return match.start(), match.end()
    return None


def _reads_on(text: str, start: int, end: int) -> bool:
    """True when what begins at ``start`` is written like a sentence and not like a headline."""
    longer = [w for w in _WORD.findall(text, start, min(end, start + 120))[1:] if len(w) >= _LEAST_LETTERS]
    return len(longer) >= 3 and sum(w[0].islower() for w in longer) >= 0.4 * len(longer)


def _in_title_case(headline: str) -> bool:
    longer = [w for w in _WORD.findall(headline) if len(w) >= _LEAST_LETTERS]
    if len(longer) < 3 or ". " in headline:
        return False
    return sum(not w[0].islower() for w in longer) >= _TITLE_SHARE * len(longer)
