"""Times and quantities in a sentence."""

from __future__ import annotations

from datetime import date

from fuzz.aid import text_of
from newsledger.extract.quantity import find_quantities
from newsledger.extract.time import find_times, resolve_time

LONGEST = 3000
ANCHORS = (None, "2031-03-12", "2031-03-12T10:00:00+03:00", "0001-01-01", "9999-12-31")
TENSES = (None, "past", "present", "future")
PREVIOUS = (None, "2031-W11", "1999", "P3D", "9999-12", "0001-01-01")
DICTIONARY = (
    b"last", b"next", b"ago", b"since", b"until", b"between", b"Monday", b"March", b"th ", b"Q3", b"week", b"decade",
    b"century", b"million", b"billion", b"percent", b"%", b"dozens of", b"at least", b"$", b"\xe2\x82\xac", b"km",
    b"-", b"\xe2\x80\x93",
    b"killed", b"wounded", b"half", b"two thirds", b"1,000", b"1.5", b"Ramadan", b"2031", b"/", b":", b"GMT",
    b"\xd9\xa3",
)  # fmt: skip


def seeds() -> tuple[bytes, ...]:
    """Return sentences with many readings, behind the byte that names anchor, tense and running time."""
    told = (
        "On Monday, March 12, 2031, at 10:30 a.m., two weeks after the talks of last year, 12 people were killed.",
        "Between 1998 and the mid-2000s the $1.5 billion fund lent 20 to 30 percent of it to some three dozen states.",
        "In the third quarter of FY2031/32, at least 1,200 troops and half of the 40 tanks left within 48 hours.",
        "The previous spring, on the eve of Ramadan, a 7.62mm rifle and 3 km of fence were found two days later.",
    )
    return tuple(bytes([n * 7]) + sentence.encode() for n, sentence in enumerate(told))


def one(data: bytes) -> None:
    """Find times and quantities: spans quote the text, values are days in order, nothing throws."""
    which, text = (data[0] if data else 0), text_of(data[1:])[:LONGEST]
    anchor, tense = ANCHORS[which % 5], TENSES[which // 5 % 4]
    previous = PREVIOUS[which // 20 % 6]
    spans = find_times(text, offset=7)
    for span in spans:
        assert text[span.start - 7 : span.end - 7] == span.text
        found = resolve_time(span, anchor=anchor, tense=tense, previous=previous)
        assert text[found.start - 7 : found.end - 7] == found.text
        days = [date.fromisoformat(d) for d in (found.earliest, found.latest) if d]
        assert days == sorted(days), found
    for quantity in find_quantities(text, offset=7, times=spans):
        assert text[quantity.start - 7 : quantity.end - 7] == quantity.text
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high, quantity
