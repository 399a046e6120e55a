"""Who acts on whom."""

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
class Edge:
    """Events of one quad from an actor to a recipient."""

    actor: str
    recipient: str
    quad_code: str
    count: int


def edges_of(events: Iterable[Event]) -> list[Edge]:
    """Return the edges."""
    return []


def network(edges: Sequence[Edge], *, links: Links = NOWHERE, names: Mapping[str, str] | None = None) -> Markup:
    """Return the fragment."""
    return _SOON
