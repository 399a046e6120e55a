"""A small rule for the tense of an event, good enough to tell which Monday is meant."""

from __future__ import annotations

import re

from newsledger.extract.time.words import context

_BEFORE, _AFTER = 60, 60
_FUTURE = re.compile(
    r"(?:\b(?:will|shall|won't|would|going to|set to|due to|due|slated|scheduled|expected|expects?|poised|planned|plans?|"
    r"planning|intends?|aims?|vow(?:s|ed)? to|promis(?:es|ed) to|pledg(?:es|ed) to|threaten(?:s|ed) to|about to|hopes? to|"
    r"(?:is|are|was|were) to|agreed to|ahead of|upcoming|wants? to|want(?:ed|s)? to|prepar(?:es|ed|ing) to)"
    r"|['’]ll)(?:\s+\w+){0,3}\s*$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:had|was|were|did|has|have|been|having)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|am|being|['’]re|['’]s)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:planned|upcoming|scheduled|coming|proposed|forthcoming)(?:\s+[\w-]+){0,2}\s*$", re.IGNORECASE
)
_FUTURE_AFTER = re.compile(
    r"(?:\s+(?!said|was|were|had|has|have|is|are)\w+){0,6}\s+(?:will|to be held|(?:is|are) (?:set|due|scheduled|expected|slated|planned|to)|"
    r"taking place|scheduled for|planned for|due)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|announced|told|added|declared|vowed|pledged|promised|warned|stated|agreed|signalled|signaled|"
    r"signaling|confirmed|tweeted|wrote|insisted|ordered|voted|approved)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.;:!?“”\"]")
_WORD = re.compile(r"[^\W\d_]+")


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
        ``past``, ``present``, ``future``, or None when the words do not show it (most event nouns).
    """
    start, end = max(trigger_start, 0), max(trigger_end, 0)
    before = _CLAUSE_END.split(sentence[max(0, start - _BEFORE) : start])[-1]
    trigger = sentence[start:end]
    words = _WORD.findall(trigger.lower())
    if _FUTURE.search(before) or _FUTURE.search(trigger) or _PLANNED.search(before):
        between = sentence[time[1] : start] if time and time[1] <= start else ""
        return "past" if _SAID.search(between) else "future"
    if _PAST.search(before) or (words and (words[0] in context("past_verbs") or words[0].endswith("ed"))):
        return "past"
    if words and words[0].endswith("ing"):
        return "present" if _PRESENT.search(before) else None
    after = _CLAUSE_END.split(sentence[end : end + _AFTER])[0]
    return "future" if _FUTURE_AFTER.match(after) else None
