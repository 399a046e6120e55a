"""Datelines: "ISLAMABAD, PAKISTAN — -The head …", "BEIRUT, April 3 (Reuters) - …", "Kyiv, Ukraine (AP) — …"."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = rf"(?:{'|'.join((*map(str.title, _MONTHS), *map(str.upper, _MONTHS)))})[A-Za-z]{{0,6}}\.?"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = rf"(?:{_WEEKDAY},? )?(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?)"
_CAPS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{1,24}"
_MIXED = r"[A-ZÀ-Þ][\w.'’-]{1,24}"
_DASH = r"\s*(?:[—–―]|--)[ \t]*-?\s*|\s+-\s*"

# Capitals are dateline enough; a place in mixed case needs an agency or a date behind it.
_CAPS_PLACE = (
    rf"(?:{_CAPS}(?:[ /]{_CAPS}){{0,4}})(?:, (?:{_CAPS}(?: {_CAPS}){{0,3}}|{_MIXED}(?: {_MIXED}){{0,2}})){{0,2}}"
)
_MIXED_PLACE = rf"(?:{_MIXED}(?: {_MIXED}){{0,3}})(?:, {_MIXED}(?: {_MIXED}){{0,2}}){{0,2}}"
_AGENCY = r"\((?P<{}>[A-Z][\w .&/-]{{1,30}})\)"

_DATELINE = re.compile(
    rf"(?P<caps>{_CAPS_PLACE}?)(?:,? (?P<date>{_DATE}),?)?(?:,? {_AGENCY.format('agency')})?(?:{_DASH})"
    rf"|(?P<mixed>{_MIXED_PLACE}?)(?:,? (?P<mixed_date>{_DATE}),?(?: {_AGENCY.format('mixed_agency')})?"
    rf"|,? {_AGENCY.format('only_agency')})(?:{_DASH})"
)
_DAY_MONTH = re.compile(
    rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<month2>{_MONTH}),?[ -](?P<year2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})",
)
_LONGEST = 120


class Dateline(NamedTuple):
    """A dateline: where it ends in the text, its place, and its date when it states a full one (ISO 8601)."""

    end: int
    place: str
    date: str | None


def parse_dateline(text: str, start: int, end: int) -> Dateline | None:
    """Return the dateline that stands at ``start``, or None."""
    window = text[start : min(end, start + _LONGEST)]
    match = _DATELINE.match(window)
    if match is None or match.end() >= len(window):
        return None
    place = match["caps"] or match["mixed"]
    if not window[match.end() :].lstrip("“\"‘'[(")[:1].isupper():
        return None
    stated = match["date"] or match["mixed_date"]
    return Dateline(start + match.end(), place, full_date(stated) if stated else None)


def full_date(words: str) -> str | None:
    """Return the first full date that the words state as ISO 8601, or None."""
    match = _DAY_MONTH.search(words)
    if match is None:
        return None
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"]).isoformat()
        month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
        return date(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"])).isoformat()
    except ValueError:
        return None
