"""Mentions in the formats of the field, written as a stream."""

from newsledger.export.formats import FORMATS, Writer, open_writer
from newsledger.export.gold import Gold, gold_lines, reviewed_gold

__all__ = ["FORMATS", "Gold", "Writer", "gold_lines", "open_writer", "reviewed_gold"]
