"""Stories: which documents report the same thing, by what their texts are about and when they were written.

Most news is not about world politics; so a story rests on the text alone: rare words and names of title and opening,
weighted by a fixed table (:mod:`newsledger.cluster.terms`), and days between the reports. Groups are made by average
link (:mod:`newsledger.cluster.grouping`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from newsledger.cluster.grouping import group_all
from newsledger.cluster.linkage import average_link
from newsledger.cluster.space import Component, Places
from newsledger.cluster.terms import Vector, cosine, heaviest, text_vector
from newsledger.records import Article, Document, content_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_THRESHOLD = 0.105
_KEYS = 14
_NEAR_DAYS = 4
"""Reports of so many days are as near as can be."""
_MONTH, _YEAR = 30, 365
_AFTER_MONTH, _AFTER_YEAR = 0.5, 0.4
"""What likeness counts when the reports are a month apart, and a year or more; in between by the days."""
_LARGEST = 1500


@dataclass(frozen=True, slots=True)
class Told:
    """What a document is about, and its day as a number; None when nothing states it."""

    document_id: str
    day: int | None
    vector: Vector


class Page(Protocol):
    """What stories and copies need to know of a document beside its text."""

    @property
    def document_id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str | None:
        """Its headline."""

    @property
    def document_creation_time(self) -> str | None:
        """Its day, or day and time."""


def told(document: Document, articles: Sequence[Article] = ()) -> Told:
    """Return what a document is about: its first main story when its articles are given, all of it otherwise."""
    return tell(document, main_text(document, articles))


def tell(document: Page, text: str) -> Told:
    """Return what a document is about, by its title and the text of its main story."""
    vector = text_vector(text, title=document.title)
    return Told(document.document_id, day_number(document.document_creation_time), vector)


def main_text(document: Document, articles: Sequence[Article]) -> str:
    """Return the text of the first main story of a page, or all of it when its articles are not given."""
    main = next((a for a in articles if a.kind == "main"), None)
    return document.text[main.start : main.end] if main else document.text


def day_number(value: str | None) -> int | None:
    """Return the day of an ISO date or date-time as a number."""
    return date.fromisoformat(value[:10]).toordinal() if value and len(value) >= len("2031-03-12") else None


def nearness(one: int | None, other: int | None) -> float:
    """Return what the likeness of two reports counts by their days; an unknown day takes nothing away."""
    if one is None or other is None:
        return 1.0
    days = abs(one - other)
    early = min(1.0, max(0.0, (days - _NEAR_DAYS) / (_MONTH - _NEAR_DAYS)))
    late = min(1.0, max(0.0, (days - _MONTH) / (_YEAR - _MONTH)))
    return 1.0 - (1.0 - _AFTER_MONTH) * early - (_AFTER_MONTH - _AFTER_YEAR) * late


class StorySpace:
    """Documents as points: alike when they are about the same at about the same time."""

    threshold = _THRESHOLD
    largest = _LARGEST

    def identify(self, item: Told) -> str:
        """Return the document id."""
        return item.document_id

    def keys(self, item: Told) -> Sequence[str]:
        """Return the terms of most weight."""
        return heaviest(item.vector, _KEYS)

    def place(self, item: Told) -> str:
        """Return the day, so that a crowded term compares reports of neighbouring days."""
        return f"{item.day or 0:07d}"

    def likeness(self, one: Told, other: Told) -> float:
        """Return how alike two documents are."""
        return cosine(one.vector, other.vector) * nearness(one.day, other.day)

    def divide(
        self, items: Sequence[Told], alike: Callable[[Told, Told], float], together: Places, apart: Places
    ) -> list[list[int]]:
        """Return the groups by average link."""
        del alike  # a story may have a thousand reports: all likenesses at once
        return average_link(_matrix(items), self.threshold, together=together, apart=apart)


def _matrix(items: Sequence[Told]) -> NDArray[np.float64]:
    import numpy as np

    likeness = np.zeros((len(items), len(items)))
    for places, weights in _postings(items).values():
        likeness[np.ix_(places, places)] += np.outer(weights, weights)
    days = np.array([np.nan if i.day is None else i.day for i in items], dtype=np.float64)
    gap = np.nan_to_num(np.abs(days[:, None] - days[None, :]))
    early = np.clip((gap - _NEAR_DAYS) / (_MONTH - _NEAR_DAYS), 0.0, 1.0)
    late = np.clip((gap - _MONTH) / (_YEAR - _MONTH), 0.0, 1.0)
    return likeness * (1.0 - (1.0 - _AFTER_MONTH) * early - (_AFTER_MONTH - _AFTER_YEAR) * late)


def _postings(items: Sequence[Told]) -> dict[str, tuple[list[int], list[float]]]:
    found: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for n, item in enumerate(items):
        for term, weight in item.vector.items():
            found[term][0].append(n)
            found[term][1].append(weight)
    return {term: found[term] for term in sorted(found) if len(found[term][0]) > 1}


def group_stories(pages: Iterable[tuple[Document, Sequence[Article]]]) -> dict[str, str]:
    """Return the story id of each document, by document id.

    Args:
        pages: Documents with their articles; without any, a document is taken whole.
    """
    items = {item.document_id: item for item in (told(document, articles) for document, articles in pages)}
    components = group_all(list(items.values()), StorySpace())
    return story_ids(components, {d: item.day for d, item in items.items()})


def story_ids(components: Iterable[Component], days: dict[str, int | None]) -> dict[str, str]:
    """Return the story of each document; a story is named after its first report, so that later ones keep its id."""
    found: dict[str, str] = {}
    for component in components:
        for group in component.groups:
            first = min(group, key=lambda d: (days[d] is None, days[d] or 0, d))
            found.update(dict.fromkeys(group, content_id("t", first)))
    return found
