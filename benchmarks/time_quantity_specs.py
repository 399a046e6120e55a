"""Recognizers specs of date-time and numbers, in the terms of this project.

Conventions that differ are not counted against either side: ranges of months and years include their last one here, and
a bound on one side is compared with the open interval. Ordinals and ages are no quantities here: those specs are right
when nothing is found in their place. Everything else that differs is an error, with its class.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.time_quantity_score import Row, Score, overlap, rows
from newsledger.extract.quantity import find_numbers, find_quantities
from newsledger.extract.time import TimeSpan, find_times, resolve_time
from newsledger.extract.time.meaning import ShiftedTime
from newsledger.extract.time.periods import add_days, parse_value
from newsledger.records import TimeExpression

_SIDES = {
    "date": "value", "dateTime": "value", "time": "value", "startDate": "start", "startDateTime": "start",
    "startTime": "start", "endDate": "end", "endDateTime": "end", "endTime": "end",
}  # fmt: skip
_SEASONS = {"SP", "SU", "FA", "WI"}
_DIMENSIONS = {"distance", "area", "mass", "volume"}


def time_specs(path: Path, split: str) -> Score:
    """Score the date-time specs: the right resolution of each expected expression, in past or future."""
    score = Score()
    for row in (row for row in rows(path) if row["split"] == split):
        anchor = (row["reference"] or "2016-11-07")[:19]
        spans = find_times(row["text"])
        for kind, start, end, values in _expected(row):
            near = [s for s in spans if overlap((start, end), (s.start - len(s.lead), s.end)) > 0]
            best = _nearest(near, (start, end))
            made = [
                resolve_time(best, anchor=anchor, tense=tense, previous=previous)
                for previous in (None, anchor[:10])
                for tense in ("past", "future")
                if best
            ]
            same = any(_agrees(kind, want, expression) for expression in made for want in values)
            meaning = best.meaning if best else None
            distance = isinstance(meaning, ShiftedTime) and not meaning.whole
            right = same or any(
                _by_convention(kind, want, expression, distance=distance) for expression in made for want in values
            )
            score.add("right", right=right)
            score.right["same"] += same
            score.right["days"] += right or any(_days_agree(want, expression) for expression in made for want in values)
            if not right:
                shape = "missed" if not made else "coarser" if _holds(values, made) else "value"
                told = f"{row['text'][start:end]!r} at {anchor} is {[tuple(v.values()) for v in values][:2]}"
                score.miss(
                    _class_of(kind, row["text"][start:end].lower()),
                    f"{kind} {shape}: {told} found {[(e.text, e.value) for e in made][:1]} … {row['text']!r}",
                )
    return score


_CLASSES = {
    "business days, fiscal and school years": r"business|fiscal|school|^[sfc]y ?\d|workweek",
    "meals as times of day": r"lunch|dinner|breakfast|brunch",
    "digits without a sign of a date": r"^(?:this |next |on )?[\d.,/ ~-]+$",
    "a bare day of the month": r"^(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?|second|twenty \w+|thirty)$",
    "a length from a start": r"starting|beginning|commencing|for .*from|from .*for|later|from today|after tomorrow",
    "hours without a sign (scores and votes in news)": r"\b(?:\d{1,2}|five|seven|nine)(?:[:.]\d\d)?"
    r" ?(?:-|–|to|and|till) ?(?:\d{1,2}|seven|nine)\b|at \d{1,2}(?:\.\d\d)?$|^\d{1,2}[ap]?$|^nine$|around \d+$",
    "feasts: spelling, country or moon": r"\w day\b|eve\b|rama[dtz]|new year|saint|easter|thanks|halloween"
    r"|weekend of",
    "the unit alone (the day, my week)": r"^(?:the|my|that|this|same)? ?(?:same )?"
    r"(?:day|week|month|year|weekends?|fortnight)$",
    "sets": r"every|weekly|monthly|annual|weekends|s at |on \w+days",
    "numbers in words": r"hundred|thousand|nineteen|twenty|thirty|forty|fifty|noughties",
    "previous, next, last: whose": r"previous|next|last|past|coming|following",
}


def _class_of(kind: str, words: str) -> str:
    """Name the class of a missed expression, by its words."""
    if kind == "datetimealt":
        return "alternatives of a dialogue"
    return next((name for name, pattern in _CLASSES.items() if re.search(pattern, words)), f"other {kind}")


def _nearest(spans: list[TimeSpan], at: tuple[int, int]) -> TimeSpan | None:
    return max(spans, key=lambda span: overlap(at, (span.start, span.end)), default=None)


def _expected(row: Row) -> Iterator[tuple[str, int, int, list[Row]]]:
    """Yield type, start, end and resolutions of each expected expression, in one form."""
    for item in row["results"]:
        kind = (item.get("TypeName") or item.get("Type") or "").removeprefix("datetimeV2.")
        resolution = item.get("Resolution") or item.get("Value") or {}
        values = resolution.get("values")
        if values is None:
            timex = resolution.get("Timex") or resolution.get("timex")
            sides = (resolution.get("PastResolution") or {}, resolution.get("FutureResolution") or {})
            values = [{"timex": timex, **{_SIDES[k]: v for k, v in side.items() if k in _SIDES}} for side in sides]
        start = item.get("Start", row["text"].lower().find(item["Text"].lower()))
        yield kind, start, start + len(item["Text"]), values


def _by_convention(kind: str, want: Row, expression: TimeExpression, *, distance: bool) -> bool:
    """Tell whether only a convention differs: how fine a distance is, where "early" ends, what "a few" is."""
    value, timex = expression.value or "", str(want.get("timex"))
    if want.get("value") == "not resolved" or timex in _SEASONS:
        return not value or (timex in _SEASONS and value.endswith(f"-{timex}"))
    if kind == "duration":
        return timex in {value.replace("X", "3"), re.sub(r"([0-9]+)DE$", r"\g<1>0Y", value)}
    if distance and len(value) in {4, 7}:
        return str(want.get("value")).startswith(value)
    pattern = timex.replace("X", "[0-9]")
    if want.get("Mod") in {"start", "mid", "end"} and re.fullmatch(r"[0-9X-]+", timex):
        return bool(re.fullmatch(pattern, value))
    return False


def _holds(values: list[Row], made: list[TimeExpression]) -> bool:
    days = [str(want.get("value") or want.get("start"))[:10] for want in values]
    return any((e.earliest or "9") <= day <= (e.latest or "") for e in made for day in days)


def _days_agree(want: Row, expression: TimeExpression) -> bool:
    """Compare the days only, whatever the hours."""
    first = str(want.get("start") or want.get("value") or "")[:10]
    last = str(want.get("end") or want.get("value") or "")[:10]
    return ":" not in first + last and (expression.earliest, expression.latest) == (first, last)


def _agrees(kind: str, want: Row, expression: TimeExpression) -> bool:
    value, timex = expression.value, str(want.get("timex"))
    if kind in {"duration", "set"}:
        return timex == value
    if kind == "time":
        return "T" in (value or "") and _clock(value) == _clock(timex)
    if value is None:
        return False
    if kind in {"date", "datetime", "datetimealt"} and want.get("value"):
        day, _, clock = str(want["value"]).partition(" ")
        if timex == "PRESENT_REF":
            return value == timex
        same = expression.earliest == day == expression.latest
        return same and (not clock or kind == "date" or _clock(value) == _clock(clock))
    return _range_agrees(want, expression)


def _range_agrees(want: Row, expression: TimeExpression) -> bool:
    start, end = str(want.get("start") or ""), str(want.get("end") or "")
    if not start and not end:
        return bool(want.get("timex") == expression.value)
    if ":" in start or ":" in end:
        return _hours_agree(want, expression.value or "")
    start, end = start[:10], end[:10]
    ends = {end, _day_before(end), _last_day(end, expression.value)}
    starts = {expression.earliest, _day_before(expression.earliest)}
    bounded = bool(want.get("Mod")) and expression.earliest in ends
    return (not start or start in starts) and (not end or expression.latest in ends or bounded)


def _hours_agree(want: Row, value: str) -> bool:
    """Compare ranges within a day: parts of the day by their code, hours by both ends and the day where it is given."""
    ends = value.split("/")
    if len(ends) == 1:
        return str(want.get("timex")).split("T")[-1] == value.split("T")[-1]
    wanted = [str(want.get(side) or "") for side in ("start", "end")]
    days = all(
        day in end for end, (day, _, clock) in zip(ends, (w.partition(" ") for w in wanted), strict=True) if clock
    )
    return days and [_clock(end) for end in ends] == [_clock(w.split(" ")[-1]) for w in wanted]


def _last_day(end: str, value: str | None) -> str | None:
    """Return the end of a range that names whole months or years ("March to May"): the specs leave the last one out."""
    last = (value or "").split("/")[-1]
    units = [end[:7], end[:4]]
    if end.endswith("-01"):
        units.append(f"{end[:4]}-Q{(int(end[5:7]) + 2) // 3}")
    periods = [parse_value(unit) for unit in units]
    days = [p.last.isoformat() for p in periods if p and p.last]
    return last if end.endswith("-01") and last in days else None


def _day_before(day: str | None) -> str | None:
    period = parse_value(day)
    return add_days(period.first, -1).isoformat() if period and period.first else None


def _clock(value: str | None) -> str:
    parts = (value or "").split("T")[-1].split(":")
    return ":".join([*parts, "00", "00"][:3])


# ---------------------------------------------------------------------------------------------------------- numbers
def number_specs(path: Path, split: str) -> list[Score]:
    """Score the number specs: one score a model, and one over all."""
    scores = {"": Score("all")}
    for row in (row for row in rows(path) if row["split"] == split):
        right, told = _CHECKS[row["file"]](row)
        for name in ("", row["file"]):
            scores.setdefault(name, Score(name)).add("right", right=right)
        if not right:
            want = [(r["Text"], *r["Resolution"].values()) for r in row["results"]][:3]
            scores[row["file"]].miss(row["file"], f"{row['text'][:150]!r} is {want} found {told}")
    return [scores[name] for name in sorted(scores)]


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _check_numbers(row: Row) -> tuple[bool, Any]:
    want = [float(r["Resolution"]["value"]) for r in row["results"]]
    found = [value for _, _, value in find_numbers(row["text"])]
    return len(want) == len(found) and all(map(_close, want, found)), found


def _check_ranges(row: Row) -> tuple[bool, Any]:
    ends = [r["Resolution"]["value"].strip("[]()").partition(",") for r in row["results"]]
    want = [(float(low) if low else None, float(high) if high else None) for low, _, high in ends]
    found = [(q.low, q.high) for q in find_quantities(row["text"])]
    return all(pair in found for pair in want), found


def _check_amounts(row: Row) -> tuple[bool, Any]:
    want = [r["Resolution"] for r in row["results"] if r["Resolution"].get("value") not in {None, "null"}]
    found = [(q.low if q.low is not None else q.high, q.unit, q.measures) for q in find_quantities(row["text"])]
    if not want:
        wrong = {"CurrencyModel": {"money"}, "PercentModel": {"rate"}}.get(row["file"], _DIMENSIONS)
        return not any(measures in wrong for _, _, measures in found), found
    return all(any(_same_amount(w, value, unit) for value, unit, _ in found) for w in want), found


def _same_amount(want: Row, value: float | None, unit: str | None) -> bool:
    iso, amount = want.get("isoCurrency"), float(want["value"].rstrip("%").replace(",", ""))
    return value is not None and _close(amount, value) and unit is not None and iso in {None, unit}


def _check_none(row: Row) -> tuple[bool, Any]:
    found = find_quantities(row["text"])
    spans = [(r["Start"], r["End"] + 1) for r in row["results"]]
    wrong = [(q.low, q.unit) for q in found if any(overlap((q.start, q.end), span) > 0 for span in spans)]
    return not wrong, wrong


_CHECKS: dict[str, Callable[[Row], tuple[bool, Any]]] = {
    "NumberModel": _check_numbers,
    "NumberRangeModel": _check_ranges,
    "CurrencyModel": _check_amounts,
    "DimensionModel": _check_amounts,
    "PercentModel": _check_amounts,
    "OrdinalModel": _check_none,
    "AgeModel": _check_none,
}
