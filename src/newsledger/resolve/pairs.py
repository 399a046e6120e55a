"""Two parties that are meant together: "both sides", "the two countries", "the warring parties"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsledger.resolve.codes import Codes
from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.pronouns import FIRST_PERSON, Span
from newsledger.resolve.story import WHERE_IT_PLAYS, Story
from newsledger.resolve.turns import Turn
from newsledger.resolve.votes import Evidence
from newsledger.resolve.words import choice

PAIR_SIZE = 2
# How many sentences back somebody may stand who is meant without a name.
REACH = 8
_PAIR = re.compile(
    rf"(?:(?:the|our|their|these|those|two|both|warring|opposing|neighbou?ring|of) )*{choice('state_pairs')}", re.I
)
_OF_THE = r"(?:of the (?:two )?)?"
_ONE_OF_TWO = re.compile(
    rf"n?either {_OF_THE}(?:{choice('one_of_a_pair')}|{choice('state_pairs')})|each {_OF_THE}sides?", re.I
)
# "the foreign ministers of the two neighbours": who they are, and of which pair.
_TWO = rf"(?:(?:the|these) two|both) (?:{choice('state_pairs')}|{choice('forces_of_a_pair')})"
_HEADED = re.compile(rf"(.*\w) (?:of|from|in) ({_TWO})", re.I)
_COUNTED = re.compile(r"\b(?:two|both|three|these|those|our|warring)\b|sides$", re.I)
_WARRING = re.compile(r"\b(?:warring|opposing|rival)\b", re.I)
# Those who fight or quarrel; "countries" and "leaders" may as well have met.
_QUARREL = re.compile(r"(?:sides?|parties)$", re.I)
# What a pair counts for less with each sentence of distance.
_PAIR_FADES = 0.7
_MEDIATES = re.compile(rf"\b{choice('mediators')}$", re.I)
# Who may be a side of a conflict as what he is; whoever else a state's side hits stands for the state.
_OF_HIS_OWN = frozenset({"COP", "GOV", "LAB", "MIL", "OPP", "PRM", "PTY", "REB"})
_OF_THE_STATE = frozenset({"COP", "GOV", "JUD", "LEG", "MIL"})
_AGAINST_THE_STATE = frozenset({"OPP", "PRM", "PTY", "REB"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties that the article has set against each other: where, with which words and codes."""

    at: int
    words: str
    codes: tuple[Codes, Codes]


@dataclass
class Pairs:
    """Who has been set against whom in an article; asked whom words for a pair mean."""

    story: Story
    opposed: list[Pair] = field(default_factory=list)
    joined: list[Pair] = field(default_factory=list)

    def oppose(self, at: int, words: str, one: Sequence[Codes], other: Sequence[Codes]) -> None:
        """Remember two parties that fought or quarrelled: a later "both sides" means them."""
        if any(pair.at == at for pair in self.opposed) or not len(one) == len(other) == 1:
            return
        guessed = any(WHERE_IT_PLAYS in step for codes in (one[0], other[0]) for step in codes.path)
        pair = _side(one[0], other[0]), _side(other[0], one[0])
        apart = {(c.country, c.sector) for c in pair if c.country and c.sector in _OF_HIS_OWN}
        if len(apart) == PAIR_SIZE and not (guessed and one[0].country != other[0].country):
            self.opposed.append(Pair(at, words, pair))

    def join(self, at: int, words: str, codes: Sequence[Codes]) -> None:
        """Remember two of one state who agreed or talked: the state and its rebels, union or opposition."""
        if len(codes) != PAIR_SIZE or codes[0].country != codes[1].country or None in {c.sector for c in codes}:
            return
        if sum(c.sector in _OF_THE_STATE for c in codes) == 1:
            self.joined.append(Pair(at, words, (replace(codes[0], person=False), replace(codes[1], person=False))))

    def _joined_before(self, at: int) -> Pair | None:
        here = self.story.sentence_of(at)
        near = [p for p in self.joined if p.at < at and here - self.story.sentence_of(p.at) <= REACH]
        return max(near, key=lambda p: p.at) if near else None

    def meant(self, words: str, at: int, facing: frozenset[Span], before: Sequence[Turn]) -> tuple[Codes, ...]:
        """Resolve "both sides", "the two countries": never those who speak to them, nor those who mediate."""
        wanted = 3 if "three" in words.lower() else PAIR_SIZE
        turns, outside = _without_outsiders(before, facing)
        quarrel = _QUARREL.search(words) is not None
        together = [t for t in turns if len(t.codes) == wanted]
        joined = self._joined_before(at) if quarrel and not facing and not _WARRING.search(words) else None
        if joined and not (together and together[0].at > joined.at):
            return tuple(c.step(f"{words}: {joined.words}") for c in joined.codes)
        if wanted == PAIR_SIZE and (not together or _WARRING.search(words) or (quarrel and facing)):
            opposed = self._opponents(at, outside, of_states=not quarrel)
            if opposed:
                return tuple(c.step(f"{words}: {opposed.words}") for c in opposed.codes)
        found: dict[str, Codes] = {}
        for turn in [*together[:1], *turns]:
            for codes in () if turn.words.lower() in FIRST_PERSON else turn.codes:
                if codes.country and codes.country not in outside and codes.sector in {"GOV", "MIL", None}:
                    found.setdefault(codes.country, codes)
            if len(found) >= wanted:
                break
        if len(found) < wanted:
            for item in self._named_before(at, outside):
                found.setdefault(item.country, Codes(item.country, path=(f"{item.text} -> {item.country}",)))
                if len(found) >= wanted:
                    break
        if len(found) < wanted:
            return ()
        return tuple(_as_a_state(c).step(f"{words}: one of them") for c in list(found.values())[:wanted])

    def _named_before(self, at: int, outside: set[str | None]) -> list[Evidence]:
        """The countries before, the latest first; where others speak to the pair, two that share a sentence."""
        before = [e for e in reversed(self.story.evidence) if e.at < at]
        if not outside:
            return before
        by_sentence: dict[int, list[Evidence]] = {}
        for item in before:
            if item.country not in outside:
                by_sentence.setdefault(self.story.sentence_of(item.at), []).append(item)
        return next((e for e in by_sentence.values() if len({i.country for i in e}) == PAIR_SIZE), [])

    def _opponents(self, at: int, outside: set[str | None], *, of_states: bool) -> Pair | None:
        """The two whom the article has most often set against each other, near counting more."""
        here = self.story.sentence_of(at)
        votes: dict[frozenset[tuple[str | None, str | None]], float] = {}
        latest: dict[frozenset[tuple[str | None, str | None]], Pair] = {}
        for pair in self.opposed:
            distance = here - self.story.sentence_of(pair.at)
            countries = {c.country for c in pair.codes}
            if not 0 <= distance <= REACH or countries & outside or (of_states and not _two_states(pair)):
                continue
            key = frozenset((c.country, c.sector) for c in pair.codes)
            votes[key] = votes.get(key, 0.0) + _PAIR_FADES**distance
            latest[key] = pair
        return latest[max(votes, key=lambda key: (votes[key], latest[key].at))] if votes else None


def _without_outsiders(before: Sequence[Turn], facing: frozenset[Span]) -> tuple[list[Turn], set[str | None]]:
    """The parties before, the latest first, without mediators and the other side, and the countries of those."""
    turns: list[Turn] = []
    outside: set[str | None] = set()
    for turn in reversed(before):
        if any(start <= turn.at < end for start, end in facing):
            outside |= {c.country for c in turn.codes}
        elif not _MEDIATES.search(turn.words):
            turns.append(turn)
    return [t for t in turns if not outside & {c.country for c in t.codes}], outside


def is_pair(words: str) -> bool:
    """Whether words mean two or three parties named elsewhere: "both sides", "the two countries"."""
    pair = _PAIR.fullmatch(words) is not None and _COUNTED.search(words) is not None
    return pair or _ONE_OF_TWO.fullmatch(words) is not None or _HEADED.fullmatch(words) is not None


def of_a_pair(words: str) -> tuple[str, str] | None:
    """The head and the pair of "generals of the two armies", or None."""
    headed = _HEADED.fullmatch(words)
    return (headed[1], headed[2]) if headed else None


def _as_a_state(codes: Codes) -> Codes:
    sector = codes.sector if codes.country in ORGANISATION_CODES else "GOV"
    return replace(codes, sector=sector, sectors=(), person=False)


def _two_states(pair: Pair) -> bool:
    return len({c.country for c in pair.codes}) == PAIR_SIZE and all(c.sector == "GOV" for c in pair.codes)


def _side(codes: Codes, other: Codes) -> Codes:
    """A side of a conflict: between states the state, unless it is an armed group's or an opposition's."""
    if codes.country == other.country or codes.country in ORGANISATION_CODES or codes.sector in _AGAINST_THE_STATE:
        return replace(codes, person=False)
    return replace(codes, sector="GOV", sectors=("GOV",), name=None, actor_id=None, person=False)
