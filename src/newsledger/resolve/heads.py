"""What the words of a party's core tell beyond its role nouns: a firm by its trade, a weapon, a committee, a people."""

from __future__ import annotations

import re

from newsledger.resolve.entries import closest, sector_on
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.words import choice, word_set

# "brewing giant Carlsberg", "drone maker", "planemakers"; a group only before its name ("energy group Eon").
_FIRM = re.compile(
    rf"(?<![\w-]){choice('trades')}(?:[ -]?makers?|[ -]{choice('firms_of_a_trade')}|[ -]groups?(?= [A-Z]))(?![\w-])"
)
# "F-16", "Su-35s", "S-400".
_WEAPON = re.compile(rf"(?<![\w-]){choice('weapon_letters')}-\d{{2,3}}[A-Z]?s?(?![\w-])")
_COMMITTEE = re.compile(r"(?:sub)?committees?", re.I)
OTHER_COMMITTEE = "no committee of a parliament"
"""Words in the reason of a committee that has no sector."""
_COMMITTEES = word_set("committees_of_parliament") | word_set("determiners")
_OWNERS = ("country", "demonym", "capital", "organisation", "role")
_BREAKAWAY = re.compile(rf"\b{choice('breakaways')}\b", re.I)
_OF_THE_STATE = word_set("peoples_under_arms_of_the_state")
_SETTLERS = word_set("nations_of_immigrants")
_ABROAD = word_set("serve_abroad")
_BASED = re.compile(r"-\s?based\b", re.I)
_OWN = re.compile(
    rf"-\s?(?:{choice('after_its_organisation')}|\w+ (?:[\w-]+ )?{choice('backed_as_its_own')})(?![\w-])", re.I
)


_FIRM_NAME = re.compile(
    rf"(?:(?<!\S)[A-Z][\w'’.-]*\s+(?:&\s+)?)+?(?:{choice('firm_forms')}|{choice('firm_words')}|Group)"
    r"(?=\.?(?:['’]s)?\s*$)"
)
_NO_FIRM = re.compile(rf"\b{choice('groups_that_are_no_firms')}\s+Group$", re.I)


def firm_name(text: str, hits: tuple[Hit, ...]) -> re.Match[str] | None:
    """A name that ends with what firms are called ("Volga Trading FZE"), where the base knows no organisation of it."""
    name = _FIRM_NAME.search(text)
    if name is None or _NO_FIRM.search(name[0]) or any(h.of("organisation") and h.end >= name.end() for h in hits):
        return None
    places = (h for h in hits if h.start == name.start() and h.of("country", "demonym", "world"))
    # "European Energy" is more often a field of policy or a market than a firm.
    return None if any(len(name[0].split()) == len(h.text.split()) + 1 for h in places) else name


def firm(text: str) -> re.Match[str] | None:
    """The words that make a firm by what it trades in, or None."""
    return _FIRM.search(text)


def weapon(text: str) -> re.Match[str] | None:
    """A weapon's letters and number, or None."""
    return _WEAPON.search(text)


def other_committee(text: str, hits: tuple[Hit, ...]) -> Hit | None:
    """A committee that is said to be of something else than a parliament ("Spanish handball committee")."""
    return next((h for h in hits if _of_no_parliament(h, text, hits)), None)


def _of_no_parliament(hit: Hit, text: str, hits: tuple[Hit, ...]) -> bool:
    words = text[: hit.start].split()
    if not _COMMITTEE.fullmatch(hit.text) or not words:
        return False
    owned = any(h.end == hit.start - 1 and h.of(*_OWNERS) for h in hits)
    return not owned and words[-1].lower() not in _COMMITTEES and not words[-1].isdigit()


def armed_people(hit: Hit, hits: tuple[Hit, ...]) -> bool:
    """Whether forces are those of a people or region, and so not the state's ("Karen forces")."""
    before = next((h for h in hits if h.end == hit.start - 1), None)
    group = before.of("group") if before and hit.text.lower() == "forces" else None
    return group is not None and bool(group.country) and group.name.lower() not in _OF_THE_STATE


def breakaway(text: str) -> bool:
    """Whether somebody has broken with those to whom he belongs ("dissident")."""
    return _BREAKAWAY.search(text) is not None


def known_after(hit: Hit, hits: tuple[Hit, ...], date: str | None) -> bool:
    """Whether a weak role stands before the name of somebody whose own sector is known ("leader Ann Bell")."""
    people = [tuple(e for e in h.entries if e.kind == "person") for h in hits if h.start >= hit.end]
    return any(sector_on(closest(p, date), date)[0] for p in people if p)


def based(text: str, hit: Hit) -> bool:
    """Whether a name only says where somebody works ("Doha-based")."""
    return _BASED.match(text[hit.end :]) is not None


def its_own(text: str, hit: Hit) -> bool:
    """Whether an organisation has appointed the party, which so acts for it ("UN-appointed experts")."""
    return hit.of("organisation") is not None and _OWN.match(text[hit.end :]) is not None


def people_elsewhere(core: tuple[Hit, ...], text: str) -> bool:
    """Whether a people lives in the state named before it ("Kosovo Serbs", "Israel's Arabs")."""
    *before, last = core
    people = last.of("demonym", "group") is not None and last.text.endswith("s")
    if not before or not people or before[-1].of("country", "demonym", "region") is None:
        return False
    return text[before[-1].end : last.start] in {" ", "'s ", "’s "}


def settled(hit: Hit) -> bool:
    """Whether a people is a nation of immigrants, who are of the country to which they came ("Cuban Americans")."""
    return hit.text in _SETTLERS


def serves_abroad(text: str) -> bool:
    """Whether the head works in another country than his own ("diplomats", "peacekeepers")."""
    words = text.lower().split()
    return bool(words) and (words[-1] in _ABROAD or " ".join(words[-2:]) in _ABROAD)
