"""The nouns of Newsledger: frozen, slotted, typed records whose field names are the column names."""

from newsledger.records.coding import DocumentCoding, coding_id, make_coding
from newsledger.records.document import Article, Document, Sentence, Skip, make_document
from newsledger.records.event import Event
from newsledger.records.ids import content_id
from newsledger.records.mention import (
    ATTRIBUTION_KINDS,
    AUXILIARY_MODES,
    CERTAINTY,
    FACTUALITY_VALUES,
    PLANNED,
    RESTS,
    RESTS_NOT,
    Attribution,
    Claim,
    EventMention,
    Party,
    Place,
    Provenance,
    Quantity,
    Score,
    TextSpan,
    TimeExpression,
)
from newsledger.records.rows import from_row, to_row

__all__ = [
    "ATTRIBUTION_KINDS",
    "AUXILIARY_MODES",
    "CERTAINTY",
    "FACTUALITY_VALUES",
    "PLANNED",
    "RESTS",
    "RESTS_NOT",
    "Article",
    "Attribution",
    "Claim",
    "Document",
    "DocumentCoding",
    "Event",
    "EventMention",
    "Party",
    "Place",
    "Provenance",
    "Quantity",
    "Score",
    "Sentence",
    "Skip",
    "TextSpan",
    "TimeExpression",
    "coding_id",
    "content_id",
    "from_row",
    "make_coding",
    "make_document",
    "to_row",
]
