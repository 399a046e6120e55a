"""Document -> articles: main story and teasers apart, with openings and sentences."""

from newsledger.articles.split import split_articles

__all__ = ["split_articles"]
