"""Threats and refusals by their words: what is threatened, who is not let in (``modality.toml``)."""

from __future__ import annotations

import re
from functools import cache

from newsledger.extract.modality import CLAUSE_END, compiled, table

_HAVE_DONE = re.compile(r"\s*(?:have|see|get) (?:[\w.’'-]+ ){1,6}$")
"""Between a threat and what it threatens: "to have the governor killed"."""
_THREAT_WITH = re.compile(r"\bthreat\w* (?:[\w’'-]+ ){1,4}with (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_COMPLEMENT = 8
"""Words behind a threat that say what is threatened."""
_COMPLEMENT_END = re.compile(
    r"[,;:.!?“”\"()]|\b(?:over|after|for|unless|if|because|until|when|amid|despite|who|which|and|or|but"
    r"|in (?:response|retaliation))\b",
    re.IGNORECASE,
)


def threatened(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words before an event threaten it: "vowed to strike"."""
    entry = table()["threats"]
    head = start + sentence[start:end].rstrip().rfind(" ") + 1
    found = list(_threats().finditer(sentence[:head]))
    between = sentence[found[-1].end() : head] if found else ""
    if _THREAT_WITH.search(sentence[:head]):
        return True
    if not found or CLAUSE_END.search(between):
        return False
    return len(between.split()) <= entry["reach"] or _HAVE_DONE.match(between) is not None


def threat_content(words: str) -> str | None:
    """Return the mode that the words from a threat on give it: "threatened to jail" is arrest."""
    cue = _threatening().match(words)
    if cue is None:
        return None
    complement = " ".join(words[cue.end() :].split()[:_COMPLEMENT])
    end = _COMPLEMENT_END.search(complement)
    last = end.start() if end else len(complement)
    found = [(m.start(), -len(m.group()), mode) for mode, p in _contents() for m in [p.search(complement)] if m]
    return next((mode for start, _, mode in sorted(found) if start < last), None)


def barred(words: str) -> bool:
    """Tell whether the words from an event on say that somebody is not let in: "turned back"."""
    return _barring().match(words) is not None


@cache
def _threatening() -> re.Pattern[str]:
    entry = table()["threats"]
    return compiled((entry["cues"] + entry["also_before_contents"]).strip().splitlines(), [])


@cache
def _contents() -> tuple[tuple[str, re.Pattern[str]], ...]:
    contents = table()["threats"]["contents"]
    return tuple((mode, compiled(cues.strip().splitlines(), [])) for mode, cues in contents.items())


@cache
def _barring() -> re.Pattern[str]:
    return compiled(table()["barring"]["cues"].strip().splitlines(), [])


@cache
def _threats() -> re.Pattern[str]:
    return compiled(table()["threats"]["cues"].strip().splitlines(), [])
