"""Mentions and events in the formats of the field, written as a stream; other data sets read for comparison."""

from newsledger.export.asked import known_codes, known_types
from newsledger.export.exporting import EXPORTS, Format, export_ledger
from newsledger.export.formats import FORMATS, Writer, open_writer
from newsledger.export.gold import Gold, gold_lines, reviewed_gold
from newsledger.export.selection import Selection
from newsledger.export.settings import Settings
from newsledger.export.sink import check_output
from newsledger.export.stream import Stream

__all__ = [
    "EXPORTS",
    "FORMATS",
    "Format",
    "Gold",
    "Selection",
    "Settings",
    "Stream",
    "Writer",
    "check_output",
    "export_ledger",
    "gold_lines",
    "known_codes",
    "known_types",
    "open_writer",
    "reviewed_gold",
]
