"""All that was read from one document, as one unit: what a coder gives and the ledger takes."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.records.document import Article, Document
from newsledger.records.ids import content_id
from newsledger.records.measure import MeasureMention
from newsledger.records.mention import Claim, EventMention
from newsledger.records.rows import to_row
from newsledger.records.rule import Finding


@dataclass(frozen=True, slots=True)
class DocumentCoding:
    """A document with everything read from it.

    ``coding_id`` is a content hash of the document and of the coder's name and version, so the same page coded by the
    same coder is recognised before any work is done.
    """

    coding_id: str
    document: Document
    articles: tuple[Article, ...]
    mentions: tuple[EventMention, ...]
    claims: tuple[Claim, ...]
    measures: tuple[MeasureMention, ...] = ()
    findings: tuple[Finding, ...] = ()


def coding_id(document: Document, coder: str) -> str:
    """Return the id of the coding of a document by a coder ("model name/rules version")."""
    return content_id("k", to_row(document), coder)


def make_coding(
    document: Document,
    *,
    coder: str,
    articles: tuple[Article, ...] = (),
    mentions: tuple[EventMention, ...] = (),
    claims: tuple[Claim, ...] = (),
    measures: tuple[MeasureMention, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> DocumentCoding:
    """Build a coding with its content-hash id."""
    return DocumentCoding(coding_id(document, coder), document, articles, mentions, claims, measures, findings)
