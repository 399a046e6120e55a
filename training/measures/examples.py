"""Labelled sentences as windows that teach measures and nothing else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from benchmarks.measures import HOLD_OUT, held_documents
from newsledger.reader.windows import Window, make_windows
from newsledger.records.measure import MEASURE_KINDS, MEASURE_STATUSES
from training.batches import Example, MeasureTarget
from training.measures.labels import Labelled, Told, news, news_texts, own
from training.passages import Span

TOGETHER = 4
"""So many of our own sentences are read in one window."""
BEFORE = 2
"""Sentences of its article that are read before a labelled one."""
RARELY = 8
"""A word is the form of a cue when it is one in every so many places."""


def measure_examples(
    shared: Path, tokenizer: Tokenizer, *, limit: int
) -> tuple[list[Example], dict[str, list[Example]]]:
    """Return the windows that teach measures, and those held out, by where they come from."""
    sets = {"own": list(_joined(list(own()))), "news": [p for a in news(news_texts(shared)) for p in _cropped(a)]}
    kinds = forms(article for articles in sets.values() for article in articles)
    left_out = held_documents() | {a.name for a in sets["own"][::HOLD_OUT]}
    taught, held = list[Example](), dict[str, list[Example]]()
    for source, articles in sets.items():
        held[source] = []
        for article in articles:
            (held[source] if article.name in left_out else taught).extend(_examples(article, kinds, tokenizer, limit))
    return taught, held


def _joined(sentences: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield our own sentences, a few together."""
    for n in range(0, len(sentences), TOGETHER):
        made = Labelled(sentences[n].name, "", [])
        for s in sentences[n : n + TOGETHER]:
            base = len(made.text)
            made.measures[len(made.sentences)] = [_moved(m, base) for m in s.measures[0]]
            made.sentences.append((base, base + len(s.text)))
            made.text += s.text + "\n"
        yield made


def _moved(m: Told, by: int) -> Told:
    move = lambda span: (span[0] + by, span[1] + by)  # noqa: E731
    return Told(m.kind, move(m.cue), m.status, tuple(map(move, m.issuers)), tuple(map(move, m.targets)))


def _cropped(article: Labelled) -> Iterator[Labelled]:
    """Yield the stretches of an article that have labelled sentences, with a little of what stands before."""
    done = 0
    for number in sorted(article.measures):
        if number < done:
            continue
        first, last = max(done, number - BEFORE), number + 1
        while last in article.measures:
            last += 1
        done = last
        inside = {n - first: m for n, m in article.measures.items() if first <= n < last}
        yield Labelled(article.name, article.text, article.sentences[first:last], inside)


def forms(articles: Iterable[Labelled]) -> dict[str, str]:
    """Return the words with which cues begin, in lower case, each with the kind that it names most often."""
    cues: dict[str, Counter[str]] = defaultdict(Counter)
    places: Counter[str] = Counter()
    for article in articles:
        for number, measures in article.measures.items():
            places.update(re.findall(r"\w+", article.text[slice(*article.sentences[number])].lower()))
            for m in measures:
                cues[article.text[slice(*m.cue)].split()[0].lower()][m.kind] += 1
    return {form: kinds.most_common(1)[0][0] for form, kinds in cues.items() if kinds.total() * RARELY >= places[form]}


def _examples(article: Labelled, kinds: dict[str, str], tokenizer: Tokenizer, limit: int) -> Iterator[Example]:
    for window in make_windows(article.text, article.sentences, tokenizer, limit=limit):
        labelled = sorted(set(window.sentences) & article.measures.keys())
        if labelled:
            told = [m for n in labelled for m in _targets(article.measures[n], window, n)]
            taken = {m.word for m in told}
            bare = [
                MeasureTarget(n, MEASURE_KINDS.index(kinds[form]))
                for n, number in enumerate(window.sentences)
                for form in [article.text[window.starts[n] : window.ends[n]].lower()]
                if number in labelled and form in kinds and n not in taken
            ]
            yield Example(window, 0.0, partial=True, labelled=labelled, measures=[*told, *bare])


def _targets(measures: Sequence[Told], window: Window, number: int) -> Iterator[MeasureTarget]:
    for m in measures:
        word = word_at(window, m.cue, number)
        if word is not None:
            sides = tuple(
                [w for w in (word_at(window, span, number) for span in side) if w is not None]
                for side in (m.issuers, m.targets)
            )
            yield MeasureTarget(word, MEASURE_KINDS.index(m.kind), MEASURE_STATUSES.index(m.status), sides)


def word_at(window: Window, span: Span, number: int) -> int | None:
    """Return the word of a sentence in which a span begins, or None when the window does not hold it."""
    return next((n for n in range(*window.bounds(number)) if window.starts[n] <= span[0] < window.ends[n]), None)
