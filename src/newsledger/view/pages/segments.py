"""Marked text without nested marks: it is cut wherever a mark begins or ends, and each piece knows all that cover it.

Marks may overlap and cross in any way. Each gets one of a few underline tracks, so that two that share words are drawn
one below the other, and keeps its track over all pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from newsledger.records import Claim, EventMention
from newsledger.view.marks import marks_of
from newsledger.view.markup import LONGEST, classes, clean, tag
from newsledger.view.words import CERTAINTIES, FIELDS

TRACKS = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Words that something rests on.

    Attributes:
        number: Its number in the fragment, by which the script finds what rests on it.
        start: Offset in the text.
        end: One past its last character.
        field: One of :data:`newsledger.view.words.FIELDS`.
        events: Numbers of the events, in the order of the fragment.
        style: More about it: how sure the event is, whether the source is unnamed.
        track: Its underline, from 0; None where all tracks are taken.
    """

    number: int
    start: int
    end: int
    field: str
    events: tuple[int, ...]
    style: str | None = None
    track: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that the same spans cover."""

    start: int
    end: int
    spans: tuple[Span, ...]


def spans_of(mentions: Sequence[EventMention], claims: Iterable[Claim] = (), *, length: int) -> list[Span]:
    """Return the spans of mentions, and of cited sources on which no event rests, in text order.

    Args:
        mentions: The mentions, in the order in which they are numbered.
        claims: Sources cited in the text.
        length: Length of the text; what lies outside of it is left out.
    """
    numbers = {m.event_mention_id: n for n, m in enumerate(mentions)}
    styles = _styles(mentions)
    found: dict[tuple[int, int, str], list[int]] = {}
    for mark in marks_of(mentions):
        found.setdefault((mark.start, mark.end, mark.field), []).append(numbers[mark.event_mention_id])
    for claim in claims:
        source = claim.attribution
        found.setdefault((source.start, source.end, "source"), [])
        if source.anonymous:
            styles[source.start, source.end, "source"] = "unnamed"
        if source.cue:
            found.setdefault((source.cue.start, source.cue.end, "cue"), [])
    inside = sorted((key for key in found if 0 <= key[0] < key[1] <= length), key=lambda k: (k[0], -k[1], k[2]))
    free = [0] * TRACKS
    spans = []
    for number, (start, end, field) in enumerate(inside):
        track = next((t for t, until in enumerate(free) if until <= start), None)
        if track is not None:
            free[track] = end
        events = tuple(sorted(set(found[start, end, field])))
        spans.append(Span(number, start, end, field, events, styles.get((start, end, field)), track))
    return spans


def _styles(mentions: Iterable[EventMention]) -> dict[tuple[int, int, str], str]:
    styles: dict[tuple[int, int, str], str] = {}
    for mention in mentions:
        look = CERTAINTIES.get(mention.factuality, CERTAINTIES["UU"])
        if look.style != "fact":
            styles[mention.trigger.start, mention.trigger.end, "trigger"] = look.style
        for source in mention.attributions:
            if source.anonymous:
                styles[source.start, source.end, "source"] = "unnamed"
    return styles


def segments(start: int, end: int, spans: Sequence[Span]) -> Iterator[Segment]:
    """Cut a stretch of text at every border of a span."""
    near = [s for s in spans if s.start < end and s.end > start]
    borders = sorted({start, end, *(b for s in near for b in (s.start, s.end) if start < b < end)})
    for one, other in pairwise(borders):
        yield Segment(one, other, tuple(s for s in near if s.start <= one and s.end >= other))


def marked(text: str, start: int, end: int, spans: Sequence[Span], *, offset: int = 0) -> Markup:
    """Return a stretch of text with its spans marked.

    Args:
        text: The text that offsets point into.
        start: First character.
        end: One past the last.
        spans: Spans, by offsets into the text.
        offset: Offset of the text's first character, where it is itself a piece (a sentence).
    """
    pieces = []
    for segment in segments(start, end, spans):
        words = text[segment.start - offset : segment.end - offset]
        pieces.append(_piece(words, segment) if segment.spans else Markup.escape(clean(words, limit=LONGEST)))
    return Markup("").join(pieces)


def _piece(words: str, segment: Segment) -> Markup:
    lines = [f"nl-t{s.track}-{s.field}" for s in segment.spans if s.track is not None]
    ends = [f"nl-ends-{s.style}" for s in segment.spans if s.style and s.end == segment.end]
    styled = [f"is-{s.style}" for s in segment.spans if s.style]
    bold = "is-trigger" if any(s.field == "trigger" for s in segment.spans) else None
    return tag(
        "span", clean(words, limit=LONGEST), class_=classes("nl-seg", bold, *lines, *sorted({*styled, *ends})),
        data_s=" ".join(str(s.number) for s in segment.spans), title="; ".join(map(_title, segment.spans[:6])),
    )  # fmt: skip


def _title(span: Span) -> str:
    name = FIELDS[span.field]
    if span.style == "unnamed":
        name += ", unnamed"
    if not span.events:
        return f"{name}: no event rests on it"
    return f"{name} of event {', '.join(str(n + 1) for n in span.events[:8])}"


def numbers_at(spans: Sequence[Span]) -> Mapping[tuple[int, int, str], int]:
    """Return the numbers of spans by offsets and field."""
    return {(s.start, s.end, s.field): s.number for s in spans}
