"""What is told twice in one breath is coded once, at its main mention (coding guide)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from newsledger.extract.ending import ends, governs, imposes
from newsledger.extract.modality import behind_a_noun
from newsledger.extract.threats import threatened
from newsledger.extract.wording import flees_justice
from newsledger.reader.reading import RawEvent, SentenceReading
from newsledger.records import Article

_ANNOUNCING = re.compile(r"(?:announc|declar|unveil|decree|order|impos)", re.IGNORECASE)
_ACTS = frozenset({"SANCTION", "COERCE", "MOBILIZE"})
"""Acts that stand as they are when they are announced; of 29 announcements that the coded news takes for AGREE, one
has such an act beside it."""
_DEMANDS = frozenset({"REQUEST", "ACCUSE"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"})
_HOLDS_ANOTHER = frozenset({"REQUEST", "CONCEDE", "THREATEN", "SUPPORT", "RETREAT", "SANCTION", "ACCUSE"})
"""Types whose words may hold another's: in all ten such pairs of the coded news the outer one alone is coded."""
_ENDED_BY = {"PROTEST": ("protest",), "SANCTION": ("measure", "duty"), "COERCE": ("measure",)}
"""Lists of ``ending.toml`` whose verbs end an act of a type."""
_MAY_BE_CANCELLED = frozenset({"CONSULT", "PROTEST"})
_ORDER = re.compile(r"order(?:s|ed|ing)?\b", re.IGNORECASE)
_BE = re.compile(r" (?:(?:was|were|is|are|has been|have been|had been|being) )?")
_PASSIVE = re.compile(r" (?:was|were|is|are|has been|have been|had been|is being|are being) (?:\w+ly )?$")
_TO = re.compile(r"\bto $", re.IGNORECASE)
_ING = re.compile(r"\w+ing\b", re.IGNORECASE)
_TO_INVESTIGATE = re.compile(
    r"(?: for| that)?(?:(?: (?:an?|further|new)(?: [\w-]+){0,3})| [^,;:.!?“”\"]* to(?: be)?)? $", re.IGNORECASE
)
_LINKS = re.compile(r"\b(?:into|over|after|under|from|of|who|which|and|or|but)\b", re.IGNORECASE)


def without_repeats(text: str, article: Article, readings: Sequence[SentenceReading]) -> list[SentenceReading]:
    """Drop events that their story tells again in the same breath; sources stay.

    - A headline tells its story's first event in short: an event of the lines above a story goes when the first
      sentence has one of its type.
    - "Announced a tariff" is the tariff: AGREE on an announcing verb goes when the announced act follows; so does
      whatever stands on "reimposed".
    - What a crowd says by its protest is the protest: "marched to demand", "rallied, denouncing".
    - An act whose words lie within another's is that other: "must be held to account".
    - What an event says of its object is one event: "lifted the ban", "ended their strike", "threatened to attack",
      "called for an investigation".
    - An official or banker who flees is driven out by nobody: no event.
    - A meeting or protest that is called off is no event beside that: "talks between Niger and Benin were cancelled".

    Args:
        text: Text of the document.
        article: The story.
        readings: What the reader saw in its sentences.
    """
    lead = next((n for n, s in enumerate(article.sentences) if s.kind == "body"), None)
    told = {e.event_type for r in readings if r.sentence_index == lead for e in r.events}
    kept = []
    for reading in readings:
        above = lead is not None and reading.sentence_index < lead
        events = [
            _as_what_it_ends(text, _against_whom(text, e, reading.events), reading.events)
            for e in reading.events
            if not (above and e.event_type in told)
            and not _told_by_another(text, e, reading.events)
            and not flees_justice(_words(text, e), e, _recipients(text, e))
        ]
        kept.append(replace(reading, events=tuple(events)))
    return kept


def _told_by_another(text: str, event: RawEvent, others: Sequence[RawEvent]) -> bool:
    """Tell whether another event of the sentence tells an event as well."""
    return any(told(text, event, other) for other in others if other is not event for told in _TOLD)


def _announces(text: str, event: RawEvent, act: RawEvent) -> bool:
    """The event announces or imposes the act that follows."""
    words = _words(text, event)
    if act.event_type not in _ACTS or act.trigger.start <= event.trigger.start:
        return False
    if event.event_type == "AGREE" and _ANNOUNCING.match(words):
        return True
    return event.event_type == "CONCEDE" and imposes(words) and _governs(text, event, act)


def _said_by_protest(text: str, event: RawEvent, protest: RawEvent) -> bool:
    """The event is what the protesters of the same sentence say by protesting."""
    if event.event_type not in _DEMANDS or protest.event_type != "PROTEST" or not _same_actors(event, protest):
        return False
    before = text[max(0, event.trigger.start - 4) : event.trigger.start]
    return bool(_TO.search(before) or _ING.match(_words(text, event)))


def _against_whom(text: str, event: RawEvent, others: Sequence[RawEvent]) -> RawEvent:
    """Return a protest that names no recipient with those of what it says: "on strike, demanding he go"."""
    if event.event_type != "PROTEST" or any(role == "recipient" for role, _ in event.arguments):
        return event
    demands = (o for o in others if _said_by_protest(text, o, event))
    named = tuple(argument for o in demands for argument in o.arguments if argument[0] == "recipient")
    return replace(event, arguments=event.arguments + named) if named else event


def _as_what_it_ends(text: str, event: RawEvent, others: Sequence[RawEvent]) -> RawEvent:
    """Return what ends an act, which is no event beside it, with those of its roles that it has not itself."""
    if event.event_type != "CONCEDE":
        return event
    own = {role for role, _ in event.arguments}
    ended = (o for o in others if _brought_to_an_end(text, o, event))
    taken = tuple(argument for o in ended for argument in o.arguments if argument[0] not in own)
    return replace(event, arguments=event.arguments + taken) if taken else event


def _within(text: str, event: RawEvent, other: RawEvent) -> bool:
    """The event's words lie within those of another by the same actors, or of a request, which is not done yet."""
    ordered = other.event_type == "REQUEST" and _ORDER.match(_words(text, other))
    if ordered or not _lies_in(event, other) or other.event_type not in _HOLDS_ANOTHER:
        return False
    return other.event_type == "REQUEST" or _same_actors(event, other)


def _ordered(text: str, event: RawEvent, act: RawEvent) -> bool:
    """The event orders what is done by the order itself: "ordered an inquiry", "ordered the accused held"."""
    if event.event_type != "REQUEST" or not _ORDER.match(_words(text, event)) or not _same_actors(event, act):
        return False
    opened = (act.event_type, act.mode) == ("ACCUSE", "investigate") and _governs(text, event, act)
    return opened or _lies_in(act, event)


def _brought_to_an_end(text: str, event: RawEvent, end: RawEvent) -> bool:
    """The event is what a verb ends: its object, or its subject where it "was lifted"."""
    kinds = _ENDED_BY.get(event.event_type, ())
    if not kinds or end.event_type != "CONCEDE" or not (_same_actors(event, end) or not _actors(event)):
        return False
    ended = any(ends(kind, _words(text, end)) for kind in kinds)
    return ended and (_governs(text, end, event) or _undergoes(text, event, end))


def _undergoes(text: str, event: RawEvent, end: RawEvent) -> bool:
    """Tell whether an event's noun is the subject of a verb in the passive: "the curfew in Jos has been lifted"."""
    between = text[event.trigger.end : end.trigger.start]
    passive = _PASSIVE.search(between)
    return passive is not None and (
        passive.start() == 0 or behind_a_noun(_words(text, event), between[: passive.start()] + " ")
    )


def _cancelled(text: str, event: RawEvent, end: RawEvent) -> bool:
    """The event is a meeting or protest, and the subject of a verb that cancels it."""
    if event.event_type not in _MAY_BE_CANCELLED or end.event_type not in {"REJECT", "CONCEDE"}:
        return False
    between = text[event.trigger.end : end.trigger.start]
    words = f"{between}{_words(text, end)}"
    return (
        event.trigger.end < end.trigger.start
        and ends("cancelled", words)
        and (_BE.fullmatch(between) is not None or behind_a_noun(_words(text, event), between))
    )


def _threatened(text: str, event: RawEvent, threat: RawEvent) -> bool:
    """The event is what is threatened."""
    if event.event_type not in _FORCE or threat.event_type != "THREATEN" or threat.trigger.end > event.trigger.start:
        return False
    if not (_same_actors(event, threat) or not _actors(event)):
        return False
    base = threat.trigger.start
    return threatened(text[base : event.trigger.end], event.trigger.start - base, event.trigger.end - base)


def _asked_for(text: str, event: RawEvent, request: RawEvent) -> bool:
    """The event is an inquiry that somebody only asks for."""
    if (event.event_type, event.mode, request.event_type) != ("ACCUSE", "investigate", "REQUEST"):
        return False
    between = text[request.trigger.end : event.trigger.start]
    if _ORDER.match(_words(text, request)) and _governs(text, request, event):
        return False
    return bool(_TO_INVESTIGATE.fullmatch(between)) and _LINKS.search(between) is None


_TOLD: tuple[Callable[[str, RawEvent, RawEvent], bool], ...] = (
    _announces,
    _said_by_protest,
    _within,
    _ordered,
    _brought_to_an_end,
    _cancelled,
    _threatened,
    _asked_for,
)


def _words(text: str, event: RawEvent) -> str:
    return text[event.trigger.start : event.trigger.end]


def _actors(event: RawEvent) -> set[tuple[int, int]]:
    return {(span.start, span.end) for role, span in event.arguments if role == "actor"}


def _recipients(text: str, event: RawEvent) -> list[str]:
    return [text[span.start : span.end] for role, span in event.arguments if role == "recipient"]


def _same_actors(one: RawEvent, other: RawEvent) -> bool:
    """Tell whether two events have the same actors: "hundreds of women" are "women"."""
    here, there = _actors(one), _actors(other)
    return all(any(a[0] < b[1] and b[0] < a[1] for b in there) for a in here) and all(
        any(a[0] < b[1] and b[0] < a[1] for a in here) for b in there
    )


def _lies_in(inner: RawEvent, outer: RawEvent) -> bool:
    one, other = inner.trigger, outer.trigger
    return other.start <= one.start and one.end <= other.end and one.end - one.start < other.end - other.start


def _governs(text: str, verb: RawEvent, noun: RawEvent) -> bool:
    return verb.trigger.end < noun.trigger.start and governs(text, verb.trigger.end, noun.trigger.start)
