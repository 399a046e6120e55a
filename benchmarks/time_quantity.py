"""Measure time expressions and quantities on the bench sets.

Run: ``python -m benchmarks.time_quantity [--shared FOLDER] [--split train|dev] [--errors N [--kind K]] [SECTION …]``

Sections:

- ``wikiwars``: TempEval-3 span F1 strict and relaxed, and value F1 (relaxed match and the right value). There is no
  document creation time here, only the running time of the narrative.
- ``gum``: GUM dates of news and interviews, both ends of the interval right.
- ``when``: gold times of coded events, given the gold words, the sentence and the document date.
- ``quantity``: gold quantities of coded events, given the sentence.
- ``times``, ``numbers``: Recognizers specs (``benchmarks.time_quantity_specs``).
- ``speed``: words and megabytes per second of processor time over news sentences.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.time_quantity_score import Row, Score, overlap, rows, sentences
from benchmarks.time_quantity_specs import number_specs, time_specs
from newsledger.extract.quantity import find_quantities
from newsledger.extract.time import (
    TimeSpan,
    annotated_spans,
    calendar_value,
    find_times,
    guess_tense,
    resolve_time,
    running_time,
)
from newsledger.extract.time.periods import parse_value
from newsledger.records import Quantity, TimeExpression


def _pairs(gold: list[Row], spans: list[TimeSpan]) -> dict[int, int]:
    """Pair gold and found spans one to one, those with most overlap first; gold index to found index."""
    found = sorted(
        (-overlap((g["start"], g["end"]), (s.start, s.end)), i, j)
        for i, g in enumerate(gold)
        for j, s in enumerate(spans)
        if overlap((g["start"], g["end"]), (s.start, s.end)) > 0
    )
    out: dict[int, int] = {}
    for _, i, j in found:
        if i not in out and j not in out.values():
            out[i] = j
    return out


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 45) : end + 35].replace("\n", " ")


# ------------------------------------------------------------------------------------------------------- WikiWars
def wikiwars(path: Path) -> Score:
    score = Score()
    for row in rows(path):
        spans: list[TimeSpan] = []
        values: list[str | None] = []
        previous = None
        for start, sentence in sentences(row["text"]):
            for span in annotated_spans(find_times(sentence, offset=start)):
                expression = resolve_time(span, anchor=None, tense=None, previous=previous)
                previous = running_time(previous, expression)
                spans.append(span)
                values.append(expression.value)
        _score_spans(score, row, spans, values)
    return score


def _score_spans(score: Score, row: Row, spans: list[TimeSpan], values: list[str | None]) -> None:
    gold = row["timexes"]
    pairs = _pairs(gold, spans)
    score.gold += len(gold)
    score.found += len(spans)
    for i, g in enumerate(gold):
        where = f"{g['text']!r} … {_around(row['text'], g['start'], g['end'])}"
        if i not in pairs:
            score.miss("missed", where)
            continue
        span, value = spans[pairs[i]], values[pairs[i]]
        want = g.get("timex3_value", g.get("val"))
        strict, right = (g["start"], g["end"]) == (span.start, span.end), value == (None if want == "null" else want)
        score.right.update(relaxed=1, strict=strict, value=right)
        if not strict:
            score.miss("extent", f"found {span.text!r} [{span.rule}] {where}")
        if not right:
            score.miss("value", f"is {want} found {value} {where}")
    for j, span in enumerate(spans):
        if j not in pairs.values():
            score.miss("spurious", f"{span.text!r} [{span.rule}] … {_around(row['text'], span.start, span.end)}")


# ------------------------------------------------------------------------------------------------------------ GUM
def _interval(gold: Row) -> tuple[str | None, str | None]:
    first = parse_value(gold.get("when") or gold.get("from") or gold.get("notBefore"))
    last = parse_value(gold.get("when") or gold.get("to") or gold.get("notAfter"))
    return (
        first.first.isoformat() if first and first.first else None,
        last.last.isoformat() if last and last.last else None,
    )


def gum(paths: Iterable[Path]) -> Score:
    """Score GUM dates; those of no certain year ("--10") are left out."""
    score = Score()
    for row in (row for path in paths for row in rows(path) if row["genre"] in {"news", "interview"}):
        found: list[tuple[TimeSpan, TimeExpression]] = []
        previous = None
        for start, sentence in sentences(row["text"]):
            for span in find_times(sentence, offset=start):
                tense = guess_tense(sentence, span.start - start, span.end - start)
                for part in annotated_spans([span]) if span.rule in {"range", "days of a month"} else [span.bare()]:
                    expression = resolve_time(part, anchor=row["dct"], tense=tense, previous=previous)
                    previous = running_time(previous, expression)
                    found.append((part, expression))
        gold = [g for g in row["timexes"] if g["tag"] == "date" and any(_interval(g))]
        pairs = _pairs(gold, [span for span, _ in found])
        for i, g in enumerate(gold):
            made = found[pairs[i]][1] if i in pairs else None
            right = made is not None and (made.earliest, made.latest) == _interval(g)
            score.add("interval", right=right)
            if not right:
                told = f"{row['dct']} {g['text']!r} is {_interval(g)} found {made.value if made else None}"
                score.miss("value" if made else "missed", f"{told} … {_around(row['text'], g['start'], g['end'])}")
    return score


# ----------------------------------------------------------------------------------------------------- coded events
def when(folder: Path) -> Score:
    score = Score()
    documents = {row["id"]: row for row in rows(folder / "docs.jsonl")}
    running: dict[str, str | None] = {}
    for row in rows(folder / "gold.jsonl"):
        document = documents[row["doc"]]
        sentence = document["text"][slice(*document["sentences"][row["sent"]])]
        spans = find_times(sentence)
        previous = running.get(row["doc"])
        for event in row["events"]:
            gold = event.get("when")
            if gold and gold["text"]:
                _score_when(score, event, sentence, spans, document["date"], previous)
        for span in spans:
            expression = resolve_time(span.bare(), anchor=document["date"], tense=None, previous=previous)
            previous = running_time(previous, expression)
        running[row["doc"]] = previous
    return score


def _score_when(
    score: Score, event: Row, sentence: str, spans: tuple[TimeSpan, ...], anchor: str, previous: str | None
) -> None:
    gold, trigger = event["when"], sentence.find(event["trigger"])
    at = (sentence.find(gold["text"]), sentence.find(gold["text"]) + len(gold["text"]))
    end = trigger + len(event["trigger"])
    tense = guess_tense(sentence, trigger, end, time=at)
    for span in (s for s in spans if s.start < at[0]):
        previous = running_time(previous, resolve_time(span.bare(), anchor=anchor, tense=tense, previous=previous))
    near = [s for s in spans if overlap(at, (s.start - len(s.lead), s.end)) > 0]
    best = max(near, key=lambda s: overlap(at, (s.start - len(s.lead), s.end)), default=None)
    value = None
    if best is not None:
        chosen = best.for_event(trigger, end)
        value = calendar_value(resolve_time(chosen, anchor=anchor, tense=tense, previous=previous))
    score.add("value", right=value == gold["value"])
    if value != gold["value"]:
        told = f"{anchor} {gold['text']!r} is {gold['value']} found {value} ({tense}, {event['trigger']!r}, {previous})"
        score.miss(best.rule if best else "missed", f"{told} … {_around(sentence, *at)}")


def _unit_right(gold: str, found: Quantity) -> bool:
    if gold in {"killed", "injured", "arrested"}:
        return found.measures == gold
    if gold in {"people", "troops", "casualties"}:
        return found.measures in {"people", "troops"} or found.unit in {gold, None}
    return (found.unit or "").lower() == gold.lower()


def quantity(folder: Path) -> Score:
    score = Score()
    documents = {row["id"]: row for row in rows(folder / "docs.jsonl")}
    for row in rows(folder / "gold.jsonl"):
        document = documents[row["doc"]]
        sentence = document["text"][slice(*document["sentences"][row["sent"]])]
        found = find_quantities(sentence)
        for gold in (q for event in row["events"] for q in event.get("quantity") or []):
            at = (sentence.find(gold["text"]), sentence.find(gold["text"]) + len(gold["text"]))
            near = [q for q in found if overlap(at, (q.start, q.end)) > 0]
            right = next((q for q in near if gold["value"] in {q.low, q.high}), None)
            score.add("value", right=right is not None)
            score.right["unit"] += right is not None and _unit_right(gold["unit"], right)
            if right is None or not _unit_right(gold["unit"], right):
                kind = "unit" if right else "value" if near else "missed"
                told = [(q.text, q.low, q.high, q.unit, q.measures) for q in near]
                want = f"{gold['text']!r} {gold['value']} {gold['unit']}"
                score.miss(kind, f"{want} found {told} … {_around(sentence, *at)}")
    return score


# ------------------------------------------------------------------------------------------------------------ speed
def speed(path: Path, find: Callable[[str], Any]) -> str:
    """Return words and megabytes per second of processor time over news sentences."""
    found = [sentence for row in rows(path) for _, sentence in sentences(row["text"])]
    words, size = sum(len(sentence.split()) for sentence in found), sum(map(len, found))
    find("On Monday 5 men left.")
    start = time.process_time()
    for sentence in found:
        find(sentence)
    elapsed = time.process_time() - start
    return f"{words / elapsed:,.0f} words/s, {size / elapsed / 1e6:.1f} MB/s"


def _sections(shared: Path, split: str) -> dict[str, Callable[[], list[tuple[str, Score]]]]:
    bench = shared / "bench"
    events = {"train": shared / "train", "dev": bench / "events"}[split]
    timex, specs = bench / "timex", bench / "quantities/recognizers_number_specs.jsonl.gz"
    return {
        "wikiwars": lambda: [("strict relaxed value", wikiwars(timex / f"wikiwars_{split}.jsonl"))],
        "gum": lambda: [("interval", gum([timex / "gum_train.jsonl", timex / "gum_dev.jsonl"]))],
        "when": lambda: [("value", when(events))],
        "quantity": lambda: [("value unit", quantity(events))],
        "times": lambda: [("right same days", time_specs(timex / "recognizers_datetime_specs.jsonl.gz", split))],
        "numbers": lambda: [("right", score) for score in number_specs(specs, split)],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with bench/ and train/")
    parser.add_argument("--split", default="dev", choices=["train", "dev"])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kind", help="only errors of this class")
    a = parser.parse_args()
    if not (a.shared / "bench").is_dir():
        print(f"skipped: {a.shared / 'bench'} is not here; give its place with --shared")
        return 0
    errors: list[tuple[str, str]] = []
    for name, run in _sections(a.shared, a.split).items():
        for figures, score in run() if not a.sections or name in a.sections else ():
            told = "  ".join(f"{figure} {score.figure(figure):.3f}" for figure in figures.split())
            print(f"{name} {score.name} ({a.split}): {told}  gold {score.gold}".replace("  (", " ("))
            errors += score.errors
            if name == "times":
                classes = Counter(kind for kind, _ in score.errors)
                print("\n".join(f"  missed {count:3d}  {kind}" for kind, count in classes.most_common()))
    if not a.sections or "speed" in a.sections:
        for find in (find_times, find_quantities):
            print(f"speed of {find.__name__}: {speed(a.shared / 'bench/raw_news/wikinews_ccby.jsonl.gz', find)}")
    if a.errors:
        print(Counter(kind for kind, _ in errors))
        for kind, error in [e for e in errors if a.kind in {None, e[0]}][: a.errors]:
            print(f"  {kind}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
