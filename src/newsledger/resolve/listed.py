"""Code a span by what follows it, or by the list in which it stands: "U.S." in "U.S. and British warplanes"."""

from __future__ import annotations

import re

from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.scene import IN_A_LIST, fellow_states, states_after, states_of_the_list
from newsledger.resolve.story import Story
from newsledger.resolve.words import choice

POSSESSIVE = re.compile(r"(his|her|its|their|our|my)\s(?!majesty|royal|excellency|holiness|highness)", re.I)
_OWNED = frozenset({"GOV", "LEG", "JUD", "COP", "MIL", "SPY"})
_OWNED_PEOPLE = re.compile(rf"\b(?:people|citizens|residents|population|nationals|{choice('state_pairs')})$", re.I)
SUFFERS = re.compile(rf"\b{choice('war_victims')}\b", re.I)


def said_after(words: str, at: int, story: Story) -> tuple[Codes, ...]:
    """Codes of a span that stops short of its states ("foreign ministers" of "… of Canada, France and Japan")."""
    if at + len(words) > story.article.end or story.text[at : at + len(words)] != words:
        return ()
    states = () if POSSESSIVE.match(words) else states_after(story, at + len(words))
    codes = code_words(words, story.knowledge, date=story.date)[0] if states else Codes()
    if codes.country or not (codes.sector in _OWNED or _OWNED_PEOPLE.search(words)):
        return ()
    sector = codes.sector or ("CVL" if SUFFERS.search(words) else "GOV")
    return tuple(
        codes.step(f"followed by “of …” -> {state}", country=state, sector=sector, sectors=(sector,))
        for state in states
    )  # fmt: skip


def in_a_list(words: str, at: int, story: Story) -> tuple[Codes, ...]:
    """Codes of a part of a list of states and nouns: "U.S." or "ships" in "U.S. and British warplanes and ships"."""
    if story.text[at : at + len(words)] != words:
        return ()
    fellows, noun = fellow_states(story, at, at + len(words))
    states = fellows or states_of_the_list(story, at)
    codes = code_words(noun or words, story.knowledge, date=story.date)[0] if states else Codes()
    if not fellows and (codes.sector != "MIL" or codes.country):
        return ()
    own = next((h.of("country", "demonym", "organisation") for h in story.knowledge.scan(words)), None)
    named = story.country_of(Hit(0, len(words), words, (own,)), own) if own else None
    behind = f" before “{noun}”" if noun else ""
    return tuple(
        codes.step(f"{words if state == named else IN_A_LIST}{behind} -> {state}", country=state) for state in states
    )
