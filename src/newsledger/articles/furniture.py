"""What a page carries besides its stories: buttons, section heads, bylines, time stamps and photo credits."""

from __future__ import annotations

import re
from functools import cache

from newsledger.articles.words import lines

# No furniture is longer than this, in characters.
_LONGEST = 160

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?"
_STAMP = re.compile(
    rf"(?:(?:Published|Updated|Posted|Last updated|Last modified|Date|Issued on)\b:?(?: on| at)?\s*)?"
    rf"(?:{_WEEKDAY},?\s+)?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|\d+ (?:minute|hour|day|week)s? ago)"
    rf"[ ,|·T-]{{0,3}}(?:(?:at |page ?)?\d{{1,2}}(?:[:.]\d{{2}}){{0,2}})?\s?(?:[ap]\.?m\.?)?\s?(?:[A-Z]{{2,4}})?"
)
_NAME = r"[A-Z][\w.'’-]{0,30}(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]{0,30}){1,3}"
_BYLINE = re.compile(
    rf"(?:By|BY|Story by|Reporting by|Written by) {_NAME}(?:(?:,| and|, and) {_NAME}){{0,4}}(?: ?[,/|] .+)?"
)
_FILE = re.compile(r"[\w .,&'’-]{2,40}\s?/\s?(?:Files?|Handout|Pool|Archives?)(?: photos?)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_LEGAL = re.compile(r"(?:©|\(c\)|copyright\b|\d{4} ©).{0,140}\Z", re.IGNORECASE)
_CONTRIBUTORS = re.compile(r"\bcontributed to this (?:report|story|article)\b[^.]{0,40}\.?\Z")
_TITLED = re.compile(r"[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,4}")
_SPLIT_CREDIT = re.compile(r"\s*(?:[/|,&;]|\bvia\b|\band\b)\s*")


def is_furniture(line: str) -> bool:
    """True for a line that is no part of a story."""
    if len(line) > _LONGEST:
        return len(line) <= 2 * _LONGEST and _CONTRIBUTORS.search(line) is not None
    if not any(c.isalnum() for c in line):
        return True
    return (
        _normal(line) in _phrases()
        or is_section_head(line)
        or is_credit(line)
        or _labels().fullmatch(line) is not None
        or (_BYLINE.fullmatch(line) is not None and line[-1] != ".")
        or is_time_stamp(line)
        or _LEGAL.match(line) is not None
        or _CONTRIBUTORS.search(line) is not None
    )


def is_section_head(line: str) -> bool:
    """True for a line that heads a list of other stories ("Most popular", "More from World")."""
    if len(line) > _LONGEST // 2 or line[-1] in ".!?":
        return False
    return _normal(line) in lines("sections") or (_section_starts().match(line) is not None and line.count(" ") <= 5)


def is_time_stamp(line: str) -> bool:
    """True for a line that holds a date and nothing else."""
    return len(line) <= _LONGEST // 2 and _STAMP.fullmatch(line) is not None


def is_credit(line: str) -> bool:
    """True for the credit of a photo: "Photo: Reuters", "AP/File", "(Photo by A. Name)", "EPA-EFE"."""
    bare = line.strip("()[] ")
    if len(bare) > _LONGEST or not bare:
        return False
    if _credit_label().fullmatch(bare) or _FILE.fullmatch(bare):
        return True
    if len(bare) > _LONGEST // 2:
        return False
    first, *rest = _SPLIT_CREDIT.split(bare)
    return first.lower() in _agencies() and len(rest) <= 3 and all(_TITLED.fullmatch(part) for part in rest)


def credit_start(block: str) -> int:
    """Return where the photo credit or the link at the end of a paragraph begins, or its length when there is none."""
    tail = max(0, len(block) - _LONGEST)
    if (
        block[-1:] not in (")", "]")
        and block.find(":", tail) < 0
        and block.find("...", tail) < 0
        and block.find("…", tail) < 0
    ):
        return len(block)
    match = _tail_credit().search(block, tail)
    return match.start() if match else len(block)


def _normal(line: str) -> str:
    return _NUMBER.sub("n", line.lower().replace("’", "'")).strip(" .:!?…»>→-–—|•[]")


@cache
def _phrases() -> frozenset[str]:
    return frozenset(_normal(phrase) for phrase in lines("phrases"))


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.lower() for name in lines("credit", "agencies"))


def _any_of(entries: frozenset[str]) -> str:
    return "|".join(sorted((re.escape(entry) for entry in entries), key=lambda e: (-len(e), e)))


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(lines('labels'))})\s?[:|>»] ?.+", re.IGNORECASE)


@cache
def _section_starts() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(lines('section_starts'))})\b", re.IGNORECASE)


@cache
def _credit_label() -> re.Pattern[str]:
    """A line such as "Photo: Reuters" or "Photograph by Ada Marsh for the Helm Museum"."""
    labels = f"(?i:{_any_of(lines('credit', 'labels'))})"
    names = r"[A-Z][\w.'’-]{0,30}(?:(?:[,/&]? | ?/ ?)(?:(?:and|of|the|for|via) ){0,2}[A-Z][\w.'’-]{0,30}){0,8}"
    return re.compile(rf"{labels}(?:\s?: ?[^.!?]{{1,80}}\.?| (?:by|courtesy of|via) (?:the )?{names})")


@cache
def _tail_credit() -> re.Pattern[str]:
    entries = lines("credit", "labels")
    labels = _any_of(
        frozenset(form for entry in entries for form in (entry.capitalize(), entry.title(), entry.upper()))
    )
    agencies = _any_of(lines("credit", "agencies"))
    rest = r"(?i:read|continue|more|full)\b[\w ]{0,20}\W{0,3}"
    return re.compile(
        rf"\s*(?:\((?:{labels})s?(?::| by | courtesy of )[^()]{{1,80}}\)|\b(?:{labels})(?: by)?: [^.!?:]{{2,50}}"
        rf"|[(\[](?:{agencies})(?:/[^()\[\]]{{1,40}})?[)\]]|(?:(?<=\.\.\.)|(?<=…))\s+{rest})\s*\Z"
    )
