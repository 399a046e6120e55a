"""The words of a party cut at its links ("of", "in", a comma): a core, and what belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsledger.resolve import heads
from newsledger.resolve.knowledge import Hit, Knowledge
from newsledger.resolve.words import choice

_SPLIT = re.compile(
    rf"(?<![\w-])(?:{choice('links')})(?![\w-])" r"|(?<=\w),(?=\s)|\s[–—-]\s|\(",
    re.I,
)
_FOREIGN = re.compile(rf"-\s?{choice('after_a_foreign_country')}\b", re.I)
# "ethnic Albanian guerrillas" are of another country than Albania.
_FOREIGN_BEFORE = re.compile(r"\b(?:(?:pro|anti|non|counter)-\s?|ethnic )$", re.I)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the party's words with the link that introduces it ("of", "in", ",", or "" for the core)."""

    link: str
    text: str
    hits: tuple[Hit, ...]


def split(words: str, knowledge: Knowledge) -> list[Segment]:
    """Cut a span at the prepositions, relative pronouns and commas that follow its head."""
    hits = knowledge.scan(words)
    cuts = [(0, 0, "")]
    for match in _SPLIT.finditer(words):
        inside = any(h.start < match.end() and match.start() < h.end for h in hits)
        if inside or match.start() == 0 or (match[0] == "," and _list_comma(words, match.start(), hits)):
            continue
        cuts.append((match.start(), match.end(), match[0].strip().lower()))
    ends = [c[0] for c in cuts[1:]] + [len(words)]
    segments = []
    for (_, start, link), end in zip(cuts, ends, strict=True):
        inner = tuple(Hit(h.start - start, h.end - start, h.text, h.entries) for h in hits if start <= h.start < end)
        segments.append(Segment(link, words[start:end], inner))
    return segments


def _list_comma(words: str, at: int, hits: tuple[Hit, ...]) -> bool:
    """Whether the comma joins adjectives ("Iraqi, Kurdish and Arab forces") and so does not end the core."""
    before = [h for h in hits if h.end == at]
    return (
        bool(before)
        and before[0].of("demonym", "group", "country") is not None
        and bool(re.match(r",\s*(?:and\s+)?(?:the\s+)?[A-Z]", words[at:]))
    )


def someone_else(text: str, hit: Hit) -> bool:
    """Whether a name is another's than the party's ("US-backed", "pro-Serbian", "ethnic Albanian")."""
    foreign = _FOREIGN.match(text[hit.end :]) and not heads.its_own(text, hit)
    return bool(foreign or _FOREIGN_BEFORE.search(text[: hit.start]))
