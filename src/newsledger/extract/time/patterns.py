"""A cascade of patterns over coded tokens: each stage turns runs of items into larger items.

A pattern is written with spaces between its parts::

    {month} ( , | of )? {year}        words of a class, by name; {year:y2} names the group
    < in | since | of > {month}       context: must stand there, but is no part of the span
    the? {ordinal} {unit:u}           literal words stand for themselves

``( ) | ? * +`` are those of regular expressions; ``-`` stands for any dash; ``{class:_}`` is a class without a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from newsledger.extract.time.needs import needed_codes
from newsledger.extract.time.tokens import Lexicon, Tokens

_PART = re.compile(r"\{(\w+)(?::(\w+))?\}|[A-Za-z']+|[^\sA-Za-z']")
_CONTEXT = re.compile(r"\s*(?:<([^<>]*)>)?([^<>]*)(?:<([^<>]*)>)?\s*")
_OPERATORS = frozenset("()|?*+")
_AGAIN = "__"


class Item(NamedTuple):
    """A token, or tokens that a rule joined: ``kind`` is None for a plain token."""

    code: str
    start: int
    end: int
    kind: str | None = None
    value: Any = None
    rule: str | None = None


class Match:
    """What a pattern found, for the builder of its meaning."""

    def __init__(self, tokens: Tokens, items: list[Item], match: re.Match[str]) -> None:
        self.tokens = tokens
        self._items = items
        self._match = match

    def items(self, name: str) -> list[Item]:
        """Return the items of a group, empty when it took no part."""
        for group in self._match.re.groupindex:
            if group == name or group.startswith(name + _AGAIN):
                start, end = self._match.span(group)
                if start >= 0:
                    return self._items[start:end]
        return []

    def word(self, name: str) -> str | None:
        """Return the words of a group in lower case, or None."""
        found = self.items(name)
        return " ".join(self.tokens.words[found[0].start : found[-1].end]) if found else None

    def value(self, name: str) -> Any:
        """Return what an earlier stage built for a group, or None."""
        found = self.items(name)
        return found[0].value if found else None

    def span(self) -> tuple[int, int]:
        """Return the first token of the span and the one after its last."""
        start, end = span_of(self._match)
        return self._items[start].start, self._items[end - 1].end

    def words(self) -> tuple[str, ...]:
        """Return the words of the span in lower case."""
        start, end = self.span()
        return self.tokens.words[start:end]

    def raw(self) -> str:
        """Return the span as it stands in the text."""
        start, end = self.span()
        return self.tokens.text[self.tokens.starts[start] : self.tokens.ends[end - 1]]

    def around(self, step: int) -> str:
        """Return the word before (-1) or after (1) the span, in lower case, or an empty string."""
        index = self._beside(step)
        return self.tokens.words[index] if index is not None else ""

    def around_raw(self, step: int) -> str:
        """Return the word before or after the span as it stands in the text, or an empty string."""
        index = self._beside(step)
        return self.tokens.raw(index) if index is not None else ""

    def _beside(self, step: int) -> int | None:
        start, end = self.span()
        index = start - 1 if step < 0 else end
        return index if 0 <= index < len(self.tokens.words) else None


Builder = Callable[[Match], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern with the kind that it yields, the builder of its value, and the codes that it needs."""

    name: str
    kind: str
    regex: re.Pattern[str]
    build: Builder
    needs: frozenset[str]


class Stage:
    """The rules of one stage, indexed by the codes that they need."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self.always = tuple(order for order, rule in enumerate(rules) if not rule.needs)
        self.by_code: dict[str, list[int]] = {}
        for order, rule in enumerate(rules):
            for code in sorted(rule.needs):
                self.by_code.setdefault(code, []).append(order)

    def candidates(self, codes: str) -> list[int]:
        """Return the rules that could match a string of codes, in order."""
        found = set(self.always)
        for code in set(codes) & self.by_code.keys():
            found.update(self.by_code[code])
        return sorted(found)


def words_of(pattern: str) -> list[str]:
    """Return the literal words and signs of a pattern."""
    return [m.group() for m in _PART.finditer(pattern) if m.group()[0] not in "{<>" and m.group() not in _OPERATORS]


def compile_pattern(
    pattern: str, lexicon: Lexicon, kinds: Mapping[str, str], weights: Mapping[str, float]
) -> tuple[re.Pattern[str], frozenset[str]]:
    """Compile a pattern over the codes of a lexicon and of the kinds that earlier stages yield.

    Returns:
        The regular expression, and codes of which every match of its span holds at least one.

    Raises:
        KeyError: The pattern names a class that does not exist.
    """
    parts = _CONTEXT.fullmatch(pattern)
    if parts is None:
        message = f"more than one context on a side: {pattern}"
        raise KeyError(message)
    seen: Counter[str] = Counter()
    lead, body, tail = (_compile(part or "", lexicon, kinds, seen) for part in parts.groups())
    source = f"(?:{lead})(?P<span>{body})(?={tail})" if lead or tail else body
    needs = needed_codes(
        [match.group() for match in _PART.finditer(parts.group(2))],
        lambda part: _codes_of(part, lexicon, kinds),
        weights,
    )
    return re.compile(source), needs


def _codes_of(part: str, lexicon: Lexicon, kinds: Mapping[str, str]) -> str:
    match = _PART.match(part)
    name = match.group(1) if match else None
    if name is None:
        return lexicon.code(part)
    return kinds[name] if name in kinds else lexicon.classes[name]


def _group(name: str, codes: str, seen: Counter[str]) -> str:
    """Return a class of codes as a named group; a name that stands in several alternatives gets a number."""
    if name == "_":
        return f"[{codes}]"
    seen[name] += 1
    return f"(?P<{name}{_AGAIN}{seen[name]}>[{codes}])" if seen[name] > 1 else f"(?P<{name}>[{codes}])"


def _compile(pattern: str, lexicon: Lexicon, kinds: Mapping[str, str], seen: Counter[str]) -> str:
    out: list[str] = []
    for match in _PART.finditer(pattern):
        part, name = match.group(), match.group(1)
        if part in _OPERATORS:
            out.append("(?:" if part == "(" else part)
            continue
        codes = re.escape(_codes_of(part, lexicon, kinds))
        out.append(_group(match.group(2) or name, codes, seen) if name else codes)
    return "".join(out)


def span_of(match: re.Match[str]) -> tuple[int, int]:
    """Return the part of a match that is the span, in items."""
    return match.span("span") if "span" in match.re.groupindex else match.span()


def apply_stage(tokens: Tokens, items: list[Item], stage: Stage, kinds: Mapping[str, str]) -> list[Item]:
    """Apply the rules of one stage: of overlapping finds the longest wins, then the leftmost, then the first rule."""
    codes = "".join([item.code for item in items])
    found: list[tuple[int, int, int, Rule, re.Match[str]]] = []
    for order in stage.candidates(codes):
        rule = stage.rules[order]
        for match in rule.regex.finditer(codes):
            start, end = span_of(match)
            found.append((start - end, start, order, rule, match))
    if not found:
        return items
    found.sort(key=lambda f: f[:3])
    taken = bytearray(len(items))
    chosen: dict[int, tuple[int, Item]] = {}
    for length, start, _, rule, match in found:
        end = start - length
        if any(taken[start:end]):
            continue
        value = rule.build(Match(tokens, items, match))
        if value is None:
            continue
        taken[start:end] = b"\1" * (end - start)
        item = Item(kinds[rule.kind], items[start].start, items[end - 1].end, rule.kind, value, rule.name)
        chosen[start] = (end, item)
    return _rebuild(items, chosen)


def _rebuild(items: list[Item], chosen: Mapping[int, tuple[int, Item]]) -> list[Item]:
    out: list[Item] = []
    index = 0
    while index < len(items):
        if index in chosen:
            index, item = chosen[index]
            out.append(item)
        else:
            out.append(items[index])
            index += 1
    return out
