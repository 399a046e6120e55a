"""Which of the cited sources does an event rest on? Gold events, sources and cues of the coded news, links left out.

For ``train`` and the ``events`` bench: precision, recall and F1 of ``attributed_to`` by the rules on the form of the
sentence alone, with the reader's links where a rule is silent, and by the links alone (where a reading model is
installed; it has seen ``train``); whether chains come in the coder's order; and how often each rule is right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.common import jsonl, shared_folder
from newsledger.errors import ModelError
from newsledger.extract.attribution import SentenceSources
from newsledger.extract.resting import RULES
from newsledger.reader.reading import RawEvent, RawSource, RawSpan

LINKED = 0.5
Linker = Callable[[dict[str, Any], int, RawEvent, int], float]
"""From a document, its sentence number, an event and the offset of a source to the score of the link."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence with its gold sources and events; ``gold`` are the sources of each event, outermost first."""

    document: dict[str, Any]
    number: int
    sources: SentenceSources
    events: list[RawEvent]
    gold: list[list[int]]


def whole_word(text: str, words: str, near: int | None = None) -> int:
    """Return where words stand in a text as whole words, nearest to ``near``, or -1."""
    places = [i for i in range(len(text) - len(words) + 1) if text.startswith(words, i)]
    whole = [
        i
        for i in places
        if not (i and text[i - 1].isalnum() and words[0].isalnum())
        and not (text[i + len(words) : i + len(words) + 1].isalnum() and words[-1].isalnum())
    ]
    return min(whole or places, key=lambda i: abs(i - near) if near is not None else i, default=-1)


def coded_sentences(folder: Path) -> Iterator[Coded]:
    """Yield the gold sentences that cite somebody."""
    docs = {d["id"]: d for d in jsonl(folder / "docs.jsonl")}
    for row in jsonl(folder / "gold.jsonl"):
        if not row["attribution"] or not row["events"]:
            continue
        document = docs[row["doc"]]
        start, end = document["sentences"][row["sent"]]
        text = document["text"][start:end]
        sources = SentenceSources(text, start, [_source(text, start, a) for a in row["attribution"]])
        events = [_event(text, start, e) for e in row["events"]]
        yield Coded(document, row["sent"], sources, events, [e["attributed_to"] for e in row["events"]])


def _span(text: str, start: int, words: str | None, near: int | None = None) -> RawSpan | None:
    at = whole_word(text, words, near) if words else -1
    return RawSpan(start + at, start + at + len(words), 1.0) if words and at >= 0 else None


def _source(text: str, start: int, gold: dict[str, Any]) -> RawSource:
    cue = _span(text, start, gold["cue"])
    span = _span(text, start, gold["text"], cue.start - start if cue else None)
    assert span is not None
    near = _span(text, start, gold["cue"], span.end - start)
    return RawSource(span, near, gold["kind"], 1.0, float(gold["anonymous"]))


def _event(text: str, start: int, gold: dict[str, Any]) -> RawEvent:
    trigger = _span(text, start, gold["trigger"])
    assert trigger is not None
    actors = (_span(text, start, a["text"], trigger.start - start) for a in gold["actor"])
    return RawEvent(
        trigger, gold["type"], gold["mode"], 1.0, (), 0.0, 0.0, tuple(("actor", a) for a in actors if a), ()
    )


def installed_linker() -> Linker | None:
    """Return the source links of the installed reading model, or None when there is none."""
    from newsledger.reader.decode import Output, sigmoid
    from newsledger.reader.labels import EVENT_TYPES, ROLES
    from newsledger.reader.model import Reader
    from newsledger.reader.windows import Window, make_windows

    try:
        reader = Reader.load()
    except ModelError as error:
        print(f"rules alone: {error}")
        return None
    cache: dict[str, list[tuple[Window, Output]]] = {}

    def link(document: dict[str, Any], number: int, event: RawEvent, source: int) -> float:
        if document["id"] not in cache:
            cache.clear()
            windows = make_windows(document["text"], document["sentences"], reader.tokenizer)
            cache[document["id"]] = [(w, reader.run(w)) for w in windows]
        trigger, kind = event.trigger.start, EVENT_TYPES.index(event.event_type)
        for window, output in cache[document["id"]]:
            words = range(len(window.starts))
            at = {p: i for i in words for p in (trigger, source) if window.starts[i] <= p < window.ends[i]}
            if len(at) == 2 and window.sentences[at[trigger]] == number:
                first, last = window.bounds(number)
                scores = output.event(at[trigger], kind, first, last)[:, ROLES.index("source")]
                return float(sigmoid(scores)[at[source] - first])
        return 0.0

    return link


def pairs(folder: Path, linker: Linker | None) -> Iterator[tuple[bool, str | None, bool, float]]:
    """Yield for each event and source: gold, the rule that spoke, what it said, the link's score."""
    for coded in coded_sentences(folder):
        for event, gold in zip(coded.events, coded.gold, strict=True):
            for index, source in enumerate(coded.sources.sources):
                verdict = coded.sources.verdict(event, index)
                score = linker(coded.document, coded.number, event, source.span.start) if linker else 0.0
                yield index in gold, verdict.rule if verdict else None, bool(verdict and verdict.rests), score


def print_score(title: str, answers: list[tuple[bool, bool]]) -> None:
    right = sum(g and p for g, p in answers)
    precision = right / max(1, sum(p for _, p in answers))
    recall = right / max(1, sum(g for g, _ in answers))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"  {title:34s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def chains_in_order(folder: Path) -> tuple[int, int]:
    """Return how many chains of two and more sources come in the coder's order, and how many there are."""
    right = total = 0
    for coded in coded_sentences(folder):
        depth = sorted(range(len(coded.sources.sources)), key=coded.sources.depth)
        for gold in coded.gold:
            if len(gold) > 1:
                total += 1
                right += [i for i in depth if i in gold] == gold
    return right, total


def main() -> None:
    shared = shared_folder(__doc__)
    linker = installed_linker()
    for folder in (shared / "train", shared / "bench" / "events"):
        found = list(pairs(folder, linker))
        print(
            f"\n{folder.name}: {len(found)} pairs of event and source, {sum(g for g, *_ in found)} linked by the coder"
        )
        print_score("every source of the sentence", [(g, True) for g, *_ in found])
        print_score("rules alone", [(g, says) for g, _, says, _ in found])
        if linker:
            print_score("links alone", [(g, score >= LINKED) for g, *_, score in found])
            print_score("rules, links where they are silent", [(g, s if r else p >= LINKED) for g, r, s, p in found])
        print("  chains in the coder's order: {} of {}".format(*chains_in_order(folder)))
        table: dict[str | None, Counter[bool]] = defaultdict(Counter)
        for gold, rule, says, _ in found:
            table[rule][gold == says] += 1
        for name in (*RULES, None):
            print(f"    {name or 'no rule':32s} right {table[name][True]:4d} of {sum(table[name].values()):4d}")


if __name__ == "__main__":
    main()
