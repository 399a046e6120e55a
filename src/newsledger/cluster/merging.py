"""Mentions to events: which mentions tell of one event, with a person's verdicts obeyed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from newsledger.cluster.agree import score
from newsledger.cluster.linkage import average_link
from newsledger.cluster.profile import Profile
from newsledger.cluster.space import Constraints, Pair, Places
from newsledger.cluster.terms import heaviest
from newsledger.records.verdict import Verdict, decided

_EVEN = 0.5
_LARGEST = 250
_TOPICS, _WORDS = 3, 2
_PERIOD = 16


class MentionSpace:
    """Mentions as points: alike when they are likely to tell of one event."""

    threshold = _EVEN
    largest = _LARGEST

    def identify(self, item: Profile) -> str:
        """Return the mention id."""
        return item.event_mention_id

    def keys(self, item: Profile) -> Sequence[str]:
        """Return keys of what is worth comparing.

        The same word in reports or sentences about the same thing, within eight days at least and sixteen at most; the
        same type between the same parties within two days; the same word or type within a document. Blocks that end
        keep a feed of years as quick as one of weeks. What has no day at all meets what has none either.
        """
        day = item.when.first if item.when and item.when.exact else item.day
        about = {*heaviest(item.topic, _TOPICS), *heaviest(item.words, _WORDS)}
        keys = {f"{word}|{term}|{span}" for word in item.trigger for term in about for span in _spans(day, _PERIOD)}
        keys.update(f"{word}|{item.document_id}" for word in item.trigger)
        if item.event_type:
            keys.add(f"{item.event_type}|{item.document_id}")
            if day is not None and item.parties:
                parties = ",".join(sorted(item.parties))
                keys.update(f"{item.event_type}|{parties}|{span}" for span in _spans(day, 2))
        return sorted(keys)

    def place(self, item: Profile) -> str:
        """Return day, parties and heaviest word: neighbours in a crowded block are the most likely to be one event."""
        return f"{item.day or 0:07d}|{','.join(sorted(item.parties))}|{''.join(heaviest(item.words, 1))}"

    def likeness(self, one: Profile, other: Profile) -> float:
        """Return how sure it is that two mentions tell of one event."""
        return score(one, other)

    def divide(
        self, items: Sequence[Profile], alike: Callable[[Profile, Profile], float], together: Places, apart: Places
    ) -> list[list[int]]:
        """Return the groups by average link."""
        import numpy as np

        likeness = np.zeros((len(items), len(items)))
        for one, other in combinations(range(len(items)), 2):
            likeness[one, other] = likeness[other, one] = alike(items[one], items[other])
        return average_link(likeness, self.threshold, together=together, apart=apart)


def _spans(day: int | None, length: int) -> tuple[str, ...]:
    """Return two spans of days, half of one apart, so that days less than half a span apart share one."""
    if day is None:
        return ("",)
    half = length // 2
    return f"{day // length}", f"{(day + half) // length}'"


def constraints(verdicts: Iterable[Verdict]) -> Constraints:
    """Return what people put together and apart; of two verdicts on a pair the later one holds.

    A merge that would, through others, unite what a later split put apart is left out.
    """
    apart: set[Pair] = set()
    home: dict[str, frozenset[str]] = {}
    together: set[Pair] = set()
    settled: set[Pair] = set()
    for verdict in sorted(verdicts, key=lambda v: (decided(v), v.verdict_id), reverse=True):
        if verdict.kind not in {"merge", "split"}:
            continue
        for pair in combinations(verdict.event_mention_ids, 2):
            if pair in settled:
                continue
            one, other = (home.get(i, frozenset((i,))) for i in pair)
            if verdict.kind == "split":
                if one is not other:
                    settled.add(pair)
                    apart.add(pair)
            elif not any((min(a, b), max(a, b)) in apart for a in one for b in other):
                settled.add(pair)
                together.add(pair)
                united = one | other
                home.update(dict.fromkeys(united, united))
    return Constraints(frozenset(together), frozenset(apart))
