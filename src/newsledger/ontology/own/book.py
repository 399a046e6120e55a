"""What a codebook of the user's own is made of, and how it codes a mention: the first rule that fits decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newsledger.ontology.cues import CueMatcher
from newsledger.records import EventMention, Score, content_id, to_row

if TYPE_CHECKING:
    from newsledger.ontology.own.layer import Layer

OWN = "own:"
"""What precedes the name of a user's rule in ``provenance.rules``."""
LEARNED = "learned"
_DIGITS = 4
_PAIR = 2


@dataclass(frozen=True, slots=True)
class OwnExample:
    """An example sentence; ``trigger`` is an exact substring of ``text``."""

    text: str
    trigger: str
    mode: str | None


@dataclass(frozen=True, slots=True)
class OwnMode:
    """A mode of one of the user's types."""

    code: str
    description: str


@dataclass(frozen=True, slots=True)
class OwnType:
    """One of the user's event types, with its modes and examples of both."""

    code: str
    label: str
    definition: str
    modes: tuple[OwnMode, ...]
    examples: tuple[OwnExample, ...]


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule: the code that it gives, what must hold, and what must not.

    Attributes:
        name: Stands in ``provenance.rules`` after ``own:``.
        type: The user's type.
        mode: The user's mode, or None.
        when: For each key of :data:`KEYS` the values of which one must be there; all keys must hold.
        unless: The same; none of the keys may hold.
    """

    name: str
    type: str
    mode: str | None
    when: tuple[tuple[str, tuple[str, ...]], ...]
    unless: tuple[tuple[str, tuple[str, ...]], ...]

    def fits(self, seen: Mapping[str, Callable[[tuple[str, ...]], bool]]) -> bool:
        """Tell whether the rule holds of a mention, given a test for each key."""
        return all(seen[key](values) for key, values in self.when) and not any(
            seen[key](values) for key, values in self.unless
        )


@dataclass(frozen=True, slots=True)
class OwnCode:
    """What the codebook makes of a mention: type and mode, the rule that decided, and the layer's probability."""

    type: str
    mode: str | None
    rule: str
    score: float | None = None


@dataclass(frozen=True)
class OwnCodebook:
    """A codebook of the user's own.

    Attributes:
        name: A short name; part of the coder's name.
        label: What it is, in a line.
        instead: True when mentions that no rule maps are left out.
        types: Types in the order of the files.
        rules: Rules in the order in which they are tried.
        layer: What was learned from examples, or None.
    """

    name: str
    label: str
    instead: bool
    types: tuple[OwnType, ...]
    rules: tuple[OwnRule, ...]
    layer: Layer | None = None

    @cached_property
    def id(self) -> str:
        """Name and content hash: two codebooks that could code differently never have the same."""
        learned = self.layer.digest if self.layer else None
        content = content_id(
            "b", self.instead, [to_row(t) for t in self.types], [to_row(r) for r in self.rules], learned
        )
        return f"{self.name}-{content.removeprefix('b-')[:8]}"

    def code(self, mention: EventMention) -> OwnCode | None:
        """Return the user's code of a mention, or None when no rule fits."""
        ruled = self.by_rules(mention)
        if self.layer is None:
            return ruled
        label, score = self.layer.label(mention, ruled)
        if ruled is not None and label == code_label(ruled.type, ruled.mode):
            return replace(ruled, score=score)
        if not label:
            return None
        kind, _, mode = label.partition("/")
        return OwnCode(kind, mode or None, LEARNED, score)

    def by_rules(self, mention: EventMention) -> OwnCode | None:
        """Return the code that the rules alone give."""
        seen = self._seen(mention)
        for rule in self.rules:
            if rule.fits(seen):
                return OwnCode(rule.type, rule.mode, rule.name)
        return None

    def apply(self, mention: EventMention) -> EventMention:
        """Return the mention with the user's code, and with the rule in its provenance."""
        code = self.code(mention)
        if code is None:
            return mention
        scores = mention.provenance.scores
        if code.score is not None:
            scores = (*scores, Score("own_type", code_label(code.type, code.mode), round(code.score, _DIGITS)))
        rules = (*mention.provenance.rules, OWN + code.rule)
        provenance = replace(mention.provenance, rules=rules, scores=scores)
        return replace(mention, own_type=code.type, own_mode=code.mode, provenance=provenance)

    def _seen(self, mention: EventMention) -> dict[str, Callable[[tuple[str, ...]], bool]]:
        return {key: (lambda values, get=get: not get(mention).isdisjoint(values)) for key, get in KEYS.items()} | {
            "trigger": lambda values: self._has_cue(values, mention.trigger.text),
            "text": lambda values: self._has_cue(values, mention.text),
        }

    def _has_cue(self, cues: tuple[str, ...], text: str) -> bool:
        return bool(self._matchers[cues].matches(text))

    @cached_property
    def _matchers(self) -> dict[tuple[str, ...], CueMatcher]:
        found: dict[tuple[str, ...], CueMatcher] = {}
        for rule in self.rules:
            for key, values in (*rule.when, *rule.unless):
                if key in WORDS and values not in found:
                    found[values] = CueMatcher()
                    found[values].add("", values)
        return found


def code_label(kind: str, mode: str | None) -> str:
    """Return type and mode as one word, ``TYPE/mode``."""
    return f"{kind}/{mode}" if mode else kind


def _domestic(mention: EventMention) -> set[str | None]:
    """``yes`` when parties of both sides (of a meeting: two parties) share a country, ``no`` when they do not."""
    actors = [p.country for p in mention.actors if p.country]
    recipients = [p.country for p in mention.recipients if p.country]
    if actors and recipients:
        return {"no" if set(actors).isdisjoint(recipients) else "yes"}
    together = actors or recipients
    if len(together) < _PAIR:
        return set()
    return {"yes" if len(set(together)) == 1 else "no"}


def _parties(side: str, field: str) -> Callable[[EventMention], set[Any]]:
    return lambda m: {getattr(p, field) for p in getattr(m, side)}


def _sectors(side: str) -> Callable[[EventMention], set[Any]]:
    return lambda m: {s for p in getattr(m, side) for s in (p.sector, *p.sectors)}


WORDS = ("trigger", "text")
"""Keys whose values are cue phrases."""
KEYS: dict[str, Callable[[EventMention], set[Any]]] = {
    "event_type": lambda m: {m.event_type},
    "event_mode": lambda m: {m.event_mode},
    "context": lambda m: set(m.contexts),
    "auxiliary": lambda m: set(m.auxiliary),
    "factuality": lambda m: {m.factuality},
    "actor_country": _parties("actors", "country"),
    "actor_sector": _sectors("actors"),
    "recipient_country": _parties("recipients", "country"),
    "recipient_sector": _sectors("recipients"),
    "place_country": lambda m: {m.place.country if m.place else None},
    "domestic": _domestic,
}
"""What a rule may ask of a mention, besides its words."""
