"""All numbers of a text, whatever they mean: the plain reading that stands below quantities."""

from __future__ import annotations

from newsledger.extract.quantity.digits import read_written
from newsledger.extract.quantity.tables import designators
from newsledger.extract.time.numerals import NUMBER_WORDS, read_number
from newsledger.extract.time.tokens import Lexicon, Tokens

_LEXICON = Lexicon({})
_MINUS = frozenset({"minus", "negative"})
_SIGNS = (("out", "of"), ("over",), ("in",))
Found = tuple[int, int, float]


def find_numbers(text: str) -> tuple[Found, ...]:
    """Return start, end and value of every number of a text.

    Dates, addresses and the like are read as the numbers that they are made of. Shares keep their value ("two thirds",
    "one out of three").
    """
    tokens = _LEXICON.tokenise(text)
    out: list[Found] = []
    index = 0
    while index < len(tokens.words):
        found = _number_at(tokens, index)
        if found is None:
            index += 1
            continue
        found, index = _divided(tokens, found, _after(tokens, index, found[1]))
        out.append(found)
    return tuple(out)


def _after(tokens: Tokens, index: int, end: int) -> int:
    while index < len(tokens.words) and tokens.starts[index] < end:
        index += 1
    return index


def _number_at(tokens: Tokens, index: int) -> Found | None:
    words, start = tokens.words, tokens.starts[index]
    if words[index] in _MINUS and index + 1 < len(words):
        found = _number_at(tokens, index + 1)
        return (start, found[1], -found[2]) if found else None
    written = _written_at(tokens, index)
    spoken = _spoken_at(tokens, index)
    return max((f for f in (spoken, written) if f), key=lambda found: found[1], default=None)


def _written_at(tokens: Tokens, index: int) -> Found | None:
    text, start = tokens.text, tokens.starts[index]
    if text[start] not in "0123456789.-−" or (start and text[start - 1].isdigit() and text[start] not in "0123456789"):
        return None
    if text[start] in "-−" and start and not text[start - 1].isspace():
        return None
    read = read_written(text, start)
    return (start, read[1], read[0]) if read else None


def _spoken_at(tokens: Tokens, index: int) -> Found | None:
    words = tokens.words
    if words[index] not in NUMBER_WORDS and words[index] not in {"a", "an"} and not words[index][0].isdigit():
        return None
    read = read_number(words, index)
    if not read or (words[index][0].isdigit() and read[1] == index + 1):
        return None
    pronoun = words[index] == "one" and read[1] == index + 1 and index and words[index - 1] in designators("no_one")
    return None if pronoun else (tokens.starts[index], tokens.ends[read[1] - 1], read[0])


def _divided(tokens: Tokens, found: Found, index: int) -> tuple[Found, int]:
    """Read "one over twenty", "two out of five hundred" and "1 in 21" as the shares that they are."""
    words = tokens.words
    sign = next((p for p in _SIGNS if words[index : index + len(p)] == p), None)
    at = index + len(sign or ())
    below = _number_at(tokens, at) if sign and at < len(words) else None
    if sign is None or below is None or not found[2] or not below[2]:
        return found, index
    end = _after(tokens, index, below[1])
    closed = end >= len(words) or not words[end].isalpha()
    fits = {
        ("out", "of"): abs(found[2]) < below[2],
        ("over",): closed,
        ("in",): closed and abs(found[2]) == 1 and below[2] > 1,
    }
    return ((found[0], below[1], found[2] / below[2]), end) if fits[sign] else (found, index)
