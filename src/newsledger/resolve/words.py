"""The word lists of the rules, from ``data/words.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, list[str]]:
    text = resources.files("newsledger.resolve").joinpath("data", "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def word_set(name: str) -> frozenset[str]:
    """One list as a set."""
    return frozenset(_lists()[name])


def word_list(name: str) -> tuple[str, ...]:
    """One list in its order."""
    return tuple(_lists()[name])


def choice(name: str) -> str:
    """One list as alternatives of a regular expression, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(_lists()[name], key=lambda w: (-len(w), w))) + ")"
