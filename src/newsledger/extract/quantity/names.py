"""Numbers that are no quantities: names, scores, ages, addresses, pronouns."""

from __future__ import annotations

from newsledger.extract.quantity.amounts import Amount, is_age
from newsledger.extract.quantity.numbers import Number
from newsledger.extract.quantity.tables import designators
from newsledger.extract.time.tokens import Tokens

#: Words before and behind the two numbers of a vote within which a word of voting stands.
_TALLY, _VOTE_BEHIND = 7, 3


def is_name(tokens: Tokens, item: Amount) -> bool:
    """Tell whether a number is no quantity: a designation, a score, an age, an address, a pronoun."""
    words, number = tokens.words, item.number
    before = words[number.core - 1] if number.core else ""
    if item.unit is None and of_a_vote(words, number):
        return False
    years_old = words[number.end : number.end + 4] == ("-", "year", "-", "old")
    if _designated(words, number.core) or is_age(words, item.end) or years_old:
        return True
    if before in designators("before") and item.measures != "money":
        return item.unit is None or tokens.raw(number.core - 1)[0].isupper()
    if words[number.core] == "one" and number.end == number.core + 1:
        pronoun = before in designators("no_one") and item.measures in {None, "people"}
        return pronoun or (item.unit is None and words[number.end : number.end + 1] != ("of",))
    return item.unit is None and _bare_name(words, number)


def _bare_name(words: tuple[str, ...], number: Number) -> bool:
    """Tell whether a number without a unit is an age, an address or a score."""
    before = words[number.core - 1] if number.core else ""
    after = words[number.end] if number.end < len(words) else ""
    if before in designators("age_before") or is_age(words, number.end + 1):
        return True
    if number.core + 1 != number.end:
        return False
    return _between_commas(words, number) or after in designators("after") or _score(words, number)


def _designated(words: tuple[str, ...], core: int) -> bool:
    """Tell whether "No. 5", "Group of 20" or a longer run of digits stands around a number ("+1-222-333")."""
    before = words[max(core - 2, 0) : core]
    if before in {("no", "."), ("nos", "."), ("group", "of"), ("gang", "of")} or before[-1:] == ("+",):
        return True
    run = before[-1:] == ("-",) and before[0][-1:].isdigit() and len(before) == 2
    ahead = words[core + 1 : core + 4 : 2]
    return run or (ahead == ("-", "-") and words[core + 2][0].isdigit())


def _between_commas(words: tuple[str, ...], number: Number) -> bool:
    """Tell whether a bare number is an age in apposition: "Kim, 45, died"."""
    after = words[number.end : number.end + 1]
    return words[number.core - 1 : number.core] == (",",) and after == (",",) and 1 <= (number.low or 0) <= 110


def _score(words: tuple[str, ...], number: Number) -> bool:
    """Tell whether a number is part of a score, a phone number or the like: digits joined by dashes or dots."""
    signs = {("-",), ("/",)}
    return words[number.end : number.end + 1] in signs or words[number.core - 1 : number.core] in signs


def of_a_vote(words: tuple[str, ...], number: Number) -> bool:
    """Tell whether a number is one of the two of a vote: "voted 67-32", "the 14-0 vote"."""
    first = number.core if words[number.end : number.end + 1] == ("-",) else number.core - 2
    if first < 0 or words[first + 1 : first + 2] != ("-",) or first + 2 >= len(words):
        return False
    if words[first + 3 : first + 4] in {("%",), ("percent",)}:
        return False
    around = (*words[max(first - _TALLY, 0) : first], *words[first + 3 : first + 3 + _VOTE_BEHIND])
    digits = words[first].isdigit() and words[first + 2].isdigit()
    return digits and not designators("voting").isdisjoint(around) and designators("games").isdisjoint(words)
