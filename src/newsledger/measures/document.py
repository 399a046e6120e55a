"""Measures and findings of a whole page: what the coder asks of this room."""

from __future__ import annotations

from collections.abc import Sequence

from newsledger.measures.findings import find_findings
from newsledger.measures.read import measures_of
from newsledger.measures.scene import scenes_of
from newsledger.reader.reading import SentenceReading
from newsledger.records import Article, Claim, Document, EventMention
from newsledger.records.measure import MeasureMention
from newsledger.records.rule import Finding
from newsledger.resolve import Resolver

VERSION = "8"
"""Version of the rules of this room; it is part of the coder's name."""


def read_rules(
    document: Document,
    articles: Sequence[Article],
    mentions: Sequence[EventMention],
    claims: Sequence[Claim],
    resolver: Resolver,
    readings: Sequence[Sequence[SentenceReading]],
) -> tuple[tuple[MeasureMention, ...], tuple[Finding, ...]]:
    """Return the measures and findings of a page, in the order of the text.

    Args:
        document: The page.
        articles: Its articles.
        mentions: Its event mentions, resolved.
        claims: Its cited sources, resolved.
        resolver: Knows names and people.
        readings: What the reader saw in the sentences of each article.
    """
    measures: list[MeasureMention] = []
    findings: list[Finding] = []
    for article, read in zip(articles, readings, strict=True):
        own = [m for m in mentions if m.article_index == article.article_index]
        cited = [c for c in claims if c.article_index == article.article_index]
        context = resolver.context(article, document, own, cited)
        scenes = scenes_of(document, article, own, cited, context, read)
        measures += measures_of(scenes)
        findings += find_findings(scenes)
    return tuple(measures), tuple(findings)
