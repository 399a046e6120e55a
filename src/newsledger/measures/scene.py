"""A sentence as the rules of this room see it: names masked, clauses cut, with its times, numbers and events."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, TypeVar

from newsledger.extract.quantity import find_quantities
from newsledger.extract.time import TimeSpan, find_times
from newsledger.reader.reading import RawMeasure, SentenceReading
from newsledger.records import Article, Attribution, Claim, Document, EventMention, Party, Quantity, TextSpan
from newsledger.resolve import Context, code_party
from newsledger.resolve.knowledge import Hit

MASK = "¤"
_NAMED = ("country", "demonym", "capital", "seat", "pre", "organisation", "person", "region")
_BACK = 200
NO_STATE = frozenset({"MNC", "NGO", "IMG", "ISM"})
T = TypeVar("T")
_SURNAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_SHORT = re.compile(r"\b[Tt]he (?:North|South)\b(?! \w+ern| [A-Z])")
_SPEAKER = re.compile(r",[”\"’']? (?:the |an? )?(?P<who>[^,]*¤[^,]*?) (?:said|says|announced|showed|shows)\b")
_BOUNDARY = re.compile(
    r"[;:—–]|\.\s(?=[A-Z])"
    r"|,? (?:but|while|although|though|because|unless|if|so|saying|citing|adding|which|who|whose|that is)\b"
    r"|,? (?:after|before|as|when)\b(?! of\b| well\b)"
    r"|, (?=(?:and )?(?:said|says|according|it|they|he|she)\b)|, with (?=the \S+ \S+ saying)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a state or organisation in the sentence; offsets into the sentence."""

    start: int
    end: int
    text: str
    code: str
    name: str
    kind: str
    sector: str | None


@dataclass(eq=False)
class Scene:
    """One sentence of an article.

    Attributes:
        document: The page.
        article: The article.
        number: Index of the sentence in the article.
        mentions: Event mentions of this sentence, parties resolved.
        claims: Sources cited in this sentence.
        context: What the resolver knows of the article: names and people.
        raw: Measures that the reader sees in this sentence.
        kept: What other modules have read from this sentence, by their functions.
    """

    document: Document
    article: Article
    number: int
    mentions: Sequence[EventMention]
    claims: Sequence[Claim]
    context: Context
    raw: Sequence[RawMeasure] = ()
    kept: dict[Callable[[Scene], Any], Any] = field(default_factory=dict, repr=False)

    @property
    def start(self) -> int:
        """Offset of the sentence in the document."""
        return self.article.sentences[self.number].start

    @property
    def end(self) -> int:
        """End of the sentence in the document."""
        return self.article.sentences[self.number].end

    @cached_property
    def text(self) -> str:
        """The sentence."""
        return self.document.text[self.start : self.end]

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """All words of the sentence that the knowledge base knows."""
        return self.context.story.knowledge.scan(self.text)

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """States and organisations that the sentence names, in order."""
        known = [n for hit in self.hits for n in [self._named(hit)] if n]
        free = [
            n
            for n in (*self._people(), *self._short_names())
            if not any(k.start < n.end and n.start < k.end for k in known)
        ]
        return tuple(sorted([*known, *free], key=lambda n: n.start))

    def _people(self) -> Iterator[Named]:
        """Surnames of people whom the article or the world knows ("Trump")."""
        for word in _SURNAME.finditer(self.text):
            codes = self.context.people.lookup(word[0])
            if not codes.country or not codes.person or codes.country in NO_STATE:
                continue
            at, end = word.start() + self.start, word.end() + self.start
            if not any(t.start < end and at < t.end for t in self.times):
                yield Named(
                    word.start(), word.end(), word[0], codes.country, codes.name or word[0], "person", codes.sector
                )

    def _named(self, hit: Hit) -> Named | None:
        entry = hit.of(*_NAMED)
        if entry is None or not entry.country or entry.country in NO_STATE:
            return None
        code = self._settled(hit) or entry.country
        return Named(hit.start, hit.end, hit.text, code, entry.name, entry.kind, entry.sector)

    def _settled(self, hit: Hit) -> str | None:
        """The code that the resolver gave to a party of the same words, which knows the whole article."""
        at, end = hit.start + self.start, hit.end + self.start
        for mention in self.mentions:
            for party in (*mention.actors, *mention.recipients):
                if party.start == at and party.end == end and party.country:
                    return party.country
        return None

    def _short_names(self) -> Iterator[Named]:
        """Short names ("the North"), as the article uses them."""
        for short in _SHORT.finditer(self.text):
            (codes, *_) = code_party(short[0], self.context, at=short.start() + self.start)
            if codes.country:
                yield Named(
                    short.start(), short.end(), short[0], codes.country, codes.name or short[0], "country", "GOV"
                )

    def before(self, at: int) -> str:
        """Return the masked words right before an offset: as far back as a pattern that ends there looks."""
        return self.masked[max(0, at - _BACK) : at]

    @cached_property
    def masked(self) -> str:
        """The sentence with every name replaced by mask signs of the same length."""
        chars = list(self.text)
        for name in self.names:
            chars[name.start : name.end] = MASK * (name.end - name.start)
        return "".join(chars)

    @cached_property
    def speaker(self) -> tuple[int, int] | None:
        """Where the words stand that name a speaker at the end of the sentence ("…, the US trade office said")."""
        match = _SPEAKER.search(self.masked)
        return match.span("who") if match else None

    @cached_property
    def times(self) -> tuple[TimeSpan, ...]:
        """Time expressions; offsets in the document."""
        return find_times(self.text, offset=self.start)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Quantities, with those that a change began with: the old rate; offsets in the document."""
        return find_quantities(self.text, offset=self.start, times=self.times, beginnings=True)

    @cached_property
    def rated(self) -> bool:
        """Whether the sentence gives a share in percent."""
        return any(q.unit == "percent" for q in self.quantities)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Pieces of the sentence, cut where a new clause begins."""
        cuts = sorted({0, *(m.start() for m in _BOUNDARY.finditer(self.masked)), len(self.text)})
        return tuple((a, b) for a, b in pairwise(cuts) if a < b)

    def clause_of(self, at: int) -> tuple[int, int]:
        """Return the clause in which an offset lies."""
        return next(((a, b) for a, b in self.clauses if a <= at < b), (0, len(self.text)))

    def span(self, start: int, end: int) -> TextSpan:
        """Return words of the sentence with offsets in the document."""
        return TextSpan(self.text[start:end], start + self.start, end + self.start)

    def names_in(self, start: int, end: int) -> list[Named]:
        """Return the names that lie wholly between two offsets of the sentence."""
        return [n for n in self.names if start <= n.start and n.end <= end]

    def party(self, name: Named, reason: str) -> Party:
        """Return a name as a party: the words that the reader marked around it, where they mean the same state."""
        at, end = name.start + self.start, name.end + self.start
        for mention in self.mentions:
            for p in (*mention.actors, *mention.recipients):
                inside = p.start is not None and p.end is not None and p.start <= at and end <= p.end
                if inside and p.country == name.code and p.text and MASK not in p.text and len(p.text) < 60:
                    return Party(p.text, p.start, p.end, p.name, p.country, p.sector, p.sectors, p.actor_id, reason)
        return Party(name.text, at, end, name.name, name.code, name.sector, (), None, reason)

    def events_at(self, start: int, end: int) -> list[EventMention]:
        """Return the event mentions whose trigger shares words with a stretch of the sentence."""
        a, b = start + self.start, end + self.start
        return [m for m in self.mentions if m.trigger.start < b and a < m.trigger.end]

    def attributions(self, events: Sequence[EventMention]) -> tuple[Attribution, ...]:
        """Return on whose word a piece of the sentence stands: that of its events, else the sources of the sentence."""
        for event in events:
            if event.attributions:
                return event.attributions
        if events:
            return ()
        ordered = sorted(self.claims, key=lambda c: (c.position, c.attribution.start))
        return tuple(c.attribution for c in ordered)


def once(read: Callable[[Scene], T]) -> Callable[[Scene], T]:
    """Keep what a function reads from a scene, so that it reads each scene once."""

    @wraps(read)
    def kept(scene: Scene) -> T:
        if read not in scene.kept:
            scene.kept[read] = read(scene)
        found: T = scene.kept[read]
        return found

    return kept


def scenes_of(
    document: Document,
    article: Article,
    mentions: Sequence[EventMention],
    claims: Sequence[Claim],
    context: Context,
    readings: Sequence[SentenceReading] = (),
) -> list[Scene]:
    """Return one scene a sentence of an article."""
    raw = {r.sentence_index: r.measures for r in readings}
    told: defaultdict[int, list[EventMention]] = defaultdict(list)
    cited: defaultdict[int, list[Claim]] = defaultdict(list)
    for mention in mentions:
        told[mention.sentence_index].append(mention)
    for claim in claims:
        cited[claim.sentence_index].append(claim)
    return [
        Scene(document, article, number, told[number], cited[number], context, raw.get(number, ()))
        for number in range(len(article.sentences))
    ]
