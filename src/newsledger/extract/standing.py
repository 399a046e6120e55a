"""How a source stands: why it is unnamed, what authority it claims, whether it had the report first.

The phrases are data: ``standing.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from newsledger.extract.citing import Range


@cache
def _pattern(section: str, key: str, shape: str) -> re.Pattern[str]:
    path = resources.files("newsledger.extract").joinpath("standing.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))[section]
    phrases = table[key] if isinstance(table[key], list) else [table[key]]
    tail = table.get("tail", "") if section == "anonymity" else ""
    return re.compile(shape.replace("{}", f"(?:{'|'.join(phrases)})") + tail, re.IGNORECASE)


def anonymity_reasons(sentence: str) -> list[Range]:
    """Return the phrases of a sentence that say that, and why, a source is not named; longest first where they meet."""
    found = _pattern("anonymity", "heads", r"\b{}").finditer(sentence)
    return [(m.start(), _stripped(sentence, m.end())) for m in found]


def reason_of(sentence: str, source: Range, cue: Range | None, unnamed: Sequence[Range]) -> Range | None:
    """Return the phrase that says why ``source`` is not named, up to where the source or its cue begins.

    A phrase belongs to the unnamed source that stands before it and nearest, or to the first one behind it.
    """
    for reason in anonymity_reasons(sentence):
        before = [s for s in unnamed if s[0] < reason[0]]
        owner = max(before) if before else min(unnamed, default=None)
        if owner == source:
            return _before_the_citation(sentence, reason, [source[0], *(cue[:1] if cue else ())])
    return None


def _before_the_citation(sentence: str, reason: Range, begins: Sequence[int]) -> Range:
    """Cut a reason where its own citation begins: "because the talks are secret, an aide said …"."""
    inside = [at for at in begins if reason[0] < at < reason[1]]
    if not inside:
        return reason
    comma = sentence.rfind(",", reason[0], min(inside))
    article = sentence[comma + 1 : min(inside)].strip().lower() in _ARTICLES
    return (reason[0], _stripped(sentence, comma if comma >= 0 and article else min(inside)))


def authority(sentence: str, source: Range, cue: Range | None) -> list[Range]:
    """Return the words by which a person cited claims standing, in the order of the text."""
    return sorted({*_within(sentence, source), *_behind(sentence, source, cue)})


def _within(sentence: str, source: Range) -> Iterator[Range]:
    words = sentence[source[0] : source[1]]
    for match in _pattern("authority", "within", r"(?<![\w-]){}(?![\w-])").finditer(words):
        yield (source[0] + match.start(), source[0] + match.end())
    for match in _pattern("authority", "behind", r"(?<![\w-]){}").finditer(words):
        yield (source[0] + match.start(), source[0] + match.end())


def _behind(sentence: str, source: Range, cue: Range | None) -> Iterator[Range]:
    end = cue[0] if cue and cue[0] >= source[1] else len(sentence)
    match = _pattern("authority", "behind", r"^,?\s*{}").match(sentence[source[1] : end])
    if match:
        start = source[1] + len(match.group()) - len(match.group().lstrip(", "))
        yield (start, _stripped(sentence, source[1] + match.end()))


def kind_of(words: str, read: str) -> str:
    """Return the kind of a source by its words where they show it, else as it was read.

    "Two officials" are unnamed persons and "the authorities" an office; a personal name behind a noun keeps what was
    read ("expert Amina Otieno").
    """
    people = bool(_people().match(words)) and not _NAME_AT_END.search(words)
    if people and read in ("office", "other", "document"):
        return "unnamed_person"
    if not people and read == "unnamed_person" and _institution().match(words):
        return "office"
    return read


_ARTICLES = frozenset({"", "the", "a", "an", "one"})
_NAME_AT_END = re.compile(r"[a-z,] [A-Z][\w’'-]+ [A-Z][\w’'-]+$")
_REST = (
    r"(?: (?:in|from|of|on|at|with|within|close|familiar|briefed|who|for|near|speaking|involved|based|here|there)\b.*)?"
)


def _people() -> re.Pattern[str]:
    return _pattern("kinds", "people", rf"^(?:[\w’'.-]+ )*?{{}}{_REST}$")


def _institution() -> re.Pattern[str]:
    return _pattern("kinds", "institutions", r"^(?:[\w’'.-]+ )*{}$")


def first_reported(cue: str) -> bool:
    """Tell whether a cue says who had the report first."""
    return bool(_pattern("first_reported", "cues", r"\b{}").search(cue))


def _stripped(sentence: str, end: int) -> int:
    while end and sentence[end - 1] in " ,":
        end -= 1
    return end
