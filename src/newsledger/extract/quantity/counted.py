"""What a number counts, and what befell those counted."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.extract.quantity.tables import cues, load_toml, nouns, stops
from newsledger.extract.time.numerals import NUMBER_WORDS
from newsledger.extract.time.tokens import BREAK, CAPITALISED, Tokens

#: Tokens looked at for the noun, for a cue behind the phrase, for one before it, and for one right behind it.
_NOUN_REACH, _CUE_AFTER, _CUE_BEFORE, _CUE_NEAR = 7, 8, 9, 4
#: Measures of nouns that something can befall.
LIVING = frozenset({"people", "troops"})
_NEXT_NUMBER = NUMBER_WORDS | frozenset(load_toml("bounds.toml")["plurals"])
#: Measures of words that say what befell those named before them ("250 people dead").
_STATES = frozenset({"killed", "injured", "displaced"})
_DETERMINERS = frozenset({("the",), ("its",), ("their",), ("his",), ("her",), ("our",)})


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
    index = index + 1 if index > start and words[index : index + 1] in _DETERMINERS else index
    last: Counted | None = None
    for at in range(index, min(index + _NOUN_REACH, len(words))):
        if _adjective(tokens, at, start):
            continue
        if words[at] == "others":
            return Counted(at + 1, "people", "people")
        if words[at] in stops("words") or words[at] in _NEXT_NUMBER or not words[at].isalpha():
            break
        noun = _noun_at(tokens, at, single=single)
        if last is not None and (noun is None or (last.measures in LIVING and noun.measures in _STATES)):
            break
        last = noun or last
    return last


def _adjective(tokens: Tokens, at: int, start: int) -> bool:
    """Tell whether a token stands between number and noun as an abbreviation, a dash or the tail of a name (F-16)."""
    word = tokens.words[at]
    if word == "-" or (word.isalpha() and len(word) > 1 and "." in tokens.raw(at)):
        return True
    return at > start and word[0].isdigit() and tokens.text[tokens.starts[at] - 1] in "-–"


def _noun_at(tokens: Tokens, at: int, *, single: bool) -> Counted | None:
    word = tokens.words[at]
    singular, plural = nouns()
    noun = plural.get(word) or (singular.get(word) if single else None)
    if noun:
        return Counted(at + 1, noun.plural, noun.measures)
    people = tokens.codes[at] == CAPITALISED and not tokens.raw(at).isupper()
    plural_form = _looks_plural(word) or (people and word in stops("peoples_in_is"))
    if single or not plural_form or tokens.codes[at] == BREAK:
        return None
    return Counted(at + 1, tokens.raw(at) if people else word, "people" if people else None)


def _looks_plural(word: str) -> bool:
    shape = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))
    return shape and word not in stops("no_plurals")


def befell(tokens: Tokens, start: int, end: int, *, reach: tuple[int, int], near: bool = False) -> str | None:
    """Return what befell the people that a phrase counts, such as ``killed``, ``injured`` or ``arrested``.

    Args:
        tokens: The text.
        start: First token of the phrase.
        end: One past its last token.
        reach: Tokens between which cues may stand: the ends of the neighbouring quantities.
        near: True to read only the cues next to the phrase.
    """
    words = tokens.words
    before, _, _ = cues()
    if acts(words, start):
        return _cue_behind(words, end, end + 1, reach[1])
    at = start
    while at > reach[0] and words[at - 1] in stops("fillers"):
        at -= 1
    found = before.before(words, at)
    if found and found[1] >= reach[0] - 1:
        return found[0]
    behind = _cue_behind(words, end, end + (_CUE_NEAR if near else _CUE_AFTER), reach[1])
    return behind if behind or near else _cue_ahead(words, start, reach[0])


def acts(words: tuple[str, ...], start: int) -> bool:
    """Tell whether those whom a phrase counts did it: "shot dead by two gunmen", but not "rose by 20"."""
    at = start
    while at and words[at - 1] in stops("fillers"):
        at -= 1
    return at > 1 and words[at - 1] == "by" and words[at - 2] not in stops("by_how_much")


def _cue_behind(words: tuple[str, ...], end: int, limit: int, reach: int) -> str | None:
    _, after, _ = cues()
    index = end
    while index < min(limit, reach):
        if words[index] in stops("clause_ends") or words[index] in stops("subordinate"):
            return None
        hit = after.at(words, index)
        if hit and hit[1] <= reach + 1 and not _active(words, index, hit[1], reach):
            return hit[0]
        index = hit[1] if hit else index + 1
    return None


def _cue_ahead(words: tuple[str, ...], start: int, reach: int) -> str | None:
    before, _, _ = cues()
    for index in range(start, max(start - _CUE_BEFORE, reach), -1):
        if words[index - 1] in stops("clause_ends"):
            return None
        found = before.before(words, index)
        if found:
            return found[0]
    return None


def _active(words: tuple[str, ...], index: int, end: int, reach: int) -> bool:
    """Tell whether a cue behind a phrase is a verb with an object of its own: "two men killed a guard"."""
    _, _, verbs = cues()
    if " ".join(words[index:end]) not in verbs or (index and words[index - 1] in stops("be")):
        return False
    after = words[end] if end < len(words) else ""
    return reach <= end < len(words) or after in stops("objects") or words[end : end + 2] == ("at", "least")
