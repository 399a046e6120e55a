"""Numbers in words and digits: "two hundred and fifty thousand", "2.5 bn", "half a million", "three quarters".

The reader walks over tokens in lower case and never looks back; Indian magnitudes (lakh, crore) are read too.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsledger.extract.time.data import load_toml

_TABLES = load_toml("numbers.toml")
ONES: dict[str, int] = _TABLES["ones"]
TENS: dict[str, int] = _TABLES["tens"]
MAGNITUDES: dict[str, float] = _TABLES["magnitudes"]
SHORT_MAGNITUDES: dict[str, float] = _TABLES["short_magnitudes"]
ORDINALS: dict[str, int] = _TABLES["ordinals"]
VULGAR = {sign: over / under for sign, (over, under) in _TABLES["vulgar"].items()}
_DENOMINATORS = {word: value for word, value in ORDINALS.items() if value > 2} | _TABLES["denominators"]
#: Words that can begin a number.
NUMBER_WORDS = frozenset({*ONES, *TENS, *MAGNITUDES, "half", "quarter", *VULGAR})
_EARLIEST_HALF, _LATEST_HALF = 11, 20
_MAX_DIGITS = 18
#: Beyond it no further magnitude is multiplied ("million million million").
_MAX_SCALE = 1e15

Read = tuple[float, int]


def digits_value(word: str) -> float | None:
    """Return the value of a digit token such as ``1,234.5``, or None when it is none or too long."""
    plain = word.replace(",", "")
    if not plain or len(plain) > _MAX_DIGITS or not (plain[0] in "0123456789." and plain[-1] in "0123456789"):
        return None
    try:
        return float(plain)
    except ValueError:
        return None


def read_number(words: Sequence[str], start: int) -> Read | None:
    """Read the longest number that begins at a token.

    Args:
        words: Tokens in lower case.
        start: Index of the first token.

    Returns:
        Its value and the index after its last token, or None.
    """
    lead = _leading_fraction(words, start)
    if lead:
        return lead
    read = _integer(words, start)
    return _with_fraction(words, *read) if read else None


def read_ordinal(words: Sequence[str], start: int) -> Read | None:
    """Read an ordinal in words ("third", "twenty-first") or digits ("21st")."""
    word = words[start]
    if word[0].isdigit() and word[-2:] in {"st", "nd", "rd", "th"}:
        value = digits_value(word[:-2])
        return (value, start + 1) if value is not None else None
    if word in ORDINALS:
        return float(ORDINALS[word]), start + 1
    if word in TENS:
        after = _skip(words, start + 1, "-")
        rest = ORDINALS.get(_at(words, after), 99)
        if rest < 10:
            return float(TENS[word] + rest), after + 1
    return None


def read_spoken_year(words: Sequence[str], start: int) -> Read | None:
    """Read a year said in two halves: "nineteen seventy-eight", "twenty fifteen", "nineteen oh one"."""
    first = ONES.get(words[start], TENS.get(words[start], 0))
    at = _skip(words, start + 1, "-")
    if not (_EARLIEST_HALF <= first <= _LATEST_HALF):
        return None
    if _at(words, at) in {"oh", "o", "zero"} and 0 < ONES.get(_at(words, at + 1), 0) < 10:
        return float(first * 100 + ONES[words[at + 1]]), at + 2
    if at > start + 1 or (_at(words, at) not in TENS and ONES.get(_at(words, at), 0) < 10):
        return None
    rest = _below_hundred(words, at)
    ends = rest is not None and _at(words, rest[1]) not in {"hundred", "thousand", "million", "billion", "percent"}
    return (first * 100 + rest[0], rest[1]) if rest and ends else None


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if index < len(words) else ""


def _skip(words: Sequence[str], index: int, *signs: str) -> int:
    return index + 1 if _at(words, index) in signs else index


def _below_hundred(words: Sequence[str], start: int) -> Read | None:
    word = _at(words, start)
    if word in ONES:
        return float(ONES[word]), start + 1
    if word in TENS:
        after = _skip(words, start + 1, "-")
        ones = ONES.get(_at(words, after), 0)
        return (TENS[word] + float(ones), after + 1) if 0 < ones < 10 else (float(TENS[word]), start + 1)
    value = digits_value(word)
    return (value, start + 1) if value is not None else None


def _group(words: Sequence[str], start: int) -> Read | None:
    """Read a number below a thousand, or digits: "two hundred and five", "2.5"."""
    if _at(words, start) in {"a", "an"} and _magnitude(words, start + 1):
        return 1.0, start + 1
    read = _below_hundred(words, start)
    if not read:
        return None
    value, at = read
    if _at(words, at) not in {"hundred", "hundreds"}:
        return read
    value, at = value * 100, at + 1
    rest = _rest(words, at, limit=100)
    return (value + rest[0], rest[1]) if rest and rest[0] == int(rest[0]) else (value, at)


def _rest(words: Sequence[str], at: int, *, limit: float) -> Read | None:
    """Read the smaller part of a number behind a magnitude, unless it is the top of a fraction ("and two thirds")."""
    start = _skip(words, at, "and")
    rest = _below_hundred(words, start) if limit <= 100 else _group(words, start)
    if not rest or rest[0] >= limit or _at(words, rest[1]) in {"hundred", "hundreds"}:
        return None
    below, _ = _denominator_at(words, rest[1])
    if below and rest[0] < below and start > at:
        return None
    compound = words[start] in TENS and rest[1] == start + 1 and ORDINALS.get(_at(words, rest[1]).rstrip("s"), 99) < 10
    return None if compound and start == at else rest


def _magnitude(words: Sequence[str], index: int) -> float | None:
    word = _at(words, index)
    if word in MAGNITUDES:
        return MAGNITUDES[word]
    return MAGNITUDES.get(word[:-1]) if word.endswith("s") and word != "hundreds" else None


def _integer(words: Sequence[str], start: int) -> Read | None:
    read = _group(words, start)
    if not read:
        return None
    value, at = read
    total, last = 0.0, float("inf")
    while True:
        scale, after = _scale(words, at, from_digits=words[at - 1][-1].isdigit())
        if scale == 1.0:
            return total + value, at
        short = words[after - 1] in SHORT_MAGNITUDES
        at, total, last = after, total + value * scale, scale
        comma = _skip(words, at, ",")
        rest = None if short or (words[start] in {"a", "an"}) else _rest(words, comma, limit=last)
        if not rest or (comma > at and not _magnitude(words, rest[1])):
            return total, at
        if _scale(words, rest[1], from_digits=False)[0] >= last:
            return total, at
        value, at = rest


def _past_hyphen(words: Sequence[str], at: int) -> int:
    """Return the index behind a hyphen that joins a magnitude to its number: "5-billion", "half-dozen"."""
    after = _skip(words, at, "-")
    return after if _magnitude(words, after) is not None else at


def _scale(words: Sequence[str], at: int, *, from_digits: bool) -> tuple[float, int]:
    """Multiply the magnitudes that follow: "thousand", "lakh crore", "bn" behind digits."""
    scale = 1.0
    at = _past_hyphen(words, at)
    while scale < _MAX_SCALE and (factor := _magnitude(words, at)) is not None:
        scale, at = scale * factor, at + 1
    if scale == 1.0 and from_digits and _at(words, at) in SHORT_MAGNITUDES:
        return SHORT_MAGNITUDES[words[at]], at + 1
    return scale, at


def _denominator_at(words: Sequence[str], index: int) -> tuple[float | None, int]:
    """Return the lower part of a fraction and the index after it: "fifths", "twenty-fifth", "hundredths"."""
    at = _skip(words, index, "-")
    word = _at(words, at)
    if word in TENS:
        ones_at = _skip(words, at + 1, "-")
        ones = ORDINALS.get(_at(words, ones_at).rstrip("s"), 99)
        return (float(TENS[word] + ones), ones_at + 1) if ones < 10 else (None, index)
    value = _DENOMINATORS.get(word) or (_DENOMINATORS.get(word[:-1]) if word.endswith("s") else None)
    return (float(value), at + 1) if value else (None, index)


def _leading_fraction(words: Sequence[str], start: int) -> Read | None:
    """Read "half", "a quarter of a million", "a third", "½", with a magnitude behind it."""
    at = start + 1 if _at(words, start) in {"a", "an"} else start
    word = _at(words, at)
    if word in VULGAR:
        return _scaled_fraction(words, VULGAR[word], at + 1)
    if word in {"half", "quarter"}:
        return _scaled_fraction(words, 1 / _DENOMINATORS[word], at + 1)
    below, end = _denominator_at(words, at)
    if at > start and below and _at(words, end) in {"of", "", ".", ",", ")", "\n"}:
        return _scaled_fraction(words, 1 / below, end)
    return None


def _scaled_fraction(words: Sequence[str], share: float, at: int) -> Read:
    after = at + 1 if _at(words, at) == "of" and _at(words, at + 1) in {"a", "one"} else at
    after = after + 1 if _at(words, after) in {"a", "an"} else after
    after = _past_hyphen(words, after)
    factor = _magnitude(words, after)
    return (share * factor, after + 1) if factor is not None else (share, at)


def _with_fraction(words: Sequence[str], value: float, at: int) -> Read:
    """Add what follows an integer: "and a half", "1/2", "thirds", "point five"."""
    word = _at(words, at)
    if word in VULGAR:
        return value + VULGAR[word], at + 1
    if word == "point":
        return _decimal_words(words, value, at)
    slashed = _slashed(words, value, at)
    if slashed:
        return slashed
    below, end = _denominator_at(words, at)
    if below and value == int(value) and words[end - 1].endswith("s") == (value > 1):
        return _scaled_fraction(words, value / below, end)
    return _and_fraction(words, value, at) if word == "and" else (value, at)


def _slashed(words: Sequence[str], value: float, at: int) -> Read | None:
    """Read "3/4" and "10 1/2"; only true fractions."""
    if _at(words, at) == "/":
        below = digits_value(_at(words, at + 1))
        ends = below is not None and value < below <= 100 and _at(words, at + 2) != "/"
        return (value / below, at + 2) if below and ends else None
    above, below = digits_value(_at(words, at)), digits_value(_at(words, at + 2))
    if _at(words, at + 1) != "/" or above is None or below is None or not 0 < above < below <= 100:
        return None
    return value + above / below, at + 3


def _and_fraction(words: Sequence[str], value: float, at: int) -> Read:
    """Add "and a half", "and two thirds": of the last magnitude where there is one ("2 million and a half")."""
    half = _at(words, at + 1) == "half"
    read = (1.0, at + 1 if half else at + 2) if half or _at(words, at + 1) == "a" else _below_hundred(words, at + 1)
    top, under = read or (0.0, at)
    below, end = _denominator_at(words, under)
    if not top or below is None or top >= below:
        return value, at
    scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if value >= s and value % s == 0), 1.0)
    factor = _magnitude(words, end)
    if factor is not None and scale == 1.0:
        return (value + top / below) * factor, end + 1
    if factor is not None:
        return value + top / below * factor, end + 1
    return value + top / below * scale, end


def _decimal_words(words: Sequence[str], value: float, at: int) -> Read:
    """Read "point seven one": digits in words behind "point"."""
    digits, index = "", at + 1
    while (spoken := ONES.get(_at(words, index))) is not None and spoken < 10:
        digits, index = digits + str(spoken), index + 1
    if not digits:
        tens = _below_hundred(words, index)
        if not tens or words[index][0].isdigit():
            return value, at
        digits, index = f"{tens[0]:.0f}", tens[1]
    return value + float(f"0.{digits}"), index
