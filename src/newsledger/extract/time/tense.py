"""A small rule for the tense of an event, good enough to tell which Monday is meant."""

from __future__ import annotations

import re
from functools import cache

from newsledger.extract.time.data import load_toml

#: Characters looked at on either side of a trigger.
_REACH = 60
_CLAUSE_END = re.compile(r"[.;:!?“”\"]")
_WORD = re.compile(r"[^\W\d_]+")
_TO_DO = re.compile(r"\bto (?!the\b|an?\b|his\b|her\b|its\b|their\b|this\b|on\b|in\b|at\b|by\b|last\b|earlier\b)[a-z]+")
_UNTIL_THEN = re.compile(r"\b(?:by|until|before|from|within|starting|beginning|no later than) $", re.IGNORECASE)
_UNREAL = re.compile(r"\b(?:would|could|might|may) have (?!to\b)", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w-]* $")
_FOR_THEN = re.compile(r"\bfor $", re.IGNORECASE)


@cache
def _cues(name: str, shape: str) -> re.Pattern[str]:
    """Compile a list of ``tense.toml`` into a pattern; ``{}`` in the shape stands for its phrases."""
    words = {phrase: re.escape(phrase).replace("'", "['’]") for phrase in load_toml("tense.toml")[name]}
    phrases = "|".join("(?-i:may)" if phrase == "may" else pattern for phrase, pattern in words.items())  # not "May"
    return re.compile(shape.replace("{}", f"(?:(?<![\\w])(?:{phrases}))"), re.IGNORECASE)


def _before(name: str, words: int) -> re.Pattern[str]:
    return _cues(name, r"{}(?:\s+[\w-]+){0,WORDS}\s*$".replace("WORDS", str(words)))


def guess_tense(
    sentence: str, trigger_start: int, trigger_end: int, *, time: tuple[int, int] | None = None
) -> str | None:
    """Guess when a trigger lies from the words around it.

    Args:
        sentence: The sentence.
        trigger_start: Offset of the trigger in the sentence.
        trigger_end: End offset of the trigger.
        time: Offsets of the time expression in question; a past verb of saying between the two ("on Friday she
            announced that she will resign") shows that it belongs to the saying.

    Returns:
        ``past``, ``present``, ``future``, ``timetable`` ("talks resume in May": the May next to the anchor, on either
        side), or None when the words do not show it (most event nouns).
    """
    start, end = max(trigger_start, 0), max(trigger_end, 0)
    planned = _planned(sentence, start, end, time[0]) if time and time[0] >= end else None
    tense = planned or _of_trigger(sentence, start, end, time)
    if tense or time is None:
        return tense
    if _future_clause(sentence, time[0]):
        return "future"
    return "timetable" if _in_timetable(sentence, start, time[0]) else None


def tense_of_time(sentence: str, start: int) -> str | None:
    """Return ``future`` or ``timetable`` for a time whose own clause says that it is to come, or None.

    Args:
        sentence: The sentence.
        start: Offset of the time expression in the sentence.
    """
    if _fixed(_CLAUSE_END.split(sentence[max(0, start - _REACH) : start])[-1]) or _future_clause(sentence, start):
        return "future"
    return "timetable" if _in_timetable(sentence, 0, start) else None


def _fixed(clause: str) -> bool:
    """Tell whether the words before a time fix it: "elections called for"."""
    words = set(_WORD.findall(clause.lower()))
    return bool(_FOR_THEN.search(clause) and words & set(load_toml("tense.toml")["fixed"]))


def _planned(sentence: str, start: int, end: int, time: int) -> str | None:
    """Return the tense of a time behind words that arrange, promise or fix something."""
    trigger = set(_WORD.findall(sentence[start:end].lower()))
    clause = _CLAUSE_END.split(sentence[max(0, time - _REACH) : time])[-1]
    if _fixed(clause) or trigger & set(load_toml("tense.toml")["arranged"]):
        return "future"
    promised = _TO_DO.search(sentence[end:time]) if trigger & set(load_toml("tense.toml")["committed"]) else None
    if promised is None or _CLAUSE_END.search(sentence[end:time]):
        return None
    return "future" if _UNTIL_THEN.search(sentence[end:time]) else "timetable"


def _in_timetable(sentence: str, start: int, time: int) -> bool:
    """Tell whether a verb of the timetable rules a time: "the talks, which resume in May"."""
    first = max(start, time - _REACH)
    clause = sentence[first:time]
    named = _cues("timetable_of_names", r"{}\b").finditer(clause)
    ends = [match.end() for match in _cues("timetable", r"{}\b").finditer(clause)]
    ends += [match.end() for match in named if _NAME.search(sentence[: first + match.start()])]
    behind = clause[max(ends) :] if ends else ""
    return bool(ends) and not _CLAUSE_END.search(behind) and not _cues("stops_after", r"{}\b").search(behind)


def _future_clause(sentence: str, start: int) -> bool:
    """Tell whether the clause in which a time stands speaks of what is to come: "Kerry will be in Kyiv on Monday"."""
    clause = _CLAUSE_END.split(sentence[max(0, start - _REACH) : start])[-1]
    clause = _UNREAL.sub("", _cues("no_future", r"{}\b").sub("", clause))
    cues = [match.start() for match in _cues("sure_future", r"{}\b").finditer(clause)]
    stops = [match.start() for match in _cues("saying", r"{}\b").finditer(clause)]
    return bool(cues) and (not stops or stops[-1] < cues[-1])


def _of_trigger(sentence: str, start: int, end: int, time: tuple[int, int] | None) -> str | None:
    before = _CLAUSE_END.split(sentence[max(0, start - _REACH) : start])[-1]
    before = _cues("no_future", r"{}\b").sub("", before)
    trigger = sentence[start:end]
    words = _WORD.findall(trigger.lower())
    if _before("future", 3).search(before) or (
        _before("future", 0).search(trigger) and not _past_form(words[-1] if words else "")
    ):
        between = sentence[time[1] : start] if time and time[1] <= start else ""
        return "past" if _cues("saying", r"{}\b").search(between) else "future"
    if _before("past", 2).search(before) or (words and _past_form(words[0])):
        return "past"
    if words and words[0].endswith("ing"):
        return "present" if _before("present", 2).search(before) else None
    return "future" if _coming(sentence[end : end + _REACH]) else None


def _past_form(word: str) -> bool:
    return word.endswith("ed") or word in load_toml("tense.toml")["past_verbs"]


def _coming(after: str) -> bool:
    """Tell whether the words behind an event noun say that it is still to come: "talks in Geneva will resume"."""
    clause = _CLAUSE_END.split(after)[0]
    cue, stop = _cues("future_after", r"{}\b").search(clause), _cues("stops_after", r"{}\b").search(clause)
    return cue is not None and (stop is None or cue.start() < stop.start())
