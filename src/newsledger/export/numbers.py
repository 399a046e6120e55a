"""Whole numbers in the place of our hash ids, for formats that want integers: the same event has the same number."""

from __future__ import annotations

from newsledger.records import content_id

_EXACT_DIGITS = 13
_INT32 = 2**31 - 1


def stable_number(*parts: object) -> int:
    """Return a number of at most 52 bits, which R and JavaScript read without loss (their numbers are doubles)."""
    return int(content_id("n", *parts)[2 : 2 + _EXACT_DIGITS], 16)


def small_number(*parts: object) -> int:
    """Return a number of at most 31 bits, for readers that take 32-bit integers; different things may share one."""
    return stable_number(*parts) % _INT32 + 1


class SmallNumbers:
    """Numbers of at most 31 bits, each given once; the next free one is taken where two things share one."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def clear(self) -> None:
        """Let all numbers be given again."""
        self._taken.clear()

    def give(self, *parts: object) -> int:
        """Return a number that was not given since the last :meth:`clear`."""
        number = small_number(*parts)
        while number in self._taken:
            number = number % _INT32 + 1
        self._taken.add(number)
        return number
