"""Find the quantities of a sentence: what is counted or measured, how much, and what the number measures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache

from newsledger.extract.quantity.amounts import Amount, read_amount
from newsledger.extract.quantity.effects import single_persons, with_measures, with_parts, without_beginnings
from newsledger.extract.quantity.names import is_name
from newsledger.extract.quantity.numbers import scan_numbers
from newsledger.extract.quantity.tables import load_toml
from newsledger.extract.time.find import find_times
from newsledger.extract.time.meaning import Duration, TimeSpan, Window
from newsledger.extract.time.numerals import NUMBER_WORDS
from newsledger.extract.time.tokens import Lexicon, Tokens
from newsledger.records import Quantity

_LEXICON = Lexicon({})
_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"[0-9½⅓⅔¼¾]")


@cache
def _triggers() -> frozenset[str]:
    table = load_toml("bounds.toml")
    cues = (cue for row in load_toml("cues.toml").values() for group in row.values() for cue in group)
    words = {cue for cue in cues if " " not in cue}
    return NUMBER_WORDS | frozenset(table["plurals"]) | frozenset(table["vague"]) | words | {"casualties"}


@lru_cache(maxsize=1024)
def find_quantities(
    text: str, *, offset: int = 0, times: tuple[TimeSpan, ...] | None = None, beginnings: bool = False
) -> tuple[Quantity, ...]:
    """Find all quantities of a sentence: counts, money, shares, measures and durations.

    Years, dates, times of day, ages, ordinals, scores, addresses and numbers that are names (Resolution 2231, F-16) are
    no quantities. A sentence gives more than a part of it: what befell people stands beside their number.

    Args:
        text: A sentence, or a short text.
        offset: Added to the offsets, so that they point into the document.
        times: What :func:`newsledger.extract.time.find_times` found in the text with the same offset, where it is known
            already; else it is looked for here.
        beginnings: Whether to keep what a change began with, the 12 of "cut from 12 to 4 percent".

    Returns:
        Records in order, none overlapping another. ``unit`` is an ISO 4217 code, ``percent``, a unit of measure or the
        counted noun in the plural; ``measures`` says what the number measures.
    """
    if not _DIGIT.search(text) and _triggers().isdisjoint(_LETTERS.findall(text.lower())):
        return ()
    tokens = _LEXICON.tokenise(text)
    known = find_times(text, offset=offset) if times is None else times
    numbers = scan_numbers(tokens, _blocked(tokens, known, offset))
    found = [amount for number in numbers if not is_name(tokens, amount := read_amount(tokens, number))]
    found = _apart(found)
    found = with_measures(tokens, with_parts(tokens, found if beginnings else without_beginnings(found)))
    found = sorted([*found, *single_persons(tokens, found)], key=lambda amount: amount.start)
    return tuple(_record(tokens, amount, offset) for amount in found)


def _apart(found: list[Amount]) -> list[Amount]:
    """Drop what overlaps an amount before it."""
    out: list[Amount] = []
    for amount in found:
        if not out or out[-1].end <= amount.start:
            out.append(amount)
    return out


def _blocked(tokens: Tokens, times: Sequence[TimeSpan], offset: int) -> set[int]:
    """Return the tokens of dates, times of day and ages."""
    blocked: set[int] = set()
    for span in times:
        if not isinstance(span.meaning, Duration | Window) or span.rule == "age":
            first = bisect_left(tokens.starts, span.start - offset)
            blocked.update(range(first, bisect_left(tokens.starts, span.end - offset)))
    return blocked


def _record(tokens: Tokens, amount: Amount, offset: int) -> Quantity:
    start, end = tokens.starts[amount.start], tokens.ends[amount.end - 1]
    number = amount.number
    return Quantity(
        text=tokens.text[start:end],
        start=start + offset,
        end=end + offset,
        low=number.low,
        high=number.high,
        approximate=number.approximate,
        unit=amount.unit,
        measures=amount.measures,
    )
