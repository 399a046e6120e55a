"""Headlines that name their source behind a dash: "Chad jails two editors - lawyer". The words are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from newsledger.extract.citing import words_of
from newsledger.reader.reading import RawEvent, RawSource, RawSpan, SentenceReading

_KINDS = ("unnamed_person", "office", "media", "document")
_LAST_DASH = re.compile(r"(?<=\S) [-–—] (?=\S[^-–—]*$)")


def with_its_tag(reading: SentenceReading, sentence: str, start: int) -> SentenceReading:
    """Return a reading in which whom a headline names behind its last dash is a source, and no part of a party.

    Args:
        reading: What was read in the sentence.
        sentence: Its words.
        start: Its offset in the document.
    """
    dash = _LAST_DASH.search(sentence)
    kind = _kind(sentence[dash.end() :].strip()) if dash else None
    if dash is None or kind is None:
        return reading
    cue = RawSpan(start + dash.start() + 1, start + dash.end() - 1, 1.0)
    tag = RawSpan(start + dash.end(), start + len(sentence.rstrip()), 1.0)
    sources = tuple(replace(s, cue=s.cue or cue) if s.span.end > tag.start else s for s in reading.sources)
    if sources == reading.sources and not any(s.span.end > tag.start for s in sources):
        sources = (*sources, RawSource(tag, cue, kind, 1.0, 0.0))
    return replace(reading, sources=sources, events=tuple(_without(e, cue) for e in reading.events))


def _kind(words: str) -> str | None:
    """Return the kind of source that a tag names, or None where it names none."""
    return next((kind for kind in _KINDS if _tags(kind).fullmatch(words)), None)


@cache
def _tags(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?!(?:and|or|but|with)\b)(?:[A-Za-z][\w.’'-]* ){{0,2}}(?:{words_of('headline_tags', kind)})")


def _without(event: RawEvent, dash: RawSpan) -> RawEvent:
    return replace(event, arguments=tuple(_cut(event, dash)))


def _cut(event: RawEvent, dash: RawSpan) -> Iterator[tuple[str, RawSpan]]:
    """Yield the arguments of an event, the tag cut off."""
    for role, span in event.arguments:
        if span.start < dash.start:
            yield role, replace(span, end=min(span.end, dash.start - 1))
