"""English time expressions: found with TIMEX3 extents, and anchored with earliest, latest and a reason."""

from newsledger.extract.time.calendar_value import calendar_value
from newsledger.extract.time.find import find_times
from newsledger.extract.time.meaning import TimeSpan, annotated_spans
from newsledger.extract.time.resolve import resolve_time, running_time
from newsledger.extract.time.tense import guess_tense, tense_of_time

__all__ = [
    "TimeSpan",
    "annotated_spans",
    "calendar_value",
    "find_times",
    "guess_tense",
    "resolve_time",
    "running_time",
    "tense_of_time",
]
