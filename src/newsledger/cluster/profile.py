"""A mention as what it can be compared by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from newsledger.cluster.rarity import rarity
from newsledger.cluster.roots import root, roots
from newsledger.cluster.stories import day_number
from newsledger.cluster.terms import Vector, normal, stem, words
from newsledger.records import EventMention, Party, Place, Quantity, TimeExpression

_NAME = 1.5
_LEAST_RARITY = 0.1
_TOPIC = 40
_EXACT = frozenset({"day", "time"})
_EDGES = frozenset({"early", "late", "overnight", "midnight"})


@dataclass(frozen=True, slots=True)
class When:
    """The days that a time admits, as numbers.

    Attributes:
        first: The first day.
        last: The last day.
        exact: It names one day.
        whole: It names that day and no hour of it: at night, and elsewhere on earth, an hour has two dates.
    """

    first: int
    last: int
    exact: bool
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What a mention is compared by.

    Attributes:
        event_mention_id: The mention.
        document_id: Its page.
        day: Day of the document as a number, or None.
        coming: The event is told as coming or as possible.
        event_type: PLOVER type; empty when it is not known.
        event_mode: PLOVER mode, or None.
        trigger: Roots of the words that carry the event.
        said: These words themselves.
        actors: Codes, or names where there are none.
        recipients: The same for the recipients.
        sectors: The parties with their sectors ("USA.MIL"), to tell the people of one country apart.
        when: The time that the text gives, or None.
        place: The place that the text gives, or None.
        quantities: Counts that belong to the event.
        words: Words of the sentence, trigger apart.
        topic: What the document is about.
        parties: Both sides.
    """

    event_mention_id: str
    document_id: str
    day: int | None
    coming: bool
    event_type: str
    event_mode: str | None
    trigger: frozenset[str]
    said: str
    actors: frozenset[str]
    recipients: frozenset[str]
    sectors: frozenset[str]
    when: When | None
    place: Place | None
    quantities: tuple[Quantity, ...]
    words: Vector
    topic: Vector
    parties: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parties", self.actors | self.recipients)


def profile(mention: EventMention, topic: Vector) -> Profile:
    """Return the profile of a mention; ``topic`` is what its document is about, by :func:`topic_of`."""
    return Profile(
        event_mention_id=mention.event_mention_id,
        document_id=mention.document_id,
        day=day_number(mention.document_creation_time),
        coming="future" in mention.auxiliary or "hypothetical" in mention.auxiliary,
        event_type=mention.event_type,
        event_mode=mention.event_mode,
        trigger=roots(mention.trigger.text),
        said=mention.trigger.text,
        actors=side(mention.actors),
        recipients=side(mention.recipients),
        sectors=frozenset(f"{p.country}.{p.sector or ''}" for p in (*mention.actors, *mention.recipients) if p.country),
        when=days(mention.time),
        place=mention.place,
        quantities=tuple(q for q in mention.quantities if q.low is not None),
        words=sentence_vector(mention.text, mention.trigger.text),
        topic=topic,
    )


def side(parties: Iterable[Party]) -> frozenset[str]:
    """Return the codes of a side: countries, else actor ids or names; a party without any is left out."""
    return frozenset(code for p in parties if (code := p.country or p.actor_id or p.name))


def days(time: TimeExpression | None) -> When | None:
    """Return the days that a time admits, or None when it is open or names none."""
    if time is None or time.earliest is None or time.latest is None:
        return None
    first, last = day_number(time.earliest), day_number(time.latest)
    if not (first and last):
        return None
    exact = time.granularity in _EXACT and first == last
    return When(first, last, exact, exact and time.granularity == "day" and not _is_edge(time.text))


def _is_edge(text: str) -> bool:
    """Tell whether a time is the end or the beginning of a day: "late on Tuesday"."""
    return not _EDGES.isdisjoint(text.casefold().split())


def topic_of(vector: Vector) -> Vector:
    """Return the heaviest terms of a document, to compare mentions by."""
    return normal(vector, _TOPIC)


@lru_cache(maxsize=4096)
def sentence_vector(text: str, trigger: str) -> Vector:
    """Return the words of a sentence without those of the trigger; rare ones and names count most."""
    carried = roots(trigger)
    weights: dict[str, float] = defaultdict(float)
    for word, _, is_name in words(text):
        rare = rarity(word)
        if rare < _LEAST_RARITY or root(word) in carried:
            continue
        weights[word if is_name else stem(word)] = rare * (_NAME if is_name else 1.0)
    return normal(weights)
