"""What an event says about those without a role: who flees is a refugee, who is convicted or kills a criminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsledger.records import EventMention, Party
from newsledger.resolve.codes import Codes
from newsledger.resolve.pronouns import Span

Deed = tuple[str | None, str | None, str]
"""The sector of somebody without a role, that of a whole people ("the Saudis"), and the reason for it."""

WITHOUT_ROLE = "a person without a role"
UNNAMED = "unnamed people"
_FLIGHT = re.compile(r"\b(?:fled|flee|fleeing|displac\w+|uproot\w+|forced (?:out|from)|driven (?:out|from))", re.I)
# What a people does only through its state or its army.
_OF_STATES = {"AGREE": "GOV", "AID": "GOV", "COOPERATE": "GOV", "SANCTION": "GOV", "THREATEN": "GOV", "MOBILIZE": "MIL",
              "ASSAULT": "MIL"}  # fmt: skip
_WHOLE_PEOPLE = "the people of a country"
_TERROR = re.compile(r"\b(?:terror\w*|jihad\w*|islamic state|al-qa[ei]da|extremis\w+)", re.I)
_PRIVATE = re.compile(
    r"\b(?:man|men|woman|individual|driver|son|brother|husband|couple|teenager|boy|person|native|national|resident"
    r"|citizen|people|population|civilians|families|residents|women|children) \(role\)"
)


def deeds(mentions: Sequence[EventMention]) -> dict[Span, Deed]:
    """What the events of an article say about each span, if anything."""
    found: dict[Span, Deed] = {}
    for mention in mentions:
        for side, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
            deed = _deed(mention, side)
            for party in parties if deed else ():
                span = _span(party)
                if span and deed:
                    found.setdefault(span, deed)
    return found


def apply(codes: Codes, deed: Deed) -> Codes:
    """Codes of somebody without a role of his own, in the light of the deed."""
    if codes.sector not in {None, "CVL"} or not _private(codes):
        return codes
    private, national, why = deed
    sector = national if national and _WHOLE_PEOPLE in codes.path[-1] else private
    if sector is None:
        return codes
    return replace(codes.step(f"{why} -> {sector}"), sector=sector, sectors=(sector,))


def _deed(mention: EventMention, side: str) -> Deed | None:
    if side == "recipient" and _FLIGHT.search(mention.trigger.text):
        return "REF", None, f"“{mention.trigger.text}”"
    if side == "recipient" and mention.event_type == "SANCTION" and mention.event_mode == "convict":
        return "CRM", None, f"convicted (“{mention.trigger.text}”)"
    if side == "recipient" or "negation" in mention.auxiliary:
        return None
    national = _OF_STATES.get(mention.event_type)
    if mention.event_type == "ASSAULT":
        sector = "REB" if _TERROR.search(mention.text) else "CRM"
        return sector, national, f"private violence (“{mention.trigger.text}”)"
    return (None, national, f"an act of states (“{mention.trigger.text}”)") if national else None


def _span(party: Party) -> Span | None:
    return (party.start, party.end) if party.start is not None and party.end is not None else None


def _private(codes: Codes) -> bool:
    return any(WITHOUT_ROLE in step or UNNAMED in step or "people of a country" in step or _PRIVATE.search(step)
               for step in codes.path)  # fmt: skip
