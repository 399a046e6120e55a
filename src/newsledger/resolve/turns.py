"""What an article has named, in order: what pronouns and bare nouns take up."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.resolve.codes import Codes


@dataclass(frozen=True, slots=True)
class Turn:
    """An actor that the article has named: where, with which words and codes."""

    at: int
    words: str
    codes: tuple[Codes, ...]
    acting: bool = True
    gender: str = ""
