"""What tells the first paragraph of another story from one that goes on with this story.

The story so far is kept as a profile: its names, its words, and how often its paragraphs end without punctuation.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from newsledger.articles.openings import any_label, is_speaker
from newsledger.articles.words import words

# No more of a paragraph is looked at, in characters.
_READ = 800
_LONGEST_LINK = 36
_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]{2,}")
_STEM = re.compile(r"\b[a-zß-ÿ]{4,6}")
_FIRST_WORD = re.compile(r"[\"“‘']?([^\W\d_]+)")
_STOPPED = re.compile(r"[.!?…][\"”’»')\]]*\Z")
_TRAILS_OFF = re.compile(r"(?:\.{3}|…)\]?(?:\s+(?:read|continue|more|full)\b[\w ]{0,20}\W{0,3})?\Z", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w’'-]+)\W*\Z")
_NEWS_DAY = re.compile(
    r"(?:[Tt]o(?:day|night)|[Yy]esterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Ll]ast (?:week|month|night))\b"
)
_MIDDLE = 500
_LONG = 1000
_LEAD = 250
# Of a longer story, most names and words of its field are known.
_TOLD_ENOUGH = math.log1p(10)

FEATURES = (
    "bias",
    "cut_off",
    "breaks_phrase",
    "unstopped_story",
    "shorter",
    "too_long",
    "kicker",
    "first_speaker",
    "known_speaker",
    "share_of_new_names",
    "share_of_new_words",
    "new_names",
    "story_length",
    "continuer",
    "news_day",
)


def is_cut_off(block: str) -> bool:
    """True for a paragraph that ends without the punctuation that ends a sentence, or on an ellipsis."""
    if block.endswith(".") and not block.endswith(".."):
        return False
    return _STOPPED.search(block, max(0, len(block) - 8)) is None or trails_off(block)


def trails_off(block: str) -> bool:
    """True for a paragraph that ends on an ellipsis, with or without a link to the rest behind it."""
    tail = block[-_LONGEST_LINK:]
    return ("…" in tail or "..." in tail) and _TRAILS_OFF.search(tail) is not None


def breaks_phrase(block: str) -> bool:
    """True for a paragraph that no writer ends here: on a comma, or on a word that must be followed by another."""
    if block.endswith((",", "-", "–")) or trails_off(block):
        return True
    match = _LAST_WORD.search(block, max(0, len(block) - 30))
    return match is not None and match[1] in words("function", "words")


class Tokens(NamedTuple):
    """The names of a paragraph, folded, and the stems of its other words."""

    names: set[str]
    plain: set[str]


class Profile:
    """The story so far: its names, words, speakers and paragraph ends."""

    def __init__(self, speakers: frozenset[str]) -> None:
        self._speakers = speakers
        self._names: set[str] = set()
        self._words: set[str] = set()
        self._labels: set[str] = set()
        self._length = 0
        self._blocks = 0
        self._unstopped = 0

    @property
    def unstopped(self) -> float:
        """Share of the paragraphs that end without punctuation."""
        return self._unstopped / self._blocks if self._blocks else 0.0

    def add(self, block: str, found: Tokens) -> None:
        """Take a paragraph with its tokens into the story."""
        self._names |= found.names
        self._words |= found.plain
        label = any_label(block, 0, len(block))
        if label:
            self._labels.add(label)
        self._length += len(block)
        self._blocks += 1
        self._unstopped += is_cut_off(block) and not block.endswith((":", ";"))

    def features(self, block: str, found: Tokens) -> tuple[float, ...]:
        """Return the values of :data:`FEATURES` for the paragraph that comes next, given its tokens."""
        names, plain = found
        length = len(block)
        new_names, new_words = len(names - self._names), len(plain - self._words)
        told = min(math.log1p(self._length / _LONG), _TOLD_ENOUGH)
        label = any_label(block, 0, length)
        spoken = label is not None and (label in self._speakers or is_speaker(label))
        cut_off = is_cut_off(block) and not block.endswith((":", ";"))
        first = _FIRST_WORD.match(block)
        return (
            1.0,
            cut_off * (1.0 - self.unstopped),
            float(cut_off and breaks_phrase(block)),
            self.unstopped,
            math.log(min(length, _MIDDLE) / _MIDDLE),
            float(length > _LONG),
            float(label is not None and not spoken),
            float(spoken and not self._labels),
            float(spoken and label in self._labels),
            told * new_names / (len(names) + 1),
            told * new_words / (len(plain) + 1),
            math.log1p(new_names),
            told,
            float(first is not None and first[1].lower() in words("page", "continuers")),
            float(_NEWS_DAY.search(block, 0, _LEAD) is not None),
        )


def tokens(block: str) -> Tokens:
    """Return the names (capitalised, folded) and the stems of the other words of a paragraph, without common words."""
    common_names, common_stems = _common()
    names = set(map(str.lower, _NAME.findall(block, 0, _READ)))
    return Tokens(names - common_names, set(_STEM.findall(block, 0, _READ)) - common_stems)


@cache
def _common() -> tuple[frozenset[str], frozenset[str]]:
    common = words("page", "common") | words("function", "words")
    return common, frozenset(stem for word in common for stem in _STEM.findall(word))
