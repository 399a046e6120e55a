"""Find the quantities of a sentence: what is counted or measured, how much, and what the number measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from newsledger.extract.quantity.counted import LIVING, befell, counted_noun
from newsledger.extract.quantity.numbers import Number, scan_numbers
from newsledger.extract.quantity.tables import currencies, designators, load_toml, nouns, units
from newsledger.extract.time.find import find_times
from newsledger.extract.time.meaning import Duration, Window
from newsledger.extract.time.numerals import NUMBER_WORDS, SHORT_MAGNITUDES, read_number
from newsledger.extract.time.tokens import Lexicon, Tokens
from newsledger.records import Quantity

_LEXICON = Lexicon({})
_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"[0-9½⅓⅔¼¾]")
_LIST_SIGNS = frozenset({",", "and", "or", "as", "well"})
#: Currency names that are other words too: money only in such amounts.
_AMBIGUOUS = {"won": 1000, "real": 1000, "rand": 1000, "pound": 10_000, "pounds": 10_000, "colon": 1000, "dong": 1000}


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity by tokens, before its measure is known."""

    number: Number
    end: int
    unit: str | None
    measures: str | None
    start: int


@cache
def _triggers() -> frozenset[str]:
    table = load_toml("bounds.toml")
    words = {word for row in load_toml("cues.toml").values() for cue in row["both"] + row["after"] for word in cue.split()}
    return NUMBER_WORDS | frozenset(table["plurals"]) | frozenset(table["vague"]) | words | {"casualties"}


def find_quantities(text: str, *, offset: int = 0) -> tuple[Quantity, ...]:
    """Find all quantities of a sentence: counts, money, shares, measures and durations.

    Years, dates, times of day, ages, ordinals, scores, addresses and numbers that are names (Resolution 2231, F-16) are
    no quantities.

    Args:
        text: A sentence, or a short text.
        offset: Added to the offsets, so that they point into the document.

    Returns:
        Records in order, none overlapping another. ``unit`` is an ISO 4217 code, ``percent``, a unit of measure or the
        counted noun in the plural; ``measures`` says what the number measures.
    """
    if not _DIGIT.search(text) and _triggers().isdisjoint(_LETTERS.findall(text.lower())):
        return ()
    tokens = _LEXICON.tokenise(text)
    numbers = scan_numbers(tokens, _blocked(tokens))
    found = [item for number in numbers if (item := _read(tokens, number)) and not _is_name(tokens, item)]
    found = _with_measures(tokens, found)
    found = sorted([*found, *_single_persons(tokens, found)], key=lambda item: item.start)
    return tuple(_record(tokens, item, offset) for item in found)


def find_numbers(text: str) -> tuple[tuple[int, int, float], ...]:
    """Return start, end and value of every number of a text, whatever it means."""
    tokens = _LEXICON.tokenise(text)
    out, index = [], 0
    while index < len(tokens.words):
        word = tokens.words[index]
        read = read_number(tokens.words, index) if word in NUMBER_WORDS or word in {"a", "an"} or word[0] in "0123456789." else None
        if read:
            out.append((tokens.starts[index], tokens.ends[read[1] - 1], read[0]))
        index = read[1] if read else index + 1
    return tuple(out)


def _record(tokens: Tokens, item: _Found, offset: int) -> Quantity:
    start, end = tokens.starts[item.start], tokens.ends[item.end - 1]
    number = item.number
    return Quantity(
        text=tokens.text[start:end],
        start=start + offset,
        end=end + offset,
        low=number.low,
        high=number.high,
        approximate=number.approximate,
        unit=item.unit,
        measures=item.measures,
    )


def _blocked(tokens: Tokens) -> set[int]:
    """Return the tokens of dates and times of day."""
    spans = [
        (span.start, span.end)
        for span in find_times(tokens.text)
        if not isinstance(span.meaning, Duration | Window) or span.rule == "age"
    ]
    return {i for start, end in spans for i, at in enumerate(tokens.starts) if start <= at < end}


def _read(tokens: Tokens, number: Number) -> _Found | None:
    """Read what stands around a number: a currency, a unit, or the noun that it counts."""
    for reader in (_money, _measure, _share):
        found = reader(tokens, number)
        if found:
            return found
    if number.plain_end is not None and tokens.words[number.end - 1] != "k":
        counted = counted_noun(tokens, number.end, single=False)
        if counted is None:
            number = _without_magnitude(tokens, number)
            return _measure(tokens, number) or _Found(number, number.end, None, None, number.start)
    single = number.low == 1 == number.high
    counted = counted_noun(tokens, number.end, single=single)
    if counted:
        return _Found(number, counted.end, counted.unit, counted.measures, number.start)
    return _Found(number, number.end, None, None, number.start)


def _without_magnitude(tokens: Tokens, number: Number) -> Number:
    end = number.plain_end or number.end
    scale = SHORT_MAGNITUDES[tokens.words[end]]
    low, high = (None if v is None else v / scale for v in (number.low, number.high))
    return replace(number, end=end, low=low, high=high, plain_end=None)


def _money(tokens: Tokens, number: Number) -> _Found | None:
    words = tokens.words
    signs, names = currencies()
    for first in range(max(number.core - 3, 0), number.core):
        sign = tokens.text[tokens.starts[first] : tokens.ends[number.core - 1]].replace(" ", "")
        if sign in signs and (tokens.starts[number.core] - tokens.ends[number.core - 1]) <= 1:
            start = min(number.start, first)
            named = names.at(words, number.end)
            end = named[1] if named and words[number.end - 1] not in {"$"} else number.end
            return _Found(number, end, named[0] if named and sign == "$" else signs[sign], "money", start)
    at = number.end + 1 if words[number.end : number.end + 1] in {("-",), ("of",)} else number.end
    found = names.at(words, at)
    if found:
        word = words[found[1] - 1]
        if (number.low or number.high or 0) < _AMBIGUOUS.get(word, 0) and found[1] == at + 1:
            return None
        return _Found(number, found[1], found[0], "money", number.start)
    sign = tokens.raw(at) if at < len(words) else ""
    return _Found(number, at + 1, signs[sign], "money", number.start) if sign in signs and not sign.isalpha() else None


def _measure(tokens: Tokens, number: Number) -> _Found | None:
    words = tokens.words
    written, glued, measures = units()
    at = number.end + 1 if words[number.end : number.end + 1] in {("-",), ("of",)} else number.end
    tight = at < len(words) and tokens.starts[at] == tokens.ends[number.end - 1]
    found = written.at(words, at) or (glued.at(words, at) if tight else None)
    if not found:
        return None
    if measures[found[0]] == "duration" and _is_age(words, found[1]):
        return None
    if found[1] < len(words) and tokens.starts[found[1]] == tokens.ends[found[1] - 1] and words[found[1]].isalnum():
        return None
    return _Found(number, found[1], found[0], measures[found[0]], number.start)


def _is_age(words: tuple[str, ...], index: int) -> bool:
    return words[index : index + 1] == ("old",) or words[index : index + 2] in {("-", "old"), ("of", "age")}


def _share(tokens: Tokens, number: Number) -> _Found | None:
    """Read a part of a whole as percent: "nearly half of the generals", "one in five"."""
    if not number.share:
        return None
    low, high = (None if v is None else round(v * 100, 6) for v in (number.low, number.high))
    end = number.end
    return _Found(replace(number, low=low, high=high), end, "percent", "share", number.start)


def _is_name(tokens: Tokens, item: _Found) -> bool:
    """Tell whether a number is no quantity: a designation, a score, an age, an address, a pronoun."""
    words, number = tokens.words, item.number
    before, after = words[number.core - 1] if number.core else "", words[number.end] if number.end < len(words) else ""
    if item.unit is None and before in designators("before") | designators("age_before"):
        return True
    if before in designators("before") and number.core and tokens.raw(number.core - 1)[0].isupper():
        return item.measures != "money"
    if _is_age(words, item.end) or (item.measures is None and _is_age(words, item.end + 1)):
        return True
    if words[number.core] == "one" and number.end == number.core + 1:
        return before in designators("no_one") or (item.unit is None and after != "of")
    bare = item.unit is None and number.core + 1 == number.end
    return bare and (_between_commas(words, number) or after in designators("after") or _score(words, number))


def _between_commas(words: tuple[str, ...], number: Number) -> bool:
    """Tell whether a bare number is an age in apposition: "Kim, 45, died"."""
    after = words[number.end : number.end + 1]
    return words[number.core - 1 : number.core] == (",",) and after == (",",) and 1 <= (number.low or 0) <= 110


def _score(words: tuple[str, ...], number: Number) -> bool:
    """Tell whether a number is part of a score, a phone number or the like: digits joined by dashes or dots."""
    signs = {("-",), ("/",)}
    return words[number.end : number.end + 1] in signs or words[number.core - 1 : number.core] in signs


def _with_measures(tokens: Tokens, found: list[_Found]) -> list[_Found]:
    """Add what befell the people counted, and hand it on along lists."""
    out: list[_Found] = []
    for index, item in enumerate(found):
        reach = (found[index - 1].end if index else 0, found[index + 1].start if index + 1 < len(found) else len(tokens.words))
        out.append(_with_cue(tokens, item, reach))
    for index in range(1, len(out)):
        out[index] = _inherit(tokens, out[index], out[index - 1], out[index - 1].end, out[index].start)
    for index in range(len(out) - 2, -1, -1):
        out[index] = _inherit(tokens, out[index], out[index + 1], out[index].end, out[index + 1].start)
    return out


def _with_cue(tokens: Tokens, item: _Found, reach: tuple[int, int]) -> _Found:
    if not (item.measures in LIVING or item.unit is None):
        return item
    cue = befell(tokens, item.start, item.end, reach=reach)
    if cue is None:
        return item
    return replace(item, measures=cue, unit=item.unit or "people")


def _inherit(tokens: Tokens, item: _Found, other: _Found, start: int, end: int) -> _Found:
    between = tokens.words[start:end]
    joined = 0 < len(between) <= 3 and _LIST_SIGNS.issuperset(between)
    casualty = other.measures not in LIVING and other.unit is not None and other.measures in _BEFALLEN
    if joined and casualty and (item.measures in LIVING or item.unit is None):
        return replace(item, measures=other.measures, unit=item.unit or other.unit)
    return item


_BEFALLEN = frozenset(load_toml("cues.toml"))


def _single_persons(tokens: Tokens, found: list[_Found]) -> Iterator[_Found]:
    """Yield "a soldier was killed" as one, and "no casualties" as none."""
    words = tokens.words
    singular, _ = nouns()
    taken = {i for item in found for i in range(item.start, item.end)}
    for index, word in enumerate(words):
        if index in taken or word not in {"a", "an", "no"}:
            continue
        counted = counted_noun(tokens, index + 1, single=word != "no")
        if counted is None or counted.end > index + 5:
            continue
        reach = (max((i.end for i in found if i.end <= index), default=0), min((i.start for i in found if i.start > index), default=len(words)))
        if word == "no":
            if counted.unit in {"casualties", "injuries", "deaths", "fatalities", "victims"}:
                yield _Found(Number(index, index, index + 1, 0.0, 0.0), counted.end, counted.unit, counted.measures, index)
            continue
        cue = befell(tokens, index, counted.end, reach=reach, near=True) if counted.measures in LIVING else None
        if cue and words[counted.end - 1] in singular:
            yield _Found(Number(index, index, index + 1, 1.0, 1.0), counted.end, counted.unit, cue, index)
