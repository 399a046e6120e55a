"""Sentence ends in text that lost its full stops ("… against Kashmiris Syed Salahuddin, commander of …").

Some crawlers drop the stop at the end of a paragraph and then join the paragraphs. A cut is made only where the words
on both sides leave no doubt, so that names stay whole; two sentences left together do less harm than one cut in two.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsledger.articles.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

# The gap before a capitalised word, with the word that follows it. Possessive, so that no run of spaces costs more than
# its length.
_CANDIDATE = re.compile(
    r"(?<=\S)\s++(?=(?P<quote>[\"“‘]?)(?P<word>[A-ZÀ-Þ][\w’'-]{0,40})[^\s\w]{0,3}\s+(?P<next>\S{1,30}))"
)
_FULL_DATE = re.compile(r"[a-z.] \d{1,2}, (?:19|20)\d\d\Z")
# The tag behind a quotation, up to its verb.
_TAG = re.compile(r"[,.?!][\"”’'] (?:he|she|they|[A-ZÀ-Þ][^\s,]{0,30}(?: [A-ZÀ-Þ][^\s,]{0,30}){0,3}) [a-z]+\Z")
_STOPPED = re.compile(r"[.!?…][\"”’»)\]]*\Z")
_LOOK_BACK = 90
_LONGEST_WORD = 40
_CLOSERS = '"”’»)]'


def lost_stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (end of one sentence, start of the next) for each safe cut between ``start`` and ``end``."""
    for match in _CANDIDATE.finditer(text, start, end):
        if _is_cut(text, match):
            yield match.span()


def _is_cut(text: str, match: re.Match[str]) -> bool:
    word, opener = match["word"], _opener(match["word"])
    before = _word_before(text, match.start())
    if opener is None and not match["quote"] and word != "FILE" and not _may_end_anywhere(before):
        return False
    kind = _kind_before(text, match.start(), before)
    if kind in ("open", "function"):
        return False
    if word == "FILE" or kind == "date":
        return True
    if match["quote"]:
        return before.lower() not in words("function", "quoting") and _reads_on(match)
    if kind == "tag":
        return word not in words("names", "calendar")
    return _opener_cuts(match, opener, kind, before)


def _opener_cuts(match: re.Match[str], opener: str | None, kind: str, before: str) -> bool:
    if match["word"].isupper() and match["word"] != "A":
        return False
    if opener == "functions" and kind in ("lower", "number", "closed") and before not in _takes_a_title():
        return True
    return _reads_on(match) and (opener in ("functions", "adverbs") or (opener == "nouns" and kind != "name"))


def _reads_on(match: re.Match[str]) -> bool:
    """True when the word behind the capitalised one is written like part of a sentence and not of a name."""
    return match["next"][0].islower() or match["next"] == "I"


def _may_end_anywhere(before: str) -> bool:
    """True for a word behind which any capital may open a sentence: a year, or the verb of a quotation's tag."""
    return before[-1].isdigit() or before in words("function", "tags")


@cache
def _takes_a_title() -> frozenset[str]:
    """Words that a title with an article follows ("told The Associated Press", "the firm The Group")."""
    return words("names", "heads") | words("function", "quoting")


def _word_before(text: str, at: int) -> str:
    chunk = text[max(0, at - _LONGEST_WORD) : at]
    return chunk[chunk.rfind(" ") + 1 :].split()[-1]


def _kind_before(text: str, at: int, before: str) -> str:
    """Class of the word that ends at ``at``.

    One of function, lower, name, number, date, tag (the verb of "…," he said), closed (by a quote), open (goes on).
    """
    bare = before.strip("\"“”‘’'()[]")
    if not bare or before[-1] in ",;:–—-/&'‘“":
        return "open"
    if before[-1] in _CLOSERS:
        return "closed"
    if bare[0].islower():
        if bare in words("function", "tags") and _TAG.search(text, max(0, at - _LOOK_BACK), at):
            return "tag"
        return "function" if bare in words("function", "words") else "lower"
    if _FULL_DATE.search(text, max(0, at - _LOOK_BACK), at):
        return "date"
    return "number" if bare[0].isdigit() else "name"


def _opener(word: str) -> str | None:
    """Return the list of openers that a capitalised word is on, or None."""
    kind = _openers().get(word.lower())
    if kind is None and ("’" in word or "'" in word):
        kind = _openers().get(word.replace("’", "'").partition("'")[0].lower())
    return kind


@cache
def _openers() -> dict[str, str]:
    return {word: kind for kind in ("nouns", "adverbs", "functions") for word in words("openers", kind)}


def opens_sentence(word: str) -> bool:
    """True for a word that, written with a capital, opens a sentence and is no name: "The", "However", "It's"."""
    return _opener(word) in ("functions", "adverbs")


def deck_ends(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places where a deck may end and the first sentence begin, best first.

    Behind a deck a sentence is sure to come. Where no word opens it plainly, a capital will do behind the verb of a tag
    ("…, the ministry said China …"), then behind any word that can end a phrase.
    """
    ranked = []
    for match in _CANDIDATE.finditer(text, start, end):
        before = _word_before(text, match.start())
        rank = _deck_end_rank(text, match, before)
        if rank is not None:
            ranked.append((rank, *match.span()))
    return [(stop, resume) for _, stop, resume in sorted(ranked)]


def _deck_end_rank(text: str, match: re.Match[str], before: str) -> int | None:
    cut = _is_cut(text, match)
    if _STOPPED.search(before) or (cut and not match["quote"]):
        return 0
    if before in words("function", "tags") and not match["quote"]:
        return 1
    if _kind_before(text, match.start(), before) in ("lower", "closed") and before not in words("names", "heads"):
        return 3 if match["quote"] else 2
    return None
