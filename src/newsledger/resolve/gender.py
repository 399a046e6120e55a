"""Whether a person is "he" or "she": by title, by a noun such as "spokeswoman", by the first name; often unknown."""

from __future__ import annotations

import re
from functools import cache

from newsledger.resolve.knowledge import read_table
from newsledger.resolve.words import word_set

_MALE = word_set("male_nouns")
_FEMALE = word_set("female_nouns")
_WORDS = re.compile(r"[^\W\d_][\w-]*")
_FIRST = 3


def of_pronoun(pronoun: str) -> str:
    """``m`` or ``f`` for a pronoun of the third person, else an empty string."""
    word = pronoun.lower()
    return "m" if word in {"he", "him", "his", "himself"} else "f" if word in {"she", "her", "hers", "herself"} else ""


def of_words(words: str) -> str:
    """``m``, ``f`` or an empty string for a name with what stands before it."""
    found = [w.lower() for w in _WORDS.findall(words)]
    for word in found:
        if word in _MALE or word in _FEMALE:
            return "m" if word in _MALE else "f"
    return ""


def of_name(name: str) -> str:
    """``m``, ``f`` or an empty string for a name of two words or more, by the first of them that a table knows."""
    parts = name.split()
    table = _first_names()
    for part in parts[: min(len(parts) - 1, _FIRST)]:
        gender = table.get(part) or table.get(part.split("-")[0])
        if gender:
            return gender
    return ""


def is_first_name(word: str) -> bool:
    """Whether a table knows the word as a first name."""
    return word in _first_names()


@cache
def _first_names() -> dict[str, str]:
    rows = read_table("first_names.csv")
    return {name: row["gender"] for row in rows for name in row["names"].split("|")}
