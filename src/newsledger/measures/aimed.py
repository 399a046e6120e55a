"""At whom a measure is aimed where no preposition says it: the rest of the sentence, the one before, the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.measures.cues import Action, Cue
from newsledger.measures.groups import unique
from newsledger.measures.scene import Named, Scene
from newsledger.records import Party
from newsledger.resolve.entries import ORGANISATION_CODES

AIMED = frozenset({"sanction", "visa_rule", "export_control", "asset_freeze", "travel_ban", "entry_ban"})
"""Kinds that are aimed at someone even where the clause does not say at whom."""
_PLACE = re.compile(
    r"\b(?:in|at|near|by|with|like|than|across|outside|alongside) (?:the )?(?:[\w-]+ )?$|\bto (?:the )?$", re.I
)
_IN = re.compile(r"\b[a-z]\w+ in (?:the )?$")
_FORWARD = re.compile(
    r"\b(?:the following|these|those|this|such|addition(?:al|ally)?|further(?:more)?|also|they|them|he|she|him|his|its"
    r"|their|it|today|finally|specifically|first|second|third|fourth|we)\b",
    re.I,
)
# Those for whose sake a measure is taken are not those at whom it is aimed.
_VICTIM = re.compile(
    r"\b(?:support (?:of|for)|supporting|invasion of|aggression (?:against|in|on)|war (?:on|against|in)"
    r"|attacks? (?:on|against)|invad(?:e|es|ed|ing)|help(?:s|ing)?|defend(?:s|ing)?|protect(?:s|ing)?|assist"
    r"|(?:assistance|aid|weapons|relief) (?:to|for)|situation in|moved into|people of)\s+(?:the )?$",
    re.I,
)
_WRONGED = (
    r"\b(?:support (?:of|for|to)|supporting|invasion of|invade[sd]?|aggression (?:against|in|on)|war (?:on|against|in)"
    r"|attack(?:s|ed)?(?: on| against)?|help(?:s|ed|ing)?|defend(?:s|ed|ing)?|(?:assistance|aid|weapons) (?:to|for)"
    r"|stand(?:s|ing)? with)"
)
_MEETING = re.compile(
    r"\b(?:travel|call|meeting|briefing|availability|remarks|visit|joint|interview|with|dialogue)\b", re.I
)
_ANYONE = re.compile(
    r"\b(?:any(?:one)?|all|third) (?:countr|nation|compan|person|who)|\b(?:countries|nations) (?:that|which|who)\b"
)
_REACH = 2
Found = tuple[list[Named], str]


def with_publisher(own: set[str], scene: Scene) -> set[str]:
    """Codes that are no target: those of the issuers, and of a government in its own release."""
    voice = scene.context.story.voice
    return own | {voice.country} if voice and voice.sector == "GOV" and voice.country else own


def elsewhere(cue: Cue, action: Action, scene: Scene, own: set[str]) -> Found:
    """The only state that the rest of the sentence names, behind the measure or else before it."""
    own = with_publisher(own, scene)
    edge = max(cue.end, action.end)
    names = [n for n in scene.names if n.code not in own and not _is_speaker(n, scene) and n.kind != "organisation"]
    for part in (
        [n for n in names if n.start >= edge and not _is_place(n, scene)],
        [n for n in names if n.end <= edge and not _is_place(n, scene)],
    ):
        found = unique(part)
        if len(found) == 1:
            return found, "the only state that the rest of the sentence names"
        if found:
            return [], ""
    titled = set(scene.context.story.title_countries)
    found = unique([n for n in names if n.start >= edge and n.code in titled and _IN.search(scene.masked[: n.start])])
    return (found, "the state of the title, where those live at whom it is aimed") if len(found) == 1 else ([], "")


def is_victim(name: Named, scene: Scene) -> bool:
    """Whether a measure is taken for the sake of a party: "in support of Ukraine"."""
    return bool(_VICTIM.search(scene.masked[: name.start]))


def is_wronged(code: str, scene: Scene) -> bool:
    """Whether the article tells of a state as attacked or helped: it is then no target that may be guessed."""
    name = scene.context.story.knowledge.countries.get(code, {}).get("name")
    told = name and re.search(rf"{_WRONGED}\s+(?:the )?{re.escape(name)}\b", scene.document.text)
    return bool(told)


def _is_speaker(name: Named, scene: Scene) -> bool:
    return scene.speaker is not None and scene.speaker[0] <= name.start < scene.speaker[1]


def _is_place(name: Named, scene: Scene) -> bool:
    return bool(_PLACE.search(scene.masked[: name.start])) or is_victim(name, scene)


def from_before(scene: Scene, scenes: Sequence[Scene], own: set[str]) -> tuple[tuple[Party, ...], str]:
    """The only state that a sentence right before names, where this one goes on from it ("these individuals")."""
    if not _FORWARD.search(scene.text):
        return (), ""
    own = with_publisher(own, scene)
    for number in range(scene.number - 1, max(scene.number - 1 - _REACH, -1), -1):
        names = [n for n in scenes[number].names if n.code not in own and n.code not in ORGANISATION_CODES]
        names = [n for n in names if not is_victim(n, scenes[number])]
        found = unique([n for n in names if not _is_place(n, scenes[number])] or names)
        if len(found) == 1 and not is_wronged(found[0].code, scene):
            why = "the only state that the sentence before names"
            return (scenes[number].party(found[0], why),), why
        if found:
            return (), ""
    return (), ""


def of_the_article(scene: Scene, own: set[str]) -> tuple[str, str] | None:
    """The only state besides the issuer that the title of the article names, unless it is the title of a meeting."""
    title = scene.document.title or ""
    if _ANYONE.search(scene.text) or not own or _MEETING.search(title):
        return None
    named = set(scene.context.story.title_countries) - with_publisher(own, scene) - ORGANISATION_CODES
    named = {code for code in named if not is_wronged(code, scene)}
    return (named.pop(), "the only state that the title of the article names") if len(named) == 1 else None
