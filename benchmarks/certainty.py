"""How surely is it told? Certainty, polarity and future on NewsReader MEANTIME, and every word rule on the coded news.

Three sections: the word rules alone and, where a reading model is installed, rules and model together, on MEANTIME (the
first six sentences of a document are coded, ``certainty_meantime/SOURCE.md``); then how often each word rule that sets
an auxiliary mode is right on gold events of ``train`` and of the ``events`` bench.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.common import jsonl, shared_folder
from newsledger.errors import ModelError
from newsledger.extract.certainty import (
    DENIED_BY_SOURCE,
    LONG_AGO,
    OLD_YEAR,
    RECENT,
    Telling,
    age_of,
    old_year_beside,
)
from newsledger.extract.modality import coded, cue_class, word_rules
from newsledger.extract.telling import told
from newsledger.records import TimeExpression

CODED = 6
QUESTIONS = {"certainty": ("certain", "uncertain"), "polarity": ("positive", "negative"), "future": ("other", "future")}
"""The three questions, each with its two answers; the second is the rare one."""
Answers = tuple[bool, bool, bool]
Probabilities = tuple[float, float, float]
Model = Callable[[str, list[tuple[int, int]]], dict[int, Probabilities]]
"""From a text and its sentences to the probabilities (uncertain, negative, future) of the words, by offset."""


@dataclass(frozen=True, slots=True)
class Report:
    """A document's coded sentences with offsets, and its events: sentence, start, end, gold answers."""

    text: str
    sentences: list[tuple[int, int]]
    events: list[tuple[int, int, int, Answers]]


def reports(path: Path) -> Iterator[Report]:
    """Yield the documents of a MEANTIME file."""
    for doc in jsonl(path):
        text, sentences, starts = "", [], []
        for tokens in doc["sentences"][:CODED]:
            base, offsets = len(text), []
            for token in tokens:
                offsets.append((len(text), len(text) + len(token)))
                text += token + " "
            starts.append(offsets)
            sentences.append((base, len(text) - 1))
        events = [
            (e["sent"], starts[e["sent"]][e["tokens"][0]][0], starts[e["sent"]][e["tokens"][-1]][1], _gold(e))
            for e in doc["factuality_events"]
            if e["sent"] < CODED
        ]
        yield Report(text, sentences, events)


def _gold(event: dict[str, Any]) -> Answers:
    return (event["certainty"] != "CERTAIN", event["polarity"] == "NEG", event["time"] == "FUTURE")


def installed_model() -> Model | None:
    """Return the certainty column of the installed reading model, or None when there is none."""
    from newsledger.reader.decode import sigmoid
    from newsledger.reader.labels import columns
    from newsledger.reader.model import Reader
    from newsledger.reader.windows import make_windows

    try:
        reader = Reader.load()
    except ModelError as error:
        print(f"rules alone: {error}")
        return None

    def probabilities(text: str, sentences: list[tuple[int, int]]) -> dict[int, Probabilities]:
        found: dict[int, Probabilities] = {}
        for window in make_windows(text, sentences, reader.tokenizer):
            scores = sigmoid(reader.run(window).unary[:, columns("certainty")])
            for start, row in zip(window.starts, scores, strict=True):
                found[start] = (float(row[0]), float(row[1]), float(row[2]))
        return found

    return probabilities


def answers(path: Path, model: Model | None) -> list[tuple[Answers, Answers]]:
    """Return gold and given answers of all events of a file."""
    pairs = []
    for report in reports(path):
        seen = model(report.text, report.sentences) if model else {}
        for number, start, end, gold in report.events:
            first, last = report.sentences[number]
            told_so = told(report.text[first:last], start - first, end - first, seen.get(start))
            pairs.append((gold, (told_so.uncertain, told_so.negative, told_so.future)))
    return pairs


def f1_scores(pairs: list[tuple[Answers, Answers]], column: int) -> tuple[float, float]:
    """Return the F1 of the usual and of the rare answer to a question."""
    both = Counter((g[column], p[column]) for g, p in pairs)
    usual, rare = (2 * both[v, v] / max(1, 2 * both[v, v] + both[v, not v] + both[not v, v]) for v in (False, True))
    return usual, rare


def macro_f1(path: Path) -> dict[str, float]:
    """Return the macro-F1 of each question with rules and, where one is installed, the model."""
    pairs = answers(path, installed_model())
    return {question: sum(f1_scores(pairs, column)) / 2 for column, question in enumerate(QUESTIONS)}


def print_questions(title: str, pairs: list[tuple[Answers, Answers]]) -> None:
    print(f"\n{title} ({len(pairs)} events)")
    for column, (question, (usual, rare)) in enumerate(QUESTIONS.items()):
        first, second = f1_scores(pairs, column)
        gold, found = (sum(pair[side][column] for pair in pairs) for side in (0, 1))
        right = sum(g[column] and p[column] for g, p in pairs)
        print(
            f"  {question:10s} macro-F1 {(first + second) / 2:.3f}   {usual} {first:.3f}  {rare} {second:.3f}"
            f"  ({rare}: gold {gold}, found {found}, right {right})"
        )


def rule_counts(folder: Path) -> Counter[tuple[str, bool]]:
    """Count for each word rule how often the gold coding has the auxiliary mode that it sets."""
    docs = {d["id"]: d for d in jsonl(folder / "docs.jsonl")}
    counts: Counter[tuple[str, bool]] = Counter()
    for row in jsonl(folder / "gold.jsonl"):
        sentence = docs[row["doc"]]["text"][slice(*docs[row["doc"]]["sentences"][row["sent"]])]
        for event in row["events"]:
            start = sentence.find(event["trigger"])
            if start >= 0:
                fired = coded(event["type"], sentence, start, start + len(event["trigger"]))
                counts.update((rule.name, rule.tells in event["aux"]) for rule in fired)
    return counts


def age_counts(folder: Path) -> Counter[tuple[str, bool]]:
    """Count how often the rules on age and on denial agree with the gold coding, given gold times and sources."""
    docs = {d["id"]: d for d in jsonl(folder / "docs.jsonl")}
    counts: Counter[tuple[str, bool]] = Counter()
    for row in jsonl(folder / "gold.jsonl"):
        document = docs[row["doc"]]
        sentence = document["text"][slice(*document["sentences"][row["sent"]])]
        for event in row["events"]:
            historical = "historical" in event["aux"]
            age = age_of(_time((event["when"] or {}).get("value")), document["date"])
            if age:
                name = LONG_AGO if age == "long ago" else RECENT
                counts[name, historical == (age == "long ago")] += 1
            start = sentence.find(event["trigger"])
            told_so = Telling(sentence, 0, anchor=document["date"])
            if start >= 0 and old_year_beside(told_so, start, start + len(event["trigger"])):
                counts[OLD_YEAR, historical] += 1
            cues = [row["attribution"][i]["cue"] or "" for i in event["attributed_to"]]
            if cues and cue_class(cues[-1]) == "denial":
                counts[DENIED_BY_SOURCE, "negation" in event["aux"]] += 1
    return counts


def _time(value: str | None) -> TimeExpression | None:
    """Return the time of a gold value; a month or a year lasts to its end."""
    if value is None or not value[:4].isdigit():
        return None
    last = value.rpartition("/")[2]
    ended = last if len(last) == 10 else f"{last}-28" if len(last) == 7 else f"{last[:4]}-12-31"
    return TimeExpression("", 0, 0, value, None, ended, None, "gold")


def main() -> None:
    shared = shared_folder(__doc__)
    bench = shared / "bench"
    model = installed_model()
    for part in ("train", "dev"):
        path = bench / "certainty_meantime" / f"{part}.jsonl"
        print_questions(f"MEANTIME {part}, word rules alone", answers(path, None))
        if model:
            print_questions(f"MEANTIME {part}, rules and model", answers(path, model))
    train, dev = rule_counts(shared / "train"), rule_counts(bench / "events")
    print(f"\n{'word rule':22s} {'sets':12s} {'train':>12s} {'events dev':>12s}")
    for rule in word_rules():
        if rule.codes:
            cells = (f"{c[rule.name, True]}/{c[rule.name, True] + c[rule.name, False]}" for c in (train, dev))
            print(f"{rule.name:22s} {rule.tells:12s} " + " ".join(f"{cell:>12s}" for cell in cells))
    for name in (LONG_AGO, OLD_YEAR, RECENT, DENIED_BY_SOURCE):
        ages = age_counts(shared / "train"), age_counts(bench / "events")
        cells = (f"{c[name, True]}/{c[name, True] + c[name, False]}" for c in ages)
        print(f"{name:35s} " + " ".join(f"{cell:>12s}" for cell in cells))


if __name__ == "__main__":
    main()
