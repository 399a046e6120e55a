"""How a sentence cites a source: where the cue stands, which quotation it tags, and what it can cover.

Offsets are those of the sentence. The shapes are those of news English: a tag after the words ("…, she said"), a cue
that leads its clause ("she said that …"), a tag in the middle, an aside ("what she called …"), a preposition that
frames the sentence ("according to her"), a speaker's label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
        return (MIDDLE if _resumed(after) else TAG) if before.strip() else LEADING
    return _after_its_subject(before, after)


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


def _resumed(after: str) -> bool:
    return bool(re.search(r"[,.;]\s*[“\"]\w", after))
