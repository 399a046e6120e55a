"""Time stamps: lines that hold a date and nothing else, perhaps with a label, a clock or a byline before it.

Forms met: "Published On 3 Jun 2025", "Posted: 2:05 PM, Jun 03, 2025", "June 3, 2025 / 2:05 PM EDT", "3 hours ago",
"By Ada Marsh | June 3, 2025", "Published 3 June 2025, 14:05 GMT+3. Updated 5 June 2025".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsledger.articles.datelines import full_date
from newsledger.articles.words import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

# No line that holds only a date is longer, in characters.
_LONGEST = 80

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:(?:{_WEEKDAY},?\s+)?"
    rf"(?:{_MONTH} {_DAY},? \d{{4}}|{_DAY}[ -]{_MONTH},?[ -]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|\d+ (?:minute|hour|day|week)s? ago))"
)
_ZONE = r"(?-i:Z|\(?[A-Z]{2,4}(?:[+-]\d{1,2}(?::?\d{2})?)?\)?|[+-]\d{2}:?\d{2})"
_CLOCK = rf"(?:\d{{1,2}}(?:[:.]\d{{2}}){{1,2}}(?:\s?[ap]\.?m\.?)?|\d{{1,2}}\s?[ap]\.?m\.?)(?:\s?{_ZONE})?"
_GAP = r"[\s,|/·•–—-]{0,3}(?:at |t)?"
_BEHIND = r"(?:\d{1,3} min(?:ute)?s? read|page ?\d{1,3})"
_BETWEEN = re.compile(r"[\s.,;|/·•–—-]*")
_BYLINE = re.compile(r"(?:By|BY) [A-Z][\w.'’-]{0,30}(?: (?:and |[a-z]{1,3} )?[A-Z][\w.'’-]{0,30}){1,5}\s*[,|/·•–—-]\s*")


def is_time_stamp(line: str) -> bool:
    """True for a line that holds a date and nothing else."""
    return next(_stamps(line), None) is not None


def day_of_publication(line: str) -> str | None:
    """Return the ISO 8601 day that a time stamp states, unless it is that of a last change, or None."""
    for stamp in _stamps(line):
        if (stamp["label"] or "").lower() not in lines("stamps", "change"):
            return full_date(stamp["date"])
    return None


def _stamps(line: str) -> Iterator[re.Match[str]]:
    """Yield the time stamps that the line is made of, or nothing if it holds anything else."""
    if len(line) > _LONGEST:
        return
    byline = _BYLINE.match(line)
    at, found = byline.end() if byline else 0, []
    while at < len(line):
        stamp = _stamp().match(line, at)
        if stamp is None:
            return
        found.append(stamp)
        between = _BETWEEN.match(line, stamp.end())
        at = between.end() if between else stamp.end()
    yield from found


@cache
def _stamp() -> re.Pattern[str]:
    labels = "|".join(sorted(lines("stamps", "publication") | lines("stamps", "change"), key=lambda e: (-len(e), e)))
    return re.compile(
        rf"(?:(?P<label>{labels})\b(?: on| at)?:?\s*)?(?:{_CLOCK}{_GAP}(?:on )?)?(?P<date>{_DATE})"
        rf"(?:{_GAP}{_CLOCK})?(?:{_GAP}{_BEHIND})?",
        re.IGNORECASE,
    )
