"""Time (being written)."""

from newsledger.extract.time.find import find_times
from newsledger.records import TimeExpression


def guess_tense(sentence: str, trigger_start: int, trigger_end: int) -> str | None:
    """Guess (being written)."""
    del sentence, trigger_start, trigger_end
    return None


def resolve_time(span, *, anchor, tense, previous=None):  # type: ignore
    """Resolve (being written)."""
    return TimeExpression(span.text, span.start, span.end, None, None, None, None, "being written")


__all__ = ["find_times", "guess_tense", "resolve_time"]
