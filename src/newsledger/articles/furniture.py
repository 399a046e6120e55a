"""What a page carries besides its stories: buttons, section heads, bylines, time stamps and photo credits."""

from __future__ import annotations

import re
from functools import cache

from newsledger.articles.corrections import is_correction
from newsledger.articles.stamps import is_time_stamp
from newsledger.articles.words import lines, table

# No furniture is longer than this, in characters.
_LONGEST = 160

_NAME = r"[A-Z][\w.'’-]{0,30}(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]{0,30}){1,3}"
_BYLINE = re.compile(
    rf"(?:By|BY|Story by|Reporting by|Written by) {_NAME}(?:(?:,| and|, and) {_NAME}){{0,4}}(?: ?[,/|·•] .+)?"
)
_FILE = re.compile(r"[\w .,&'’-]{2,40}\s?/\s?(?:Files?|Handout|Pool|Archives?)(?: photos?)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_LEGAL = re.compile(r"(?:©|\(c\)|copyright\b|\d{4} ©).{0,140}\Z", re.IGNORECASE)
_CONTRIBUTORS = re.compile(r"\bcontributed to this (?:report|story|article)\b[^.]{0,40}\.?\Z")
_TITLED = re.compile(r"[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,4}")
_SIGNATURE = re.compile(
    r"\(?(?:Additional |Further )?(?:Reporting|Writing|Editing|Compiled|Edited|Translated)"
    r"(?: and (?:[Ww]riting|[Ee]diting))? by (?=[A-Z])"
)
_SOURCE = re.compile(r"(?:By|BY|Source:|SOURCE:|[Ww]ith (?:agency )?inputs? from|[Ww]ith)\s+(?=[A-Z])")
_BRACKETED = re.compile(r"\[(?:[^\[\]/]{2,80}/[^\[\]]{2,60}|(?i:file)\b:?[^\[\]]{0,100})\]")
_SPLIT_CREDIT = re.compile(r"\s*(?:[/|,&;]|\bvia\b|\band\b)\s*")


def is_furniture(line: str) -> bool:
    """True for a line that is no part of a story."""
    if len(line) > _LONGEST:
        return (len(line) <= 2 * _LONGEST and _is_note(line)) or is_correction(line)
    if not any(c.isalnum() for c in line):
        return True
    return (
        _normal(line) in _phrases()
        or is_section_head(line)
        or is_credit(line)
        or is_link(line)
        or (_BYLINE.fullmatch(line) is not None and line[-1] != ".")
        or is_time_stamp(line)
        or _LEGAL.match(line) is not None
        or _is_note(line)
        or is_correction(line)
    )


def is_link(line: str) -> bool:
    """True for a line that points to another story: "READ MORE: …", "[Explainer: …]", "Opinion | …"."""
    bare = line.strip("[]() ").replace("’", "'")
    if _labels().fullmatch(bare):
        return True
    return bare[:1].isupper() and bare[-1] not in ".!" and _pointers().fullmatch(bare) is not None


def _is_note(line: str) -> bool:
    """True for a note on the page: who helped, whose views these are, where to follow the paper."""
    if _CONTRIBUTORS.search(line) or _is_signature(line):
        return True
    return line[:1].isupper() | (line[:1] == "(") and line.lower().replace("’", "'").startswith(_notes())


def is_section_head(line: str) -> bool:
    """True for a line that heads a list of other stories ("Most popular", "More from World")."""
    if len(line) > _LONGEST // 2 or line[-1] in ".!?":
        return False
    return _normal(line) in lines("sections") or (_section_starts().match(line) is not None and line.count(" ") <= 5)


def is_credit(line: str) -> bool:
    """True for the credit of a photo: "Photo: Reuters", "AP/File", "(Photo by A. Name)", "EPA-EFE"."""
    bare = _SOURCE.sub("", line.strip("()[] "))
    if len(bare) > _LONGEST or not bare:
        return False
    if _credit_label().fullmatch(bare) or _FILE.fullmatch(bare) or _BRACKETED.fullmatch(line):
        return True
    if len(bare) > _LONGEST // 2:
        return False
    first, *rest = _SPLIT_CREDIT.split(bare)
    return (
        first.lower().removesuffix(" photo") in _agencies()
        and len(rest) <= 3
        and all(_TITLED.fullmatch(part) for part in rest)
    )


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
    return match.start() if match and match.start() else len(block)


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


def _is_signature(line: str) -> bool:
    """True for "Reporting by Ada Marsh in Helm; Editing by Tom Reyes": names and the words between them alone."""
    opening = _SIGNATURE.match(line)
    rest = line[opening.end() :].split() if opening else []
    return bool(rest) and all(
        word[0].isupper() or word.strip(",;:.()").lower() in lines("credit", "between") for word in rest
    )


@cache
def _pointers() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(lines('pointers'))})\s?[:|>»] ?.+", re.IGNORECASE)


@cache
def _notes() -> tuple[str, ...]:
    return tuple(lines("notes"))


@cache
def _section_starts() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(lines('section_starts'))})\b", re.IGNORECASE)


@cache
def _credit_label() -> re.Pattern[str]:
    """A line such as "Photo: Reuters" or "Photograph by Ada Marsh for the Helm Museum"."""
    labels = f"(?i:{_any_of(lines('credit', 'labels'))})"
    names = _names()
    return re.compile(rf"{labels}(?:\s?[:,] ?{names}\.?| (?:by|courtesy of|via) (?:the )?{names})")


@cache
def _names() -> str:
    """Return the pattern of the names in a credit, apart by signs: what has other words in small letters is text."""
    small = "|".join(table("furniture")["credit"]["small"].split())
    part = rf"(?:(?:{small}) ){{0,3}}[A-Z@#\d][\w.'’@#-]{{0,30}}"
    name = rf"{part}(?: {part}){{0,3}}(?: (?:{small})){{0,2}}"
    return rf"{name}(?:\s?[,/&;|]\s?(?:{name}|(?:{small})(?: (?:{small}))?)){{0,5}}"


@cache
def _tail_credit() -> re.Pattern[str]:
    entries = lines("credit", "labels")
    labels = _any_of(
        frozenset(form for entry in entries for form in (entry.capitalize(), entry.title(), entry.upper()))
    )
    agencies = _any_of(lines("credit", "agencies"))
    rest = r"(?i:read|continue|more|full)\b[\w ]{0,20}\W{0,3}"
    return re.compile(
        rf"\s*(?:\((?:{labels})s?(?::| by | courtesy of )[^()]{{1,80}}\)|\b(?:{labels})(?: by)?: {_names()}"
        rf"|[(\[](?:{agencies})(?:/[^()\[\]]{{1,40}})?[)\]]|(?:(?<=\.\.\.)|(?<=…))\s+{rest})\s*\Z"
    )
