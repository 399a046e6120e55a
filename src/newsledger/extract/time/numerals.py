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
_MAX_DIGITS = 18

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
    rest_at = _skip(words, at, "and")
    rest = _below_hundred(words, rest_at)
    if rest and rest[0] < 100 and rest[0] == int(rest[0]) and not _scaled_more(words, rest[1], 100):
        return value + rest[0], rest[1]
    return value, at


def _scaled_more(words: Sequence[str], index: int, limit: float) -> bool:
    """Tell whether a magnitude of at least the limit starts here, so that a new number has begun."""
    return _at(words, index) == "hundred" and limit <= 100


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
    if value == 1.0 and at == start + 1 and words[start] in {"a", "an"} and _at(words, at) == "hundred":
        value, at = 100.0, at + 1
    total, last = 0.0, float("inf")
    while True:
        scale, after = _scale(words, at, from_digits=words[at - 1][-1].isdigit())
        if scale == 1.0:
            return total + value, at
        value, at = value * scale, after
        total, last = total + value, scale
        next_at = _skip(words, _skip(words, at, ","), "and")
        rest = _group(words, next_at) if words[start] not in {"a", "an"} or next_at == at else None
        if not rest or rest[0] >= last or (_at(words, at) == "," and not _magnitude(words, rest[1])):
            return total, at
        if _scale(words, rest[1], from_digits=False)[0] >= last or _is_denominator(words, rest[1]):
            return total, at
        value, at = rest


def _scale(words: Sequence[str], at: int, *, from_digits: bool) -> tuple[float, int]:
    """Multiply the magnitudes that follow: "thousand", "lakh crore", "bn" behind digits."""
    scale = 1.0
    while (factor := _magnitude(words, at)) is not None:
        scale, at = scale * factor, at + 1
    if scale == 1.0 and from_digits and _at(words, at) in SHORT_MAGNITUDES:
        return SHORT_MAGNITUDES[words[at]], at + 1
    return scale, at


def _denominator(word: str) -> float | None:
    return _DENOMINATORS.get(word) or (_DENOMINATORS.get(word[:-1]) if word.endswith("s") else None)


def _is_denominator(words: Sequence[str], index: int) -> bool:
    return _denominator(_at(words, _skip(words, index, "-"))) is not None


def _leading_fraction(words: Sequence[str], start: int) -> Read | None:
    """Read "half", "a quarter of a million", "two thirds", "½" with a magnitude behind it."""
    at = start + 1 if _at(words, start) in {"a", "an", "one"} else start
    word = _at(words, at)
    if word in VULGAR:
        return _scaled_fraction(words, VULGAR[word], at + 1)
    if word in {"half", "quarter"} or (at > start and words[start] != "an" and _plain_denominator(words, at)):
        return _scaled_fraction(words, 1 / (_denominator(word) or 1.0), at + 1)
    return None


def _plain_denominator(words: Sequence[str], at: int) -> bool:
    """Tell whether "a third" here is a share and no ordinal ("a third country")."""
    return _denominator(_at(words, at)) is not None and _at(words, at + 1) in {"of", "", ".", ",", ")"}


def _scaled_fraction(words: Sequence[str], share: float, at: int) -> Read:
    after = at + 1 if _at(words, at) == "of" and _at(words, at + 1) in {"a", "one"} else at
    after = after + 1 if _at(words, after) in {"a", "an"} else after
    factor = _magnitude(words, after)
    return (share * factor, after + 1) if factor is not None else (share, at)


def _with_fraction(words: Sequence[str], value: float, at: int) -> Read:
    """Add what follows an integer: "and a half", "1/2", "thirds", "point five"."""
    word = _at(words, at)
    if word in VULGAR:
        return value + VULGAR[word], at + 1
    if word == "point":
        return _decimal_words(words, value, at)
    after = _skip(words, at, "-")
    below = _denominator(_at(words, after))
    if below and (value > 1 or after > at) and words[after].endswith("s") == (value > 1):
        return _scaled_fraction(words, value / below, after + 1)
    if _at(words, at) == "and":
        return _and_fraction(words, value, at)
    return value, at


def _and_fraction(words: Sequence[str], value: float, at: int) -> Read:
    share_at = at + 1 if _at(words, at + 1) == "half" else at + 2
    share = {"half": 0.5, "quarter": 0.25, "third": 1 / 3}.get(_at(words, share_at))
    if share is None or (share_at == at + 2 and _at(words, at + 1) not in {"a", "one"}):
        return value, at
    scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if value >= s and value % s == 0), 1.0)
    factor = _magnitude(words, share_at + 1)
    if factor is not None and scale == 1.0:
        return (value + share) * factor, share_at + 2
    if factor is not None:
        return value + share * factor, share_at + 2
    return value + share * scale, share_at + 1


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
