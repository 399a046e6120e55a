"""On whose word: raw sources to attributions, outermost first.

The reader finds the sources of a sentence and links them with events; :mod:`newsledger.extract.resting` decides by the
form of the sentence which of them an event rests on, and leaves to the link what no rule decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsledger.extract import standing
from newsledger.extract.citing import WHOLE, Citation, Range, cite_all, quotations
from newsledger.extract.resting import Case, Verdict, rests_on
from newsledger.reader.reading import RawEvent, RawSource, RawSpan
from newsledger.records import RESTS, RESTS_NOT, Attribution, TextSpan

AS_LINKED = "as-linked"
_OUTER_KINDS = ("media", "document")
_PERSONS = ("named_person", "unnamed_person")
_INNER_CUE = re.compile(r"^(?:citing|quoting)\b", re.IGNORECASE)
_FEWEST_QUOTED = 3
"""Words in quotation marks that make a quotation; fewer are a turn of phrase."""


def text_span(text: str, span: RawSpan) -> TextSpan:
    """Return the words of a raw span."""
    return TextSpan(text[span.start : span.end], span.start, span.end)


@dataclass(slots=True)
class SentenceSources:
    """The sources of one sentence; ``start`` is its offset in the document."""

    text: str
    start: int
    sources: Sequence[RawSource]
    citations: tuple[Citation, ...] = field(init=False)
    quotes: tuple[Range, ...] = field(init=False)
    kinds: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.quotes = tuple(quotations(self.text))
        self.citations = cite_all(
            self.text, [(self._range(s.span), self._range(s.cue) if s.cue else None) for s in self.sources]
        )
        self.kinds = tuple(
            standing.kind_of(self.text[c.span[0] : c.span[1]], s.kind)
            for s, c in zip(self.sources, self.citations, strict=True)
        )

    def of_event(self, event: RawEvent) -> tuple[list[tuple[RawSource, Attribution]], list[str]]:
        """Return the sources that an event rests on, outermost first, and the rules that decided."""
        linked = {index for index, _ in event.sources}
        kept: list[tuple[int, str]] = []
        refused: list[str] = []
        for index in range(len(self.sources)):
            verdict = self.verdict(event, index)
            if verdict is None and index in linked:
                kept.append((index, AS_LINKED))
            elif verdict is not None and verdict.rests:
                kept.append((index, verdict.rule))
            elif verdict is not None and index in linked:
                refused.append(RESTS_NOT + verdict.rule)
        kept.sort(key=lambda item: self.depth(item[0]))
        inside = self._quoted(event)
        found = [(self.sources[i], replace(self.attribution(i), quoted=inside)) for i, _ in kept]
        return found, [RESTS + rule for _, rule in kept] + refused

    def verdict(self, event: RawEvent, index: int) -> Verdict | None:
        """Return what the form of the sentence says of an event and a source, or None where it says nothing."""
        return rests_on(self._case(event, self.citations[index]))

    def attribution(self, index: int) -> Attribution:
        """Return a source without codes; an unnamed person is anonymous by definition."""
        source, citation = self.sources[index], self.citations[index]
        kind, hidden = self.kinds[index], self._hidden(index)
        unnamed = [c.span for i, c in enumerate(self.citations) if self._hidden(i)]
        reason = standing.reason_of(self.text, citation.span, citation.cue, unnamed) if hidden else None
        claimed = standing.authority(self.text, citation.span, citation.cue) if kind in _PERSONS else []
        cue = self._span(citation.cue) if citation.cue else None
        return Attribution(
            text=self.text[citation.span[0] : citation.span[1]],
            start=source.span.start,
            end=source.span.end,
            cue=cue,
            kind=kind,
            anonymous=hidden,
            anonymity_reason=self._span(reason) if reason else None,
            authority=tuple(self._span(words) for words in claimed),
            quoted=any(len(self.text[a:b].split()) >= _FEWEST_QUOTED for a, b in self.quotes),
            first_reported=bool(cue and standing.first_reported(cue.text)),
        )

    def _case(self, event: RawEvent, citation: Citation) -> Case:
        return Case(
            sentence=self.text,
            event_type=event.event_type,
            trigger=self._range(event.trigger),
            actors=[self._range(span) for role, span in event.arguments if role == "actor"],
            citation=citation,
            others=[c for c in self.citations if c is not citation],
            quotes=self.quotes,
        )

    def depth(self, index: int) -> tuple[bool, bool, bool, int]:
        """Order sources from the outermost: media and documents relay, "according to" frames, "citing" looks inside."""
        citation = self.citations[index]
        inner = bool(citation.cue and _INNER_CUE.search(self.text[citation.cue[0] : citation.cue[1]]))
        return (inner, self.kinds[index] not in _OUTER_KINDS, citation.shape != WHOLE, citation.span[0])

    def _hidden(self, index: int) -> bool:
        return _is_unnamed(self.kinds[index], self.sources[index].anonymous)

    def _quoted(self, event: RawEvent) -> bool:
        at = event.trigger.start - self.start
        return any(a <= at < b for a, b in self.quotes)

    def _range(self, span: RawSpan) -> Range:
        return (span.start - self.start, span.end - self.start)

    def _span(self, words: Range) -> TextSpan:
        return TextSpan(self.text[words[0] : words[1]], words[0] + self.start, words[1] + self.start)


def _is_unnamed(kind: str, score: float) -> bool:
    """Tell whether a source hides who speaks: persons by their kind, media and others by the reader's score.

    An office, a document and a named person are never anonymous (one of 1,234 in the coded news).
    """
    return kind == "unnamed_person" or (kind in ("media", "other") and score >= 0.5)
