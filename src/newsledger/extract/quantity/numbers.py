"""Numbers of a text with their bounds: "more than 250", "between 20 and 30", "tens of thousands", "two thirds"."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from newsledger.extract.quantity.changes import by_so_much, left_behind
from newsledger.extract.quantity.tables import bounds, cues, currencies, load_toml, parted, stops
from newsledger.extract.time.numerals import MAGNITUDES, NUMBER_WORDS, ORDINALS, SHORT_MAGNITUDES, TENS, read_number
from newsledger.extract.time.tokens import SHAPES, Tokens

_NOT_NUMBERS = frozenset(
    SHAPES[name]
    for name in ("nth", "nth_more", "decade", "short_decade", "short_year", "iso", "numeric_date", "clock_digits")
)
_ORDINAL_TAILS = frozenset({*ORDINALS, "hundredth", "thousandth", "millionth", "billionth", "trillionth"}) - {
    "first",
    "second",
    "third",
    "fourth",
}
MILLION = 1e6
_SIGNS = frozenset("$€£¥")
_NEGATIVE = frozenset({"minus", "negative"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its bounds, by token indexes.

    Attributes:
        start: First token, with the words that bound it.
        core: First token of the number itself.
        end: One past the last token.
        low: Least value, or None when open.
        high: Greatest value, or None when open.
        approximate: True for bounds, estimates and vague amounts.
        share: True for a part of a whole ("half", "two thirds", "one in five").
        plain_end: One past the last token without a short magnitude ("5m"), or None when there is none.
        left: True for what a change began with, which is no amount of its own ("rose from 120 to 310").
    """

    start: int
    core: int
    end: int
    low: float | None
    high: float | None
    approximate: bool = False
    share: bool = False
    plain_end: int | None = None
    left: bool = False


def scan_numbers(tokens: Tokens, blocked: Container[int] = ()) -> list[Number]:
    """Return the numbers of a text from left to right, ranges joined and bounds read.

    Args:
        tokens: The text.
        blocked: Tokens that belong to something else, such as a date.
    """
    words = tokens.words
    found: list[Number] = []
    index = 0
    while index < len(words):
        number = None if index in blocked else _number_at(tokens, index)
        if number is None:
            index += 1
            continue
        left = left_behind(tokens.words, number.core, number.end)
        number = number if left else _negated(tokens, _ranged(tokens, number, blocked))
        number = replace(_bounded(words, number), left=left)
        joined = _both_bounds(words, found[-1], number) if found else None
        if joined:
            found.pop()
        found.append(joined or number)
        index = found[-1].end
    return found


def _both_bounds(words: tuple[str, ...], first: Number, second: Number) -> Number | None:
    """Join "more than 10 but fewer than 20" to one range."""
    if words[first.end : second.start] not in {("and",), ("but",), (",",), (",", "but"), (",", "and")}:
        return None
    low, high = (first, second) if first.low is not None else (second, first)
    if low.low is None or low.high is not None or high.high is None or high.low is not None or low.low >= high.high:
        return None
    return replace(first, end=second.end, low=low.low, high=high.high, plain_end=None)


def _negated(tokens: Tokens, number: Number) -> Number:
    """Apply "minus five" and "-5"."""
    before = tokens.words[number.core - 1] if number.core else ""
    signed = before == "-" and tokens.ends[number.core - 1] == tokens.starts[number.core]
    signed = signed and (number.core < 2 or tokens.ends[number.core - 2] < tokens.starts[number.core - 1])
    if number.start != number.core or not (signed or before in _NEGATIVE) or number.low is None or number.high is None:
        return number
    return replace(number, start=number.start - 1, core=number.core - 1, low=-number.high, high=-number.low)


def _number_at(tokens: Tokens, index: int) -> Number | None:
    words, word = tokens.words, tokens.words[index]
    if tokens.codes[index] in _NOT_NUMBERS or _glued_before(tokens, index):
        return None
    vague = _vague_at(words, index)
    if vague:
        return vague
    if word not in NUMBER_WORDS and word not in {"a", "an", "."} and not (word[0].isdigit() or word[0] == "."):
        return None
    read = read_number(words, index)
    if not read or words[read[1] - 1] in {"a", "an"} or _is_ordinal(words, *read):
        return None
    value, end = read
    plain = end - 1 if end > index + 1 and words[end - 1] in SHORT_MAGNITUDES else None
    share = 0 < value < 1 and not word[0].isdigit() and word != "zero"
    number = Number(index, index, end, value, value, share=share, plain_end=plain)
    return _one_in(words, number) or number


def _is_ordinal(words: tuple[str, ...], value: float, end: int) -> bool:
    """Tell whether a number goes on as an ordinal: "one hundred twenty-fifth", "two hundredth"."""
    at = end + 1 if words[end : end + 1] == ("-",) else end
    word = words[at] if at < len(words) else ""
    tens = word in TENS and words[at + 1 : at + 2] and words[at + 1] in ORDINALS
    return bool(tens) or (word in _ORDINAL_TAILS and (value > 1 or at > end))


def _glued_before(tokens: Tokens, index: int) -> bool:
    """Tell whether a number is the tail of a name: F-16, COVID-19, MH17."""
    start = tokens.starts[index]
    if start == 0 or not tokens.words[index][0].isdigit():
        return False
    before = tokens.text[start - 1]
    if before in "-–" and start > 1:
        return tokens.text[start - 2].isalpha()
    if not before.isalnum() or before.isdigit() or not tokens.words[index - 1].isalpha():
        return False
    return not (in_millions(tokens, index) if tokens.raw(index - 1) == before else _is_sign(tokens.raw(index - 1)))


def in_millions(tokens: Tokens, index: int) -> bool:
    """Tell whether a number stands in millions or more right behind a one-letter sign: "R15 million", "K5m"."""
    read = read_number(tokens.words, index)
    glued = bool(index) and tokens.starts[index] == tokens.ends[index - 1]
    return glued and read is not None and read[1] > index + 1 and read[0] >= MILLION and _is_sign(tokens.raw(index - 1))


def _is_sign(word: str) -> bool:
    signs, _ = currencies()
    return word in signs or word.upper() in signs


def _vague_at(words: tuple[str, ...], index: int) -> Number | None:
    """Read "dozens", "tens of thousands", "several hundred", "a few dozen", "a couple of thousand"."""
    table = load_toml("bounds.toml")
    plurals, few = table["plurals"], table["vague"]
    if words[index] in plurals and (words[index] not in {"scores", "tens"} or _counts(words, index)):
        value, at = float(plurals[words[index]]), index + 1
        if words[at : at + 1] == ("of",) and words[at + 1 : at + 2] and words[at + 1] in plurals:
            value, at = value * plurals[words[at + 1]], at + 2
        return Number(index, index, at, value, None, approximate=True)
    at = index + 1 if words[index] == "a" else index
    word = words[at] if at < len(words) else ""
    if word not in few or (word == "few" and at == index and words[index - 1 : index] != ("the",)):
        return None
    after = at + 2 if words[at + 1 : at + 2] == ("of",) and word == "couple" else at + 1
    scale = MAGNITUDES.get(words[after]) if after < len(words) else None
    if scale is None:
        return Number(index, index, at + 1, float(few[word]), None, approximate=True) if word == "several" else None
    return Number(index, index, after + 1, few[word] * float(scale), None, approximate=True)


def _counts(words: tuple[str, ...], index: int) -> bool:
    """Tell whether "scores" counts people and is no result: "scores of", "killed scores", "leaving scores wounded"."""
    before, after, _ = cues()
    if words[index + 1 : index + 2] == ("of",):
        return True
    behind = index + 2 if words[index + 1 : index + 2] in {("were",), ("are",), ("more",)} else index + 1
    opens = index == 0 or words[index - 1] in stops("before_scores")
    return words[index] == "scores" and bool(before.before(words, index) or (opens and after.at(words, behind)))


def _one_in(words: tuple[str, ...], number: Number) -> Number | None:
    """Read "one in five" and "nine out of ten" as shares."""
    out = words[number.end : number.end + 2] == ("out", "of") and words[number.core].isalpha()
    if not out and words[number.end : number.end + 1] != ("in",):
        return None
    read = read_number(words, number.end + (2 if out else 1))
    if not read or number.low is None or not number.low < read[0] <= 1000 or (not out and number.low != 1):
        return None
    share = number.low / read[0]
    return replace(number, end=read[1], low=share, high=share, share=True, plain_end=None)


def _ranged(tokens: Tokens, first: Number, blocked: Container[int]) -> Number:
    """Join "20 to 30", "20-30", "between $2 and $3 billion", "six- to 12"."""
    words = tokens.words
    start = first.start
    while start and words[start - 1] in _SIGNS:
        start -= 1
    between = words[start - 1 : start] in {("between",), ("from",)}
    second = _other_end(tokens, first, blocked, between=between)
    if second is None or second.low is None or second.high is None or first.low is None:
        return first
    low = first.low
    if second.low >= 1000 and low < 1000 and not second.plain_end and words[second.end - 1].rstrip("s") in MAGNITUDES:
        low *= MAGNITUDES[words[second.end - 1].rstrip("s")]
    elif second.plain_end and first.plain_end is None and low < 1000:
        low *= SHORT_MAGNITUDES[words[second.end - 1]]
    if low >= second.high:
        return first
    if by_so_much(words, first.start, low=low, high=second.high):
        return second
    first_token = start - 1 if between else first.start
    return replace(first, start=first_token, end=second.end, low=low, high=second.high, plain_end=second.plain_end)


def _other_end(tokens: Tokens, first: Number, blocked: Container[int], *, between: bool) -> Number | None:
    """Return the other end of a range, behind "to" or a dash and a sign of money; after "%" it has one too."""
    words = tokens.words
    percent = words[first.end : first.end + 1] == ("%",)
    at = _joint(words, first.end + percent, between=between) or len(words)
    while at < len(words) and words[at] in _SIGNS:
        at += 1
    if at >= len(words) or at in blocked or first.low is None or first.high is None or words[at] in {"a", "an", "."}:
        return None
    second = _number_at_range(tokens, at)
    return None if second and percent and words[second.end : second.end + 1] != ("%",) else second


def _joint(words: tuple[str, ...], at: int, *, between: bool) -> int | None:
    """Return the index behind the words that join the ends of a range, or None."""
    if words[at : at + 2] in {("-", "to"), ("-", "or")}:
        return at + 2
    single = words[at : at + 1] in {("to",), ("-",), ("or",), ("through",)}
    return at + 1 if single or (between and words[at : at + 1] == ("and",)) else None


def _number_at_range(tokens: Tokens, index: int) -> Number | None:
    word = tokens.words[index]
    if tokens.codes[index] in _NOT_NUMBERS or (word not in NUMBER_WORDS and not word[0].isdigit()):
        return None
    read = read_number(tokens.words, index)
    if not read:
        return None
    plain = read[1] - 1 if read[1] > index + 1 and tokens.words[read[1] - 1] in SHORT_MAGNITUDES else None
    return Number(index, index, read[1], read[0], read[0], plain_end=plain)


def _bounded(words: tuple[str, ...], number: Number) -> Number:
    """Apply the words before and after a number: "at least", "up to", "about", "or more"."""
    before, after = bounds()
    out = number
    for _ in range(3):
        start = out.start
        while words[start - 1 : start] in {("$",), ("€",), ("£",), ("the",), ("a",), ("us",)} and start > out.start - 2:
            start -= 1
        found = before.before(words, start) or before.before(words, out.start)
        if not found or part_of_verb(words, found[1], "parted"):
            break
        out = _with_bound(replace(out, start=found[1]), found[0], number)
    tail = after.at(words, out.end)
    if tail and words[tail[1] : tail[1] + 1] != ("than",):
        out = _with_bound(replace(out, end=tail[1]), tail[0], number)
    return out


def part_of_verb(words: tuple[str, ...], start: int, name: str) -> bool:
    """Tell whether "over" at a token belongs to a verb of a list of ``bounds.toml``: "handed over nine soldiers"."""
    return words[start : start + 1] == ("over",) and start > 0 and words[start - 1] in parted(name)


def _with_bound(number: Number, bound: str, bare: Number) -> Number:
    if bound == "low" and number.high == bare.high and number.low is not None:
        return replace(number, high=None, approximate=True)
    if bound == "high" and number.low == bare.low and number.high is not None:
        return replace(number, low=None, approximate=True)
    return replace(number, approximate=True)
