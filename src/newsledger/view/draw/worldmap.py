"""Events and measures on a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from newsledger.measures.ask import RateAnswer
from newsledger.measures.fold import State
from newsledger.records import Article, Claim, Document, Event, EventMention
from newsledger.records.rule import Finding
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import tag

_SOON = tag("p", "not drawn yet", class_="nl-empty")


@dataclass(frozen=True, slots=True)
class Point:
    """Events at one place."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True, slots=True)
class Fill:
    """A country with the mean score of its events, -10 to 10, and their number."""

    country: str
    value: float
    count: int


def points_of(events: Iterable[Event]) -> list[Point]:
    """Return the points."""
    return []


def fills_of(events: Iterable[Event]) -> list[Fill]:
    """Return the fills."""
    return []


def event_map(points: Sequence[Point], fills: Sequence[Fill] = (), *, links: Links = NOWHERE) -> Markup:
    """Return the fragment."""
    return _SOON


def measure_map(states: Sequence[State], *, on: str, links: Links = NOWHERE) -> Markup:
    """Return the fragment."""
    return _SOON
