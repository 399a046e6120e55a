"""On whose word: raw sources to attributions, outermost first."""

from __future__ import annotations

from collections.abc import Sequence

from newsledger.reader.reading import RawEvent, RawSource, RawSpan
from newsledger.records import Attribution, TextSpan

_OUTER_KINDS = ("media", "document")
_ANONYMOUS_KINDS = ("unnamed_person",)


def text_span(text: str, span: RawSpan) -> TextSpan:
    """Return the words of a raw span."""
    return TextSpan(text[span.start : span.end], span.start, span.end)


def make_attribution(text: str, source: RawSource) -> Attribution:
    """Turn a raw source into an attribution without codes; an unnamed person is anonymous by definition."""
    return Attribution(
        text=text[source.span.start : source.span.end],
        start=source.span.start,
        end=source.span.end,
        cue=text_span(text, source.cue) if source.cue else None,
        kind=source.kind,
        anonymous=source.kind in _ANONYMOUS_KINDS or source.anonymous >= 0.5,
    )


def sources_of(event: RawEvent, sources: Sequence[RawSource]) -> list[RawSource]:
    """Return the sources that an event rests on, outermost first.

    A medium or a document that relays a person stands outside; otherwise the order of the text decides. The speaker of
    a speech act is its actor, not its source (coding guide), so a source that is an actor of the event is left out.
    """
    actors = [span for role, span in event.arguments if role == "actor"]
    linked = [sources[i] for i, _ in event.sources]
    kept = [s for s in linked if not any(s.span.start < a.end and a.start < s.span.end for a in actors)]
    return sorted(kept, key=lambda s: (s.kind not in _OUTER_KINDS, s.span.start))
