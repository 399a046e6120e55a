"""Days by whose date the news calls an event: "the October 7 attack", "January 6", "26/11"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from newsledger.extract.time.data import load_toml
from newsledger.extract.time.meaning import CalendarTime


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day of ``named_days.toml``: its year, nouns that stand behind it, and words of the sentence that show it."""

    year: int
    nouns: frozenset[str]
    words: tuple[frozenset[str], ...]


@cache
def named_days() -> dict[tuple[int, int], tuple[NamedDay, ...]]:
    """Load ``named_days.toml`` by month and day."""
    out: dict[tuple[int, int], tuple[NamedDay, ...]] = {}
    for row in load_toml("named_days.toml")["event"]:
        day: date = row["day"]
        named = NamedDay(
            day.year, frozenset(row["nouns"].split()), tuple(frozenset(words.split()) for words in row["words"])
        )
        out[day.month, day.day] = (*out.get((day.month, day.day), ()), named)
    return out


def with_known_year(meaning: CalendarTime, words: Sequence[str], end: int) -> CalendarTime:
    """Return a day without a year with that of the event which its sentence shows it to be the name of.

    Args:
        meaning: A day.
        words: The sentence, in lower case.
        end: One past the last token of the day.
    """
    found = named_days().get((meaning.month or 0, meaning.day or 0)) if meaning.year is None else None
    sentence = frozenset(words)
    if not found or "anniversary" in sentence:
        return meaning
    for named in found:
        behind = bool(named.nouns.intersection(words[end : end + 2]))
        shown = any(group <= sentence for group in named.words)
        if behind or shown:
            return replace(meaning, known_year=named.year, surely=behind and shown)
    return meaning
