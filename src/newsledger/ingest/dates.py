"""Document creation times: ISO 8601 in, ISO 8601 out, and the dates that news addresses carry. Never today's date."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsledger.errors import InputError

_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


def parse_date(value: str) -> str:
    """Return an ISO 8601 date, or date-time with seconds, in canonical form.

    Args:
        value: ``2025-04-09``, ``2025-04-09T14:00``, ``2025-04-09T14:00:00+02:00``, ``20250409`` …

    Raises:
        InputError: The value is no ISO 8601 date.
    """
    text = value.strip()
    try:
        if "T" not in text and " " not in text:
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        raise InputError(f"{value!r} is not a date", hint="write ISO 8601, for example 2025-04-09") from None


def date_in_url(url: str | None) -> str | None:
    """Return the date that an address carries ("/2022/09/06/", "-20220906"), or None."""
    for match in _URL_DATE.finditer(url or ""):
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        except ValueError:
            continue
    return None
