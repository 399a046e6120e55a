"""Gold files: coded sentences, or coded mentions in the form of ``newsledger code --format jsonl``."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsledger.errors import InputError
from newsledger.records import EventMention, from_row
from newsledger.scoring.coded import Coded, Span, from_gold, from_mention

_WRONG = (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError)
"""What taking a row of a wrong shape apart raises."""
_UNKNOWN, _SHARED = "the document is not known", "more than one document has the id"
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
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
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
        InputError: A row lacks one of these, or two documents have one id.
    """
    pages: dict[str, Page] = {}
    for number, row in enumerate(read_lines(path), 1):
        try:
            spans = tuple((int(start), int(end)) for start, end in row["sentences"])
            page = Page(str(row["id"]), str(row["text"]), spans)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            hint = "newsledger verdict gold --documents FILE writes {id, text, sentences}"
            raise InputError(f"{path.name}:{number}: {error!r} is missing or wrong", hint=hint) from error
        if pages.setdefault(page.key, page) != page:
            hint = "give each an id of its own, as newsledger verdict gold does"
            raise InputError(f"{path.name}:{number}: another document has the id {page.key!r}", hint=hint)
    return pages


def documents_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids by which gold rows name documents, each once, in order."""
    return list(dict.fromkeys(key for row in rows for key in _keys(row)))


def _keys(row: Mapping[str, Any]) -> list[str]:
    """The ids of a row's document: that of a sentence, or of a mention its own and the one given on input."""
    named = (row.get("doc"),) if "doc" in row else (row.get("document_id"), row.get("external_id"))
    return [str(name) for name in named if name is not None and name != ""]


def read_gold(
    rows: Iterable[dict[str, Any]],
    pages: Mapping[str, Page],
    *,
    own: bool = False,
    shared: Collection[str] = (),
) -> Gold:
    """Return gold rows as sentences of their pages.

    Args:
        rows: Coded sentences, or event mentions. Of mentions, all sentences of their documents count as read.
        pages: The documents by the id that the rows use.
        own: Of mentions, take the codes of the user's own codebook.
        shared: Ids that more than one document has; their rows cannot be scored.

    Raises:
        InputError: A row is neither.
    """
    rows = list(rows)
    if rows and "event_mention_id" in rows[0]:
        return _of_mentions(rows, pages, shared, own=own)
    found: dict[tuple[str, int], GoldSentence] = {}
    left_out: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        sentence = _sentence(row, number, pages, shared)
        if isinstance(sentence, str):
            left_out[sentence] = left_out.get(sentence, 0) + 1
        else:
            place = sentence.document, sentence.start
            found[place] = _joined(found[place], sentence) if place in found else sentence
    return Gold(tuple(found.values()), left_out)


def _joined(one: GoldSentence, other: GoldSentence) -> GoldSentence:
    """A sentence that two rows have: the events of both, those that both have once."""
    return replace(one, events=(*one.events, *(event for event in other.events if event not in one.events)))


def _sentence(
    row: Mapping[str, Any], number: int, pages: Mapping[str, Page], shared: Collection[str]
) -> GoldSentence | str:
    """The sentence of a row, or why it cannot be scored."""
    if "doc" not in row or "events" not in row:
        raise InputError(f"gold row {number} has no doc and events", hint=_FORMS)
    page = pages.get(str(row["doc"]))
    if page is None:
        return _SHARED if str(row["doc"]) in shared else _UNKNOWN
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


def _of_mentions(
    rows: Iterable[dict[str, Any]], pages: Mapping[str, Page], shared: Collection[str], *, own: bool
) -> Gold:
    events: dict[str, list[Coded]] = {}
    left_out: dict[str, int] = {}
    for row in rows:
        key = next((k for k in _keys(row) if k in pages), None)
        if key is None:
            why = _SHARED if any(k in shared for k in _keys(row)) else _UNKNOWN
            left_out[why] = left_out.get(why, 0) + 1
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
