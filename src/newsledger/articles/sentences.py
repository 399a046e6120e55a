"""Sentences of a paragraph of news.

A stop ends a sentence unless the words around it say otherwise: abbreviations, initials, decimals, dates, list numbers,
addresses on the web, quotations that their tag continues. Reference for what counts as a sentence: Universal
Dependencies English (EWT, GUM), measured in ``benchmarks/pages.py``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsledger.articles.lost_stops import lost_stops, opens_sentence
from newsledger.articles.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

# A run of stops with the quotes and brackets that close behind it, and the mark of a footnote; an inline bullet; the
# hyphen that glues a crosshead to its paragraph ("A long road-The talks …"); the colon behind a speaker's label.
_BREAK = re.compile(
    r"(?P<stops>[.!?…]+)(?P<closers>[\"”’»')\]]*)"
    r"(?:(?:\[(?:\d{1,3}|[a-z]|citation needed)\])+|[¹²³⁰⁴-⁹]+|[†‡*]{1,3}|\(\d{1,2}\)"
    r"|(?P<note>\d{1,3}(?:,\d{1,3}){0,4})(?=\s))?"
    r"(?P<stray> [\"”](?=\s|\Z))?(?P<gap>\s*)"
    r"|[•●▪■◦‣]"
    r"|-(?P<glued>(?:The|He|She|It|They|This|There|While|When|According) )"
    r"|: "
)
_SPEAKER = re.compile(
    r"(?<=[^A-Z] )(?:QUESTION|MODERATOR|OPERATOR"
    r"|(?:MR|MS|MRS|DR|SECRETARY|PRESIDENT|MINISTER|AMBASSADOR) [A-Z][A-Z’'-]{1,24})\Z"
)
_WORD_AFTER = re.compile(r"[\"“‘'(\[$€£]*([^\W_][\w’'-]{0,40})")
_TAG_AFTER = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'-]{0,30} ){1,4}(?:said|says|asked|told|added|wrote|tweeted|replied|shouted|warned)\b"
)
_ADDRESS = re.compile(r"www\.|https?:|[@/_#]|\.(?:com|org|net|gov|edu|int|mil|info|eu|uk)\b", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)*[^\W\d_]{1,2}\Z")
_LIST_NUMBER = re.compile(r"(?:\d{1,3}|[A-Z]|[IVX]{1,5})\Z")
_LEAD = re.compile(r"[\s•●▪■◦‣*–—·>|]*(?:-\s+)?(?:FILE\s?[–—-]\s+)?")
_JOINT = re.compile(r"[\"“”‘'(\[,/–—-]")
_QUOTE = re.compile(r"(?P<close>”|(?<=\S)\"(?=[\s.,;:!?)\]—–-]|\Z))|[\"“]")
_HOUR = re.compile(r"(?P<before>[a-z]+)?\s*\d{1,2}(?:[:.]\d{2})?\s?[ap]\.m\Z", re.IGNORECASE)
_NAMED_TIME = re.compile(r"\S{1,30}(?: \S{1,30})? time\b", re.IGNORECASE)
_CUT = re.compile(r"(?:(?<=[,;])|(?=\sand\s))(?P<cut>\s)")
_MARKS = ('"', "“", "”")
_LETTER = re.compile(r"[^\W_]")
_QUOTES = frozenset("\"”’»'")

_REACH = 60
_LONGEST_TOKEN = 24
# What is longer, in characters, is a text without stops, as of a machine that writes down speech: the time that the
# reading of a sentence takes grows with the square of its length.
_LONGEST_SENTENCE = 3000
_LONGEST_HOUR = 15
_LONGEST_QUOTE = 600
_LONGEST_LABEL = 40


def split_sentences(text: str, start: int, end: int, *, stops_lost: bool = False) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph as half-open offsets, in order, without white space or bullets around them.

    Args:
        text: The page.
        start: First character of the paragraph.
        end: One past its last character.
        stops_lost: True when the story has lost its full stops; safe cuts are then made without them.
    """
    spans: list[tuple[int, int]] = []
    at = start
    for stop, resume in _breaks(text, start, end, whole_quotes=not stops_lost):
        if stops_lost:
            for cut, go_on in lost_stops(text, at, stop):
                _add(spans, text, at, cut)
                at = go_on
        _add(spans, text, at, stop)
        at = resume
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    match = _LEAD.match(text, start, end)
    start = match.end() if match else start
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST_SENTENCE:
        cut = _cut_within(text, start, start + _LONGEST_SENTENCE)
        if cut is None:
            break
        spans.append((start, start + len(text[start:cut].rstrip())))
        start = cut
        while text[start].isspace():
            start += 1
    if _LETTER.search(text, start, end):
        spans.append((start, end))


def _cut_within(text: str, start: int, end: int) -> int | None:
    """Return where a text without a stop is cut: behind a comma or before "and", else between two words, or None."""
    middle = (start + end) // 2
    cuts = [match.start("cut") for match in _CUT.finditer(text, middle, end)]
    if cuts:
        return cuts[-1]
    blank = max(text.rfind(sign, middle, end) for sign in " \n\t\u00a0")
    return blank if blank > middle else None


def _breaks(text: str, start: int, end: int, *, whole_quotes: bool = True) -> Iterator[tuple[int, int]]:
    """Yield (end of a sentence, start of the next) up to and including the end of the paragraph.

    A quotation of several sentences stays whole, so that none of them parts from the tag that says whose words they
    are; where stops are lost, closing quotes are lost as well, and it cannot be told how far a quotation goes.
    """
    at = start
    whole_quotes = whole_quotes and any(text.find(mark, start, end) >= 0 for mark in _MARKS)
    for match in _BREAK.finditer(text, start, end):
        if match.end() >= end:
            break
        if match["stops"]:
            if not (_is_note(text, match) and _ends_sentence(text, match, at, end)):
                continue
            edge, resume = match.start("gap"), match.end()
            if whole_quotes and _inside_quotation(text, at, edge, end):
                continue
        else:
            edge, resume = _break_without_stop(text, match, at)
        if edge > at:
            yield edge, resume
            at = resume
    yield end, end


def _break_without_stop(text: str, match: re.Match[str], at: int) -> tuple[int, int]:
    """Return where a bullet, a glued crosshead or a speaker's label parts two sentences, or (at, at)."""
    edge = match.start()
    if match["glued"]:
        return (edge, edge + 1) if text[max(edge - 3, at) : edge].isalpha() else (at, at)
    if text[edge] == ":":
        turn = _SPEAKER.search(text, max(edge - _LONGEST_LABEL, at), edge)
        return (turn.start(), turn.start()) if turn else (at, at)
    return (edge, edge) if text[max(edge - 1, 0)].isspace() else (at, at)


def _ends_sentence(text: str, match: re.Match[str], sentence_start: int, end: int) -> bool:
    following = _WORD_AFTER.match(text, match.end(), min(end, match.end() + _REACH))
    if following is None:
        return bool(match["gap"]) and text[match.end()] not in ".!?…"
    word, at, closers = following[1], match.start(), match["closers"]
    if word[0].islower() and not _capital_behind_article(word):
        return False
    quoted = not _QUOTES.isdisjoint(closers)
    if closers[:1] == "]" and text[at - 1] == "[" and not quoted:
        return False
    if not match["gap"]:
        return word[0].isupper() and (quoted or _stop_without_space(text, match, word))
    if match["stops"] == ".":
        return quoted or _full_stop_ends(text, at, match.end(), word, sentence_start)
    return match["stops"][-1] not in "!?" or _TAG_AFTER.match(text, match.end(), end) is None


def _inside_quotation(text: str, start: int, at: int, end: int) -> bool:
    """True when ``at`` stands between an opening quote and the closing quote that belongs to it."""
    opening = max([text.rfind(mark, max(start, at - _LONGEST_QUOTE), at) for mark in _MARKS])
    if opening < 0 or text[opening] == "”" or text[opening + 1].isspace():
        return False
    if text[opening] == '"' and opening > start and text[opening - 1].isalnum():
        return False
    closing = _QUOTE.search(text, at, min(end, opening + _LONGEST_QUOTE))
    return closing is not None and closing["close"] is not None


def _capital_behind_article(word: str) -> bool:
    """True for names such as "al-Shabab"."""
    article, hyphen, name = word.partition("-")
    return bool(hyphen) and len(article) == 2 and name[:1].isupper()


def _stop_without_space(text: str, match: re.Match[str], word: str) -> bool:
    """True for "… the statement.The next …", where the space behind the stop is missing."""
    at = match.start()
    before = _token_before(text, at)
    if (
        len(before) < 3
        or "titles" in _abbreviations().get(before, ())
        or not (word[1:2].islower() or word in ("A", "I"))
    ):
        return False
    if not (before[-2:].islower() or before[-4:].isdigit() or match["closers"]):
        return False
    return _ADDRESS.search(text, at - len(before), at + _REACH // 2) is None or text[at] != "."


def _is_note(text: str, match: re.Match[str]) -> bool:
    """True if a number behind the stop can only be that of a footnote ("… the town.12 The …"), or there is none."""
    if not match["note"]:
        return True
    before = _token_before(text, match.start())
    plain = before[-3:].islower() and before[-3:].isalpha() and before not in _abbreviations()
    following = _WORD_AFTER.match(text, match.end())
    return plain and following is not None and following[1][0].isupper()


def _full_stop_ends(text: str, at: int, resume: int, word: str, sentence_start: int) -> bool:
    """True for a full stop at ``at`` that is no part of an abbreviation within the sentence; ``resume`` follows it."""
    before = _token_before(text, at)
    if at - len(before) <= sentence_start and _LIST_NUMBER.match(before):
        return False
    kinds = _abbreviations().get(before.title() if before.isupper() else before, ())
    if "titles" in kinds or ("numbered" in kinds and word[0].isdigit()):
        return False
    if before.lower() in ("a.m", "p.m"):
        return opens_sentence(word) or _ends_with_the_clock(text, at, resume, word, sentence_start)
    if "either" in kinds or _is_initials(before):
        return opens_sentence(word) or (len(before) > 1 and _state_with_verb().match(text, resume) is not None)
    return True


def _ends_with_the_clock(text: str, at: int, resume: int, word: str, sentence_start: int) -> bool:
    """True where "3 p.m." ends a sentence: what follows is no day and no zone, and the hour belongs to no noun.

    In a timetable ("3 p.m. Secretary Lund meets …") it opens one.
    """
    told = {word, word.title()} & (words("clock", "zones") | words("names", "calendar"))
    if told or not word[0].isupper() or at - sentence_start < _LONGEST_HOUR:
        return False
    hour = _HOUR.search(text, max(0, at - _LONGEST_TOKEN), at)
    adjective = hour is not None and (hour["before"] or "").lower() in words("clock", "articles")
    return not adjective and _NAMED_TIME.match(text, resume) is None


@cache
def _state_with_verb() -> re.Pattern[str]:
    """The name of a state with a verb behind it."""
    states = "|".join(sorted(re.escape(name.replace("_", " ")) for name in words("openers", "states")))
    verbs = "|".join(sorted(words("openers", "verbs")))
    return re.compile(rf"[\"“‘'(]?(?:{states}) (?:{verbs}|[a-z]{{2,}}ed)\b(?![-’'])")


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    """Return for each abbreviation the lists that it is on."""
    kinds = ("titles", "numbered", "either")
    entries = {word for kind in kinds for word in words("abbreviations", kind)}
    return {entry: tuple(kind for kind in kinds if entry in words("abbreviations", kind)) for entry in sorted(entries)}


def _is_initials(token: str) -> bool:
    return _INITIALS.match(token) is not None and (len(token) == 1 or "." in token) and token not in ("I", "i")


def _token_before(text: str, at: int) -> str:
    """Return the word that ends at ``at``, without what is joined to it by a hyphen, a comma, a quote or a bracket."""
    chunk = text[max(0, at - _LONGEST_TOKEN) : at]
    if not chunk or chunk[-1].isspace():
        return ""
    return _JOINT.split(chunk.split()[-1])[-1]
