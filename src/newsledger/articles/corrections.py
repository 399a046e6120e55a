"""Notes in which a newsroom takes back what it said ("An earlier version of this story wrongly said that …").

What such a note repeats is the one thing on the page that is certainly false, so it is read for no events.
"""

from __future__ import annotations

import re
from functools import cache

from newsledger.articles.words import lines

# No note is longer than this, in characters.
_LONGEST = 700
# A longer one must say what was wrong: a text that is given again, corrected, is no note.
_SHORT = 250
# Where the sentences of a note begin.
_SENTENCE = re.compile(r"(?:\A|[:–—|]|[.!?]) ?")


def is_correction(paragraph: str) -> bool:
    """True for a paragraph that is a note of correction and nothing else."""
    if len(paragraph) > _LONGEST:
        return False
    bare = paragraph.strip("()[]*–—- ").replace("’", "'")
    if paragraph[0] in "([" and paragraph[-1] not in ")].":
        return False  # the story goes on behind the brackets
    label = _label().match(bare)
    if label is None:
        return _note().match(bare) is not None
    return (label["sure"] is not None and len(bare) <= _SHORT) or any(
        _note().match(bare, sentence.end()) is not None for sentence in _SENTENCE.finditer(bare, label.end() - 2)
    )


@cache
def _label() -> re.Pattern[str]:
    sure, perhaps = (_any("corrections", name) for name in ("labels", "perhaps_labels"))
    return re.compile(
        rf"(?:(?P<sure>(?:{sure})\b)|(?:{perhaps})\b)[^:–—|()]{{0,20}}(?:\([^()]{{0,30}}\))?\s?[:–—|] ", re.IGNORECASE
    )


@cache
def _note() -> re.Pattern[str]:
    """The opening of a note that has no label: what was wrong, and that it was."""
    names = ("earlier", "parts", "pieces", "wrongly", "said", "changed")
    earlier, part, piece, wrongly, said, changed = (_any("corrections", name) for name in names)
    return re.compile(
        rf"(?:(?:in )?(?:an?|the|our) (?:{earlier}) (?:photo )?(?:{part})"
        rf"(?: (?:of|on|in|for|to) (?:this|our|the|an?) (?:{piece})\b| (?:{said})\b|[^.!?]{{0,40}} (?:{wrongly})\b)"
        rf"|(?:this|our|an? (?:{earlier})) (?:{piece})\b[^.!?]{{0,80}} (?:{wrongly})\b"
        rf"|an? (?:story|article|headline|caption|graphic) (?:on|in|about|published)\b[^.!?]{{0,80}} (?:{wrongly})\b"
        rf"|this (?:{piece}) (?:(?:has been|was) (?:{changed})|corrects)\b|corrects\b"
        rf"|we (?:{wrongly}) (?:{said})\b|we apologi[sz]e for\b)",
        re.IGNORECASE,
    )


def _any(*path: str) -> str:
    return "|".join(sorted(map(re.escape, lines(*path)), key=lambda entry: (-len(entry), entry)))
