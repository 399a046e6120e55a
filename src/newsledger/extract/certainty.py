"""How sure: PLOVER's auxiliary modes, and FactBank's factuality values (Saurí and Pustejovsky 2009), twice.

``factuality`` is how the source presents the event, ``article_factuality`` what the article itself commits to. The
reader gives each auxiliary mode a score; word rules (:mod:`newsledger.extract.modality`), the time of the event and the
verb of the source say the rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from newsledger.extract.modality import (
    SAYS_HOW_SURE,
    cue_class,
    of_type,
    setting_rules,
    spoken,
    taken_back,
    told_all_the_same,
    word_rules,
)
from newsledger.reader.reading import RawEvent
from newsledger.records import AUXILIARY_MODES, CERTAINTY, Attribution, TimeExpression

LONG_AGO, OLD_YEAR, RECENT = "a-year-before", "an-old-year-beside", "within-the-year"
DENIED_BY_SOURCE = "denied-by-its-source"
AHEAD = "a-date-ahead"
_OF_WORDS = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "THREATEN"})
"""Types whose time may be that of what is said: a demand to leave by May is made today."""
_THRESHOLDS = {"historical": 0.2, "future": 0.3, "hypothetical": 0.25, "negation": 0.3}
"""Low, because the auxiliary modes are rare in the training news and the reader is shy of them."""
_YEAR, _NINE_MONTHS, _AHEAD = 365, 270, 2
"""Days."""
_YEARS_AGO = re.compile(r"\b(?:years|decades|centuries|century) (?:ago|earlier|before)\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"\b((?:19|20)\d\d)(?:[’']s)?(?: [\w-]+){0,2} $")
_YEAR_AFTER = re.compile(
    r"(?: [\w’'.-]+){0,4} (?:in|of|on|during) (?:(?:early|late|mid|[A-Z]\w+\.?)[ -])?(?:\d{1,2},? )?((?:19|20)\d\d)\b"
)
_GRADES = ("CT", "PR", "PS")


@dataclass(frozen=True, slots=True)
class Telling:
    """How an event is told: its sentence (offset ``start``), its time, the day of the report, and whose word it is."""

    sentence: str
    start: int
    time: TimeExpression | None = None
    anchor: str | None = None
    attributions: Sequence[Attribution] = ()


@dataclass(frozen=True, slots=True)
class Certainty:
    """What follows: auxiliary modes in codebook order, factuality for source and article, and the rules that fired."""

    auxiliary: tuple[str, ...]
    factuality: str
    article_factuality: str
    rules: tuple[str, ...]


def how_sure(event: RawEvent, telling: Telling) -> Certainty:
    """Return the certainty of an event."""
    at = (event.trigger.start - telling.start, event.trigger.end - telling.start)
    rules = spoken(telling.sentence, *at, setting_rules())
    setting = of_type(rules, event.event_type, telling.sentence[: at[0]])
    by_words = {rule.tells: rule.name for rule in reversed(setting)}
    age = age_of(telling.time, telling.anchor)
    if age == "long ago":
        by_words["historical"] = LONG_AGO
    elif age is None and old_year_beside(telling, *at):
        by_words["historical"] = OLD_YEAR
    if age == "ahead" and event.event_type not in _OF_WORDS:
        by_words.setdefault("future", AHEAD)
    told_so = told_all_the_same(event.event_type, telling.sentence, *at)
    taken = taken_back(telling.sentence, *at) if any(rule.takes for rule in rules) else frozenset()
    taken |= {"negation"} if told_so else frozenset()
    denied = telling.attributions and _class(telling.attributions[-1]) == "denial" and event.event_type != "REJECT"
    if denied and "negation" not in taken:
        by_words.setdefault("negation", DENIED_BY_SOURCE)
    modes = tuple(mode for mode in auxiliary_modes(event, by_words) if mode in by_words or mode not in taken)
    recent = age == "recent" and "historical" in modes
    if recent:
        modes = tuple(mode for mode in modes if mode != "historical")
    hedges = [rule.name for rule in rules if rule.tells in SAYS_HOW_SURE]
    names = [by_words[mode] for mode in AUXILIARY_MODES if mode in by_words] + [RECENT] * recent + hedges
    fired = tuple(CERTAINTY + name for name in names)
    sure = factuality(modes, telling.attributions, probable=probable(fired))
    return Certainty(modes, sure, article_factuality(sure, telling.attributions, hedged=hedged(fired)), fired)


def auxiliary_modes(event: RawEvent, by_words: Collection[str] = ()) -> tuple[str, ...]:
    """Return the auxiliary modes that the words state or the reader is sure enough of, in codebook order."""
    read = {mode for mode, score in event.auxiliary if score >= _THRESHOLDS[mode]}
    return tuple(mode for mode in AUXILIARY_MODES if mode in read or mode in by_words)


def age_of(time: TimeExpression | None, anchor: str | None) -> str | None:
    """Return ``long ago`` for an event that ended a year or more before the report, ``recent`` for a later one.

    Between nine months and a year the coders differ, so the words decide nothing there. ``ahead`` is what begins two
    days or more after the report; the day after may be the same day elsewhere.
    """
    if time is None:
        return None
    if time.latest is None or anchor is None:
        return "long ago" if _YEARS_AGO.search(time.text) else None
    report = date.fromisoformat(anchor[:10])
    if time.earliest and (date.fromisoformat(time.earliest[:10]) - report).days >= _AHEAD:
        return "ahead"
    days = (report - date.fromisoformat(time.latest[:10])).days
    if days >= _YEAR:
        return "long ago"
    return "recent" if days < _NINE_MONTHS else None


def old_year_beside(telling: Telling, start: int, end: int) -> bool:
    """Tell whether a year stands beside the event's words that is two or more before the report's ("the 2013 raid")."""
    if telling.anchor is None:
        return False
    before, after = telling.sentence[max(0, start - 60) : start], telling.sentence[end : end + 60]
    found = _YEAR_BEFORE.search(before) or _YEAR_AFTER.match(after)
    return found is not None and int(found[1]) <= int(telling.anchor[:4]) - 2


def factuality(auxiliary: Collection[str], attributions: Sequence[Attribution] = (), *, probable: bool = False) -> str:
    """Return the factuality of the event as its source presents it.

    What is negated did not happen (``CT-``); what might happen is possible (``PS``); what is planned or announced, or
    said to be ``probable``, is probable (``PR``); everything else is told as fact (``CT+``). A source that believes or
    suspects is no surer than probable, one that fears or speculates no surer than possible.
    """
    grade = 2 if "hypothetical" in auxiliary else 1 if probable or "future" in auxiliary else 0
    weakest = max((_WEAKNESS.get(_class(a) or "", 0) for a in attributions), default=0)
    return _GRADES[max(grade, weakest)] + ("-" if "negation" in auxiliary else "+")


_WEAKNESS = {"belief": 1, "guess": 2}


def article_factuality(factuality: str, attributions: Sequence[Attribution], *, hedged: bool = False) -> str:
    """Return what the article itself commits to.

    In its own voice, as much as it says; where it relays, nothing (``UU``), unless the verb of every source vouches for
    what it reports ("confirmed", "admitted"); with "allegedly" or "reportedly", nothing.
    """
    if hedged or any(_class(a) != "vouching" for a in attributions):
        return "UU"
    return factuality


def hedged(rules: Sequence[str]) -> bool:
    """Tell whether a rule that fired says that the event is told at second hand ("allegedly")."""
    return not _telling("report").isdisjoint(rules)


def probable(rules: Sequence[str]) -> bool:
    """Tell whether a rule that fired says that the event is no more than probable ("apparently")."""
    return not _telling("probable").isdisjoint(rules)


@cache
def _telling(what: str) -> frozenset[str]:
    return frozenset(CERTAINTY + rule.name for rule in word_rules() if rule.tells == what)


def _class(attribution: Attribution) -> str | None:
    return cue_class(attribution.cue.text) if attribution.cue else None
