"""Which quantities of a sentence belong to an event though nobody linked them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from newsledger.extract.quantity.tables import load_toml
from newsledger.records import Quantity

#: Characters between a trigger and a quantity that it counts.
_NEAR = 40
#: What stands between two members of a list that share their event: "55 civilians and two officers".
_LIST = re.compile(r"(?:,| and|, and| or)(?: (?:also )?[a-z]+(?:ing|ed))? ")
_PART_OF = re.compile(r" (?:out )?of (?:the |its |their |a total of )?")
#: Characters between a whole and the event that tells of it ("$155 million in assistance announced in May").
_TOLD = 50
_NEW_VERB = re.compile(r"\b(?:will|would|has|have|had|is|are|was|were|to)\b|,")
_ONE = re.compile(r"(?:an?|another|one) ", re.IGNORECASE)


@cache
def _stems() -> dict[str, re.Pattern[str]]:
    table = load_toml("triggers.toml")
    return {measures: re.compile(rf"\b(?:{'|'.join(words.split())})") for measures, words in table.items()}


def counted_by(
    quantities: Iterable[Quantity], trigger: tuple[int, int], words: str, others: Iterable[int]
) -> Iterator[Quantity]:
    """Yield the quantities that stand near a trigger whose word says what they count.

    A single victim ("a soldier was killed") is left out: he is a party, not a quantity.

    Args:
        quantities: All of the sentence.
        trigger: Offsets of the trigger.
        words: The trigger's words.
        others: Offsets of the sentence's other triggers; none may stand between.
    """
    start, end = trigger
    starts = list(others)
    lowered = words.lower()
    for quantity in quantities:
        stems = _stems().get(quantity.measures or "")
        low, high = (end, quantity.start) if quantity.start >= start else (quantity.end, start)
        between = any(low <= at < high for at in starts)
        if stems and stems.search(lowered) and high - low < _NEAR and not between and not _ONE.match(quantity.text):
            yield quantity


def listed_with(quantities: Iterable[Quantity], linked: Iterable[Quantity], text: str, offset: int) -> list[Quantity]:
    """Return neighbours in a list that measure the same as a linked quantity.

    Args:
        quantities: All of the sentence, in order.
        linked: Those of the event.
        text: The sentence.
        offset: Its offset in the document.
    """
    every = list(quantities)
    chosen = set(linked)
    pairs = [(one, two, text[one.end - offset : two.start - offset]) for one, two in pairwise(every)]
    for one, two, gap in (*pairs, *reversed(pairs)):
        if one.measures and one.measures == two.measures and _LIST.fullmatch(gap) and {one, two} & chosen:
            chosen |= {one, two}
    return [q for q in every if q in chosen]


def casualties(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    """Yield the killed and injured, but for single victims."""
    return (q for q in quantities if q.measures in {"killed", "injured"} and not _ONE.match(q.text))


def parts_settled(
    quantities: Iterable[Quantity], linked: Iterable[Quantity], trigger: tuple[int, int], text: str, *, offset: int
) -> list[Quantity]:
    """Give the part or the whole of "$2 million of the $155 million announced in May" to the event that it belongs to.

    The whole is that of the event right behind it ("announced"), the part that of all others ("will support").
    """
    every, chosen = list(quantities), set(linked)
    for part, whole in pairwise(every):
        if _PART_OF.fullmatch(text[part.end - offset : whole.start - offset]) and {part, whole} & chosen:
            behind = text[whole.end - offset : trigger[0] - offset]
            told = 0 <= trigger[0] - whole.end < _TOLD and not _NEW_VERB.search(behind)
            chosen -= {part, whole}
            chosen.add(whole if told else part)
    return [q for q in every if q in chosen]
