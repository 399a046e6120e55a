"""Lessons: what a teacher says of the coded sentences, and of many that nobody has coded.

``python -m training.teach`` writes them, ``training.fit --lessons`` learns from them. Of a coded window the reader
learns the coding and the teacher's view of it in equal parts, which softens what one coder saw and another would not;
of news that nobody has coded, the teacher's view alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer
from torch import Tensor

from newsledger.reader.decode import Floats, Output, decode, sigmoid
from newsledger.reader.labels import CERTAINTY, columns
from newsledger.reader.reading import RawEvent, RawSource, RawSpan, SentenceReading
from training.batches import Example, Lesson, make_examples, project
from training.evaluate import FLAT, outputs
from training.network import Reader
from training.passages import Event, Passage, Sentence, Source, Span

SURE = 0.5
"""Probability from which a flag is taken for coded."""
TRUST = 0.5
"""Share of the teacher's view in what is learned of a coded window."""

Key = tuple[str, int, int]
"""Passage, and the characters between which a window lies."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """The teacher's views of coded windows, and the windows that nobody but the teacher has coded."""

    coded: dict[Key, Lesson] = field(default_factory=dict)
    uncoded: list[Example] = field(default_factory=list)

    def give(self, passage: str, examples: Sequence[Example]) -> None:
        """Hand each window of a passage its lesson, if there is one."""
        for example in examples:
            lesson = self.coded.get(key(passage, example))
            if lesson is not None:
                example.lesson, example.trust = lesson, TRUST


def key(passage: str, example: Example) -> Key:
    """Return what a window of a passage is known by."""
    return passage, example.window.starts[0], example.window.ends[-1]


def of_coded(teacher: Reader, examples: list[Example]) -> Iterator[tuple[Example, Lesson]]:
    """Yield each coded window with the teacher's view of it."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        for example, output in outputs(teacher, examples):
            yield example, _lesson(example, output)


def of_uncoded(teacher: Reader, passages: list[Passage], tokenizer: Tokenizer, limit: int) -> Iterator[Example]:
    """Yield the windows of passages that nobody has coded, as the teacher codes them, with its view as their lesson."""
    bare = [(p, e) for p in passages for e in make_examples(p, tokenizer, weight=1.0, limit=limit)]
    owner = {id(e): p for p, e in bare}
    with torch.autocast("cpu", dtype=torch.bfloat16):
        for example, output in outputs(teacher, [e for _, e in bare]):
            passage = owner[id(example)]
            for reading in decode(example.window, output, FLAT):
                passage.sentences[reading.sentence_index] = _sentence(passage, reading)
            taught = project(passage, example.window, 1.0)
            sure = sigmoid(output.unary[:, columns("certainty")])
            taught.certainty = [(w, sure[w].tolist(), [1.0] * len(CERTAINTY)) for w, _, _ in taught.certainty]
            taught.lesson, taught.trust = _lesson(taught, output), 1.0
            yield taught


def _lesson(example: Example, output: Output) -> Lesson:
    def half(scores: Floats) -> Tensor:
        return torch.tensor(sigmoid(scores)).half()

    bounds = [example.window.bounds(example.window.sentences[word]) for word, _ in example.triggers]
    events = zip(example.triggers, bounds, strict=True)
    roles = [half(output.event(word, kind, *span)) for (word, kind), span in events]
    types, sources = (half(output.unary[:, columns(name)]) for name in ("type", "source"))
    return Lesson(types, sources[:, 0], roles, torch.tensor(output.paired).half())


def _sentence(passage: Passage, reading: SentenceReading) -> Sentence:
    """Return the reading of a sentence as if somebody had coded it."""
    events = [_event(event) for event in reading.events]
    return Sentence(passage.sentences[reading.sentence_index].span, events, [_source(s) for s in reading.sources])


def _span(span: RawSpan) -> Span:
    return span.start, span.end


def _event(event: RawEvent) -> Event:
    links: dict[str, list[Span]] = {role: [] for role in ("actor", "recipient", "time", "place", "quantity")}
    for role, span in event.arguments:
        links[role].append(_span(span))
    auxiliary = tuple(mode for mode, p in event.auxiliary if p >= SURE)
    implicit = event.implicit_actor >= SURE, event.implicit_recipient >= SURE
    sources = [number for number, _ in event.sources]
    return Event(event.event_type, event.mode, auxiliary, _span(event.trigger), links, implicit, sources)


def _source(source: RawSource) -> Source:
    cue = _span(source.cue) if source.cue else None
    return Source(_span(source.span), cue, source.kind, source.anonymous >= SURE)
