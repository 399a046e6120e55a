"""What comes in: documents, the articles on them, and inputs that had to be skipped."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.records.ids import content_id


@dataclass(frozen=True, slots=True)
class Document:
    """One page as it came in. Its ``text`` never changes again: every offset in the ledger points into it.

    Attributes:
        document_id: Content hash of text, URL, publisher and external id.
        external_id: The id given on input, or None.
        text: The text, as Unicode without lone surrogates; offsets count code points.
        title: Headline from metadata, or None.
        publisher: Outlet, or None.
        url: Address, or None.
        language: ISO 639-1 code if given, or None.
        document_creation_time: ISO 8601 date or date-time, or None when nothing states it.
        document_creation_time_basis: What it rests on (``given``, ``html metadata``, ``html text``, ``url``,
            ``dateline``), or the reason why it is None.
    """

    document_id: str
    external_id: str | None
    text: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str | None
    document_creation_time: str | None
    document_creation_time_basis: str


def make_document(
    text: str,
    *,
    external_id: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    document_creation_time: str | None = None,
    basis: str = "not stated",
) -> Document:
    """Build a document with its content-hash id.

    The date and the title are no part of the identity: coding a page again with a date replaces the undated coding.
    """
    return Document(
        document_id=content_id("d", text, url, publisher, external_id),
        external_id=external_id,
        text=text,
        title=title,
        publisher=publisher,
        url=url,
        language=language,
        document_creation_time=document_creation_time,
        document_creation_time_basis=basis,
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a headline, kicker or dateline read as one; half-open offsets into ``Document.text``.

    Attributes:
        start: First character.
        end: One past the last character.
        kind: ``body``, ``headline``, ``kicker`` or ``deck``.
    """

    start: int
    end: int
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Article:
    """One story on a page.

    Attributes:
        article_id: Content hash of the document id and the article's offsets.
        document_id: The page that it stands on.
        article_index: Position on the page, from 0.
        start: First character in ``Document.text``.
        end: One past the last character.
        kind: ``main`` or ``teaser``.
        cut_off: True when the text stops in mid-sentence.
        dateline_place: Place named by the dateline ("ISLAMABAD, PAKISTAN"), or None.
        dateline_date: ISO date stated by the dateline, or None.
        sentences: Sentences in order; captions, credits and page furniture are in none.
        stops_lost: True when the story has lost its full stops, so that sentences may still hang together.
    """

    article_id: str
    document_id: str
    article_index: int
    start: int
    end: int
    kind: str
    cut_off: bool
    dateline_place: str | None
    dateline_date: str | None
    sentences: tuple[Sentence, ...]
    stops_lost: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """An input, or a part of one, that could not be coded: recorded and counted, never lost.

    Attributes:
        skip_id: Content hash of origin and reason.
        origin: Path, URL or line ("news.jsonl:17") that names the input.
        reason: What is wrong.
        hint: What the user can do, or None.
    """

    skip_id: str
    origin: str
    reason: str
    hint: str | None
