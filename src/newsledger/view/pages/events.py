"""Events as pages."""

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


def event_table(events: Sequence[Event], *, links: Links = NOWHERE, total: int | None = None, caption: str = "") -> Markup:  # noqa: ARG001
    """Return the fragment."""
    return _SOON


def event_page(event: Event, mentions: Sequence[EventMention], pages: Mapping[str, Document], originals: Mapping[str, str] | None = None, *, links: Links = NOWHERE) -> Markup:  # noqa: ARG001
    """Return the fragment."""
    return _SOON


def merge_reasons(event: Event, mentions: Sequence[EventMention]) -> Markup:  # noqa: ARG001
    """Return the fragment."""
    return _SOON


def event_excerpt(event: Event, mentions: Sequence[EventMention], pages: Mapping[str, Document], *, links: Links = NOWHERE) -> Markup:  # noqa: ARG001
    """Return the fragment."""
    return _SOON
