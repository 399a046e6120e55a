"""Read what stands around a number: a currency, a unit of measure, a share, or the noun that it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsledger.extract.quantity.counted import counted_noun
from newsledger.extract.quantity.numbers import Number, in_millions, part_of_verb
from newsledger.extract.quantity.tables import currencies, load_toml, parted, stops, units
from newsledger.extract.time.numerals import MAGNITUDES, NUMBER_WORDS, SHORT_MAGNITUDES
from newsledger.extract.time.tokens import Tokens

#: Letters behind digits that are magnitudes or units of measure; the second set is more often units.
_PERHAPS_UNITS, _MORE_OFTEN_UNITS = frozenset({"m", "b", "g", "mm"}), frozenset({"g", "mm"})
#: Currency names that are other words too: money only from such amounts on.
_AMBIGUOUS = {"won": 1000, "real": 1000, "rand": 1000, "pound": 10_000, "pounds": 10_000, "colon": 1000, "dong": 1000}
#: What is taken over, and not only taken: "took over three ports".
_TAKEN = frozenset({"places", "bodies"})
#: What people do or suffer, and are prosecuted for.
_DEEDS = frozenset({"killed", "injured", "attacks", "sentences", "displaced", "arrested", "missing", "abducted"})
_SCALED = frozenset({"duration", "rate", "change", "share", "distance", "area", "mass", "volume"})
#: Words between a word of prosecution and "over".
_WHOM = 6
#: Words behind "2,500-strong" within which its noun stands.
_HEAD = 3
_JOINTS = frozenset({("-",), ("of",)})


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity by tokens: a number with its unit and, so far as known, what it measures."""

    number: Number
    start: int
    end: int
    unit: str | None
    measures: str | None


def read_amount(tokens: Tokens, number: Number) -> Amount:
    """Return a number with what stands around it."""
    amount = _read(tokens, number)
    return _read(tokens, _unbounded(tokens, number)) if _preposition(tokens, amount) else amount


def _read(tokens: Tokens, number: Number) -> Amount:
    money = _money(tokens, number)
    if money:
        return money
    if number.plain_end is not None:
        number = _with_sure_magnitude(tokens, number)
    measured = _measure(tokens, number) or _share(number) or _strength(tokens, number)
    if measured:
        return measured
    counted = counted_noun(tokens, number.end, single=number.low == 1 == number.high)
    if counted:
        number = _taken_over(tokens, number) if counted.measures in _TAKEN else number
        return Amount(number, number.start, counted.end, counted.unit, counted.measures)
    return Amount(number, number.start, number.end, None, None)


def _taken_over(tokens: Tokens, number: Number) -> Number:
    """Read "took over three ports" as three."""
    if number.low is None or not part_of_verb(tokens.words, number.start, "parted_from_places"):
        return number
    vague = number.start + 1 < number.core or tokens.words[number.core] in load_toml("bounds.toml")["plurals"]
    high = None if vague else number.low
    return replace(number, start=number.start + 1, high=high, approximate=vague)


def _unbounded(tokens: Tokens, number: Number) -> Number:
    """Return a number without the words before it that bound it."""
    value = number.high if number.low is None else number.low
    vague = tokens.words[number.core] in load_toml("bounds.toml")["plurals"]
    return replace(number, start=number.core, low=value, high=None if vague else value, approximate=vague)


def _preposition(tokens: Tokens, amount: Amount) -> bool:
    """Tell whether "over" or "under" before an amount is no bound: "a row over four ships", "under a $2bn loan"."""
    words, start = tokens.words, amount.number.start
    if words[start] not in {"over", "under"} or start == amount.number.core:
        return False
    between = words[start + 1 : amount.number.core]
    if between and between[0] in stops("articles") and not any(word.isalpha() for word in between[1:]):
        return parted("thresholds").isdisjoint(words[amount.number.end : amount.end + 2])
    if words[start] == "under" or not start:
        return False
    return words[start - 1] in parted("quarrels") or _why(words, start, amount.measures)


def _why(words: tuple[str, ...], start: int, measures: str | None) -> bool:
    """Tell whether "over" says why someone was prosecuted: "jailed the general over 96 killings"."""
    if measures in _SCALED or measures == "money":
        return False
    if words[start - 1] in parted("prosecuted"):
        return measures in _DEEDS
    whom = words[start - 1]
    if not whom.isalpha() or whom in stops("words") or whom.endswith(("ed", "ing")) or whom in NUMBER_WORDS:
        return False
    for at in range(start - 1, max(start - _WHOM, 0) - 1, -1):
        if words[at] in parted("prosecuted"):
            return True
        if words[at] in stops("new_clause") or not (words[at].isalnum() or words[at] == "'s"):
            return False
    return False


def is_age(words: tuple[str, ...], index: int) -> bool:
    """Tell whether the words from a token on make a duration an age: "old", "-old", "of age"."""
    return words[index : index + 1] in {("old",), ("yo",)} or words[index : index + 2] in {("-", "old"), ("of", "age")}


def _with_sure_magnitude(tokens: Tokens, number: Number) -> Number:
    """Take "m", "g" and the like behind digits for a magnitude only where a counted noun follows ("5m people")."""
    end = number.plain_end or number.end
    letter = tokens.words[end]
    counted = counted_noun(tokens, number.end, single=False) if letter not in _MORE_OFTEN_UNITS else None
    if letter not in _PERHAPS_UNITS or (counted and counted.measures):
        return number
    low, high = (None if v is None else v / SHORT_MAGNITUDES[letter] for v in (number.low, number.high))
    return replace(number, low=low, high=high, end=end, plain_end=None)


def _times(number: Number, factor: float) -> Number:
    low, high = (None if v is None else v * factor for v in (number.low, number.high))
    return replace(number, low=low, high=high)


def _money(tokens: Tokens, number: Number) -> Amount | None:
    return _money_by_sign(tokens, number) or _money_by_name(tokens, number)


def _money_by_sign(tokens: Tokens, number: Number) -> Amount | None:
    """Read "$5 million", "NT$5m", "EUR 20"; letters give way to a name behind the number."""
    signs, names = currencies()
    words = tokens.words
    named = names.at(words, number.end)
    if named and named[1] < len(words) and words[named[1]][0].isdigit():
        named = None
    if not number.core or tokens.starts[number.core] - tokens.ends[number.core - 1] > 1:
        return None
    for first in range(max(number.core - 3, 0), number.core):
        written = tokens.text[tokens.starts[first] : tokens.ends[number.core - 1]]
        sign = written.replace(" ", "")
        if written[:2] in {"a ", "A "}:  # an article: "a $5 fine"
            continue
        if len(sign) == 1 and sign.isalpha() and not in_millions(tokens, number.core):
            continue
        if sign in signs and not (named and sign.isalpha()):
            code, end = named if named and sign == "$" else (signs[sign], number.end)
            return Amount(number, min(number.start, first), end, code, "money")
    return None


def _money_by_name(tokens: Tokens, number: Number) -> Amount | None:
    """Read "500 million yuan", "75 USD million", "millions of dollars", "20 €", "30 MUSD"."""
    signs, names = currencies()
    words = tokens.words
    at = number.end + 1 if words[number.end : number.end + 1] in _JOINTS else number.end
    found = names.at(words, at)
    if found:
        code, end = found
        scale = MAGNITUDES.get(words[end], 0) if end < len(words) else 0
        if scale >= 1000:
            return Amount(_times(number, scale), number.start, end + 1, code, "money")
        doubtful = (number.low or number.high or 0) < _AMBIGUOUS.get(words[end - 1], 0) and end == at + 1
        return None if doubtful else Amount(number, number.start, end, code, "money")
    sign = tokens.raw(at) if at < len(words) else ""
    if sign.isupper() and sign[0] == "M" and len(sign) == len("MUSD") and sign[1:] in signs:
        return Amount(_times(number, 1e6), number.start, at + 1, signs[sign[1:]], "money")
    before_digits = at + 1 < len(words) and words[at + 1][0].isdigit()
    if sign not in signs or sign.isalpha() or before_digits:
        return None
    return Amount(number, number.start, at + 1, signs[sign], "money")


def _measure(tokens: Tokens, number: Number) -> Amount | None:
    words = tokens.words
    written, glued, measures = units()
    at = number.end + 1 if words[number.end : number.end + 1] in _JOINTS else number.end
    tight = at < len(words) and tokens.starts[at] == tokens.ends[number.end - 1]
    found = written.at(words, at) or (glued.at(words, at) if tight else None)
    if not found or (measures[found[0]] == "duration" and is_age(words, found[1])):
        return None
    unit, end = found
    if end < len(words) and tokens.starts[end] == tokens.ends[end - 1] and words[end].isalnum():
        return None
    return Amount(number, number.start, end, unit, measures[unit])


def _strength(tokens: Tokens, number: Number) -> Amount | None:
    """Read "a 2,500-strong force" as troops, "a 300-strong crowd" as people."""
    words, end = tokens.words, number.end + 2
    if words[number.end : end] != ("-", "strong"):
        return None
    unit = "people" if stops("bodies_of_troops").isdisjoint(words[end : end + _HEAD]) else "troops"
    return Amount(number, number.start, end, unit, unit)


def _share(number: Number) -> Amount | None:
    """Read a part of a whole as percent: "nearly half of the generals", "one in five"."""
    if not number.share:
        return None
    low, high = (None if v is None else round(v * 100, 6) for v in (number.low, number.high))
    return Amount(replace(number, low=low, high=high), number.start, number.end, "percent", "share")
