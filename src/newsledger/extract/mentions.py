"""Readings to event mentions and claims: everything that follows from the words, before anyone is identified."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from newsledger.extract.arguments import Clock, SentenceArguments
from newsledger.extract.attribution import SentenceSources, text_span
from newsledger.extract.certainty import Telling, how_sure
from newsledger.extract.continuing import continue_claims
from newsledger.extract.headline import with_its_tag
from newsledger.ontology import Ontology
from newsledger.reader.reading import RawEvent, RawSpan, SentenceReading
from newsledger.records import (
    Article,
    Claim,
    Document,
    EventMention,
    Party,
    Place,
    Provenance,
    Score,
    content_id,
)

# From which probability on a side that the sentence does not name is taken to be named elsewhere in the article.
_NAMED_ELSEWHERE = {"actor": 0.5, "recipient": 0.55}
# Types that in the coded training news hardly ever stand without an actor or recipient anywhere in the article.
_NEEDED = {
    "actor": frozenset({"AGREE", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
                        "REQUEST", "RETREAT", "SUPPORT"}),
    "recipient": frozenset({"AID", "SANCTION", "THREATEN"}),
}  # fmt: skip
_OF_PLACE = re.compile(
    r"\b(?:across|along|around|beyond|inside|into|near|off|onto|outside|towards?)\s+(?:the\s+|an?\s+)?\Z", re.I
)
_MADE = re.compile(r"\b[A-Z][\w.]*[-‐](?:made|built|manufactured|produced|designed|assembled|type|style)\b")
_GOODS = re.compile(
    r"\b(?:arms|weapons?|weaponry|munitions?|ammunition|rockets?|missiles?|shells?|bombs?|drones?|UAVs?|rifles?|guns?"
    r"|tanks?|jets?|planes?|aircraft|helicopters?|ships?|vessels?|submarines?|vehicles?|systems?|equipment|goods|parts"
    r"|chips?|semiconductors?|cars?|products?|components?|hardware|gear|explosives?)$",
    re.I,
)
_REACH = 24
_DIGITS = 4
VERSION = "10"
"""Version of the coding rules; it is part of the provenance of every mention."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Mentions and claims of one article, parties not yet identified."""

    mentions: tuple[EventMention, ...]
    claims: tuple[Claim, ...]


def extract(
    document: Document, article: Article, readings: Sequence[SentenceReading], *, ontology: Ontology, model: str
) -> Extraction:
    """Build the mentions and claims of an article.

    Args:
        document: The page.
        article: The article on it.
        readings: What the reader saw in the article's sentences.
        ontology: PLOVER.
        model: Name and version of the reading model, for the provenance.
    """
    builder = _Builder(document, article, ontology, model)
    mentions: list[EventMention] = []
    claims: list[Claim] = []
    for read in readings:
        reading = builder.with_its_tag(read)
        sources = builder.sources(reading)
        made = builder.mentions(reading, sources)
        mentions.extend(made)
        claims.extend(builder.claims(reading, made, sources))
    return Extraction(tuple(mentions), tuple(continue_claims(document.text, article.sentences, claims, mentions)))


class _Whereabouts(TypedDict):
    event_mention_id: str
    event_id: str
    document_id: str
    external_id: str | None
    article_index: int
    sentence_index: int
    document_creation_time: str | None
    sentence_start: int
    sentence_end: int


@dataclass(slots=True)
class _Builder:
    document: Document
    article: Article
    ontology: Ontology
    model: str
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        anchor = self.document.document_creation_time or self.article.dateline_date
        self.clock = Clock(anchor, self.document.text, self.article.sentences)

    def with_its_tag(self, reading: SentenceReading) -> SentenceReading:
        sentence = self.article.sentences[reading.sentence_index]
        return with_its_tag(reading, self.document.text[sentence.start : sentence.end], sentence.start)

    def sources(self, reading: SentenceReading) -> SentenceSources:
        sentence = self.article.sentences[reading.sentence_index]
        return SentenceSources(self.document.text[sentence.start : sentence.end], sentence.start, reading.sources)

    def mentions(self, reading: SentenceReading, sources: SentenceSources) -> list[EventMention]:
        sentence = self.article.sentences[reading.sentence_index]
        words = self.document.text[sentence.start : sentence.end]
        if not reading.events:
            return []
        arguments = SentenceArguments(words, sentence.start, self.clock, reading.events)
        return [self._mention(reading, event, arguments, sources) for event in reading.events]

    def _mention(
        self, reading: SentenceReading, event: RawEvent, arguments: SentenceArguments, sources: SentenceSources
    ) -> EventMention:
        sentence = self.article.sentences[reading.sentence_index]
        words = arguments.text
        trigger = text_span(self.document.text, event.trigger)
        time = arguments.time_of(_best(event, "time"), trigger)
        rests_on, rules = sources.of_event(event)
        attributions = tuple(attribution for _, attribution in rests_on)
        sure = how_sure(event, Telling(words, sentence.start, time, self.clock.anchor, attributions))
        contexts = self.ontology.contexts_of(words, also=self._mode_contexts(event))
        return EventMention(
            **self._whereabouts(event, reading.sentence_index),
            text=words,
            event_type=event.event_type,
            event_mode=event.mode,
            contexts=contexts,
            auxiliary=sure.auxiliary,
            cameo_code=self.ontology.cameo_code(event.event_type, event.mode, contexts),
            quad_code=self.ontology.quad_code(event.event_type),
            intensity=self.ontology.intensity(event.event_type, event.mode),
            trigger=trigger,
            actors=self._parties(event, "actor", event.implicit_actor),
            recipients=self._parties(event, "recipient", event.implicit_recipient),
            time=time,
            place=self._place(event),
            quantities=arguments.quantities_of((s for role, s in event.arguments if role == "quantity"), trigger),
            attributions=attributions,
            factuality=sure.factuality,
            confidence=round(event.trigger.score, _DIGITS),
            provenance=Provenance(self.model, (*rules, *sure.rules), VERSION, _scores(event)),
            article_factuality=sure.article_factuality,
        )

    def _whereabouts(self, event: RawEvent, index: int) -> _Whereabouts:
        """Identity of a mention, and where it stands; an event of its own until others are found to report it."""
        sentence = self.article.sentences[index]
        trigger = event.trigger
        mention_id = content_id("m", self.document.document_id, trigger.start, trigger.end, event.event_type)
        return _Whereabouts(
            event_mention_id=mention_id,
            event_id=mention_id,
            document_id=self.document.document_id,
            external_id=self.document.external_id,
            article_index=self.article.article_index,
            sentence_index=index,
            document_creation_time=self.document.document_creation_time,
            sentence_start=sentence.start,
            sentence_end=sentence.end,
        )

    def claims(
        self, reading: SentenceReading, mentions: Sequence[EventMention], sources: SentenceSources
    ) -> list[Claim]:
        made = []
        for position in range(len(reading.sources)):
            attribution = sources.attribution(position)
            covers = tuple(
                m.event_mention_id for m in mentions if any(a.start == attribution.start for a in m.attributions)
            )
            claim_id = content_id("c", self.document.document_id, attribution.start, attribution.end)
            made.append(
                Claim(
                    claim_id=claim_id,
                    document_id=self.document.document_id,
                    article_index=self.article.article_index,
                    sentence_index=reading.sentence_index,
                    attribution=attribution,
                    position=position,
                    event_mention_ids=covers,
                )
            )
        return made

    def _parties(self, event: RawEvent, role: str, implicit: float) -> tuple[Party, ...]:
        text = self.document.text
        spans = [
            s
            for r, s in event.arguments
            if r == role and not (role == "actor" and _beside(text, s)) and not _product(text[s.start : s.end])
        ]
        named = tuple(Party(text[s.start : s.end], s.start, s.end) for s in spans)
        if named or (event.event_type not in _NEEDED[role] and implicit < _NAMED_ELSEWHERE[role]):
            return named
        return (Party(None, None, None, reason="named in an earlier sentence"),)

    def _mode_contexts(self, event: RawEvent) -> tuple[str, ...]:
        return self.ontology.mode(event.event_type, event.mode).adds_contexts if event.mode else ()

    def _place(self, event: RawEvent) -> Place | None:
        span = _best(event, "place")
        return Place(self.document.text[span.start : span.end], span.start, span.end) if span else None


def _beside(text: str, span: RawSpan) -> bool:
    """Tell whether a span follows a word of place: of the 24,947 actors coded by hand, 13 do."""
    return _OF_PLACE.search(text, max(0, span.start - _REACH), span.start) is not None


def _product(words: str) -> bool:
    """Tell whether words name goods by where they were made: "Iranian-made drones" are no party."""
    return _MADE.search(words) is not None and _GOODS.search(words) is not None


def _best(event: RawEvent, role: str) -> RawSpan | None:
    spans = [span for r, span in event.arguments if r == role]
    return max(spans, key=lambda s: s.score) if spans else None


def _scores(event: RawEvent) -> tuple[Score, ...]:
    """Return the reader's scores that stand behind the fields, rounded so that they print the same everywhere."""
    scores = [Score("event_type", event.event_type, round(event.trigger.score, _DIGITS))]
    if event.mode:
        scores.append(Score("event_mode", event.mode, round(event.mode_score, _DIGITS)))
    scores += [Score("auxiliary", mode, round(p, _DIGITS)) for mode, p in event.auxiliary if p >= 0.1]
    scores += [Score(role, f"{span.start}:{span.end}", round(span.score, _DIGITS)) for role, span in event.arguments]
    scores += [Score("source", str(index), round(p, _DIGITS)) for index, p in event.sources]
    return tuple(scores)
