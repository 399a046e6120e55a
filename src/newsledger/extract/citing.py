"""How a sentence cites a source: where the cue stands, which quotation it tags, and what it can cover.

Offsets are those of the sentence. The shapes are those of news English: a tag after the words ("…, she said"), a cue
that leads its clause ("she said that …"), a tag in the middle, an aside ("what she called …"), a preposition that
frames the sentence ("according to her"), a speaker's label. Whom a source tells ("…, she told AFP") and who speaks with
it ("…, she and an aide said") share its shape. Words of telling and hearing are data: ``citing.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

Range = tuple[int, int]

LEADING, TAG, MIDDLE, WHOLE, LABEL, ASIDE, BARE = "leading", "tag", "middle", "whole", "label", "aside", "bare"

_WHOLE_CUE = re.compile(
    r"^(?:according to|per|citing|quoting|attributable to|in the words of|based on)\b", re.IGNORECASE
)
_LABEL_CUE = re.compile(r"^\W*:\W*$")
_ASIDE_BEFORE = re.compile(r"(?<!such )\b(?:as|what|which|whom)\s+(?:the |some |many )?$", re.IGNORECASE)
_DASH_BEFORE = re.compile(r"\s[—–]\s+(?:as )?(?:the |some |many )?$")
_DASH_AFTER = re.compile(r"^[^—–]{0,40}\s[—–]\s")
_ADJUNCT = re.compile(
    r"^[\s,]*(?:$|[.;!?”’\"']|(?:in|on|at|during|to|after|before|following|speaking|referring|about|of|via|from|late|early"
    r"|earlier|last|this|yesterday|today|tonight|here|there|when|as|through|by|using|shortly|again|too|recently|later"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(r"\bthat\b|[“\"]\w|:\s")
_CLOSED = re.compile(r"[,”\"’'—–?!]\s*(?:the|an?|one|its|his|her|their)?\s*$", re.IGNORECASE)
_RESUMES = re.compile(r"^\s*(?:,|\.)?\s*[“\"]|^\s*,\s")
_QUOTED = re.compile(r"(?:[“\"].*|^[^“\"]*)[”\"]\s*(?:the|an?)?\s*$", re.IGNORECASE)
_THAT_BEHIND = re.compile(r"^(?:\s[\w’'.-]+){0,6}? that\b(?! (?:was|were|is|are|has|had|have|will|would)\b)")
_OPENING, _CLOSING = "“", "”"
_STRAIGHT = '"'
_MARK = re.compile('[“”"]')


@dataclass(frozen=True, slots=True)
class Citation:
    """A source in its sentence with its cue and the shape of the citation."""

    span: Range
    cue: Range | None
    shape: str

    @property
    def start(self) -> int:
        """Where source and cue begin."""
        return min(self.span[0], self.cue[0]) if self.cue else self.span[0]

    @property
    def end(self) -> int:
        """Where source and cue end."""
        return max(self.span[1], self.cue[1]) if self.cue else self.span[1]


def quotations(sentence: str) -> list[Range]:
    """Return the stretches in double quotation marks.

    One that is closed but not opened here begins with the sentence, one that is never closed runs to its end.
    """
    found: list[Range] = []
    opened: int | None = None
    for match in _MARK.finditer(sentence):
        at, mark = match.start(), match[0]
        if opened is not None and mark != _OPENING:
            found.append((opened, at))
            opened = None
        elif opened is None and (mark == _CLOSING or (mark == _STRAIGHT and _closes(sentence, at))):
            found.append((0, at))
        elif opened is None:
            opened = at + 1
    if opened is not None:
        found.append((opened, len(sentence)))
    return found


def _closes(sentence: str, at: int) -> bool:
    """Tell whether a straight mark can only close: words before it, none behind it."""
    return at > 0 and not sentence[at - 1].isspace() and not sentence[at + 1 : at + 2].isalnum()


def cite(sentence: str, span: Range, cue: Range | None) -> Citation:
    """Return a source with the shape of its citation."""
    return Citation(span, cue, _shape(sentence, span, cue))


def cite_all(sentence: str, sources: Sequence[tuple[Range, Range | None]]) -> tuple[Citation, ...]:
    """Return the sources of a sentence with their cues and shapes; who shares a cue shares the first one's shape."""
    alone = [cite(sentence, span, cue) for span, cue in sources]
    return tuple(replace(c, shape=min(_of_one_cue(c, alone), key=lambda o: o.span).shape) for c in alone)


def _of_one_cue(citation: Citation, others: Sequence[Citation]) -> list[Citation]:
    return [o for o in others if o is citation or (o.cue is not None and o.cue == citation.cue)]


def _shape(sentence: str, span: Range, cue: Range | None) -> str:
    if cue is None:
        return BARE
    words = sentence[cue[0] : cue[1]]
    if _WHOLE_CUE.search(words):
        return WHOLE
    if _LABEL_CUE.search(words):
        return LABEL
    start, end = min(span[0], cue[0]), max(span[1], cue[1])
    before, after = sentence[:start], sentence[end:]
    if _ASIDE_BEFORE.search(before) or (_DASH_BEFORE.search(before) and _DASH_AFTER.search(after)):
        return ASIDE
    if cue[1] <= span[0]:
        return _before_its_subject(before, after)
    heard = _hearer().match(after) if _telling().search(words) else None
    return _after_its_subject(before, after[heard.end() :] if heard else after)


@cache
def words_of(table: str, key: str) -> str:
    """Return the entries of ``citing.toml`` under a key as alternatives of a regular expression."""
    path = resources.files("newsledger.extract").joinpath("citing.toml")
    return "|".join(tomllib.loads(path.read_text(encoding="utf-8"))[table][key])


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words_of('telling', 'cues')})$", re.IGNORECASE)


@cache
def _hearer() -> re.Pattern[str]:
    """Return the form of whom a cue of telling takes where nothing told follows: "the court", "AFP by phone"."""
    noun, more = words_of("hearers", "nouns"), words_of("hearers", "before_nouns")
    word = rf"[A-Z0-9][\w’'.&-]*|(?:{noun}|{more})(?![\w’'-])"
    named = (
        rf"(?:(?:the|an?) )?(?:(?:{more}) )*(?:(?:[a-z]{{2}}-)?[A-Z][\w’'.&-]*|(?:{noun})(?![\w’'-]))(?: (?:{word}))*"
    )
    described = r"(?:the|an?|this|his|her|its|their|our)(?: [\w’'.&-]+){1,3}"
    heard = rf"(?:{words_of('hearers', 'pronouns')})|{named}|{described}"
    told = rf"\s+(?:{words_of('hearers', 'complements')})\b"
    return re.compile(rf"\s+(?:{heard})(?![\w’'-])(?!{told})(?=\s*,|(?i:{_ADJUNCT.pattern[1:]}))")


def _before_its_subject(before: str, after: str) -> str:
    """Return the shape where the cue stands before the source: "… , said the ministry", "a claim by Chad that …"."""
    if not before.strip() or _THAT_BEHIND.match(after):
        return LEADING
    return MIDDLE if _resumed(after) else TAG


def _after_its_subject(before: str, after: str) -> str:
    """Return the shape where the cue follows the source: "… , the ministry said on Monday"."""
    closed = bool(_CLOSED.search(before))
    if not after.strip(" .,;!?”\"’'"):
        return TAG if before.strip() else LEADING
    if closed and len(before.split()) > 3 and _RESUMES.match(after):
        return MIDDLE
    if closed and (_ADJUNCT.search(after) or _QUOTED.search(before)) and len(before.split()) > 3:
        return LEADING if _COMPLEMENT.search(after) and not _QUOTED.search(before) else TAG
    return LEADING


def answered_beside(sentence: str, start: int, end: int) -> int | None:
    """Return where who answers begins, behind what names again what was said: "…, an account that Chad disputes"."""
    found = _answered().search(sentence, start, end)
    return found.end() if found else None


@cache
def _answered() -> re.Pattern[str]:
    nouns = words_of("answered", "nouns")
    named = rf"(?:(?:an?|the|both|all) (?:[\w-]+ )?(?:{nouns})|(?=[\w-]+s\b)(?:{nouns})|something|things)"
    return re.compile(rf", {named} (?:that |which )?(?:(?:the|an?|its|his|her|their) )?", re.IGNORECASE)


def _resumed(after: str) -> bool:
    return bool(re.search(r"[,.;]\s*[“\"]\w", after))
