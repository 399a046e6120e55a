"""The coder: a document in, everything that was read from it out. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsledger.articles import split_articles
from newsledger.cluster import assign_events
from newsledger.engine.kept import only_own
from newsledger.extract import VERSION, Extraction, as_who_is_meant, extract, rewrite, without_repeats
from newsledger.measures import VERSION as MEASURES_VERSION
from newsledger.measures import read_rules
from newsledger.ontology import Ontology, load
from newsledger.ontology.own import OwnCodebook
from newsledger.reader.model import Reader
from newsledger.reader.reading import SentenceReading
from newsledger.records import Article, Claim, Document, DocumentCoding, EventMention, coding_id, make_coding
from newsledger.resolve import Actor, Resolver


@dataclass(frozen=True, slots=True)
class Coder:
    """Reads, codes and resolves documents one at a time."""

    reader: Reader
    resolver: Resolver
    ontology: Ontology
    codebook: OwnCodebook | None = None

    @staticmethod
    def load(actors: tuple[Actor, ...] = (), codebook: OwnCodebook | None = None) -> Coder:
        """Load model, knowledge base and ontology.

        Args:
            actors: Actors of the user's own, which add to the knowledge base or override it.
            codebook: A codebook of the user's own, from :func:`newsledger.ontology.own.read_codebook`.

        Raises:
            ModelError: The reading model is missing or damaged.
        """
        return Coder(Reader.load(), Resolver.load(actors), load(), codebook)

    @property
    def name(self) -> str:
        """Name and version of everything that decides a coding."""
        own = f"/codebook-{self.codebook.id}" if self.codebook else ""
        return f"{self.reader.name}/rules-{VERSION}/measures-{MEASURES_VERSION}{self.resolver.name}{own}"

    def coding_id(self, document: Document) -> str:
        """Return the id that the coding of a document will have."""
        return coding_id(document, self.name)

    def code(self, document: Document) -> DocumentCoding:
        """Code one document."""
        articles = tuple(self.reader.part(document, a) for a in split_articles(document))
        mentions: list[EventMention] = []
        claims: list[Claim] = []
        readings = self.reader.read(document, articles)
        for article, found in self._extractions(document, articles, readings):
            resolved = self.resolver.resolve(found.mentions, article, document, sources=found.claims)
            identified = self.resolver.resolve_claims(found.claims, article, document)
            cited, told = as_who_is_meant(resolved, identified)
            rewritten = (rewrite(m, self.ontology) for m in cited)
            mentions.extend(self.codebook.apply(m) if self.codebook else m for m in rewritten)
            claims.extend(told)
        coded = assign_events(mentions)
        measures, findings = read_rules(document, articles, coded, claims, self.resolver, readings)
        coding = make_coding(
            document,
            coder=self.name,
            articles=articles,
            mentions=coded,
            claims=tuple(claims),
            measures=measures,
            findings=findings,
        )
        return only_own(coding) if self.codebook and self.codebook.instead else coding

    def _extractions(
        self, document: Document, articles: Sequence[Article], readings: Sequence[Sequence[SentenceReading]]
    ) -> Iterator[tuple[Article, Extraction]]:
        for article, sentences in zip(articles, readings, strict=True):
            told = without_repeats(document.text, article, sentences)
            yield article, extract(document, article, told, ontology=self.ontology, model=self.reader.name)
