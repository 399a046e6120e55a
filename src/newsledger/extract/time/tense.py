"""A small rule for the tense of an event, good enough to tell which Monday is meant."""

from __future__ import annotations

import re

_BEFORE, _AFTER = 60, 12
_FUTURE = re.compile(
    r"(?:\b(?:will|shall|won't|would|going to|set to|due to|due|slated|scheduled|expected|expects?|poised|planned|plans?|"
    r"planning|intends?|aims?|vow(?:s|ed)? to|promis(?:es|ed) to|pledg(?:es|ed) to|threaten(?:s|ed) to|about to|hopes? to|"
    r"(?:is|are|was|were) to|agreed to|ahead of|upcoming|wants? to|want(?:ed|s)? to|prepar(?:es|ed|ing) to)"
    r"|['’]ll)(?:\s+\w+){0,3}\s*$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:had|was|were|did|has|have|been|having)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|am|being|['’]re|['’]s)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_IRREGULAR = frozenset(
    "said told met began sent held took went came gave made fought shot struck hit left won lost broke brought sought "
    "spoke sank shut cut put led fled fell rose set met paid caught fired withdrew swore threw drove burned burnt "
    "hurt beat bombed killed seen done gone taken given spoken broken stolen written driven overran signed".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def guess_tense(sentence: str, trigger_start: int, trigger_end: int) -> str | None:
    """Guess when a trigger lies from the words around it.

    Args:
        sentence: The sentence.
        trigger_start: Offset of the trigger in the sentence.
        trigger_end: End offset of the trigger.

    Returns:
        ``past``, ``present``, ``future``, or None when the words do not show it (most event nouns).
    """
    before = sentence[max(0, trigger_start - _BEFORE) : max(trigger_start, 0)]
    before = re.split(r"[.;:!?“”\"]", before)[-1]
    trigger = sentence[max(trigger_start, 0) : max(trigger_end, 0)]
    if _FUTURE.search(before) or _FUTURE.search(trigger):
        return "future"
    words = _WORD.findall(trigger.lower())
    if _PAST.search(before):
        return "past"
    if words and (words[0] in _IRREGULAR or words[0].endswith("ed")):
        return "past"
    if _PRESENT.search(before) and words and words[0].endswith("ing"):
        return "present"
    return None
