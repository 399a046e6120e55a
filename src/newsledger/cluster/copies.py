"""Copies: pages that hold the same text, whole, cut, retitled or reworded, as wire stories are.

MinHash over their rare words finds who is worth comparing; how much of the shorter text the longer one holds in the
same order decides: boilerplate shares words and phrases, but not their order over a whole text. A form filled in anew
shares even that: it is told by its names and numbers, which are others. The original is the earliest of a group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from newsledger.cluster.minhash import band_keys
from newsledger.cluster.rarity import rarity
from newsledger.cluster.space import Component, Places
from newsledger.cluster.stories import Page, day_number, main_text
from newsledger.cluster.terms import plain_words, words
from newsledger.records import Article, Document

_THRESHOLD = 0.5
_READ = 8000
_RARE, _CONTENT, _COMMON = 0.55, 0.3, 0.05
"""Rarity from which a word tells pages apart, is a content word, is no function word."""
_PAIRS = 0.08
"""Share of the shorter text's pairs that two texts must have in common to be compared word by word."""
_FEWEST = 20
"""A text of fewer words is too short to be called a copy of another, unless it is the very same."""
_SHORTEST = 0.4
"""A piece of a smaller share of the longer text is a quotation rather than a copy."""
_FILLED_IN, _FEWEST_FILLED_IN, _TIMES, _AS_LONG = 0.6, 2, 3.0, 0.85
"""A form: of the names and numbers of each text more than such a share, and so many at least, are not in the other;
these differ so many times as often as the words do, as they would not where a text was reworded; and the shorter text
is of such a share of the longer one's length, as it would not be where it was cut."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LARGEST = 400


@dataclass(frozen=True, slots=True)
class Printed:
    """A text as what copies are told by.

    Attributes:
        document_id: The page.
        date: Its document creation time, or None.
        words: Its words in order, function words apart.
        pairs: Pairs of neighbouring content words, each as one string.
        keys: Keys of blocks to be compared.
        told: Its names and numbers.
    """

    document_id: str
    date: str | None
    words: tuple[str, ...]
    pairs: frozenset[str]
    keys: tuple[str, ...]
    told: frozenset[str] = frozenset()


def printed(document: Document, articles: Sequence[Article] = ()) -> Printed:
    """Return a document as what copies are told by: its main story when its articles are given."""
    return put_down(document, main_text(document, articles))


def put_down(document: Page, text: str) -> Printed:
    """Return a document as what copies are told by, given the text of its main story."""
    read = text[:_READ]
    told = [(w, rarity(w)) for w in plain_words(read)]
    content = [w for w, rare in told if rare > _CONTENT]
    pairs = frozenset(f"{one} {other}" for one, other in pairwise(content))
    return Printed(
        document.document_id,
        document.document_creation_time,
        tuple(w for w, rare in told if rare > _COMMON),
        pairs,
        band_keys([w for w, rare in told if rare > _RARE] or list(filter(None, [" ".join(content)]))),
        frozenset((*(word for word, _, is_name in words(read) if is_name), *_NUMBER.findall(read))),
    )


def overlap(one: Printed, other: Printed) -> float:
    """Return how much of the shorter text the longer one holds in the same order, 0 to 1; 0 for one form, two texts."""
    shorter, longer = sorted((one.words, other.words), key=len)
    if shorter == longer:
        share = float(bool(shorter))
        return 0.0 if _is_form(one, other, share) else share
    if len(shorter) < _FEWEST:
        return 0.0
    if len(one.pairs & other.pairs) < _PAIRS * min(len(one.pairs), len(other.pairs)):
        return 0.0
    share = in_order(shorter, longer) / max(len(shorter), _SHORTEST * len(longer))
    return 0.0 if _is_form(one, other, share) else share


def _is_form(one: Printed, other: Printed, share: float) -> bool:
    """Tell whether two texts that share so much are one form: the names and numbers of each are not in the other."""
    mine, theirs = one.told - other.told, other.told - one.told
    shorter, longer = sorted((len(one.words), len(other.words)))
    if min(len(mine), len(theirs)) < _FEWEST_FILLED_IN or shorter < _AS_LONG * longer:
        return False
    differing = min(len(mine) / len(one.told), len(theirs) / len(other.told))
    return differing > _FILLED_IN and differing > _TIMES * (1.0 - share)


def in_order(shorter: Sequence[str], longer: Sequence[str]) -> int:
    """Return the length of the longest common subsequence.

    Reference: Hyyrö 2004, "Bit-parallel LCS-length computation revisited": a bit a word of the shorter text.
    """
    places: dict[str, int] = {}
    for n, word in enumerate(shorter):
        places[word] = places.get(word, 0) | (1 << n)
    full = (1 << len(shorter)) - 1
    state = full
    for word in longer:
        met = state & places.get(word, 0)
        if met:
            state = ((state + met) | (state - met)) & full
    return len(shorter) - state.bit_count()


class CopySpace:
    """Pages as points: alike when one holds much of the other's text."""

    threshold = _THRESHOLD
    largest = _LARGEST

    def identify(self, item: Printed) -> str:
        """Return the document id."""
        return item.document_id

    def keys(self, item: Printed) -> Sequence[str]:
        """Return the keys of the MinHash bands."""
        return item.keys

    def place(self, item: Printed) -> str:
        """Return the day, so that crowded blocks compare pages of neighbouring days."""
        return f"{day_number(item.date) or 0:07d}"

    def likeness(self, one: Printed, other: Printed) -> float:
        """Return how much of the shorter text the longer one holds."""
        return overlap(one, other)

    def divide(
        self, items: Sequence[Printed], alike: Callable[[Printed, Printed], float], together: Places, apart: Places
    ) -> list[list[int]]:
        """Return originals with their copies: in order of time, a page joins the page that it is most like.

        That need not be the original: two reworded copies of one text can have less in common with it than with others.
        """
        del together, apart  # nobody is asked about copies
        home: dict[int, list[int]] = {}
        for n in sorted(range(len(items)), key=lambda n: rank(items[n].date, items[n].document_id)):
            known = [(alike(items[before], items[n]), before) for before in home]
            best = max(known, key=lambda k: k[0], default=(0.0, n))
            group = home[best[1]] if best[0] >= self.threshold else []
            group.append(n)
            home[n] = group
        return sorted(sorted(group) for group in {id(g): g for g in home.values()}.values())


def rank(date: str | None, document_id: str) -> tuple[bool, str, str]:
    """Return what orders reports: their date, undated ones last, then the id; hours are compared in UTC."""
    return date is None, _in_utc(date) if date else "", document_id


def _in_utc(time: str) -> str:
    """Return an ISO time that states its offset in UTC; days and hours without one stay as they are."""
    if len(time) <= len("2031-03-12T09:00:00"):
        return time
    try:
        found = datetime.fromisoformat(time)
    except ValueError:
        return time
    return found.astimezone(UTC).isoformat() if found.tzinfo else time


def originals(components: Iterable[Component], dates: Mapping[str, str | None]) -> dict[str, str]:
    """Return the original of each document: the earliest of its group, itself when it is no copy.

    Undated pages come after dated ones; ids settle what dates leave open.
    """
    found: dict[str, str] = {}
    for component in components:
        for group in component.groups:
            first = min(group, key=lambda d: rank(dates[d], d))
            found.update(dict.fromkeys(group, first))
    return found
