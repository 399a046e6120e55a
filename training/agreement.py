"""Agreement of two coders on the team's corpus, or on coded news.

A second coder codes sentences without seeing the first coding. Those of the corpus are found by their text (a sentence
edited since is left out and counted), those of the news by document and offsets. Run
``python -m training.agreement training/second_coding.txt training/corpus`` or
``python -m training.agreement training/second_news.jsonl training/standoff``; with ``--list`` it also prints every
sentence of the corpus whose event types or sources differ.

Events of a sentence match when they have the same type; among several of one type, those with overlapping triggers
are matched first. Two spans agree when they overlap by at least half of the shorter one. Parties that the sentence
does not name have no span and do not count.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.corpus_text import CodedEvent, CodedSentence, Party, Source, Span, passages
from training.passages import read_jsonl


@dataclass(slots=True)
class Tally:
    """Counts of one agreement figure: agreed items, and items of each coder."""

    agreed: int = 0
    first: int = 0
    second: int = 0

    def add(self, agreed: int, first: int, second: int) -> None:
        self.agreed += agreed
        self.first += first
        self.second += second

    @property
    def f1(self) -> float:
        return 2 * self.agreed / (self.first + self.second) if self.first + self.second else 1.0

    def __str__(self) -> str:
        return f"{self.f1:.3f}  (agreed {self.agreed}, first {self.first}, second {self.second})"


@dataclass(slots=True)
class Agreement:
    """All agreement figures of one comparison."""

    sentences: int = 0
    left_out: int = 0
    any_event: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    matched: int = 0
    same_mode: int = 0
    types: Tally = field(default_factory=Tally)
    actors: Tally = field(default_factory=Tally)
    recipients: Tally = field(default_factory=Tally)
    auxiliary: Tally = field(default_factory=Tally)
    sources: Tally = field(default_factory=Tally)
    per_type: dict[str, Tally] = field(default_factory=dict)

    @property
    def kappa(self) -> float:
        return kappa(self.any_event)


def kappa(table: Counter[tuple[bool, bool]]) -> float:
    """Return Cohen's kappa of two yes-or-no codings."""
    total = table.total()
    if not total:
        return 1.0
    observed = (table[True, True] + table[False, False]) / total
    first = (table[True, True] + table[True, False]) / total
    second = (table[True, True] + table[False, True]) / total
    expected = first * second + (1 - first) * (1 - second)
    return (observed - expected) / (1 - expected) if expected < 1 else 1.0


def overlap(a: Span, b: Span) -> bool:
    """Return whether two spans overlap by at least half of the shorter one."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common > 0 and 2 * common >= min(a[1] - a[0], b[1] - b[0])


def common_spans(first: Sequence[Span], second: Iterable[Span]) -> int:
    """Return how many spans of the two coders pair up one to one."""
    left, agreed = list(first), 0
    for span in second:
        for other in left:
            if overlap(span, other):
                left.remove(other)
                agreed += 1
                break
    return agreed


def match_events(first: Sequence[CodedEvent], second: Sequence[CodedEvent]) -> list[tuple[CodedEvent, CodedEvent]]:
    """Pair events of the same type, overlapping triggers before others."""
    left, right, pairs = list(first), list(second), []
    for need_overlap in (True, False):
        for a in list(left):
            for b in right:
                if a.kind == b.kind and (overlap(a.trigger, b.trigger) or not need_overlap):
                    pairs.append((a, b))
                    left.remove(a)
                    right.remove(b)
                    break
    return pairs


def named(parties: Iterable[Party]) -> list[Span]:
    """Return the distinct spans of the parties that the sentence names."""
    return sorted({p.span for p in parties if p.span})


def add_spans(tally: Tally, first: Sequence[Span], second: Sequence[Span]) -> None:
    tally.add(common_spans(first, second), len(first), len(second))


def compare(result: Agreement, first: CodedSentence, second: CodedSentence) -> None:
    """Add one sentence, coded by both, to the figures."""
    result.sentences += 1
    result.any_event[bool(first.events), bool(second.events)] += 1
    ours, theirs = {e.kind for e in first.events}, {e.kind for e in second.events}
    result.types.add(len(ours & theirs), len(ours), len(theirs))
    for kind in ours | theirs:
        result.per_type.setdefault(kind, Tally()).add(kind in ours & theirs, kind in ours, kind in theirs)
    add_spans(result.sources, [s.span for s in first.sources], [s.span for s in second.sources])
    for a, b in match_events(first.events, second.events):
        result.matched += 1
        result.same_mode += a.mode == b.mode
        add_spans(result.actors, named(a.actors), named(b.actors))
        add_spans(result.recipients, named(a.recipients), named(b.recipients))
        result.auxiliary.add(len({*a.auxiliary} & {*b.auxiliary}), len(a.auxiliary), len(b.auxiliary))


def pair_sentences(
    second: Path, corpus: Path
) -> tuple[list[tuple[str, CodedSentence, CodedSentence]], list[CodedSentence]]:
    """Return the sentences that both coded, each with its corpus file, and those that the corpus no longer has."""
    known = [(path.name, passage) for path in sorted(corpus.glob("*.txt")) for passage in passages(path)]
    index: dict[str, list[int]] = {}
    for number, (_, passage) in enumerate(known):
        for text in {s.text for s in passage}:
            index.setdefault(text, []).append(number)
    pairs: list[tuple[str, CodedSentence, CodedSentence]] = []
    missing: list[CodedSentence] = []
    for passage in passages(second):
        votes = Counter(number for s in passage for number in index.get(s.text, ()))
        name, found = known[votes.most_common(1)[0][0]] if votes else ("", [])
        by_text = {s.text: s for s in found}
        for sentence in passage:
            if sentence.text in by_text:
                pairs.append((name, by_text[sentence.text], sentence))
            else:
                missing.append(sentence)
    return pairs, missing


def pair_rows(
    second: Path, standoff: Path
) -> tuple[list[tuple[str, CodedSentence, CodedSentence]], list[CodedSentence]]:
    """Return the stand-off sentences that both coded, each with its document, and those that only the second has."""
    first = {_place(row): _coded(row) for path in standoff.glob("*.jsonl") for row in read_jsonl(path)}
    again = [(_place(row), _coded(row)) for row in read_jsonl(second)]
    pairs = [(place[0], first[place], coded) for place, coded in again if place in first]
    return pairs, [coded for place, coded in again if place not in first]


def _place(row: dict[str, Any]) -> tuple[str, int]:
    return row["doc"], row["sentence"][0]


def _coded(row: dict[str, Any]) -> CodedSentence:
    """Return a stand-off row as a coded sentence without its text; offsets count from the document's start."""
    span = lambda v: (v[0], v[1]) if v and v[0] is not None else None  # noqa: E731
    parties = lambda found: tuple(Party(span(p), None, None) for p in found)  # noqa: E731
    events = [
        CodedEvent(
            e["type"], e["mode"], tuple(e["aux"]), (e["trigger"][0], e["trigger"][1]), parties(e["actor"]),
            parties(e["recipient"]), span(e["when"]), span(e["where"]), (), tuple(e["sources"]),
        )
        for e in row["events"]
    ]  # fmt: skip
    sources = [
        Source((s["span"][0], s["span"][1]), span(s["cue"]), s["kind"], s["code"], s["anonymous"])
        for s in row["sources"]
    ]
    return CodedSentence("", events, sources)


def describe(sentence: CodedSentence) -> str:
    events = (
        f"{e.kind}/{e.mode or '-'}{''.join(f' +{a}' for a in e.auxiliary)}: {sentence.text[slice(*e.trigger)]}"
        for e in sentence.events
    )
    return "; ".join([*events, *(f"@ {sentence.text[slice(*s.span)]}" for s in sentence.sources)]) or "nothing"


def differs(first: CodedSentence, second: CodedSentence) -> bool:
    """Return whether the event types, their modes, or the sources of a sentence differ."""
    a, b = (sorted((e.kind, e.mode or "", e.auxiliary) for e in s.events) for s in (first, second))
    spans = [s.span for s in first.sources]
    agreed = common_spans(spans, [s.span for s in second.sources])
    return a != b or agreed < max(len(spans), len(second.sources))


def report(result: Agreement) -> str:
    table = result.any_event
    lines = [
        f"sentences compared   {result.sentences}  (left out as edited since: {result.left_out})",
        f"type F1              {result.types}",
        f"any-event kappa      {result.kappa:.3f}  (both {table[True, True]}, neither {table[False, False]}, "
        f"only first {table[True, False]}, only second {table[False, True]})",
        f"mode agreement       {result.same_mode / max(result.matched, 1):.3f}  "
        f"({result.same_mode} of {result.matched} matched events)",
        f"actor span F1        {result.actors}",
        f"recipient span F1    {result.recipients}",
        f"auxiliary F1         {result.auxiliary}",
        f"source F1            {result.sources}",
        *(f"  {kind:<18} {tally}" for kind, tally in sorted(result.per_type.items())),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Agreement of a second coding with the team's corpus.")
    parser.add_argument("second", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--list", action="store_true", help="print every sentence where the two differ")
    options = parser.parse_args()
    of_news = options.second.suffix == ".jsonl"
    pairs, missing = (pair_rows if of_news else pair_sentences)(options.second, options.corpus)
    result = Agreement(left_out=len(missing))
    for name, first, second in pairs:
        compare(result, first, second)
        if options.list and not of_news and differs(first, second):
            print(f"{name}: {first.text}\n   1: {describe(first)}\n   2: {describe(second)}")
    if options.list and not of_news:
        print("\n".join(f"left out: {s.text}" for s in missing))
    print(report(result))


if __name__ == "__main__":
    main()
