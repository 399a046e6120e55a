"""What went wrong in a sentence, by class, each with the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsledger.scoring.coded import Coded, Span
from newsledger.scoring.goldfile import GoldSentence
from newsledger.scoring.matching import Matched
from newsledger.scoring.tally import countries


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference: its class, where it is, what the gold says, what was coded."""

    kind: str
    document: str
    words: str
    gold: str
    coded: str
    sentence: str


def misses(sentence: GoldSentence, matched: Matched) -> list[Miss]:
    """Return all differences of one sentence."""
    return list(_misses(sentence, matched))


def _misses(sentence: GoldSentence, matched: Matched) -> Iterator[Miss]:
    for gold, coded in matched.confused:
        yield _miss("another type", sentence, coded, _code(gold), _code(coded))
    for gold in matched.missed:
        yield _miss("missed", sentence, gold, _code(gold), "")
    for coded in matched.extra:
        yield _miss("not in the gold", sentence, coded, "", _code(coded))
    for gold, coded in matched.pairs:
        for kind, one, other in _compared(gold, coded):
            if one != other:
                yield _miss(kind, sentence, coded, one, other)


def _compared(gold: Coded, coded: Coded) -> Iterator[tuple[str, str, str]]:
    yield "mode", gold.mode or "", coded.mode or ""
    yield "actor country", _list(countries(gold.actors)), _list(countries(coded.actors))
    yield "recipient country", _list(countries(gold.recipients)), _list(countries(coded.recipients))
    yield "auxiliary", _list(gold.auxiliary), _list(coded.auxiliary)
    yield "when", gold.when or "", coded.when or ""
    yield "where", gold.where or "", coded.where or ""
    if gold.quantities.isdisjoint(coded.quantities):
        yield "quantity", _numbers(gold.quantities), _numbers(coded.quantities)
    yield "number of sources", str(len(gold.sources)), str(len(coded.sources))


def _miss(kind: str, sentence: GoldSentence, event: Coded, gold: str, coded: str) -> Miss:
    return Miss(kind, sentence.document, _words(event.trigger, sentence), gold, coded, sentence.text)


def _words(span: Span | None, sentence: GoldSentence) -> str:
    return sentence.text[span[0] - sentence.start : span[1] - sentence.start] if span else ""


def _code(event: Coded) -> str:
    return f"{event.type}/{event.mode}" if event.mode else event.type


def _list(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


def _numbers(values: Iterable[float]) -> str:
    return ", ".join(f"{n:g}" for n in sorted(values))
