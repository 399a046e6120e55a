"""Mentions as cards."""

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


def mention_card(mention: EventMention, *, number: int = 0, links: Links = NOWHERE) -> Markup:  # noqa: ARG001
    """Return the fragment."""
    return _SOON


def why_table(mention: EventMention) -> Markup:  # noqa: ARG001
    """Return the fragment."""
    return _SOON
