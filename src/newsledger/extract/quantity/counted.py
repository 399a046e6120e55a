"""What a number counts, and what befell those counted."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.extract.quantity.tables import cues, nouns, stop_words
from newsledger.extract.time.tokens import BREAK, CAPITALISED, Tokens

_NOUN_REACH, _CUE_AFTER, _CUE_BEFORE = 7, 8, 9
_CLAUSE_ENDS = frozenset(".;:!?\n—()")
_FILLERS = frozenset("the a an some another a further other more his her their its at about these those all".split())
_SUBORDINATE = frozenset("before after while when because although though he she it they".split())
_BE = frozenset("was were been being be are is get got gets getting".split())
#: Measures of nouns that something can befall.
LIVING = frozenset({"people", "troops"})
_NO_PLURALS = frozenset("various previous religious serious dangerous famous numerous".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun: one past its last token, its plain plural, and what its number measures, or None."""

    end: int
    unit: str
    measures: str | None


def counted_noun(tokens: Tokens, start: int, *, single: bool) -> Counted | None:
    """Return the noun that a number before a token counts.

    Args:
        tokens: The text.
        start: First token behind the number.
        single: True when the number is one.
    """
    words = tokens.words
    index = start + 1 if words[start : start + 1] == ("of",) else start
    if index > start and words[index : index + 1] in {("the",), ("its",), ("their",), ("his",), ("her",), ("our",)}:
        index += 1
    singular, plural = nouns()
    last: Counted | None = None
    for at in range(index, min(index + _NOUN_REACH, len(words))):
        word = words[at]
        if word in {"others", "other"} and words[at + 1 : at + 2] and not words[at + 1].isalpha():
            return Counted(at + 1, "people", "people")
        if word == "others":
            return Counted(at + 1, "people", "people")
        if word == "-" or (word == "'s" and last is None):
            continue
        if "." in tokens.raw(at) and len(word) > 1:  # an abbreviation such as "U.S."
            continue
        if word in stop_words() or not word.isalpha() or tokens.codes[at] == BREAK:
            break
        noun = plural.get(word) or (singular.get(word) if single else None)
        if noun:
            last = Counted(at + 1, noun.plural, noun.measures)
        elif not single and _looks_plural(word):
            people = tokens.codes[at] == CAPITALISED and not tokens.raw(at).isupper()
            last = Counted(at + 1, tokens.raw(at) if people else word, "people" if people else None)
        elif last is not None:
            break
    return last


def _looks_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous")) and word not in _NO_PLURALS


def befell(tokens: Tokens, start: int, end: int, *, reach: tuple[int, int], near: bool = False) -> str | None:
    """Return what befell the people that a phrase counts: ``killed``, ``injured``, ``arrested`` …

    Args:
        tokens: The text.
        start: First token of the phrase.
        end: One past its last token.
        reach: Tokens between which cues may stand: the ends of the neighbouring quantities.
        near: True to read only the cues next to the phrase.
    """
    words = tokens.words
    before, after, verbs = cues()
    at = start
    while at > reach[0] and words[at - 1] in _FILLERS:
        at -= 1
    found = before.before(words, at)
    if found and found[1] >= reach[0] - 1:
        return found[0]
    for index in range(end, min(end + _CUE_AFTER, reach[1])):
        if words[index] in _CLAUSE_ENDS or words[index] in _SUBORDINATE:
            break
        hit = after.at(words, index)
        if hit and hit[1] <= reach[1] + 1 and not _active(words, index, hit[1], verbs, reach[1]):
            return hit[0]
        if near and index - end >= 3:
            break
    if near:
        return None
    for index in range(start, max(start - _CUE_BEFORE, reach[0]), -1):
        if words[index - 1] in _CLAUSE_ENDS:
            break
        found = before.before(words, index)
        if found:
            return found[0]
    return None


def _active(words: tuple[str, ...], index: int, end: int, verbs: frozenset[str], reach: int) -> bool:
    """Tell whether a cue behind a phrase is a verb with an object of its own: "two men killed a guard"."""
    if words[index] not in verbs or (index and words[index - 1] in _BE):
        return False
    after = words[end : end + 1]
    return end >= reach or after in {("a",), ("an",), ("the",), ("his",), ("her",), ("their",), ("at",), ("more",), ("another",)} and (
        after != ("at",) or words[end + 1 : end + 2] == ("least",)
    )
