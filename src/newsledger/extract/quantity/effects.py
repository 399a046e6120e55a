"""What the numbers of a sentence say together: parts of one amount, casualties along a list, single victims."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from newsledger.extract.quantity.amounts import Amount
from newsledger.extract.quantity.counted import LIVING, acts, befell, counted_noun
from newsledger.extract.quantity.names import of_a_vote
from newsledger.extract.quantity.numbers import Number
from newsledger.extract.quantity.tables import load_toml, nouns, stops
from newsledger.extract.time.tokens import Tokens

_LIST_SIGNS = frozenset({",", "and", "or", "as", "well"})
_PARTITIVES = frozenset({("of",), ("of", "the"), ("of", "these"), ("of", "those"), ("out", "of"), ("out", "of", "the")})
_VOTES = frozenset({"vote", "votes", "voted", "voting", "passed", "approved", "margin"})
#: Words before a tally within which a word of voting stands.
_TALLY = 6
_CROWDS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions"})
_CROWD_DOES = frozenset({"were", "are", "have", "had", "took", "fled", "came", "went", "met", "stood", "sat"})
_BEFALLEN = frozenset(load_toml("cues.toml"))
_NOBODY = (("nobody",), ("no", "one"), ("no", "-", "one"), ("no", "body"))
_PASSIVE = frozenset({("was",), ("were",), ("has",), ("had",), ("is",), ("died",), ("got",)})
_LOSSES = frozenset({"casualties", "injuries", "deaths", "fatalities", "victims"})
#: Units that are a part of another: the smaller unit, and how many make the larger.
_PARTS = {"cents": 100.0, "pence": 100.0, "inches": 12.0}


def with_parts(tokens: Tokens, found: list[Amount]) -> list[Amount]:
    """Join "3 dollars 50 cents", "15 dollars 50" and "5 feet 2 inches" to one amount."""
    out: list[Amount] = []
    for item in found:
        first = out[-1] if out else None
        joined = _part_joined(tokens, first, item) if first else None
        if joined:
            out.pop()
        out.append(joined or item)
    return out


def without_beginnings(found: list[Amount]) -> list[Amount]:
    """Drop what changes began with; its unit goes to what they came to ("cut from 17 days to 10" is 10 days)."""
    out: list[Amount] = []
    for index, item in enumerate(found):
        if item.number.left and index + 1 < len(found):
            continue
        first = found[index - 1] if index else item
        bare = first.number.left and item.unit is None
        out.append(replace(item, unit=first.unit, measures=first.measures) if bare else item)
    return out


def _part_joined(tokens: Tokens, first: Amount, item: Amount) -> Amount | None:
    if tokens.words[first.end : item.start] not in {(), ("and",)} or item.number.low is None:
        return None
    large = first.measures == "money" if item.unit != "inches" else first.unit == "feet"
    bare = item.unit is None and item.number.low < 100 and first.measures == "money" and item.end == item.start + 1
    size = _PARTS.get(item.unit or "", 100.0 if bare else 0.0)
    low = first.number.low
    if not size or not large or low is None or low != int(low) or low >= 1e6 or first.unit in _PARTS:
        return None
    value = low + item.number.low / size
    return replace(first, number=replace(first.number, low=value, high=value), end=item.end)


def with_measures(tokens: Tokens, found: list[Amount]) -> list[Amount]:
    """Add what befell the people counted, and hand it on along lists ("five soldiers and two civilians died")."""
    size = len(tokens.words)
    ends = [0, *(item.end for item in found)]
    starts = [*(item.start for item in found[1:]), size]
    out = [_with_cue(tokens, item, (ends[i], starts[i])) for i, item in enumerate(found)]
    out = [_crowd(tokens, item) for item in _tallies(tokens, out)]
    for index in range(len(out) - 1):
        first, second = out[index], out[index + 1]
        if first.unit is None and tokens.words[first.end : second.start] in _PARTITIVES:  # "three of the five hostages"
            out[index] = replace(first, unit=second.unit, measures=second.measures)
            out[index + 1] = found[index + 1]
    for index in range(1, len(out)):
        out[index] = _inherit(tokens, out[index], out[index - 1])
    for index in range(len(out) - 2, -1, -1):
        out[index] = _inherit(tokens, out[index], out[index + 1])
    return out


def _with_cue(tokens: Tokens, item: Amount, reach: tuple[int, int]) -> Amount:
    if item.measures not in LIVING and item.unit is not None:
        return item
    cue = befell(tokens, item.start, item.end, reach=reach)
    return replace(item, measures=cue, unit=item.unit or "people") if cue else item


def _tallies(tokens: Tokens, found: list[Amount]) -> list[Amount]:
    """Read the bare numbers of "voted 66 to 27", "passed 66-27" and "by 130 votes to 32" as votes."""
    out, words = list(found), tokens.words
    for index, (one, two) in enumerate(pairwise(found)):
        if two.unit is not None:
            continue
        voted = _VOTES.intersection(words[max(0, one.start - _TALLY) : one.start])
        joined = one.unit is None and words[one.end : two.start] == ("to",) and voted
        dashed = one.unit is None and words[one.end : two.start] == ("-",) and of_a_vote(words, one.number)
        if joined or dashed or (one.unit == "votes" and words[one.end : two.start] == ("to",)):
            out[index : index + 2] = [replace(q, unit="votes", measures="votes") for q in (one, two)]
    return out


def _crowd(tokens: Tokens, item: Amount) -> Amount:
    """Read "hundreds marched" and "a crowd of 5,000" as people, "a force of 1,200" as troops."""
    words = tokens.words
    if item.unit is not None:
        return item
    head = words[item.start - 2] if item.start > 1 and words[item.start - 1] == "of" else ""
    if head in stops("bodies_of_troops") or head in stops("bodies_of_people"):
        unit = "troops" if head in stops("bodies_of_troops") else "people"
        return replace(item, unit=unit, measures=unit)
    does = words[item.end : item.end + 1]
    if words[item.end - 1] not in _CROWDS or not does:
        return item
    acts = does[0].endswith("ed") or does[0] in _CROWD_DOES
    return replace(item, unit="people", measures="people") if acts else item


def _inherit(tokens: Tokens, item: Amount, other: Amount) -> Amount:
    first, second = sorted((item, other), key=lambda amount: amount.start)
    between = tokens.words[first.end : second.start]
    joined = 0 < len(between) <= 3 and _LIST_SIGNS.issuperset(between) and not acts(tokens.words, item.start)
    if joined and other.unit and other.measures in _BEFALLEN and (item.measures in LIVING or item.unit is None):
        return replace(item, measures=other.measures, unit=item.unit or other.unit)
    return item


def single_persons(tokens: Tokens, found: list[Amount]) -> Iterator[Amount]:
    """Yield "a soldier was killed" as one, and "no casualties" and "nobody was hurt" as none."""
    taken = {i for item in found for i in range(item.start, item.end)}
    for index, word in enumerate(tokens.words):
        if index in taken:
            continue
        item = None
        if word in {"a", "an"}:
            item = _single(tokens, found, index)
        elif word in {"no", "without", "nobody"}:
            item = _none_of(tokens, index) or _nobody(tokens, found, index)
        if item is not None and taken.isdisjoint(range(index, item.end)):
            yield item


def _none_of(tokens: Tokens, index: int) -> Amount | None:
    counted = counted_noun(tokens, index + 1, single=False)
    if counted is None or counted.unit not in _LOSSES:
        return None
    return Amount(Number(index, index, index + 1, 0.0, 0.0), index, counted.end, counted.unit, counted.measures)


def _nobody(tokens: Tokens, found: list[Amount], index: int) -> Amount | None:
    """Read "nobody was hurt" and "no one was killed" as none."""
    words = tokens.words
    end = next((index + len(p) for p in _NOBODY if words[index : index + len(p)] == p), index)
    if end == index or words[end : end + 1] not in _PASSIVE:
        return None
    behind = [item.start for item in found if item.start >= end]
    cue = befell(tokens, index, end, reach=(index, min(behind, default=len(words))), near=True)
    return Amount(Number(index, index, end, 0.0, 0.0), index, end, "people", cue) if cue else None


def _single(tokens: Tokens, found: list[Amount], index: int) -> Amount | None:
    counted = counted_noun(tokens, index + 1, single=True)
    if counted is None or counted.measures not in LIVING or tokens.words[counted.end - 1] not in nouns()[0]:
        return None
    at = bisect_right(found, index, key=lambda item: item.start)
    reach = (found[at - 1].end if at else 0, found[at].start if at < len(found) else len(tokens.words))
    cue = befell(tokens, index, counted.end, reach=reach, near=True)
    if cue is None:
        return None
    return Amount(Number(index, index, index + 1, 1.0, 1.0), index, counted.end, counted.unit, cue)
