"""What stands around a party and says whose it is: the place of its sentence, the states after it, a war."""

from __future__ import annotations

import re
from functools import lru_cache

from newsledger.resolve.knowledge import Hit
from newsledger.resolve.story import Story
from newsledger.resolve.votes import Evidence

# "In Morocco, he met …", "On Friday in Riga, …", "will travel to Riga, Latvia, to meet …": what follows happens there.
_SETTING = re.compile(
    r"\W*(?:(?:On|Since|By|Early|Late) [^,]{1,25}?,? )?(?:(?:Also|Later|Meanwhile|While),? )?"
    r"(?:in|at|near|inside) (?:the )?(?:[a-z]+ )?"
    r"|.{0,200}\b(?:travel\w*|trip|flew|fly|journey\w*|return\w*) to (?:the )?"
    r"|.{0,200}\b(?:arriv\w*|stops?|stopped|stopping) in (?:the )?",
    re.I | re.S,
)
# How far into a sentence its place may stand.
_FAR = 250
# What somebody says in a place need not be about it.
_SPEECH = re.compile(r"\b(?:said|says|told|tells|warned|added|announced|argued|claimed|called|urged|accused)\b")
_PLACES = frozenset({"country", "capital", "city", "region"})
# "Russia's war against Ukraine", "the invasion of Kuwait": whose people suffer from it.
_WAR_ON = re.compile(
    r"\b(?:war|invasion|aggression|assault|offensive|onslaught|attacks?|bombardment) (?:in|on|of|against|upon)"
    r" (?:the )?$",
    re.I,
)
# Between the attacker and the war stand adjectives, and no other phrase ("Poland's help after the invasion of …").
_LINK = "a|after|against|at|by|for|from|in|of|on|the|to|with"
_WAGES = re.compile(
    rf"['’]s? (?:(?!(?:{_LINK}) )[\w’'-]+ ){{0,5}}| (?:(?!(?:{_LINK}|and) )[\w’'-]+ ){{0,3}}",
)
_BEFORE = 40
_LIST = 2
# How many known names a list may hold.
_LONGEST = 20
_LED = re.compile(r"-\s?led (?:[\w-]+ ){0,3}coalition\b", re.I)
_STATES_OF = re.compile(r",? (?:of|from) (?:the )?")
IN_A_LIST = "in a list of states"
"""Words in the reason of a state that the words of the party do not name, but those behind them in a list."""
# "U.S." in "U.S. and British ships" is an adjective as "British" is; "Chile" in "Chile and Peruvian miners" is not.
_ADJECTIVES = frozenset({"U.S.", "US", "UK", "U.K.", "EU", "U.N.", "UN"})
_AND_STATE = re.compile(r",? and |, ")
_NOUN = re.compile(r"(?: [a-z][\w-]*,?){0,3} (?:and )?")
_AND_NOUN = re.compile(r",? and |, ")
_ENUMERATION = re.compile(r"(?:[\s,;]|\b(?:and|the|of|from)\b)+")


def setting(story: Story, at: int) -> Evidence | None:
    """The place in which the sentence sets what it tells before an offset, or None."""
    sentence = story.article.sentences[story.sentence_of(at)]
    low, high = sentence.start, min(at, sentence.start + _FAR)
    here = [e for e in story.evidence if low <= e.at < high and e.kind in _PLACES]
    place = next((e for e in reversed(here) if _SETTING.fullmatch(story.text[sentence.start : e.at])), None)
    return None if place is None or _SPEECH.search(story.text[place.at : at]) else place


@lru_cache(maxsize=4)
def wars(story: Story) -> tuple[tuple[str | None, str], ...]:
    """Attacker, or None, and attacked country of each war that the article names, in order."""
    states = [e for e in story.evidence if e.kind in {"country", "demonym", "person"}]
    found = []
    for number, state in enumerate(states):
        low = max(state.at - _BEFORE, 0)
        war = _WAR_ON.search(story.text[low : state.at]) if state.kind == "country" else None
        if war is None:
            continue
        before = states[number - 1] if number else None
        between = story.text[before.at + len(before.text) : low + war.start()] if before else ""
        wages = before is not None and before.country != state.country and _WAGES.fullmatch(between)
        found.append((before.country if before and wages else None, state.country))
    return tuple(found)


def attacked_by(story: Story, country: str) -> str | None:
    """The one country on which the article says that a country makes war, or None."""
    victims = {victim for attacker, victim in wars(story) if attacker == country}
    return victims.pop() if len(victims) == 1 else None


def this_side(story: Story, at: int, other: str) -> tuple[str | None, str]:
    """The state on this side of a border, for a place at an offset: what its sentence says, else the story."""
    first = story.starts[story.sentence_of(at)]
    here = [e for e in story.evidence if first <= e.at < at and e.country != other]
    scenes = [e for e in here if e in story.votes.scenes]
    owners = [e for e in here if e in story.votes.armies or e in story.votes.at_home]
    if not scenes and not owners:
        return story.where_it_plays(at, place=True)
    state = scenes[-1] if scenes else owners[0]
    return state.country, f"{state.text}, on this side of the border -> {state.country}"


def coalition_of(story: Story) -> str | None:
    """The one state that leads the coalition of which the article speaks, or None."""
    led = {e.country for e in story.evidence if _LED.match(story.text, e.at + len(e.text))}
    return led.pop() if len(led) == 1 else None


def states_after(story: Story, end: int) -> tuple[str, ...]:
    """The states in the "of Canada, France and Japan" that follows a span which stops short of it."""
    link = _STATES_OF.match(story.text, end)
    if link is None:
        return ()
    found: list[str] = []
    at = link.end()
    for hit in story.hits_by_sentence.get(story.sentence_of(end), ()):
        if hit.start < at:
            continue
        entry = hit.of("country")
        between = story.text[at : hit.start]
        theirs = story.text[hit.end : hit.end + 1] in {"'", "’"}
        if entry is None or theirs or (between and not (found and _ENUMERATION.fullmatch(between))):
            break
        found.append(story.country_of(hit, entry))
        at = hit.end
    return tuple(dict.fromkeys(found))


def fellow_states(story: Story, start: int, end: int) -> tuple[tuple[str, ...], str]:
    """The states of a list that a span begins, and the noun behind it ("U.S." in "U.S. and British ships")."""
    run = _adjectives(story, start)
    if len(run) < _LIST or run[0].end != end or story.text[run[-2].end : run[-1].start].strip() == ",":
        return (), ""
    last = run[-1].end
    noun = next((h for h in story.hits_by_sentence[story.sentence_of(start)] if h.start > last and h.of("role")), None)
    behind = story.text[last : noun.start] if noun else ""
    if run[-1].text in _ADJECTIVES and behind != " ":
        return (), ""
    if not re.match(r" [a-z]", story.text[last : last + _LIST]):
        return (), ""
    return _codes(story, run), noun.text if noun and _NOUN.fullmatch(behind) else ""


def states_of_the_list(story: Story, start: int) -> tuple[str, ...]:
    """The states before the first noun of a list in which a span stands ("ships" in "British planes and ships")."""
    before = [h for h in story.hits_by_sentence.get(story.sentence_of(start), ()) if h.start < start][-_LONGEST:]
    state = next((h for h in reversed(before) if _adjective(h)), None)
    if state is None:
        return ()
    items = _AND_NOUN.split(story.text[state.end : start])
    nouns = [story.knowledge.scan(item.strip()) for item in items[:-1]]
    listed = items[-1] == "" and all(n and n[-1].of("role") and n[-1].end == len(i.strip()) and i == i.lower()
                                     for i, n in zip(items, nouns, strict=False))  # fmt: skip
    if not nouns or not listed:
        return ()
    first = next(h for h in before if state in _adjectives(story, h.start))
    return _codes(story, _adjectives(story, first.start))


def _adjectives(story: Story, start: int) -> list[Hit]:
    """The adjectives of states that follow one another from an offset ("U.S., British and Dutch")."""
    run: list[Hit] = []
    for hit in story.hits_by_sentence.get(story.sentence_of(start), ()):
        joined = not run or _AND_STATE.fullmatch(story.text, run[-1].end, hit.start)
        if hit.start >= start and not (_adjective(hit) and joined and (run or hit.start == start)):
            break
        if hit.start >= start:
            run.append(hit)
    return run


def _adjective(hit: Hit) -> bool:
    """Whether a name of a state stands as an adjective can."""
    plural = hit.text.endswith("s") and hit.text != "Swiss"
    return hit.text in _ADJECTIVES or (hit.of("demonym") is not None and not plural)


def _codes(story: Story, run: list[Hit]) -> tuple[str, ...]:
    entries = [(h, h.of("country", "demonym", "organisation")) for h in run]
    return tuple(dict.fromkeys(story.country_of(h, e) for h, e in entries if e))
