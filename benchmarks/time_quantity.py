"""Measure time expressions and quantities on the bench sets.

Run: ``python -m benchmarks.time_quantity [--bench FOLDER] [--train FOLDER] [--errors SECTION N] [SECTION …]``

Sections: wikiwars, gum, recognizers, numbers, when, quantity, speed. Every figure is printed with the size of its set.
WikiWars is scored as TempEval-3 does: span F1 strict and relaxed, and value F1 (relaxed match and the right value),
with no document creation time but the running time of the narrative.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsledger.extract.quantity import find_numbers, find_quantities
from newsledger.extract.time import (
    TimeSpan,
    annotated_spans,
    calendar_value,
    find_times,
    guess_tense,
    resolve_time,
    running_time,
)
from newsledger.records import Quantity

Row = dict[str, Any]
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_NO_BREAK = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Gov|Sen|Rep|St|vs|No|Inc|Corp|Jan|Feb|Mar|Apr|Jun|Jul|"
                       r"Aug|Sept?|Oct|Nov|Dec|ca|c|approx|[ap]\.m|U\.S|B\.C)\.$")  # fmt: skip


def rows(path: Path) -> Iterator[Row]:
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield start and text of rough sentences."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match.group() and _NO_BREAK.search(text[start : match.start()]):
            continue
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


@dataclass
class Score:
    """Counts of one section, with its errors by class."""

    gold: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def f1(self, name: str) -> float:
        return 2 * self.right[name] / (self.gold + self.found) if self.gold + self.found else 0.0

    def share(self, name: str) -> float:
        return self.right[name] / self.gold if self.gold else 0.0


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _matched(gold: list[Row], spans: list[TimeSpan]) -> dict[int, int]:
    """Pair gold and found spans one to one, those with most overlap first; gold index to found index."""
    pairs = sorted(
        (-_overlap((g["start"], g["end"]), (s.start, s.end)), i, j)
        for i, g in enumerate(gold)
        for j, s in enumerate(spans)
        if _overlap((g["start"], g["end"]), (s.start, s.end)) > 0
    )
    out: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in out and j not in out.values():
            out[i] = j
    return out


# ------------------------------------------------------------------------------------------------------- WikiWars
def _same_value(gold: str | None, found: str | None) -> bool:
    gold = None if gold in {None, "null"} else gold
    return gold == found


def wikiwars(path: Path) -> Score:
    score = Score()
    for row in rows(path):
        gold, spans, values = row["timexes"], [], []
        previous = None
        for start, sentence in sentences(row["text"]):
            for span in annotated_spans(find_times(sentence, offset=start)):
                expression = resolve_time(span, anchor=None, tense=None, previous=previous)
                previous = running_time(previous, expression)
                spans.append(span)
                values.append(expression.value)
        pairs = _matched(gold, spans)
        score.gold += len(gold)
        score.found += len(spans)
        for i, g in enumerate(gold):
            j = pairs.get(i)
            where = row["text"][max(0, g["start"] - 40) : g["end"] + 25].replace("\n", " ")
            if j is None:
                score.errors.append(("missed", f"{g['text']!r}  … {where}"))
                continue
            score.right["relaxed"] += 1
            strict = (g["start"], g["end"]) == (spans[j].start, spans[j].end)
            score.right["strict"] += strict
            right = _same_value(g.get("timex3_value", g.get("val")), values[j])
            score.right["value"] += right
            if not strict:
                score.errors.append(("extent", f"{g['text']!r} found {spans[j].text!r} [{spans[j].rule}]  … {where}"))
            if not right:
                score.errors.append(("value", f"{g['text']!r} is {g['timex3_value']} found {values[j]}  … {where}"))
        for j, span in enumerate(spans):
            if j not in pairs.values():
                where = row["text"][max(0, span.start - 40) : span.end + 25].replace("\n", " ")
                score.errors.append(("spurious", f"{span.text!r} [{span.rule}]  … {where}"))
    return score


# ------------------------------------------------------------------------------------------------------------ GUM
def _gum_interval(gold: Row) -> tuple[str | None, str | None]:
    from newsledger.extract.time.periods import parse_value

    if "when" in gold:
        period = parse_value(gold["when"])
        return (
            (period.first.isoformat(), period.last.isoformat())
            if period and period.first and period.last
            else (None, None)
        )
    ends = []
    for key, side in (("from", "first"), ("to", "last")):
        period = parse_value(gold.get(key) or gold.get("notBefore" if key == "from" else "notAfter"))
        day = getattr(period, side) if period else None
        ends.append(day.isoformat() if day else None)
    return ends[0], ends[1]


def gum(paths: Iterable[Path]) -> Score:
    """Score GUM dates of news and interviews: both ends of the interval right; dates of no certain year are left out."""
    score = Score()
    for path in paths:
        for row in rows(path):
            if row["genre"] not in {"news", "interview"}:
                continue
            found: list[tuple[TimeSpan, Any]] = []
            previous = None
            for start, sentence in sentences(row["text"]):
                for span in find_times(sentence, offset=start):
                    tense = guess_tense(sentence, span.start - start, span.end - start)
                    parts = annotated_spans([span]) if span.signal != "since" else (span.bare(),)
                    for part in parts if span.rule in {"range", "days of a month"} else (span.bare(),):
                        expression = resolve_time(part, anchor=row["dct"], tense=tense, previous=previous)
                        previous = running_time(previous, expression)
                        found.append((part, expression))
            gold = [g for g in row["timexes"] if g["tag"] == "date" and any(_gum_interval(g))]
            pairs = _matched(gold, [s for s, _ in found])
            score.gold += len(gold)
            for i, g in enumerate(gold):
                expression = found[pairs[i]][1] if i in pairs else None
                interval = (expression.earliest, expression.latest) if expression else None
                right = interval == _gum_interval(g)
                score.right["interval"] += right
                if not right:
                    where = row["text"][max(0, g["start"] - 40) : g["end"] + 25].replace("\n", " ")
                    score.errors.append(
                        (
                            "missed" if expression is None else "value",
                            f"{row['dct']} {g['text']!r} is {_gum_interval(g)} found {expression.value if expression else None} {interval} … {where}",
                        )
                    )
    return score


# -------------------------------------------------------------------------------------------------- gold "when"
def when(folder: Path) -> Score:
    """Score the time of gold events, given the gold words, the sentence and the document date."""
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
            if not gold or not gold["text"]:
                continue
            score.gold += 1
            at = sentence.find(gold["text"])
            trigger = sentence.find(event["trigger"])
            tense = guess_tense(sentence, trigger, trigger + len(event["trigger"]), time=(at, at + len(gold["text"])))
            before = [s for s in spans if s.start < at]
            base = previous
            for span in before:
                base = running_time(
                    base, resolve_time(span.bare(), anchor=document["date"], tense=tense, previous=base)
                )
            near = [s for s in spans if _overlap((at, at + len(gold["text"])), (s.start - len(s.lead), s.end)) > 0]
            best = max(
                near, key=lambda s: _overlap((at, at + len(gold["text"])), (s.start - len(s.lead), s.end)), default=None
            )
            value = None
            if best is not None:
                chosen = best.for_event(trigger, trigger + len(event["trigger"]))
                expression = resolve_time(chosen, anchor=document["date"], tense=tense, previous=base)
                value = calendar_value(expression)
            score.right["value"] += value == gold["value"]
            score.right["value or open"] += value == gold["value"] or gold["value"] is None
            if value != gold["value"]:
                where = sentence[max(0, at - 50) : at + len(gold["text"]) + 30]
                score.errors.append(
                    (
                        best.rule if best else "missed",
                        f"{document['date']} {gold['text']!r} is {gold['value']} found {value} ({tense}, {event['trigger']!r}, {base}) … {where}",
                    )
                )
        for span in spans:
            expression = resolve_time(span.bare(), anchor=document["date"], tense=None, previous=previous)
            previous = running_time(previous, expression)
        running[row["doc"]] = previous
    return score


# ---------------------------------------------------------------------------------------------------- Recognizers
def _expected(row: Row) -> Iterator[tuple[str, int, int, list[Row]]]:
    """Yield type, start, end and resolutions of each expected find of a Recognizers spec, in one form."""
    for item in row["results"]:
        kind = (item.get("TypeName") or item.get("Type") or "").removeprefix("datetimeV2.")
        resolution = item.get("Resolution") or item.get("Value") or {}
        values = resolution.get("values") if isinstance(resolution, dict) else None
        if values is None and isinstance(resolution, dict):
            timex = resolution.get("Timex") or resolution.get("timex")
            past, future = resolution.get("PastResolution") or {}, resolution.get("FutureResolution") or {}
            values = [{"timex": timex, **_plain(side)} for side in (past, future)]
        start = item.get("Start", row["text"].lower().find(item["Text"].lower()))
        yield kind, start, start + len(item["Text"]), values or []


def _plain(side: Row) -> Row:
    names = {"date": "value", "startDate": "start", "endDate": "end", "dateTime": "value", "time": "value",
             "startDateTime": "start", "endDateTime": "end", "startTime": "start", "endTime": "end"}  # fmt: skip
    return {names[key]: value for key, value in side.items() if key in names}


def _agrees(kind: str, want: Row, expression: Any, span: TimeSpan) -> bool:
    value, timex = expression.value, str(want.get("timex"))
    if kind in {"duration", "set"}:
        return _duration_form(timex) == _duration_form(value)
    if kind == "time":
        return "T" in (value or "") and _minutes((value or "").split("T")[-1]) == _minutes(timex.split("T")[-1])
    if value is None:
        return False
    if kind in {"date", "datetime", "datetimealt"} and want.get("value"):
        day, _, clock = str(want["value"]).partition(" ")
        if timex == "PRESENT_REF":
            return bool(value == timex)
        same = expression.earliest == day and expression.latest == day
        return same and (not clock or kind == "date" or _minutes(value.split("T")[-1]) == _minutes(clock))
    return _range_agrees(want, expression)


def _range_agrees(want: Row, expression: Any) -> bool:
    start, end = str(want.get("start") or "")[:10], str(want.get("end") or "")[:10]
    if not start and not end:
        return bool(want.get("timex") == expression.value)
    if ":" in start or ":" in end:
        return str(want.get("timex")).split("T")[-1] == (expression.value or "").split("T")[-1]
    ends = {end, _day_before(end), _last_day_of_unit(end, expression.value)}
    return (not start or start in {expression.earliest, _day_before(expression.earliest)}) and (
        not end or expression.latest in ends or (bool(want.get("Mod")) and expression.earliest in ends)
    )


def _last_day_of_unit(end: str, value: str | None) -> str | None:
    """Return the end of a range that names whole months or years ("March to May"): the specs leave the last one out."""
    from newsledger.extract.time.periods import parse_value

    last = (value or "").split("/")[-1]
    for unit in (end[:7], end[:4]):
        period = parse_value(unit)
        if end.endswith("-01") and period and period.last and period.last.isoformat() == last:
            return last
    return None


def _day_before(day: str | None) -> str | None:
    from newsledger.extract.time.periods import add_days, parse_value

    period = parse_value(day)
    return add_days(period.first, -1).isoformat() if period and period.first else None


def _duration_form(value: str | None) -> str:
    return re.sub(r"P0\.5Y", "P0.5Y", (value or "").replace("FL", ""))


def _minutes(clock: str) -> str:
    parts = clock.split(":")
    return ":".join([*parts, "00", "00"][:3])


def recognizers(path: Path, split: str) -> Score:
    score = Score()
    for row in rows(path):
        if row["split"] != split:
            continue
        anchor = (row["reference"] or "2016-11-07")[:19]
        spans = find_times(row["text"])
        for kind, start, end, values in _expected(row):
            score.gold += 1
            near = [s for s in spans if _overlap((start, end), (s.start - len(s.lead), s.end)) > 0]
            best = max(near, key=lambda s: _overlap((start, end), (s.start, s.end)), default=None)
            right, found, coarse = False, None, False
            for tense in ("past", "future") if best else ():
                expression = resolve_time(best, anchor=anchor, tense=tense, previous=None)
                found = found or expression.value
                right = right or any(_agrees(kind, want, expression, best) for want in values)
                days = [str(want.get("value") or want.get("start"))[:10] for want in values]
                coarse = coarse or any((expression.earliest or "9") <= day <= (expression.latest or "") for day in days)
            score.right["resolution"] += right
            if not right:
                score.errors.append(
                    (
                        f"{kind} {'missed' if not best else 'coarser' if coarse else 'value'}",
                        f"{row['text'][max(0, start - 20) : end + 10]!r} at {anchor}: {row['text'][start:end]!r} is {[tuple(v.values()) for v in values][:2]} found {found} {best.text if best else ''}",
                    )
                )
    return score


# ---------------------------------------------------------------------------------------------------- quantities
def _unit_right(gold: str, found: Quantity) -> bool:
    if gold in {"killed", "injured", "arrested"}:
        return found.measures == gold
    if gold in {"people", "troops", "casualties"}:
        return found.measures in {"people", "troops"} or found.unit in {gold, None}
    return found.unit == gold or (found.unit or "").lower() == gold


def quantity(folder: Path) -> Score:
    """Score the gold quantities of events: value (low or high), and the unit or what befell those counted."""
    score = Score()
    documents = {row["id"]: row for row in rows(folder / "docs.jsonl")}
    for row in rows(folder / "gold.jsonl"):
        document = documents[row["doc"]]
        sentence = document["text"][slice(*document["sentences"][row["sent"]])]
        found = find_quantities(sentence)
        for event in row["events"]:
            for gold in event.get("quantity") or []:
                score.gold += 1
                at = sentence.find(gold["text"])
                near = [q for q in found if _overlap((at, at + len(gold["text"])), (q.start, q.end)) > 0]
                right = next((q for q in near if gold["value"] in {q.low, q.high}), None)
                score.right["value"] += right is not None
                score.right["unit"] += right is not None and _unit_right(gold["unit"], right)
                where = sentence[max(0, at - 45) : at + len(gold["text"]) + 40]
                told = [(q.text, q.low, q.high, q.unit, q.measures) for q in near]
                if right is None:
                    score.errors.append(("value" if near else "missed", f"{gold['text']!r} {gold['value']} {gold['unit']} found {told} … {where}"))
                elif not _unit_right(gold["unit"], right):
                    score.errors.append(("unit", f"{gold['text']!r} {gold['unit']} found {told} … {where}"))
    return score


def numbers(path: Path, split: str) -> dict[str, Score]:
    """Score the Recognizers number specs by model; ordinals and ages are no quantities and only must not be found."""
    scores: dict[str, Score] = {}
    for row in rows(path):
        if row["split"] != split:
            continue
        score = scores.setdefault(row["file"], Score())
        score.gold += 1
        right, told = _NUMBER_CHECKS[row["file"]](row)
        score.right["right"] += right
        if not right:
            score.errors.append((row["file"], f"{row['text'][:150]!r} is {[(r['Text'], *r['Resolution'].values()) for r in row['results']][:3]} found {told}"))
    return scores


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _check_numbers(row: Row) -> tuple[bool, Any]:
    want = [float(r["Resolution"]["value"]) for r in row["results"]]
    found = [value for _, _, value in find_numbers(row["text"])]
    return len(want) == len(found) and all(map(_close, want, found)), found


def _check_ranges(row: Row) -> tuple[bool, Any]:
    want = []
    for result in row["results"]:
        low, _, high = result["Resolution"]["value"].strip("[]()").partition(",")
        want.append((float(low) if low else None, float(high) if high else None))
    found = [(q.low, q.high) for q in find_quantities(row["text"])]
    return all(pair in found for pair in want), found


def _check_amounts(row: Row) -> tuple[bool, Any]:
    want = [r["Resolution"] for r in row["results"] if r["Resolution"].get("value") is not None]
    found = [(q.low if q.low is not None else q.high, q.unit, q.measures) for q in find_quantities(row["text"])]
    if not want:
        return not any(measures == "money" or unit == "percent" for _, unit, measures in found), found
    return all(any(_same_amount(w, value, unit) for value, unit, _ in found) for w in want), found


def _same_amount(want: Row, value: float | None, unit: str | None) -> bool:
    try:
        same = value is not None and _close(float(want["value"].rstrip("%").replace(",", "")), value)
    except ValueError:
        return False
    iso = want.get("isoCurrency")
    return same and (iso is None or iso == unit) and unit is not None


def _check_none(row: Row) -> tuple[bool, Any]:
    found = [(q.low, q.unit) for q in find_quantities(row["text"])]
    spans = [(r["Start"], r["End"] + 1) for r in row["results"]]
    bad = [q for q in find_quantities(row["text"]) if any(_overlap((q.start, q.end), span) > 0 for span in spans)]
    return not bad, found


_NUMBER_CHECKS: dict[str, Callable[[Row], tuple[bool, Any]]] = {
    "NumberModel": _check_numbers,
    "NumberRangeModel": _check_ranges,
    "CurrencyModel": _check_amounts,
    "DimensionModel": _check_amounts,
    "PercentModel": _check_amounts,
    "OrdinalModel": _check_none,
    "AgeModel": _check_none,
}


def speed(path: Path, find: Callable[[str], Any]) -> tuple[float, float]:
    """Return words and megabytes per second of processor time over news sentences."""
    found = [sentence for row in rows(path) for _, sentence in sentences(row["text"])]
    words = sum(len(sentence.split()) for sentence in found)
    size = sum(len(sentence) for sentence in found)
    find("warm up")
    start = time.process_time()
    for sentence in found:
        find(sentence)
    elapsed = time.process_time() - start
    return words / elapsed, size / elapsed / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*")
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--train", type=Path, default=Path("../shared/train"))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kind", help="only errors of this class")
    a = parser.parse_args()
    wanted = set(a.sections)
    errors: list[tuple[str, str]] = []
    if not wanted or "wikiwars" in wanted:
        s = wikiwars(a.bench / f"timex/wikiwars_{a.split}.jsonl")
        print(
            f"wikiwars {a.split}: strict {s.f1('strict'):.3f} relaxed {s.f1('relaxed'):.3f} value {s.f1('value'):.3f}  gold {s.gold} found {s.found}"
        )
        errors += s.errors
    if not wanted or "gum" in wanted:
        s = gum([a.bench / "timex/gum_train.jsonl", a.bench / "timex/gum_dev.jsonl"])
        print(f"gum news and interviews: both ends right {s.share('interval'):.3f}  gold {s.gold}")
        errors += s.errors
    if not wanted or "recognizers" in wanted:
        s = recognizers(a.bench / "timex/recognizers_datetime_specs.jsonl.gz", a.split)
        print(f"recognizers date-time specs {a.split}: resolution right {s.share('resolution'):.3f}  gold {s.gold}")
        errors += s.errors
    if not wanted or "when" in wanted:
        for name, folder in (("train", a.train), ("dev", a.bench / "events")):
            if wanted and a.split != name and a.errors:
                continue
            s = when(folder)
            print(
                f"when of {name} events: value {s.share('value'):.3f}, counting gold left open as right {s.share('value or open'):.3f}  gold {s.gold}"
            )
            errors += s.errors
    if not wanted or "quantity" in wanted:
        for name, folder in (("train", a.train), ("dev", a.bench / "events")):
            if wanted and a.split != name and a.errors:
                continue
            s = quantity(folder)
            print(f"quantities of {name} events: value {s.share('value'):.3f}, value and unit {s.share('unit'):.3f}  gold {s.gold}")
            errors += s.errors
    if not wanted or "numbers" in wanted:
        scores = numbers(a.bench / "quantities/recognizers_number_specs.jsonl.gz", a.split)
        right, gold = sum(s.right["right"] for s in scores.values()), sum(s.gold for s in scores.values())
        parts = "  ".join(f"{name} {s.share('right'):.3f} ({s.gold})" for name, s in sorted(scores.items()))
        print(f"recognizers number specs {a.split}: right {right / gold:.3f}  gold {gold}  {parts}")
        errors += [error for s in scores.values() for error in s.errors]
    if not wanted or "speed" in wanted:
        for find in (find_times, find_quantities):
            words, size = speed(a.bench / "raw_news/wikinews_ccby.jsonl.gz", find)
            print(f"speed of {find.__name__}: {words:,.0f} words/s, {size:.1f} MB/s")
    if a.errors:
        print(Counter(kind for kind, _ in errors))
        for kind, error in [e for e in errors if a.kind in {None, e[0]}][: a.errors]:
            print(f"  {kind}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
