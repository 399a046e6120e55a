"""Mentions of a country that say little about where a story plays: whose forces fight abroad, where people flee to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from newsledger.resolve.entries import Entry
from newsledger.resolve.words import choice

# "Turkish jets", "Saudi Arabia's air force", "Russia's long-range missiles".
_OWNER = r"(?:['’]s?)?(?: (?!(?:and|at|by|for|from|in|of|on|to|with) )[a-z][\w-]*){0,2}[ -]"
_FORCES = re.compile(rf"{_OWNER}{choice('forces')}\b(?!['’ ]s? ?{choice('people_of_forces')})", re.I)
# "in Sanaa", "into northern Syria", "near the town of Goma", "bombed Hodeida".
_IN = r"(?:in|into|inside|at|near|across|throughout|over|outside)"
_SCENE = re.compile(
    rf"\b(?:{_IN}|{choice('attacks_on_land')}) (?:the )?(?:(?:far|deep|town|city|village|port|of|the) ){{0,4}}"
    r"(?:(?:north|south|east|west|central)[\w-]* )?$",
    re.I,
)
_FLIGHT = (
    rf"(?:{choice('flights')}|{choice('those_who_flee')} (?:(?:has|have|had|also|then) )*crossed"
    r"|\d(?: million| thousand)? crossed)"
)
_FLED = re.compile(rf"\b{_FLIGHT}\b[^.;:]*$", re.I)
_TO = re.compile(r"\b(?:in|into|to) (?:the )?(?:neighbou?ring )?$")
# How far before a land the flight to it may stand, and the words that lead to its name.
_BEFORE, _BESIDE = 110, 50
# What stands between forces and a land in which they do not fight.
_PEACE = re.compile(rf"[.;:“”\"]|\b{choice('no_war')}\b", re.I)

# "the Gulf of Oman", "the Philippine Sea": whose name a sea bears is not where the ships are.
_SEA_OF = re.compile(r"\b(?:Gulf|Sea|Straits?|Bay|Bight) of $")
_SEA_LONG = len(" Straits of ")
_SEA = re.compile(r" (?:Sea|Straits?|Gulf|Channel|Ocean)\b")

# "near the Afghan border", "along the border with Mali": this side of it, not the other.
_NEAR = r"(?:near|along|close to|not far from) (?:the|its|their) (?:(?:north|south|east|west)[\w-]* )?"
_WITH = re.compile(rf"\b{_NEAR}border with (?:the )?(?:neighbou?ring )?$")
_NEAR_THE = re.compile(rf"\b{_NEAR}$")
_BORDER = re.compile(r"(?:['’]s?)? border\b")
# How far behind a border's relation the words of a place may begin.
_LEAD = 30
# "the Kenyan police", "Kenya's riot police".
_BESIDE_ROLE = re.compile(r"(?:'s|’s|s['’])? ?")
_ROLE = re.compile(r"(?:'s|’s|s['’])? ?(?:[a-z][a-z-]* )?")
_OWNERS = frozenset({"country", "demonym", "capital"})
_LANDS = frozenset({"country", "capital", "seat", "region", "pre", "city"})
# What is in a land without being the scene: "the war in Sudan", "fighters based in Chad".
_NO_SCENE = re.compile(rf"\b{choice('no_scenes')} (?:in|at|across|inside) (?:the )?$", re.I)
# "in the Somali capital", "in Peru's second city".
_PART = re.compile(rf"(?:['’]s?)? (?:[a-z-]+ )?{choice('parts_of_lands')}\b")
_OFF = re.compile(r"\boff (?:the )?(?:coast of )?$")
# "the vice president of South Sudan".
_OF = re.compile(r"[\w-]+(?: [a-z-]+)? of (?:the )?")
# At the head of a lead they are what it is about: "Cuba freed …", "The Taliban banned …", "Chadian miners struck".
_SUBJECTS = frozenset({"country", "organisation", "person"})
_TRAVEL = frozenset({"BUS", "CRM", "REF"})
_GOVERNS = frozenset({"GOV", "LEG"})
# Who acts for a state, or against it: "Malian rebels" play in Mali.
_BODIES = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "REB", "PRM", "PTY"})
# Those who serve abroad: soldiers, diplomats and spies in a country are not its own.
SERVE_ABROAD = frozenset({"GOV", "MIL", "SPY", "REB"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mention of a country: offset, code, kind of name and words."""

    at: int
    country: str
    kind: str
    text: str

    @property
    def end(self) -> int:
        """Offset behind the words."""
        return self.at + len(self.text)


class Votes:
    """The mentions of countries of one article, by what they say about where it plays.

    Args:
        text: The page.
        evidence: The mentions, in order.
        roles: The role nouns by their offsets.
        starts: Where the sentences begin.
    """

    def __init__(
        self, text: str, evidence: Sequence[Evidence], *, roles: Mapping[int, Entry], starts: Sequence[int]
    ) -> None:
        self._text = text
        self._starts = starts
        self._evidence = evidence
        self._roles = roles

    @cached_property
    def armies(self) -> tuple[Evidence, ...]:
        """The states that stand as owners of forces."""
        return tuple(e for e in self._evidence if e.kind in _OWNERS and _FORCES.match(self._text, e.end))

    @cached_property
    def at_home(self) -> tuple[Evidence, ...]:
        """The states of which police, crowds and others stand in the text who do not go to war."""
        return tuple(e for e in self._evidence if e.kind in _OWNERS and self._serves_at_home(e.end))

    def _serves_at_home(self, end: int) -> bool:
        role = self._role_behind(end)
        return role is not None and role.sector not in SERVE_ABROAD

    def _role_behind(self, end: int) -> Entry | None:
        """The role noun behind the name of its state."""
        links = (link.match(self._text, end) for link in (_BESIDE_ROLE, _ROLE))
        return next((self._roles[link.end()] for link in links if link and link.end() in self._roles), None)

    @cached_property
    def scenes(self) -> tuple[Evidence, ...]:
        """The places in which something is said to happen."""
        return tuple(e for e in self._evidence if e.kind in _LANDS and self._is_scene(e))

    def _is_scene(self, land: Evidence) -> bool:
        said = _SCENE.search(self._text, max(land.at - _BESIDE, 0), land.at)
        return said is not None and not _BORDER.match(self._text, land.end)

    def set_abroad(self, home: str, end: int) -> bool:
        """Whether the lead is set in another state than the dateline: it happens there, or that state comes first.

        Args:
            home: The state of the dateline.
            end: Where the lead ends.
        """
        lead = [e for e in self._evidence if e.at < end and e.country != home]
        return any(self._is_set_in(e) or self._comes_first(e) or self._is_theirs(e) for e in lead)

    def _is_set_in(self, land: Evidence) -> bool:
        """Whether something happens in a land; that there is a war in it, or somebody is based there, is not enough."""
        if _NO_SCENE.search(self._text, max(land.at - _BESIDE, 0), land.at):
            return False
        if land.kind in _LANDS:
            return self._is_scene(land) or _OFF.search(self._text, max(land.at - _BESIDE, 0), land.at) is not None
        said = _SCENE.search(self._text, max(land.at - _BESIDE, 0), land.at)
        return said is not None and _PART.match(self._text, land.end) is not None

    def _first_office(self, at: int) -> int:
        """Where the first role noun of a sentence stands, or the offset itself if it comes before all."""
        start = self._starts[bisect_right(self._starts, at) - 1]
        return min((role for role in self._roles if start <= role < at), default=at)

    def _comes_first(self, state: Evidence) -> bool:
        """Whether a state stands before all offices: itself or its people at the head of a sentence, or its body."""
        if self._first_office(state.at) < state.at:
            return False
        role = self._role_behind(state.end) if state.kind in _OWNERS else None
        if state.at in self._starts:
            return state.kind in _SUBJECTS or (role is not None and role.sector not in _TRAVEL)
        return role is not None and role.sector in _BODIES

    def _is_theirs(self, state: Evidence) -> bool:
        """Whether an office is a state's by "of", and no government or parliament before it deals with that state."""
        last = max((at for at in self._roles if at < state.at), default=state.at)
        if last == state.at or state.kind not in _LANDS or not _OF.fullmatch(self._text, last, state.at):
            return False
        first = self._first_office(state.at)
        theirs = self._roles[last].sector in _BODIES
        return theirs and (last == first or self._roles[first].sector not in _GOVERNS)

    @cached_property
    def beyond(self) -> frozenset[str]:
        """The states of which the article says only that people flee to them, or that something is by their border."""
        beyond = {e.at for e in self._evidence if self._is_refuge(e) or self._by_border(e) is not None}
        return frozenset(
            {e.country for e in self._evidence} - {e.country for e in self._evidence if e.at not in beyond}
        )

    def _is_refuge(self, land: Evidence) -> bool:
        led = _TO.search(self._text, max(land.at - _BESIDE, 0), land.at)
        return led is not None and _FLED.search(self._text, max(land.at - _BEFORE, 0), led.start()) is not None

    def _by_border(self, land: Evidence) -> int | None:
        """Offset of the words that say that something is near the border of a land, or None."""
        low = max(land.at - _BESIDE, 0)
        behind = _BORDER.match(self._text, land.end)
        if not behind and self._text.find("border with", low, land.at) < 0:
            return None
        near = (_NEAR_THE if behind else _WITH).search(self._text, low, land.at)
        return near.start() if near else None

    def across_border(self, start: int, end: int) -> tuple[int, str] | None:
        """Where the words of a place say that it is near a border, and the state behind it."""
        named = ((self._by_border(e), e.country) for e in self._evidence if start <= e.at < end and e.kind in _OWNERS)
        return next(((at, code) for at, code in named if at is not None and at >= start - _LEAD), None)

    def fight_abroad(self, first: int, at: int, end: int) -> frozenset[str]:
        """The states whose forces are in another one, by what the article says up to the end of a sentence.

        Args:
            first: Offset at which the sentence begins.
            at: Offset of what the forces may have hit.
            end: Offset at which the sentence ends.
        """
        away = {army.country for army, scene in self._fronts if army.at < end and scene.at < end}
        if not away:
            return frozenset()
        here = {e.country for e in self.scenes if e.at < end}
        return frozenset(away - here - {e.country for e in self.at_home if first <= e.at < at})

    @cached_property
    def _fronts(self) -> list[tuple[Evidence, Evidence]]:
        """The forces of one state and the land of another in which they may fight."""
        pairs = ((army, scene) for army in self.armies for scene in self.scenes if army.country != scene.country)
        return [(army, scene) for army, scene in pairs if self._fights_in(army, scene)]

    def _fights_in(self, army: Evidence, scene: Evidence) -> bool:
        """Whether forces may fight in a land, by the words between the two in one sentence."""
        low, high = sorted((army, scene), key=lambda e: e.at)
        together = bisect_right(self._starts, low.at) == bisect_right(self._starts, high.at)
        return together and _PEACE.search(self._text, low.end, high.at) is None


def is_in_a_sea(text: str, start: int, end: int) -> bool:
    """Whether the name of a land stands in that of a sea."""
    return _SEA_OF.search(text, max(start - _SEA_LONG, 0), start) is not None or _SEA.match(text, end) is not None
