"""Find the time expressions of a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from newsledger.extract.time.data import context
from newsledger.extract.time.grammar import Grammar, grammar, signals
from newsledger.extract.time.meaning import LOOSE, CalendarTime, Meaning, TimeRange, TimeSpan
from newsledger.extract.time.numerals import (
    NUMBER_WORDS,
    TENS,
    digits_value,
    read_number,
    read_ordinal,
    read_spoken_year,
)
from newsledger.extract.time.patterns import Item, apply_stage
from newsledger.extract.time.tokens import BREAK, CAPITALISED, SHAPES, Tokens
from newsledger.extract.time.words import KINDS

#: Editors' brackets, "[Ten] years ago", read as spaces.
_BRACKETS = str.maketrans("[]", "  ")
_LETTERS = re.compile(r"[a-z]+")
#: What digits must look like to be a time without any word beside them.
_DIGITS = re.compile(
    r"[0-9]{4}|[0-9][:/][0-9]|['’][0-9]{2}|[0-9]0['’]?s|[0-9](?:st|nd|rd|th)\b|[0-9]\.[0-9]{1,2}\.[0-9]"
)
#: Kinds of finds that are no time expressions by themselves.
_NO_TIMES = frozenset({None, "number", "ordnum", "unitref", "piece", "spoken"})
#: Tokens between "since" and the time that ends its clause.
_CLAUSE = 14


@lru_cache(maxsize=1024)
def find_times(text: str, *, offset: int = 0) -> tuple[TimeSpan, ...]:
    """Find all time expressions of a sentence: dates, times of day, durations, sets, references, ranges.

    Args:
        text: A sentence, or a short text.
        offset: Added to the offsets of the spans, so that they point into the document.

    Returns:
        Spans in order, none overlapping another, each with its unanchored meaning.
    """
    rules = grammar()
    if rules.triggers.isdisjoint(_LETTERS.findall(text.lower())) and not _DIGITS.search(text):
        return ()
    tokens = _closed(rules.lexicon.tokenise(text.translate(_BRACKETS)), text)
    items = _feasts(tokens, _numbers(tokens, rules), rules)
    for stage in rules.stages:
        items = apply_stage(tokens, items, stage, KINDS)
    return _in_sequence(tuple(_span(tokens, item, offset) for item in items if item.kind not in _NO_TIMES))


def _in_sequence(spans: tuple[TimeSpan, ...]) -> tuple[TimeSpan, ...]:
    """Count each month of a sequence from the one before: "Rome in November, Paris in December, Oslo in January"."""
    out = list(spans)
    for index, span in enumerate(spans[1:], start=1):
        meaning, month = span.meaning, _bare_month(span.meaning)
        before = _bare_month(spans[index - 1].meaning)
        if isinstance(meaning, CalendarTime) and month and before and (month - before) % 12 in {1, 2}:
            out[index] = replace(span, meaning=replace(meaning, base=LOOSE))
    return tuple(out)


def _bare_month(meaning: Meaning) -> int | None:
    """Return the month of a meaning that is a month and nothing more."""
    bare = isinstance(meaning, CalendarTime) and meaning == CalendarTime(month=meaning.month)
    return meaning.month if bare and isinstance(meaning, CalendarTime) else None


def _closed(tokens: Tokens, text: str) -> Tokens:
    """Put back the text as it stands, and add an empty break token at the end, so that patterns can ask for it."""
    end = len(tokens.text)
    return replace(
        tokens,
        text=text,
        words=(*tokens.words, "\n"),
        starts=(*tokens.starts, end),
        ends=(*tokens.ends, end),
        codes=tokens.codes + BREAK,
    )


def _numbers(tokens: Tokens, rules: Grammar) -> list[Item]:
    """Return one item a token, with the words of each number, and of each ordinal of two words, joined."""
    out: list[Item] = []
    words, codes, index = tokens.words, tokens.codes, 0
    while index < len(codes):
        item = None
        if codes[index] in rules.number_codes:
            item = _number_at(words, index)
        out.append(item or Item(codes[index], index, index + 1))
        index = out[-1].end
    return out


def _number_at(words: tuple[str, ...], index: int) -> Item | None:
    word = words[index]
    if word not in NUMBER_WORDS and not _digits_go_on(words, index):
        return None
    ordinal = read_ordinal(words, index) if word in TENS else None
    if ordinal and ordinal[1] > index + 1:
        return Item(KINDS["ordnum"], index, ordinal[1], "ordnum", ordinal[0])
    spoken = read_spoken_year(words, index)
    if spoken:
        return Item(KINDS["spoken"], index, spoken[1], "spoken", spoken[0])
    read = read_number(words, index)
    if not read or (read[1] == index + 1 and word in {"half", "quarter"}):
        return None
    return Item(KINDS["number"], index, read[1], "number", read[0])


def _digits_go_on(words: tuple[str, ...], index: int) -> bool:
    """Tell whether a number in digits has words behind it: "2.5 million", "two and a half" with a digit."""
    after = words[index + 1] if index + 1 < len(words) else ""
    if not after or digits_value(words[index]) is None:
        return False
    return (
        after in NUMBER_WORDS
        or after.rstrip("s") in NUMBER_WORDS
        or words[index + 1 : index + 4] == ("and", "a", "half")
    )


def _feasts(tokens: Tokens, items: list[Item], rules: Grammar) -> list[Item]:
    """Join the words of each feast, with the year behind it, to one item."""
    codes = "".join([item.code for item in items])
    out: list[Item] = []
    index = 0
    for match in rules.feasts.finditer(codes):
        first, last = items[match.start()], items[match.end() - 1]
        if _part_of_a_name(tokens, first.start, last.end):
            continue
        year, end = _year_behind(tokens, last.end)
        meaning = CalendarTime(year=year, feast=rules.feast_keys[match.group()])
        out += items[index : match.start()]
        out.append(Item(KINDS["date"], first.start, end, "date", meaning, "feast"))
        index = match.end() + end - last.end
    return out + items[index:]


def _year_behind(tokens: Tokens, end: int) -> tuple[int | None, int]:
    """Return the year that stands behind a token, with the index after it: "Easter 2019", "Easter of 2019"."""
    at = end + 1 if tokens.words[end] in {"of", ",", "in"} else end
    if tokens.codes[at : at + 1] != SHAPES["d6"]:
        return None, end
    return int(tokens.words[at]), at + 1


def _part_of_a_name(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether capitals beside a feast make it a name: the Tet Offensive, the Good Friday Agreement."""
    after = tokens.words[end] if end < len(tokens.words) else ""
    return after in context("name_ends") or (start > 1 and tokens.codes[start - 1] == CAPITALISED)


def _span(tokens: Tokens, item: Item, offset: int) -> TimeSpan:
    start, end = tokens.starts[item.start], tokens.ends[item.end - 1]
    signal, first = _signal_before(tokens, item)
    lead = tokens.text[tokens.starts[first] : start]
    meaning = _moved(item.value, offset)
    return TimeSpan(tokens.text[start:end], start + offset, end + offset, meaning, signal, lead, item.rule or "")


def _moved(meaning: Meaning, offset: int) -> Meaning:
    if not isinstance(meaning, TimeRange) or not offset:
        return meaning
    first, last = (replace(s, start=s.start + offset, end=s.end + offset) for s in (meaning.first, meaning.last))
    return TimeRange(first, last)


def _signal_before(tokens: Tokens, item: Item) -> tuple[str | None, int]:
    """Return the signal whose words stand right before an item, and its first token."""
    if item.kind == "duration":
        before = tokens.words[item.start - 1] if item.start else ""
        return (before, item.start - 1) if before in {"in", "within", "for"} else (None, item.start)
    for name, phrases in signals().items():
        for phrase in phrases:
            start = item.start - len(phrase)
            if start >= 0 and tokens.words[start : item.start] == phrase:
                return name, start
    return _since_clause(tokens, item)


def _since_clause(tokens: Tokens, item: Item) -> tuple[str | None, int]:
    """Find the "since" of a clause that ends in a time: "since the army took over in 2021"."""
    if item.kind == "date" and item.start and tokens.words[item.start - 1] in {"in", "on", "of", "last"}:
        for index in range(item.start - 2, max(item.start - _CLAUSE, 0) - 1, -1):
            if tokens.words[index] in {".", ";", ":", "\n"}:
                break
            if tokens.words[index] == "since":
                return "since clause", index
    return None, item.start
