"""How much speaks for two mentions telling of one event: points a field, added up, each with its reason.

The sum of the points is read as log odds, so that a score of 0.5 is an even chance. A field that one of the two does
not give takes and adds nothing. The weights were set on the training part of ECB+ and on pairs of our own.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsledger.cluster.profile import Profile, When
from newsledger.cluster.roots import is_general
from newsledger.cluster.terms import Vector, cosine
from newsledger.records import Place, Quantity

BIAS = -3.9
_SAME_TYPE, _OTHER_TYPE, _COMING = 0.8, -2.0, -0.2
_SAME_MODE, _OTHER_MODE = 0.3, -0.5
_SAME_WORD, _OTHER_WORD, _TAKEN_UP = 2.4, -1.3, 0.8
_SAME_PARTIES, _OTHER_PARTIES, _SAME_SIDE, _OTHER_SECTOR = 1.0, -2.5, 0.3, -0.9
_TURNED = -4.0
"""Who acts in the one is acted on in the other, instead of what shared parties are worth."""
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_SAME_DAY, _WITHIN, _BESIDE, _NEXT_DAY, _APART, _OTHER_DAY, _FAR = 1.4, 0.5, -0.6, -2.5, -3.5, -5.0, -6.0
_SAME_PLACE, _SAME_COUNTRY, _OTHER_PLACE, _OTHER_COUNTRY = 1.2, 0.2, -4.0, -2.5
_SETTLES = {"day": 0.0, "place": -4.0, "sides": -4.0}
"""Fields that, speaking so much against, leave nothing for the likeness of the texts to say."""
_SAME_COUNT, _OTHER_COUNT, _OTHER_TERMS = 0.9, -0.3, -6.0
"""Counts of one act differ between reports and grow within one; two rates or sums of one report are of two acts."""
_WORDS, _TOPIC, _MOST, _SAME_REPORT = 1.5, 5.2, 0.6, 1.7
_STRANGE, _NOTHING = 0.1, -2.5
"""Reports whose likeness is below the first are about different things: so many points when they share nothing."""
_UNLIKE, _TOLD, _OTHER_WORDS = 0.08, 5, -0.5
"""Sentences of at least so many words whose likeness is below the first hardly tell of one thing."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_NEAR_KM, _FAR_KM = 30.0, 100.0
_FINE = frozenset({"city", "site"})
_REPORTS = ((1, 0.4), (3, 0.2), (10, -0.6), (31, -1.6))
_WEEK = 7
_LONG_AFTER = -2.6
_TOLD_BEFORE = -3.5
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Ground:
    """What speaks for or against: a field, points, and what tells the reason in words."""

    field: str
    points: float
    tell: Callable[[], str] = dataclasses.field(compare=False, repr=False)

    @property
    def reason(self) -> str:
        """The reason in words; made when it is asked for, for most pairs are compared and forgotten."""
        return self.tell()

    def __str__(self) -> str:
        return f"{self.points:+.1f} {self.field}: {self.reason}"


_Found = tuple[str, float, Callable[[], str]]
"""A ground before anyone asks for it: most pairs are scored and forgotten."""


def score(one: Profile, other: Profile) -> float:
    """Return how sure it is that two mentions tell of one event, 0 to 1."""
    return odds_to_chance(BIAS + all_points(one, other))


def all_points(one: Profile, other: Profile) -> float:
    """Return the sum of what speaks for and against."""
    return sum([worth for _, worth, _ in _found(one, other)])


def odds_to_chance(points: float) -> float:
    """Return the chance of log odds, to six digits so that no machine sees it otherwise."""
    return round(1.0 / (1.0 + math.exp(-points)), 6)


def grounds(one: Profile, other: Profile) -> list[Ground]:
    """Return what speaks for and against; the order of the two does not matter for points."""
    return [Ground(*found) for found in _found(one, other)]


def _found(one: Profile, other: Profile) -> Sequence[_Found]:
    if one.event_mention_id > other.event_mention_id:
        one, other = other, one
    who, when, where = _parties(one, other), _time(one, other), _place(one, other)
    text = _text(one, other)
    if any(points <= _SETTLES.get(field, -math.inf) for field, points, _ in (*who, *when, *where)):
        text = _no_more_than_nothing(text)
    agree = all(points >= 0 for _, points, _ in (*who, *when, *where))
    return (*_kind(one, other), _word(one, other, agree=agree), *who, *when, *where, *_counts(one, other), *text)


def _no_more_than_nothing(text: Sequence[_Found]) -> Sequence[_Found]:
    """Acts of one kind are told in like words: where day, place or sides differ, likeness is no sign of one act."""
    if sum(points for _, points, _ in text) <= 0:
        return text
    return (("words", 0.0, lambda: "alike, which says nothing where day, place or sides are others"),)


def _kind(one: Profile, other: Profile) -> Sequence[_Found]:
    if not (one.event_type and other.event_type):
        return ()
    if one.event_type != other.event_type:
        points = _OTHER_TYPE if one.trigger.isdisjoint(other.trigger) else _COMING
        return (("type", points, lambda: f"{one.event_type} and {other.event_type}"),)
    kind = ("type", _SAME_TYPE, lambda: f"both {one.event_type}")
    if not (one.event_mode and other.event_mode):
        return (kind,)
    if one.event_mode == other.event_mode:
        return kind, ("mode", _SAME_MODE, lambda: f"both {one.event_mode}")
    return kind, ("mode", _OTHER_MODE, lambda: f"{one.event_mode} and {other.event_mode}")


def _word(one: Profile, other: Profile, *, agree: bool) -> _Found:
    if agree and _taken_up(one, other):
        return "word", _TAKEN_UP, lambda: f"“{one.said}” and “{other.said}”, one of which can stand for the other"
    return (
        "word",
        _OTHER_WORD if one.trigger.isdisjoint(other.trigger) else _SAME_WORD,
        lambda: f"both “{one.said}”" if one.said == other.said else f"“{one.said}” and “{other.said}”",
    )


def _taken_up(one: Profile, other: Profile) -> bool:
    """Tell whether a report can mean, by a general word ("the attack"), an act that it told in other words."""
    if one.document_id != other.document_id or not one.event_type or one.event_type != other.event_type:
        return False
    return one.trigger.isdisjoint(other.trigger) and is_general(one.said) is not is_general(other.said)


def _parties(one: Profile, other: Profile) -> Sequence[_Found]:
    mine, theirs = one.parties, other.parties
    if not (mine and theirs):
        return ()
    shared = mine & theirs
    if not shared:
        return (("parties", _OTHER_PARTIES, lambda: f"{_list(mine)} and {_list(theirs)}"),)
    if _turned(one, other):
        return (("sides", _TURNED, lambda: f"{_list(one.actors)} acts in one, {_list(other.actors)} in the other"),)
    share = len(shared) / min(len(mine), len(theirs))
    found: list[_Found] = [("parties", _SAME_PARTIES * (2 * share - 1), lambda: f"both {_list(shared)}")]
    if one.sectors and other.sectors and one.sectors.isdisjoint(other.sectors):
        found.append(("sectors", _OTHER_SECTOR, lambda: f"{_list(one.sectors)} and {_list(other.sectors)}"))
    if not (one.actors.isdisjoint(other.actors) or one.recipients.isdisjoint(other.recipients)):
        found.append(("sides", _SAME_SIDE, lambda: f"{_list(one.actors & other.actors)} acts in both"))
    return found


def _turned(one: Profile, other: Profile) -> bool:
    """Tell whether the sides have changed places: a reaction, not the act that it answers."""
    if one.event_type in _MUTUAL or other.event_type in _MUTUAL:
        return False
    sides = (one.actors, one.recipients, other.actors, other.recipients)
    return all(sides) and one.actors.isdisjoint(other.actors) and one.recipients.isdisjoint(other.recipients)


def _time(one: Profile, other: Profile) -> Sequence[_Found]:
    if one.when and other.when:
        sure = None not in (one.day, other.day) and not (one.coming or other.coming)
        return (_days(one.when, other.when, sure=sure),)
    if one.document_id == other.document_id or one.day is None or other.day is None:
        return ()
    dated, undated = (one, other) if one.when else (other, one)
    if dated.when and undated.day is not None:
        since = undated.day - dated.when.last
        if since < -1 and not undated.coming:
            return (("time", _TOLD_BEFORE, lambda: "one was told before the day of the other"),)
    gap = abs(one.day - other.day)
    points = next((p for limit, p in _REPORTS if gap <= limit), _LONG_AFTER)
    return (("reports", points, lambda: "of one day" if gap == 0 else _apart(gap)),)


def _days(one: When, other: When, *, sure: bool) -> _Found:
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap <= 0:
        if one.exact and other.exact:
            return "time", _SAME_DAY, lambda: "the same day"
        return "time", _WITHIN, lambda: "times that overlap"
    if sure and one.exact and other.exact and (gap > 1 or (one.whole and other.whole)):
        return "day", _NEXT_DAY if gap == 1 else _OTHER_DAY if gap <= _WEEK else _FAR, lambda: _apart(gap)
    return "time", _BESIDE if gap == 1 else _APART if gap <= _WEEK else _FAR, lambda: _apart(gap)


def _apart(gap: int) -> str:
    return "a day apart" if gap == 1 else f"{gap} days apart"


def _place(one: Profile, other: Profile) -> Sequence[_Found]:
    here, there = one.place, other.place
    if here is None or there is None:
        return ()
    mine, theirs = here.name or here.text, there.name or there.text
    fine = here.granularity in _FINE and there.granularity in _FINE
    away = distance(here, there) if fine else None
    if fine and (mine.casefold() == theirs.casefold() or (away is not None and away <= _NEAR_KM)):
        near = f"both {mine}" if mine == theirs else f"{mine} and {theirs}, near each other"
        return (("place", _SAME_PLACE, lambda: near),)
    if away is not None and away > _FAR_KM:
        return (("place", _OTHER_PLACE, lambda: f"{mine} and {theirs}, {away:.0f} km apart"),)
    if here.country and there.country and here.country != there.country:
        return (("place", _OTHER_COUNTRY, lambda: f"{mine} ({here.country}) and {theirs} ({there.country})"),)
    if here.country and here.country == there.country:
        return (("place", _SAME_COUNTRY, lambda: f"both in {here.country}"),)
    return ()


def distance(one: Place, other: Place) -> float | None:
    """Return the kilometres between two places, or None when one has no point."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    cosine_of_arc = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(across)
    return _EARTH_KM * math.acos(max(-1.0, min(1.0, cosine_of_arc)))


def _counts(one: Profile, other: Profile) -> Sequence[_Found]:
    pairs = [(a, b) for a in one.quantities for b in other.quantities if (a.measures, a.unit) == (b.measures, b.unit)]
    if not pairs:
        return ()
    same = next((p for p in pairs if overlapping(*p)), None)
    a, b = same or pairs[0]
    what = a.measures or a.unit or "counted"
    if same:
        number = f"{a.text} and {b.text} {what}" if a.text != b.text else f"both {a.text}"
        return (("count", _SAME_COUNT, lambda: number),)
    points = _OTHER_TERMS if one.document_id == other.document_id and _of_terms(a) else _OTHER_COUNT
    return (("count", points, lambda: f"{a.text} and {b.text} {what}"),)


def _of_terms(quantity: Quantity) -> bool:
    """Tell whether a number is a term of an act, a rate or a sum, and no count of what it did."""
    return quantity.unit == "percent" or _CURRENCY.fullmatch(quantity.unit or "") is not None


def overlapping(one: Quantity, other: Quantity) -> bool:
    """Tell whether two counts can be the same number."""
    assert one.low is not None
    assert other.low is not None
    top = math.inf
    return one.low <= (top if other.high is None else other.high) and other.low <= (
        top if one.high is None else one.high
    )


def _text(one: Profile, other: Profile) -> Sequence[_Found]:
    about = _about(one, other)
    alike = min(cosine(one.words, other.words), _MOST)
    if alike < _UNLIKE and len(one.words) >= _TOLD and len(other.words) >= _TOLD:
        return ("words", _WORDS * alike + _OTHER_WORDS, lambda: "hardly any shared"), about
    if alike:
        return ("words", _WORDS * alike, lambda: _shared(one.words, other.words)), about
    return (about,)


def _about(one: Profile, other: Profile) -> _Found:
    if one.document_id == other.document_id:
        return "report", _SAME_REPORT, lambda: "the same report"
    near = min(cosine(one.topic, other.topic), _MOST)
    if near < _STRANGE:
        return "reports are about", _TOPIC * near + _NOTHING * (1.0 - near / _STRANGE), lambda: "different things"
    return "reports are about", _TOPIC * near, lambda: _shared(one.topic, other.topic)


def _shared(one: Vector, other: Vector) -> str:
    """The shared terms of most weight."""
    shared = [w for w in one if w in other]
    return ", ".join(sorted(shared, key=lambda w: (-one[w] * other[w], w))[:4])


def _list(codes: frozenset[str]) -> str:
    return ", ".join(sorted(codes))
