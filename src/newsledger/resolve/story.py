"""What an article says about itself: which countries it names where, who its people are, whose voice it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from newsledger.records import Article, Document
from newsledger.resolve.entries import ORGANISATION_CODES, Entry, closest
from newsledger.resolve.gazetteer import Gazetteer
from newsledger.resolve.knowledge import Hit, Knowledge

# How much a mention of a country says about where a domestic actor belongs, by the way it is named.
_WEIGHTS = {"country": 1.0, "demonym": 1.0, "capital": 1.0, "seat": 1.0, "region": 0.8, "pre": 1.0, "city": 0.8,
            "person": 0.7, "organisation": 0.4}  # fmt: skip
_EARLIER, _LATER, _WHOLE = 0.75, 0.3, 0.35
_TITLE_WEIGHT = 1.5
_HOMOGRAPHS = {
    "georgia": ("GEO", "USA", r"Atlanta|Savannah|Kemp|Raffensperger|Abrams|Alabama|Tennessee|Florida|U\.?S\. state"
                r"|Republican|Democrat|Fulton County|Georgia Tech|Georgia Power|Governor of Georgia"),
    "congo": ("COD", "COG", r"Brazzaville|Sassou"),
    "guinea": ("GIN", "PNG", r"Port Moresby|Bougainville"),
    "korea": ("KOR", "PRK", r"$^"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mention of a country: offset, code, kind of name and words."""

    at: int
    country: str
    kind: str
    text: str


class Story:
    """One article, read once.

    Args:
        article: The story.
        document: The page on which it stands.
        knowledge: The compiled knowledge base.
        gazetteer: Cities.
    """

    def __init__(self, article: Article, document: Document, *, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self.article = article
        self.document = document
        self.knowledge = knowledge
        self.gazetteer = gazetteer
        self.text = document.text
        self.date = article.dateline_date or document.document_creation_time
        self.starts = [s.start for s in article.sentences]

    def sentence_of(self, at: int) -> int:
        """Number of the sentence in which an offset lies."""
        return max(bisect_right(self.starts, at) - 1, 0)

    def sentence_text(self, number: int) -> str:
        """Text of a sentence."""
        sentence = self.article.sentences[number]
        return self.text[sentence.start : sentence.end]

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """All known names of the article with offsets into the document."""
        found = []
        for sentence in self.article.sentences:
            for hit in self.knowledge.scan(self.text[sentence.start : sentence.end]):
                found.append(Hit(hit.start + sentence.start, hit.end + sentence.start, hit.text, hit.entries))
        return tuple(found)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Mentions of countries in order of the text."""
        found = [e for hit in self.hits for e in [self._evidence(hit)] if e]
        taken = {(h.start, h.end) for h in self.hits if any(e.kind != "role" for e in h.entries)}
        for number, sentence in enumerate(self.article.sentences):
            for city in self.gazetteer.find(self.sentence_text(number)):
                start, end = sentence.start + city.start, sentence.start + city.end
                if not any(s < end and start < e for s, e in taken):
                    code = self.knowledge.sovereigns.get(city.best.country, city.best.country)
                    found.append(Evidence(start, code, "city", city.text))
        return tuple(sorted(found, key=lambda e: e.at))

    def _evidence(self, hit: Hit) -> Evidence | None:
        for entry in hit.entries:
            if entry.kind not in _WEIGHTS or not entry.country or entry.country in ORGANISATION_CODES:
                continue
            if entry.kind in {"person", "organisation"}:
                entry = closest(tuple(e for e in hit.entries if e.kind == entry.kind), self.date)
                if not entry.country or entry.detail == "media" or (entry.detail == "institution" and hit.of("role")):
                    continue
            return Evidence(hit.start, self.country_of(hit, entry), entry.kind, hit.text)
        return None

    def country_of(self, hit: Hit, entry: Entry) -> str:
        """Code of a country name, homographs settled by the other words of the article."""
        return self.settle(hit.text, entry.country or "")

    def settle(self, name: str, code: str) -> str:
        """The meaning of a homograph in this article; other names keep their code."""
        homograph = _HOMOGRAPHS.get(name.lower())
        if homograph and code in homograph[:2]:
            usual, other, signs = homograph
            return other if re.search(signs, self._around_all) else usual
        return code

    @cached_property
    def _around_all(self) -> str:
        return self.text[self.article.start : self.article.end]

    @cached_property
    def title_countries(self) -> tuple[str, ...]:
        """Countries of the document's title."""
        hits = self.knowledge.scan(self.document.title or "")
        return tuple(e.country for h in hits for e in [self._evidence(h)] if e)

    @cached_property
    def voice(self) -> Entry | None:
        """Who speaks in the article's own voice, if the publisher is known."""
        host = (urlsplit(self.document.url or "").hostname or "").removeprefix("www.")
        publisher = (self.document.publisher or "").strip()
        known = self.knowledge.publishers.get(host) or self.knowledge.publishers.get(".".join(host.split(".")[-2:]))
        if known or not publisher:
            return known
        return next((e for h in self.knowledge.scan(publisher) for e in [h.of("organisation")] if e), None)

    def scores(self, at: int) -> dict[str, float]:
        """How strongly the story plays in each country, seen from an offset."""
        here = self.sentence_of(at)
        totals: dict[str, float] = {}
        for item in self.evidence:
            distance = here - self.sentence_of(item.at)
            near = _EARLIER**distance if distance >= 0 else _LATER * _EARLIER ** (-distance)
            weight = _WEIGHTS[item.kind] * (near + _WHOLE / max(len(self.starts), 1) ** 0.5)
            totals[item.country] = totals.get(item.country, 0.0) + weight
        for code in self.title_countries:
            totals[code] = totals.get(code, 0.0) + _TITLE_WEIGHT / 3
        return totals

    def where_it_plays(self, at: int) -> tuple[str | None, str]:
        """The rule "a domestic actor belongs to the country where the story plays", with its evidence."""
        totals = self.scores(at)
        if not totals:
            if self.voice and self.voice.country and self.voice.sector == "GOV":
                return (
                    self.voice.country,
                    f"story names no country, published by {self.voice.name} -> {self.voice.country}",
                )
            return None, "the story names no country"
        best = max(totals, key=lambda c: (totals[c], c))
        count = sum(1 for e in self.evidence if e.country == best)
        return best, f"story plays in {best} ({count} of {len(self.evidence)} mentions of countries) -> {best}"
