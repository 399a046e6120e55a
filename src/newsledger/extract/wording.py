"""Type and mode by words: where the words of an event or of its object settle them (``wording.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsledger.ontology import Ontology
    from newsledger.reader.reading import RawEvent
    from newsledger.records import EventMention

_ANY_WORDS = r"(?:[\w’'-]+ ){0,3}?"
_NONE = "-"
_REACH = 10
"""Words behind an event, or before it, in which its object stands."""
# Where the object of an event ends: at a mark, or where another clause or circumstance begins.
_STOP = re.compile(
    r"[,;:.!?“”\"()—–]"
    r"|\b(?:that|who|which|after|before|while|when|where|as|but|because|although|over|amid|despite|since|until|unless)\b"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?$", re.IGNORECASE)

# "People loyal to the president", "the president's guards": neither is the president.
_BEHIND_THE_HEAD = re.compile(r",| (?:of|to|from|in|at|with|under|against|who|loyal|close)\b")
_OWNER = re.compile(r"\b[\w-]+['’]s?\s")


@dataclass(frozen=True, slots=True)
class _Wording:
    """A rule of ``wording.toml``; a condition that is None or empty always holds."""

    name: str
    of: frozenset[tuple[str, str]]
    becomes: tuple[str, str]
    trigger: re.Pattern[str] | None
    object: re.Pattern[str] | None
    around: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    recipient: re.Pattern[str] | None
    sectors: frozenset[str]
    countries: int
    place: str | None
    residents: re.Pattern[str] | None

    def applies(self, mention: EventMention, ontology: Ontology) -> bool:
        """Tell whether the rule corrects a mention."""
        coded = (mention.event_type, mention.event_mode or _NONE)
        if coded == self.becomes or not self.of & {coded, (mention.event_type, "*")}:
            return False
        return self._fits_parties(mention, ontology) and self._fits_words(mention)

    def _fits_parties(self, mention: EventMention, ontology: Ontology) -> bool:
        actors = mention.actors
        if self.sectors and not (actors and all((p.sector or _NONE) in self.sectors for p in actors)):
            return False
        if self.recipient and not any(self.recipient.search(p.text or "") for p in mention.recipients):
            return False
        everybody = (*actors, *mention.recipients)
        if self.residents and any(self.residents.search(p.text or "") for p in everybody):
            return False
        countries = {p.country for p in everybody if p.country and p.text}
        return len(countries) >= self.countries and (not self.place or self._fits_place(mention, countries, ontology))

    def _fits_place(self, mention: EventMention, countries: set[str], ontology: Ontology) -> bool:
        """Tell whether two states meet, at home or elsewhere; an organisation is at home in many places."""
        place = mention.place.country if mention.place else None
        if place is None or "negation" in mention.auxiliary or countries & {o.code for o in ontology.organisations}:
            return False
        return (place in countries) == (self.place == "home")

    def _fits_words(self, mention: EventMention) -> bool:
        start, end = (at - mention.sentence_start for at in (mention.trigger.start, mention.trigger.end))
        text = mention.text
        if self.trigger and not self.trigger.search(text[start:end]):
            return False
        near = _near(text, start, end)
        if self.object and not self.object.search(near):
            return False
        if self.around and not self.around.search(f"{_before(text, start)}{near}"):
            return False
        return not (self.unless and self.unless.search(_clause(text, start, end)))


def _near(text: str, start: int, end: int) -> str:
    """Return an event's words with those of its object: close behind it, or before it where it "was closed"."""
    behind = _clause(text, start, end)[end - start :].split(" ")
    passive = _PASSIVE.search(text[:start])
    return f"{_before(text, start) if passive else ''}{text[start:end]}{' '.join(behind[: _REACH + 1])}"


def _clause(text: str, start: int, end: int) -> str:
    """Return an event's words with the rest of its clause."""
    stop = _STOP.search(text, end)
    return text[start : stop.start() if stop else len(text)]


def _before(text: str, start: int) -> str:
    """Return the words of the clause before an event."""
    words = re.split(r"[,;:.!?“”\"()—–] ?", text[:start])[-1].split(" ")
    return " ".join(words[-_REACH:])


def by_wording(mention: EventMention, ontology: Ontology, *, rule: _Wording) -> EventMention | None:
    """Correct a mention's type and mode if the words of a rule say so."""
    if not rule.applies(mention, ontology):
        return None
    event_type, mode = rule.becomes
    if rule.place == "home":
        mention = _guests_first(mention)
    if mode == _NONE:
        return replace(mention, event_type=event_type, event_mode=None)
    more = [c for c in ontology.mode(event_type, mode).adds_contexts if c not in mention.contexts]
    return replace(mention, event_type=event_type, event_mode=mode, contexts=(*mention.contexts, *more))


def _guests_first(mention: EventMention) -> EventMention:
    """Make the guests of a meeting its actors, and the hosts, in whose country it is held, its recipients."""
    place = mention.place.country if mention.place else None
    everybody = (*mention.actors, *mention.recipients)
    guests = tuple(p for p in everybody if p.country != place)
    return replace(mention, actors=guests, recipients=tuple(p for p in everybody if p.country == place))


def wordings(*, threats: bool) -> dict[str, Callable[[EventMention, Ontology], EventMention | None]]:
    """Return the rules of ``wording.toml`` on threats, or all others, by their names, in order."""
    return {r.name: partial(by_wording, rule=r) for r in _rules() if (r.becomes[0] == "THREATEN") == threats}


def flees_justice(words: str, event: RawEvent, recipients: Sequence[str]) -> bool:
    """Tell whether an event is an official or a man of business who runs away, whom nobody drives out."""
    if (event.event_type, event.mode) != ("SANCTION", "expel"):
        return False
    lists = _table()["fugitives"]
    if not recipients or _pattern(lists["trigger"]).match(words) is None:
        return False
    heads = (_BEHIND_THE_HEAD.split(recipient)[0] for recipient in recipients)
    return all(_pattern(lists["nouns"]).search(_OWNER.sub("", head)) for head in heads)


@cache
def _rules() -> tuple[_Wording, ...]:
    return tuple(_rule(row) for row in _table()["rule"])


def _rule(row: dict[str, Any]) -> _Wording:
    def words(part: str) -> re.Pattern[str] | None:
        return _pattern(row[part]) if part in row else None

    return _Wording(
        name=row["name"],
        of=frozenset(_coded(pair) for pair in row["of"].split()),
        becomes=_coded(row["becomes"]),
        trigger=words("trigger"),
        object=words("object"),
        around=words("around"),
        unless=words("unless"),
        recipient=words("recipient"),
        sectors=frozenset(row.get("sectors", "").split()),
        countries=row.get("countries", 0),
        place=row.get("place"),
        residents=words("residents"),
    )


def _coded(pair: str) -> tuple[str, str]:
    event_type, _, mode = pair.partition("/")
    return event_type, mode


@cache
def _pattern(cues: str) -> re.Pattern[str]:
    """Return what matches any line of a list."""
    lines = (line.strip().replace("(", "(?:").replace("*", r"\w*") for line in cues.strip().splitlines())
    return re.compile(rf"\b(?:{'|'.join(lines)})\b".replace("~", _ANY_WORDS), re.IGNORECASE)


@cache
def _table() -> dict[str, Any]:
    path = resources.files("newsledger.extract").joinpath("wording.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
