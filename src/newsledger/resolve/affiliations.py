"""For whom somebody works: "an analyst with the International Crisis Group", "Ann Bell of UNICEF"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.resolve.entries import Entry, closest
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.segments import Segment
from newsledger.resolve.words import choice

_LINKS = frozenset({"at", "for", "from", "of", "with"})
_OWN_CODES = frozenset({"EUR", "IGO", "NGO", "UNO"})
_ARTICLE = len(" the ")
_POST = re.compile(rf"\b{choice('posts')}(?: (?:now|currently|working))?\s*$", re.I)
# "of the Berlin-based think tank SWP", "of the Omran Center, an Istanbul-based think tank".
_BASED = re.compile(
    r" (?:of|from|at|with) (?:the |an? )?(?:[A-Z][^,;.:“”\"()]*?, (?:an?|the) )?"
    r"((?:[\w-]+ )?[A-Z][\w.]+(?: [A-Z]\w+)?-based [^,.;:“”\"()]+)"
)
_OF = re.compile(r" (?:of|from|at|with) (?:the )?(?=[A-Z])")


def employer(segments: Sequence[Segment], date: str | None) -> Entry | None:
    """The organisation of no country for which the head works, where the words say so."""
    head = False
    for number, segment in enumerate(segments):
        first = segment.hits[0] if segment.hits and segment.hits[0].start <= _ARTICLE else None
        if head and segment.link in _LINKS and first:
            found = _organisation(first, date)
            if found:
                return found
        head = head or (segment.link in {"", ","} and _POST.search(segment.text) is not None)
        if number and any(h.of("demonym") for h in segment.hits):
            return None
    return None


def of_organisation(rest: str, hits: tuple[Hit, ...], at: int, date: str | None) -> Entry | None:
    """The organisation named right after a person's name ("Ann Bell of UNICEF"); hits are the sentence's."""
    link = _OF.match(rest)
    first = next((h for h in hits if link and h.start == at + link.end()), None)
    return _organisation(first, date) if first else None


def of_a_place(rest: str) -> str | None:
    """The words after a name for a body that says where it is based ("of the Berlin-based think tank SWP")."""
    found = _BASED.match(rest)
    return found[1] if found else None


def _organisation(hit: Hit, date: str | None) -> Entry | None:
    entries = tuple(e for e in hit.entries if e.kind == "organisation")
    entry = closest(entries, date) if entries else None
    return entry if entry and entry.country in _OWN_CODES else None
