"""Mentions as annotations of their pages: labelled spans, and relations from the words of an event to its parts.

Every span is a half-open range of code points of the page, and its words are exactly the text there. Parties that the
sentence does not name have no span. Of spans that say the same of the same words, one is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newsledger.export.rows import json_line
from newsledger.export.settings import Settings
from newsledger.export.stream import Page
from newsledger.export.tokens import Token, tokens
from newsledger.records import EventMention

LABELS = ("ACTOR", "RECIPIENT", "TIME", "PLACE", "QUANTITY", "ATTRIBUTION", "CUE")
"""Labels of what belongs to an event; the words of the event itself have its PLOVER type."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled piece of a page."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Layer:
    """The annotation of a page: spans in text order, relations as (from, label, to) by their places in ``spans``."""

    spans: tuple[Span, ...]
    relations: tuple[tuple[int, str, int], ...]


def layer(page: Page) -> Layer:
    """Return the annotation of a page."""
    links: dict[tuple[Span, str, Span], None] = {}
    spans: dict[Span, None] = {}
    for mention in page.mentions:
        event = Span(mention.trigger.start, mention.trigger.end, mention.event_type)
        spans[event] = None
        for part in _parts(mention):
            spans[part] = None
            links[event, part.label, part] = None
    ordered = sorted(spans)
    at = {span: n for n, span in enumerate(ordered)}
    return Layer(tuple(ordered), tuple(sorted((at[a], label, at[b]) for a, label, b in links)))


def _parts(mention: EventMention) -> Iterator[Span]:
    for label, parts in (
        ("ACTOR", mention.actors),
        ("RECIPIENT", mention.recipients),
        ("TIME", [mention.time] if mention.time else []),
        ("PLACE", [mention.place] if mention.place else []),
        ("QUANTITY", mention.quantities),
        ("ATTRIBUTION", mention.attributions),
        ("CUE", [a.cue for a in mention.attributions if a.cue]),
    ):
        for part in parts:
            if part.start is not None and part.end is not None:
                yield Span(part.start, part.end, label)


def label_studio_lines(pages: Iterable[Page], settings: Settings) -> Iterator[str]:  # noqa: ARG001
    """Yield a JSON list of tasks with predictions, to be imported into Label Studio as it is."""
    yield "[\n"
    comma = ""
    for page in pages:
        yield comma + json_line(_task(page)).rstrip("\n")
        comma = ",\n"
    yield "\n]\n"


def _task(page: Page) -> dict[str, Any]:
    found, text = layer(page), page.document.text
    result: list[dict[str, Any]] = [
        {
            "id": f"s{n}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": s.start, "end": s.end, "text": text[s.start : s.end], "labels": [s.label]},
        }
        for n, s in enumerate(found.spans)
    ]
    result += [
        {"type": "relation", "from_id": f"s{a}", "to_id": f"s{b}", "direction": "right", "labels": [label]}
        for a, label, b in found.relations
    ]
    return {
        "data": {"text": text, **_meta(page)},
        "predictions": [{"model_version": _version(page), "result": result}],
    }


def _version(page: Page) -> str:
    made = page.mentions[0].provenance
    return f"newsledger {made.version} ({made.model})"


def _meta(page: Page) -> dict[str, Any]:
    document = page.document
    return {
        "document_id": document.document_id,
        "external_id": document.external_id,
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "document_creation_time": document.document_creation_time,
    }


def doccano_lines(pages: Iterable[Page], settings: Settings) -> Iterator[str]:  # noqa: ARG001
    """Yield JSON Lines for a doccano project with entities and relations."""
    number = 0
    for page in pages:
        found = layer(page)
        first = number
        number += len(found.spans) + len(found.relations)
        entities = [
            {"id": first + n, "label": s.label, "start_offset": s.start, "end_offset": s.end}
            for n, s in enumerate(found.spans)
        ]
        relations = [
            {"id": first + len(found.spans) + n, "from_id": first + a, "to_id": first + b, "type": label}
            for n, (a, label, b) in enumerate(found.relations)
        ]
        row = {"text": page.document.text, "entities": entities, "relations": relations, "Comments": []}
        yield json_line({"id": page.document.document_id, **row, "metadata": _meta(page)})


def prodigy_lines(pages: Iterable[Page], settings: Settings) -> Iterator[str]:
    """Yield JSON Lines for Prodigy; a span that cuts a token is left out and counted."""
    for page in pages:
        found, text = layer(page), page.document.text
        words = tokens(text)
        starts, ends = {t.start: n for n, t in enumerate(words)}, {t.end: n for n, t in enumerate(words)}
        whole = {n: s for n, s in enumerate(found.spans) if s.start in starts and s.end in ends}
        if lost := len(found.spans) - len(whole):
            settings.notes["spans left out because they cut a token"] += lost
        spans = {
            n: {
                "start": s.start,
                "end": s.end,
                "token_start": starts[s.start],
                "token_end": ends[s.end],
                "label": s.label,
            }
            for n, s in whole.items()
        }
        relations = [
            {
                "head": spans[a]["token_end"],
                "child": spans[b]["token_end"],
                "head_span": spans[a],
                "child_span": spans[b],
                "label": label,
            }
            for a, label, b in found.relations
            if a in spans and b in spans
        ]
        yield json_line(
            {
                "text": text,
                "tokens": [_prodigy_token(n, t, text) for n, t in enumerate(words)],
                "spans": list(spans.values()),
                "relations": relations,
                "meta": _meta(page),
            }
        )


def _prodigy_token(number: int, token: Token, text: str) -> dict[str, Any]:
    return {
        "text": text[token.start : token.end],
        "start": token.start,
        "end": token.end,
        "id": number,
        "ws": text[token.end : token.end + 1] == " ",
    }
