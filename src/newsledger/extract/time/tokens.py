"""Words of a sentence as codes: one character a token, so that a grammar is a short regular expression.

Every word of a :class:`Lexicon` has its own private code point; a class of words (``{month}``) is a set of them.
Numbers get a code by their shape. A sentence of 30 words becomes a string of 30 characters, on which patterns cost
microseconds and cannot backtrack far.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_FIRST_CODE = 0xE100
UNKNOWN, CAPITALISED, BREAK = "\ue000", "\ue001", "\ue002"

#: Shapes of digit tokens, each with the code of its class.
SHAPES = {
    "d1": "\ue010",  # 0-12: an hour, a month or a day
    "d2": "\ue011",  # 13-24: an hour or a day
    "d3": "\ue012",  # 25-31: a day
    "d4": "\ue013",  # 32-99
    "d5": "\ue014",  # three digits
    "d6": "\ue015",  # 1000-2199 without a separator: perhaps a year
    "d7": "\ue016",  # any other whole number
    "d8": "\ue017",  # a decimal
    "nth": "\ue018",  # 1st-31st
    "nth_more": "\ue019",  # other ordinals in digits
    "decade": "\ue01a",  # 1990s, 1990's
    "short_decade": "\ue01b",  # 90s, '90s
    "short_year": "\ue01c",  # '68
    "iso": "\ue01d",  # 2016-07-08, 2016-07-08T10:30
    "numeric_date": "\ue01e",  # 7/8/2016, 8.7.2016
    "clock_digits": "\ue01f",  # 14:30
}
_TOKEN = re.compile(
    r"""(?P<word>[^\W\d_]{2,})
    |(?P<brk>\n[^\S\n]*\n\s*)
    |(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9})?Z?)?(?!\w|-[0-9]))
    |(?P<numeric_date>(?<![\w/.])(?:[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|(?:[0-9]{1,2}/){2}[0-9]{2,4}
        |[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|(?:[0-9]{1,2}-){2}[0-9]{4})(?![\w/]))
    |(?P<clock_digits>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:]))
    |(?P<nth>[0-9]{1,4}(?:st|nd|rd|th)\b)
    |(?P<decade>[0-9]{2,3}0['’]?s\b)
    |(?P<short_decade>['’]?[0-9]0['’]?s\b)
    |(?P<short_year>['’][0-9]{2}(?![0-9\w%]))
    |(?P<number>[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?(?![0-9])
        |[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+\.[0-9]+|[0-9]+|\.[0-9]+)
    |(?P<abbreviation>[AaPp]\.\s?[Mm]\b\.?|[Bb]\.\s?[Cc]\b(?:\.(?:\s?[Ee]\.)?)?|[Aa]\.\s?[Dd]\b\.?|U\.\s?S\b\.?|U\.\s?K\b\.?)
    |(?P<short>o['’]clock|['’]s(?!\w)|[^\W\d_])
    |(?P<other>[^\s])""",
    re.VERBOSE,
)
_DASHES = dict.fromkeys("-–—‐‑−", "-")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A tokenised text: ``words`` in lower case, offsets, and ``codes`` with one character a token."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    codes: str

    def raw(self, index: int) -> str:
        """Return a token as it stands in the text."""
        return self.text[self.starts[index] : self.ends[index]]


class Lexicon:
    """Classes of words, each word with a code of its own.

    Args:
        classes: Class name to its words. A word with a capital letter matches only in that spelling or in capitals;
            all others match in any case.
        literals: Words that patterns name themselves.
    """

    def __init__(self, classes: Mapping[str, Iterable[str]], literals: Iterable[str] = ()) -> None:
        self._codes: dict[str, str] = {}
        self.classes: dict[str, str] = {}
        for name, words in classes.items():
            self.classes[name] = "".join(dict.fromkeys(self.code(word) for word in words))
        for word in sorted(literals):
            self.code(word)
        for name, code in SHAPES.items():
            self.classes[name] = code

    def code(self, word: str) -> str:
        """Return the code of a word, giving it one if it has none yet."""
        return self._codes.setdefault(word, chr(_FIRST_CODE + len(self._codes)))

    def words(self, codes: Container[str]) -> list[str]:
        """Return the words that have one of the given codes."""
        return [word for word, code in self._codes.items() if code in codes]

    def tokenise(self, text: str) -> Tokens:
        """Split a text into tokens with codes; linear in its length."""
        pieces, words, starts, ends = _split(text)
        codes = [self._code_of(kind, raw, word) for (kind, raw), word in zip(pieces, words, strict=True)]
        return Tokens(text, words, starts, ends, "".join(codes))

    def _code_of(self, kind: str, raw: str, word: str) -> str:
        get = self._codes.get
        if kind == "word":
            cased = get(raw) or (get(raw.title()) if raw.isupper() else None)
            return cased or get(word) or _unknown(raw)
        if kind in ("short", "abbreviation"):
            return get(raw) or get(word) or _unknown(raw)
        if kind == "other":
            return get(word) or UNKNOWN
        return BREAK if kind == "brk" else _shape(kind, raw)


_Pieces = tuple[tuple[tuple[str, str], ...], tuple[str, ...], tuple[int, ...], tuple[int, ...]]


@lru_cache(maxsize=4)
def _split(text: str) -> _Pieces:
    """Return the tokens of a text, whatever the lexicon: kinds with the words as written, plain words, offsets.

    Times and quantities of a sentence are looked for one after the other, each with a lexicon of its own.
    """
    pieces: list[tuple[str, str]] = []
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup or "number", match.group()
        start, end = match.span()
        pieces.append((kind, raw))
        words.append(raw.lower() if kind == "word" else _plain(kind, raw))
        starts.append(start)
        ends.append(end)
    return tuple(pieces), tuple(words), tuple(starts), tuple(ends)


def _plain(kind: str, raw: str) -> str:
    """Return a token that is no word as patterns name it."""
    if kind == "other":
        return _DASHES.get(raw, raw)
    if kind == "short":
        return raw.lower().replace("’", "'")
    if kind == "abbreviation":
        return raw.lower().replace("’", "'").replace(".", "").replace(" ", "")
    return "\n" if kind == "brk" else raw


def _unknown(raw: str) -> str:
    return CAPITALISED if raw[0].isupper() else UNKNOWN


def _shape(kind: str, raw: str) -> str:
    if kind == "nth":
        return SHAPES["nth" if len(raw) < 5 and 1 <= int(raw[:-2]) <= 31 else "nth_more"]
    if kind != "number":
        return SHAPES[kind]
    if not raw.isdigit():
        return SHAPES["d8" if "." in raw else "d7"]
    return SHAPES[_size(raw)]


def _size(digits: str) -> str:
    if len(digits) > 4:
        return "d7"
    value = int(digits)
    if len(digits) <= 2:
        return next(name for limit, name in ((12, "d1"), (24, "d2"), (31, "d3"), (99, "d4")) if value <= limit)
    if len(digits) == 3:
        return "d5"
    return "d6" if 1000 <= value < 2200 else "d7"
