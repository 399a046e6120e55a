"""Readings to event mentions: attribution, certainty, time, quantity, and the codebook's rewriting rules."""

from newsledger.extract.continuing import as_who_is_meant
from newsledger.extract.mentions import VERSION, Extraction, extract
from newsledger.extract.repeats import without_repeats
from newsledger.extract.rewriting import RULES, rewrite

__all__ = ["RULES", "VERSION", "Extraction", "as_who_is_meant", "extract", "rewrite", "without_repeats"]
