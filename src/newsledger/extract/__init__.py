"""Readings to event mentions: attribution, certainty, time, quantity, and the codebook's rewriting rules."""

from newsledger.extract.mentions import VERSION, Extraction, extract
from newsledger.extract.repeats import without_repeats
from newsledger.extract.rewriting import RULES, rewrite

__all__ = ["RULES", "VERSION", "Extraction", "extract", "rewrite", "without_repeats"]
