"""Numbers written in digits, in all the forms that people use: signs, separators, powers, fractions, suffixes."""

from __future__ import annotations

import math
import re

from newsledger.extract.time.numerals import MAGNITUDES, SHORT_MAGNITUDES

_SUFFIXES = "|".join(sorted({*MAGNITUDES, *SHORT_MAGNITUDES}, key=len, reverse=True))
_WRITTEN = re.compile(
    rf"""(?P<sign>[-−]\s?)?
    (?P<whole>[0-9]{{1,3}}(?:[\x20\u00a0\u202f][0-9]{{3}})++(?![0-9])|[0-9]{{1,3}}(?:\.[0-9]{{3}})++(?=,[0-9])
        |[0-9]{{1,3}}(?:,[0-9]{{2,3}})*,[0-9]{{3}}(?![0-9])|[0-9]{{1,18}}+)?+
    (?:(?P<point>[.,])(?P<decimals>[0-9]{{1,18}}+))?+
    (?:e(?P<exponent>[+-]?[0-9]{{1,2}}+)|x10\^(?P<power>[+-]?[0-9]{{1,2}}+)|\^(?P<raised>[+-]?[0-9]{{1,2}}+))?+
    (?:(?P<above>\s{{1,3}}[0-9]{{1,2}}+)?/(?P<below>[0-9]{{1,3}}+)(?![0-9/]))?
    (?:\s*+(?P<suffix>{_SUFFIXES})(?![A-Za-z0-9]))?+(?![A-Za-z])""",
    re.VERBOSE | re.IGNORECASE,
)
#: Powers beyond this natural logarithm are cut off.
_MAX_LOG = 700.0
#: Letters that are units in lower case and magnitudes in capitals.
_CASED = frozenset({"m", "g", "b", "t"})


def read_written(text: str, start: int) -> tuple[float, int] | None:
    """Read the number in digits that begins at an offset.

    Returns:
        Its value and end offset, or None.
    """
    match = _WRITTEN.match(text, start)
    if not match or not (match["whole"] or (match["point"] == "." and match["decimals"])):
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"] or "0")
    value = float(f"{whole}.{match['decimals'] or 0}")
    power = int(match["exponent"] or match["power"] or 0)
    value = value * 10.0**power
    if match["sign"]:
        value = -value
    if match["raised"] is not None and value:
        value = math.copysign(math.exp(min(math.log(abs(value)) * int(match["raised"]), _MAX_LOG)), value)
    if match["below"] is not None:
        value = _fraction(value, match["above"], float(match["below"]))
    suffix, end = match["suffix"], match.end()
    if suffix and suffix in _CASED:
        return None
    if suffix:
        value *= MAGNITUDES.get(suffix.lower()) or SHORT_MAGNITUDES[suffix.lower()]
    return value, end


def _fraction(value: float, above: str | None, below: float) -> float:
    if not below:
        return value
    if above is None:
        return value / below
    return value + (1 if value >= 0 else -1) * float(above) / below
