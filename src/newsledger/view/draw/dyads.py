"""Two parties over time."""

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
class Bucket:
    """What one party did to another in one period: events, mean intensity and its 95 percent interval."""

    period: str
    actor: str
    recipient: str
    count: int
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two parties over time; ``undated`` events are in no bucket."""

    one: str
    other: str
    step: str
    clock: str
    buckets: tuple[Bucket, ...]
    undated: int = 0


def dyad_of(events: Iterable[Event], one: str, other: str, *, step: str = "month", clock: str = "event") -> Dyad:
    """Return the buckets of a dyad."""
    return Dyad(one, other, step, clock, ())


def dyad_view(dyad: Dyad, *, links: Links = NOWHERE, names: Mapping[str, str] | None = None) -> Markup:
    """Return the fragment."""
    return _SOON
