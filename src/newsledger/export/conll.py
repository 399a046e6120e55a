"""A token a line with BIO columns, a blank line between sentences, as sequence taggers are trained on.

Columns: token, start, end, words of events (PLOVER type), then a column a kind of argument. A column says what the
token is to any event of its sentence; which event it belongs to, only the formats with relations can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsledger.export.annotation import LABELS, Span, layer
from newsledger.export.settings import Settings
from newsledger.export.stream import Page
from newsledger.export.tokens import Token, tokens

COLUMNS = ("token", "start", "end", "event", *(label.lower() for label in LABELS))


def lines(pages: Iterable[Page], settings: Settings) -> Iterator[str]:  # noqa: ARG001
    """Yield the sentences of pages, with remarks that name the page and the columns."""
    yield f"# columns = {' '.join(COLUMNS)}\n"
    for page in pages:
        document = page.document
        found = layer(page).spans
        yield f"# document = {document.document_id}\n"
        for start, end in sorted({(s.start, s.end) for a in page.articles for s in a.sentences}):
            here = [s for s in found if start <= s.start and s.end <= end]
            yield from _sentence(document.text, tokens(document.text, start, end), here)


def _sentence(text: str, words: Sequence[Token], spans: Sequence[Span]) -> Iterator[str]:
    if not words:
        return
    events = [s for s in spans if s.label not in LABELS]
    columns = [_bio(words, events), *(_bio(words, [s for s in spans if s.label == label]) for label in LABELS)]
    for word, *tags in zip(words, *columns, strict=True):
        yield "\t".join([text[word.start : word.end], str(word.start), str(word.end), *tags]) + "\n"
    yield "\n"


def _bio(words: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    """Return the tag of each token; of spans that overlap the longer one counts, and a token cut by a span is in it."""
    tags = ["O"] * len(words)
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        inside = [n for n, w in enumerate(words) if w.start < span.end and span.start < w.end]
        if inside and all(tags[n] == "O" for n in inside):
            tags[inside[0]] = f"B-{span.label}"
            tags[inside[0] + 1 : inside[-1] + 1] = [f"I-{span.label}"] * (len(inside) - 1)
    return tags
