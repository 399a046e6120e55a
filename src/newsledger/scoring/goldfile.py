"""Gold files: coded sentences, or coded mentions in the form of ``newsledger code --format jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsledger.errors import InputError
from newsledger.records import EventMention, from_row
from newsledger.scoring.coded import Coded, Span, from_gold, from_mention

_WRONG = (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError)
"""What taking a row of a wrong shape apart raises."""
_FORMS = "one JSON object a line: {doc, sent, events, attribution} or an event mention; docs/evaluate.md shows both"


@dataclass(frozen=True, slots=True)
class Page:
    """A document to score on: its text, and where its sentences stand, in order."""

    key: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with the events that are there; ``events`` may be empty."""

    document: str
    start: int
    end: int
    text: str
    events: tuple[Coded, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """What a gold file holds, as far as its pages are known.

    Attributes:
        sentences: In the order of the file.
        left_out: For each reason, the number of rows that cannot be scored.
    """

    sentences: tuple[GoldSentence, ...]
    left_out: Mapping[str, int]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file.

    Raises:
        InputError: It cannot be read, or a line is no JSON object.
    """
    rows = []
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if line.strip():
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise InputError(f"{path.name}:{number} is no JSON object", hint=_FORMS)
                rows.append(row)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}", hint=_FORMS) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name} is no JSON Lines: {error}", hint=_FORMS) from error
    return rows


def read_pages(path: Path) -> dict[str, Page]:
    """Return the documents of a file ``{id, text, sentences: [[start, end], …]}`` by their id.

    Raises:
        InputError: A row lacks one of these.
    """
    pages = {}
    for number, row in enumerate(read_lines(path), 1):
        try:
            spans = tuple((int(start), int(end)) for start, end in row["sentences"])
            pages[str(row["id"])] = Page(str(row["id"]), str(row["text"]), spans)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            hint = "newsledger verdict gold --documents FILE writes {id, text, sentences}"
            raise InputError(f"{path.name}:{number}: {error!r} is missing or wrong", hint=hint) from error
    return pages


def documents_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids of the documents that gold rows name, each once, in order."""
    named = (row.get("doc") or row.get("external_id") or row.get("document_id") for row in rows)
    return list(dict.fromkeys(str(name) for name in named if name))


def read_gold(rows: Iterable[dict[str, Any]], pages: Mapping[str, Page], *, own: bool = False) -> Gold:
    """Return gold rows as sentences of their pages.

    Args:
        rows: Coded sentences, or event mentions. Of mentions, all sentences of their documents count as read.
        pages: The documents by the id that the rows use.
        own: Of mentions, take the codes of the user's own codebook.

    Raises:
        InputError: A row is neither.
    """
    rows = list(rows)
    if rows and "event_mention_id" in rows[0]:
        return _of_mentions(rows, pages, own=own)
    found: dict[tuple[str, int], GoldSentence] = {}
    left_out: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        sentence = _sentence(row, number, pages)
        if isinstance(sentence, str):
            left_out[sentence] = left_out.get(sentence, 0) + 1
        else:
            found[sentence.document, sentence.start] = sentence
    return Gold(tuple(found.values()), left_out)


def _sentence(row: Mapping[str, Any], number: int, pages: Mapping[str, Page]) -> GoldSentence | str:
    """The sentence of a row, or why it cannot be scored."""
    if "doc" not in row or "events" not in row:
        raise InputError(f"gold row {number} has no doc and events", hint=_FORMS)
    page = pages.get(str(row["doc"]))
    if page is None:
        return "the document is not known"
    span = _place(row, page)
    if span is None:
        return "the sentence is not in the document"
    text = page.text[slice(*span)]
    sources = row.get("attribution") or []
    try:
        events = tuple(_comparable(from_gold(e, sources, text, span[0])) for e in row["events"])
    except _WRONG as error:
        raise InputError(f"gold row {number} has a wrong event: {error!r}", hint=_FORMS) from error
    return GoldSentence(page.key, *span, text, events)


def _place(row: Mapping[str, Any], page: Page) -> Span | None:
    """Where a sentence stands: by its number, else by its words."""
    number, words = row.get("sent"), row.get("text")
    if isinstance(number, int) and 0 <= number < len(page.sentences):
        span = page.sentences[number]
        if words is None or page.text[slice(*span)] == words:
            return span
    if not isinstance(words, str) or not words:
        return None
    at = page.text.find(words)
    return None if at < 0 else (at, at + len(words))


def _of_mentions(rows: Iterable[dict[str, Any]], pages: Mapping[str, Page], *, own: bool) -> Gold:
    events: dict[str, list[Coded]] = {}
    left_out: dict[str, int] = {}
    for row in rows:
        named = (row.get("external_id"), row.get("document_id"))
        key = next((k for k in named if isinstance(k, str) and k in pages), None)
        if key is None:
            left_out["the document is not known"] = left_out.get("the document is not known", 0) + 1
            continue
        coded = _coded(row, own=own)
        events.setdefault(key, []).extend([coded] if coded else [])
    return Gold(tuple(s for key in events for s in _all_sentences(pages[key], events[key])), left_out)


def _coded(row: dict[str, Any], *, own: bool) -> Coded | None:
    try:
        coded = from_mention(from_row(EventMention, row), own=own)
        return _comparable(coded) if coded else None
    except _WRONG as error:
        raise InputError(f"a gold row is no event mention: {error}", hint=_FORMS) from error


def _comparable(coded: Coded) -> Coded:
    """Return an event whose values can be compared and counted.

    Raises:
        TypeError: One is a list or an object where a word or a number belongs, or no number where one belongs.
    """
    hash(coded)
    sides = (*coded.actors, *coded.recipients)
    spans = [span for span in (coded.trigger, *coded.sources, *(s.span for s in sides)) if span]
    words = [coded.type, *(w for w in (coded.mode, coded.when, coded.where) if w is not None), *coded.auxiliary]
    words += [w for s in sides for w in (s.country, s.sector) if w is not None]
    if not all(isinstance(w, str) for w in words) or not all(isinstance(n, int) for span in spans for n in span):
        raise TypeError("a value is of a wrong type")
    return coded


def _all_sentences(page: Page, events: Iterable[Coded]) -> Iterator[GoldSentence]:
    placed: dict[Span, list[Coded]] = {span: [] for span in page.sentences}
    for event in events:
        at = event.trigger[0] if event.trigger else -1
        for span in (s for s in page.sentences if s[0] <= at < s[1]):
            placed[span].append(event)
    for (start, end), here in placed.items():
        yield GoldSentence(page.key, start, end, page.text[start:end], tuple(here))
