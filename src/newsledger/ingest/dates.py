"""Document creation times: ISO 8601 in, ISO 8601 out, and the dates that news addresses carry. Never today's date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from newsledger.errors import InputError
from newsledger.ingest.metadata import MONTHS, day

_URL_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>-?)(?P<month>0[1-9]|1[0-2])(?P=gap)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<=/)(?P<year2>(?:19|20)\d\d)/(?P<month2>\d{1,2}|[a-z]{3,9})/(?P<day2>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
"""In one word, or in folders: "-20220906", "2022-09-06", "/2022/09/06/", "/2022/sep/6/"."""
_MISSING = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "unknown"})
_SECONDS, _MILLISECONDS = re.compile(r"\d{9,10}(?:\.\d+)?"), re.compile(r"\d{12,13}")


def parse_date(value: str | date) -> str:
    """Return an ISO 8601 date, or date-time with seconds, in canonical form.

    Args:
        value: ``2025-04-09``, ``2025-04-09T14:00``, ``2025-04-09T14:00:00+02:00``, ``20250409`` …, or a date of
            Python's or of a data frame.

    Raises:
        InputError: The value is no ISO 8601 date.
    """
    if isinstance(value, date):
        value = value.isoformat()
    elif not isinstance(value, str):
        raise InputError(f"{value!r} is not a date", hint="write ISO 8601, for example 2025-04-09")
    text = value.strip()
    try:
        if "T" not in text and " " not in text:
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        raise InputError(f"{value!r} is not a date", hint="write ISO 8601, for example 2025-04-09") from None


def is_missing(value: str) -> bool:
    """Tell whether a cell says that there is no date ("None", "NaT", "null")."""
    return value.strip().lower() in _MISSING


def written_date(value: str) -> str | None:
    """Return the date of a row in whatever form it is written, as ISO 8601; one that reads in two ways is None.

    Args:
        value: ISO 8601, ``Tue, 03 Jun 2025 09:12:00 GMT``, ``June 3, 2025``, ``2025/06/03``, seconds since 1970 …
    """
    value = value.strip()
    try:
        return parse_date(value)
    except InputError:
        return _since_1970(value) or day(value)


def _since_1970(value: str) -> str | None:
    if _SECONDS.fullmatch(value):
        seconds = float(value)
    elif _MILLISECONDS.fullmatch(value):
        seconds = int(value) / 1000
    else:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def date_in_url(url: str | None) -> str | None:
    """Return the date that an address carries ("/2022/09/06/", "-20220906"), or None."""
    for match in _URL_DATE.finditer(url or ""):
        found = match.groupdict()
        year, month, number = (found[name] or found[f"{name}2"] for name in ("year", "month", "day"))
        try:
            return date(int(year), _month(month), int(number)).isoformat()
        except ValueError:
            continue
    return None


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS.index(written[:3].lower()) + 1
